"""Passages by meaning and words joined, and what happens without the one or the other."""

from __future__ import annotations

import pytest

from ebcd.assistant import similar, vectors
from ebcd.assistant.similar import Passages

SAID = [
    "Nobody rang me for eleven weeks, I just sat by the phone.",
    "They telephoned every Friday to see how I was doing.",
    "The car park at Tannery Lane was full again.",
    "My tablets made me drowsy and sick.",
    "The nurse sat down and listened to me.",
    "um",
]


@pytest.fixture(scope="module")
def known() -> dict[str, vectors.Vectors]:
    made: dict[str, vectors.Vectors] = {}
    vectors.vectors(SAID, made)
    return made


def rows(found: list[similar.Near]) -> list[int]:
    return [each.row for each in found]


def test_a_question_finds_its_answers_though_they_share_no_word(
    known: dict[str, vectors.Vectors],
) -> None:
    passages = Passages(SAID, known)
    assert rows(passages.like("Which medication side effects did people have?"))[0] == 3
    assert set(rows(passages.like("Did staff call patients at home?"))[:2]) <= {0, 1, 4}


def test_a_name_that_the_model_has_never_met_is_found_by_its_letters(
    known: dict[str, vectors.Vectors],
) -> None:
    found = Passages(SAID, known).like("Tannery")
    assert rows(found)[0] == 2
    assert found[0].by_words > 0


def test_what_is_far_from_everything_finds_nothing(known: dict[str, vectors.Vectors]) -> None:
    assert Passages(SAID, known).like("The price of gold in Brazil rose by a tenth.") == []
    assert Passages(SAID, known).like("  ") == []
    assert Passages([], known).like("Who rang?") == []


def test_a_passage_that_is_left_out_is_not_among_its_like(
    known: dict[str, vectors.Vectors],
) -> None:
    passages = Passages(SAID, known)
    assert rows(passages.like(SAID[0]))[0] == 0
    assert 0 not in rows(passages.like(SAID[0], leave_out=[0]))


def test_without_vectors_words_alone_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    def unused() -> None:
        raise AssertionError("the sentence model was loaded")

    monkeypatch.setattr(vectors, "encoder", unused)
    passages = Passages(SAID, {})
    assert not passages.by_meaning
    assert passages.without_meaning == len(SAID)
    found = passages.like("tablets that made me sick")
    assert rows(found) == [3]
    assert found[0].by_meaning is None


def test_a_passage_that_is_not_read_yet_is_found_by_its_words_beside_the_others(
    known: dict[str, vectors.Vectors],
) -> None:
    passages = Passages([*SAID, "The hydrotherapy pool was shut all winter."], known)
    assert passages.without_meaning == 1
    found = passages.like("hydrotherapy pool")
    assert rows(found)[0] == len(SAID)
    assert found[0].by_meaning is None


def test_passages_without_any_words_are_no_fault() -> None:
    assert Passages(["", "…", "123"], {}).like("anything") == []


def test_one_very_long_line_is_compared_by_its_beginning() -> None:
    assert rows(Passages(["waiting list " * 500_000, "tea"], {}).like("waiting list")) == [0]
