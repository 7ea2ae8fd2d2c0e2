"""Segments: the film in the pieces that it is cut in, one a clip and one a card.

A segment says all that its picture and sound depend on, so that a piece that was cut once is not
cut again: its key is a hash of that. A clip is as long as its in and out say in whole frames,
wherever it stands in the film; so moving or trimming one clip leaves the others as they are.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from ebcd.errors import BadInput
from ebcd.film.captions import Caption, clip_captions
from ebcd.film.cutting.lettering import Lettering, Place, script
from ebcd.film.storyboard import CARD_MS, Clip, ClipKind, Disguise, Storyboard
from ebcd.film.timelines.rates import Rate, rate_of
from ebcd.film.timing import Stretch
from ebcd.times import duration
from ebcd.words import _

RECIPE = 2
"""Goes up when segments are to be cut anew because they are cut in another way."""
HEIGHTS = (720, 1080)
SAMPLES = 48_000
"""Sound samples a second in every segment."""
NAME_MS = 5_000
"""How long a name stands on the picture."""
PAST_END_MS = 500
"""How far past its recording's end a clip may reach: times in a transcript are round."""

_STANDARD = tuple(
    Fraction(text)
    for text in ("24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60")
)
_WHOLE = (25, 30, 50, 60)

CaptionsOf = Callable[[Clip, Stretch], list[Caption]]


class CaptionsShown(StrEnum):
    """How the rough cut carries its captions."""

    SOFT = "soft"
    BURNED = "burned"
    NONE = "none"

    @property
    def label(self) -> str:
        return {
            "soft": "To switch on in the player",
            "burned": "Always on, in the picture",
            "none": "None",
        }[self.value]


class Picture(StrEnum):
    """What a segment's picture is."""

    FILM = "film"
    MOSAIC = "mosaic"
    WAVEFORM = "waveform"
    BLACK = "black"


@dataclass(frozen=True)
class Footage:
    """A recording as it is cut.

    `rate`: None for sound alone. `picture`, `sound`: number of the stream in the file, None where
    it has none. `other_colours`: whether it says that its colours are not those of HD television.
    `hdr`: whether they are those of a high dynamic range. `interlaced`: whether each of its
    pictures is two half pictures.
    """

    sha256: str
    name: str
    duration_ms: int
    rate: Rate | None
    picture: int | None
    sound: int | None
    other_colours: bool = False
    hdr: bool = False
    interlaced: bool = False


@dataclass(frozen=True)
class Spoken:
    """The sound of a card. `recording`: its id."""

    recording: int
    of: Footage


@dataclass(frozen=True)
class Look:
    """How the film is to look. `mark`: stands on every frame of a draft, "" for a final film."""

    height: int = 720
    captions: CaptionsShown = CaptionsShown.SOFT
    mark: str = ""

    @property
    def width(self) -> int:
        return self.height * 16 // 9


@dataclass(frozen=True)
class Segment:
    """One piece of the film.

    `name`: for people. `frames`: in the film's rate. `start`: seconds from the recording's start.
    `stream`, `sound`: of the recording's file, None where it is not shown or heard. `recolour`:
    whether its colours are turned into the film's, `hdr` whether from a high dynamic range.
    `interlaced`: whether its half pictures are made whole. `script`: the lettering. `people`: ids
    of the participants in it. `clip`: the storyboard's, None for a card.
    """

    name: str
    picture: Picture
    frames: int
    width: int
    height: int
    rate: Rate
    script: str
    recording: int | None = None
    sha256: str = ""
    start: Fraction = Fraction(0)
    stream: int | None = None
    sound: int | None = None
    recolour: bool = False
    hdr: bool = False
    interlaced: bool = False
    people: tuple[int, ...] = ()
    clip: Clip | None = None

    @property
    def seconds(self) -> Fraction:
        return Fraction(self.frames) / self.rate.frames

    @property
    def samples(self) -> int:
        """Sound samples in it."""
        return round(self.seconds * SAMPLES)

    def key(self, program: str) -> str:
        """A hash of all that the finished segment depends on; `program`: ffmpeg's version."""
        depends = (
            RECIPE, program, self.picture.value, self.frames, self.width, self.height,
            str(self.rate.frames), self.script, self.sha256, str(self.start), self.stream,
            self.sound, self.recolour, *filter(None, (self.hdr and "hdr", self.interlaced and "i")),
        )  # fmt: skip
        return hashlib.sha256(repr(depends).encode()).hexdigest()[:40]


