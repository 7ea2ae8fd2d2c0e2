"""Captions: WebVTT, SubRip, and Teams transcripts in Word, which are captions as paragraphs.

Real files break the rules: times without hours or zeros (`0.860 --> 7.380`), no blank lines between
cues, voices that are never closed, names typed into the words. Every line is either a part of a cue
or said to be a problem.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ebcd.text import shorten
from ebcd.transcripts.building import Cue, Piece, sane_ms
from ebcd.transcripts.labels import LONGEST, Labels, accept, is_label, looks_like_a_name
from ebcd.transcripts.turns import Problem

_CLOCK = r"[\d:;.,]*\d"
_TIMING = re.compile(
    rf"^\W{{0,3}}(?P<start>{_CLOCK})\s*(?:-{{1,3}}\s?>|[—–→]>?)\s*(?P<end>{_CLOCK})(?:\s.*)?$"
)
_RANGE = re.compile(
    r"^[\[(]?(?P<start>\d+[:;]\d\d[:;]\d\d[:;.,]\d+)\s+[-–]\s+"
    r"(?P<end>\d+[:;]\d\d[:;]\d\d[:;.,]\d+)[\])]?$"
)
_ID = re.compile(r"^(?:\d+|[\w-]+/\d+-\d+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{20,})$")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>v|c|i|b|u|ruby|rt|lang|font)?(?P<rest>[.\s/][^<>]*|)>")
_TIME_TAG = re.compile(rf"<({_CLOCK})>")
_VOICE_OR_TIME = re.compile(
    rf"<(?:v(?:\.[^\s<>]*)?\s+(?P<voice>[^<>]*)|(?P<close>/v)|(?P<time>{_CLOCK}))>"
)
_NAMED = re.compile(rf"^(?:>>\s*|-\s+)?(?P<name>[^:\n]{{1,{LONGEST}}}?)\s*:\s+(?P<rest>\S.*)$")
_BRACKETED = re.compile(rf"^\[(?P<name>[^\]:]{{1,{LONGEST}}})\]:?\s+(?P<rest>\S.*)$")
_SETTINGS = re.compile(r"(?:\s+\w+:\S+)*\s*")
_STYLE = re.compile(r"\{\\[^{}]*\}")
_SHOWN_PROBLEMS = 20
_MOMENT_MS = 50


@dataclass
class _Raw:
    """One cue as it stands in the file: the line of its times, and the lines below."""

    line: int
    start_ms: int | None
    end_ms: int | None
    texts: list[str] = field(default_factory=list)


@dataclass
class Captions:
    """The cues of a file, what could not be placed, and the language and title it names."""

    cues: list[Cue] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    language: str | None = None
    title: str | None = None


def is_timing(line: str) -> bool:
    """Whether `line` gives a cue's beginning and end, or tries to."""
    flat = line.strip()
    if "-->" in flat:
        return flat[:1].isdigit() or bool(_TIMING.match(flat))
    return bool(_RANGE.match(flat) or ((">" in flat or "→" in flat) and _TIMING.match(flat)))


def cue_ms(clock: str) -> int | None:
    """Milliseconds of `1:02:03.400`, `0:0:2.18`, `7.380`, or `00:00:00:12` (25 frames).

    None where it is no time.

    >>> cue_ms("0.860"), cue_ms("1:01.080"), cue_ms("00:00:02,5")
    (860, 61080, 2500)
    """
    fields = re.split(r"[:;]", clock.replace(",", "."))
    try:
        frames = int(fields.pop()) if len(fields) == 4 else 0
        seconds = 0.0
        for value in fields:
            seconds = seconds * 60 + float(value)
        return sane_ms(seconds * 1000 + frames * 40)
    except (ValueError, OverflowError):
        return None


def read_captions(lines: Sequence[str], *, speaker_lines: bool = False) -> Captions:
    """The cues in `lines`.

    `speaker_lines`: whether the first line of each cue may be its speaker, as in Teams documents.
    """
    captions = Captions()
    raws = _Blocks(captions).read(lines)
    _check(raws, captions.problems)
    if _is_rolling(raws):
        _unroll(raws)
    plain = [_by_voice(raw) for raw in raws]
    if any(cue.speaker for cues in plain for cue in cues):
        captions.cues = [cue for cues in plain for cue in cues]
    elif _first_lines_name(raws, speaker_lines):
        captions.cues = [
            cue
            for raw in raws
            for cue in _by_voice(replace(raw, texts=raw.texts[1:]), (raw.texts or [""])[0])
        ]
    else:
        captions.cues = list(_by_typed_name(raws, captions.problems))
    return captions


