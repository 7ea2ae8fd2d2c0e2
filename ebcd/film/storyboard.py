"""The storyboard: what the catalyst film will show, in which order, on paper.

Clips come from coded passages. They are sorted into chapters, people interwoven, a title card a
chapter, usually in pathway order; the whole is about half an hour, and voices are balanced.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ebcd.errors import NotFound
from ebcd.film.timing import Stretch
from ebcd.people import Group, Use
from ebcd.times import duration

CARD_MS = 4_000
"""How long a chapter's title card stands."""
TARGET_MS = 30 * 60_000
"""The usual length of a catalyst film."""
USUAL_MS = (20 * 60_000, 35 * 60_000)
"""Shortest and longest catalyst film that the method speaks of."""


class ClipKind(StrEnum):
    """What stands at one place of the film."""

    CLIP = "clip"
    CARD = "card"
    VOICE = "voice"
    ARCHIVE = "archive"

    @property
    def label(self) -> str:
        return {
            "clip": "Clip",
            "card": "Title card",
            "voice": "Voice-over to record",
            "archive": "Archive film",
        }[self.value]


class Answer(StrEnum):
    """What a person said after seeing a clip of themselves."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    LEAVE_OUT = "leave_out"

    @property
    def label(self) -> str:
        return {
            "not_asked": "Not asked yet",
            "asked": "Asked, no answer yet",
            "approved": "Approved",
            "refused": "Refused",
            "leave_out": "Part to be left out",
        }[self.value]


class Disguise(StrEnum):
    """How a clip is shown where somebody is not to be known at once.

    Never called anonymous: shapes, voice and what is said still tell who somebody is.
    """

    NONE = ""
    MOSAIC = "mosaic"
    VOICE = "voice"

    @property
    def label(self) -> str:
        return {
            "": "As it was filmed",
            "mosaic": "Disguised: strong mosaic",
            "voice": "Disguised: voice only, with its waveform",
        }[self.value]

    @property
    def hides(self) -> int:
        """How much of the picture it hides, more for a stronger one."""
        return list(Disguise).index(self)


class Tone(StrEnum):
    """Whether a clip tells of something that went well or badly."""

    UNSET = ""
    GOOD = "good"
    BAD = "bad"
    MIXED = "mixed"

    @property
    def label(self) -> str:
        return {"": "Not said", "good": "Went well", "bad": "Went badly", "mixed": "Some of both"}[
            self.value
        ]


@dataclass(frozen=True)
class Approval:
    """One person's answer about one clip.

    `on`: the day it was given. `how`: in person, by telephone… `note`: what to leave out, in their
    words. `seen`: the stretch that they saw; an approval covers no more than that, nor a clip that
    is less disguised than what they saw. `by`: who of the team recorded it.
    """

    answer: Answer = Answer.NOT_ASKED
    on: date | None = None
    how: str = ""
    note: str = ""
    seen: Stretch | None = None
    disguise: Disguise = Disguise.NONE
    by: str = ""


@dataclass(frozen=True)
class Appearance:
    """A person who speaks in a clip.

    `pseudonym`: what the team calls them; in a copy that goes out with the film, the name they
    chose. `consents`: whether their consent to the film stands. `shown_to`: the showings that they
    agree to.
    """

    participant: int
    pseudonym: str
    group: Group
    consents: bool
    approval: Approval = Approval()
    shown_to: frozenset[Use] = frozenset()


@dataclass(frozen=True)
class Clip:
    """A stretch of a recording that the film may show.

    `words`: what is said in it, or stands on the card. `withheld`: a part is marked “do not use”,
    or somebody in it may not be used at all. `strangers`: somebody speaks in it, other than the
    interviewer, who is not linked to a participant.
    `spoken`: SHA-256 of the recording in which somebody speaks a card's words, "" for none.
    `recording`: the recording's id, None while the transcript has none; `stretch` counts from that
    recording's start. `source`: the transcript's title. A card, a voice-over or an archive film has
    no people; the place of an archive film says where it is `taken_from` and by whose `permission`.
    `captions`: corrected by hand, while the words are those that they were corrected for. `beats`:
    how many of the words' characters other than spaces have been said by when in the recording.
    `voices`: where several speak, how many such characters stand before each begins, and who it is,
    None for whoever is no participant.
    """

    id: int
    stretch: Stretch
    words: str
    people: tuple[Appearance, ...]
    note: str = ""
    tone: Tone = Tone.UNSET
    withheld: bool = False
    strangers: bool = False
    recording: int | None = None
    source: str = ""
    kind: ClipKind = ClipKind.CLIP
    disguise: Disguise = Disguise.NONE
    spoken: str = ""
    taken_from: str = ""
    permission: str = ""
    captions: tuple[tuple[str, ...], ...] = ()
    beats: tuple[tuple[int, int], ...] = ()
    voices: tuple[tuple[int, int | None], ...] = ()

    @property
    def length_ms(self) -> int:
        return self.stretch.length_ms

    @property
    def said(self) -> list[tuple[int | None, str]]:
        """The words by who says them, one after the other; all of one where one speaks."""
        one = self.people[0].participant if len(self.people) == 1 else None
        if not self.voices:
            return [(one, self.words)]
        signs = [at for at, sign in enumerate(self.words) if not sign.isspace()]
        starts = [signs[at] if at < len(signs) else len(self.words) for at, _ in self.voices]
        spans = zip([0, *starts[1:]], [*starts[1:], len(self.words)], strict=True)
        return [
            (who, self.words[start:end])
            for (_, who), (start, end) in zip(self.voices, spans, strict=True)
        ]

    @property
    def speakers(self) -> str:
        return ", ".join(person.pseudonym for person in self.people if person.pseudonym)


@dataclass(frozen=True)
class Chapter:
    """A part of the film with a title card.

    `code`: the touchpoint it came from, or None. `spoken`: of the title card, as a clip's.
    """

    id: int
    name: str
    clips: tuple[Clip, ...] = ()
    code: int | None = None
    spoken: str = ""

    @property
    def length_ms(self) -> int:
        """The clips' time and the title card's; an empty chapter has no card."""
        return sum(clip.length_ms for clip in self.clips) + (CARD_MS if self.clips else 0)


@dataclass(frozen=True)
class Storyboard:
    """The whole film on paper. `target_ms`: how long the team wants it."""

    title: str
    chapters: tuple[Chapter, ...] = ()
    target_ms: int = TARGET_MS

    def clips(self) -> Iterator[tuple[Chapter, Clip]]:
        """Every clip with its chapter, in the order of the film."""
        for chapter in self.chapters:
            for clip in chapter.clips:
                yield chapter, clip

    @property
    def length_ms(self) -> int:
        return sum(chapter.length_ms for chapter in self.chapters)

    def only(self, clip_ids: Iterable[int]) -> Storyboard:
        """The storyboard with no other clips than these, and no empty chapters."""
        keep = set(clip_ids)
        chapters = (
            replace(chapter, clips=tuple(c for c in chapter.clips if c.id in keep))
            for chapter in self.chapters
        )
        return replace(self, chapters=tuple(c for c in chapters if c.clips))


def moved(board: Storyboard, clip_id: int, step: int) -> Storyboard:
    """`board` with one clip moved up (`step` -1) or down (+1).

    Past the end of its chapter a clip goes on into the neighbouring one; at the very ends nothing
    happens. Raises NotFound where the clip is not on the board.
    """
    rows = [list(chapter.clips) for chapter in board.chapters]
    for at, row in enumerate(rows):
        ids = [clip.id for clip in row]
        if clip_id not in ids:
            continue
        place = ids.index(clip_id)
        if 0 <= place + step < len(row):
            row.insert(place + step, row.pop(place))
        elif 0 <= at + step < len(rows):
            target = rows[at + step]
            target.insert(0 if step > 0 else len(target), row.pop(place))
        return replace(
            board,
            chapters=tuple(
                replace(chapter, clips=tuple(clips))
                for chapter, clips in zip(board.chapters, rows, strict=True)
            ),
        )
    raise NotFound("This clip is no longer in the storyboard: reload the page to see what is.")


def put_last(board: Storyboard, clip_id: int, chapter_id: int) -> Storyboard:
    """`board` with one clip at the end of the chapter `chapter_id`."""
    found = next((clip for _, clip in board.clips() if clip.id == clip_id), None)
    if found is None:
        raise NotFound("This clip is no longer in the storyboard: reload the page to see what is.")
    chapters = []
    for chapter in board.chapters:
        rest = tuple(clip for clip in chapter.clips if clip.id != clip_id)
        chapters.append(
            replace(chapter, clips=(*rest, found) if chapter.id == chapter_id else rest)
        )
    return replace(board, chapters=tuple(chapters))


def put_before(board: Storyboard, clip_id: int, other_id: int) -> Storyboard:
    """`board` with one clip right before another, in that one's chapter."""
    by_id = {clip.id: clip for _, clip in board.clips()}
    if clip_id not in by_id or other_id not in by_id:
        raise NotFound("This clip is no longer in the storyboard: reload the page to see what is.")
    chapters = []
    for chapter in board.chapters:
        row = [clip for clip in chapter.clips if clip.id != clip_id or clip_id == other_id]
        at = next((at for at, clip in enumerate(row) if clip.id == other_id), None)
        if at is not None and clip_id != other_id:
            row.insert(at, by_id[clip_id])
        chapters.append(replace(chapter, clips=tuple(row)))
    return replace(board, chapters=tuple(chapters))


