"""The rough cut beside one hand-written ffmpeg filter graph that makes the same film.

Clips from three recordings (720p25, 1080p25, 720p at 29.97), captions burned in, loudness levelled.
`python -m bench rough_cut` takes a shortened film, six clips of 18 s; the whole one is

    python -m bench.rough_cut --clips 30 --seconds 49      25 minutes in seven chapters
    python -m bench.rough_cut --height 1080                the same shortened film in 1080p

Bars: CPU seconds a film minute at most 1.15 times the graph's; a change of one clip at most that
clip and the join; memory, of ourselves and of ffmpeg together, under 500 MB.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from ebcd.acts.rough_cut_plan import ToCut, Wanted
from ebcd.acts.rough_cut_running import program
from ebcd.acts.rough_cut_work import assembled
from ebcd.film.cutting.commands import FONTS, LOUDNESS
from ebcd.film.cutting.lettering import Lettering, Place, script
from ebcd.film.cutting.segments import CaptionsShown, Footage, Look, Picture, Plan, plan
from ebcd.film.storyboard import Answer, Appearance, Approval, Chapter, Clip, Storyboard
from ebcd.film.timing import Stretch
from ebcd.people import Group
from ebcd.store import cuts
from ebcd.store.recordings import Recording, probe

SOURCES = (("1280x720", "25"), ("1920x1080", "25"), ("1280x720", "30000/1001"))
ROOM = 42
"""How many seconds longer than a clip a recording is."""
WORDS = "I waited three hours in that corridor and nobody said one single word to me about it. "


@dataclass(frozen=True)
class Size:
    """How much is cut: so many clips of so many seconds, in a picture of this height."""

    clips: int = 6
    seconds: int = 18
    height: int = 720

    @property
    def wanted(self) -> Wanted:
        return Wanted(height=self.height, captions=CaptionsShown.BURNED)

    @property
    def look(self) -> Look:
        return Look(self.height, CaptionsShown.BURNED)


def _recording(folder: Path, number: int, size_of: Size) -> tuple[Path, Recording]:
    """A film with movement and grain, and a voice that is not one."""
    length = size_of.seconds + ROOM
    size, rate = SOURCES[number - 1]
    path = folder / f"{number}.mp4"
    subprocess.run(
        [program(), "-v", "error", "-f", "lavfi", "-i",
         f"testsrc2=s={size}:r={rate}:d={length},noise=alls=4:allf=t,format=yuv420p",
         "-f", "lavfi", "-i", f"aevalsrc=0.2*sin(220*t)*sin(3*t)+0.02*random(0):d={length}:s=48000",
         "-c:v", "libx264", "-preset", "ultrafast", "-crf", "24", "-g", "50", "-c:a", "aac",
         str(path)],
        check=True,
    )  # fmt: skip
    found = probe(path, path.name)
    return path, Recording(
        number, f"{number:064}", path.name, "video/mp4", path.stat().st_size, found.duration_ms,
        found.rate, found.width, found.height, "", {},
    )  # fmt: skip


def _board(size: Size) -> Storyboard:
    yes = Approval(Answer.APPROVED, date(2026, 11, 2), "in person")
    who = (Appearance(1, "P01", Group.PATIENT, True, yes),)
    many = 7 if size.clips > 6 else 3
    words = WORDS * max(1, size.seconds // 6)
    chapters: list[list[Clip]] = [[] for _ in range(many)]
    for number in range(1, size.clips + 1):
        start = 4_000 + number * 5_000 % ((ROOM - 6) * 1_000)
        stretch = Stretch(start, start + size.seconds * 1_000)
        clip = Clip(number, stretch, words, who, recording=number % 3 + 1)
        chapters[(number - 1) * many // size.clips].append(clip)
    return Storyboard(
        "The film",
        tuple(Chapter(at, f"Chapter {at}", tuple(clips)) for at, clips in enumerate(chapters, 1)),
    )


def _by_hand(folder: Path, made: Plan, paths: dict[int, Path], look: Look) -> list[str]:
    """The whole film in one run: what somebody at home with ffmpeg would write."""
    inputs: list[str] = []
    size = f"{look.width}x{look.height}"
    wide = f"{look.width}:{look.height}"
    graph, joined = [], ""
    for number, each in enumerate(made.segments):
        seconds = float(each.seconds)
        if each.picture is Picture.BLACK:
            inputs += ["-f", "lavfi", "-t", str(seconds), "-i", f"color=c=black:s={size}:r=25"]
            graph.append(f"anullsrc=r=48000:cl=stereo,atrim=duration={seconds}[a{number}]")
            graph.append(f"[{number}:v]format=yuv420p,setsar=1[v{number}]")
        else:
            path = str(paths[each.recording or 0])
            inputs += ["-ss", str(float(each.start)), "-t", str(seconds), "-i", path]
            graph.append(
                f"[{number}:v]fps=25,scale={wide}:force_original_aspect_ratio=decrease,"
                f"pad={wide}:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p[v{number}]"
            )
            graph.append(f"[{number}:a]aresample=48000,aformat=channel_layouts=stereo[a{number}]")
        joined += f"[v{number}][a{number}]"
    (folder / "whole.ass").write_text(_lettering(made, look), encoding="utf-8")
    graph.append(f"{joined}concat=n={len(made.segments)}:v=1:a=1[v][a]")
    graph.append(f"[v]ass=filename=whole.ass:fontsdir={FONTS}[picture]")
    graph.append(f"[a]{LOUDNESS},aresample=48000[sound]")
    return [
        program(), "-v", "error", "-nostdin", "-y", *inputs, "-filter_complex", ";".join(graph),
        "-map", "[picture]", "-map", "[sound]", "-c:v", "libx264", "-preset", "veryfast",
        "-crf", "21", "-pix_fmt", "yuv420p", "-g", "50", "-c:a", "aac", "-b:a", "160k",
        "-movflags", "+faststart", "hand.mp4",
    ]  # fmt: skip


def _lettering(made: Plan, look: Look) -> str:
    """All captions and cards of the film, timed from its start."""
    written = [
        Lettering(Place.CAPTION, each.shown, "\n".join(each.lines)) for each in made.captions
    ]
    at = Fraction(0)
    for each in made.segments:
        if each.picture is Picture.BLACK:
            shown = Stretch(round(at * 1000), round((at + each.seconds) * 1000))
            written.append(Lettering(Place.CARD, shown, each.name))
        at += each.seconds
    return script(look.width, look.height, written)


def _cpu(act: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds of ourselves and the processes we ran, and seconds by the clock."""

    def used() -> float:
        both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(each.ru_utime + each.ru_stime for each in both)

    began, clock = used(), time.perf_counter()
    act()
    return used() - began, time.perf_counter() - clock


