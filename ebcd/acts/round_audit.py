"""The audit of a round: opened, closed, ballots, what was left out and why; for the whole team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebcd.acts.access import Actor
from ebcd.acts.act import look
from ebcd.exchange.tables import write_csv
from ebcd.priorities.audit import STEPS, Came, Step, came_words, step_name, together
from ebcd.store import log
from ebcd.store import rounds as store
from ebcd.store import study as studies
from ebcd.store.database import Connection
from ebcd.store.workbench import Workbench
from ebcd.times import shown
from ebcd.words import _


@dataclass(frozen=True)
class Audit:
    """What is known of a round. `came`: None until it is closed. `steps`: in their order.
    `zone`: of the study, for the times.
    """

    steps: Sequence[Step]
    came: Came | None
    zone: str

    def rows(self) -> list[tuple[str, str, str]]:
        """When, what, who."""
        return [
            (
                shown(step.at, self.zone),
                step_name(step.what) + (f": {step.many}" if step.many else ""),
                step.who,
            )
            for step in self.steps
        ]


def heads() -> tuple[str, str, str]:
    """The heads of the audit's rows."""
    return (_("When"), _("What was done"), _("Who"))


def audit(workbench: Workbench, actor: Actor, study_id: int, round_id: int) -> Audit:
    """The audit of one round."""
    with look(workbench, actor, study_id) as connection:
        found = store.by_id(connection, study_id, round_id)
        study = studies.by_id(connection, study_id)
        assert study is not None
        return Audit(together(_steps(connection, study_id, round_id)), found.came, study.zone)


def _steps(connection: Connection, study_id: int, round_id: int) -> list[Step]:
    return [
        Step(entry.at, entry.who, entry.what, int(entry.about.get(STEPS[entry.what] or "", 0)))
        for entry in log.of_kind(connection, study_id, list(STEPS))
        if entry.about.get("round") == round_id
    ]


def as_csv(found: Audit) -> bytes:
    """The audit as a table: the steps, then how the ballots came in."""
    ways = [("", said, "") for said in (came_words(found.came) if found.came else [])]
    return write_csv(heads(), [*found.rows(), *ways])
