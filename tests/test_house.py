"""The house's own promises: what README and ARCHITECTURE say is what the code is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from ebcd.cli import parser
from ebcd.ui.steps import STEPS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def _rooms() -> set[str]:
    return {
        path.stem if path.is_file() else f"{path.name}/"
        for path in (ROOT / "ebcd").iterdir()
        if (path.suffix == ".py" or (path.is_dir() and any(path.glob("*.py"))))
        and not path.name.startswith("_")
    }


def _commands() -> dict[str, object]:
    subparsers = next(action for action in parser()._actions if action.dest == "command")
    assert isinstance(subparsers.choices, dict)
    return subparsers.choices


def test_the_readme_has_every_command_and_no_other() -> None:
    told = set(re.findall(r"^ebcd ([a-z-]+)", README, re.MULTILINE))
    assert told == set(_commands())


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md"])
def test_the_map_has_every_room_and_no_other(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    block = re.search(r"<!-- map -->\n```\n(.*?)```", text, re.DOTALL)
    assert block, f"{document} has a map between <!-- map --> and the end of its block"
    drawn = {
        room.removesuffix(".py")
        for line in block[1].splitlines()
        if line.startswith("  ")
        for room in re.findall(r"[a-z_]+(?:\.py|/)", line[:26])
    }
    assert drawn == _rooms()


def test_every_page_is_a_step_and_every_step_a_page() -> None:
    assert {step.name for step in STEPS} == {path.stem for path in (ROOT / "pages").glob("*.py")}


def test_every_package_is_in_the_wheel() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (ROOT / "ebcd").rglob("__init__.py")
    }
    assert {name for name in listed["packages"] if "_bundle" not in name} == found


def test_every_dependency_is_pinned_and_the_lock_agrees() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text("utf-8").lower().replace("_", "-")
    locked = dict(line.split("==") for line in lock.split() if "==" in line)
    for wanted in project["dependencies"]:
        name, _, version = wanted.partition("==")
        name = name.split("[")[0].lower()
        assert version, f"{name} is pinned"
        assert locked.get(name) == version
    assert "://" not in lock
    assert "@" not in lock


def test_no_python_file_of_the_house_is_too_long_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("ebcd", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > 400
        and path.name != "tables.py"
        and path.parent.name != "versions"
    }
    assert long == {}
