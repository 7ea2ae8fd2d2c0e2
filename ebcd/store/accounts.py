"""Accounts of the server and who belongs to which study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from ebcd.store.database import insert_once, insert_row
from ebcd.store.tables import (
    account,
    membership,
    sign_in_attempt,
    sign_in_link,
    signed_out,
    study,
)
from ebcd.times import now


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in.

    `epoch`: raised to end every open sign-in of this account.
    """

    id: int
    name: str
    display_name: str
    initials: str
    is_admin: bool
    epoch: int
    language: str
    password_hash: str | None
    disabled: bool


@dataclass(frozen=True)
class Member:
    """An account with its role in a study."""

    account: Account
    role: str


def _account(row: object) -> Account:
    got = row._mapping  # type: ignore[attr-defined]
    return Account(
        id=got["id"],
        name=got["name"],
        display_name=got["display_name"],
        initials=got["initials"],
        is_admin=got["is_admin"],
        epoch=got["sign_in_epoch"],
        language=got["language"],
        password_hash=got["password_hash"],
        disabled=got["disabled_at"] is not None,
    )


def by_id(connection: Connection, account_id: int) -> Account | None:
    row = connection.execute(select(account).where(account.c.id == account_id)).first()
    return _account(row) if row else None


def by_name(connection: Connection, name: str) -> Account | None:
    """The account that signs in as `name`, in whatever case it is typed."""
    row = connection.execute(
        select(account).where(func.lower(account.c.name) == name.strip().lower())
    ).first()
    return _account(row) if row else None


def every(connection: Connection) -> Sequence[Account]:
    return [_account(row) for row in connection.execute(select(account).order_by(account.c.name))]


def add(
    connection: Connection, name: str, display_name: str, initials: str, *, is_admin: bool
) -> int:
    return insert_row(
        connection,
        account,
        {
            "name": name,
            "display_name": display_name,
            "initials": initials,
            "is_admin": is_admin,
            "created_at": now(),
        },
    )


def set_password(connection: Connection, account_id: int, password_hash: str) -> None:
    """Set the password and end the sign-ins that stood on the old one."""
    connection.execute(
        update(account)
        .where(account.c.id == account_id)
        .values(password_hash=password_hash, sign_in_epoch=account.c.sign_in_epoch + 1)
    )


def set_disabled(connection: Connection, account_id: int, disabled: bool) -> None:
    """Close or reopen an account; open sign-ins end."""
    connection.execute(
        update(account)
        .where(account.c.id == account_id)
        .values(disabled_at=now() if disabled else None, sign_in_epoch=account.c.sign_in_epoch + 1)
    )


# --- Membership ---------------------------------------------------------------------------------


def role(connection: Connection, account_id: int, study_id: int) -> str | None:
    return connection.execute(
        select(membership.c.role).where(
            membership.c.account_id == account_id, membership.c.study_id == study_id
        )
    ).scalar()


def set_role(connection: Connection, account_id: int, study_id: int, role: str | None) -> None:
    """Give the account a role in the study; None takes it out of the team."""
    connection.execute(
        delete(membership).where(
            membership.c.account_id == account_id, membership.c.study_id == study_id
        )
    )
    if role is not None:
        connection.execute(
            insert(membership).values(account_id=account_id, study_id=study_id, role=role)
        )


def members(connection: Connection, study_id: int) -> Sequence[Member]:
    rows = connection.execute(
        select(account, membership.c.role)
        .join(membership, membership.c.account_id == account.c.id)
        .where(membership.c.study_id == study_id)
        .order_by(account.c.display_name)
    )
    return [Member(_account(row), row.role) for row in rows]


def study_exists(connection: Connection, study_id: int) -> bool:
    return connection.execute(select(study.c.id).where(study.c.id == study_id)).first() is not None


# --- One-time links and attempts ----------------------------------------------------------------


def add_link(
    connection: Connection, account_id: int, token_hash: str, expires_at: datetime
) -> None:
    insert_once(
        connection,
        sign_in_link,
        {"account_id": account_id, "token_hash": token_hash, "expires_at": expires_at},
    )


def link_owner(connection: Connection, token_hash: str) -> int | None:
    """Whose link this is, if it has neither been used nor run out."""
    return connection.execute(
        select(sign_in_link.c.account_id).where(
            sign_in_link.c.token_hash == token_hash,
            sign_in_link.c.used_at.is_(None),
            sign_in_link.c.expires_at > now(),
        )
    ).scalar()


def use_link(connection: Connection, token_hash: str) -> int | None:
    """Use up a one-time link; returns whose it was, or None if it does not work any more."""
    return connection.execute(
        update(sign_in_link)
        .where(
            sign_in_link.c.token_hash == token_hash,
            sign_in_link.c.used_at.is_(None),
            sign_in_link.c.expires_at > now(),
        )
        .values(used_at=now())
        .returning(sign_in_link.c.account_id)
    ).scalar()


def end_sign_in(connection: Connection, sign_in: str, forget_before: datetime) -> None:
    """Note that this sign-in has ended, and forget those that ran out by themselves."""
    connection.execute(delete(signed_out).where(signed_out.c.at < forget_before))
    insert_once(connection, signed_out, {"sign_in": sign_in, "at": now()})


def has_ended(connection: Connection, sign_in: str) -> bool:
    """Whether the owner of this sign-in has signed out."""
    found = select(signed_out.c.id).where(signed_out.c.sign_in == sign_in)
    return connection.execute(found).first() is not None


def _tried(name: str) -> str:
    """The name that tries are counted under: spaces around it make no other name."""
    return name.strip().lower()[:80]


def note_failure(connection: Connection, name: str) -> None:
    connection.execute(insert(sign_in_attempt).values(name=_tried(name), at=now()))


def failures_since(connection: Connection, name: str, since: datetime) -> int:
    return int(
        connection.execute(
            select(func.count())
            .select_from(sign_in_attempt)
            .where(sign_in_attempt.c.name == _tried(name), sign_in_attempt.c.at > since)
        ).scalar_one()
    )


def forget_failures(connection: Connection, name: str) -> None:
    connection.execute(delete(sign_in_attempt).where(sign_in_attempt.c.name == _tried(name)))
