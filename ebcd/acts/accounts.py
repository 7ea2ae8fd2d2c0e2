"""Who may sign in, and how: passwords, one-time links, the team of a study."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from ebcd.acts.access import Actor, May, Role, role_in
from ebcd.acts.act import act, look, server_act
from ebcd.errors import BadInput, NotAllowed, NotFound, SignInNeeded
from ebcd.store import accounts, log
from ebcd.store.accounts import Account, Member
from ebcd.store.database import Connection
from ebcd.store.workbench import Workbench
from ebcd.times import now

SHORTEST_PASSWORD = 10
LINK_LIFE = timedelta(hours=24)
FAILURES_ALLOWED = 8
FAILURES_WITHIN = timedelta(minutes=15)

_hasher = PasswordHasher()
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,79}")


def actor_for(account: Account) -> Actor:
    """The actor that a signed-in account is."""
    return Actor(account.id, account.display_name, account.is_admin, account.initials)


def initials(display_name: str) -> str:
    """Up to three initials of a name.

    >>> initials("Mo O'Hara-Smith"), initials("kim")
    ('MO', 'KI')
    """
    words = [word for word in display_name.split() if word[:1].isalpha()]
    if len(words) >= 2:
        return "".join(word[0] for word in words[:3]).upper()
    return display_name.strip()[:2].upper() or "??"


def _checked_name(name: str) -> str:
    name = name.strip().lower()
    if not _NAME.fullmatch(name):
        raise BadInput(
            "A sign-in name has 2 to 80 small letters, digits, dots, dashes or @ and starts with "
            "a letter or digit: choose another."
        )
    return name


def check_password(password: str) -> None:
    """Raises BadInput where `password` is too easy to guess."""
    if len(password) < SHORTEST_PASSWORD:
        raise BadInput(
            f"A password needs at least {SHORTEST_PASSWORD} characters: three words in a row are "
            "easy to remember."
        )
    if len(set(password)) < 4 or len(password) > 500:
        raise BadInput("This password is too easy to guess: choose three words in a row.")


def add_account(
    workbench: Workbench,
    actor: Actor,
    name: str,
    display_name: str = "",
    *,
    password: str | None = None,
    is_admin: bool = False,
) -> int:
    """Make an account; returns its id. Raises BadInput where the name is taken."""
    name = _checked_name(name)
    display_name = " ".join(display_name.split()) or name
    if password is not None:
        check_password(password)
    with server_act(workbench, actor, "add an account") as doing:
        if accounts.by_name(doing.connection, name):
            raise BadInput(f"There is an account {name} already: choose another name.")
        account_id = accounts.add(
            doing.connection, name, display_name, initials(display_name), is_admin=is_admin
        )
        if password is not None:
            accounts.set_password(doing.connection, account_id, _hasher.hash(password))
        doing.about(account=account_id, admin=is_admin)
    return account_id


def set_password(
    workbench: Workbench, actor: Actor, account_id: int, password: str, old: str | None = None
) -> None:
    """Set a password: one's own (with the old one, where there is one) or, as administrator, any.

    Every open sign-in of the account ends.
    """
    check_password(password)
    with workbench.database.writing() as connection:
        account = accounts.by_id(connection, account_id)
        if account is None:
            raise NotFound("There is no such account: look at the list again.")
        own = actor.account_id == account_id
        if not own and not actor.is_admin:
            raise NotAllowed("Only the administrator sets another person's password: ask them.")
        if own and account.password_hash and not _matches(account.password_hash, old or ""):
            raise BadInput("The old password is not right: type it again.")
        accounts.set_password(connection, account_id, _hasher.hash(password))
        log.append(
            connection,
            None,
            actor.account_id,
            actor.name,
            "set a password",
            {"account": account_id},
        )


def set_disabled(workbench: Workbench, actor: Actor, account_id: int, disabled: bool) -> None:
    """Close an account, or open it again."""
    if actor.account_id == account_id:
        raise BadInput("You cannot close your own account: ask another administrator.")
    with server_act(workbench, actor, "close an account" if disabled else "reopen") as doing:
        accounts.set_disabled(doing.connection, account_id, disabled)
        doing.about(account=account_id)


def every_account(workbench: Workbench, actor: Actor) -> Sequence[Account]:
    """All accounts of the server, for its administrator."""
    if not actor.is_admin:
        raise NotAllowed("Only the server's administrator sees every account: ask them.")
    with workbench.database.reading() as connection:
        return accounts.every(connection)


# --- Signing in ---------------------------------------------------------------------------------


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except VerificationError:
        return False


@cache
def _nobody() -> str:
    """The hash of nobody's password, so that a name that is not there takes as long to refuse."""
    return _hasher.hash(secrets.token_urlsafe(16))


