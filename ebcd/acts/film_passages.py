"""Which coded passages can become clips: who speaks in them, when, and whether they agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ebcd.acts.access import Actor, May
from ebcd.acts.act import look
from ebcd.acts.priorities import once_each
from ebcd.codebook import path, tree
from ebcd.errors import NotFound
from ebcd.film.timing import Stretch
from ebcd.people import Use, allows
from ebcd.store import codebook, coding, people, recordings, spoken
from ebcd.store import film as store
from ebcd.store.database import Connection
from ebcd.store.findings import sources
from ebcd.store.passages import Passage, usable_passages, usable_stretches
from ebcd.store.workbench import Workbench
from ebcd.text import Span, normalise


@dataclass(frozen=True)
class Choice:
    """What passages can be filtered by: codes that are in use, and people who speak in them."""

    codes: Mapping[int, str]
    people: Mapping[int, str]


@dataclass(frozen=True)
class Candidate:
    """A passage that may become a clip.

    `people`: pseudonyms. `without_consent`: of those, who does not agree to the film. `said`: when,
    in the recording's time, or None. `in_film`: whether a clip shares words with it.
    """

    uuid: str
    title: str
    quote: str
    people: tuple[str, ...]
    without_consent: tuple[str, ...]
    said: Stretch | None
    in_film: bool


def choice(workbench: Workbench, actor: Actor, study_id: int) -> Choice:
    """The codes and people that passages can be chosen by."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        passages = usable_passages(connection, study_id)
        codes = codebook.codes(connection, study_id)
        persons = people.participants(connection, study_id)
    used = {each.code for each in passages}
    speak = {who for each in passages for who in each.people}
    by_id = {code.id: code for code in codes}
    return Choice(
        {code.id: path(code, by_id) for _depth, code in tree(codes) if code.id in used},
        {who: each.pseudonym for who, each in persons.items() if who in speak},
    )


def candidates(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    *,
    code: int | None = None,
    person: int | None = None,
    most: int = 10,
) -> tuple[int, list[Candidate]]:
    """How many passages there are with this code and person, and the first `most` of them."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        found = [
            each
            for each in once_each(usable_passages(connection, study_id))
            if not each.is_field_note and (person is None or person in each.people)
        ]
        if code is not None:
            spans = {
                (each.version, each.span) for each in usable_passages(connection, study_id)
                if each.code == code
            }  # fmt: skip
            found = [each for each in found if (each.version, each.span) in spans]
        made = _judged(connection, study_id, found[:most])
    return len(found), made


def passage(
    workbench: Workbench, actor: Actor, study_id: int, transcript_id: int, span: Span
) -> Candidate:
    """Words of a transcript that may become a clip, whether or not they are coded.

    Raises NotFound where they may not be used, or are not there.
    """
    with look(workbench, actor, study_id, May.FILM) as connection:
        found = usable_stretches(connection, study_id, [(transcript_id, span)])
        if not found or not len(span) or found[0].is_field_note:
            raise NotFound("These words may not be used, or are gone: choose others.")
        words = normalise(coding.words_at(connection, found[0].version, span))
        if not words:
            raise NotFound("There are no words at this place any more: choose others.")
        return replace(_judged(connection, study_id, found)[0], quote=words)


def _judged(connection: Connection, study_id: int, found: Sequence[Passage]) -> list[Candidate]:
    """The passages with their times, and what is known of those who speak in them."""
    persons = people.participants(connection, study_id)
    there = sources(connection, study_id)
    offsets = recordings.offsets(connection, study_id)
    film = store.film(connection, study_id)
    places = list(film.places.values()) if film else []
    made = []
    for each in found:
        said = spoken.times_of(connection, each.version, each.span)
        offset = offsets.get(each.transcript, 0)
        if said is not None:
            said = Stretch(max(said.in_ms + offset, 0), max(said.out_ms + offset, 0))
        names = [persons[who] for who in each.people]
        made.append(
            Candidate(
                each.uuid,
                there[each.transcript].title,
                each.quote,
                tuple(one.pseudonym for one in names),
                tuple(one.pseudonym for one in names if not allows(one, Use.FILM)),
                said,
                any(p.version == each.version and p.span.meets(each.span) for p in places),
            )
        )
    return made
