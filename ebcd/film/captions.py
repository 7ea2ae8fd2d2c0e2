"""Captions for the film: short phrases, two lines at most, timed to the words.

Captions are on when the film is shown. They carry what is said and never a pseudonym.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ebcd.film.storyboard import CARD_MS, Storyboard
from ebcd.film.timing import Stretch, TimedTurn, marks, moment

LINE = 42
"""Longest line of a caption, in characters."""

_STOP = re.compile(r"[.!?…]['”’\")]*$")
_PAUSE = re.compile(r"[.!?…]['”’\")]*$|[,;:–—]$")


@dataclass(frozen=True)
class Caption:
    """One caption on screen. `lines`: one or two."""

    shown: Stretch
    lines: tuple[str, ...]


def phrases(words: str) -> list[str]:
    """`words` in pieces that fit two lines, cut at a sentence or a pause where there is one."""
    pieces: list[str] = []
    current: list[str] = []
    for word in _fitting(words.split()):
        while current and not _fits([*current, word]):
            cut = _best_cut(current)
            pieces.append(" ".join(current[:cut]))
            current = current[cut:]
        current.append(word)
        if _STOP.search(word) and len(" ".join(current)) > LINE // 2:
            pieces.append(" ".join(current))
            current = []
    if current:
        pieces.append(" ".join(current))
    return pieces


def _fits(words: Sequence[str]) -> bool:
    """Whether `words` can stand on two lines."""
    return max(len(line) for line in two_lines(" ".join(words))) <= LINE


def _fitting(words: Iterable[str]) -> Iterable[str]:
    """The words, one longer than a line cut so that it fits."""
    for word in words:
        while len(word) > LINE:
            yield word[:LINE]
            word = word[LINE:]
        yield word


def _best_cut(words: Sequence[str]) -> int:
    """After which word to cut: the last pause in the second half, else after the last word."""
    for at in range(len(words), len(words) // 2, -1):
        if _PAUSE.search(words[at - 1]):
            return at
    return len(words)


def two_lines(phrase: str) -> tuple[str, ...]:
    """`phrase` on one line where it fits, else on two as even as its words allow."""
    if len(phrase) <= LINE:
        return (phrase,)
    words = phrase.split(" ")
    cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    fitting = [cut for cut in cuts if max(len(cut[0]), len(cut[1])) <= LINE]
    return min(fitting or cuts, key=lambda cut: abs(len(cut[0]) - len(cut[1])))


def captions(words: str, shown: Stretch) -> list[Caption]:
    """Captions for `words` said over `shown`, each as long as its share of the characters."""
    pieces = phrases(words)
    total = sum(len(piece) for piece in pieces)
    made: list[Caption] = []
    said = 0
    start = shown.in_ms
    for piece in pieces:
        said += len(piece)
        end = shown.in_ms + shown.length_ms * said // total
        if end > start:
            made.append(Caption(Stretch(start, end), two_lines(piece)))
        start = end
    return made


def turn_captions(text: str, turns: Sequence[TimedTurn], offset_ms: int = 0) -> list[Caption]:
    """Captions for a whole recording, each shown while its words are said.

    `turns`: the timed turns of the transcript's `text`. `offset_ms`: how much later a word is
    heard than the turns say; what would be heard before the recording begins is left out.
    """
    known = marks(turns)
    made: list[Caption] = []
    for turn in turns:
        words = text[turn.span.start : turn.span.end]
        signs = [at for at, sign in enumerate(words, turn.span.start) if not sign.isspace()]
        said = 0
        for piece in phrases(words):
            first, said = said, said + sum(not sign.isspace() for sign in piece)
            start = moment(signs[first], known) + offset_ms
            end = moment(signs[said - 1] + 1, known) + offset_ms
            if end > max(start, 0):
                made.append(Caption(Stretch(max(start, 0), end), two_lines(piece)))
    return made


def film_captions(board: Storyboard) -> list[Caption]:
    """Captions for the whole cut, timed from the film's start, title cards counted."""
    made: list[Caption] = []
    at = 0
    for chapter in board.chapters:
        if chapter.clips:
            at += CARD_MS
        for clip in chapter.clips:
            made += captions(clip.words, Stretch(at, at + clip.length_ms))
            at += clip.length_ms
    return made


def as_srt(made: Iterable[Caption]) -> str:
    """SubRip, as every editor and player reads it."""
    return "\n".join(
        f"{number}\n{_stamp(each.shown.in_ms, ',')} --> {_stamp(each.shown.out_ms, ',')}\n"
        + "\n".join(each.lines)
        + "\n"
        for number, each in enumerate(made, start=1)
    )


def as_vtt(made: Iterable[Caption]) -> str:
    """WebVTT, as browsers read it."""
    cues = (
        f"{_stamp(each.shown.in_ms, '.')} --> {_stamp(each.shown.out_ms, '.')}\n"
        + "\n".join(_escaped(line) for line in each.lines)
        + "\n"
        for each in made
    )
    return "WEBVTT\n\n" + "\n".join(cues)


def _stamp(ms: int, point: str) -> str:
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{thousandths:03}"


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
