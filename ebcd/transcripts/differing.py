"""What is the same in two texts and what was changed: turns first, then words, then characters.

Two versions of an interview are mostly alike, so that whole turns are matched first and only what
lies between them is looked at more closely. What occurs once in either text is an anchor; between
anchors the same is done again. A long text with many changes is compared in a time that grows with
its length, never with its square.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

from ebcd.text import Span

Run = tuple[int, int, int]
"""`length` tokens are the same from `old` and from `new` on: (old, new, length)."""

_LINES = re.compile(r"[^\n]+|\n")
_WORDS = re.compile(r"[^\s.,;:!?…\"“”„«»‘’'()\[\]{}<>/–—-]+|\n|[^\S\n]+|.")
_SMALL = 40_000
_LONGEST_WORDS = 80
_ALIKE = 0.5


@dataclass(frozen=True)
class Block:
    """A stretch of the old text and the stretch of the new one that stands in its place."""

    old: Span
    new: Span
    same: bool


def blocks(old: str, new: str, *, letters: bool = True) -> tuple[Block, ...]:
    """The two texts from beginning to end, in stretches that are the same or were changed.

    `letters`: whether words that are alike are compared letter by letter.

    >>> [(b.same, old[b.old.start:b.old.end], new[b.new.start:b.new.end])
    ...  for old, new in [("I was scarred.", "I was scared.")] for b in blocks(old, new)]
    [(True, 'I was scar', 'I was scar'), (False, 'r', ''), (True, 'ed.', 'ed.')]
    """
    found: list[Block] = []
    for each in _by(_LINES, old, new, Span(0, len(old)), Span(0, len(new))):
        if each.same:
            found.append(each)
        else:
            within = _coarse(list(_by(_WORDS, old, new, each.old, each.new)))
            for word in within:
                found.extend([word] if word.same or not letters else _letters(old, new, word))
    return tuple(_joined(found))


def _by(pattern: re.Pattern[str], old: str, new: str, a: Span, b: Span) -> Iterator[Block]:
    """The blocks of two stretches, compared token by token."""
    tokens_a = pattern.findall(old, a.start, a.end)
    tokens_b = pattern.findall(new, b.start, b.end)
    at_a = list(accumulate(map(len, tokens_a), initial=a.start))
    at_b = list(accumulate(map(len, tokens_b), initial=b.start))
    yield from _filled(
        (
            (at_a[i], at_b[j], at_a[i + length] - at_a[i])
            for i, j, length in same_runs(tokens_a, tokens_b)
        ),
        a,
        b,
    )


def _filled(runs: Iterable[Run], a: Span, b: Span) -> Iterator[Block]:
    """Runs of the same characters, with the changed stretches between them."""
    i, j = a.start, b.start
    for at_a, at_b, length in [*runs, (a.end, b.end, 0)]:
        if at_a > i or at_b > j:
            yield Block(Span(i, at_a), Span(j, at_b), False)
        if length:
            yield Block(Span(at_a, at_a + length), Span(at_b, at_b + length), True)
        i, j = at_a + length, at_b + length


def _joined(found: Iterable[Block]) -> Iterator[Block]:
    """The blocks with neighbours of one kind put together."""
    held: Block | None = None
    for each in found:
        if held is not None and held.same == each.same:
            old = Span(held.old.start, each.old.end)
            held = Block(old, Span(held.new.start, each.new.end), held.same)
            continue
        if held is not None:
            yield held
        held = each
    if held is not None:
        yield held


def _coarse(found: list[Block]) -> list[Block]:
    """The blocks without chance likenesses: a word that is the same between longer changes.

    A stretch counts as changed if what went on either side of it is longer than it is.
    """
    kept: list[Block] = []
    for each in found:
        kept.append(each)
        while len(kept) >= 3 and not kept[-1].same and kept[-2].same and not kept[-3].same:
            before, between, after = kept[-3:]
            if len(between.old) >= min(len(before.old), len(after.old)):
                break
            old = Span(before.old.start, after.old.end)
            kept[-3:] = [Block(old, Span(before.new.start, after.new.end), False)]
    return kept


def _letters(old: str, new: str, block: Block) -> Iterator[Block]:
    """A few changed words, letter by letter where they are alike."""
    a, b = old[block.old.start : block.old.end], new[block.new.start : block.new.end]
    if not a or not b or max(len(a), len(b)) > _LONGEST_WORDS:
        yield block
        return
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.ratio() < _ALIKE:
        yield block
        return
    runs = (
        (block.old.start + i, block.new.start + j, length)
        for i, j, length in matcher.get_matching_blocks()
        if length
    )
    yield from _filled(runs, block.old, block.new)


def same_runs(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """The runs of tokens that stand in both, in order, neither crossing another."""
    found: list[Run] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        a, a_end, b, b_end = waiting.pop()
        begin = _alike(old, new, (a, a_end), (b, b_end), 1)
        if begin:
            found.append((a, b, begin))
            a, b = a + begin, b + begin
        end = _alike(old, new, (a, a_end), (b, b_end), -1)
        if end:
            a_end, b_end = a_end - end, b_end - end
            found.append((a_end, b_end, end))
        if a == a_end or b == b_end:
            continue
        anchors = _anchors(old[a:a_end], new[b:b_end])
        if anchors:
            _divide(waiting, (a, a_end, b, b_end), anchors)
        elif (a_end - a) * (b_end - b) <= _SMALL:
            matcher = SequenceMatcher(None, old[a:a_end], new[b:b_end], autojunk=False)
            found += [(a + i, b + j, n) for i, j, n in matcher.get_matching_blocks() if n]
    return sorted(found)


def _alike(
    old: Sequence[str], new: Sequence[str], a: tuple[int, int], b: tuple[int, int], step: int
) -> int:
    """How many tokens are the same from the beginning (`step` 1) or back from the end (-1)."""
    most = min(a[1] - a[0], b[1] - b[0])
    i, j = (a[0], b[0]) if step == 1 else (a[1] - 1, b[1] - 1)
    count = 0
    while count < most and old[i + step * count] == new[j + step * count]:
        count += 1
    return count


def _divide(
    waiting: list[tuple[int, int, int, int]],
    within: tuple[int, int, int, int],
    anchors: Sequence[tuple[int, int]],
) -> None:
    """Put off the stretches that begin at each anchor, and the one before the first."""
    a, a_end, b, b_end = within
    places = [(a, b), *((a + i, b + j) for i, j in anchors), (a_end, b_end)]
    for (i, j), (i_end, j_end) in pairwise(places):
        if i < i_end or j < j_end:
            waiting.append((i, i_end, j, j_end))


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Where a few tokens in a row occur once in either text, in the order of both."""
    for length in (6, 3, 1):
        once_old, once_new = _once(old, length), _once(new, length)
        pairs = [(i, once_new[key]) for key, i in once_old.items() if key in once_new]
        if pairs:
            return _rising(pairs)
    return []


def _once(tokens: Sequence[str], length: int) -> dict[tuple[str, ...], int]:
    """Where each row of `length` tokens stands that occurs once, in order."""
    places: dict[tuple[str, ...], int] = {}
    for at in range(len(tokens) - length + 1):
        key = tuple(tokens[at : at + length])
        places[key] = -1 if key in places else at
    return {key: at for key, at in places.items() if at >= 0}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs (rising in the first) that rises in the second as well."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_i, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [j]
        last[at : at + 1] = [number]
    chosen: list[tuple[int, int]] = []
    number = last[-1]
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]
