"""Names: found in the texts of a whole study, decided about once each, and replaced.

A person decides what a name becomes, or that a word is no name; nothing changes until all is
replaced in one act, which is a correction of each text. Name and replacement then lie in the key,
for the lead alone, like the earlier versions, which the lead can also erase for good.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as dataclass_replace
from threading import Lock

from ebcd.acts import names_search
from ebcd.acts.access import RIGHTS, Actor, May, role_in
from ebcd.acts.act import act, look
from ebcd.assistant.identifiers import Clue
from ebcd.assistant.name_groups import (
    Form,
    NameGroup,
    batches,
    derived,
    forms,
    grouped,
    key_from,
    key_of,
    proposed,
)
from ebcd.assistant.name_places import checked, is_everyday, words_of
from ebcd.errors import BadInput, NotAllowed, NotFound
from ebcd.store import assistant_fits, people
from ebcd.store import names as store
from ebcd.store.assistant_fits import Running
from ebcd.store.database import Connection
from ebcd.store.names import Choice
from ebcd.store.workbench import Workbench

CONTEXTS = 3
_AROUND = 110


@dataclass(frozen=True)
class State:
    """How far the review has come.

    `unread`: texts not looked through yet. `running`: the search under way. `left`: decisions
    still to make. `names`, `kept`: ways of writing that are to be replaced, and that are no names.
    `in_key`: names replaced so far. `missing`: why names are found by rules alone.
    """

    unread: int
    running: Running | None
    failure: str | None
    missing: str | None
    left: int
    names: int
    kept: int
    in_key: int


@dataclass(frozen=True)
class Context:
    """A place of a name with the words around it."""

    title: str
    transcript: int
    start: int
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Asked:
    """One name (or kind of number) to decide about. `proposal`: key of a form → replacement."""

    group: NameGroup
    contexts: Sequence[Context]
    proposal: Mapping[str, str]

    @property
    def replacement(self) -> str:
        return self.proposal[self.group.forms[0].key]


# --- Looking ------------------------------------------------------------------------------------


def state(workbench: Workbench, actor: Actor, study_id: int) -> State:
    """How far the review of names has come."""
    with look(workbench, actor, study_id, May.TRANSCRIPTS) as connection:
        finder = names_search.finder()
        unread = store.unread(connection, study_id, finder)
        running = assistant_fits.running(connection, study_id, assistant_fits.NAMES)
        failure = assistant_fits.last_failure(connection, study_id, finder, assistant_fits.NAMES)
        made = store.choices(connection, study_id)
        in_key = len(store.key(connection, study_id))
        left = len(_left(connection, study_id, made))
    names = sum(each.is_name for each in made)
    return State(
        len(unread),
        running,
        failure if unread else None,
        names_search.pipeline_missing(),
        left,
        names,
        len(made) - names,
        in_key,
    )


def search(workbench: Workbench, actor: Actor, study_id: int) -> None:
    """Begin to look through the texts that were not looked through yet, in the background."""
    with look(workbench, actor, study_id, May.TRANSCRIPTS):
        pass
    names_search.start(workbench, study_id, actor.account_id)


_KEPT: OrderedDict[tuple[str, int], tuple[tuple[int, ...], Sequence[Form]]] = OrderedDict()
_KEEPING = Lock()
_MOST_KEPT = 4


def _forms(connection: Connection, study_id: int) -> Sequence[Form]:
    """Every way of writing found in the study, kept until a text changes."""
    at, place = store.stamp(connection, study_id), (str(connection.engine.url), study_id)
    with _KEEPING:
        kept = _KEPT.get(place)
    if kept is not None and kept[0] == at:
        return kept[1]
    read = store.texts(connection, study_id)
    found = forms((each.transcript, each.text, each.found) for each in read)
    with _KEEPING:
        _KEPT[place] = (at, found)
        _KEPT.move_to_end(place)
        while len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
    return found


def forget_found(connection: Connection, study_id: int) -> None:
    """Let go of the names that are kept in memory."""
    with _KEEPING:
        _KEPT.pop((str(connection.engine.url), study_id), None)


def _left(
    connection: Connection, study_id: int, made: Sequence[Choice]
) -> list[tuple[NameGroup, ...]]:
    known = store.key(connection, study_id)
    decided = {each.key for each in (*made, *known)}
    written = {
        word for each in (*made, *known) if each.is_name for word in words_of(each.replacement)
    }
    written |= {
        word for name in people.taken_pseudonyms(connection, study_id) for word in words_of(name)
    }
    return batches(grouped(_forms(connection, study_id), decided, written))


def queue(
    workbench: Workbench, actor: Actor, study_id: int, later: Collection[str] = ()
) -> Sequence[Asked]:
    """The next decision: one name, or several words that are hardly names; empty at the end.

    `later`: keys of groups that wait.
    """
    with look(workbench, actor, study_id, May.TRANSCRIPTS) as connection:
        made = store.choices(connection, study_id)
        waiting = [
            batch for batch in _left(connection, study_id, made) if batch[0].key not in later
        ]
        if not waiting:
            return ()
        known = (*made, *store.key(connection, study_id))
        pseudonyms = key_from(
            (each.form, each.replacement, each.clue) for each in known if each.is_name
        )
        taken = {word for form in _forms(connection, study_id) for word in form.key.split()}
        few = 1 if len(waiting[0]) > 1 else CONTEXTS
        named = _named_people(connection, actor, study_id)
        asked = []
        for group in waiting[0]:
            proposal = proposed(group, pseudonyms, taken)
            whose = _whose(group, named)
            if whose is not None:
                proposal = {form.key: whose for form in group.forms}
            asked.append(Asked(group, _contexts(connection, study_id, group, few), proposal))
        return asked


def _named_people(connection: Connection, actor: Actor, study_id: int) -> Mapping[str, str]:
    """Names behind the pseudonyms, without case, for whoever may see them."""
    role = role_in(connection, actor, study_id)
    if role is None or May.IDENTITY not in RIGHTS[role]:
        return {}
    pseudonyms = people.participants(connection, study_id)
    return {
        key_of(name): pseudonyms[who].pseudonym
        for who, name in store.people_named(connection, study_id).items()
    }


def _whose(group: NameGroup, named: Mapping[str, str]) -> str | None:
    keys = {form.key for form in group.forms}
    found = {pseudonym for name, pseudonym in named.items() if name in keys}
    return found.pop() if len(found) == 1 else None


def _contexts(connection: Connection, study_id: int, group: NameGroup, most: int) -> list[Context]:
    """Places of a name, from as many transcripts as there are."""
    mentions = group.mentions
    first = {each.transcript: each for each in reversed(mentions)}
    chosen = list(dict.fromkeys([*first.values(), *mentions]))[:most]
    found = []
    for each in sorted(chosen, key=lambda one: (one.transcript, one.span)):
        place = store.around(connection, study_id, each.transcript, each.span, _AROUND)
        if place is not None:
            title, before, words, after = place
            found.append(Context(title, each.transcript, each.span.start, before, words, after))
    return found


# --- Deciding -----------------------------------------------------------------------------------


def replace_with(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    asked: Asked,
    replacement: str = "",
    without: Collection[str] = (),
) -> list[int]:
    """Decide that a name is to be replaced; the decision's ids, which `take_back` takes.

    `replacement`: of the main form, or empty for what is suggested. `without`: keys of forms that
    are not meant; they are asked for by themselves later.
    """
    wanted = checked(replacement) or asked.replacement
    became = derived(asked.group, wanted, asked.proposal)
    if asked.group.is_numbers and len(asked.group.forms) > 1 and wanted == asked.replacement:
        became = dict(asked.proposal)
    chosen = [form for form in asked.group.forms if form.key not in without]
    if not chosen:
        raise BadInput("Nothing is ticked: tick what is to be replaced, or say it is no name.")
    return _choose(
        workbench,
        actor,
        study_id,
        [_choice(form.shown, asked.group.clue, became[form.key]) for form in chosen],
    )


def is_no_name(
    workbench: Workbench, actor: Actor, study_id: int, groups: Sequence[NameGroup]
) -> list[int]:
    """Decide that words are to stay; they are not asked for again."""
    made = [
        Choice(form.key, form.shown[:200], form.clue, False, "", False)
        for group in groups
        for form in group.forms
    ]
    return _choose(workbench, actor, study_id, made)


def by_hand(
    workbench: Workbench, actor: Actor, study_id: int, name: str, replacement: str
) -> list[int]:
    """Decide about a word that a person typed."""
    name, replacement = checked(name), checked(replacement)
    if not key_of(name):
        raise BadInput("Type the name as it stands in the text.")
    if not replacement:
        raise BadInput("Type what is to stand in its place.")
    if key_of(name) == key_of(replacement):
        raise BadInput("The name would stay as it is: type something else in its place.")
    made = _choice(name, Clue.NAME, replacement)
    if name.islower():
        made = dataclass_replace(made, everyday=False)
    return _choose(workbench, actor, study_id, [made])


def _choice(form: str, clue: Clue, replacement: str) -> Choice:
    form = form[:200]
    return Choice(key_of(form), form, clue, True, checked(replacement), is_everyday(form))


def _choose(workbench: Workbench, actor: Actor, study_id: int, made: Sequence[Choice]) -> list[int]:
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "decide about a name") as doing:
        ids = store.choose(doing.connection, study_id, made, actor.account_id)
        doing.about(decisions=len(ids), names=sum(each.is_name for each in made))
    return ids


def take_back(workbench: Workbench, actor: Actor, study_id: int, ids: Sequence[int]) -> None:
    """Undo a decision: its names are asked for again."""
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "take back a name") as doing:
        if not store.drop_choice_ids(doing.connection, study_id, ids):
            raise NotFound("This decision was taken back or carried out already.")
        doing.about(decisions=len(ids))


def take_back_names(
    workbench: Workbench, actor: Actor, study_id: int, keys: Collection[str]
) -> None:
    """Undo the decisions about these ways of writing."""
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "take back a name") as doing:
        doing.about(decisions=store.drop_choices(doing.connection, study_id, keys))


def choices(workbench: Workbench, actor: Actor, study_id: int) -> list[Choice]:
    """What was decided and not carried out yet, and what is no name; the newest first."""
    with look(workbench, actor, study_id, May.TRANSCRIPTS) as connection:
        return store.choices(connection, study_id)


# --- Earlier versions ----------------------------------------------------------------------------


def may_see_version(connection: Connection, actor: Actor, study_id: int, version_id: int) -> bool:
    """Whether this person may read a version: one that holds replaced names is the lead's."""
    if version_id not in store.hidden_versions(connection, study_id):
        return True
    role = role_in(connection, actor, study_id)
    return role is not None and May.IDENTITY in RIGHTS[role]


def check_version(connection: Connection, actor: Actor, study_id: int, version_id: int) -> None:
    """Raise NotAllowed where `may_see_version` says no."""
    if not may_see_version(connection, actor, study_id, version_id):
        raise NotAllowed(
            "This version still has the names that were replaced since: only the study's lead may "
            "read it."
        )
