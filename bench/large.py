"""The assistant on a national survey: 100,000 comments in one study, learnt from end to end.

    python -m bench.large [--comments 100000] [--coded FOLDER]

Comments are put together from sentences of the feedback set in the folder (or EBCD_CODED), or of
the sample study; their sentence vectors are made from those of the sentences, as if they had been
kept. The fit runs in a process of its own, whose processor seconds and peak of memory are printed
stage by stage; then what a page and an answer take.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.assistant import sets
from ebcd.acts import assistant, assistant_fit, assistant_topics
from ebcd.acts.access import May, command_line
from ebcd.acts.act import act
from ebcd.acts.codebook import add_code
from ebcd.acts.comments import import_comments
from ebcd.acts.study import create_study
from ebcd.assistant import vectors
from ebcd.assistant.sentences import pieces, sentence_spans
from ebcd.codebook import Kind
from ebcd.exchange.comments import Comment, Comments
from ebcd.store import assistant_reading, coding
from ebcd.store.workbench import Workbench, open_workbench

POOL = 3000
CODES, CODINGS = 60, 5000


def _pool(folder: Path | None) -> list[str]:
    """Sentences that people wrote or said."""
    found: list[str] = []
    for each in sets(folder):
        for text in each.texts:
            found += [text[span.start : span.end] for span in sentence_spans(text)]
        if len(found) >= POOL:
            break
    unlike = [text for text in dict.fromkeys(found) if len(text.split()) >= 4]
    return [unlike[at] for at in np.random.default_rng(0).permutation(len(unlike))[:POOL]]


def _study(workbench: Workbench, pool: Sequence[str], count: int) -> int:
    """A study of so many comments, each of one to three sentences, some of them coded."""
    chance = np.random.default_rng(1)
    study_id = create_study(workbench, command_line(), f"{count:,} comments")
    comments = []
    for number in range(count):
        some = chance.integers(0, len(pool), chance.integers(1, 4))
        text = " ".join(pool[at] for at in some)
        comments.append(Comment(number + 2, f"Comment {number + 1}", text, {}))
    found = Comments(tuple(comments), 0, "Comment")
    digest = hashlib.sha256(b"made").hexdigest()
    import_comments(workbench, command_line(), study_id, "made.csv", digest, found, title="Survey")
    return study_id


def _code(workbench: Workbench, study_id: int) -> None:
    """Codings by the first word that each comment holds of a code's own words."""
    whose = (workbench, command_line(), study_id)
    codes = [add_code(*whose, Kind.THEME, f"Code {at}") for at in range(CODES)]
    with workbench.database.reading() as connection:
        said = assistant_reading.study_stretches(connection, study_id)
    step = max(1, len(said) // CODINGS)
    new = [
        coding.NewCoding(
            each.transcript,
            codes[int(hashlib.md5(each.text.split()[0].lower().encode()).hexdigest(), 16) % CODES],
            each.span,
            None,
        )
        for each in said[::step][:CODINGS]
    ]
    with act(*whose, May.CODE, "code") as doing:
        coding.add_codings(doing.connection, study_id, new)


def _vectors(workbench: Workbench, study_id: int, pool: Sequence[str]) -> None:
    """Keep a vector for every piece of a comment: the mean of its sentences', with some noise."""
    made = dict(zip(pool, vectors.vectors(pool), strict=True))
    with workbench.database.reading() as connection:
        said = assistant_reading.study_stretches(connection, study_id)
    wanted = list(dict.fromkeys(piece for each in said for piece in pieces(each.text)))
    chance = np.random.default_rng(2)
    rows = np.zeros((len(wanted), vectors.DIMENSIONS), dtype=np.float16)
    by_start = {sentence[:24]: vector for sentence, vector in made.items()}
    for at, text in enumerate(wanted):
        near = by_start.get(text[:24], made[pool[at % len(pool)]])
        row = near + chance.normal(scale=0.02, size=vectors.DIMENSIONS)
        rows[at] = (row / np.linalg.norm(row)).astype(np.float16)
    file = workbench.study_folder(study_id, "models") / assistant_fit.VECTORS
    np.savez(file, keys=np.array([vectors.key(text) for text in wanted]), rows=rows)


def _fit(folder: Path, study_id: int) -> None:
    """In a process of its own: learn, and print what each stage took."""
    workbench = open_workbench(folder)
    begun = last = time.process_time()
    stage = "start"

    def told(_share: float, message: str) -> None:
        nonlocal last, stage
        if message != stage:
            _said(stage, time.process_time() - last)
            last, stage = time.process_time(), message

    assistant_fit.bring_up_to_date(workbench, study_id, None, told)
    _said(stage, time.process_time() - last)
    _said("all of it", time.process_time() - begun)


def _said(stage: str, seconds: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{stage} | {seconds:.1f} | {peak:,.0f}", flush=True)


def _median(work: Callable[[], Any], times: int = 7) -> str:
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - begun))
    return f"{statistics.median(took):.0f} (at most {max(took):.0f})"


def _pages(workbench: Workbench, study_id: int) -> None:
    whose = (workbench, command_line(), study_id)
    print("\non the page | milliseconds", flush=True)
    print(f"how far it is | {_median(lambda: assistant._state(*whose))}")
    print(f"topics | {_median(lambda: assistant_topics.topics(*whose))}")
    shown = assistant_topics.topics(*whose)
    assert shown is not None
    ref = shown.topics[0].ref
    print(f"a page of a topic | {_median(lambda: assistant_topics.page_of(*whose, ref))}")
    print(f"the next suggestion | {_median(lambda: assistant.queue(*whose, most=1))}")
    waiting = iter([each.id for each in assistant.queue(*whose, most=20)])
    if len(assistant.queue(*whose, most=20)) == 20:
        print(f"accept | {_median(lambda: assistant.accept(*whose, next(waiting)))}")
        print(f"dismiss | {_median(lambda: assistant.dismiss(*whose, next(waiting)))}", flush=True)


def main(arguments: Sequence[str] = ()) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--coded", default=os.environ.get("EBCD_CODED"))
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--fit", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args(list(arguments))
    if asked.fit:
        _fit(Path(asked.fit[0]), int(asked.fit[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        workbench = open_workbench(Path(folder))
        pool = _pool(Path(asked.coded) if asked.coded else None)
        study_id = _study(workbench, pool, asked.comments)
        _code(workbench, study_id)
        _vectors(workbench, study_id, pool)
        print(f"\n{asked.comments:,} comments, {CODINGS:,} codings | processor seconds | peak MB")
        command = [sys.executable, "-m", "bench.large", "--fit", folder, str(study_id)]
        subprocess.run(command, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
        _pages(workbench, study_id)
        workbench.close()


if __name__ == "__main__":
    main(sys.argv[1:])
