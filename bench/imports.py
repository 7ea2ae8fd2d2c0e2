"""Import of 30 interviews of 10,000 words: ten docx, ten vtt, ten txt. Bar: under 10 s.

Beside it, in the same run, the naive way of the same files: python-docx and splitting lines,
storing nothing.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from docx import Document

from bench.made import written
from ebcd.acts.access import command_line
from ebcd.acts.imports import files_in, import_batch
from ebcd.acts.study import create_study
from ebcd.store.workbench import open_workbench

RUNS = 3


def _naive(paths: list[Path]) -> int:
    words = 0
    for path in paths:
        if path.suffix == ".docx":
            lines = [paragraph.text for paragraph in Document(str(path)).paragraphs]
        else:
            lines = path.read_text("utf-8").splitlines()
        words += sum(len(line.split()) for line in lines)
    return words


def main() -> None:
    """Print the median of the runs."""
    with tempfile.TemporaryDirectory() as folder:
        paths = written(Path(folder) / "files", 10, 10_000)
        ours, naive = [], []
        for run in range(RUNS):
            workbench = open_workbench(Path(folder) / f"data{run}")
            study_id = create_study(workbench, command_line(), "Bench")
            began = time.perf_counter()
            batch = import_batch(
                workbench, command_line(), study_id, files_in(paths), group="patient"
            )
            ours.append(time.perf_counter() - began)
            assert len(batch.imported) == 30, batch.problems
            workbench.close()
            began = time.perf_counter()
            _naive(paths)
            naive.append(time.perf_counter() - began)
    mine, theirs = statistics.median(ours), statistics.median(naive)
    print(f"import of 30 interviews of 10,000 words, stored: {mine:.2f} s (bar 10 s)")
    print(f"  python-docx and line splitting alone, nothing stored: {theirs:.2f} s")
    print(f"  ratio {mine / theirs:.2f}")
