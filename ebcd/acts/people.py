"""People: participants by pseudonym, their consent use by use, and withdrawal.

The key from pseudonym to name is a table of its own; only the lead may look into it, and each look
is logged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.errors import BadInput, NotFound
from ebcd.people import ConsentState, Group, Participant, Use
from ebcd.store import assistant_fits, cuts, documents, film_names, withdrawal
from ebcd.store import people as store
from ebcd.store.people import Person
from ebcd.store.withdrawal import Impact
from ebcd.store.workbench import Workbench

_LETTER = {Group.STAFF: "S"}


@dataclass(frozen=True)
class Identity:
    """Who is behind a pseudonym."""

    name: str
    contact: str


def participants(workbench: Workbench, actor: Actor, study_id: int) -> dict[int, Participant]:
    """The study's participants with their consent, by id, in order of pseudonym."""
    with look(workbench, actor, study_id) as connection:
        return store.participants(connection, study_id)


def people(workbench: Workbench, actor: Actor, study_id: int) -> Sequence[Person]:
    """The study's participants with all that is recorded, in order of pseudonym."""
    with look(workbench, actor, study_id) as connection:
        return store.people(connection, study_id)


def next_pseudonym(taken: set[str], group: Group) -> str:
    """The next free pseudonym: P01, P02 …, for staff S01, S02 ….

    >>> next_pseudonym({"P01", "P04", "S01"}, Group.CARER)
    'P05'
    """
    letter = _LETTER.get(group, "P")
    numbers = [int(found[1]) for name in taken if (found := re.fullmatch(rf"{letter}(\d+)", name))]
    return f"{letter}{max(numbers, default=0) + 1:02}"


def is_pseudonym(name: str, group: Group) -> bool:
    """Whether a name is already a pseudonym as this group's are written.

    >>> is_pseudonym("P02", Group.CARER), is_pseudonym("P02", Group.STAFF)
    (True, False)
    """
    return re.fullmatch(rf"{_LETTER.get(group, 'P')}\d{{2,3}}", name) is not None


def _checked_pseudonym(pseudonym: str) -> str:
    pseudonym = " ".join(pseudonym.split())
    if not 1 <= len(pseudonym) <= 40:
        raise BadInput("A pseudonym has 1 to 40 characters, like P03: type another.")
    return pseudonym


def add_participant(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    group: Group,
    *,
    pseudonym: str = "",
    role: str = "",
) -> int:
    """Add a participant; without a pseudonym the next free one is taken. Returns the id."""
    with act(workbench, actor, study_id, May.PEOPLE, "add a participant") as doing:
        taken = store.taken_pseudonyms(doing.connection, study_id)
        name = _checked_pseudonym(pseudonym) if pseudonym else next_pseudonym(taken, group)
        if name in taken:
            raise BadInput(f"There is a {name} already: choose another pseudonym.")
        added = store.add(doing.connection, study_id, name, group, role.strip())
        doing.about(participant=added, group=group.value)
    return added


def change_participant(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    participant_id: int,
    *,
    pseudonym: str,
    group: Group,
    role: str = "",
    attributes: Mapping[str, str] | None = None,
) -> None:
    """Change what is recorded of a participant. None leaves a mapping as it is."""
    name = _checked_pseudonym(pseudonym)
    values: dict[str, object] = {"pseudonym": name, "group": group.value, "role": role.strip()}
    if attributes is not None:
        values["attributes"] = dict(attributes)
    with act(workbench, actor, study_id, May.PEOPLE, "change a participant") as doing:
        others = store.participants(doing.connection, study_id)
        if any(o.pseudonym == name and o.id != participant_id for o in others.values()):
            raise BadInput(f"There is a {name} already: choose another pseudonym.")
        if not store.change(doing.connection, study_id, participant_id, values):
            raise NotFound("This participant is no longer there: look at the list again.")
        doing.about(participant=participant_id)


