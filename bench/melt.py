"""What the program `melt` (which Shotcut is made of) plays of a film that we wrote as MLT.

Each picture of the recordings has its number in it and each second a tick, and both are read back
from what melt renders. Bars: every clip of a recording of the film's own rate shows the very frames
that were chosen; picture and sound are within 40 ms of each other and of their place, at every
clip, other rates and a telephone's film included. Without melt there is nothing to measure:
`apt-get install melt` brings it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from ebcd.acts.film_export import source_of
from ebcd.film.storyboard import Clip
from ebcd.film.timelines.cut import Cut, make_cut
from ebcd.store.recordings import Recording, probe
from tests.film.boards import board, clip, person
from tests.film.coded_film import coded_film, even, uneven
from tests.film.played_mlt import astray, played

RATES = ("24000/1001", "25", "30000/1001", "50")
NEAR = 0.040


def _recording(number: int, path: Path) -> Recording:
    found = probe(path, path.name)
    return Recording(
        number, f"{number:064}", path.name, "video/mp4", path.stat().st_size, found.duration_ms,
        found.rate, found.width, found.height, found.start_timecode, {},
    )  # fmt: skip


def _at(number: int, start: float, end: float, recording: int = 1) -> Clip:
    return replace(clip(number, (person(1),), (start, end)), recording=recording)


def _told(name: str, folder: Path, cut: Cut, shown: Mapping[int, Sequence[Fraction]]) -> None:
    """One line: how far the pictures and the ticks are from where they belong, at the most."""
    read = played(folder, cut)
    found = astray(cut, read, shown)
    print(
        f"{name}: {len(read.numbers)} frames of {cut.frames}; {found.exact} of {found.own} of the "
        f"film's own rate the very frame; pictures within {found.pictures * 1000:.0f} ms, ticks "
        f"within {found.ticks * 1000:.0f} ms (bar {NEAR * 1000:.0f})",
        flush=True,
    )


def main() -> None:
    """Print a line a rate, and one for a film of mixed recordings."""
    if shutil.which("melt") is None:
        print("melt is not installed: nothing is measured")
        return
    for rate in RATES:
        with tempfile.TemporaryDirectory() as name:
            folder, times = Path(name), even(Fraction(rate), 7)
            film = _recording(1, coded_film(folder / "it's 1.mp4", times))
            clips = (_at(1, 4.1, 5.6), _at(2, 0, 1.1), _at(3, 1.77, 3.3))
            cut = make_cut(board(("Waiting", clips)), {1: source_of(film)})
            _told(rate, folder, cut, {1: times})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shown = {1: even(Fraction(25), 6), 2: even(Fraction(30000, 1001), 6), 3: uneven(6)}
        endings = {1: "mp4", 2: "mkv", 3: "mov"}
        films = {
            number: source_of(
                _recording(number, coded_film(folder / f"{number}.{endings[number]}", times))
            )
            for number, times in shown.items()
        }
        mixed = (
            _at(1, 2.0, 5.4), _at(2, 3.3, 4.9, 2), _at(3, 2.2, 5.1, 3), _at(4, 0.7, 1.5, 2),
        )  # fmt: skip
        cut = make_cut(board(("Waiting", mixed)), films)
        _told("mixed: 25, 29.97 and a telephone's", folder, cut, shown)


if __name__ == "__main__":
    main()