@dataclass(frozen=True)
class Share:
    """How much of the film one person, group, chapter or tone has."""

    name: str
    clips: int
    ms: int


@dataclass(frozen=True)
class Balance:
    """Who and what the film gives its time to."""

    people: tuple[Share, ...]
    groups: tuple[Share, ...]
    chapters: tuple[Share, ...]
    tones: tuple[Share, ...]


_TONES = (Tone.GOOD, Tone.BAD, Tone.MIXED, Tone.UNSET)


def balance(board: Storyboard, everybody: Iterable[tuple[str, Group]] = ()) -> Balance:
    """Seconds per person, group, chapter and tone.

    `everybody`: pseudonym and group of all who could be in the film, so that who is missing shows
    with nothing beside their name. A clip with two speakers counts its whole time for both.
    """
    people: dict[str, list[int]] = {name: [] for name, _ in everybody}
    groups: dict[str, list[int]] = {group.label: [] for _, group in everybody}
    tones: dict[str, list[int]] = {tone.label: [] for tone in _TONES}
    for _, clip in board.clips():
        for person in clip.people:
            people.setdefault(person.pseudonym, []).append(clip.length_ms)
        for label in dict.fromkeys(person.group.label for person in clip.people):
            groups.setdefault(label, []).append(clip.length_ms)
        if clip.kind is ClipKind.CLIP:
            tones[clip.tone.label].append(clip.length_ms)
    chapters = tuple(
        Share(chapter.name, len(chapter.clips), sum(clip.length_ms for clip in chapter.clips))
        for chapter in board.chapters
    )
    return Balance(_shares(people), _shares(groups), chapters, _shares(tones))


def _shares(lengths: dict[str, list[int]]) -> tuple[Share, ...]:
    return tuple(Share(name, len(each), sum(each)) for name, each in lengths.items())


def against_target(board: Storyboard) -> str:
    """One sentence on how the running time stands to the target.

    >>> against_target(Storyboard("Film"))
    '30 min short of the 30 min aimed at'
    """
    over = board.length_ms - board.target_ms
    if abs(over) < board.target_ms // 20:
        return f"about the {duration(board.target_ms)} aimed at"
    if over > 0:
        return f"{duration(over)} over the {duration(board.target_ms)} aimed at"
    return f"{duration(-over)} short of the {duration(board.target_ms)} aimed at"
