"""Whether “what to read next” teaches more than passages drawn by chance.

    python -m bench.assistant_reading [--coded FOLDER] [--seeds 10]

From 50 passages drawn by chance, 25 are added twice: those to read next, or as many by chance (the
mean of three draws). Label-ranking average precision on people or transcripts never learnt from.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.assistant import KNOWN, Coded, sets
from ebcd.assistant.features import Reader
from ebcd.assistant.learning import ranking_quality
from ebcd.assistant.reading_next import to_read_next
from ebcd.assistant.suggestions import Example, Model

START, STEP, STEPS, DRAWS, TRIED = 50, 25, 2, 3, 500


def _fitted(coded: Coded, reader: Reader, rows: Sequence[int]) -> Model:
    examples = [Example(coded.texts[r], coded.codes[r], coded.groups[r]) for r in rows]
    return Model(reader, coded.codebook, examples)


def _one(coded: Coded, reader: Reader, seed: int, truth: Any) -> list[tuple[float, float]] | None:
    """The gain over the start of passages to read next and of chance, after each step."""
    rng = np.random.default_rng(seed)
    groups = rng.permutation(sorted(set(coded.groups))).tolist()
    held = set(groups[: max(1, len(groups) // 3)])
    order = rng.permutation(len(coded.texts)).tolist()
    pool = [row for row in order if coded.groups[row] not in held]
    tried = [row for row in order if coded.groups[row] in held and coded.codes[row]][:TRIED]
    if len(pool) < START + STEP * STEPS:
        return None
    rows, found = pool[:START], []
    heard = reader.read([coded.texts[row] for row in tried])

    def quality(learnt_from: Sequence[int]) -> float:
        return ranking_quality(_fitted(coded, reader, learnt_from).likely(heard), truth[tried])

    begun = quality(rows)
    for step in range(1, STEPS + 1):
        left = sorted(set(pool) - set(rows))
        chosen = to_read_next(
            _fitted(coded, reader, rows), [coded.texts[row] for row in left], STEP
        )
        rows = [*rows, *(left[one.row] for one in chosen)]
        chance = [
            quality([*pool[:START], *_drawn(pool[START:], step, draw)]) for draw in range(DRAWS)
        ]
        found.append((quality(rows) - begun, statistics.fmean(chance) - begun))
    return found


def _drawn(rest: Sequence[int], step: int, draw: int) -> list[int]:
    return np.random.default_rng(draw).permutation(rest)[: STEP * step].tolist()


def main(arguments: Sequence[str] = ()) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--coded", default=os.environ.get("EBCD_CODED"))
    parser.add_argument("--seeds", type=int, default=10)
    asked = parser.parse_args(list(arguments))
    print("\nset | coded | gained: to read next, by chance | seeds in which it gained more")
    for coded in sets(Path(asked.coded) if asked.coded else None):
        if "nothing" in coded.name:
            continue
        column = {code.id: at for at, code in enumerate(coded.codebook)}
        truth = np.zeros((len(coded.texts), len(column)), dtype=np.float32)
        for row, codes in enumerate(coded.codes):
            truth[row, [column[code] for code in codes]] = 1
        reader = Reader(coded.texts, KNOWN)
        seeds = range(asked.seeds)
        found = [each for seed in seeds if (each := _one(coded, reader, seed, truth))]
        for step in range(STEPS if found else 0):
            ours, chance = zip(*(each[step] for each in found), strict=True)
            better = sum(a > b for a, b in zip(ours, chance, strict=True))
            print(
                f"{coded.name} | {START + STEP * (step + 1)} | {statistics.fmean(ours):+.3f}, "
                f"{statistics.fmean(chance):+.3f} | {better} of {len(found)}",
                flush=True,
            )


if __name__ == "__main__":
    main(sys.argv[1:])
