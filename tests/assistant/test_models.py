"""The material in `models/`: every piece has its card, and the cards say the truth."""

from __future__ import annotations

import json

import pytest

from ebcd.assistant import names, vectors
from ebcd.assistant.names import PIPELINE_VERSION
from ebcd.bundle import bundled
from ebcd.text import sha256

MODELS = bundled("models")
CARDS = {path.name: path.read_text(encoding="utf-8") for path in MODELS.glob("*.md")}


def test_every_piece_of_material_is_named_in_a_card_and_every_card_in_the_readme() -> None:
    pieces = [path.name for path in MODELS.iterdir() if path.suffix in (".txt", ".json")]
    assert pieces
    for piece in pieces:
        assert any(piece in text for name, text in CARDS.items() if name != "README.md"), piece
    assert all(name in CARDS["README.md"] for name in CARDS if name != "README.md")


def test_the_hashes_in_the_cards_are_those_of_the_files() -> None:
    for name in ("given_names.txt", "family_names.txt"):
        assert sha256((MODELS / name).read_bytes()) in CARDS["names.md"]
    assert sha256((MODELS / vectors.WORDS_FILE).read_bytes()) == vectors.WORDS_SHA256
    assert vectors.WORDS_SHA256 in CARDS["minilm.md"]
    assert vectors.WEIGHTS_SHA256 in CARDS["minilm.md"]
    assert PIPELINE_VERSION in CARDS["spacy_sm.md"]
    assert names.PIPELINE_SHA256 in CARDS["spacy_sm.md"]


def test_a_pipeline_that_is_not_the_checked_one_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(names, "PIPELINE_SHA256", "0" * 64)
    names.pipeline.cache_clear()
    try:
        said = names.why_missing()
    finally:
        names.pipeline.cache_clear()
    assert said is not None
    assert "not the one that was checked" in said


def test_starter_codes_each_have_a_definition() -> None:
    read = json.loads((MODELS / "starter_codes.json").read_text(encoding="utf-8"))
    for each in [*read["stages"], *read["emotions"]]:
        assert each["name"]
        assert each["definition"].endswith(".")
    named = [each["name"] for each in [*read["stages"], *read["emotions"]]]
    assert len(set(named)) == len(named)
