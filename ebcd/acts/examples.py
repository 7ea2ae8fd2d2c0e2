"""Examples in the codebook: one that is somebody's own words leaves only where they may be quoted.

A codebook is sent to other teams and printed in reports, and what stands there as an example is
often copied out of an interview.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ebcd.codebook import Code
from ebcd.store import findings
from ebcd.store.database import Connection
from ebcd.store.findings import Material
from ebcd.store.passages import Passage

_BREAKS = re.compile(r"…|\.\.\.|[“”\"\[\]]")
_A_FEW_WORDS = 3


def leaving(connection: Connection, study_id: int, of: Material) -> tuple[list[Code], Counter[int]]:
    """The study's codes as they may leave, and in how many examples each participant is quoted."""
    whole = [_plain(text) for text in findings.whole_texts(connection, study_id).values()]
    quotable = [(_plain(each.quote), each) for each in of.passages.values() if each.may_quote]
    codes: list[Code] = []
    quoted: Counter[int] = Counter()
    for code in of.codes:
        said = [piece for piece in _pieces(code.example) if any(piece in text for text in whole)]
        sources = _sources(said, quotable)
        if sources is None:
            codes.append(replace(code, example=""))
            continue
        codes.append(code)
        quoted.update({person for source in sources for person in source.people})
    return codes, quoted


def _sources(said: Iterable[str], quotable: Sequence[tuple[str, Passage]]) -> list[Passage] | None:
    """For each piece that was said a passage it may be quoted from; None where one has none."""
    found = [
        next((passage for words, passage in quotable if piece in words), None) for piece in said
    ]
    known = [passage for passage in found if passage is not None]
    return known if len(known) == len(found) else None


def _pieces(example: str) -> list[str]:
    """The parts of an example that may each be somebody's words."""
    plain = [_plain(part).strip(" '.,:;") for part in _BREAKS.split(example)]
    listed = [part for part in plain if part]
    return [part for part in listed if len(part.split()) >= _A_FEW_WORDS] or listed


def _plain(text: str) -> str:
    """`text` on one line, in small letters."""
    return " ".join(text.split()).casefold()
