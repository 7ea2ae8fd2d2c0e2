"""Where a name that was decided stands, and the text with something else in its place.

A name is found wherever it stands as a whole word, in any case, with or without a possessive. A
name that is an everyday word too (Will, Grace, Mark) is found by its capital, away from the start
of a sentence, and where the wide net found it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ebcd.assistant import names
from ebcd.assistant.pseudonyms import in_case
from ebcd.text import Span, normalise

LONGEST = 200
"""Code points of a name or of what replaces it."""

_TOKEN = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[^\w\n]{1,3}|_")
_SENTENCE_ENDS = re.compile(r"(?:^|[.!?…\n:]|[“\"(\[‘—–-])[\s“\"‘(]*$")


@dataclass(frozen=True)
class Named:
    """A name and what replaces it. `everyday`: whether it is an ordinary word too."""

    form: str
    replacement: str
    everyday: bool = False


@dataclass(frozen=True)
class Place:
    """A stretch of a text to be replaced. `named`: which name stands there.

    `goes_on`: whether this is a further word of the name that the place before it began.
    """

    span: Span
    replacement: str
    named: Named
    goes_on: bool = False


@dataclass
class Names:
    """Names looked for together, the longest first; made once, asked for many texts."""

    listed: Sequence[Named]
    _by_first: dict[str, list[tuple[tuple[str, ...], Named]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for named in self.listed:
            words = words_of(named.form)
            if words:
                self._by_first.setdefault(words[0], []).append((words, named))
        for those in self._by_first.values():
            those.sort(key=lambda one: -len(one[0]))

    def places(self, text: str, found: Sequence[Span] = ()) -> list[Place]:
        """Where the names stand in `text`, in order, none overlapping.

        `found`: stretches that the wide net holds for names; they decide about everyday words.
        """
        if not self._by_first:
            return []
        low = text.casefold()
        if len(low) != len(text):
            low = "".join(one if len(one := fold(letter)) == 1 else letter for letter in text)
        lowered = _TOKEN.findall(low)
        firsts = self._by_first
        begin = [
            at
            for at, word in enumerate(lowered)
            if word in firsts or (word[-1] == "s" and word[:-1] in firsts)
        ]
        if not begin:
            return []
        tokens = [match.span() for match in _TOKEN.finditer(low)]
        made: list[Place] = []
        free = 0
        for at in begin:
            hit = self._at(text, tokens, lowered, at, found) if at >= free else None
            if hit is not None:
                made += hit[0]
                free = at + hit[1]
        return made

    def _at(
        self,
        text: str,
        tokens: Sequence[tuple[int, int]],
        lowered: Sequence[str],
        at: int,
        found: Sequence[Span],
    ) -> tuple[list[Place], int] | None:
        """The longest name that begins at token `at`, and over how many tokens it runs."""
        for first, extra in ((lowered[at], 0), (_without_s(lowered[at]), 1)):
            for words, named in self._by_first.get(first, ()):
                length = len(words)
                if extra and (length > 1 or named.everyday):
                    continue
                if not _follow(text, tokens, lowered, at, words, extra):
                    continue
                end = tokens[at + length - 1][1] - _plural(lowered[at + length - 1], words[-1])
                span = Span(tokens[at][0], end)
                if named.everyday and not _is_name_here(text, span, found):
                    continue
                return _places(text, span, named, tokens[at : at + length]), length
        return None


def fold(word: str) -> str:
    """A word as names are compared: without case.

    >>> fold("Müller") == fold("MÜLLER")
    True
    """
    return word.casefold()


def words_of(form: str) -> tuple[str, ...]:
    """The words of a name, as they are compared."""
    return tuple(fold(match.group()) for match in _TOKEN.finditer(form))


def _without_s(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else "\0"


def _plural(said: str, word: str) -> int:
    return len(said) - len(word) if said == word + "s" else 0


def _follow(
    text: str,
    tokens: Sequence[tuple[int, int]],
    lowered: Sequence[str],
    at: int,
    words: Sequence[str],
    extra: int,
) -> bool:
    """Whether the words of a name stand one after the other from token `at` on."""
    if at + len(words) > len(tokens):
        return False
    last = len(words) - 1
    for step in range(1, len(words)):
        said, word = lowered[at + step], words[step]
        if said != word and not (step == last and said == word + "s" and len(word) > 2):
            return False
        if not _BETWEEN.fullmatch(text, tokens[at + step - 1][1], tokens[at + step][0]):
            return False
    return bool(extra) or lowered[at] == words[0]


def _is_name_here(text: str, span: Span, found: Sequence[Span]) -> bool:
    if any(span.meets(other) for other in found):
        return True
    if not text[span.start].isupper():
        return False
    if names.title_before(text, span.start) or not names.is_ambiguous(fold(_said(text, span))):
        return True
    return _SENTENCE_ENDS.search(text[max(0, span.start - 12) : span.start]) is None


def _said(text: str, span: Span) -> str:
    return text[span.start : span.end]


_TITLE = re.compile(
    r"(?:Mrs?|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Reverend|Sister|Nurse"
    r"|Matron|Auntie|Aunty|Aunt|Uncle)\.?\s+$",
    re.IGNORECASE,
)


def _places(text: str, span: Span, named: Named, tokens: Sequence[tuple[int, int]]) -> list[Place]:
    """A label in brackets takes a title's place too; a name keeps it.

    A name replaced by as many words goes word by word, so that each word keeps its place.
    """
    if named.replacement.startswith("["):
        title = _TITLE.search(text, max(0, span.start - 14), span.start)
        if title is not None and (title.start() == 0 or not text[title.start() - 1].isalnum()):
            span = Span(title.start(), span.end)
        return [Place(span, named.replacement, named)]
    if any(map(str.isdigit, named.replacement)):
        return [Place(span, named.replacement, named)]
    new = named.replacement.split()
    if len(tokens) < 2 or len(new) != len(tokens):
        return [Place(span, in_case(named.replacement, _said(text, span)), named)]
    spans = [Span(start, min(end, span.end)) for start, end in tokens]
    return [
        Place(each, in_case(word, _said(text, each)), named, at > 0)
        for at, (each, word) in enumerate(zip(spans, new, strict=True))
    ]


def hits(places: Iterable[Place]) -> int:
    """How many names that is."""
    return sum(not place.goes_on for place in places)


def replaced(text: str, places: Iterable[Place]) -> str:
    """`text` with each place replaced; they must be in order and not overlap."""
    parts: list[str] = []
    at = 0
    for place in places:
        parts += [text[at : place.span.start], place.replacement]
        at = place.span.end
    return "".join([*parts, text[at:]])


def moved(position: int, places: Sequence[Place], *, end: bool = False) -> int:
    """Where a position of a text lies once its places are replaced.

    Inside a replaced stretch it goes to the stretch's start, or to its end with `end`.
    """
    shift = 0
    for place in places:
        if place.span.start >= position:
            break
        if place.span.end > position:
            new = place.span.start + shift
            return new + len(place.replacement) if end else new
        shift += len(place.replacement) - len(place.span)
    return position + shift


def checked(words: str) -> str:
    """A name or replacement as it may be kept: one line of NFC, at most `LONGEST` long."""
    return normalise(words)[:LONGEST]


def is_everyday(form: str) -> bool:
    """Whether a name of one word is an ordinary word as well, so that only its place can tell."""
    words = words_of(form)
    return len(words) == 1 and names.is_everyday(words[0])
