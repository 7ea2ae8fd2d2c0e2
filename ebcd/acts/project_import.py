"""A project from another qualitative program: its texts, codes, codings and memos.

Each text becomes a transcript as if its file had been imported; each coding is put where its words
stand in it. Whatever finds no place is listed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ebcd.acts import transcripts
from ebcd.acts.access import Actor
from ebcd.acts.codebook_import import take_codes
from ebcd.acts.exchange_import import store_placed
from ebcd.errors import BadInput, WorkbenchError
from ebcd.exchange.passages_table import PassagesFile, Placed
from ebcd.exchange.placing import How, Placer
from ebcd.exchange.refi_reading import ReadText, read_qdpx
from ebcd.store import exchange as store
from ebcd.store.exchange import Named
from ebcd.store.workbench import Workbench
from ebcd.text import sha256, shorten

_LABEL = re.compile(r"^[^\s:][^:]{0,39}:\s")


@dataclass(frozen=True)
class ProjectTaken:
    """What came in with a project. `already`: codings and texts that were there before."""

    texts: int
    codes: int
    codings: int
    already: int
    problems: tuple[str, ...]


def import_project(workbench: Workbench, actor: Actor, study_id: int, data: bytes) -> ProjectTaken:
    """Take a QDPX project into the study. Raises BadInput where the file is none."""
    read = read_qdpx(data)
    problems = list(read.problems)
    if read.codes:
        take_codes(workbench, actor, study_id, read.codes)
    new = 0
    placed: list[Placed] = []
    for text in read.texts:
        try:
            named, was_new = _transcript(workbench, actor, study_id, text)
        except WorkbenchError as problem:
            problems.append(f"“{text.name}”: {problem}")
            continue
        new += was_new
        found, lost = _placed(text, named)
        placed += found
        problems += lost
    taken = store_placed(workbench, actor, study_id, PassagesFile(tuple(placed), (), len(placed)))
    return ProjectTaken(new, len(read.codes), taken.codings, taken.already, tuple(problems))


def import_project_file(
    workbench: Workbench, actor: Actor, study_id: int, path: Path
) -> dict[str, object]:
    """Take the project in the file at `path`; what was done, for printing."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}): choose another file.") from None
    taken = import_project(workbench, actor, study_id, data)
    return {
        "transcripts": taken.texts,
        "codes": taken.codes,
        "codings": taken.codings,
        "already_there": taken.already,
        "problems": list(taken.problems),
    }


def _transcript(
    workbench: Workbench, actor: Actor, study_id: int, text: ReadText
) -> tuple[Named, bool]:
    """The transcript that a text has become, and whether it is new."""
    data = text.text.encode()
    there = transcripts.already_imported(workbench, actor, study_id, [sha256(data)])
    known = there.get(sha256(data))
    if known is None:
        looked = transcripts.look_at(workbench, actor, study_id, f"{text.name}.txt", data)
        number = transcripts.import_reading(
            workbench, actor, study_id, looked, title=text.name[:200]
        )
    else:
        number = known[0]
    with workbench.database.reading() as connection:
        every = store.named_transcripts(connection, study_id)
    return next(each for each in every if each.id == number), known is None


def _placed(text: ReadText, named: Named) -> tuple[list[Placed], Sequence[str]]:
    """The codings of a text, each where its words stand in the transcript."""
    placer = Placer(named.text)
    placed: list[Placed] = []
    lost: list[str] = []
    for coding in text.codings:
        near = round(coding.at * len(named.text))
        place = placer.find(_without_speakers(coding.quote), near)
        if place is None:
            lost.append(
                f"“{coding.code.name}” on “{shorten(coding.quote, 60)}” in “{text.name}” was not "
                "found in the transcript: code it by hand."
            )
            continue
        if place.how is How.BY_WORDS:
            lost.append(
                f"“{coding.code.name}” in “{text.name}” was placed at the most similar words, "
                f"“{shorten(coding.quote, 60)}”: look at it."
            )
        quote = named.text[place.span.start : place.span.end]
        placed.append(
            Placed(
                0, named.id, named.version, place.span, quote, coding.code.name,
                coding.code.kind.value, coding.coder, coding.memo, place.how,
            )
        )  # fmt: skip
    return placed, lost


def _without_speakers(quote: str) -> str:
    """A quotation over several lines without the labels that stand before the later ones."""
    first, *later = quote.split("\n")
    return "\n".join([first, *(_LABEL.sub("", line) for line in later)])
