"""Agreement, against published values and against scikit-learn."""

from __future__ import annotations

import random

import pytest
from sklearn.metrics import cohen_kappa_score

from ebcd.findings.agreement import (
    Row,
    agreement_document,
    cohen_kappa,
    gather,
    krippendorff_alpha,
    percent_agreement,
)

# Krippendorff (2011), example C: four observers, twelve units, nominal; alpha = 0.743.
OBSERVERS = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}


def rows_of(observers: dict[str, str]) -> list[Row]:
    return [
        Row(str(unit), coder, value)
        for coder, values in observers.items()
        for unit, value in enumerate(values.split(), start=1)
        if value != "."
    ]


def test_alpha_is_that_of_krippendorffs_example_with_missing_data() -> None:
    assert krippendorff_alpha(gather(rows_of(OBSERVERS))) == pytest.approx(0.743, abs=0.0005)


def test_alpha_is_that_of_krippendorffs_two_observer_example() -> None:
    # Krippendorff (2011), example B: a five-valued nominal scale, alpha = 0.692.
    two = {
        "Ben": "a a b b d c c c e d d a",
        "Gerry": "b a b b b c c c e d d d",
    }
    assert krippendorff_alpha(gather(rows_of(two))) == pytest.approx(0.692, abs=0.0005)


def test_alpha_is_that_of_krippendorffs_binary_example() -> None:
    # Krippendorff (2011), example A: two observers, ten units, alpha = 0.095.
    two = {"Meg": "0 1 0 0 0 0 0 0 1 0", "Owen": "1 1 1 0 0 1 0 0 0 0"}
    assert krippendorff_alpha(gather(rows_of(two))) == pytest.approx(0.095, abs=0.0005)


@pytest.mark.parametrize("seed", range(20))
def test_kappa_is_that_of_scikit_learn(seed: int) -> None:
    drawn = random.Random(seed)
    one = [drawn.choice("abcd") for _ in range(40)]
    other = [a if drawn.random() < 0.6 else drawn.choice("abcd") for a in one]
    ratings = {str(at): {"x": a, "y": b} for at, (a, b) in enumerate(zip(one, other, strict=True))}
    assert cohen_kappa(ratings, ["x", "y"]) == pytest.approx(cohen_kappa_score(one, other))


def test_percent_counts_pairs_of_coders_from_0_to_100() -> None:
    ratings = {"1": {"x": "a", "y": "a", "z": "b"}, "2": {"x": "a"}}
    assert percent_agreement(ratings) == pytest.approx(100 / 3)


def test_each_code_is_judged_by_itself() -> None:
    document = agreement_document(
        [
            Row("1", "Ann", "waiting"),
            Row("1", "Ben", "waiting"),
            Row("1", "Ben", "anger"),
            Row("2", "Ann", ""),
            Row("2", "Ben", ""),
        ]
    )
    each = document["by_code"]
    assert isinstance(each, dict)
    assert each["waiting"]["cohen_kappa"] == 1
    assert each["anger"]["cohen_kappa"] == 0
    assert document["percent"] == 50


def test_an_empty_code_says_that_the_coder_looked_and_applied_none() -> None:
    looked = agreement_document([Row("1", "Ann", "waiting"), Row("1", "Ben", "")])
    away = agreement_document([Row("1", "Ann", "waiting"), Row("2", "Ben", "")])
    assert looked["percent"] == 0
    assert away["percent"] is None


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "no rows"),
        ([Row("1", "Ann", "a")], "Only one coder"),
        ([Row("1", "Ann", "a"), Row("1", "Ben", "a")], "no variation"),
        ([Row("1", "Ann", "a"), Row("2", "Ben", "a")], "No unit was seen by two"),
    ],
)
def test_an_undefined_number_is_none_and_a_sentence_says_why(rows: list[Row], says: str) -> None:
    document = agreement_document(rows)
    assert document["krippendorff_alpha"] is None
    assert document["cohen_kappa"] is None
    assert says in str(document["problems"])


def test_kappa_is_for_two_coders_only() -> None:
    document = agreement_document(rows_of(OBSERVERS))
    assert document["cohen_kappa"] is None
    assert "compares two coders" in str(document["problems"])
