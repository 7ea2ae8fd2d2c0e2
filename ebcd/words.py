"""Words on the screen, in the reader's language.

English stands in the code and is the key; a translation is a gettext catalogue under
`ebcd/languages/`. The language is a context variable, so that two people served at the same moment
each read their own.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES_FOLDER = Path(__file__).parent / "languages"

_language: ContextVar[str] = ContextVar("language", default="en")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("ebcd", LANGUAGES_FOLDER, [language], fallback=True)


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
    found = sorted(path.parent.parent.name for path in LANGUAGES_FOLDER.glob("*/LC_MESSAGES/*.mo"))
    return ["en", *found]


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
