"""The approval pack: clear print, a large-print edition, and the choice of a name."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest

from ebcd.reports.approval_pack import Pack, PackClip, PacksTold, approval_pack
from ebcd.reports.document import Front
from tests.film.boards import clip, person
from tests.reports.reader import faults, words

FRONT = Front("Living with pain", "Pain service", date(2026, 11, 22))
PACK = Pack("P01", [PackClip(n, "Waiting", clip(n, (person(1),))) for n in (1, 2)])


def sizes(data: bytes) -> set[float]:
    """The sizes of all words of the body, header and footer, in points."""
    document = docx.Document(io.BytesIO(data))
    section = document.sections[0]
    parts = (document, section.header, section.footer)
    found = {each.style.font.size.pt for part in parts for each in part.paragraphs if each.text}
    runs = {
        r.font.size.pt for part in parts for p in part.paragraphs for r in p.runs if r.font.size
    }
    return found | runs


@pytest.mark.parametrize(("large", "least"), [(False, 9), (True, 18)])
def test_no_word_of_the_large_print_is_below_18_points(large: bool, least: float) -> None:
    data = approval_pack(PacksTold(FRONT, "The film", [PACK], large))
    assert min(sizes(data)) >= least
    assert faults(data) == []


def test_everybody_chooses_how_the_film_calls_them() -> None:
    said = words(approval_pack(PacksTold(FRONT, "The film", [PACK])))
    for where in ("In the film:", "In its captions:", "On papers that go with the film:"):
        assert where in said
    assert said.count("no\u00a0name") == 3
