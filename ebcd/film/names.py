"""How people are called in the film: a first name, another name, or none; never the pseudonym.

Each person chooses, use by use, on a day; the newest choice counts, and whoever was not asked has
no name. Whatever goes out with the film is made from `going_out`, in which no pseudonym is left to
be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ebcd.errors import BadInput
from ebcd.film.storyboard import Clip, Disguise, Storyboard
from ebcd.text import normalise
from ebcd.words import _

LONGEST_NAME = 40
NOBODY = "[name]"
"""Stands for a pseudonym in words that go out, where its bearer chose no name."""


class NameUse(StrEnum):
    """Where a name is shown."""

    FILM = "film"
    CAPTIONS = "captions"
    BESIDE = "beside"

    @property
    def label(self) -> str:
        return {
            "film": _("In the film, under the picture"),
            "captions": _("In the film's captions"),
            "beside": _("On what is shown with the film"),
        }[self.value]


class NameKind(StrEnum):
    """What somebody chose to be called by."""

    FIRST = "first"
    OTHER = "other"
    NONE = "none"

    @property
    def label(self) -> str:
        return {
            "first": _("Their own first name"),
            "other": _("Another name"),
            "none": _("No name"),
        }[self.value]


@dataclass(frozen=True)
class ChosenName:
    """What one person chose for one use. `on`: the day, None where it was not kept.

    `order` numbers the choices as they were recorded: of two on one day the later counts.
    """

    participant: int
    use: NameUse
    kind: NameKind
    name: str = ""
    on: date | None = None
    order: int = 0


def checked_name(kind: NameKind, name: str, pseudonyms: Iterable[str]) -> str:
    """A name as it may be shown. Raises BadInput where it is none, or a pseudonym of the study."""
    if kind is NameKind.NONE:
        return ""
    name = normalise(" ".join(name.split()))
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadInput(f"Type the name that is to be shown, up to {LONGEST_NAME} characters.")
    if not any(sign.isalpha() for sign in name):
        raise BadInput("A name has letters: type the name that is to be shown.")
    if name.casefold() in {each.casefold() for each in pseudonyms}:
        raise BadInput(
            "This is a pseudonym of the reports, and those who know the person would recognise "
            "them there: choose another name."
        )
    return name


def standing(chosen: Iterable[ChosenName]) -> dict[tuple[int, NameUse], ChosenName]:
    """What counts, by participant and use: the newest choice."""
    ordered = sorted(chosen, key=lambda each: (each.on or date.min, each.order))
    return {(each.participant, each.use): each for each in ordered}


def going_out(
    board: Storyboard, names: Mapping[int, str], pseudonyms: Mapping[str, int]
) -> Storyboard:
    """The storyboard as it goes out: everybody by the name they chose, nobody by their pseudonym.

    `names`: by participant, "" for none. `pseudonyms`: of the whole study, with whose they are. A
    pseudonym that somebody wrote into a card or note is replaced, and titles of transcripts, which
    may hold one, are left out. Whoever is disguised is not named.
    """
    called = {word: names.get(who, "") or NOBODY for word, who in pseudonyms.items()}
    chapters = tuple(
        replace(
            chapter,
            name=renamed(chapter.name, called),
            clips=tuple(_going_out(clip, names, called) for clip in chapter.clips),
        )
        for chapter in board.chapters
    )
    return replace(board, title=renamed(board.title, called), chapters=chapters)


def _going_out(clip: Clip, names: Mapping[int, str], called: Mapping[str, str]) -> Clip:
    shown = names if clip.disguise is Disguise.NONE else {}
    people = tuple(
        replace(person, pseudonym=shown.get(person.participant, "")) for person in clip.people
    )
    said = [(who, renamed(words, called)) for who, words in clip.said]
    return replace(
        clip,
        people=people,
        words="".join(words for _who, words in said),
        voices=tuple(_begun(said)) if clip.voices else (),
        captions=tuple(tuple(renamed(line, called) for line in each) for each in clip.captions),
        note=renamed(clip.note, called),
        source="",
    )


def _begun(said: Iterable[tuple[int | None, str]]) -> Iterator[tuple[int, int | None]]:
    """How many characters other than spaces stand before each voice."""
    before = 0
    for who, words in said:
        yield before, who
        before += sum(not sign.isspace() for sign in words)


def renamed(words: str, called: Mapping[str, str]) -> str:
    """`words` with each pseudonym replaced by what its bearer is called.

    >>> renamed("P1 after P10, not P100", {"P1": "Ann", "P10": "[name]"})
    'Ann after [name], not P100'
    """
    if not called or not words:
        return words
    longest_first = sorted(called, key=len, reverse=True)
    pattern = "|".join(re.escape(each) for each in longest_first)
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda found: called[found[0]], words)


def outside_name(name: str, number: int, pseudonyms: Iterable[str]) -> str:
    """What a recording's file is called beside a timeline: by a number if it holds a pseudonym.

    >>> outside_name("P02_first.MP4", 7, ["P02"]), outside_name("ward.mp4", 8, ["P02"])
    ('recording-7.mp4', 'ward.mp4')
    """
    pattern = "|".join(re.escape(each) for each in pseudonyms)
    if not pattern or not re.search(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", name, re.IGNORECASE):
        return name
    return f"recording-{number}.{name.rpartition('.')[2].lower()}"
