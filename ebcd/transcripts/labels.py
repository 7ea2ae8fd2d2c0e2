"""Telling a speaker's label from words that happen to stand before a colon.

`Interviewer:`, `P03:`, `Dr Okafor:` and `SPEAKER_1:` are labels; `He told me:` and `Site:` are not.
What decides is how the label is written, how often it comes back, and how much of the file such
lines make up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

LONGEST = 63
"""The most characters of a typed label (MAXQDA's own limit)."""

_FEW = 6
"""In a file of fewer turns than this, speaking once is nothing to remark on."""

_NOT_SPEAKER_WORDS = """
    date time site place location duration title present participants participant's file
    transcript transcription recording summary keywords note notes subject http https length
    speakers speaker's attendees key topic theme themes purpose background setting ward clinic
    contents source version project study url id ref reference status
    observer weather warning question answer started ended start end language format
    transcribed by"""
_NOT_SPEAKERS = frozenset(_NOT_SPEAKER_WORDS.split())
HEADINGS = _NOT_SPEAKERS | {"interviewer", "interviewee", "participant", "respondent", "moderator"}
"""What stands before a colon above a transcript, and is no turn where it does not come back."""

_SENTENCE_START_WORDS = """
    so but and or yes no well like because anyway remember then now what when where why how who
    this that these those it he she they we you there here if as for in on at to my our his her
    their one also first second third last finally example"""
_SENTENCE_STARTS = frozenset(_SENTENCE_START_WORDS.split())
_SMALL = "of de la le van der den von bin al and the & / - – y da dos"
_SMALL_WORDS = frozenset(_SMALL.split())
_ABBREVIATION = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Mx|Prof|Sr|Rev|St|Jr|[A-Z])\.")
_BAD = re.compile(r"[?!:;…\"“”<>=*]|https?|www\.|\.\s|\.$|,$|\.{2}")


def is_label(text: str) -> bool:
    """Whether `text` could be a speaker's label.

    >>> [is_label(t) for t in ("P01", "Dr. Okafor (GP)", "00", "I said. Then")]
    [True, True, False, False]
    """
    flat = text.strip()
    if not 0 < len(flat) <= LONGEST or len(flat.split()) > 7:
        return False
    if not any(character.isalpha() for character in flat):
        return False
    if any(flat.count(a) != flat.count(b) for a, b in ("()", "[]", "{}")):
        return False
    return not _BAD.search(_ABBREVIATION.sub("x", flat))


def looks_like_a_name(text: str) -> bool:
    """Whether `text` is written as names are, so that one occurrence is enough.

    >>> looks_like_a_name("Nurse Adeyemi"), looks_like_a_name("He told me")
    (True, False)
    """
    words = text.split()
    if not words or len(words) > 4 or words[0].lower() in _SENTENCE_STARTS | _NOT_SPEAKERS:
        return False
    return all(
        word.lower() in _SMALL_WORDS or word[0].isupper() or word[0].isdigit() or word[0] in "(["
        for word in words
    )


@dataclass(frozen=True)
class Labels:
    """Which labels count as speakers.

    `once`: those of them that occur a single time, which a person should look at.
    """

    accepted: frozenset[str] = frozenset()
    once: frozenset[str] = field(default=frozenset())
    count: int = 0


def accept(
    candidates: Iterable[str], lines: int, *, least_share: float = 0.15, timed: bool = False
) -> Labels:
    """The labels among `candidates` (one for each line that opens with one) that are speakers.

    `lines`: how many lines the file has. `timed`: whether a time stands beside each, which makes
    them far likelier to be speakers.
    """
    counts = Counter(candidate for candidate in candidates if is_label(candidate))
    if timed:
        good = {name for name in counts if counts[name] > 1 or looks_like_a_name(name)}
        return Labels(frozenset(good), frozenset(), sum(counts[name] for name in good))
    again = {name for name in counts if counts[name] > 1 and _may_repeat(name, counts[name])}
    named = {name for name in counts if name not in again and looks_like_a_name(name)}
    total = sum(counts[name] for name in again)
    share = total / max(lines, 1)
    enough = share >= least_share or (
        len(again) >= 2 and total >= 4 and share >= min(0.02, least_share)
    )
    if again and enough:
        return _labels(counts, again | named)
    if len(again | named) >= 2 and (total + len(named)) / max(lines, 1) >= max(0.6, least_share):
        return _labels(counts, again | named)
    return Labels()


def _may_repeat(name: str, count: int) -> bool:
    if name.lower() in _NOT_SPEAKERS and count < 4:
        return False
    if name.split()[0].lower() in _SENTENCE_STARTS and not name.isupper():
        return False
    return not name[0].islower() or (len(name.split()) <= 2 and len(name) <= 20)


def _labels(counts: Counter[str], good: set[str]) -> Labels:
    total = sum(counts[name] for name in good)
    once = frozenset(name for name in good if counts[name] == 1)
    return Labels(frozenset(good), once if total >= _FEW else frozenset(), total)


_CONFUSED = str.maketrans("oOlIi|", "001111")


def lookalikes(labels: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of labels that differ only in letters people confuse, in case or in spaces.

    >>> lookalikes(["BSR06", "BSRO6", "P1"])
    [('BSR06', 'BSRO6')]
    """
    seen: dict[str, str] = {}
    pairs = []
    for name in labels:
        shape = re.sub(r"[\W_]+", "", name.translate(_CONFUSED)).lower()
        if not shape:
            continue
        if shape in seen:
            pairs.append((seen[shape], name))
        else:
            seen[shape] = name
    return pairs
