"""Search by meaning on a study: what it may find, whose words stay out, and when it learns anew."""

from __future__ import annotations

from datetime import date

import pytest

from ebcd.acts import assistant_fit, similar
from ebcd.acts.access import Actor
from ebcd.acts.accounts import actor_for, add_account
from ebcd.acts.people import withdraw
from ebcd.assistant import vectors
from ebcd.errors import BadInput, NotFound
from ebcd.people import Group
from ebcd.store import accounts, log
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from tests.findings.small_study import SmallStudy

ASKED = "Did anybody telephone you at home about the appointment?"
RANG = "Nobody rang me for eleven weeks, I just sat by the phone and waited."
WRONG = "They telephoned my neighbour by mistake and told her everything about me."
CALLS = "We phone every patient on the Friday after, to hear how they are doing at home."
TEA = "The tea trolley was the best thing about the whole ward."


class Scene(SmallStudy):
    """A patient, a nurse, and an interviewer who asks about the telephone."""

    def __init__(self, workbench: Workbench, actor: Actor, study_id: int) -> None:
        super().__init__(workbench, study_id)
        self.asking = (workbench, actor, study_id)
        self.patient = self.person("P01", Group.PATIENT)
        self.nurse = self.person("S01", Group.STAFF)
        self.first = self.transcript(
            "One", [(None, ASKED), (self.patient, RANG), (self.patient, WRONG), (self.patient, TEA)]
        )
        self.second = self.transcript("Two", [(None, ASKED), (self.nurse, CALLS)])

    def texts(self, typed: str = "Did staff phone patients?", *groups: Group) -> list[str]:
        found = similar.answering(*self.asking, typed, groups)
        return [
            turn.text[hit.start - turn.span.start : hit.end - turn.span.start]
            for turn, _near in found.passages
            for hit in turn.hits
        ]

    def place(self, words: str) -> tuple[int, Span]:
        start = self.versions[self.first][1].index(words)
        return self.first, Span(start, start + len(words))


@pytest.fixture
def scene(workbench: Workbench, actor: Actor, study_id: int) -> Scene:
    made = Scene(workbench, actor, study_id)
    assistant_fit.bring_up_to_date(workbench, study_id)
    return made


def test_a_question_finds_what_was_said_and_never_the_interviewer(scene: Scene) -> None:
    found = similar.answering(*scene.asking, "Did staff phone patients?")
    assert (found.searched, found.by_words, found.missing) == (4, 0, None)
    assert {RANG, CALLS} <= set(scene.texts())
    assert ASKED not in scene.texts()
    assert TEA not in scene.texts()
    turn, near = found.passages[0]
    assert turn.speaking.name in ("P01", "S01")
    assert near.by_meaning is not None


def test_it_can_be_asked_of_one_side_alone(scene: Scene) -> None:
    assert scene.texts("Did staff phone patients?", Group.STAFF) == [CALLS]


def test_a_passage_is_not_among_those_like_it(scene: Scene) -> None:
    found = similar.like_passage(*scene.asking, *scene.place(RANG))
    texts = [turn.text for turn, _near in found.passages]
    assert CALLS in texts
    assert RANG not in texts


def test_what_is_not_to_be_used_is_neither_found_nor_asked_with(scene: Scene) -> None:
    assert WRONG in scene.texts("telephoned my neighbour")
    scene.withhold(scene.first, WRONG)
    with scene.workbench.database.writing() as connection:
        log.raise_revision(connection, scene.study_id)
    assert WRONG not in scene.texts("telephoned my neighbour")
    with pytest.raises(NotFound, match="may not be used"):
        similar.like_passage(*scene.asking, *scene.place(WRONG))


def test_whoever_withdrew_is_found_no_more(scene: Scene) -> None:
    assert RANG in scene.texts()
    withdraw(*scene.asking, scene.patient, date(2026, 11, 22))
    assert RANG not in scene.texts()
    with pytest.raises(NotFound):
        similar.passage(*scene.asking, *scene.place(RANG))


def test_what_was_said_since_the_assistant_read_is_found_by_its_words(scene: Scene) -> None:
    scene.transcript("Three", [(scene.nurse, "The hydrotherapy pool was closed all winter long.")])
    with scene.workbench.database.writing() as connection:
        log.raise_revision(connection, scene.study_id)
    found = similar.answering(*scene.asking, "hydrotherapy pool")
    assert found.by_words == 1
    assert found.passages[0][1].by_meaning is None


def test_without_the_model_words_alone_are_compared_and_the_reason_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "why_missing", lambda: "The sentence model is not installed.")
    similar.forget()
    found = similar.answering(*scene.asking, "telephoned neighbour")
    similar.forget()
    assert found.missing == "The sentence model is not installed."
    assert [turn.text for turn, _near in found.passages] == [WRONG]


@pytest.mark.parametrize(("typed", "why"), [("  ", "Nothing is asked"), ("x" * 401, "too long")])
def test_what_cannot_be_asked_is_said_in_a_sentence(scene: Scene, typed: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        similar.answering(*scene.asking, typed)


def test_a_place_past_the_end_of_a_text_is_not_there(scene: Scene) -> None:
    with pytest.raises(NotFound):
        similar.passage(*scene.asking, scene.first, Span(5, 900_000))


def test_a_stranger_finds_nothing(scene: Scene) -> None:
    add_account(scene.workbench, scene.asking[1], "sam", "Sam")
    with scene.workbench.database.reading() as connection:
        row = accounts.by_name(connection, "sam")
    assert row is not None
    stranger = actor_for(row)
    with pytest.raises(NotFound):
        similar.answering(scene.workbench, stranger, scene.study_id, "anything")
