"""The command line: for people who script, for IT, and for checking the product from outside.

`--json` prints one JSON document on standard output; messages go to standard error. Exit 0: done;
1: the input is bad, in one sentence; 2: wrong usage.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ebcd import __version__
from ebcd.cli import analysing, keeping, serving, studying
from ebcd.errors import WorkbenchError


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="ebcd", description="The workbench for experience-based co-design."
    )
    top.add_argument("--version", action="version", version=f"EBCD Workbench {__version__}")
    every = argparse.ArgumentParser(add_help=False)
    every.add_argument("--data", type=Path, metavar="DIR", help="the data folder (or EBCD_DATA)")
    every.add_argument("--study", metavar="NAME", help="the study's name or number")
    every.add_argument("--as", dest="user", metavar="USER", help="act with this user's rights")
    every.add_argument("--json", action="store_true", help="print one JSON document")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for room in (serving, analysing, studying, keeping):
        room.add_commands(commands, every)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    chosen = parser().parse_args(arguments)
    if chosen.data is not None:
        os.environ["EBCD_DATA"] = str(chosen.data.resolve())
    try:
        printed = chosen.run(chosen)
    except WorkbenchError as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    try:
        if printed is not None:
            _print(printed, chosen.json)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read it has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _print(document: object, as_json: bool) -> None:
    if as_json:
        json.dump(document, sys.stdout, ensure_ascii=False, indent=2, allow_nan=False)
        print()
        return
    if isinstance(document, dict):
        for name, value in document.items():
            if isinstance(value, list):
                print(f"{name}: {len(value)}")
                for each in value:
                    text = each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)
                    print(f"  {text}")
            else:
                print(f"{name}: {value}")
    else:
        print(document)
