"""Reports: the Word documents of a study, made, recorded and fetched again.

Only passages whose speakers all agree to be quoted are in a document. Each document is recorded
with the people it quotes, so that a withdrawal finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ebcd.acts import leaving, waiting
from ebcd.acts import report_material as material
from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.report_material import Reading
from ebcd.acts.report_packs import packs, stills_of
from ebcd.acts.report_votes import votes
from ebcd.assistant.leaving import Doubt
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.film.approval import gate
from ebcd.people import Use, allows
from ebcd.priorities.lists import ListName
from ebcd.reports.action_plan import PlanTold, action_plan
from ebcd.reports.approval_pack import PacksTold, approval_pack
from ebcd.reports.codebook_document import CodebookTold, codebook_document
from ebcd.reports.emotional_map import DrawnMap, MapsTold, emotional_map
from ebcd.reports.final_report import Step, StudyTold, final_report
from ebcd.reports.priority_report import Priorities, priority_report
from ebcd.reports.storyboard import StoryboardTold, storyboard
from ebcd.reports.touchpoint_summary import TouchpointsTold, touchpoint_summary
from ebcd.store import documents, events, people
from ebcd.store import film as films
from ebcd.store import study as studies
from ebcd.store.documents import Made
from ebcd.store.workbench import Workbench
from ebcd.study import ActivityState
from ebcd.text import file_name, sha256
from ebcd.times import duration, long_date

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Written:
    """A document just made. `left_out`: passages not quoted for want of consent.

    `doubts`: passages in it that may still hold a name, let go knowingly.
    """

    id: int
    name: str
    data: bytes
    draft: bool
    quoted: int
    left_out: int
    doubts: tuple[Doubt, ...] = ()


Write = Callable[[Workbench, Reading, int | None], bytes]


def _priorities(_workbench: Workbench, reading: Reading, _who: int | None) -> bytes:
    joint = material.on_list(reading, ListName.JOINT, quote=3)
    deviations = studies.deviations(reading.connection, reading.study_id)
    return priority_report(
        Priorities(
            reading.front,
            reading.study.summary,
            (*reading.took_part(), *reading.attended()),
            material.on_list(reading, ListName.PATIENT_SHORT),
            material.on_list(reading, ListName.STAFF_SHORT),
            joint,
            material.not_chosen(reading),
            votes(reading),
            tuple((each.what, each.reason) for each in deviations),
            len(reading.quoting.left_out),
            material.talks(reading),
        )
    )


def _touchpoints(_workbench: Workbench, reading: Reading, _who: int | None) -> bytes:
    heads = dict(reading.took_part())
    staff = heads.pop("Staff", 0)
    return touchpoint_summary(
        TouchpointsTold(reading.front, (sum(heads.values()), staff), material.touchpoints(reading))
    )


def _codebook(_workbench: Workbench, reading: Reading, _who: int | None) -> bytes:
    approach = reading.study.analytic_approach
    return codebook_document(
        CodebookTold(
            reading.front,
            f"{approach.label}: {approach.explains}",
            material.codebook_entries(reading),
        )
    )


def _maps(_workbench: Workbench, reading: Reading, _who: int | None) -> bytes:
    drawn = []
    for event in events.events(reading.connection, reading.study_id).values():
        cards = list(events.cards(reading.connection, reading.study_id, event.id).values())
        when = ", ".join(
            part for part in (long_date(event.on) if event.on else "", event.place) if part
        )
        if cards:
            attended = tuple((event.attended or {}).items())
            drawn.append(DrawnMap(event.title, when, attended, cards))
    return emotional_map(MapsTold(reading.front, drawn))


def _plan(_workbench: Workbench, reading: Reading, _who: int | None) -> bytes:
    return action_plan(PlanTold(reading.front, material.group_plans(reading)))


def _final(_workbench: Workbench, reading: Reading, _who: int | None) -> bytes:
    connection, study_id = reading.connection, reading.study_id
    moments = material.touchpoints(reading, quote=1)
    left_out = len(reading.quoting.left_out)
    steps = [
        Step(
            done.kind.label,
            done.state.label,
            done.state is ActivityState.DONE,
            _about(done),
        )
        for done in studies.activities(connection, study_id)
    ]
    deviations = [
        (each.what, each.reason, long_date(each.decided_on) if each.decided_on else "–")
        for each in studies.deviations(connection, study_id)
    ]
    study = reading.study
    return final_report(
        StudyTold(
            reading.front,
            study.summary,
            f"{study.approach.label}. Analysis: {study.analytic_approach.label.lower()}.",
            (*reading.took_part(), *reading.attended()),
            steps,
            deviations,
            moments,
            _film_sentences(reading),
            material.on_list(reading, ListName.JOINT),
            material.group_plans(reading, quote=0),
            left_out,
        )
    )


def _about(done: studies.ActivityDone) -> str:
    parts = [long_date(done.done_on) if done.done_on else "", done.site]
    if done.hours:
        parts.append(f"{done.hours:g} hours")
    first = ", ".join(part for part in parts if part)
    return "\n".join(part for part in (first, done.note) if part) or "–"


def _film_sentences(reading: Reading) -> tuple[str, ...]:
    film = films.film(reading.connection, reading.study_id)
    if film is None:
        return ("No storyboard has been begun yet.",)
    decided = gate(film.board)
    cleared = sum(1 for _ in decided.cleared.clips())
    whole = sum(1 for _ in film.board.clips())
    return (
        f"“{film.board.title}” has {len(film.board.chapters)} chapters and {whole} clips, "
        f"{duration(film.board.length_ms)} with its title cards.",
        f"{cleared} clips are approved by everybody in them"
        + (f"; {len(decided.held)} may not be shown yet." if decided.held else "."),
    )


def _storyboard(workbench: Workbench, reading: Reading, _who: int | None) -> bytes:
    film = films.film(reading.connection, reading.study_id)
    if film is None or not any(film.board.clips()):
        raise BadInput("The film has no clips yet: add some on the Film page first.")
    everybody = tuple(
        (each.pseudonym, each.group) for each in reading.persons.values() if allows(each, Use.FILM)
    )
    decided = gate(film.board)
    for _, clip in decided.draft.clips():
        for person in clip.people:
            reading.quoting.quotes[person.participant] += 1
    stills = stills_of(workbench, reading, [clip for _, clip in decided.draft.clips()])
    return storyboard(StoryboardTold(reading.front, film.board, everybody, stills))


def _packs(
    workbench: Workbench, reading: Reading, who: int | None, *, large: bool = False
) -> bytes:
    film = films.film(reading.connection, reading.study_id)
    if film is None or not any(film.board.clips()):
        raise BadInput("The film has no clips yet: add some on the Film page first.")
    made = packs(workbench, reading, film.board, who)
    if who is not None and not made:
        raise BadInput("This person has no clip that may be sent to them: check their consent.")
    return approval_pack(PacksTold(reading.front, film.board.title, made, large))


def _large_packs(workbench: Workbench, reading: Reading, who: int | None) -> bytes:
    return _packs(workbench, reading, who, large=True)


@dataclass(frozen=True)
class Kind:
    """A document the workbench writes. `file`: its name without date and ending."""

    file: str
    write: Write


KINDS: Mapping[str, Kind] = {
    "priorities": Kind("priority report", _priorities),
    "touchpoints": Kind("touchpoint summary", _touchpoints),
    "emotional-map": Kind("emotional map", _maps),
    "storyboard": Kind("film storyboard", _storyboard),
    "approval-pack": Kind("approval pack", _packs),
    "approval-pack-large": Kind("approval pack in large print", _large_packs),
    "action-plan": Kind("action plan", _plan),
    "codebook": Kind("codebook", _codebook),
    "final": Kind("final report", _final),
}


OF_THE_FILM = frozenset({"storyboard", "approval-pack", "approval-pack-large"})
"""Documents whose words need consent to the film, not to being quoted in reports."""


def write(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    kind: str,
    *,
    draft: bool = False,
    participant_id: int | None = None,
    knowingly: bool = False,
) -> Written:
    """Make a document, keep it in the study's folder and record whom it quotes.

    `draft`: DRAFT on every page; a storyboard is one by itself while a clip is not approved.
    `participant_id`: whose approval pack. Raises BadInput for a kind that is not known, and
    MayNameSomebody where a name may be in it, unless it leaves `knowingly`.
    """
    known = KINDS.get(kind)
    if known is None:
        raise BadInput(f"There is no report “{kind}”: choose one of {', '.join(KINDS)}.")
    with look(workbench, actor, study_id, May.REPORT) as connection:
        reading = Reading(connection, study_id, draft=draft)
        data = known.write(workbench, reading, participant_id)
        found = leaving.checked(connection, study_id, data, knowingly=knowingly)
        draft = draft or (kind == "storyboard" and _unapproved(reading))
    whose = reading.persons.get(participant_id or 0)
    about = f"{known.file} {whose.pseudonym}" if whose else known.file
    name = file_name(reading.study.name, f"{about}{' DRAFT' if draft else ''}", "docx")
    digest, quotes = sha256(data), reading.quoting.quotes
    keep(documents.place(workbench, study_id, digest), data)
    with act(workbench, actor, study_id, May.REPORT, "write a document") as doing:
        made = documents.add(
            doing.connection, study_id, kind, name, digest, draft, quotes, actor.account_id
        )
        doing.about(document=made, kind=kind, draft=draft, quoted=sum(quotes.values()))
    left_out = len(reading.quoting.left_out)
    return Written(made, name, data, draft, sum(quotes.values()), left_out, found)


def _unapproved(reading: Reading) -> bool:
    film = films.film(reading.connection, reading.study_id)
    return film is not None and not gate(film.board).final


def keep(path: Path, data: bytes) -> None:
    """Put a document's file where the study keeps it."""
    try:
        path.write_bytes(data)
        path.chmod(0o600)
    except OSError as error:
        raise BadInput(
            f"The document could not be kept ({error.strerror}): make room and try again."
        ) from None


