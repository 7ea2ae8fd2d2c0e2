"""Work in the background, each job in a process of its own, with its progress in the database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ebcd.errors import WorkbenchError
from ebcd.store import assistant_fits
from ebcd.store.database import Connection
from ebcd.store.workbench import Workbench, open_workbench

Told = Callable[[float, str], None]
Work = Callable[[Workbench, int, Mapping[str, Any], Told], None]
JOB = "job"
"""Where the settings that work is given hold the job's number."""


def begin(workbench: Workbench, module: str, study_id: int, job_id: int) -> None:
    """Run `module` for a job of the study in a process of its own."""
    package = Path(__file__).resolve().parents[2]
    path = os.pathsep.join(filter(None, [str(package), os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
    if not workbench.database.is_sqlite:
        environment["EBCD_DATABASE_URL"] = workbench.database.url
    command = [
        sys.executable,
        "-m",
        module,
        str(workbench.folder),
        str(study_id),
        str(job_id),
    ]
    subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def saving(
    workbench: Workbench, settings: Mapping[str, Any], progress: float, message: str
) -> Iterator[Connection]:
    """A transaction in which a job keeps what it found; the job ends here where it was stopped.

    Whatever stops a job, such as a withdrawal, waits for the end of the block or comes before it,
    so that nothing is kept after it.
    """
    job_id = settings.get(JOB)
    with workbench.database.writing() as connection:
        if job_id is not None and not assistant_fits.beat(connection, job_id, progress, message):
            raise SystemExit(0)
        yield connection


def run(
    arguments: Sequence[str],
    work: Work,
    broken_off: str = "The fit ended before its time: press “Try again”.",
) -> int:
    """Do a job's `work` in this process, and say how it went in the job.

    `broken_off`: what the job says where a fault of the program ended it.
    """
    if hasattr(os, "nice"):
        os.nice(10)
    folder, study_id, job_id = Path(arguments[0]), int(arguments[1]), int(arguments[2])
    workbench = open_workbench(folder, os.environ.get("EBCD_DATABASE_URL") or None, ready=False)
    with workbench.database.reading() as connection:
        settings = assistant_fits.settings_of(connection, job_id)
    if settings is None:
        return 0

    def told(progress: float, message: str) -> None:
        with workbench.database.writing() as connection:
            if not assistant_fits.beat(connection, job_id, progress, message):
                raise SystemExit(0)

    state, message = "failed", broken_off
    try:
        work(workbench, study_id, {**settings, JOB: job_id}, told)
        state, message = "done", ""
    except WorkbenchError as problem:
        message = str(problem)
    finally:
        with workbench.database.writing() as connection:
            assistant_fits.end_job(connection, job_id, state, message)
        workbench.close()
    return 0 if state == "done" else 1
