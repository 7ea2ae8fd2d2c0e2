"""Which coded passages may be used, and which may leave in a document."""

from __future__ import annotations

from datetime import date

import pytest

from ebcd.acts import codebook, people
from ebcd.acts.access import Actor, May
from ebcd.acts.act import act
from ebcd.acts.speakers import SpeakerChoice, correct_speakers
from ebcd.acts.transcripts import import_reading, look_at
from ebcd.codebook import Kind
from ebcd.people import ConsentState, Group, Use
from ebcd.store import coding
from ebcd.store.passages import Passage, usable_passages
from ebcd.store.tables import withheld
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.times import now

DAY = date(2026, 3, 2)
TEXT = """Interviewer: How was it?

Ann: I waited three hours and nobody came.

Bob: She did, I sat with her.
"""


class Scene:
    """An interview with a patient and a carer, and a code to code it with."""

    def __init__(self, workbench: Workbench, actor: Actor, study_id: int) -> None:
        self.workbench, self.actor, self.study_id = workbench, actor, study_id
        self.ann = people.add_participant(workbench, actor, study_id, Group.PATIENT)
        self.bob = people.add_participant(workbench, actor, study_id, Group.CARER)
        self.code = codebook.add_code(workbench, actor, study_id, Kind.THEME, "Waiting")
        looked = look_at(workbench, actor, study_id, "a.txt", TEXT.encode())
        self.transcript = import_reading(
            workbench,
            actor,
            study_id,
            looked,
            speakers=[
                SpeakerChoice("Interviewer", "Interviewer", interviews=True),
                SpeakerChoice("Ann", "Ann", participant_id=self.ann),
                SpeakerChoice("Bob", "Bob", participant_id=self.bob),
            ],
        )
        with workbench.database.reading() as connection:
            where = coding.place(connection, study_id, self.transcript)
            self.text = coding.words_at(connection, where.version_id, Span(0, where.length))
            self.version = where.version_id

    def say(self, who: int, **said: ConsentState) -> None:
        uses = {Use(use): state for use, state in said.items()}
        people.record_consent(self.workbench, self.actor, self.study_id, who, uses, DAY)

    def span(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(start, start + len(words))

    def code_words(self, first: str, last: str = "") -> None:
        span = Span(self.span(first).start, self.span(last or first).end)
        with act(self.workbench, self.actor, self.study_id, May.CODE, "code") as doing:
            coding.add_codings(
                doing.connection,
                self.study_id,
                [coding.NewCoding(self.transcript, self.code, span)],
            )

    def withhold(self, words: str) -> None:
        span = self.span(words)
        with act(self.workbench, self.actor, self.study_id, May.CODE, "withhold") as doing:
            doing.connection.execute(
                withheld.insert().values(
                    study_id=self.study_id,
                    uuid=str(span.start),
                    transcript_id=self.transcript,
                    version_id=self.version,
                    start=span.start,
                    end=span.end,
                    reason="distress",
                    created_at=now(),
                )
            )

    def found(self) -> list[Passage]:
        with self.workbench.database.reading() as connection:
            return usable_passages(connection, self.study_id)


@pytest.fixture
def scene(workbench: Workbench, actor: Actor, study_id: int) -> Scene:
    return Scene(workbench, actor, study_id)


def test_a_passage_belongs_to_who_speaks_in_it_never_to_the_interviewer(scene: Scene) -> None:
    scene.code_words("How was it", "three hours")
    scene.code_words("nobody came", "sat with her")
    scene.code_words("How was it")
    assert [each.people for each in scene.found()] == [
        (),
        (scene.ann,),
        (scene.ann, scene.bob),
    ]


def test_a_passage_is_quoted_only_where_everybody_in_it_agrees(scene: Scene) -> None:
    scene.code_words("three hours")
    scene.code_words("nobody came", "sat with her")
    scene.code_words("How was it")
    assert not any(each.may_quote for each in scene.found())
    scene.say(scene.ann, quote=ConsentState.GRANTED)
    assert [each.may_quote for each in scene.found()] == [False, True, False]
    scene.say(scene.bob, quote=ConsentState.GRANTED)
    assert [each.may_quote for each in scene.found()] == [False, True, True]
    scene.say(scene.ann, quote=ConsentState.WITHDRAWN)
    assert not any(each.may_quote for each in scene.found())


def test_a_passage_with_the_words_of_somebody_nobody_has_linked_is_not_quoted(scene: Scene) -> None:
    scene.say(scene.ann, quote=ConsentState.GRANTED)
    scene.code_words("How was it?", "nobody came")
    scene.code_words("nobody came", "She did")
    unlinked = [SpeakerChoice("P02", "A passer-by")]
    correct_speakers(scene.workbench, scene.actor, scene.study_id, scene.transcript, unlinked)
    assert [each.may_quote for each in scene.found()] == [True, False]


def test_a_do_not_use_mark_takes_out_every_passage_it_meets(scene: Scene) -> None:
    scene.code_words("I waited three hours")
    scene.code_words("sat with her")
    scene.withhold("hours and nobody")
    assert [each.quote for each in scene.found()] == ["sat with her"]


def test_somebody_who_withdrew_is_not_used_at_all(scene: Scene) -> None:
    scene.code_words("three hours")
    scene.code_words("nobody came", "sat with her")
    scene.code_words("sat with her")
    people.withdraw(scene.workbench, scene.actor, scene.study_id, scene.ann, DAY)
    assert [each.quote for each in scene.found()] == ["sat with her"]


def test_nor_is_somebody_who_refused_to_be_interviewed(scene: Scene) -> None:
    scene.code_words("three hours")
    scene.say(scene.ann, interview=ConsentState.REFUSED)
    assert scene.found() == []


def test_what_is_kept_is_forgotten_at_the_next_act(scene: Scene) -> None:
    assert scene.found() == []
    scene.code_words("three hours")
    assert len(scene.found()) == 1
    assert scene.found() == scene.found()
