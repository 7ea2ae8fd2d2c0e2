"""Importing a folder's worth of files at once: one bad file never stops the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from ebcd.acts.access import Actor
from ebcd.acts.people import participants
from ebcd.acts.speakers import SpeakerChoice
from ebcd.acts.transcripts import Looked, import_reading, look_at
from ebcd.errors import BadInput, Conflict, WorkbenchError
from ebcd.people import Group, Participant
from ebcd.store.transcripts import FIELD_NOTE, INTERVIEW
from ebcd.store.workbench import Workbench
from ebcd.transcripts.checks import words_by_speaker
from ebcd.transcripts.reading import MOST_BYTES, SUFFIXES

OBSERVATION = "observation"
"""Given instead of a group: the files are field notes."""

NOBODY = "Speaker"
"""The label of whoever speaks in a file that names nobody."""

_PSEUDONYM = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,3}\d{1,3})(?![A-Za-z0-9])")

File = tuple[str, bytes | Path]
"""A file's name, and its bytes or where they lie."""


@dataclass
class Batch:
    """What became of each file, as the command line prints it.

    `imported`: file, id, title, turns, words, speakers. `skipped`: file and why, for files that are
    here already or hold no transcript by their name. `problems`: sentences that begin with the
    file's name; a file that could not be read is only here.
    """

    imported: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[dict[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {"imported": self.imported, "skipped": self.skipped, "problems": self.problems}


def files_in(paths: Iterable[Path]) -> list[File]:
    """The files at `paths` in order of name; folders are searched through.

    Raises BadInput for a path that is not there.
    """
    found: list[File] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file())
            found += [
                (_shown(p.relative_to(path)), p)
                for p in inside
                if not any(part.startswith((".", "~$")) for part in p.relative_to(path).parts)
            ]
        elif path.is_file():
            found.append((_shown(Path(path.name)), path))
        else:
            raise BadInput(f"There is no file or folder {path}: check how it is spelt.")
    return found


def _shown(path: Path) -> str:
    """The path as text, whatever bytes it was named with."""
    return str(path).encode("utf-8", "replace").decode()


def import_batch(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    files: Sequence[File],
    *,
    group: str | None = None,
    on_progress: Callable[[int, int, str], None] | None = None,
) -> Batch:
    """Import every file that can be read.

    `group`: the group of whoever is interviewed (a participant is made for each file), or
    OBSERVATION for field notes; None links only speakers who are called by a known pseudonym.
    `on_progress`: told how many files are done, of how many, and the name of the next.
    """
    if group not in (None, OBSERVATION, *Group):
        raise BadInput(
            f"There is no group “{group}”: choose patient, carer, family, staff or observation."
        )
    batch = Batch()
    avoid = pseudonyms_in(name for name, _source in files)
    for number, (name, _source) in enumerate(files):
        if on_progress is not None:
            on_progress(number, len(files), name)
        _import_one(workbench, actor, study_id, files[number], group, batch, avoid)
    if on_progress is not None:
        on_progress(len(files), len(files), "")
    return batch


def _import_one(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    file: File,
    group: str | None,
    batch: Batch,
    avoid: Collection[str],
) -> None:
    name, source = file
    if isinstance(source, Path) and PurePath(name).suffix.lower() not in (*SUFFIXES, ".doc", ""):
        batch.skipped.append({"file": name, "why": "Its ending is not that of a transcript."})
        return
    try:
        data = _bytes(source)
        looked = look_at(workbench, actor, study_id, name, data)
    except OSError as error:
        batch.problems.append(f"{name}: The file could not be opened ({error.strerror}).")
        return
    if looked.already is not None:
        batch.skipped.append({"file": name, "why": f"Already imported as “{looked.already}”."})
        return
    if looked.elsewhere is not None:
        why = f"Not a transcript, but {looked.elsewhere}"
        batch.skipped.append({"file": name, "why": why})
        return
    if looked.reading is None:
        batch.problems.append(f"{name}: {looked.error}")
        return
    try:
        batch.imported.append(_store(workbench, actor, study_id, looked, group, avoid))
    except Conflict as error:
        batch.skipped.append({"file": name, "why": str(error)})
        return
    except WorkbenchError as error:
        batch.problems.append(f"{name}: {error}")
        return
    batch.problems += [
        f"{name}: {f'line {p.line}: ' if p.line else ''}{p.message}"
        for p in looked.reading.problems
    ]


def _bytes(source: bytes | Path) -> bytes:
    """The file's bytes; of one too large to be a transcript only as many as show that it is."""
    if isinstance(source, bytes):
        return source
    with source.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _store(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    looked: Looked,
    group: str | None,
    avoid: Collection[str],
) -> dict[str, Any]:
    reading = looked.reading
    assert reading is not None
    plan = suggested_plan(looked, participants(workbench, actor, study_id), group)
    added = import_reading(
        workbench,
        actor,
        study_id,
        looked,
        title=plan.title,
        kind=plan.kind,
        speakers=plan.speakers,
        avoid=avoid,
    )
    return {
        "file": looked.name,
        "id": added,
        "title": plan.title,
        "turns": len(reading.turns),
        "words": sum(len(turn.text.split()) for turn in reading.turns),
        "speakers": list(reading.speakers),
    }


@dataclass(frozen=True)
class Plan:
    """How a file is to be saved: suggested, then corrected by a person."""

    title: str
    kind: str
    speakers: tuple[SpeakerChoice, ...]


def pseudonyms_in(names: Iterable[str]) -> frozenset[str]:
    """The pseudonyms that files are named by: P03 for `P03_second visit.docx`."""
    found = (_PSEUDONYM.search(PurePath(name).stem.replace("_", " ")) for name in names)
    return frozenset(match[1] for match in found if match)


def suggested_plan(looked: Looked, known: Mapping[int, Participant], group: str | None) -> Plan:
    """How a file is probably to be saved. `group`: as in `import_batch`."""
    note = group == OBSERVATION
    side = None if group is None or note else Group(group)
    kind = FIELD_NOTE if note else INTERVIEW if side else looked.kind
    speakers = suggested_speakers(looked, known, side) if kind == INTERVIEW else []
    return Plan(looked.title, kind, tuple(speakers))


def suggested_speakers(
    looked: Looked, known: Mapping[int, Participant], group: Group | None
) -> list[SpeakerChoice]:
    """Who the speakers of a file probably are: for a person to look at, or for a batch.

    A speaker called by a known pseudonym is that participant. The one who says most beside a known
    interviewer is the participant that the file's name has, or, where `group` is given, a new one.
    """
    if looked.reading is None:
        return []
    ids = {
        person.pseudonym.lower(): person.id
        for person in known.values()
        if group in (None, person.group)
    }
    words = words_by_speaker(looked.reading.turns)
    main = _main_speaker(words, looked.interviewer)
    in_name = next(iter(pseudonyms_in([looked.name])), None)
    choices = []
    for label in words:
        if label is None and (len(words) > 1 or (group is None and in_name is None)):
            continue
        names = [label] if label is not None else []
        if in_name is not None and (label, True) == main:
            names.append(in_name)
        choice = SpeakerChoice(label, label or NOBODY, label == looked.interviewer is not None)
        linked = next((ids[name.lower()] for name in names if name.lower() in ids), None)
        if linked is None and group is not None and (label, True) == main:
            free = next((name for name in names if _PSEUDONYM.fullmatch(name)), "")
            choice = SpeakerChoice(label, choice.label, new_group=group, pseudonym=free)
        elif linked is not None:
            choice = SpeakerChoice(label, choice.label, participant_id=linked)
        choices.append(choice)
    return choices


def _main_speaker(
    words: Mapping[str | None, int], interviewer: str | None
) -> tuple[str | None, bool]:
    """Whoever is interviewed, and whether that is known at all."""
    named = {who: count for who, count in words.items() if who is not None}
    others = {who: n for who, n in (named or words).items() if who is None or who != interviewer}
    if not others or (interviewer is None and len(others) > 1):
        return None, False
    return max(others, key=lambda who: others[who]), True
