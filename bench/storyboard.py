"""A storyboard of 100 clips: written in Word, read for the page, and a clip moved.

Bar: the Word document under 10 s.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import made
from ebcd.acts import film, film_chapters
from ebcd.acts.access import command_line
from ebcd.acts.film_export import export_film
from ebcd.errors import BadInput
from ebcd.store.passages import usable_passages
from ebcd.store.workbench import open_workbench

CLIPS = 100
CHAPTERS = 7
TIMES = 5


def _median(act: Callable[[], Any]) -> float:
    """Median seconds of some runs."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        workbench = open_workbench(Path(folder) / "data")
        study_id = made.study(workbench, transcripts=20, words=3000, codings=1500)
        whose = (workbench, command_line(), study_id)
        film_chapters.create_storyboard(*whose, "The film")
        chapters = [film_chapters.add_chapter(*whose, f"Chapter {n}") for n in range(CHAPTERS)]
        with workbench.database.reading() as connection:
            passages = usable_passages(connection, study_id)
        clips: list[int] = []
        for passage in passages[:: max(1, len(passages) // (CLIPS * 2))]:
            if len(clips) == CLIPS:
                break
            try:
                clips.append(film.add_clip(*whose, chapters[len(clips) % CHAPTERS], passage.uuid))
            except BadInput:
                continue
        word = _median(lambda: export_film(*whose, "docx"))
        print(f"storyboard of {len(clips)} clips in Word: {word:.2f} s (bar 10 s)")
        read = _median(lambda: film.film(*whose))
        print(f"the same read for the page: {read * 1000:.0f} ms")
        moved = _median(lambda: film.move_clip(*whose, clips[50], 1))
        print(f"a clip moved: {moved * 1000:.0f} ms")
        workbench.close()


if __name__ == "__main__":
    main()