def made(workbench: Workbench, actor: Actor, study_id: int) -> Sequence[Made]:
    """The documents made last, newest first."""
    with look(workbench, actor, study_id, May.REPORT) as connection:
        return documents.newest(connection, study_id)


def fetch(workbench: Workbench, actor: Actor, study_id: int, document_id: int) -> tuple[str, bytes]:
    """A document made before: its name and bytes.

    Raises Conflict where somebody it quotes has since withdrawn or taken their consent back, a
    passage was marked “do not use”, or somebody said no to a clip of the film.
    """
    with look(workbench, actor, study_id, May.REPORT) as connection:
        found = documents.by_id(connection, study_id, document_id)
        if found is None:
            raise NotFound("This document is not there any more: make it again.")
        if not may_still_leave(people.participants(connection, study_id), found):
            raise Conflict(
                "Somebody in this document has taken their consent back, or a passage was marked "
                "“do not use” since: make the document again."
            )
        if found.kind in OF_THE_FILM and films.refused_since(connection, study_id, found.at):
            raise Conflict(
                "Somebody has said no to a clip since this document was made: make it again."
            )
    path = documents.place(workbench, study_id, found.sha256)
    if not path.exists():
        raise NotFound("The file of this document is gone: make it again.")
    return found.name, path.read_bytes()


