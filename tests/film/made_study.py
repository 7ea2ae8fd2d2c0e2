"""A small study with times, consents and codings, that the film's acts and routes share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from ebcd.acts import codebook, coding, film, film_chapters, people
from ebcd.acts.access import Actor
from ebcd.codebook import Kind
from ebcd.film.storyboard import Answer
from ebcd.people import ConsentState, Group, Use
from ebcd.store import transcripts
from ebcd.store.transcripts import INTERVIEW, NewSpeaker, NewTranscript
from ebcd.store.workbench import Workbench
from ebcd.text import Span, join_turns, sha256
from ebcd.transcripts.turns import Turn

SAID = [
    Turn("Q", 0, 2_000, "How was it?"),
    Turn("A", 2_000, 12_000, "I waited three hours and nobody said one single word."),
    Turn("Q", 12_000, 13_000, "And then?"),
    Turn("A", 13_000, 23_000, "Then a nurse came and she drew me a picture of it."),
    Turn("B", 23_000, 33_000, "I was there too, and that is just how it was then."),
]
TEXT = join_turns(turn.text for turn in SAID)
DAY = date(2026, 3, 2)


def span_of(words: str) -> Span:
    """Where `words` stand in the interview."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


@dataclass
class FilmStudy:
    """A study with one interview of two people, both of whom agree to the film."""

    workbench: Workbench
    actor: Actor
    study_id: int
    timed: bool = True
    people: dict[str, int] = field(default_factory=dict)
    chapters: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in ("P01", "P02"):
            self.people[name] = people.add_participant(*self.whose, Group.PATIENT, pseudonym=name)
            self.consent(name)
        said = SAID if self.timed else [Turn(t.speaker, None, None, t.text) for t in SAID]
        new = NewTranscript(
            "First interview",
            INTERVIEW,
            "en",
            "first.vtt",
            "vtt",
            sha256(str(self.timed)),
            (),
            said,
            [
                NewSpeaker("Q", interviews=True),
                NewSpeaker("A", participant_id=self.people["P01"]),
                NewSpeaker("B", participant_id=self.people["P02"]),
            ],
        )
        with self.workbench.database.writing() as connection:
            added = transcripts.add(connection, self.study_id, new, None)
        assert added is not None
        self.transcript = added
        self.code = codebook.add_code(*self.whose, Kind.TOUCHPOINT, "Waiting")

    @property
    def whose(self) -> tuple[Workbench, Actor, int]:
        return self.workbench, self.actor, self.study_id

    def consent(self, name: str, state: ConsentState = ConsentState.GRANTED) -> None:
        uses = {Use.INTERVIEW: ConsentState.GRANTED, Use.FILM: state}
        people.record_consent(*self.whose, self.people[name], uses, DAY, "form")

    def code_words(self, words: str) -> str:
        """Code a passage; the coding's uuid."""
        uuid = str(uuid4())
        self._do(coding.Wanted(str(uuid4()), "apply", uuid, self.code, span_of(words)))
        return uuid

    def withhold(self, words: str) -> None:
        about, span = str(uuid4()), span_of(words)
        self._do(coding.Wanted(str(uuid4()), "withhold", about, span=span, reason="distress"))

    def _do(self, wanted: coding.Wanted) -> None:
        coding.do(*self.whose, self.transcript, sha256(TEXT), wanted)

    def begin(self, *chapters: str) -> None:
        film_chapters.create_storyboard(*self.whose, "The film", 30 * 60_000)
        self.chapters += [film_chapters.add_chapter(*self.whose, each) for each in chapters]

    def clip(self, words: str, chapter: int = 0) -> int:
        """A clip of `words`; its id."""
        return film.add_clip(*self.whose, self.chapters[chapter], self.code_words(words))

    def approve(self, clip_id: int, answer: Answer = Answer.APPROVED) -> None:
        film.record_approval(*self.whose, clip_id, answer, DAY, how="in person")

    @property
    def film(self) -> film.Film:
        found = film.film(*self.whose)
        assert found is not None
        return found
