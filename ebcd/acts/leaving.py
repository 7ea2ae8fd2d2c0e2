"""Before anything leaves: a check for names that are known and numbers that give somebody away.

Every document, table, project and film file is looked through as it is written, and kept back
where it may still hold a name, until somebody has looked at the passages and lets it go knowingly.
A page can ask beforehand what will be found.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from threading import Lock

from ebcd.acts.access import Actor
from ebcd.acts.act import look
from ebcd.assistant.leaving import Doubt, doubts, in_one_line, once, words_in_file
from ebcd.assistant.name_groups import key_of
from ebcd.assistant.name_places import Named, Names, is_everyday
from ebcd.errors import WorkbenchError
from ebcd.store import film_names, passages, people
from ebcd.store import names as store
from ebcd.store import study as studies
from ebcd.store.database import Connection
from ebcd.store.words import each_words
from ebcd.store.workbench import Workbench
from ebcd.words import counted

_TEAM_APART = frozenset({"coding", "undo", "suggestion", "saved_query", "recording", "document"})
_SHORTEST = 3


class Leaves(StrEnum):
    """What is about to leave: passages and the team's words, whole texts as well, or the film."""

    PASSAGES = "passages"
    TEXTS = "texts"
    FILM = "film"


class MayNameSomebody(WorkbenchError):
    """Something that is about to leave may still hold a name. `doubts`: where."""

    def __init__(self, found: Sequence[Doubt]) -> None:
        self.doubts = found
        super().__init__(sentence(found))


def sentence(found: Sequence[Doubt]) -> str:
    """What a person is told of the doubts."""
    return counted(
        len(found),
        "{n} passage may still hold a name or a number that gives somebody away: look at it first.",
        "{n} passages may still hold a name or a number that gives somebody away: look at them "
        "first.",
    )


def known_names(connection: Connection, study_id: int, leaves: Leaves = Leaves.PASSAGES) -> Names:
    """The names of the key, those decided about, and those behind the pseudonyms.

    A name that somebody chose to be called by in the film is at home in the film; anywhere else it
    would tell whose quotations a report holds, so there it is one of them.
    """
    listed = {each.key: each.named for each in store.key(connection, study_id)}
    for each in store.choices(connection, study_id):
        if each.is_name:
            listed[each.key] = each.named
    shown = {each.name for each in film_names.chosen(connection, study_id) if each.name}
    chosen: set[str] = set()
    if leaves is Leaves.FILM:
        chosen = {word for name in shown for word in (key_of(name), *key_of(name).split())}
        listed = {key: named for key, named in listed.items() if key not in chosen}
    pseudonyms = {key_of(name) for name in people.taken_pseudonyms(connection, study_id)}
    for name in shown if leaves is not Leaves.FILM else ():
        listed.setdefault(key_of(name), Named(name, "", is_everyday(name)))
    for name in store.people_named(connection, study_id).values():
        for form in (name, *name.replace("-", " ").split()):
            key = key_of(form)
            if len(key) >= _SHORTEST and key not in chosen | pseudonyms:
                listed.setdefault(key, Named(form, "", is_everyday(form)))
    return Names(list(listed.values()))


def checked(
    connection: Connection,
    study_id: int,
    data: bytes,
    *,
    knowingly: bool,
    leaves: Leaves = Leaves.PASSAGES,
) -> tuple[Doubt, ...]:
    """The doubts about a file that is about to leave.

    Raises MayNameSomebody where there are any, unless it leaves `knowingly`.
    """
    known = known_names(connection, study_id, leaves)
    found = tuple(doubts(words_in_file(data), known))
    if found and not knowingly:
        raise MayNameSomebody(found)
    return found


def problems(found: Iterable[Doubt]) -> list[str]:
    """The doubts for the command line, which goes on knowingly: a sentence and each place."""
    each = [in_one_line(one) for one in found]
    return [sentence(tuple(found)), *each] if each else []


_KEPT: OrderedDict[tuple[object, ...], tuple[int, Sequence[Doubt]]] = OrderedDict()
_MOST_KEPT = 3_000
_KEEPING = Lock()


def before(workbench: Workbench, actor: Actor, study_id: int, leaves: Leaves) -> list[Doubt]:
    """What will be found in what leaves: each text is looked through once."""
    with look(workbench, actor, study_id) as connection:
        known = known_names(connection, study_id, leaves)
        at = hash(tuple(known.listed))
        url, revision = str(connection.engine.url), studies.revision(connection, study_id)
        found = list(
            _once(
                (url, "study", study_id, leaves is Leaves.FILM),
                hash((revision, at)),
                lambda: doubts(_short_words(connection, study_id, leaves), known),
            )
        )
        if leaves is Leaves.TEXTS:
            for version_id in store.current_versions(connection, study_id):
                found += _once(
                    (url, version_id), at, partial(_in_text, connection, version_id, known)
                )
    return once(found)


def _short_words(connection: Connection, study_id: int, leaves: Leaves) -> Iterator[str]:
    """What leaves beside whole texts: clips for a film, else passages and the team's words."""
    if leaves is Leaves.FILM:
        yield from each_words(connection, study_id, only={"clip", "chapter"})
        return
    yield from each_words(connection, study_id, apart=_TEAM_APART)
    usable = passages.usable_passages(connection, study_id)
    for quote in dict.fromkeys(each.quote for each in usable if each.may_quote):
        yield from quote.split("\n")


def _in_text(connection: Connection, version_id: int, known: Names) -> Sequence[Doubt]:
    return doubts((store.text_of(connection, version_id) or "").split("\n"), known)


def _once(
    place: tuple[object, ...], at: int, find: Callable[[], Sequence[Doubt]]
) -> Sequence[Doubt]:
    """What was found at this place before, or is found now."""
    with _KEEPING:
        kept = _KEPT.get(place)
    if kept is not None and kept[0] == at:
        return kept[1]
    found = find()
    with _KEEPING:
        _KEPT[place] = (at, found)
        while len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
    return found
