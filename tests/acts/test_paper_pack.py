"""A paper pack quotes nobody who has not agreed, and is made while votes can still come in."""

from __future__ import annotations

from datetime import date

import pytest

from ebcd.acts import paper_pack, people, priorities, reports, rounds
from ebcd.acts import study as studies
from ebcd.acts.access import Actor
from ebcd.acts.leaving import MayNameSomebody
from ebcd.errors import BadInput, Conflict
from ebcd.people import ConsentState, Use
from ebcd.priorities.ballots import Method
from ebcd.priorities.lists import ListName
from ebcd.priorities.rounds import Plan
from ebcd.reports.paper_pack import Copies
from ebcd.store.workbench import Workbench
from tests.film.made_study import FilmStudy
from tests.reports.reader import words

SAID = "nobody said one single word"
COPIES = {"patient": Copies(1, 0)}


@pytest.fixture
def scene(sqlite_workbench: Workbench, actor: Actor) -> FilmStudy:
    """A draft round whose first option quotes P01, who agreed to be quoted."""
    study_id = studies.create_study(sqlite_workbench, actor, "A study")
    made = FilmStudy(sqlite_workbench, actor, study_id)
    consent(made, ConsentState.GRANTED)
    titles = ("Shorter waits", "A picture")
    items = [priorities.add_item(*made.whose, ListName.JOINT, t, code_id=made.code) for t in titles]
    priorities.keep_evidence(*made.whose, items[0], made.code_words(SAID), True)
    options = priorities.ballot_options(*made.whose, items, True)
    rounds.prepare_round(*made.whose, Plan("Vote", Method.DOTS), options)
    return made


def consent(scene: FilmStudy, state: ConsentState) -> None:
    said = {Use.QUOTE: state}
    people.record_consent(*scene.whose, scene.people["P01"], said, date(2026, 3, 3), "form")


def pack(scene: FilmStudy) -> paper_pack.Pack:
    (found,) = rounds.rounds(*scene.whose)
    return paper_pack.write_pack(*scene.whose, found.id, COPIES, entrance="http://192.0.2.7")


def test_a_pack_quotes_as_long_as_the_speaker_agrees(scene: FilmStudy) -> None:
    made = pack(scene)
    assert SAID in words(made.data)
    assert "http://192.0.2.7/vote" in words(made.data)
    assert reports.fetch(*scene.whose, made.id)[1] == made.data
    found = people.impact_of_withdrawal(*scene.whose, scene.people["P01"])
    assert [each.name for each in found.documents] == ["A study – paper pack Vote.docx"]
    consent(scene, ConsentState.WITHDRAWN)
    assert SAID not in words(pack(scene).data)
    with pytest.raises(Conflict):
        reports.fetch(*scene.whose, made.id)


def test_a_pack_does_not_quote_what_is_marked_do_not_use(scene: FilmStudy) -> None:
    scene.withhold("one single word")
    assert SAID not in words(pack(scene).data)


def test_a_pack_is_kept_back_while_a_name_may_be_in_it(scene: FilmStudy) -> None:
    people.set_identity(*scene.whose, scene.people["P02"], "Zebedee Quartz", "")
    (found,) = rounds.rounds(*scene.whose)
    watched = rounds.watch(*scene.whose, found.id)
    plan = Plan("Vote", Method.DOTS, "What did Zebedee Quartz ask for?")
    rounds.change_round(*scene.whose, found.id, plan, watched.options)
    with pytest.raises(MayNameSomebody):
        pack(scene)
    asking = (*scene.whose, found.id, COPIES)
    assert len(paper_pack.write_pack(*asking, knowingly=True).doubts) > 0


def test_no_pack_is_made_for_a_vote_that_is_closed_or_of_too_many(scene: FilmStudy) -> None:
    (found,) = rounds.rounds(*scene.whose)
    with pytest.raises(BadInput, match="up to 300"):
        paper_pack.write_pack(*scene.whose, found.id, {"patient": Copies(301, 0)})
    rounds.open_round(*scene.whose, found.id)
    rounds.close_round(*scene.whose, found.id)
    with pytest.raises(BadInput, match="closed"):
        pack(scene)
