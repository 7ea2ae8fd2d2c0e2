"""Where words of a transcript stand after it was corrected.

A coding hangs on positions of one version of a text. When the text is corrected, each is carried to
where its words stand now; one whose words were corrected is carried to the corrected words; one
whose words are gone cannot be carried, and a person decides.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from ebcd.text import TURN_BREAK, Span
from ebcd.transcripts.differing import Block, blocks

DELETED = "deleted"
REPLACED = "replaced"

_A_NAME = 24
_LONG_CHANGE = 40
_LONGEST_COMPARED = 600
_KEPT = 0.35
_LIKE = 0.6
_SURE = 12
_JOINERS = ("\u200d", "\ufe0f")


@dataclass(frozen=True)
class Carried:
    """Where a passage stands now. `changed`: whether its words are not quite the same."""

    span: Span
    changed: bool


@dataclass(frozen=True)
class Lost:
    """A passage that could not be carried. `why`: DELETED or REPLACED."""

    why: str


class Carrying:
    """From positions in one text to positions in another. `blocks`: as `differing.blocks`."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.blocks = blocks(old, new)
        self._starts = [block.old.start for block in self.blocks]
        self._ends = [block.old.end for block in self.blocks]

    def carry(self, span: Span, *, wide: bool = False) -> Carried | Lost:
        """Where the words at `span` of the old text stand in the new one.

        `wide`: take in all that was written in place of its words, and say that it is lost where
        less than half of it is left.
        """
        if not len(span) or span.end > len(self.old):
            raise ValueError(f"no words of the old text stand at {span}")
        first, last = self._first(span.start), self._last(span.end)
        start, end = self._begins(first, span, wide), self._ends_at(last, span, wide)
        found = self._tidied(span, start, end) if start < end else None
        if found is None or not self._holds_enough(span, found, wide):
            return self._elsewhere(span) or Lost(DELETED)
        if not self._is_the_same_passage(span, found, first, last):
            return self._elsewhere(span) or Lost(REPLACED)
        was, now = (t[s.start : s.end] for t, s in ((self.old, span), (self.new, found)))
        if was in now and not wide:  # the very words, and others put beside them
            start = found.start + now.index(was)
            end = start + len(was)
            if not _inside_word(self.new, start) and not _inside_word(self.new, end):
                return Carried(Span(start, end), False)
        return Carried(found, was.split() != now.split())

    def place(self, position: int) -> int | None:
        """Where the character at `position` stands now, or None where it was changed."""
        if not 0 <= position < len(self.old):
            return None
        block = self.blocks[self._first(position)]
        return block.new.start + position - block.old.start if block.same else None

    def number_at(self, position: int) -> int:
        """Which of the blocks the character at `position` of the old text is in."""
        return self._first(position)

    def gap(self, span: Span) -> Block:
        """From what was kept before `span` to what was kept after it, in either text."""
        first, last = self.blocks[self._first(span.start)], self.blocks[self._last(span.end)]
        into = span.start - first.old.start if first.same else 0
        short = last.old.end - span.end if last.same else 0
        old = Span(first.old.start + into, last.old.end - short)
        return Block(old, Span(first.new.start + into, last.new.end - short), False)

    def whole_turns_went(self, gap: Block) -> bool:
        """Whether whole turns were deleted in `gap` and nothing was written in their place."""
        words = self.old[gap.old.start : gap.old.end]
        before = self.old[max(gap.old.start - 1, 0) : gap.old.start] or TURN_BREAK
        after = self.old[gap.old.end : gap.old.end + 1] or TURN_BREAK
        begins = before == TURN_BREAK or words.startswith(TURN_BREAK)
        ends = after == TURN_BREAK or words.endswith(TURN_BREAK)
        return not len(gap.new) and begins and ends and TURN_BREAK in words

    def _first(self, position: int) -> int:
        """The block that the character at `position` is in."""
        return bisect_right(self._ends, position)

    def _last(self, position: int) -> int:
        """The block that the character before `position` is in."""
        return bisect_left(self._starts, position) - 1

    def _begins(self, at: int, span: Span, wide: bool) -> int:
        block = self.blocks[at]
        if block.same:
            return block.new.start + span.start - block.old.start
        shy = not wide and _touches_little(block, span)
        return block.new.end if shy else block.new.start

    def _ends_at(self, at: int, span: Span, wide: bool) -> int:
        block = self.blocks[at]
        if block.same:
            return block.new.start + span.end - block.old.start
        shy = not wide and _touches_little(block, span)
        return block.new.start if shy else block.new.end

    def _tidied(self, span: Span, start: int, end: int) -> Span | None:
        """The place from whole words to whole words, as it was in the old text."""
        old, new = self.old, self.new
        if not _inside_word(old, span.start):
            while _inside_word(new, start) and self._is_new(start - 1):
                start -= 1
        if not _inside_word(old, span.end):
            while _inside_word(new, end) and self._is_new(end):
                end += 1
        if not old[span.start].isspace():
            while start < end and new[start].isspace():
                start += 1
        if not old[span.end - 1].isspace():
            while start < end and new[end - 1].isspace():
                end -= 1
        while 0 < start < len(new) and _belongs_before(new, start):
            start -= 1
        while end < len(new) and end and _belongs_before(new, end):
            end += 1
        return Span(start, end) if start < end else None

    def _is_new(self, position: int) -> bool:
        """Whether the character at `position` of the new text was not in the old one."""
        at = bisect_right(self.blocks, position, key=lambda block: block.new.start) - 1
        while at > 0 and not len(self.blocks[at].new):
            at -= 1
        return not self.blocks[at].same

    def _holds_enough(self, span: Span, found: Span, wide: bool) -> bool:
        """Whether words are left; `wide`: at least half of them, so that none went elsewhere."""
        was, now = self.old[span.start : span.end], self.new[found.start : found.end]
        if any(map(str.isalnum, was)) and not any(map(str.isalnum, now)):
            return False
        return bool(now.strip()) and (not wide or 2 * _letters(now) >= _letters(was))

    def _is_the_same_passage(self, span: Span, found: Span, first: int, last: int) -> bool:
        was, now = self.old[span.start : span.end], self.new[found.start : found.end]
        if was == now:
            return True
        kept = cut = 0
        for block in self.blocks[first : last + 1]:
            if block.same:
                start, end = max(block.old.start, span.start), min(block.old.end, span.end)
                kept += _letters(self.old[start:end])
            else:
                cut += len(block.old)
        had, has = _letters(was), _letters(now)
        if kept >= _KEPT * min(had, has):
            return True
        if len(was.split()) <= 3 and had <= _A_NAME and has <= 3 * had + _A_NAME:
            return (
                4 * cut <= 5 * len(span) + 16
            )  # a name, and not some words of a sentence written anew
        if max(had, has) > _LONGEST_COMPARED:
            return False
        return SequenceMatcher(None, was, now, autojunk=False).ratio() >= _LIKE

    def _elsewhere(self, span: Span) -> Carried | None:
        """Where the very words stand now if they were moved: once in either text."""
        words = self.old[span.start : span.end]
        if len(words.strip()) < _SURE or self.old.count(words) != 1 or self.new.count(words) != 1:
            return None
        start = self.new.index(words)
        return Carried(Span(start, start + len(words)), False)


def _letters(text: str) -> int:
    """How many characters of a text are no space."""
    return sum(not each.isspace() for each in text)


def _touches_little(block: Block, span: Span) -> bool:
    """Whether `span` takes in less than half of a longer stretch that was changed."""
    shared = min(block.old.end, span.end) - max(block.old.start, span.start)
    return len(block.old) > _LONG_CHANGE and 2 * shared < len(block.old)


def _inside_word(text: str, position: int) -> bool:
    """Whether a word goes on over `position`."""
    around = text[max(position - 1, 0) : position + 1]
    return 0 < position < len(text) and all(c.isalnum() or unicodedata.combining(c) for c in around)


def _belongs_before(text: str, position: int) -> bool:
    """Whether the character at `position` is drawn onto the one before it."""
    here, before = text[position], text[position - 1]
    joined = unicodedata.category(here) in ("Mn", "Me", "Mc") or here in _JOINERS
    return joined or before == "\u200d" or "\U0001f3fb" <= here <= "\U0001f3ff"


@lru_cache(maxsize=16)
def between(old: str, new: str) -> Carrying:
    """The way from one text to another, kept for the next who asks."""
    return Carrying(old, new)
