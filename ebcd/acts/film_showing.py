"""The second gate: what the patients said of the whole film at their own event.

Staff and everybody else see the film after the patients have agreed to it, as it was then.
"""

from __future__ import annotations

from datetime import date

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.film import Film, film_of
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.events import Event, EventKind
from ebcd.film.approval import gate
from ebcd.film.showing import OWN_EVENT, Agreement, missing, shown_cut
from ebcd.film.storyboard import Storyboard
from ebcd.people import Use
from ebcd.store import events
from ebcd.store import film_agreements as store
from ebcd.store.database import Connection
from ebcd.store.workbench import Workbench

LONGEST_CHANGES = 4_000


def said_of_the_film(workbench: Workbench, actor: Actor, study_id: int) -> list[Agreement]:
    """Everything that the patients said of the film, the newest first."""
    with look(workbench, actor, study_id) as connection:
        found = store.agreements(connection, study_id)
    return sorted(found, key=lambda each: (each.on, each.id), reverse=True)


def patients_events(workbench: Workbench, actor: Actor, study_id: int) -> list[Event]:
    """The patients' own events, at which they can see the film."""
    with look(workbench, actor, study_id) as connection:
        found = events.events(connection, study_id).values()
    return [each for each in found if each.kind is EventKind.PATIENT]


def record_agreement(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    event_id: int,
    agreed: bool,
    on: date,
    *,
    changes: str = "",
    version: int = 0,
) -> int:
    """Keep what the patients said of a version of the film, as it is now; returns the id.

    `changes`: what they asked to change; with it they have not yet agreed. Raises BadInput where
    the event is not their own, or no clip may be shown there.
    """
    if on > date.today():
        raise BadInput("An answer cannot lie in the future: choose the day of the event.")
    changes = "\n".join(" ".join(line.split()) for line in changes.strip().splitlines())
    if len(changes) > LONGEST_CHANGES:
        raise BadInput(f"Keep to {LONGEST_CHANGES:,} characters: say what is to be changed.")
    if agreed and changes:
        raise BadInput(
            "They agreed, or asked for changes: with changes, show them the film again once it is "
            "changed, and record then that they agreed."
        )
    if not agreed and not changes:
        raise BadInput("Say what they asked to change.")
    with act(workbench, actor, study_id, May.EVENTS, "record what patients said of it") as doing:
        event = events.events(doing.connection, study_id).get(event_id)
        if event is None:
            raise NotFound("This event is not there any more: reload the page.")
        if event.kind is not EventKind.PATIENT:
            raise BadInput("Patients agree at their own event, before staff see the film.")
        found = film_of(doing.connection, study_id, version)
        if found is None:
            raise NotFound("There is no storyboard yet: begin the film first.")
        said = _said(found, agreed, on, changes)
        made = store.record(doing.connection, study_id, event_id, said, actor.account_id)
        doing.about(event=event_id, agreement=made, agreed=agreed, clips=said.clips)
    return made


def _said(found: Film, agreed: bool, on: date, changes: str) -> Agreement:
    shown = shown_cut(found.board).cleared
    clips = [clip for _, clip in shown.clips()]
    if not clips:
        raise BadInput("No clip may be shown to the patients yet, so they cannot have seen it.")
    people = {person.participant for clip in clips for person in clip.people}
    return Agreement(
        found.stands.fingerprint,
        agreed,
        on,
        version=found.version.name,
        changes=changes,
        clips=len(clips),
        length_ms=shown.length_ms,
        people=tuple(sorted(people)),
    )


def take_agreement_back(
    workbench: Workbench, actor: Actor, study_id: int, agreement_id: int
) -> None:
    """Delete what was recorded by mistake."""
    with act(workbench, actor, study_id, May.EVENTS, "take back what patients said") as doing:
        if not store.take_back(doing.connection, study_id, agreement_id):
            raise NotFound("This was taken back already: reload the page.")
        doing.about(agreement=agreement_id)


def board_for(found: Film, showing: Use | None) -> Storyboard:
    """What of the film may be shown to `showing` (None: those who edit it).

    Raises Conflict where the patients' agreement is missing, with what to do.
    """
    wanting = missing(found.stands, showing)
    if wanting:
        raise Conflict(wanting)
    return gate(found.board, showing).cleared


def agreement_holds(connection: Connection, study_id: int, agreed_cut: str) -> bool:
    """Whether the patients still agree to a cut: a version of the film is that cut, and agreed."""
    found = film_of(connection, study_id)
    for version in found.versions if found is not None else ():
        each = film_of(connection, study_id, version.id) if version.id else found
        if each is not None and each.stands.fingerprint == agreed_cut and each.stands.agreed:
            return True
    return False


def mark_of(found: Film) -> str:
    """What a copy of the film says of itself: "" once the patients have agreed to it."""
    return "" if found.stands.agreed else OWN_EVENT