class _Memory:
    """The most that we and whatever we run took at once, shared pages counted once (PSS)."""

    def __init__(self) -> None:
        self.most = self.of_them = 0.0
        self._done = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Memory:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watch.join()

    def _look(self) -> None:
        own = os.getpid()
        while not self._done.wait(0.2):
            children = Path(f"/proc/{own}/task/{own}/children")
            ran = children.read_text().split() if children.exists() else []
            theirs = sum(_pss(each) for each in ran)
            self.of_them = max(self.of_them, theirs)
            self.most = max(self.most, theirs + _pss(str(own)))


def _pss(process: str) -> float:
    """Megabytes of one process; 0 where it has ended, or the system does not tell."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = [line for line in told.splitlines() if line.startswith("Pss:")]
    return int(found[0].split()[1]) / 1e3 if found else 0


def main(size: Size = Size()) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = [_recording(folder, number, size) for number in (1, 2, 3)]
        paths = {recording.id: path for path, recording in made}
        footage = {recording.id: cuts.footage(path, recording) for path, recording in made}
        board = _board(size)
        whole = plan(board, footage, size.look)
        minutes = whole.length_ms / 60_000
        print(f"{len(list(board.clips()))} clips, {minutes:.2f} minutes, {size.height}p at 25")
        segments = folder / "segments"
        segments.mkdir()

        def cut(found: Plan, where: Path = segments) -> None:
            assembled(where, ToCut(found, paths, ()), size.wanted).unlink()

        with _Memory() as taken:
            ours, clock = _cpu(lambda: cut(whole))
        print(f"rough cut: {ours / minutes:.1f} CPU s a film minute ({clock / minutes:.1f} s)")
        print(f"memory: together {taken.most:.0f} MB, ffmpeg {taken.of_them:.0f} MB (bar 500)")
        command = _by_hand(segments, whole, paths, size.look)
        with _Memory() as taken:
            hand, by_hand = _cpu(lambda: subprocess.run(command, cwd=segments, check=True))
        print(f"one graph by hand: {hand / minutes:.1f} CPU s ({by_hand / minutes:.1f} s)")
        print(f"its memory: {taken.of_them:.0f} MB")
        print(f"ratio: {ours / hand:.2f} (bar 1.15)", flush=True)
        _a_change(board, footage, size.look, folder, cut)


def _a_change(
    board: Storyboard,
    footage: dict[int, Footage],
    look: Look,
    folder: Path,
    cut: Callable[..., None],
) -> None:
    """One clip trimmed, beside that clip cut alone and the join alone."""
    chapter, clip = list(board.clips())[3]
    shorter = replace(clip, stretch=Stretch(clip.stretch.in_ms + 500, clip.stretch.out_ms))
    chapters = tuple(
        replace(each, clips=tuple(shorter if one.id == clip.id else one for one in each.clips))
        for each in board.chapters
    )
    changed = plan(replace(board, chapters=chapters), footage, look)
    spent, _clock = _cpu(lambda: cut(changed))
    join, _clock = _cpu(lambda: cut(changed))
    alone = folder / "alone"
    alone.mkdir()
    only = replace(chapter, clips=(shorter,))
    [_card, segment] = plan(replace(board, chapters=(only,)), footage, look).segments
    single = replace(changed, segments=(segment,), captions=())
    clip_alone, _clock = _cpu(lambda: cut(single, alone))
    print(
        f"one clip changed: {spent:.1f} CPU s; that clip alone {clip_alone:.1f}, the join "
        f"{join:.1f} (bar {clip_alone + join:.1f})"
    )


def _chosen() -> Size:
    parser = argparse.ArgumentParser()
    parser.add_argument("--clips", type=int, default=Size.clips)
    parser.add_argument("--seconds", type=int, default=Size.seconds)
    parser.add_argument("--height", type=int, default=Size.height, choices=(720, 1080))
    return Size(**vars(parser.parse_args()))


if __name__ == "__main__":
    main(_chosen())
