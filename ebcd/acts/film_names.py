"""How people are called in the film: chosen by each person, use by use, with the day.

A first name may be their real one, so what was chosen is seen by those who work on the film alone,
and neither a report nor the log holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.errors import BadInput, NotFound
from ebcd.film.names import ChosenName, NameKind, NameUse, checked_name, standing
from ebcd.store import film_names as store
from ebcd.store import people
from ebcd.store.workbench import Workbench


def names(
    workbench: Workbench, actor: Actor, study_id: int
) -> dict[tuple[int, NameUse], ChosenName]:
    """What counts of what was chosen, by participant and use; for those who work on the film."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        return standing(store.chosen(connection, study_id))


def called(workbench: Workbench, actor: Actor, study_id: int) -> dict[int, str]:
    """How the film calls each participant, "" for no name; for those who work on the film."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        return store.film_names(connection, study_id)


def choose_names(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    participant_id: int,
    chosen: Mapping[NameUse, tuple[NameKind, str]],
    on: date,
) -> None:
    """Record how a person wants to be called, use by use, on one day.

    Raises BadInput for a name that is a pseudonym of the study, or no name at all.
    """
    if on > date.today():
        raise BadInput("A name cannot be chosen in the future: choose the day it was said.")
    with act(workbench, actor, study_id, May.FILM, "record a name in the film") as doing:
        person = people.participants(doing.connection, study_id).get(participant_id)
        if person is None:
            raise NotFound("This participant is no longer there: look at the list again.")
        if person.withdrawn_on is not None:
            raise BadInput("This person has withdrawn: no name of theirs is kept.")
        taken = store.pseudonyms(doing.connection, study_id)
        made = [
            ChosenName(participant_id, use, kind, checked_name(kind, name, taken), on)
            for use, (kind, name) in chosen.items()
        ]
        store.choose(doing.connection, study_id, made, actor.account_id)
        said = {each.use.value: each.kind.value for each in made}
        doing.about(participant=participant_id, names=said)
