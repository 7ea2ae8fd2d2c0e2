"""Events, and the emotional map that a feedback event makes.

Cards stand in pathway order; the group raises or lowers each together; each person puts emotion
words on the moments that are theirs. The group looks for moments with many words and for moments
with a range of views, so both are shown: how many, and how far apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ebcd.errors import BadInput
from ebcd.text import normalise
from ebcd.words import _

LOWEST, HIGHEST = -3, 3
"""How far a card can be lowered (bad) and raised (good)."""

LONGEST_WORD = 80
LONGEST_IDEA = 300
WIDE = 4
"""From this distance between the lowest and the highest note on, views are far apart."""


class EventKind(StrEnum):
    """Which event it is."""

    PATIENT = "patient"
    STAFF = "staff"
    JOINT = "joint"
    CELEBRATION = "celebration"

    @property
    def label(self) -> str:
        return {
            "patient": "Patient feedback event",
            "staff": "Staff feedback event",
            "joint": "Joint event",
            "celebration": "Celebration event",
        }[self.value]


class FormKind(StrEnum):
    """What people in the room may send in from their phones, besides a vote."""

    IDEAS = "ideas"
    SIGN_UP = "sign_up"


@dataclass(frozen=True)
class AgendaLine:
    """One line of an agenda. `time`: like 10:30, or empty."""

    time: str
    what: str


@dataclass(frozen=True)
class Event:
    """One event. `attended`: heads by group."""

    id: int
    kind: EventKind
    title: str
    on: date | None = None
    place: str = ""
    agenda: tuple[AgendaLine, ...] = ()
    attended: Mapping[str, int] | None = None
    notes: str = ""


@dataclass(frozen=True)
class MapNote:
    """One emotion word of one person. `tone`: where they put it, -3 bad to 3 good, or None."""

    id: int
    group: str
    word: str
    tone: int | None = None


@dataclass(frozen=True)
class MapCard:
    """One moment of the map. `height`: the group's, -3 bad to 3 good.

    `taken_forward`: whether the group takes it to the joint event.
    """

    id: int
    title: str
    position: int
    height: int = 0
    taken_forward: bool = False
    code: int | None = None
    notes: tuple[MapNote, ...] = ()


@dataclass(frozen=True)
class Spread:
    """What the notes on one card say.

    `lowest`, `highest`: of the tones given, or None where nobody gave one. `words`: the words with
    how often each was written, the most written first.
    """

    count: int
    by_group: Mapping[str, int]
    lowest: int | None
    highest: int | None
    words: tuple[tuple[str, int], ...]

    @property
    def wide(self) -> bool:
        """Whether views are far apart."""
        if self.lowest is None or self.highest is None:
            return False
        return self.highest - self.lowest >= WIDE


_LINE = re.compile(r"^\s*(?:(\d{1,2}[:.]\d{2})\s*[-–—:]?\s*)?(.+?)\s*$")


def parse_agenda(text: str) -> tuple[AgendaLine, ...]:
    """An agenda typed one line an item, each with its time in front or without.

    >>> parse_agenda("10:00 Welcome\\n10.30 – The film")
    (AgendaLine(time='10:00', what='Welcome'), AgendaLine(time='10:30', what='The film'))
    """
    found = []
    for line in text.splitlines():
        match = _LINE.match(line)
        if match:
            found.append(AgendaLine((match[1] or "").replace(".", ":"), match[2]))
    return tuple(found)


def agenda_text(agenda: Iterable[AgendaLine]) -> str:
    """An agenda as it is typed."""
    return "\n".join(f"{line.time} {line.what}".strip() for line in agenda)


def checked_word(word: str) -> str:
    """An emotion word, trimmed. Raises BadInput where it is empty or too long."""
    word = " ".join(word.split())
    if not word:
        raise BadInput("A note needs a word: type how it felt.")
    if len(word) > LONGEST_WORD:
        raise BadInput(f"A note holds {LONGEST_WORD} characters: shorten it.")
    return word


def checked_idea(text: str) -> str:
    """A suggestion from the room, on one line and without signs that cannot be seen.

    Raises BadInput where it is empty or too long.
    """
    text = " ".join("".join(s if s.isprintable() else " " for s in normalise(text)).split())
    if not text:
        raise BadInput(_("Your idea is still empty: write it and send it again."))
    if len(text) > LONGEST_IDEA:
        said = _("Your idea has {n} characters: shorten it to {most} and send it again.")
        raise BadInput(said.format(n=len(text), most=LONGEST_IDEA))
    return text


def checked_tone(tone: int | None) -> int | None:
    """Raises BadInput where `tone` is off the map."""
    if tone is not None and not LOWEST <= tone <= HIGHEST:
        raise BadInput(f"A note stands between {LOWEST} (bad) and {HIGHEST} (good).")
    return tone


def raised(height: int, by: int) -> int:
    """A card's height after it was raised or lowered, held within the map.

    >>> raised(3, 1), raised(0, -1)
    (3, -1)
    """
    return min(max(height + by, LOWEST), HIGHEST)


def spread(notes: Iterable[MapNote]) -> Spread:
    """What the notes on a card say: how many, by whom, which words and how far apart."""
    kept = list(notes)
    tones = [note.tone for note in kept if note.tone is not None]
    words = Counter(note.word.casefold() for note in kept)
    return Spread(
        len(kept),
        Counter(note.group for note in kept),
        min(tones, default=None),
        max(tones, default=None),
        tuple(sorted(words.items(), key=lambda each: (-each[1], each[0]))),
    )


def height_words(height: int) -> str:
    """A height for people.

    >>> height_words(2), height_words(0), height_words(-1)
    ('good (+2)', 'in the middle (0)', 'bad (−1)')
    """
    if height == 0:
        return "in the middle (0)"
    return f"good (+{height})" if height > 0 else f"bad (−{-height})"
