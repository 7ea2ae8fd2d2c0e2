"""Ideas: people in the room suggest, and the facilitator approves, rewords, merges or sets aside.

An idea holds nothing of who sent it. Approved ones become items of a list, which keep that they
came from the room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.room_forms import found_form
from ebcd.errors import BadInput, Conflict
from ebcd.events import FormKind, checked_idea
from ebcd.priorities import codes
from ebcd.priorities.lists import ListName, checked_reason, checked_title
from ebcd.store import priorities
from ebcd.store import room_forms as store
from ebcd.store.room_forms import Idea
from ebcd.store.workbench import Workbench
from ebcd.times import now
from ebcd.words import _

TOKEN_LENGTH = 32
MOST_IDEAS = 2_000
"""The most ideas that an event takes in."""

MOST_AT_ONCE, AT_ONCE_SECONDS = 300, 10
"""No more than so many ideas in so many seconds: a room of people writes more slowly."""


def suggest(workbench: Workbench, join_code: str, text: str, token: str) -> None:
    """Send in an idea; the same `token` sends it in once.

    Raises BadInput for a text that cannot be used, Conflict where no ideas are taken or too many
    come in at once.
    """
    if len(token) != TOKEN_LENGTH:
        raise BadInput(_("This page is out of date: reload it and write your idea again."))
    text = checked_idea(text)
    with workbench.database.writing() as connection:
        form = found_form(connection, join_code, FormKind.IDEAS)
        if not form.is_open or form.event_id is None:
            raise Conflict(_("Ideas are not taken any more: tell the facilitator in person."))
        since = now() - timedelta(seconds=AT_ONCE_SECONDS)
        every, fresh = store.came_in(connection, form.event_id, since)
        if every >= MOST_IDEAS:
            raise Conflict(_("The list of ideas is full: tell the facilitator in person."))
        if fresh >= MOST_AT_ONCE:
            raise Conflict(_("Many ideas are coming in at this moment: send yours again soon."))
        store.add_idea(connection, form, text, codes.hashed(workbench.secret, "idea", token))


def ideas(
    workbench: Workbench, actor: Actor, study_id: int, event_id: int | None = None
) -> list[Idea]:
    """The ideas of a study, or of one event, in the order in which they came."""
    with look(workbench, actor, study_id) as connection:
        return store.ideas(connection, study_id, event_id)


def from_the_room(workbench: Workbench, actor: Actor, study_id: int) -> Mapping[int, Sequence[str]]:
    """The ideas behind each item of a list, by the item's id."""
    found: dict[int, list[str]] = {}
    for idea in ideas(workbench, actor, study_id):
        if idea.item is not None:
            found.setdefault(idea.item, []).append(idea.text)
    return found


def approve(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    idea_ids: Sequence[int],
    name: ListName,
    title: str,
    description: str = "",
) -> int:
    """Make one item of a list of these ideas, in these words; returns its id.

    Raises Conflict where one of them was decided on already.
    """
    title = checked_title(title)
    with act(workbench, actor, study_id, May.EVENTS, "approve ideas from the room") as doing:
        connection = doing.connection
        chosen = _waiting(store.ideas(connection, study_id), idea_ids)
        item_id = priorities.add(
            connection,
            study_id,
            name,
            title,
            description=description.strip(),
            event_id=chosen[0].event_id,
        )
        values = {"state": "approved", "item_id": item_id}
        store.change_ideas(connection, study_id, [idea.id for idea in chosen], values)
        doing.about(item=item_id, list=name.value, ideas=[idea.id for idea in chosen])
    return item_id


def _waiting(every: Sequence[Idea], wanted: Sequence[int]) -> list[Idea]:
    if not wanted:
        raise BadInput("Choose at least one idea.")
    by_id = {idea.id: idea for idea in every}
    chosen = [by_id[each] for each in dict.fromkeys(wanted) if each in by_id]
    if len(chosen) < len(set(wanted)) or any(idea.state != "new" for idea in chosen):
        raise Conflict("One of these ideas was decided on meanwhile: reload the page.")
    return chosen


def set_aside(
    workbench: Workbench, actor: Actor, study_id: int, idea_ids: Sequence[int], reason: str
) -> None:
    """Leave ideas out, with the reason."""
    reason = checked_reason(reason)
    with act(workbench, actor, study_id, May.EVENTS, "set ideas aside") as doing:
        chosen = _waiting(store.ideas(doing.connection, study_id), idea_ids)
        ids = [idea.id for idea in chosen]
        values = {"state": "set_aside", "reason": reason}
        store.change_ideas(doing.connection, study_id, ids, values)
        doing.about(ideas=ids)


def bring_back(workbench: Workbench, actor: Actor, study_id: int, idea_id: int) -> None:
    """Take an idea up again that was set aside, or whose item was deleted."""
    with act(workbench, actor, study_id, May.EVENTS, "take an idea up again") as doing:
        every = {idea.id: idea for idea in store.ideas(doing.connection, study_id)}
        found = every.get(idea_id)
        if found is None or found.state == "new" or found.item is not None:
            raise Conflict("This idea is not set aside any more: reload the page.")
        values = {"state": "new", "reason": ""}
        store.change_ideas(doing.connection, study_id, [idea_id], values)
        doing.about(ideas=[idea_id])
