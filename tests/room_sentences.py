"""Every sentence that people in the room can see: on the pages, and where something is wrong."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from ebcd import words
from ebcd.priorities import groups

ROOT = Path(words.__file__).parent

FOR_THE_TEAM = "run.html"
"""The page from which a round is run is the team's."""

SAYS = (
    "web/ballot.py",
    "web/ballot_words.py",
    "web/room_forms.py",
    "web/phone_check.py",
    "web/looks.py",
    "priorities/answers.py",
    "priorities/reading.py",
    "priorities/rounds.py",
    "priorities/wording.py",
    "acts/ballots.py",
    "acts/event_cards.py",
    "acts/ideas.py",
    "acts/phone_check.py",
    "acts/room_forms.py",
    "acts/sign_ups.py",
    "events.py",
    "store/database.py",
)
"""The modules whose words reach the room."""

SEEN_BY_VOTERS = {
    "web/ballot.py": None,
    "web/room_forms.py": None,
    "acts/ballots.py": None,
    "acts/event_cards.py": ("leads_to",),
    "acts/ideas.py": ("suggest",),
    "acts/phone_check.py": ("there", "arrive"),
    "acts/room_forms.py": ("found_form",),
    "acts/sign_ups.py": ("sign_up", "_values", "mine"),
    "priorities/answers.py": None,
    "priorities/rounds.py": ("checked_group",),
    "events.py": ("checked_idea",),
}
"""Functions (None: all of the module) that refuse something to somebody in the room."""


def sentences() -> dict[str, str | None]:
    """Every sentence, with its plural where it has one."""
    found: dict[str, str | None] = {}
    for folder in ("ballot", "room"):
        for path in (ROOT / "web/templates" / folder).glob("*.html"):
            if path.name != FOR_THE_TEAM:
                page = path.read_text("utf-8")
                found |= dict.fromkeys(re.findall(r'_\("((?:[^"\\]|\\.)*)"\)', page))
                found |= dict(re.findall(r'counted\([^,]+, "([^"]*)", "([^"]*)"', page))
    for name in SAYS:
        for call in _calls(ast.parse((ROOT / name).read_text("utf-8"))):
            texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
            texts = [text for text in texts if isinstance(text, str)]
            found |= {texts[0]: texts[1] if len(texts) > 1 else None} if texts else {}
    return found | dict.fromkeys([*groups._SAID.values(), *groups._MANY.values()])


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if named and node.func.id in ("_", "counted"):
            yield node


def said_in_english_alone() -> list[str]:
    """Where something is refused to somebody in the room with words that cannot be translated."""
    found = []
    for name, functions in SEEN_BY_VOTERS.items():
        for function in ast.walk(ast.parse((ROOT / name).read_text("utf-8"))):
            is_one = isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
            if is_one and (functions is None or function.name in functions):
                found += [f"{name}:{line}" for line in _untranslated(function)]
    return sorted(set(found))


def _untranslated(function: ast.AST) -> Iterator[int]:
    for node in ast.walk(function):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            said = node.exc.args[0] if node.exc.args else None
            if isinstance(said, ast.JoinedStr | ast.Constant):
                yield node.lineno
