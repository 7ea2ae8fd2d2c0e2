"""The MLT file is played, and what is seen and heard is what was chosen."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from ebcd.film.storyboard import Clip
from ebcd.film.timelines.cut import Source, make_cut
from ebcd.film.timelines.rates import rate_of
from tests.film.boards import board, clip, person
from tests.film.coded_film import HEIGHT, WIDTH, coded_film, even, uneven
from tests.film.played_mlt import astray, played

NEAR = 0.040


def at(number: int, start: float, end: float, recording: int = 1) -> Clip:
    return replace(clip(number, (person(1),), (start, end)), recording=recording)


def source(number: int, path: Path, rate: str, seconds: int) -> Source:
    """A recording as the timeline names it, beside it."""
    counted = rate_of(rate)
    return Source(
        number, path.name, path.name, counted, counted.frame_at(seconds * 1000), 0, WIDTH, HEIGHT
    )


@pytest.mark.parametrize("rate", ["30000/1001", "50"])
def test_every_picture_is_the_very_one(tmp_path: Path, rate: str) -> None:
    times = even(Fraction(rate), 6)
    film = source(1, coded_film(tmp_path / "it's 1.mp4", times), rate, 6)
    cut = make_cut(board(("Waiting", (at(1, 4.1, 5.4), at(2, 0, 1.1)))), {1: film})
    read = played(tmp_path, cut)
    found = astray(cut, read, {1: times})
    assert len(read.numbers) == cut.frames
    assert found.exact == found.own > 0
    assert found.ticks < NEAR


def test_other_rates_and_a_telephones_film_stay_where_they_belong(tmp_path: Path) -> None:
    shown = {1: even(Fraction(25), 6), 2: even(Fraction(30000, 1001), 6), 3: uneven(6)}
    films = {
        1: source(1, coded_film(tmp_path / "1.mp4", shown[1]), "25", 6),
        2: source(2, coded_film(tmp_path / "2.mkv", shown[2]), "30000/1001", 6),
        3: source(3, coded_film(tmp_path / "3.mov", shown[3]), "24.9", 6),
    }
    clips = (at(1, 2.0, 5.4), at(2, 3.3, 4.9, 2), at(3, 2.2, 5.1, 3))
    cut = make_cut(board(("Waiting", clips)), films)
    found = astray(cut, played(tmp_path, cut), shown)
    assert found.pictures < NEAR
    assert found.ticks < NEAR
    assert found.exact == found.own > 0
