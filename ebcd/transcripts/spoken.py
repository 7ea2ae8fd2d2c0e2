"""Lines to turns: the words between one opening and the next, with the stamps inside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ebcd.text import shorten
from ebcd.transcripts.building import Cue, Draft, Piece, join_cues
from ebcd.transcripts.labels import HEADINGS
from ebcd.transcripts.layouts import LONE_STAMP, Form, Layout, find_layout, join_stamps
from ebcd.transcripts.paragraphs import Line
from ebcd.transcripts.stamps import BARE, INLINE, frames_a_second, stamp_ms
from ebcd.transcripts.turns import Problem

_LONG_TURN = 1_000
_LONG_PREAMBLE = 400
_LONGEST_PREAMBLE = 800
_BEGINS_WITH_TIME = re.compile(rf"^(?P<stamp>{BARE})(?=\s)\s*(?P<rest>.*)$")
_FOOTER = re.compile(
    r"^(?:transcribed by https?://\S+|.{0,80} (?:started|stopped) transcription\.?"
    r"|this editable transcript was computer generated.*"
    r"|\[?end of (?:transcript|recording|interview)\]?\.?)$",
    re.IGNORECASE,
)
_WRITTEN = ("**", "__")


@dataclass
class Spoken:
    """What was found in the lines of a file.

    `layout`: the name of the layout. `title`: what the file calls itself, or None.
    """

    layout: str
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    title: str | None = None


def read_lines(lines: Sequence[Line]) -> Spoken:
    """The turns that `lines` hold; prose without speakers becomes a turn a paragraph."""
    lines = join_stamps([_plain(line) for line in lines])
    layout = find_layout(lines)
    frames = frames_a_second(line.text for line in lines)
    if layout.form is None:
        spoken = _prose(lines, frames)
    else:
        spoken = _Speakers(layout, frames, _stamps_close(lines, layout)).read(lines)
    if frames is not None:
        spoken.problems.append(
            Problem(
                f"The last field of the times was read as frames, {frames} to the second: "
                "check one time against the recording."
            )
        )
    return spoken


def _plain(line: Line) -> Line:
    """`line` without the asterisks and underscores that make words bold in Markdown."""
    text = line.text
    for mark in _WRITTEN:
        if text.count(mark) >= 2:
            text = text.replace(mark, "")
    if text.startswith(("# ", "## ", "### ", "> ")):
        text = text.lstrip("#> ")
    return replace(line, text=text.strip() or line.text) if text != line.text else line


def _stamps_close(lines: Sequence[Line], layout: Layout) -> bool:
    """Whether stamps stand at the end of what they time, as f4 writes them."""
    opened = closed = 0
    for line in lines:
        head = layout.head(line.text)
        text = head.rest if head else line.text
        found = list(INLINE.finditer(text))
        if (head is not None and head.stamp) or (found and found[0].start() == 0):
            opened += 1
        elif found and found[-1].end() == len(text.rstrip(" .")):
            closed += 1
    return (closed >= 2 and closed > 3 * opened) or (closed == 1 and opened == 0)


def _pieces(text: str, frames: int | None) -> Iterator[Piece]:
    """`text` cut at its stamps; each piece begins at the time before it."""
    at, ms = 0, None
    for match in INLINE.finditer(text):
        yield Piece(text[at : match.start()], ms)
        at, ms = match.end(), stamp_ms(match.group(), frames)
    yield Piece(text[at:], ms)


class _Speakers:
    """Reads lines of a layout with speakers from the first to the last."""

    def __init__(self, layout: Layout, frames: int | None, closing: bool) -> None:
        self._layout, self._frames, self._closing = layout, frames, closing
        self._spoken = Spoken(str(layout.form))
        self._preamble: list[Line] = []
        self._closed_at: int | None = 0 if closing else None
        self._about: frozenset[int] = frozenset()
        self._next: int | None = None  # a time on a line of its own, for what comes below

    def read(self, lines: Sequence[Line]) -> Spoken:
        self._about = _about_the_interview(lines, self._layout)
        for line in lines:
            self._line(line)
        self._place_preamble()
        return self._spoken

    def _line(self, line: Line) -> None:
        if LONE_STAMP.match(line.text):
            self._next = stamp_ms(line.text, self._frames)
            return
        drafts = self._spoken.drafts
        head = self._layout.head(line.text)
        if line.number in self._about:
            head = None
        if head is not None:
            self._closed(drafts)
            start = stamp_ms(head.stamp, self._frames) if head.stamp else self._next
            drafts.append(Draft(head.speaker, start if start is not None else self._closed_at))
            self._next = None
            self._words(drafts[-1], head.rest)
            if head.speaker in self._layout.labels.once:
                self._spoken.problems.append(
                    Problem(
                        f"“{shorten(head.speaker, 60)}” was taken for a speaker who speaks once: "
                        "if it is not one, merge it into the speaker before.",
                        line.number,
                    )
                )
        elif not drafts:
            self._preamble.append(line)
        elif _FOOTER.match(line.text):
            self._spoken.problems.append(
                Problem(
                    f"“{shorten(line.text, 60)}” was left out: it is the program's own line.",
                    line.number,
                )
            )
        else:
            if line.opens and drafts[-1].length >= _LONG_TURN:
                self._closed(drafts)
                drafts.append(Draft(drafts[-1].speaker, self._closed_at))
            self._words(drafts[-1], line.text)

    def _closed(self, drafts: list[Draft]) -> None:
        if self._closing and drafts and drafts[-1].end_ms is not None:
            self._closed_at = drafts[-1].end_ms

    def _words(self, draft: Draft, text: str) -> None:
        pieces = list(_pieces(text, self._frames))
        if self._next is not None and text.strip():
            pieces[0] = replace(pieces[0], ms=self._next)
            self._next = None
        if not self._closing:
            draft.pieces += pieces
            return
        starts = [draft.end_ms, *(piece.ms for piece in pieces[1:])]
        draft.pieces += [Piece(p.text, ms) for p, ms in zip(pieces, starts, strict=True)]
        if pieces[-1].ms is not None:
            draft.end_ms = pieces[-1].ms

    def _place_preamble(self) -> None:
        """Leaves out what stands before the first speaker, unless it may be speech."""
        lines = self._preamble
        if not lines:
            return
        number = lines[0].number
        timed = self._layout.form in (Form.NAME_TIME, Form.TIME_NAME)
        length = sum(len(line.text) for line in lines)
        words = sum(draft.length for draft in self._spoken.drafts)
        long = not timed and max(len(line.text) for line in lines) >= _LONG_PREAMBLE
        if long or length > max(_LONGEST_PREAMBLE, words / 4):
            self._spoken.drafts[:0] = _prose(lines, self._frames).drafts
            self._spoken.problems.append(
                Problem(
                    "Nobody is named above the first speaker: the words there were kept "
                    "without one.",
                    number,
                )
            )
            return
        self._spoken.title = next((x.text for x in lines if 2 < len(x.text) <= 120), None)
        shown = shorten(" / ".join(line.text for line in lines), 120)
        self._spoken.problems.append(Problem(f"{_lines(len(lines))} left out: “{shown}”.", number))


def _about_the_interview(lines: Sequence[Line], layout: Layout) -> frozenset[int]:
    """The numbers of the lines above the first turn that look like turns and say who, where, when.

    `Interviewer: Jo Bell`, `Date: 3 May`: labels that do not come back, one of them no speaker's.
    """
    above: list[Line] = []
    for line in lines:
        head = layout.head(line.text)
        if head is not None and head.speaker not in layout.labels.once:
            break
        above.append(line)
    heading = any(line.text.partition(":")[0].strip().lower() in HEADINGS for line in above)
    return frozenset(line.number for line in above) if heading else frozenset()


def _lines(count: int) -> str:
    if count == 1:
        return "The line before the first speaker was"
    return f"{count} lines before the first speaker were"


def _prose(lines: Sequence[Line], frames: int | None) -> Spoken:
    """A turn a paragraph, without speakers: a field note, or a transcript that names nobody."""
    spoken = Spoken("prose")
    if _stamps_between(lines):
        spoken.drafts = _between_stamps(lines, frames)
        return spoken
    timed = _times_open(lines)
    for line in lines:
        text, start = line.text, None
        if timed and (match := _BEGINS_WITH_TIME.match(text)):
            text, start = match["rest"], stamp_ms(match["stamp"])
        if line.opens or not spoken.drafts or start is not None:
            spoken.drafts.append(Draft(None, start))
        spoken.drafts[-1].pieces += _pieces(text, frames)
    return spoken


def _times_open(lines: Sequence[Line]) -> bool:
    """Whether bare times at line starts count a recording, not the hours of the day."""
    found = [match["stamp"] for line in lines if (match := _BEGINS_WITH_TIME.match(line.text))]
    if len(found) < 2 or len(found) < 0.3 * len(lines):
        return False
    times = [stamp_ms(stamp) for stamp in found]
    rising = all(a <= b for a, b in pairwise(times))
    return rising and (found[0].count(":") == 2 or times[0] < 60_000)


def _stamps_between(lines: Sequence[Line]) -> bool:
    """Whether times on lines of their own divide the words, as in what YouTube shows."""
    times = [stamp_ms(line.text) for line in lines if LONE_STAMP.match(line.text)]
    return len(times) >= 2 and all(a <= b for a, b in pairwise(times))


def _between_stamps(lines: Sequence[Line], frames: int | None) -> list[Draft]:
    cues: list[Cue] = []
    ms: int | None = None
    for line in lines:
        if LONE_STAMP.match(line.text):
            ms = stamp_ms(line.text, frames)
            continue
        cues.append(Cue(None, ms, None, (Piece(line.text, ms),)))
        ms = None
    return join_cues(cues)
