"""Words as they stand in texts and in names of files."""

from __future__ import annotations

import pytest

from ebcd.text import file_name


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
