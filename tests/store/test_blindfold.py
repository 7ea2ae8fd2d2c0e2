"""Nothing that shows codings forgets to ask what a blind coder may see."""

from __future__ import annotations

import ast
from pathlib import Path

import ebcd.store

KEEPS_WHOLE = {
    "archive": "a backup holds everything",
    "assistant_questions": "keeps answers by number; the acts that put questions ask",
    "assistant_reading": "learns for everybody; its suggestions are hidden where they are shown",
    "autocode": "takes back codings by number, of the one who made them",
    "belonging": "tells whether a thing is of this study",
    "blind_coding": "keeps what each coder had when all may see it",
    "carried": "carries everything over to a corrected text",
    "checks": "looks the whole database over, and shows no coding",
    "codebook_undo": "deletes and merges codes with all that hangs on them",
    "exchange": "finds what an import brings twice; an export asks for usable passages",
    "names_replacing": "takes words out of what is kept, whoever coded them",
    "reconciling": "changes what coders compare, after all may see it",
    "retrieval": "works on the passages that retrieval has shown",
    "versions": "carries everything over to a corrected text",
    "withdrawal": "reaches everything that a person said",
}


def _reads_codings(module: Path) -> bool:
    tree = ast.parse(module.read_text("utf-8"))
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "ebcd.store.tables"
        and any(name.name == "coding" for name in node.names)
        for node in ast.walk(tree)
    )


def _asks(module: Path) -> bool:
    return "ebcd.store.blindfold" in (text := module.read_text("utf-8")) or (
        "import blindfold" in text
    )


def test_every_module_that_reads_codings_asks_or_says_why_not() -> None:
    folder = Path(ebcd.store.__file__).parent
    reading = {path.stem for path in folder.glob("*.py") if _reads_codings(path)} - {"blindfold"}
    silent = {name for name in reading if not _asks(folder / f"{name}.py")}
    assert silent <= KEEPS_WHOLE.keys(), "ask ebcd/store/blindfold.py, or say here why not"