@dataclass(frozen=True)
class Plan:
    """The film in segments. `captions`: for the whole film, timed from its start."""

    title: str
    rate: Rate
    segments: tuple[Segment, ...]
    captions: tuple[Caption, ...]

    @property
    def frames(self) -> int:
        return sum(segment.frames for segment in self.segments)

    @property
    def length_ms(self) -> int:
        return self.rate.ms_at(self.frames)


def plan(
    board: Storyboard,
    footage: Mapping[int, Footage],
    look: Look,
    *,
    names: Mapping[int, str] | None = None,
    captions_of: CaptionsOf = clip_captions,
    numbers: Mapping[int, int] | None = None,
    spoken: Mapping[str, Spoken] | None = None,
) -> Plan:
    """The film of `board`, a title card before each chapter.

    `footage`: by recording. `names`: what is shown of each participant, nothing for who is not in
    it; never a pseudonym. `numbers`: what each clip is called, else its place from 1. `spoken`: the
    sounds of cards, by their hash. Raises BadInput where a clip has no length or is not in its
    recording.
    """
    rate = film_rate(board, footage)
    making = _Making(look, rate, footage, names or {}, captions_of, spoken or {})
    segments: list[Segment] = []
    shown: list[Caption] = []
    frames, place = 0, 0
    for chapter in board.chapters:
        if not chapter.clips:
            continue
        title = _("Title card “{title}”").format(title=chapter.name)
        card = making.card(title, chapter.name, spoken=chapter.spoken)
        segments.append(card)
        frames += card.frames
        for clip in chapter.clips:
            place += 1
            made, captioned = making.segment((numbers or {}).get(clip.id, place), clip)
            segments.append(made)
            shown += _later(captioned, making.rate.ms_at(frames))
            frames += made.frames
    return Plan(board.title, making.rate, tuple(segments), tuple(shown))


def _later(made: Iterable[Caption], ms: int) -> list[Caption]:
    return [
        replace(each, shown=Stretch(each.shown.in_ms + ms, each.shown.out_ms + ms)) for each in made
    ]


def film_rate(board: Storyboard, footage: Mapping[int, Footage]) -> Rate:
    """The film's rate: that of most of its time, or the usual one above it; 25 without picture."""
    longest: Counter[Fraction] = Counter()
    for _chapter, clip in board.clips():
        of = footage.get(clip.recording or 0)
        if of is not None and of.rate is not None:
            longest[of.rate.frames] += clip.length_ms
    if not longest:
        return rate_of("25")
    [(rate, _ms)] = longest.most_common(1)
    for standard in _STANDARD:
        if abs(rate - standard) <= standard / 2000:
            return Rate(standard)
    return Rate(Fraction(next((each for each in _WHOLE if each >= rate), _WHOLE[-1])))


