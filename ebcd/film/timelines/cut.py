"""The cut: the storyboard counted in frames, ready for any editor's format.

A clip's place in its recording is counted in the recording's own frames, its place in the film in
the film's. Names in a cut say which clip it is, and who speaks in it only by the name that they
chose: what goes to an editor may end up on screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ebcd.errors import BadInput
from ebcd.film.storyboard import CARD_MS, Clip, ClipKind, Disguise, Storyboard
from ebcd.film.timelines.rates import Rate, rate_of
from ebcd.times import clock

NAME_MS = 4_000
"""How long a chosen name stands under the picture."""


@dataclass(frozen=True)
class Source:
    """A recording as an editor finds it.

    `id`: its id in the study. `name`: the file's name. `address`: the path or URL in the timeline.
    `start`: the frame its embedded timecode begins with. `frames`: its length in its own rate.
    `width`, `height`: of the picture, None for sound alone.
    """

    id: int
    name: str
    address: str
    rate: Rate
    frames: int
    start: int = 0
    width: int | None = None
    height: int | None = None
    media_type: str = "video/mp4"

    @property
    def has_picture(self) -> bool:
        return self.width is not None and self.height is not None


@dataclass(frozen=True)
class Card:
    """A title card, or a place kept for a voice-over, `frames` long."""

    title: str
    frames: int
    note: str = ""


@dataclass(frozen=True)
class Take:
    """A clip in the cut.

    `number`: from 1 in the film. `clip_id`: the storyboard's. `first`: the first frame of the
    recording, counted from the recording's start in its own rate; `length`: how many of those.
    `frames`: its length in the film's rate. `who`: the names that those in it chose for the film.
    """

    number: int
    clip_id: int
    chapter: str
    source: Source
    first: int
    length: int
    frames: int
    words: str
    note: str = ""
    who: str = ""

    @property
    def name(self) -> str:
        return f"{self.number:03} {self.chapter}" + (f" – {self.who}" if self.who else "")


@dataclass(frozen=True)
class Cut:
    """The film in frames. `rate`: the film's. `width`, `height`: of its picture."""

    title: str
    rate: Rate
    events: tuple[Card | Take, ...]
    width: int = 1280
    height: int = 720
    sources: tuple[Source, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        seen = {event.source.id: event.source for event in self.events if isinstance(event, Take)}
        object.__setattr__(self, "sources", tuple(seen.values()))

    @property
    def frames(self) -> int:
        return sum(event.frames for event in self.events)

    def placed(self) -> Iterator[tuple[int, Card | Take]]:
        """Each event with the frame of the film at which it begins."""
        at = 0
        for event in self.events:
            yield at, event
            at += event.frames


def make_cut(
    board: Storyboard,
    sources: Mapping[int, Source],
    rate: Rate | None = None,
    names: Mapping[int, str] | None = None,
) -> Cut:
    """`board` in frames, a title card before each chapter.

    `sources`: by recording id. `rate`: the film's; else that of its first recording with a
    picture. `names`: by participant, what each is called in the film, "" for nothing. Every moment
    is rounded from the film's start, so that rounding never adds up. A clip whose recording is not
    there keeps its place as a card, and so does a disguised one: the recording itself would show
    whoever asked for the disguise. Raises BadInput where a clip is longer than its recording.
    """
    rate = rate or _first_rate(board, sources)
    events: list[Card | Take] = []
    at_ms, at, number = 0, 0, 0
    for chapter in board.chapters:
        if not chapter.clips:
            continue
        at_ms += CARD_MS
        events.append(Card(chapter.name, rate.frame_at(at_ms) - at))
        at = rate.frame_at(at_ms)
        for clip in chapter.clips:
            number += 1
            at_ms += clip.length_ms
            frames = rate.frame_at(at_ms) - at
            at += frames
            source = sources.get(clip.recording or 0)
            if clip.kind is ClipKind.ARCHIVE:
                events.append(Card(f"Archive film: {clip.words}", frames, clip.taken_from))
            elif clip.kind is not ClipKind.CLIP:
                events.append(Card(clip.words, frames, clip.note))
            elif clip.disguise is not Disguise.NONE:
                events.append(_disguised(number, clip, frames, at_ms - clip.length_ms))
            elif source is None:
                events.append(Card(f"Clip {number}: recording to come", frames, clip.note))
            else:
                take = _take(number, chapter.name, clip, source, frames, rate)
                events.append(replace(take, who=_who(clip, names or {})))
    sized = next((s for s in sources.values() if s.has_picture), None)
    width, height = (sized.width, sized.height) if sized else (1280, 720)
    return Cut(board.title, rate, tuple(events), width or 1280, height or 720)


def _disguised(number: int, clip: Clip, frames: int, at_ms: int) -> Card:
    """Keeps the place of a disguised clip, and says where the rough cut shows it."""
    begins = clock(round(at_ms / 1000) * 1000)
    title = f"Clip {number}, disguised: take it from the rough cut, at {begins}"
    return Card(title, frames, " ".join(filter(None, [f"{clip.disguise.label}.", clip.note])))


def _who(clip: Clip, names: Mapping[int, str]) -> str:
    """The names of those in a clip who chose one."""
    return ", ".join(name for person in clip.people if (name := names.get(person.participant, "")))


def _first_rate(board: Storyboard, sources: Mapping[int, Source]) -> Rate:
    used = [clip.recording for _, clip in board.clips() if clip.recording in sources]
    pictured = [sources[each].rate for each in used if each and sources[each].has_picture]
    return pictured[0] if pictured else rate_of("25")


def _take(number: int, chapter: str, clip: Clip, source: Source, frames: int, rate: Rate) -> Take:
    first = source.rate.frame_at(clip.stretch.in_ms)
    same = source.rate.frames == rate.frames
    length = frames if same else max(1, round(frames * source.rate.frames / rate.frames))
    if source.frames and first + length > source.frames:
        first = max(0, source.frames - length)
    if frames < 1 or (source.frames and length > source.frames):
        raise BadInput(f"Clip {number} does not fit its recording: trim it and export again.")
    return Take(number, clip.id, chapter, source, first, length, frames, clip.words, clip.note)
