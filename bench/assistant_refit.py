"""A refit of 5,000 codings under 60 codes, from the moment it is asked for.

    python -m bench.assistant_refit [--passages 10000] [--coded FOLDER]

A study of so many comments, half of them coded, its sentence vectors kept. The page asks for a
refit; the time runs until the new suggestions are in the database, and until all is worked out.
Processor seconds are those of the process that learns, its start among them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from bench.large import CODES, CODINGS, _code, _pool, _study, _vectors
from ebcd.acts import assistant
from ebcd.acts.access import command_line
from ebcd.store import assistant_fits
from ebcd.store.workbench import Workbench, open_workbench

AFTER_SUGGESTIONS = ("questions", "goodness", "topics")


def _spent() -> float:
    """Processor seconds of the process that learns, 0 where it has ended."""
    learning = [
        child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE
    ]
    return sum(sum(child.cpu_times()[:2]) for child in learning)


def _refit(workbench: Workbench, study_id: int) -> None:
    begun, spent = time.perf_counter(), 0.0
    assistant.learn_again(workbench, command_line(), study_id)
    there = False
    while True:
        time.sleep(0.05)
        with workbench.database.reading() as connection:
            running = assistant_fits.running(connection, study_id)
        spent = _spent() or spent
        seconds = time.perf_counter() - begun
        if running is None:
            print(f"all worked out | {spent:.1f} | {seconds:.1f}", flush=True)
            return
        if not there and running.message in AFTER_SUGGESTIONS:
            there = True
            print(f"suggestions in the database | {spent:.1f} | {seconds:.1f}", flush=True)


def main(arguments: Sequence[str] = ()) -> None:
    """Print the table: a first fit, and a refit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--coded", default=os.environ.get("EBCD_CODED"))
    parser.add_argument("--passages", type=int, default=2 * CODINGS)
    asked = parser.parse_args(list(arguments))
    with tempfile.TemporaryDirectory() as folder:
        workbench = open_workbench(Path(folder))
        pool = _pool(Path(asked.coded) if asked.coded else None)
        study_id = _study(workbench, pool, asked.passages)
        _code(workbench, study_id)
        _vectors(workbench, study_id, pool)
        said = f"{CODINGS:,} codings, {CODES} codes, {asked.passages:,} passages"
        print(f"\n{said} | processor seconds | seconds by the clock")
        for _time in ("first", "again"):
            _refit(workbench, study_id)
        workbench.close()


if __name__ == "__main__":
    main(sys.argv[1:])
