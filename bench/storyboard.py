"""A storyboard of 100 clips: written in Word with thumbnails, read for the page, a clip moved.

The thumbnails come from four films of half an hour, 720p. Bar: the Word document under 10 s.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import made
from ebcd.acts import film, film_chapters, recordings, transcripts
from ebcd.acts.access import command_line
from ebcd.acts.film_export import export_film
from ebcd.acts.rough_cut_running import program
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


def _median_cpu(act: Callable[[], Any]) -> float:
    """Median seconds of our own processor time of some runs."""
    taken = []
    for _ in range(TIMES):
        began = time.process_time()
        act()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def films(folder: Path, many: int = 4) -> list[Path]:
    """Films of half an hour: a minute over and over, with a key frame every two seconds."""
    minute = folder / "minute.mp4"
    command = [program(), "-v", "error", "-y"]
    picture = "testsrc2=s=1280x720:r=25:d=60,noise=alls=4:allf=t,format=yuv420p"
    sound = "sine=220:d=60"
    made = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-c:a", "aac", str(minute)]
    subprocess.run([*command, "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, *made],
                   check=True)  # fmt: skip
    paths = [folder / f"film {number}.mp4" for number in range(many)]
    for number, film_path in enumerate(paths):
        long = ["-stream_loop", "29", "-i", str(minute), "-c", "copy"]
        named = ["-metadata", f"title={number}", str(film_path)]
        subprocess.run([*command, *long, *named], check=True)
    return paths


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        workbench = open_workbench(Path(folder) / "data")
        study_id = made.study(workbench, transcripts=20, words=3000, codings=1500)
        whose = (workbench, command_line(), study_id)
        film_chapters.create_storyboard(*whose, "The film")
        chapters = [film_chapters.add_chapter(*whose, f"Chapter {n}") for n in range(CHAPTERS)]
        with workbench.database.reading() as connection:
            passages = [each for each in usable_passages(connection, study_id) if each.people]
        clips: list[int] = []
        for passage in passages[:: max(1, len(passages) // (CLIPS * 2))]:
            if len(clips) == CLIPS:
                break
            try:
                clips.append(film.add_clip(*whose, chapters[len(clips) % CHAPTERS], passage.uuid))
            except BadInput:
                continue
        of = [recordings.add_recording(*whose, path) for path in films(Path(folder))]
        for number, transcript in enumerate(transcripts.transcripts(*whose)):
            recordings.link_recording(*whose, transcript.id, of[number % len(of)])
        word = _median(lambda: export_film(*whose, "docx"))
        cpu = _median_cpu(lambda: export_film(*whose, "docx"))
        written = zipfile.ZipFile(io.BytesIO(export_film(*whose, "docx").data))
        stills = written.read("word/document.xml").count(b"<pic:pic")
        print(
            f"storyboard of {len(clips)} clips in Word, {stills} thumbnails: {word:.2f} s, "
            f"{cpu:.2f} CPU s (bar 10 s)"
        )
        read = _median(lambda: film.film(*whose))
        print(f"the same read for the page: {read * 1000:.0f} ms")
        moved = _median(lambda: film.move_clip(*whose, clips[50], 1))
        print(f"a clip moved: {moved * 1000:.0f} ms")
        workbench.close()


if __name__ == "__main__":
    main()
