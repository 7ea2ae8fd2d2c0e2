"""Captions for the film: short phrases, two lines at most, timed to the words.

Captions are on when the film is shown. They carry what is said, who speaks by the name that the
person chose for them, and never a pseudonym.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ebcd.errors import BadInput
from ebcd.film.storyboard import CARD_MS, Clip, ClipKind, Disguise, Storyboard
from ebcd.film.timing import Stretch, TimedTurn, marks, moment
from ebcd.text import normalise, shorten

LINE = 42
"""Longest line of a caption, in characters."""

_STOP = re.compile(r"[.!?…]['”’\")]*$")
_PAUSE = re.compile(r"[.!?…]['”’\")]*$|[,;:–—]$")


@dataclass(frozen=True)
class Caption:
    """One caption on screen. `lines`: one or two. `voice`: which voice of its clip, from 0."""

    shown: Stretch
    lines: tuple[str, ...]
    voice: int = field(default=0, compare=False)


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
    lines = [two_lines(each) for each in phrases(words)]
    return _timed(lines, shown, [(0, shown.in_ms), (_signs(words), shown.out_ms)], _signs(words))


def clip_captions(clip: Clip, shown: Stretch | None = None) -> list[Caption]:
    """The captions of a clip: those that somebody corrected, else its words at phrases.

    Each is shown while its words are said, as far as the transcript knows. They are timed by the
    clip's recording; with `shown`, a stretch of the film as long as the clip, by the film.
    """
    if clip.kind is ClipKind.ARCHIVE:
        return []  # it has its own
    lines, voices = _spoken_lines(clip)
    signs, stretch = _signs(clip.words), clip.stretch
    known = clip.beats if len(clip.beats) > 1 else [(0, stretch.in_ms), (signs, stretch.out_ms)]
    made = _timed(lines, stretch, known, signs, voices)
    if shown is None:
        return made
    by, end = shown.in_ms - stretch.in_ms, shown.out_ms
    moved = (
        replace(each, shown=Stretch(each.shown.in_ms + by, min(each.shown.out_ms + by, end)))
        for each in made
    )
    return [each for each in moved if each.shown.length_ms > 0]


def _spoken_lines(clip: Clip) -> tuple[Sequence[Sequence[str]], Sequence[int]]:
    """The lines of each caption, and whose voice says them; no caption is said by two."""
    if clip.captions:
        return clip.captions, [0] * len(clip.captions)
    lines: list[Sequence[str]] = []
    voices: list[int] = []
    for number, (_who, words) in enumerate(clip.said):
        made = [two_lines(each) for each in phrases(words)]
        lines += made
        voices += [number] * len(made)
    return lines, voices


def _signs(words: str) -> int:
    """How many characters other than spaces."""
    return sum(not sign.isspace() for sign in words)


def _timed(
    lines: Sequence[Sequence[str]],
    shown: Stretch,
    known: Sequence[tuple[int, int]],
    signs: int,
    voices: Sequence[int] = (),
) -> list[Caption]:
    """The captions over `shown`, one after the other.

    `known`: how many of the `signs` that are said have been said by when. Where the captions have
    more or fewer, as corrected ones may, they share the time alike. `voices`: whose each is.
    """
    counted = [sum(_signs(line) for line in each) for each in lines]
    total = max(sum(counted), 1)
    made: list[Caption] = []
    said, start = 0, shown.in_ms
    for number, (each, count) in enumerate(zip(lines, counted, strict=True), start=1):
        said += count
        heard = moment(round(said * signs / total), known)
        end = shown.out_ms if number == len(lines) else min(max(heard, start), shown.out_ms)
        if end > start:
            voice = voices[number - 1] if voices else 0
            made.append(Caption(Stretch(start, end), tuple(each), voice))
        start = end
    return made


def corrected_lines(typed: str) -> tuple[tuple[str, ...], ...]:
    """The captions that somebody typed: one or two lines each, an empty line between them.

    Raises BadInput where a line is too long for the screen, or there are more than two.
    """
    made = []
    for block in re.split(r"\n\s*\n", typed.replace("\r\n", "\n")):
        lines = tuple(line for each in block.splitlines() if (line := normalise(each)))
        if len(lines) > 2:
            raise BadInput(
                f"The caption “{shorten(lines[0], 40)}” has {len(lines)} lines: two at most, with "
                "an empty line before the next caption."
            )
        for line in lines:
            if len(line) > LINE:
                raise BadInput(
                    f"The line “{shorten(line, 50)}” has {len(line)} characters and {LINE} fit on "
                    "the screen: cut it into two."
                )
        if lines:
            made.append(lines)
    return tuple(made)


def as_typed(lines: Iterable[Sequence[str]]) -> str:
    """Captions as they are typed: an empty line between them."""
    return "\n\n".join("\n".join(each) for each in lines)


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


def film_captions(board: Storyboard, names: Mapping[int, str] | None = None) -> list[Caption]:
    """Captions for the whole cut, timed from the film's start, title cards counted.

    `names`: by participant, the name that each chose for the captions; it stands where somebody
    begins to speak, and nowhere for those who chose none.
    """
    made: list[Caption] = []
    at, before = 0, ""
    for chapter in board.chapters:
        if chapter.clips:
            at += CARD_MS
        for clip in chapter.clips:
            shown = Stretch(at, at + clip.length_ms)
            made += spoken_captions(clip, shown, names or {}, before)
            at, before = at + clip.length_ms, names_in(clip, names or {})[-1]
    return made


def names_in(clip: Clip, names: Mapping[int, str]) -> list[str]:
    """What each voice of a clip is called, one after the other; "" for no name.

    Whoever is disguised has none.
    """
    if clip.kind is not ClipKind.CLIP or clip.disguise is not Disguise.NONE:
        return [""] * len(clip.said)
    return ["" if who is None else names.get(who, "") for who, _words in clip.said]


def spoken_captions(
    clip: Clip, shown: Stretch, names: Mapping[int, str], before: str = ""
) -> list[Caption]:
    """The captions of a clip, with a name where somebody begins to speak who chose one.

    Where another voice has none, a dash says that it is another. `before`: who was named last.
    """
    called = names_in(clip, names)
    several = any(called)
    made: list[Caption] = []
    last = -1
    for each in clip_captions(clip, shown):
        if each.voice != last:
            name = called[each.voice]
            mark = f"{name}: " if name and name != before else ""
            if several and not name and last >= 0:
                mark = "– "
            made += _marked(each, mark)
            last, before = each.voice, name
        else:
            made.append(each)
    return made


def _marked(first: Caption, mark: str) -> list[Caption]:
    """A caption with who speaks before it, cut in two where that no longer fits."""
    if not mark:
        return [first]
    return captions(mark + " ".join(first.lines), first.shown)


def as_srt(made: Iterable[Caption]) -> str:
    """SubRip, as every editor and player reads it."""
    return "\n".join(
        f"{number}\n{_stamp(each.shown.in_ms, ',')} --> {_stamp(each.shown.out_ms, ',')}\n"
        + "\n".join(each.lines)
        + "\n"
        for number, each in enumerate(made, start=1)
    )


def as_vtt(made: Iterable[Caption], note: str = "") -> str:
    """WebVTT, as browsers read it. `note`: what the file says of itself, unseen on the screen."""
    cues = (
        f"{_stamp(each.shown.in_ms, '.')} --> {_stamp(each.shown.out_ms, '.')}\n"
        + "\n".join(_escaped(line) for line in each.lines)
        + "\n"
        for each in made
    )
    said = f"NOTE {note}\n\n" if note else ""
    return f"WEBVTT\n\n{said}" + "\n".join(cues)


def _stamp(ms: int, point: str) -> str:
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{thousandths:03}"


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
