"""Made-up interviews and studies of any size, for measuring."""

from __future__ import annotations

import io
import random
from datetime import date
from pathlib import Path

from docx import Document

from ebcd.acts import people
from ebcd.acts.access import Actor, May, command_line
from ebcd.acts.act import act
from ebcd.acts.codebook import add_code
from ebcd.acts.imports import import_batch
from ebcd.acts.study import create_study
from ebcd.codebook import Kind
from ebcd.people import ConsentState, Group, Use
from ebcd.store import coding
from ebcd.store import transcripts as store
from ebcd.store.passages import turns_of
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.times import clock

_WORDS = (
    "the and I to it of was that you they in so my me a but for had is on with just pain when not "
    "know then doctor said we have waiting letter physio tablets morning walk sleep tired scan "
    "hospital nurse listened explained nobody told years back work children help group exercise "
    "appointment phone receptionist believe frightened better worse slowly understand"
).split()


def talk(words: int, seed: int) -> list[tuple[str, str]]:
    """An interview of about that many words: (speaker, what they said), in turns."""
    chance = random.Random(seed)
    turns: list[tuple[str, str]] = []
    said = 0
    while said < words:
        asked = len(turns) % 2 == 0
        length = chance.randint(5, 14) if asked else chance.randint(20, 120)
        text = " ".join(chance.choice(_WORDS) for _ in range(length)).capitalize()
        turns.append(("Interviewer" if asked else "P", f"{text}{'?' if asked else '.'}"))
        said += length
    return turns


def as_txt(turns: list[tuple[str, str]]) -> bytes:
    """An Otter text file."""
    lines, at = [], 0
    for speaker, text in turns:
        lines += [f"{speaker}  {clock(at)}", text, ""]
        at += len(text.split()) * 400
    return "\n".join(lines).encode()


def _cue_time(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def as_vtt(turns: list[tuple[str, str]]) -> bytes:
    """A Zoom VTT file, one cue for about ten words."""
    lines, at, number = ["WEBVTT", ""], 0, 0
    for speaker, text in turns:
        words = text.split()
        for start in range(0, len(words), 10):
            part = words[start : start + 10]
            end = at + len(part) * 400
            number += 1
            lines += [str(number), f"{_cue_time(at)} --> {_cue_time(end)}"]
            lines += [f"{speaker}: {' '.join(part)}", ""]
            at = end
    return "\n".join(lines).encode()


def as_docx(turns: list[tuple[str, str]]) -> bytes:
    """A Word file with one paragraph a turn."""
    document = Document()
    for speaker, text in turns:
        document.add_paragraph(f"{speaker}: {text}")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def study(workbench: Workbench, *, transcripts: int, words: int, codings: int) -> int:
    """A study of that size with 40 codes of every kind; returns its id."""
    admin = command_line()
    study_id = create_study(workbench, admin, f"{transcripts} transcripts")
    files = [
        (f"Interview {number:03}.txt", as_txt(talk(words, number))) for number in range(transcripts)
    ]
    import_batch(workbench, admin, study_id, files, group="patient")
    _agree(workbench, admin, study_id)
    codes = [
        add_code(workbench, admin, study_id, kind, f"{kind.label} {number}")
        for kind, many in zip(Kind, (5, 12, 12, 11), strict=True)
        for number in range(many)
    ]
    with act(workbench, admin, study_id, May.CODE, "code for the bench") as doing:
        coding.add_codings(
            doing.connection, study_id, _codings(doing.connection, study_id, codes, codings)
        )
    return study_id


def _agree(workbench: Workbench, admin: Actor, study_id: int) -> None:
    """Everybody agrees to everything; every third person is staff."""
    said = dict.fromkeys(Use, ConsentState.GRANTED)
    for number, person in enumerate(people.participants(workbench, admin, study_id).values()):
        people.record_consent(workbench, admin, study_id, person.id, said, date(2026, 3, 2))
        if number % 3 == 0:
            people.change_participant(
                workbench,
                admin,
                study_id,
                person.id,
                pseudonym=person.pseudonym,
                group=Group.STAFF,
            )


def _codings(
    connection: coding.Connection, study_id: int, codes: list[int], codings: int
) -> list[coding.NewCoding]:
    chance = random.Random(1)
    turns = list(turns_of(connection, study_id).items())
    homes = {
        coding.place(connection, study_id, each.id).version_id: each.id
        for each in store.listed(connection, study_id)
    }
    made = []
    for _ in range(codings):
        version, within = chance.choice(turns)
        turn = chance.choice(within).spoken.span
        start = chance.randrange(turn.start, max(turn.start + 1, turn.end - 40))
        span = Span(start, min(turn.end, start + chance.randint(30, 250)))
        made.append(
            coding.NewCoding(
                transcript_id=homes[version], code_id=chance.choice(codes), coder_id=None, span=span
            )
        )
    return made


def written(folder: Path, each: int, words: int) -> list[Path]:
    """`each` docx, vtt and txt files of that many words, written to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(each * 3):
        suffix, make = (("docx", as_docx), ("vtt", as_vtt), ("txt", as_txt))[number % 3]
        path = folder / f"interview_{number:02}.{suffix}"
        path.write_bytes(make(talk(words, number)))
        paths.append(path)
    return paths
