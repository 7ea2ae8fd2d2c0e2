"""What an approval pack holds: one person's clips, and a picture of each."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from ebcd.acts.report_material import Reading
from ebcd.errors import NotFound
from ebcd.film.approval import gate
from ebcd.film.storyboard import Clip, Disguise, Storyboard
from ebcd.reports.approval_pack import Pack, PackClip
from ebcd.reports.stills import stills
from ebcd.store import recordings
from ebcd.store.workbench import Workbench


def packs(workbench: Workbench, reading: Reading, board: Storyboard, who: int | None) -> list[Pack]:
    """A pack for each person, or for `who` alone, of the clips that a draft may show."""
    shown = {clip.id for _, clip in gate(board).draft.clips()}
    mine: dict[int, list[tuple[int, str, Clip]]] = {}
    for number, (chapter, clip) in enumerate(board.clips(), start=1):
        for person in clip.people if clip.id in shown else ():
            if who is None or person.participant == who:
                mine.setdefault(person.participant, []).append((number, chapter.name, clip))
    pictures = stills_of(
        workbench, reading, [clip for clips in mine.values() for _, _, clip in clips], exact=True
    )
    for whose, clips in mine.items():
        reading.quoting.quotes[whose] += len(clips)
    return [
        Pack(
            reading.persons[whose].pseudonym,
            [
                PackClip(number, chapter, clip, pictures.get(clip.id))
                for number, chapter, clip in clips
            ],
        )
        for whose, clips in sorted(
            mine.items(), key=lambda each: reading.persons[each[0]].pseudonym
        )
    ]


def stills_of(
    workbench: Workbench, reading: Reading, clips: Iterable[Clip], *, exact: bool = False
) -> dict[int, bytes]:
    """A picture from each clip whose recording has one, by clip id; none of who is disguised."""
    known = recordings.recordings(reading.connection, reading.study_id)
    folder = workbench.study_folder(reading.study_id, "recordings")
    wanted: dict[int, list[tuple[int, int]]] = {}
    for clip in clips:
        if clip.disguise is not Disguise.NONE:
            continue
        if clip.recording in known and known[clip.recording].width is not None:
            middle = clip.stretch.in_ms + clip.length_ms // 2
            wanted.setdefault(clip.recording, []).append((clip.id, middle))
    found: dict[int, bytes] = {}
    for recording, moments in wanted.items():
        with suppress(NotFound):
            path = recordings.file_of(folder, known[recording])
            found |= stills(path, moments, exact=exact)
    return found
