"""After topics were found again: passages that nobody has kept join the team's own topics."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from ebcd.acts.assistant_topics import ground
from ebcd.assistant.kept_topics import joining
from ebcd.store import assistant_topics as store
from ebcd.store.database import Connection
from ebcd.store.workbench import Workbench
from ebcd.times import now

_KEPT_FOR = timedelta(days=30)


def settle(connection: Connection, workbench: Workbench, study_id: int) -> int:
    """Let passages join the kept topics that they belong to; how many did."""
    store.forget_dropped(connection, study_id, now() - _KEPT_FOR)
    of = ground(connection, workbench, study_id)
    if of is None or not of.kept:
        return 0
    groups = [rows[of.usable[rows]] for rows in of.found.groups()]
    new = joining(groups, of.kept, of.found.space.astype(np.float32))
    for kept, rows in new.items():
        places = [of.found.place(row) for row in rows.tolist()]
        store.add_passages(connection, study_id, kept, places)
    return sum(len(rows) for rows in new.values())
