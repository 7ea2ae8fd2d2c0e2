"""Words on the screen, in the reader's language.

English stands in the code and is the key. A translation is one file named after its language, such
as `cy.po`, in `ebcd/languages/` or in the folder `languages` of the data folder, where a team can
put its own; a part of the words is enough, the rest stays English. The language is a context
variable, so that two people served at the same moment each read their own.
"""

from __future__ import annotations

import gettext
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from ebcd.catalogue import NotACatalogue, read_po

LANGUAGES_FOLDER = Path(__file__).parent / "languages"
MOST_BYTES = 2_000_000
_FROM_RIGHT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

_language: ContextVar[str] = ContextVar("language", default="en")
_folders: list[Path] = [LANGUAGES_FOLDER]


def look_in(folder: Path) -> None:
    """Take translations from this folder too; one of the same language there comes first."""
    if folder not in _folders:
        _folders.insert(0, folder)
        _files.cache_clear()
        _catalogue.cache_clear()


@cache
def _files() -> dict[str, Path]:
    """The translation files, by language."""
    found: dict[str, Path] = {}
    for folder in reversed(_folders):
        for path in sorted(folder.glob("*.po")) if folder.is_dir() else ():
            if path.stem.isascii() and path.stem.isalpha() and 2 <= len(path.stem) <= 3:
                found[path.stem.lower()] = path
    return {tag: found[tag] for tag in sorted(found)}


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    path = _files().get(language)
    if path is None:
        return gettext.NullTranslations()
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NotACatalogue(f"it is larger than {MOST_BYTES // 1_000_000} MB")
        return read_po(path.read_text("utf-8-sig"))
    except (NotACatalogue, UnicodeDecodeError, OSError) as problem:
        logging.getLogger(__name__).warning("The translation %s is left out: %s", path, problem)
        return gettext.NullTranslations()


def _(text: str) -> str:
    """`text` in the language of this context; itself where no translation is known."""
    return _catalogue(_language.get()).gettext(text)


def counted(number: int, one: str, many: str) -> str:
    """`1 person`, `3 people`: `one` or `many` in the context's language with `{n}` put in.

    >>> counted(1, "{n} person", "{n} people"), counted(1234, "{n} person", "{n} people")
    ('1 person', '1,234 people')
    """
    chosen = _catalogue(_language.get()).ngettext(one, many, number)
    return chosen.format(n=f"{number:,}")


def languages() -> list[str]:
    """The tags of the languages that can be chosen, English first."""
    return ["en", *(tag for tag in _files() if tag != "en")]


def language_name(tag: str) -> str:
    """What a language calls itself: “Cymraeg”. The tag where its file does not say."""
    if tag == "en":
        return "English"
    return _catalogue(tag).info().get("x-language-name", tag)


def is_draft(tag: str) -> bool:
    """Whether a translation waits for somebody who speaks the language: it is chosen by hand only,
    never because a browser asks for it.
    """
    return "x-draft" in _catalogue(tag).info()


def direction() -> str:
    """Which way the language of this context is written, as HTML names it."""
    return "rtl" if _language.get() in _FROM_RIGHT else "ltr"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within this block `_` answers in `language`."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def language() -> str:
    """The tag of the language of this context."""
    return _language.get()


def set_language(language: str) -> None:
    """From here on in this context `_` answers in `language`."""
    _language.set(language)
