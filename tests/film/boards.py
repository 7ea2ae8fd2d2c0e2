"""A small storyboard that the film's tests share."""

from datetime import date

from ebcd.film.storyboard import (
    Answer,
    Appearance,
    Approval,
    Chapter,
    Clip,
    Storyboard,
)
from ebcd.film.timelines.cut import Source
from ebcd.film.timelines.rates import rate_of
from ebcd.film.timing import Stretch
from ebcd.people import Group

YES = Approval(Answer.APPROVED, date(2026, 11, 2), "in person")


def person(
    number: int, approval: Approval = YES, *, consents: bool = True, group: Group = Group.PATIENT
) -> Appearance:
    return Appearance(number, f"P{number:02}", group, consents, approval)


def clip(
    number: int,
    who: tuple[Appearance, ...],
    seconds: tuple[float, float] = (0, 10),
    words: str = "I waited three hours and nobody said a word.",
    **more: object,
) -> Clip:
    stretch = Stretch(round(seconds[0] * 1000), round(seconds[1] * 1000))
    return Clip(number, stretch, words, who, recording=1, source="P01", **more)  # type: ignore[arg-type]


def board(*chapters: tuple[str, tuple[Clip, ...]]) -> Storyboard:
    made = tuple(
        Chapter(number, name, clips) for number, (name, clips) in enumerate(chapters, start=1)
    )
    return Storyboard("Living with pain", made)


def source(number: int = 1, rate: str = "25", seconds: int = 600, start: int = 0) -> Source:
    counted = rate_of(rate)
    return Source(
        number,
        f"interview {number}.mp4",
        f"recordings/interview%20{number}.mp4",
        counted,
        counted.frame_at(seconds * 1000),
        start,
        1280,
        720,
    )
