"""Servers for the tests that start at once: one process reads all modules and splits for each.

    python -m tests.browser.warm

Each line that it reads is an order, `{"arguments": …, "cwd": …, "environment": …}`; it answers with
the number of the process that now runs `ebcd` with these arguments. A server that is started by
its command does the same but for reading the modules, which takes seconds of a processor.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil

import ebcd.cli

ROOT = Path(__file__).parents[2]
CAN = hasattr(os, "fork")
_READ = (
    "uvicorn",
    "sklearn.feature_extraction.text",
    "altair",
    "pandas",
    "docx",
    "alembic.command",
)


class Warm:
    """The process that splits, from the side of the tests."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.warm"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, arguments: list[str], cwd: Path, environment: dict[str, str]) -> psutil.Process:
        """Run `ebcd` with these arguments."""
        assert self.process.stdin
        assert self.process.stdout
        order = {"arguments": arguments, "cwd": str(cwd), "environment": environment}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return psutil.Process(int(self.process.stdout.readline()))

    def end(self) -> None:
        """No further order will come."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(20)


def _read_modules() -> None:
    """Read what a server reads, and open nothing."""
    for name in (*_READ, "ebcd.web.server", "ebcd.store.migrate"):
        importlib.import_module(name)
    for path in sorted((ROOT / "ebcd" / "ui").glob("*.py")):
        if path.stem not in ("__init__", "script"):
            importlib.import_module(f"ebcd.ui.{path.stem}")


def _become(order: dict[str, Any]) -> int:
    """Be the server of this order until it ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["environment"])
    return ebcd.cli.main(order["arguments"])


def main() -> None:
    """Read orders until there are no more."""
    _read_modules()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while line := sys.stdin.readline():
        order = json.loads(line)
        child = os.fork()
        if not child:
            sys.exit(_become(order))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
