"""Who may do what.

A person has one role in a study. One account may administer the server; it may do everything
everywhere, and the log says that it did.
"""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from enum import StrEnum

from ebcd.errors import NotAllowed, NotFound
from ebcd.store import accounts
from ebcd.store.database import Connection


class Role(StrEnum):
    """What a person is in a study."""

    LEAD = "lead"
    RESEARCHER = "researcher"
    FACILITATOR = "facilitator"
    READER = "reader"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class May(StrEnum):
    """What can be allowed."""

    READ = "read the study"
    STUDY = "change the study's description"
    TEAM = "change who is in the team"
    PEOPLE = "change participants and consent"
    IDENTITY = "see who is behind a pseudonym"
    TRANSCRIPTS = "import and correct transcripts"
    CODEBOOK = "change the codebook"
    CODE = "code passages"
    FILM = "work on the film"
    EVENTS = "run events, lists and votes"
    CODESIGN = "keep the co-design groups' work"
    REPORT = "write reports and exports"


_RESEARCHER = frozenset(May) - {May.STUDY, May.TEAM, May.IDENTITY}
RIGHTS: dict[Role, frozenset[May]] = {
    Role.LEAD: frozenset(May),
    Role.RESEARCHER: _RESEARCHER,
    Role.FACILITATOR: frozenset({May.READ, May.EVENTS, May.CODESIGN, May.REPORT}),
    Role.READER: frozenset({May.READ}),
}


@dataclass(frozen=True)
class Actor:
    """Whoever acts. `account_id` is None for the command line."""

    account_id: int | None
    name: str
    is_admin: bool = False
    initials: str = ""


def command_line() -> Actor:
    """The person at the command line: the server's administrator, logged by their system name."""
    return Actor(None, f"command line ({getpass.getuser()})", is_admin=True, initials="CL")


def role_in(connection: Connection, actor: Actor, study_id: int) -> Role | None:
    """The actor's role in the study; an administrator is its lead; None for strangers."""
    if actor.is_admin:
        return Role.LEAD
    if actor.account_id is None:
        return None
    role = accounts.role(connection, actor.account_id, study_id)
    return Role(role) if role else None


def check(connection: Connection, actor: Actor, study_id: int, may: May) -> Role:
    """The actor's role, if it allows `may`.

    Raises NotFound where the study is not there for this person, NotAllowed where it is but their
    role does not allow this.
    """
    role = role_in(connection, actor, study_id)
    if role is None or not accounts.study_exists(connection, study_id):
        raise NotFound("There is no such study, or you are not in its team: ask its lead.")
    if may not in RIGHTS[role]:
        raise NotAllowed(f"Your role ({role}) does not allow you to {may}: ask the study's lead.")
    return role