class _Blocks:
    """Sorts lines into cues, ids, comments and what is left."""

    def __init__(self, captions: Captions) -> None:
        self._captions = captions
        self._raws: list[_Raw] = []
        self._blank = True
        self._skipping = False
        self._preamble: list[tuple[int, str]] = []
        self._strays: list[int] = []
        self._last_id = 0
        self._webvtt = False

    def read(self, lines: Sequence[str]) -> list[_Raw]:
        for index, line in enumerate(lines):
            after = lines[index + 1] if index + 1 < len(lines) else ""
            self._line(index + 1, line.strip(), after)
        self._report()
        return self._raws

    def _line(self, number: int, line: str, after: str) -> None:
        if not line:
            self._blank, self._skipping = True, False
        elif is_timing(line):
            self._open(number, line)
        elif self._skipping:
            pass
        elif line.split()[0] in ("NOTE", "STYLE", "REGION") and (
            self._blank and not is_timing(after)
        ):
            self._skipping = True
        elif is_timing(after) and self._is_id(line):
            self._last_id = int(line) if line.isdecimal() and len(line) < 10 else self._last_id
        elif not self._raws:
            self._before(number, line)
        else:
            if self._blank and self._raws[-1].texts:
                self._strays.append(number)
            self._raws[-1].texts.append(line)
        if line:
            self._blank = False

    def _is_id(self, line: str) -> bool:
        if self._webvtt and self._blank and " " not in line:
            return True
        if not _ID.match(line):
            return False
        return (
            self._blank
            or not line.isdecimal()
            or (len(line) < 10 and int(line) == self._last_id + 1)
        )

    def _open(self, number: int, line: str) -> None:
        self._skipping = False
        match = _TIMING.match(line) or _RANGE.match(line)
        start = cue_ms(match["start"]) if match else None
        end = cue_ms(match["end"]) if match else None
        if start is None or end is None or end < start:
            self._captions.problems.append(
                Problem(
                    f"The times “{shorten(line, 60)}” could not be read: the words below were "
                    "kept, correct the times if a clip is to be cut there.",
                    number,
                )
            )
            end = None if start is None or end is None or end < start else end
        rest = (match.groupdict().get("rest") or "") if match else ""
        words = [] if _SETTINGS.fullmatch(rest) else [rest.strip()]
        self._raws.append(_Raw(number, start, end, words))

    def _before(self, number: int, line: str) -> None:
        if line.startswith("WEBVTT"):
            self._webvtt = True
            title = line.removeprefix("WEBVTT").strip(" -\t")
            self._captions.title = title[:200] or None
        elif line.lower().startswith("language:"):
            self._captions.language = line.partition(":")[2].strip()[:16] or None
        elif not line.startswith(("Kind:", "X-TIMESTAMP-MAP", "##")):
            self._preamble.append((number, line))

    def _report(self) -> None:
        problems = self._captions.problems
        if self._preamble:
            words = shorten(" / ".join(line for _, line in self._preamble), 120)
            problems.append(
                Problem(
                    f"What stands before the first time was left out: “{words}”.",
                    self._preamble[0][0],
                )
            )
            self._captions.title = self._captions.title or shorten(self._preamble[0][1], 120)
        for number in self._strays[:_SHOWN_PROBLEMS]:
            problems.append(
                Problem("This line stands in no cue: it was kept with the cue before it.", number)
            )
        if len(self._strays) > _SHOWN_PROBLEMS:
            problems.append(
                Problem(
                    f"{len(self._strays) - _SHOWN_PROBLEMS} more lines stand in no cue: each was "
                    "kept with the cue before it."
                )
            )


def _check(raws: Sequence[_Raw], problems: list[Problem]) -> None:
    empty = [raw.line for raw in raws if not any(text.strip() for text in raw.texts)]
    if empty:
        problems.append(
            Problem(f"{len(empty)} of {len(raws)} cues hold no words and were left out.", empty[0])
        )
    backwards = [
        b.line
        for a, b in pairwise(raws)
        if a.start_ms is not None and b.start_ms is not None and b.start_ms < a.start_ms
    ]
    if backwards:
        problems.append(
            Problem(
                f"The times run backwards in {len(backwards)} places: check that the file was not "
                "joined from several.",
                backwards[0],
            )
        )


def _text(markup: str) -> str:
    """`markup` without tags, with its entities as the letters they stand for."""
    kept = _TAG.sub(lambda m: "" if m["name"] else m.group(), _TIME_TAG.sub("", markup))
    return html.unescape(_STYLE.sub("", kept))