def sign_in(workbench: Workbench, name: str, password: str) -> Account:
    """The account of `name` if the password is right.

    Raises SignInNeeded where it is not, or where there were too many tries of late. The time taken
    does not tell whether the name exists.
    """
    with workbench.database.reading() as connection:
        failures = accounts.failures_since(connection, name, now() - FAILURES_WITHIN)
        account = accounts.by_name(connection, name)
    if failures >= FAILURES_ALLOWED:
        raise SignInNeeded("There were too many tries: wait 15 minutes, or ask the administrator.")
    usable = account is not None and not account.disabled and account.password_hash is not None
    known_hash = account.password_hash if account and account.password_hash else _nobody()
    right = _matches(known_hash, password)
    with workbench.database.writing() as connection:
        if account is None or not usable or not right:
            accounts.note_failure(connection, name)
        else:
            accounts.forget_failures(connection, name)
    if account is None or not usable or not right:
        raise SignInNeeded("The name or the password is not right: type both again.")
    return account


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(workbench: Workbench, actor: Actor, account_id: int) -> str:
    """A one-time token that signs in as `account_id` within a day; for the administrator."""
    token = secrets.token_urlsafe(24)
    with server_act(workbench, actor, "make a sign-in link") as doing:
        if accounts.by_id(doing.connection, account_id) is None:
            raise NotFound("There is no such account: look at the list again.")
        accounts.add_link(doing.connection, account_id, _token_hash(token), now() + LINK_LIFE)
        doing.about(account=account_id)
    return token


def link_works(workbench: Workbench, token: str) -> bool:
    """Whether a one-time link can still be used."""
    with workbench.database.reading() as connection:
        return accounts.link_owner(connection, _token_hash(token)) is not None


def sign_in_by_link(workbench: Workbench, token: str) -> Account:
    """Use up a one-time link. Raises SignInNeeded where it does not work any more."""
    with workbench.database.writing() as connection:
        account_id = accounts.use_link(connection, _token_hash(token))
        account = accounts.by_id(connection, account_id) if account_id else None
    if account is None or account.disabled:
        raise SignInNeeded("This link has been used or has run out: ask for a new one.")
    return account


def signed_in(connection: Connection, account_id: int, epoch: int, sign_in: str) -> Account | None:
    """The account of a cookie that says so, if the sign-in still stands."""
    account = accounts.by_id(connection, account_id)
    if account is None or account.disabled or account.epoch != epoch:
        return None
    return None if accounts.has_ended(connection, sign_in) else account


def sign_out(workbench: Workbench, sign_in: str, life: timedelta) -> None:
    """End one sign-in for good. `life`: how long a sign-in lasts by itself."""
    with workbench.database.writing() as connection:
        accounts.end_sign_in(connection, sign_in, now() - life)


# --- The team of a study ------------------------------------------------------------------------


def team(workbench: Workbench, actor: Actor, study_id: int) -> Sequence[Member]:
    """Who belongs to the study, with their roles."""
    with look(workbench, actor, study_id) as connection:
        return accounts.members(connection, study_id)


def my_role(workbench: Workbench, actor: Actor, study_id: int) -> Role | None:
    """The actor's role in the study, None for a stranger."""
    with workbench.database.reading() as connection:
        return role_in(connection, actor, study_id)


def set_role(
    workbench: Workbench, actor: Actor, study_id: int, name: str, role: Role | None
) -> None:
    """Give `name` a role in the study, or take them out of the team with None.

    Raises BadInput where nobody is called so, or where the study would lose its last lead.
    """
    with act(workbench, actor, study_id, May.TEAM, "change the team") as doing:
        account = accounts.by_name(doing.connection, name)
        if account is None:
            raise BadInput(
                f"Nobody signs in as {name}: ask the administrator to add the account first."
            )
        accounts.set_role(doing.connection, account.id, study_id, role.value if role else None)
        leads = [
            member
            for member in accounts.members(doing.connection, study_id)
            if member.role == Role.LEAD.value
        ]
        if not leads and not actor.is_admin:
            raise BadInput("A study needs a lead: make somebody else the lead first.")
        doing.about(account=account.id, role=role.value if role else None)
