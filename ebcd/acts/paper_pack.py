"""The paper pack of a round: made with one press, kept like every other document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ebcd.acts import leaving
from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.reports import keep
from ebcd.assistant.leaving import Doubt
from ebcd.errors import BadInput
from ebcd.priorities.codes import spaced
from ebcd.priorities.rounds import Option, State
from ebcd.reports.document import Front
from ebcd.reports.paper_marking import PaperRound
from ebcd.reports.paper_pack import Copies, PackTold, paper_pack
from ebcd.store import documents, rounds
from ebcd.store import study as studies
from ebcd.store.database import Connection
from ebcd.store.passages import usable_passages
from ebcd.store.rounds import Round
from ebcd.store.workbench import Workbench
from ebcd.text import file_name, sha256

KIND = "paper-pack"
MOST_BALLOTS = 300
"""The most ballots of one group, in print of one size."""


@dataclass(frozen=True)
class Pack:
    """A pack that was made. `doubts`: where it may hold a name, if it left knowingly."""

    id: int
    name: str
    data: bytes
    doubts: tuple[Doubt, ...]


def write_pack(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    round_id: int,
    copies: Mapping[str, Copies],
    *,
    entrance: str = "",
    knowingly: bool = False,
) -> Pack:
    """Make the paper pack of a round and record whom it quotes.

    `copies`: ballots by group. `entrance`: the address that phones use, or none. Raises BadInput
    for too many ballots or for a round that is closed, and MayNameSomebody where a name may be in
    it, unless it leaves `knowingly`.
    """
    for each in copies.values():
        if not (0 <= each.ordinary <= MOST_BALLOTS and 0 <= each.large <= MOST_BALLOTS):
            raise BadInput(f"Print up to {MOST_BALLOTS} ballots of each kind: type a number.")
    with look(workbench, actor, study_id, May.EVENTS) as connection:
        found = rounds.by_id(connection, study_id, round_id)
        if found.state in (State.CLOSED, State.REVEALED):
            raise BadInput("This vote is closed: paper ballots cannot be counted in it any more.")
        options, quotes = _quotable(connection, found)
        study = studies.by_id(connection, study_id)
        assert study is not None
        front = Front(study.name, study.pathway, date.today(), language=study.language or "en-GB")
        by_phone = bool(entrance) and not found.plan.by_card_only
        data = paper_pack(
            PackTold(
                front,
                PaperRound(found.plan, options),
                copies,
                f"{entrance}/vote" if by_phone else "",
                spaced(found.join_code or "") if by_phone else "",
            )
        )
        doubts = leaving.checked(connection, study_id, data, knowingly=knowingly)
    name, digest = file_name(study.name, f"paper pack {found.plan.title}", "docx"), sha256(data)
    keep(documents.place(workbench, study_id, digest), data)
    with act(workbench, actor, study_id, May.EVENTS, "make a paper pack") as doing:
        made = documents.add(
            doing.connection, study_id, KIND, name, digest, False, quotes, actor.account_id
        )
        doing.about(document=made, round=round_id, quoted=sum(quotes.values()))
    return Pack(made, name, data, doubts)


def _quotable(connection: Connection, found: Round) -> tuple[list[Option], dict[int, int]]:
    """The options without quotations that may not be shown, and how often each person is quoted."""
    options = rounds.options(connection, found.id)
    uuids = [option.coding_uuid for option in options if option.coding_uuid]
    usable = {
        passage.uuid: passage
        for passage in usable_passages(connection, found.study_id, uuids=uuids)
        if passage.may_quote
    }
    heads: Counter[int] = Counter()
    kept: list[Option] = []
    for option in options:
        passage = usable.get(option.coding_uuid or "")
        if option.coding_uuid and passage is None:
            kept.append(replace(option, quotation="", coding_uuid=None))
        else:
            kept.append(option)
            heads.update(passage.people if passage else ())
    return kept, dict(heads)
