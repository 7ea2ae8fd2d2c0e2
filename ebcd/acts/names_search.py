"""Looking for names in the background, in a process of its own: the language pipeline is slow.

Kept are places in a text, never words; each transcript's as soon as it was looked through.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from ebcd.acts.background import Told, begin, run
from ebcd.assistant import names as net
from ebcd.assistant.pseudonyms import candidates
from ebcd.errors import WorkbenchError
from ebcd.store import assistant_fits
from ebcd.store import names as store
from ebcd.store.workbench import Workbench

RULES = "rules 1"


def finder() -> str:
    """Which net looks: a text is looked through anew when this changes."""
    import importlib.metadata

    try:
        return f"{net.PIPELINE} {importlib.metadata.version(net.PIPELINE)}, {RULES}"
    except importlib.metadata.PackageNotFoundError:
        return RULES


def start(workbench: Workbench, study_id: int, by_id: int | None) -> None:
    """Begin to look and return at once; nothing where that is under way."""
    kind = assistant_fits.NAMES
    with workbench.database.writing() as connection:
        if assistant_fits.running(connection, study_id, kind):
            return
        job_id = assistant_fits.start_job(connection, study_id, by_id, {"stamp": finder()}, kind)
    begin(workbench, "ebcd.acts.names_search", study_id, job_id)


def look_through(
    workbench: Workbench,
    study_id: int,
    settings: Mapping[str, Any] | None = None,
    told: Told = lambda _progress, _message: None,
) -> None:
    """Look through every current text that was not looked through yet."""
    del settings
    with workbench.database.reading() as connection:
        left = store.unread(connection, study_id, finder())
    for at, version_id in enumerate(left):
        told(at / len(left), "")
        with workbench.database.reading() as connection:
            text = store.text_of(connection, version_id)
        if text is None:
            continue
        found = candidates(text)
        with workbench.database.writing() as connection:
            store.keep_found(connection, study_id, version_id, finder(), found)


def pipeline_missing() -> str | None:
    """Why names are found by rules and lists alone, or None. Loads nothing."""
    import importlib.metadata

    try:
        version = importlib.metadata.version(net.PIPELINE)
    except importlib.metadata.PackageNotFoundError:
        version = ""
    if version == net.PIPELINE_VERSION:
        return None
    try:
        net.pipeline()
    except WorkbenchError as problem:
        return str(problem)
    return None


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], look_through))
