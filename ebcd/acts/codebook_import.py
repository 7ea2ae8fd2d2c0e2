"""Codes from elsewhere: the starter set, another project's codebook, another program's.

A code that is there already is never overwritten: it gets only the texts that it lacks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.codebook import ADDED, TEXTS, Done, store_draft
from ebcd.bundle import bundled
from ebcd.codebook import Code, Kind, check_move, path
from ebcd.exchange.codebook_table import DraftCode
from ebcd.store import codebook as store
from ebcd.store.database import Connection
from ebcd.store.workbench import Workbench


@dataclass(frozen=True)
class Preview:
    """What taking codes from a file would do.

    `new`: codes that would be added; `filled`: codes that are there already and would get what
    they lack; `same`: codes that are there and lack nothing; `problems`: one sentence each.
    """

    new: tuple[DraftCode, ...]
    filled: tuple[DraftCode, ...]
    same: tuple[DraftCode, ...]
    problems: tuple[str, ...]


def starter_set() -> list[DraftCode]:
    """The journey stages and emotion words that a team can take or leave, one by one."""
    read = json.loads((bundled("models") / "starter_codes.json").read_text(encoding="utf-8"))
    return [
        DraftCode(kind, each["name"], definition=each["definition"])
        for kind, name in ((Kind.STAGE, "stages"), (Kind.EMOTION, "emotions"))
        for each in read[name]
    ]


def preview(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    drafts: Iterable[DraftCode],
    problems: Iterable[str] = (),
) -> Preview:
    """What `take_codes` would do with these."""
    drafts = list(drafts)
    with look(workbench, actor, study_id) as connection:
        there = store.codes(connection, study_id)
    by_name = {(code.kind, code.name.casefold()): code for code in there}
    new: list[DraftCode] = []
    filled: list[DraftCode] = []
    same: list[DraftCode] = []
    said = list(problems)
    parents = {name.casefold() for name in [d.name for d in drafts] + [c.name for c in there]}
    for draft in drafts:
        known = by_name.get((draft.kind, draft.name.casefold()))
        if known is None:
            new.append(draft)
            if draft.parent and draft.parent.split("/")[-1].strip().casefold() not in parents:
                said.append(
                    f"Row {draft.row}: there is no code “{draft.parent}” for “{draft.name}” to "
                    "stand under, so it goes to the top."
                )
        else:
            (filled if _lacks(known, draft) else same).append(draft)
    return Preview(tuple(new), tuple(filled), tuple(same), tuple(said))


def take_codes(
    workbench: Workbench, actor: Actor, study_id: int, drafts: Iterable[DraftCode]
) -> Done:
    """Add codes from a file or the starter set; those that are there get only what they lack."""
    with act(workbench, actor, study_id, May.CODEBOOK, "take codes") as doing:
        there = store.codes(doing.connection, study_id)
        added, filled = _take(doing.connection, study_id, list(drafts), there)
        doing.remember(ADDED, {"added": added, "filled": filled})
        doing.about(added=len(added), filled=len(filled))
    return Done(added[0] if added else 0, doing.undo_id)


def _take(
    connection: Connection, study_id: int, drafts: Sequence[DraftCode], there: list[Code]
) -> tuple[list[int], list[dict[str, Any]]]:
    """Store the drafts, then put each under its parent. New ids, and what the filled ones were."""
    by_key = {(code.kind, code.name.casefold()): code for code in there}
    added: list[int] = []
    filled: list[dict[str, Any]] = []
    for draft in drafts:
        key = draft.kind, draft.name.casefold()
        known = by_key.get(key)
        if known is None:
            code_id = store_draft(connection, study_id, draft, None, there)
            added.append(code_id)
            by_key[key] = there[-1]
        elif lacks := _lacks(known, draft):
            store.change(connection, study_id, known.id, lacks)
            filled.append({"id": known.id, "values": dict.fromkeys(lacks, "")})
    for draft in drafts:
        code = by_key[draft.kind, draft.name.casefold()]
        if code.id in added and draft.parent:
            parent = _parent_of(draft, there)
            if parent is not None and parent != code.id:
                check_move(code.id, parent, store.codes(connection, study_id))
                store.change(connection, study_id, code.id, {"parent_id": parent})
    return added, filled


def _parent_of(draft: DraftCode, there: Sequence[Code]) -> int | None:
    """The code that a draft wants to stand under: by path, else by name, a stage first."""
    by_id = {code.id: code for code in there}
    wanted = " / ".join(part.strip() for part in draft.parent.split("/")).casefold()
    last = wanted.rsplit(" / ", 1)[-1]
    order = list(Kind) if draft.kind is Kind.TOUCHPOINT else [draft.kind, *Kind]
    found = [
        code
        for code in there
        if code.name.casefold() in (wanted, last) or path(code, by_id).casefold() == wanted
    ]
    found.sort(
        key=lambda code: (path(code, by_id).casefold() != wanted, order.index(code.kind), code.id)
    )
    return found[0].id if found else None


def _lacks(known: Code, draft: DraftCode) -> dict[str, str]:
    """The texts that `draft` has and `known` has not."""
    return {
        name: getattr(draft, name).strip()
        for name in TEXTS
        if getattr(draft, name).strip() and not getattr(known, name)
    }
