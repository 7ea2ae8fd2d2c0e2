"""Together: who did what of late, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ebcd.acts.access import Actor
from ebcd.acts.act import look
from ebcd.store import accounts, blindfold, log
from ebcd.store.blindfold import Blindfold
from ebcd.store.findings import sources
from ebcd.store.log import Entry
from ebcd.store.workbench import Workbench

LOOKED_AT = 400
"""Lines of the log that are put together."""
_WORDS = ("coding", "code", "memo", "suggestion", "passage")
_OTHERS = ("settle a disagreement", "accept what coders agree on", "take back what was settled")
APART = timedelta(hours=1)
"""Acts of one person that lie further apart are told apart."""


@dataclass(frozen=True)
class Did:
    """Acts of one kind that one person did in a row.

    `who`: initials, or the name of somebody outside the team. `title`: of the transcript, or "".
    `at`: the last one.
    """

    who: str
    what: str
    times: int
    transcript: int | None
    title: str
    at: datetime


def recent(workbench: Workbench, actor: Actor, study_id: int, most: int = 12) -> list[Did]:
    """Who did what of late, the newest first; nothing that is hidden from a blind coder."""
    with look(workbench, actor, study_id) as connection:
        entries = log.recent(connection, study_id, LOOKED_AT)
        titles = {each.id: each.title for each in sources(connection, study_id).values()}
        worn = blindfold.worn(connection)
        initials = {
            member.account.display_name: member.account.initials
            for member in accounts.members(connection, study_id)
        }
    shown = (
        each
        for each in entries
        if _of_coding(each) and (worn is None or not _hidden(each, worn, actor))
    )
    found = grouped(shown, titles)[:most]
    return [replace(each, who=initials.get(each.who) or each.who) for each in found]


def _of_coding(entry: Entry) -> bool:
    """Whether this is about coding, codes or memos: what coders want to know of each other."""
    return any(word in entry.what for word in _WORDS) or entry.what in _OTHERS


def _hidden(entry: Entry, worn: Blindfold, actor: Actor) -> bool:
    return entry.about.get("transcript") in worn.transcripts and entry.who != actor.name


def grouped(entries: Iterable[Entry], titles: Mapping[int, str]) -> list[Did]:
    """Log entries, the newest first, as acts of a kind by one person on one transcript."""
    found: list[Did] = []
    latest: dict[tuple[str, str, int | None], int] = {}
    for entry in entries:
        at = entry.about.get("transcript")
        transcript = at if isinstance(at, int) and at in titles else None
        key = (entry.who, entry.what, transcript)
        known = latest.get(key)
        if known is not None and found[known].at - entry.at <= APART:
            was = found[known]
            found[known] = Did(was.who, was.what, was.times + 1, transcript, was.title, was.at)
            continue
        latest[key] = len(found)
        title = titles[transcript] if transcript is not None else ""
        found.append(Did(entry.who, entry.what, 1, transcript, title, entry.at))
    return found