def delete_participant(
    workbench: Workbench, actor: Actor, study_id: int, participant_id: int
) -> None:
    """Delete a participant entered by mistake. Raises BadInput where a transcript is linked."""
    with act(workbench, actor, study_id, May.PEOPLE, "delete a participant") as doing:
        if store.speaks_anywhere(doing.connection, participant_id):
            raise BadInput(
                "This participant speaks in a transcript: record a withdrawal instead, or unlink "
                "the speaker first."
            )
        store.delete_participant(doing.connection, study_id, participant_id)
        doing.about(participant=participant_id)


def record_consent(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    participant_id: int,
    said: Mapping[Use, ConsentState],
    on: date,
    how: str = "",
) -> None:
    """Record what a participant said of each use, on one day; earlier statements stay."""
    if on > date.today():
        raise BadInput("Consent cannot be given in the future: choose the day it was given.")
    with act(workbench, actor, study_id, May.PEOPLE, "record consent") as doing:
        if participant_id not in store.participants(doing.connection, study_id):
            raise NotFound("This participant is no longer there: look at the list again.")
        for use, state in said.items():
            store.add_consent(
                doing.connection,
                study_id,
                participant_id,
                use,
                state,
                on,
                how.strip(),
                actor.account_id,
            )
        doing.about(
            participant=participant_id, said={use.value: state.value for use, state in said.items()}
        )


def impact_of_withdrawal(
    workbench: Workbench, actor: Actor, study_id: int, participant_id: int
) -> Impact:
    """What a withdrawal would take out, and where this person has already been shown."""
    with look(workbench, actor, study_id, May.PEOPLE) as connection:
        return withdrawal.impact(connection, study_id, participant_id)


def withdraw(
    workbench: Workbench, actor: Actor, study_id: int, participant_id: int, on: date
) -> Impact:
    """Take a participant out of the study: every use ends, their passages are used no more.

    Returns what it touched, documents that went out before included. Codings stay in the database,
    unused, until the study's retention ends; the memory of undo that holds their words is erased,
    and so are the kept files of documents that quote them and whatever the assistant had learnt.
    """
    if on > date.today():
        raise BadInput("A withdrawal cannot lie in the future: choose the day it was said.")
    with act(workbench, actor, study_id, May.PEOPLE, "record a withdrawal") as doing:
        found = withdrawal.impact(doing.connection, study_id, participant_id)
        if not store.change(doing.connection, study_id, participant_id, {"withdrawn_on": on}):
            raise NotFound("This participant is no longer there: look at the list again.")
        for use in Use:
            store.add_consent(
                doing.connection,
                study_id,
                participant_id,
                use,
                ConsentState.WITHDRAWN,
                on,
                "withdrawal",
                actor.account_id,
            )
        withdrawal.take_out(doing.connection, study_id, participant_id)
        assistant_fits.stop(doing.connection, study_id)
        assistant_fits.stop(doing.connection, study_id, cuts.JOB)
        files = documents.files_with(workbench, doing.connection, study_id, participant_id)
        files += cuts.files_with(workbench, doing.connection, study_id, participant_id)
        doing.about(participant=participant_id, passages=found.passages, clips=len(found.clips))
    for path in files:
        path.unlink(missing_ok=True)
    workbench.forget_models(study_id)
    return found


def identity(workbench: Workbench, actor: Actor, study_id: int, participant_id: int) -> Identity:
    """Who is behind a pseudonym; for the lead, and logged."""
    with act(workbench, actor, study_id, May.IDENTITY, "look into the key") as doing:
        doing.about(participant=participant_id)
        name, contact = store.identity_of(doing.connection, study_id, participant_id)
        return Identity(name, contact)


def set_identity(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    participant_id: int,
    name: str,
    contact: str,
) -> None:
    """Record who is behind a pseudonym; empty texts erase it. For the lead.

    A real first name that was chosen for the film is erased with it.
    """
    with act(workbench, actor, study_id, May.IDENTITY, "change the key") as doing:
        if participant_id not in store.participants(doing.connection, study_id):
            raise NotFound("This participant is no longer there: look at the list again.")
        store.set_identity(
            doing.connection, study_id, participant_id, name.strip(), contact.strip()
        )
        if not (name.strip() or contact.strip()):
            film_names.forget_real(doing.connection, study_id, [participant_id])
        doing.about(participant=participant_id)
