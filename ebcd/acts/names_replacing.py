"""Replacing names: shown beforehand, then done in all texts of a study in one act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.names import forget_found
from ebcd.assistant.name_places import Names, hits, replaced
from ebcd.errors import BadInput, Conflict
from ebcd.store import names as store
from ebcd.store.database import Connection
from ebcd.store.names_replacing import forget_files, replace_in
from ebcd.store.words import change_words
from ebcd.store.workbench import Workbench

Told = Callable[[float], object]
WHY = "Names replaced"


@dataclass(frozen=True)
class Preview:
    """What replacing would do: places by transcript's title, and rows of other words by table."""

    places: Mapping[str, int]
    elsewhere: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.places.values())


def _known(connection: Connection, study_id: int) -> Names:
    """The names of the key and those decided about, a new decision before an old one."""
    made = {each.key: each for each in store.key(connection, study_id)}
    made |= {each.key: each for each in store.choices(connection, study_id) if each.is_name}
    return Names([each.named for each in made.values()])


def preview(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    told: Told = lambda _share: None,
) -> Preview:
    """What replacing would do, and nothing done."""
    with look(workbench, actor, study_id, May.TRANSCRIPTS) as connection:
        known = _known(connection, study_id)
        listed = store.titles(connection, study_id)
        places: dict[str, int] = {}
        for at, read in enumerate(store.texts(connection, study_id)):
            told(at / max(1, len(listed)))
            found = hits(known.places(read.text, [each.span for each in read.found]))
            if found:
                title = listed[read.transcript]
                places[title] = places.get(title, 0) + found
        elsewhere = change_words(connection, study_id, _changer(known), dry=True)
    return Preview(places, elsewhere)


def _changer(known: Names) -> Callable[[str], str]:
    def change(words: str) -> str:
        places = known.places(words)
        return replaced(words, places) if places else words

    return change


def replace_names(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    *,
    expecting: int | None = None,
    told: Told = lambda _share: None,
) -> int:
    """Replace every name decided about, in all texts and other words of the study; how many.

    Each text touched gets a version; the earlier ones are for the lead alone from then on, and
    the kept documents that hold a name are deleted.
    `expecting`: places that the person was shown; raises Conflict where there are others by now.
    """
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "replace names") as doing:
        connection = doing.connection
        known = _known(connection, study_id)
        if not known.listed:
            raise BadInput("No name was decided about yet: go through the list first.")
        work = [
            (read, places)
            for read in store.texts(connection, study_id)
            if (places := known.places(read.text, [each.span for each in read.found]))
        ]
        total = sum(hits(places) for _read, places in work)
        if expecting is not None and total != expecting:
            raise Conflict(
                "The texts or the decisions have changed since you looked: look at what would be "
                "replaced again."
            )
        for at, (read, places) in enumerate(work):
            told(at / len(work))
            replace_in(connection, study_id, read, places, by_id=actor.account_id, why=WHY)
        elsewhere = change_words(connection, study_id, _changer(known))
        moved = store.into_key(connection, study_id, actor.account_id)
        forget_found(connection, study_id)
        doing.about(
            places=total, transcripts=len(work), elsewhere=sum(elsewhere.values()), names=moved
        )
    forget_files(workbench.study_folder(study_id, "documents"), known)
    workbench.forget_models(study_id)
    return total
