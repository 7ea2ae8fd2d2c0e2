"""Finding speakers and times in lines, whichever program or person typed them.

A file keeps to one layout, more or less: `Name  0:03` above the words (Teams, Otter), `Name
(00:00:03):` (Rev), `[00:00:03] Name:` or `00:00:03.5Name:` (MAXQDA, QualCoder), `Name:` with or
without f4's `#00:00:02-3#` at the end of the paragraph, `[id1]`, or prose. Every line is tried in
every form; the form that most lines have is the file's, and only speakers known from it count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ebcd.transcripts.labels import LONGEST, Labels, accept, is_label, looks_like_a_name
from ebcd.transcripts.paragraphs import Line
from ebcd.transcripts.stamps import BARE, WRAPPED, stamp_ms


class Form(StrEnum):
    """How a line that opens a turn is written."""

    NAME_TIME = "name-time"
    TIME_NAME = "time-name"
    NAME_COLON = "names"
    NAME_TAB = "columns"
    NAME_BRACKETS = "brackets"
    NAME_ALONE = "name-lines"
    NAME_DASH = "dashes"
    NAME_DOT = "letters"


@dataclass(frozen=True)
class Head:
    """The opening of a turn: who, the stamp beside the name as typed, and the words after it."""

    form: Form
    speaker: str
    stamp: str | None
    rest: str


_NAME = rf"(?P<name>\S.{{0,{LONGEST - 1}}}?)"
_NAME_TIME = re.compile(
    rf"^{_NAME}\s*(?:(?P<wrapped>{WRAPPED})\s*(?P<colon>[:\-–—]?)\s*(?P<rest>.*)"
    rf"|[\s\-–—|,]+(?P<bare>{BARE})\s*:?)$"
)
_TIME_NAME = re.compile(
    rf"^(?P<stamp>{WRAPPED}|{BARE})(?P<gap>\s*[-–—|]?\s*)(?P<name>[^:\t]{{1,{LONGEST}}}?)"
    r"\s*(?P<colon>:|$)\s*(?P<rest>.*)$"
)
_NAME_COLON = re.compile(rf"^(?P<name>[^:\t]{{1,{LONGEST}}}?)\s*[:：]\s*(?P<rest>.*)$")
_NAME_TAB = re.compile(rf"^(?P<name>[^\t]{{1,{LONGEST}}}?)\t\s*(?P<rest>.*)$")
_NAME_BRACKETS = re.compile(rf"^\[(?P<name>[^\]:]{{1,{LONGEST}}})\]:?\s+(?P<rest>\S.*)$")
_NAME_DASH = re.compile(r"^(?P<name>\S{1,20}(?: \S{1,12})?)\s+[-–—]\s+(?P<rest>\S.*)$")
_NAME_DOT = re.compile(r"^(?P<name>[A-Z])\.\s+(?P<rest>\S.*)$")
"""As in “Q. How did it start?”; one letter alone may be an initial or count a list."""
LONE_STAMP = re.compile(rf"^(?:{WRAPPED}|{BARE})$")


_CLOCK = re.compile(r"\d:\d")
"""The colon of a clock, as in “March 6, 2024, 10:04AM”, ends nobody's name."""


def heads(text: str) -> Iterable[Head]:
    """Every reading of `text` as the opening of a turn."""
    if (":" in text or "." in text) and (match := _NAME_TIME.match(text)):
        stamp = match["wrapped"] or match["bare"]
        yield Head(Form.NAME_TIME, _name(match), stamp, match["rest"] or "")
    if text[0] in "0123456789[({#" and (match := _TIME_NAME.match(text)):
        yield Head(Form.TIME_NAME, _name(match), match["stamp"], match["rest"])
    if (
        (":" in text or "：" in text)
        and (match := _NAME_COLON.match(text))
        and not _CLOCK.search(text[: match.start("rest") + 1])
    ):
        yield Head(Form.NAME_COLON, _name(match), None, match["rest"])
    if "\t" in text and (match := _NAME_TAB.match(text)):
        yield Head(Form.NAME_TAB, _name(match), None, match["rest"])
    if match := _NAME_DASH.match(text):
        yield Head(Form.NAME_DASH, _name(match), None, match["rest"])
    if match := _NAME_DOT.match(text):
        yield Head(Form.NAME_DOT, match["name"], None, match["rest"])
    if text[0] == "[" and (match := _NAME_BRACKETS.match(text)):
        yield Head(Form.NAME_BRACKETS, _name(match), None, match["rest"])


def _name(match: re.Match[str]) -> str:
    return match["name"].replace("*", "").strip(" :-–—|\u00a0")


@dataclass(frozen=True)
class Layout:
    """What a file's turns open with; `form` is None where nobody is named."""

    form: Form | None
    labels: Labels

    def head(self, text: str) -> Head | None:
        """The opening that `text` is in this layout, or None where it is words."""
        if self.form is None or not text:
            return None
        fallback = None
        for head in heads(text):
            if head.speaker not in self.labels.accepted:
                continue
            if head.form is self.form:
                return head
            fallback = fallback or head
        if self.form is Form.NAME_ALONE and text in self.labels.accepted:
            return Head(Form.NAME_ALONE, text, None, "")
        return fallback


