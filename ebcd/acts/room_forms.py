"""Forms for the room: opened and closed by the facilitator, sent in with a code, no account."""

from __future__ import annotations

from collections.abc import Sequence

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.errors import BadInput, NotFound
from ebcd.events import FormKind
from ebcd.people import Group
from ebcd.priorities import codes
from ebcd.priorities.rounds import checked_group
from ebcd.store import phone_checks, rounds
from ebcd.store import room_forms as store
from ebcd.store.belonging import check_there
from ebcd.store.database import Connection
from ebcd.store.room_forms import RoomForm
from ebcd.store.workbench import Workbench
from ebcd.words import _

GROUPS = tuple(group.value for group in Group)
LONGEST_QUESTION = 300
_MAY = {FormKind.IDEAS: May.EVENTS, FormKind.SIGN_UP: May.CODESIGN}


def forms(workbench: Workbench, actor: Actor, study_id: int, kind: FormKind) -> Sequence[RoomForm]:
    """The forms of one kind, the newest first."""
    with look(workbench, actor, study_id) as connection:
        return store.forms(connection, study_id, kind)


def open_form(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    kind: FormKind,
    question: str = "",
    *,
    event_id: int | None = None,
    groups: Sequence[str] = GROUPS,
) -> int:
    """Open a form for whoever has its code; returns its id. Ideas belong to an event."""
    question = " ".join(question.split())
    if len(question) > LONGEST_QUESTION:
        raise BadInput(f"The question has more than {LONGEST_QUESTION} characters: shorten it.")
    if kind is FormKind.IDEAS and event_id is None:
        raise BadInput("Ideas belong to an event: choose one, or plan it first.")
    for group in groups:
        checked_group(group, GROUPS)
    with act(workbench, actor, study_id, _MAY[kind], "open a form for the room") as doing:
        check_there(doing.connection, study_id, event=event_id)
        values = {
            "event_id": event_id,
            "kind": kind.value,
            "join_code": free_code(doing.connection),
            "question": question,
            "groups": list(groups),
        }
        form_id = store.add_form(doing.connection, study_id, values)
        doing.about(form=form_id, kind=kind.value)
    return form_id


def free_code(connection: Connection) -> str:
    """A code for the room that leads nowhere yet."""
    code = codes.join_code()
    while (
        rounds.by_join_code(connection, code)
        or store.form_by_code(connection, code)
        or phone_checks.by_code(connection, code)
    ):
        code = codes.join_code()
    return code


def set_open(
    workbench: Workbench, actor: Actor, study_id: int, form_id: int, is_open: bool
) -> None:
    """Let people send a form in, or no longer."""
    with look(workbench, actor, study_id) as connection:
        kind = store.form_by_id(connection, study_id, form_id).kind
    with act(workbench, actor, study_id, _MAY[kind], "open or close a form") as doing:
        store.set_open(doing.connection, form_id, is_open)
        doing.about(form=form_id, open=is_open)


def in_room(workbench: Workbench, join_code: str, kind: FormKind) -> RoomForm:
    """The form of a code, for whoever has it. Raises NotFound where there is none."""
    with workbench.database.reading() as connection:
        return found_form(connection, join_code, kind)


def found_form(connection: Connection, join_code: str, kind: FormKind) -> RoomForm:
    """The form of a code. Raises NotFound where there is none."""
    found = store.form_by_code(connection, join_code, kind)
    if found is None:
        raise NotFound(_("Nothing has this code: compare it with the screen, sign by sign."))
    return found


def known_code(workbench: Workbench, typed: str) -> tuple[str, FormKind | None] | None:
    """The code that somebody typed, and the form that it opens, or None for the check of phones.

    None where it opens neither.
    """
    code = codes.tidy(typed)
    if not codes.could_be(code, codes.JOIN_LENGTH):
        return None
    with workbench.database.reading() as connection:
        form = store.form_by_code(connection, code)
        if form is not None:
            return code, form.kind
        return (code, None) if phone_checks.by_code(connection, code) else None
