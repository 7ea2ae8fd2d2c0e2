"""Where the codes of the room lead that are not a vote's: forms, and the check of the phones."""

from __future__ import annotations

from ebcd.acts.room_forms import known_code
from ebcd.events import FormKind
from ebcd.store.workbench import Workbench


def ideas_path(join_code: str) -> str:
    """Where ideas are sent in with this code."""
    return f"/vote/ideas/{join_code}"


def sign_up_path(join_code: str) -> str:
    """Where people sign up for a group with this code."""
    return f"/vote/groups/{join_code}"


def check_path(join_code: str) -> str:
    """Where a phone answers the check with this code."""
    return f"/vote/check/{join_code}"


def other_road(workbench: Workbench, typed: str) -> str | None:
    """Where a code that somebody typed leads, if it is a form's or a check's."""
    found = known_code(workbench, typed)
    if found is None:
        return None
    code, kind = found
    roads = {FormKind.IDEAS: ideas_path, FormKind.SIGN_UP: sign_up_path, None: check_path}
    return roads[kind](code)