def _by_voice(raw: _Raw, speaker: str | None = None) -> list[Cue]:
    """The cues that `raw` is: one a voice, with a piece for each time inside it."""
    voices: list[tuple[str | None, list[Piece]]] = [(speaker, [])]
    at, ms, markup = 0, raw.start_ms, "\n".join(raw.texts)
    for match in _VOICE_OR_TIME.finditer(markup):
        voices[-1][1].append(Piece(_text(markup[at : match.start()]), ms))
        at = match.end()
        if match["time"]:
            ms = cue_ms(match["time"])
            continue
        ms = raw.start_ms if len(voices) == 1 and not _spoken(voices[0][1]) else None
        voices.append(
            (html.unescape(match["voice"]).strip() or None if match["voice"] else speaker, [])
        )
    voices[-1][1].append(Piece(_text(markup[at:]), ms))
    said = [(who, pieces) for who, pieces in voices if _spoken(pieces)]
    return [
        Cue(
            who,
            raw.start_ms if number == 0 else None,
            raw.end_ms if number == len(said) - 1 else None,
            tuple(piece for piece in pieces if piece.text.strip()),
        )
        for number, (who, pieces) in enumerate(said)
    ]


def _spoken(pieces: Iterable[Piece]) -> bool:
    return any(piece.text.strip() for piece in pieces)


def _first_lines_name(raws: Sequence[_Raw], likely: bool) -> bool:
    """Whether the first line of each cue is who speaks in it."""
    long = [raw for raw in raws if len(raw.texts) >= 2]
    if not long or len(long) < (0.6 if likely else 0.95) * len(raws):
        return False
    first = [raw.texts[0] for raw in long]
    if not all(is_label(name) for name in first) or (not likely and len(raws) < 4):
        return False
    if likely:
        return len(set(first)) <= max(2, 0.6 * len(first))
    return 2 <= len(set(first)) <= 0.34 * len(first) and all(map(looks_like_a_name, first))


def _by_typed_name(raws: Sequence[_Raw], problems: list[Problem]) -> Iterator[Cue]:
    """Cues whose speakers, if any, are typed into the words: `Name: text`."""
    labels = _typed_labels(raws)
    who: str | None = None
    carried = 0
    for raw in raws:
        parts = _split_at_names(raw, labels)
        carried += bool(who and parts and parts[0][0] is None)
        for number, (name, texts) in enumerate(parts):
            opens = name is not None and name != who
            who = name or who
            for cue in _by_voice(
                replace(
                    raw,
                    texts=texts,
                    start_ms=raw.start_ms if number == 0 else None,
                    end_ms=raw.end_ms if number == len(parts) - 1 else None,
                ),
                who,
            ):
                yield replace(cue, opens=opens)
                opens = False
    for name in sorted(labels.once):
        problems.append(
            Problem(
                f"“{shorten(name, 60)}” was taken for a speaker who speaks once: if it is not one, "
                "merge it into the speaker before."
            )
        )
    if carried:
        name = "cue names" if carried == 1 else "cues name"
        problems.append(
            Problem(f"{carried} {name} nobody: the words were given to whoever spoke before.")
        )


def _typed_labels(raws: Sequence[_Raw]) -> Labels:
    best = Labels()
    for pattern, share in ((_NAMED, 0.15), (_BRACKETED, 0.3)):
        names = [
            match["name"].strip()
            for raw in raws
            for text in raw.texts
            if (match := pattern.match(_text(text)))
        ]
        labels = accept(names, len(raws), least_share=share)
        if labels.count > best.count:
            best = labels
    return best


def _split_at_names(raw: _Raw, labels: Labels) -> list[tuple[str | None, list[str]]]:
    parts: list[tuple[str | None, list[str]]] = []
    for text in raw.texts:
        plain = _text(text)
        match = _NAMED.match(plain) or _BRACKETED.match(plain)
        if match and match["name"].strip() in labels.accepted:
            parts.append((match["name"].strip(), [html.escape(match["rest"], quote=False)]))
        elif parts:
            parts[-1][1].append(text)
        else:
            parts.append((None, [text]))
    return parts


def _is_rolling(raws: Sequence[_Raw]) -> bool:
    """Whether cues repeat the last line of the cue before, as captions that roll up do."""
    if len(raws) < 10:
        return False
    repeats = sum(_repeats(a, b) for a, b in pairwise(raws))
    return repeats >= 0.3 * len(raws)


def _repeats(before: _Raw, after: _Raw) -> bool:
    """Whether `after` shows the last line of `before` again above its own, or for a moment only.

    A person may well say the same word twice: a cue of one line that stays is words.
    """
    if not before.texts or not after.texts:
        return False
    lasts = (after.end_ms or 0) - (after.start_ms or 0)
    if len(after.texts) < 2 and lasts > _MOMENT_MS:
        return False
    return _text(before.texts[-1]).strip() == _text(after.texts[0]).strip()


def _unroll(raws: Sequence[_Raw]) -> None:
    """Takes the repeated lines out."""
    repeated = [_repeats(a, b) for a, b in pairwise(raws)]
    for again, raw in zip(repeated, raws[1:], strict=True):
        if again:
            del raw.texts[0]
