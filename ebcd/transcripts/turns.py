"""What a transcript is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from ebcd.text import join_turns


@dataclass(frozen=True)
class Turn:
    """What one speaker said until the next one spoke.

    `speaker`: the label as it stands in the file, or None. `start_ms`, `end_ms`: milliseconds from
    the start of the recording, or None where the file gives no time. `text`: NFC, no newline.
    `marks`: (offset in `text` in code points, milliseconds) of each cue, word or time stamp inside
    the turn, rising in both, so that a clip can be cut closer than a whole turn.
    """

    speaker: str | None
    start_ms: int | None
    end_ms: int | None
    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Problem:
    """Something a reader could not place, in one sentence that says what to do.

    `line`: the line, paragraph, cue or page it concerns, from 1, or None for the whole file.
    """

    message: str
    line: int | None = None


@dataclass(frozen=True)
class Reading:
    """A file as read: nothing of it is stored yet.

    `format`: a short name of the layout, like `vtt` or `docx-teams`. `language`: a BCP 47 tag
    where the file names one.
    """

    format: str
    turns: tuple[Turn, ...]
    title: str | None = None
    language: str | None = None
    problems: tuple[Problem, ...] = ()
    encoding: str | None = None
    speakers: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        seen = dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker)
        object.__setattr__(self, "speakers", tuple(seen))

    @property
    def text(self) -> str:
        """The turns' texts joined, as positions count them."""
        return join_turns(turn.text for turn in self.turns)
