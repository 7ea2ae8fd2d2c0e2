"""A comparison of a long transcript is worked out by stretches, not letter by letter."""

from __future__ import annotations

import random
import time

from ebcd.findings.disagreements import places
from ebcd.findings.side_by_side import Mark, over_characters, over_turns
from ebcd.text import Span

LENGTH = 300_000


def test_three_hundred_thousand_characters_with_two_thousand_codings() -> None:
    dice = random.Random(5)
    starts = [dice.randrange(LENGTH - 300) for _ in range(2000)]
    marks = [
        Mark(at, at % 2, at % 40, Span(start, start + dice.randint(20, 300)))
        for at, start in enumerate(starts)
    ]
    turns = [Span(at, at + 149) for at in range(0, LENGTH, 150)]
    began = time.process_time()
    over_characters(marks, turns, (0, 1))
    over_turns(marks, turns, (0, 1))
    places(marks, (0, 1), dict.fromkeys(range(40), "theme"))
    assert time.process_time() - began < 2
