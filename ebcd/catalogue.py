"""Translation files: gettext's .po, as every translator's program writes it.

Read as it stands, so that a translation works as soon as it is saved. An entry that is marked
“fuzzy” or is not translated is left out. A translation has to keep the places where values are put
in, such as `{n}`, and adds none of its own: one that does not is left out too.
"""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d)\])?)\s+)?(".*")\s*')
_VALUE = re.compile(r"\{[^{}]*\}")
_RULE = re.compile(r"nplurals\s*=\s*(\d)\s*;\s*plural\s*=\s*([^;]+)")


class NotACatalogue(Exception):
    """A file that is no translation; its text says where. It is noted in the server's log."""


class Catalogue(gettext.NullTranslations):
    """The words of one language. `texts`: by English text, and by (text, form) for plurals."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self.forms: dict[tuple[str, int], str] = {}
        self.form = gettext.c2py("n != 1")
        self.about: dict[str, str] = {}

    def gettext(self, message: str) -> str:
        return self.texts.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.forms.get((msgid1, self.form(n))) or (msgid1 if n == 1 else msgid2)

    def info(self) -> dict[str, str]:
        return self.about


@dataclass
class _Entry:
    """One entry as it is read: the parts by their keyword."""

    parts: dict[str, str] = field(default_factory=dict)
    fuzzy: bool = False


def read_po(text: str) -> Catalogue:
    """The words in a .po file. Raises NotACatalogue, with the line, where it is none."""
    found = Catalogue()
    for entry in _entries(text):
        key, many = entry.parts.get("msgid", ""), entry.parts.get("msgid_plural")
        if not key:
            _read_header(found, entry.parts.get("msgstr", ""))
        elif entry.fuzzy:
            continue
        elif many is None:
            said = entry.parts.get("msgstr", "")
            if said and _same_values(key, said):
                found.texts[key] = said
        else:
            for part, said in entry.parts.items():
                if part.startswith("msgstr[") and said and _same_values(many, said, fewer=True):
                    found.forms[key, int(part[7])] = said
    return found


def _entries(text: str) -> Iterator[_Entry]:
    entry, part = _Entry(), ""
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if line.startswith("#"):
            if "msgstr" in entry.parts or "msgstr[0]" in entry.parts:
                yield entry
                entry, part = _Entry(), ""
            entry.fuzzy = entry.fuzzy or (line.startswith("#,") and "fuzzy" in line)
        elif line:
            read = _LINE.fullmatch(line)
            if read is None or not (read[1] or part):
                raise NotACatalogue(f"line {number} is not of a .po file")
            keyword = read[1]
            if keyword in ("msgid", "msgctxt") and any(p.startswith("msgstr") for p in entry.parts):
                yield entry
                entry = _Entry()
            if keyword:
                part = keyword
            entry.parts[part] = entry.parts.get(part, "") + _unquoted(read[3], number)
    if entry.parts:
        yield entry


def _unquoted(quoted: str, number: int) -> str:
    try:
        value = ast.literal_eval(quoted)
    except (SyntaxError, ValueError):
        raise NotACatalogue(f"line {number} has a quotation mark or backslash too many") from None
    return str(value)


def _read_header(found: Catalogue, header: str) -> None:
    for line in header.splitlines():
        name, _, value = line.partition(":")
        found.about[name.strip().lower()] = value.strip()
    rule = _RULE.search(found.about.get("plural-forms", ""))
    if rule:
        try:
            found.form = gettext.c2py(rule[2].strip())
        except ValueError:
            raise NotACatalogue("its rule for plural forms cannot be read") from None


def _same_values(english: str, said: str, *, fewer: bool = False) -> bool:
    """Whether `said` takes the same values as `english`. `fewer`: may leave some out."""
    wanted, given = set(_VALUE.findall(english)), set(_VALUE.findall(said))
    braces = said.count("{") == said.count("}") == len(_VALUE.findall(said))
    return braces and (given <= wanted if fewer else given == wanted)
