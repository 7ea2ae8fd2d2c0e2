"""Where sentences begin and end.

Punctuated speech is cut by spaCy's rules. Where nothing is punctuated no rule works, so a long
stretch is cut by length, and turns and times have to do.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ebcd.text import Span

if TYPE_CHECKING:
    from spacy.language import Language

LONGEST_SENTENCE = 60
"""Words; a longer one is no sentence but speech without full stops."""
STRETCH = 35
"""Words of a stretch cut from speech without full stops."""
SHORT_PASSAGE = 40
"""Words; a passage of no more is read as a whole."""

_WORD = re.compile(r"\S+")
_CHUNK = 400_000


@cache
def _sentencizer() -> Language:
    import spacy

    rules = spacy.blank("en")
    rules.add_pipe("sentencizer")
    rules.max_length = _CHUNK + 1000
    return rules


def sentence_spans(text: str) -> list[Span]:
    """The sentences of `text` in order, without the white space between them.

    What runs on for more than `LONGEST_SENTENCE` words is cut into stretches of about `STRETCH`.

    >>> [(s.start, s.end) for s in sentence_spans("It hurt. Dr. Rao came.")]
    [(0, 8), (9, 22)]
    """
    spans: list[Span] = []
    for start in range(0, len(text), _CHUNK):
        document = _sentencizer()(text[start : start + _CHUNK])
        for sentence in document.sents:
            spans.extend(_trimmed(text, start + sentence.start_char, start + sentence.end_char))
    return spans


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    words = [match.span() for match in _WORD.finditer(text, start, end)]
    if not words:
        return []
    if len(words) <= LONGEST_SENTENCE:
        return [Span(words[0][0], words[-1][1])]
    pieces = max(1, round(len(words) / STRETCH))
    cuts = [len(words) * piece // pieces for piece in range(pieces + 1)]
    return [Span(words[first][0], words[last - 1][1]) for first, last in pairwise(cuts)]


def pieces(passage: str) -> list[str]:
    """What a passage is read as: itself if short, else its sentences, very short ones joined."""
    if len(_WORD.findall(passage[:4000])) <= SHORT_PASSAGE:
        return [passage]
    joined: list[str] = []
    for span in sentence_spans(passage):
        sentence = passage[span.start : span.end]
        if joined and len(sentence.split()) < 5:
            joined[-1] = f"{joined[-1]} {sentence}"
        else:
            joined.append(sentence)
    return joined or [passage]


def stretches(text: str, most_words: int = 60) -> list[Span]:
    """`text` in stretches of whole sentences of at most about `most_words` words, to suggest on.

    >>> stretches("  It hurt. They left. ")
    [Span(start=2, end=21)]
    """
    words_in = [match.span() for match in _WORD.finditer(text)]
    if len(words_in) <= most_words:
        return [Span(words_in[0][0], words_in[-1][1])] if words_in else []
    joined: list[Span] = []
    words = 0
    for span in sentence_spans(text):
        count = len(_WORD.findall(text, span.start, span.end))
        if joined and words + count <= most_words:
            joined[-1] = Span(joined[-1].start, span.end)
            words += count
        else:
            joined.append(span)
            words = count
    return joined
