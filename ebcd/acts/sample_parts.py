"""What is known of the sample study while it is being put in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ebcd.acts.access import Actor
from ebcd.store.workbench import Workbench


@dataclass
class Sample:
    """The sample study under way.

    `folder`: where its files lie. `told`: `study.json`. The mappings fill as parts are put in:
    `people` by pseudonym, `transcripts` by file name, `codes` by kind and name, `events` and
    `items` (of the lists) by their key in `study.json`; `team` holds the coders by theirs.
    """

    workbench: Workbench
    actor: Actor
    study_id: int
    folder: Path
    told: dict[str, Any]
    team: dict[str, Actor] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    transcripts: dict[str, int] = field(default_factory=dict)
    codes: dict[tuple[str, str], int] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)

    @property
    def whose(self) -> tuple[Workbench, Actor, int]:
        """What every act on the study asks for first."""
        return self.workbench, self.actor, self.study_id

    def day(self, told: str | None) -> date | None:
        """A day of `study.json`, by whole weeks so far on as if the study had been told today."""
        if told is None:
            return None
        behind = (date.today() - date.fromisoformat(self.told["anchor"])).days
        return date.fromisoformat(told) + timedelta(weeks=behind // 7)

    def touchpoint(self, name: str | None) -> int | None:
        """The id of a touchpoint, None for none."""
        return None if name is None else self.codes["touchpoint", name]
