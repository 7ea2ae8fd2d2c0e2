"""Words as they stand in texts and in names of files."""

from __future__ import annotations

import pytest

from ebcd.text import file_name, normalise, safe_cell, xml_safe


@pytest.mark.parametrize(
    ("study", "about", "name"),
    [
        ("Living with pain: Llŷn / 2026", "codebook", "Living with pain Llŷn 2026 – codebook.csv"),
        ("../../etc/passwd", "a\nb", "etc passwd – a b.csv"),
        ("", "passages", "study – passages.csv"),
        ("...", "key\x00of", "study – key of.csv"),
    ],
)
def test_a_file_is_named_after_its_study_on_any_system(study: str, about: str, name: str) -> None:
    assert file_name(study, about, "csv") == name


def test_a_name_of_a_file_is_never_too_long() -> None:
    assert len(file_name("x" * 500, "y" * 500, "docx").encode()) < 200


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "'="])
def test_a_spreadsheet_is_given_no_formula(sign: str) -> None:
    assert safe_cell(f"{sign}cmd|' /c calc'!A0").startswith(f"'{sign}")


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert xml_safe("a\x00\ud800\uffffb\n\tc 🙂") == "ab\n\tc 🙂"


def test_a_line_break_pasted_from_a_slide_stays_one() -> None:
    assert xml_safe("a\x0bb") == "a\nb"
    assert normalise("a\x0bb") == "a b"