def is_kept(workbench: Workbench, study_id: int, found: Made) -> bool:
    """Whether the document's file is still there."""
    return documents.place(workbench, study_id, found.sha256).exists()


def may_still_leave(persons: Mapping[int, Any], found: Made) -> bool:
    """Whether everybody whom the document quotes still agrees to that, and nothing in it may have
    been marked “do not use” since.
    """
    if found.quotes and found.marked_since:
        return False
    use = Use.FILM if found.kind in OF_THE_FILM else Use.QUOTE
    return all(who in persons and allows(persons[who], use) for who in found.quotes)


def write_report(
    workbench: Workbench, actor: Actor, study_id: int, kind: str, out: Path
) -> dict[str, Any]:
    """Write a document to `out`, for the command line."""
    if out.suffix.lower() != ".docx":
        raise BadInput(f"A report is a Word document: end “{out.name}” with .docx.")
    done = write(workbench, actor, study_id, kind, knowingly=True)
    try:
        out.write_bytes(done.data)
    except OSError as error:
        raise BadInput(
            f"{out} cannot be written ({error.strerror}): choose another place."
        ) from None
    return {
        "written": str(out),
        "draft": done.draft,
        "quotations": done.quoted,
        "left_out": done.left_out,
        "problems": waiting.problems(workbench, actor, study_id) + leaving.problems(done.doubts),
    }
