"""Translation files: read as a translator saves them, and complete for the room's pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ebcd import words
from ebcd.catalogue import NotACatalogue, read_po
from ebcd.words import _, counted, direction, languages, speaking
from tests.room_sentences import said_in_english_alone, sentences

ROOT = Path(words.__file__).parent
HEAD = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"\n\n'


@pytest.fixture
def own_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of translations of the team's own."""
    before = list(words._folders)
    (tmp_path / "languages").mkdir()
    yield tmp_path / "languages"
    words._folders[:] = before
    words._files.cache_clear()
    words._catalogue.cache_clear()


def test_a_file_is_read_with_its_plural_forms_and_lines_that_go_on():
    found = read_po(
        HEAD + '# said to\n# somebody\nmsgid "Vote"\nmsgstr "Gło"\n"suj\\n"\n\n'
        'msgid "{n} dot"\nmsgid_plural "{n} dots"\n'
        'msgstr[0] "{n} kropka"\nmsgstr[1] "{n} kropki"\nmsgstr[2] "{n} kropek"\n'
    )
    assert found.gettext("Vote") == "Głosuj\n"
    said = [found.ngettext("{n} dot", "{n} dots", n) for n in (1, 2, 5)]
    assert said == ["{n} kropka", "{n} kropki", "{n} kropek"]


def test_what_is_fuzzy_empty_or_has_other_values_stays_english():
    found = read_po(
        HEAD + '#, fuzzy\nmsgid "a"\nmsgstr "x"\n\nmsgid "b"\nmsgstr ""\n\n'
        'msgid "{n} c"\nmsgstr "{m} x"\n\nmsgid "{n} d"\nmsgstr "{n x"\n\n'
        'msgid "e"\nmsgstr "{0.__class__}"\n\nmsgid "f"\nmsgstr "y"\n'
    )
    assert [found.gettext(key) for key in ("a", "b", "{n} c", "{n} d", "e", "f")] == [
        "a", "b", "{n} c", "{n} d", "e", "y",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["hello", 'msgid "a', 'msgid "a\\"', '"a"', "<html>"])
def test_a_file_that_is_no_translation_is_refused_with_its_line(text):
    with pytest.raises(NotACatalogue, match="line 1"):
        read_po(text)


def test_a_file_dropped_into_the_teams_folder_works_and_comes_first(own_folder: Path):
    (own_folder / "ur.po").write_text('msgid "Vote"\nmsgstr "ووٹ"\n', "utf-8-sig")
    (own_folder / "cy.po").write_text('msgid "Vote"\nmsgstr "Fy mhleidlais i"\n', "utf-8")
    (own_folder / "broken.po").write_text("hello", "utf-8")
    (own_folder / "xx.po").write_text("hello", "utf-8")
    words.look_in(own_folder)
    assert languages() == ["en", "cy", "ur", "xx"]
    with speaking("ur"):
        assert (_("Vote"), direction()) == ("ووٹ", "rtl")
    with speaking("cy"):
        assert (_("Vote"), direction()) == ("Fy mhleidlais i", "ltr")
    with speaking("xx"):
        assert (_("Vote"), counted(2, "{n} dot", "{n} dots")) == ("Vote", "2 dots")


def test_welsh_has_every_sentence_of_the_room_and_is_not_chosen_by_itself():
    welsh = read_po((ROOT / "languages/cy.po").read_text("utf-8"))
    known = set(welsh.texts) | {key for key, _form in welsh.forms}
    assert sorted(set(sentences()) - known) == []
    assert words.is_draft("cy")
    assert not words.is_draft("en")


def test_welsh_has_no_sentence_that_nobody_says_any_more():
    welsh = read_po((ROOT / "languages/cy.po").read_text("utf-8"))
    known = set(welsh.texts) | {key for key, _form in welsh.forms}
    assert sorted(known - set(sentences())) == []


def test_nothing_is_refused_to_a_voter_in_english_alone():
    assert said_in_english_alone() == []