_SHARES = {
    Form.NAME_TIME: 0.0,
    Form.TIME_NAME: 0.0,
    Form.NAME_COLON: 0.15,
    Form.NAME_TAB: 0.3,
    Form.NAME_BRACKETS: 0.3,
    Form.NAME_ALONE: 0.25,
    Form.NAME_DASH: 0.5,
    Form.NAME_DOT: 0.3,
}


def find_layout(lines: Sequence[Line]) -> Layout:
    """The layout that most of `lines` keep to."""
    found: dict[Form, list[Head]] = {form: [] for form in Form}
    for line in lines:
        for head in heads(line.text):
            found[head.form].append(head)
    opening = sum(line.opens for line in lines)
    best = Layout(None, Labels())
    for form, openings in found.items():
        labels = _accepted(form, openings, opening)
        if labels.count > best.labels.count:
            best = Layout(form, labels)
    return best if best.form is not None else _names_alone(lines)


def _names_alone(lines: Sequence[Line]) -> Layout:
    """The layout in which names stand on lines of their own, above the words, without a time.

    There must be two of them at least, each twice or more, with words below each but the last.
    """
    texts = [line.text for line in lines]
    counts = Counter(text for text in texts if is_label(text) and looks_like_a_name(text))
    names = {text for text, count in counts.items() if count > 1}
    heads = [text in names for text in texts]
    total = sum(heads)
    if len(names) < 2 or total < _SHARES[Form.NAME_ALONE] * len(texts) or not heads[0]:
        return Layout(None, Labels())
    if any(a and b for a, b in pairwise(heads)):
        return Layout(None, Labels())
    return Layout(Form.NAME_ALONE, Labels(frozenset(names), frozenset(), total))


def _accepted(form: Form, openings: Sequence[Head], lines: int) -> Labels:
    timed = form in (Form.NAME_TIME, Form.TIME_NAME)
    if timed:
        openings = [
            head
            for head in openings
            if looks_like_a_name(head.speaker)
            or (is_label(head.speaker) and not head.speaker[0].islower())
        ]
        if not openings or not _rises(openings):
            return Labels()
    if form is Form.NAME_DOT:
        counts = Counter(head.speaker for head in openings)
        openings = [head for head in openings if counts[head.speaker] > 1]
        if len({head.speaker for head in openings}) < 2:
            return Labels()
    labels = accept(
        (head.speaker for head in openings), lines, least_share=_SHARES[form], timed=timed
    )
    if not timed or labels.count > max(len(labels.accepted), 0.02 * lines):
        return labels
    # Labels that never come back may be the hours of a field note and a word before a colon.
    return labels if labels.count >= max(0.3 * lines, 2 if lines > 4 else 1) else Labels()


def _rises(openings: Sequence[Head]) -> bool:
    """Whether the stamps mostly run forwards, as times in a recording do."""
    times = [stamp_ms(head.stamp) for head in openings if head.stamp]
    forwards = sum(a <= b for a, b in pairwise(times))
    return forwards >= 0.7 * (len(times) - 1)


def join_stamps(lines: Sequence[Line]) -> list[Line]:
    """Lines in which a speaker and a time that stand on lines of their own have become one.

    Teams and others write the name, the time and the words as three paragraphs, in either order.
    """
    stamps = [i for i, line in enumerate(lines) if LONE_STAMP.match(line.text)]
    if not stamps:
        return list(lines)
    sides = [side for side in (-1, 1) if _names_beside(lines, stamps, side)]
    if not sides:
        return list(lines)
    side = min(sides, key=lambda s: len({_beside(lines, i, s) for i in stamps}))
    joined = {i: lines[i + side] for i in stamps if _is_name(_beside(lines, i, side))}
    dropped = {i + side for i in joined}
    return [
        Line(f"{joined[i].text.rstrip(':')}  {line.text}", line.number, True)
        if i in joined
        else line
        for i, line in enumerate(lines)
        if i not in dropped
    ]


def _beside(lines: Sequence[Line], i: int, side: int) -> str:
    return lines[i + side].text if 0 <= i + side < len(lines) else ""


def _is_name(text: str) -> bool:
    return is_label(text.rstrip(":")) and ":" not in text.rstrip(":")


def _names_beside(lines: Sequence[Line], stamps: Sequence[int], side: int) -> bool:
    beside = [_beside(lines, i, side) for i in stamps]
    names = [text for text in beside if _is_name(text)]
    if len(names) < 0.8 * len(stamps):
        return False
    if len(set(names)) > max(2, 0.6 * len(names)):
        return False
    return sum(looks_like_a_name(text.rstrip(":")) for text in names) >= 0.5 * len(names)