@dataclass(frozen=True)
class _Making:
    """What every segment is made with."""

    look: Look
    rate: Rate
    footage: Mapping[int, Footage]
    names: Mapping[int, str]
    captions_of: CaptionsOf
    spoken: Mapping[str, Spoken]

    def card(self, name: str, words: str, length_ms: int = CARD_MS, spoken: str = "") -> Segment:
        """Words on black, silent or spoken."""
        frames = max(1, self.rate.frame_at(length_ms))
        lettered = [Lettering(Place.CARD, self._whole(frames), words)]
        made = self._segment(name, Picture.BLACK, frames, lettered)
        heard = self.spoken.get(spoken)
        if heard is None or heard.of.sound is None:
            return made
        return replace(made, recording=heard.recording, sha256=spoken, sound=heard.of.sound)

    def segment(self, number: int, clip: Clip) -> tuple[Segment, list[Caption]]:
        """A clip, or what stands in its place, and its captions from its own start."""
        name = _("Clip {n}").format(n=number)
        if clip.length_ms <= 0:
            raise BadInput(f"{name} has no length: give it an in and an out, or take it out.")
        if clip.kind is ClipKind.CARD or clip.spoken in self.spoken:
            return self.card(name, clip.words, clip.length_ms, clip.spoken), []
        if clip.kind is not ClipKind.CLIP:
            told = (_(clip.kind.label), clip.words, clip.taken_from)
            return self.card(name, "\n\n".join(filter(None, told)), clip.length_ms), []
        of = self.footage.get(clip.recording or 0)
        if of is None:
            words = name + "\n\n" + _("Recording to come")
            return self.card(name, words, clip.length_ms), []
        return self._footage(name, clip, of)

    def _footage(self, name: str, clip: Clip, of: Footage) -> tuple[Segment, list[Caption]]:
        past = clip.stretch.out_ms - of.duration_ms
        if past > PAST_END_MS:
            raise BadInput(
                f"{name} goes on {duration(max(past, 1000))} after its recording has ended: trim "
                "it, or check how its transcript is linked."
            )
        picture = self._picture(name, clip, of)
        start, frames = self._place(clip, of)
        captioned = self.captions_of(clip, Stretch(0, clip.length_ms))
        lettered = [
            Lettering(Place.NAME, Stretch(0, NAME_MS), shown) for shown in self._names(clip)
        ]
        if self.look.captions is CaptionsShown.BURNED:
            lettered += [
                Lettering(Place.CAPTION, each.shown, "\n".join(each.lines)) for each in captioned
            ]
        made = self._segment(name, picture, frames, lettered)
        found = replace(
            made,
            recording=clip.recording,
            sha256=of.sha256,
            start=start,
            stream=of.picture if picture in (Picture.FILM, Picture.MOSAIC) else None,
            sound=of.sound,
            recolour=of.other_colours,
            hdr=of.hdr,
            interlaced=of.interlaced,
            people=tuple(sorted(person.participant for person in clip.people)),
            clip=clip,
        )
        return found, captioned

    def _picture(self, name: str, clip: Clip, of: Footage) -> Picture:
        if of.picture is None or clip.disguise is Disguise.VOICE:
            if of.sound is None:
                raise BadInput(
                    f"{name} is to be heard only, but its recording has no sound: choose the "
                    "mosaic, or take it out."
                )
            return Picture.WAVEFORM
        return Picture.MOSAIC if clip.disguise is Disguise.MOSAIC else Picture.FILM

    def _place(self, clip: Clip, of: Footage) -> tuple[Fraction, int]:
        """Where the clip begins, in seconds, and how many frames of the film it is long.

        In a recording of the film's own rate it begins with a whole frame.
        """
        if of.rate is not None and of.rate.frames == self.rate.frames:
            first = self.rate.frame_at(clip.stretch.in_ms)
            frames = self.rate.frame_at(clip.stretch.out_ms) - first
            return Fraction(first) / self.rate.frames, max(1, frames)
        frames = self.rate.frame_at(clip.length_ms)
        return Fraction(clip.stretch.in_ms, 1000), max(1, frames)

    def _names(self, clip: Clip) -> list[str]:
        """The names that the people in a clip chose, on one line; none on who is disguised."""
        if clip.disguise is not Disguise.NONE:
            return []
        found = [self.names.get(person.participant, "").strip() for person in clip.people]
        shown = ", ".join(dict.fromkeys(name for name in found if name))
        return [shown] if shown else []

    def _segment(
        self, name: str, picture: Picture, frames: int, lettered: list[Lettering]
    ) -> Segment:
        if self.look.mark:
            lettered = [*lettered, Lettering(Place.MARK, self._whole(frames), self.look.mark)]
        width, height = self.look.width, self.look.height
        words = script(width, height, lettered) if lettered else ""
        return Segment(name, picture, frames, width, height, self.rate, words)

    def _whole(self, frames: int) -> Stretch:
        """From the first frame to past the last."""
        return Stretch(0, self.rate.ms_at(frames) + 1000)
