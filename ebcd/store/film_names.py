"""The names that people chose to be called by in the film, kept with the care of the key.

They are read for the film and what goes with it, and for the check that no report holds one; they
go when the person withdraws, a real first name also when the key is erased.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, insert, select

from ebcd.film.names import ChosenName, NameKind, NameUse, outside_name, standing
from ebcd.store.recordings import Recording
from ebcd.store.tables import film_name, participant
from ebcd.times import now


def chosen(connection: Connection, study_id: int) -> list[ChosenName]:
    """Everything that was chosen, in the order in which it was recorded."""
    rows = connection.execute(
        select(film_name).where(film_name.c.study_id == study_id).order_by(film_name.c.id)
    )
    return [
        ChosenName(
            row.participant_id,
            NameUse(row.use),
            NameKind(row.kind),
            row.name,
            row.on_date,
            row.id,
        )
        for row in rows
    ]


def film_names(
    connection: Connection, study_id: int, use: NameUse = NameUse.FILM
) -> dict[int, str]:
    """How each participant is called where `use` says; "" for no name. Never a pseudonym."""
    rows = connection.execute(
        select(participant.c.id, participant.c.pseudonym, participant.c.withdrawn_on).where(
            participant.c.study_id == study_id
        )
    ).all()
    taken = {row.pseudonym.casefold() for row in rows}
    counts = standing(chosen(connection, study_id))
    found = {}
    for row in rows:
        choice = counts.get((row.id, use))
        name = choice.name if choice is not None and row.withdrawn_on is None else ""
        found[row.id] = "" if name.casefold() in taken else name
    return found


def pseudonyms(connection: Connection, study_id: int) -> dict[str, int]:
    """Every pseudonym of the study, with whose it is."""
    rows = connection.execute(
        select(participant.c.pseudonym, participant.c.id).where(participant.c.study_id == study_id)
    )
    return {row[0]: row[1] for row in rows}


def outside_names(
    connection: Connection, study_id: int, recordings: Iterable[Recording]
) -> dict[int, str]:
    """What each recording's file is called beside a timeline, by its id: never by a pseudonym."""
    taken = pseudonyms(connection, study_id)
    return {each.id: outside_name(each.name, each.id, taken) for each in recordings}


def real_names(connection: Connection, study_id: int) -> set[str]:
    """The real first names that are kept for the film, those of earlier choices too."""
    return {
        each.name
        for each in chosen(connection, study_id)
        if each.kind is NameKind.FIRST and each.name
    }


def choose(
    connection: Connection, study_id: int, made: Iterable[ChosenName], by_id: int | None
) -> None:
    """Keep what was chosen. The day stays of a choice that no longer counts; its name does not."""
    for each in made:
        connection.execute(
            insert(film_name).values(
                study_id=study_id,
                participant_id=each.participant,
                use=each.use.value,
                kind=each.kind.value,
                name=each.name,
                on_date=each.on,
                by_id=by_id,
                created_at=now(),
            )
        )
    counts = {each.order for each in standing(chosen(connection, study_id)).values()}
    connection.execute(
        film_name.update()
        .where(film_name.c.study_id == study_id, film_name.c.id.not_in(counts))
        .values(name="")
    )


def forget(connection: Connection, study_id: int, people: Collection[int]) -> None:
    """Erase what these people chose."""
    connection.execute(
        delete(film_name).where(
            film_name.c.study_id == study_id, film_name.c.participant_id.in_(list(people))
        )
    )


def forget_real(
    connection: Connection, study_id: int, people: Collection[int] | None = None
) -> None:
    """Erase the real first names, of these people alone if given."""
    gone = delete(film_name).where(
        film_name.c.study_id == study_id, film_name.c.kind == NameKind.FIRST.value
    )
    if people is not None:
        gone = gone.where(film_name.c.participant_id.in_(list(people)))
    connection.execute(gone)
