"""Who is missing from the film, and which touchpoint has no clip."""

from __future__ import annotations

import pytest

from ebcd.acts import codebook, film_balance, film_versions, people
from ebcd.acts import film as films
from ebcd.acts.access import Actor
from ebcd.codebook import Kind
from ebcd.errors import NotFound
from ebcd.film.storyboard import Answer, Tone
from ebcd.people import ConsentState, Group
from ebcd.store.workbench import Workbench
from tests.acts.test_film import NURSE, THERE, WAIT
from tests.film.made_study import FilmStudy


@pytest.fixture
def made(workbench: Workbench, actor: Actor, study_id: int) -> FilmStudy:
    film = FilmStudy(workbench, actor, study_id)
    film.begin("Other things")
    return film


def test_a_touchpoint_has_a_clip_whose_words_are_coded_with_it(made: FilmStudy) -> None:
    codebook.add_code(*made.whose, Kind.TOUCHPOINT, "Going home")
    made.clip(WAIT)
    found = film_balance.weighed(*made.whose)
    assert found.without == ("Going home",)
    assert [(each.name, each.clips, each.ms) for each in found.touchpoints] == [
        ("Waiting", 1, 10_000),
        ("Going home", 0, 0),
    ]


def test_who_agrees_and_speaks_is_missing_and_who_does_not_agree_is_not(made: FilmStudy) -> None:
    people.add_participant(*made.whose, Group.CARER, pseudonym="P09")
    made.clip(WAIT)
    assert film_balance.weighed(*made.whose).missing == ("P02",)
    made.consent("P02", ConsentState.REFUSED)
    found = film_balance.weighed(*made.whose)
    assert (found.missing, found.not_agreeing) == ((), ("P02",))


def test_what_was_refused_is_not_weighed_and_seconds_are_counted(made: FilmStudy) -> None:
    one, two, refused = made.clip(WAIT), made.clip(THERE), made.clip(NURSE)
    made.approve(refused, Answer.REFUSED)
    films.note_clip(*made.whose, one, "", Tone.BAD)
    found = film_balance.weighed(*made.whose)
    shares = found.balance
    assert {each.name: each.ms for each in shares.people} == {"P01": 10_000, "P02": 3_000}
    assert {each.name: each.clips for each in shares.tones if each.clips} == {
        "Went badly": 1,
        "Not said": 1,
    }
    short = film_versions.add_version(*made.whose, "Short", 60_000, [two])
    assert film_balance.weighed(*made.whose, short).missing == ("P01",)


def test_without_a_film_there_is_nothing_to_weigh(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    with pytest.raises(NotFound):
        film_balance.weighed(workbench, actor, study_id)
