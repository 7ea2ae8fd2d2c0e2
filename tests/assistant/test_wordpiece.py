"""Cutting text into the sentence model's word pieces."""

from __future__ import annotations

from ebcd.assistant import wordpiece
from ebcd.assistant.vectors import WORDS_FILE
from ebcd.bundle import bundled


def _known() -> dict[str, int]:
    return wordpiece.vocabulary((bundled("models") / WORDS_FILE).read_text(encoding="utf-8"))


def test_pieces_are_those_of_the_model_s_own_tokeniser() -> None:
    text = "The physiotherapist's café wasn't open – Dr. Müller said so…"
    expected = (
        "101 1996 6887 7274 25185 5886 9331 2923 1005 1055 7668 2347 1005 1056 2330 1516 2852 1012 "
        "12304 2056 2061 1529 102"
    )
    assert wordpiece.encode(text, _known(), 256) == [int(piece) for piece in expected.split()]
    assert wordpiece.pieces("gastroenterology", _known()) == [3806, 13181, 29110, 6779]


def test_accents_capitals_and_punctuation_fall_away_as_in_the_original() -> None:
    assert wordpiece.words("Café, ÉCOLE – naïve…") == ["cafe", ",", "ecole", "–", "naive", "…"]
    assert wordpiece.words("日本 ok") == ["日", "本", "ok"]


def test_what_is_not_in_the_vocabulary_is_the_unknown_piece() -> None:
    known = _known()
    assert wordpiece.pieces("🙂", known) == [known["[UNK]"]]
    assert wordpiece.pieces("a" * 101, known) == [known["[UNK]"]]


def test_a_text_is_cut_at_the_longest_the_model_reads() -> None:
    known = _known()
    ids = wordpiece.encode("pain " * 10_000, known, 256)
    assert len(ids) == 256
    assert (ids[0], ids[-1]) == (known["[CLS]"], known["[SEP]"])


def test_batches_hold_every_text_once_and_no_more_pieces_than_allowed() -> None:
    encoded = [[0] * length for length in (3, 50, 7, 7, 120, 1)]
    cut = wordpiece.batches(encoded, 128)
    assert sorted(index for batch in cut for index in batch) == [0, 1, 2, 3, 4, 5]
    assert all(len(batch) * len(encoded[batch[0]]) <= 128 for batch in cut)
