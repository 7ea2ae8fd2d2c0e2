"""What one decision about a suggestion changes at once in the others, until the next fit.

The fit leaves beside the suggestions which passages pull on which (`ebcd.assistant.at_once`), as
places in texts and numbers, without any words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from ebcd.acts.act import Act
from ebcd.assistant.at_once import MOST_PASSAGES, Nearby, moves, nearby
from ebcd.assistant.suggestions import Model
from ebcd.store import assistant, assistant_questions
from ebcd.store.assistant import Proposal

NEARBY = "nearby.npz"
NOT_YET = 0.3
"""What a code is taken to have had at a passage for which it was not suggested."""


@dataclass(frozen=True)
class Pulls:
    """Which suggested passages pull on which. `places`: version, start and end by row.

    `row`: the other way round. `made`: when they were worked out, in seconds.
    """

    places: tuple[tuple[int, int, int], ...]
    row: Mapping[tuple[int, int, int], int]
    nearby: Nearby
    made: float


@dataclass(frozen=True)
class Kept:
    """What pulls on what, ready to be kept. `places`: version, start and end by row."""

    places: Sequence[tuple[int, int, int]]
    nearby: Nearby


def worked_out(
    model: Model, proposals: Sequence[Proposal], said: Mapping[tuple[int, int, int], str]
) -> Kept | None:
    """What pulls on what among the proposed passages. `said`: their words by place."""
    places = list(dict.fromkeys((p.version, p.span.start, p.span.end) for p in proposals))
    places = places[:MOST_PASSAGES]
    found = nearby(model, [said[place] for place in places])
    return Kept(places, found) if found is not None else None


def write(folder: Path, found: Kept | None) -> None:
    """Keep what pulls on what."""
    file = folder / NEARBY
    if found is None:
        file.unlink(missing_ok=True)
        return
    part = folder / "nearby_part.npz"
    np.savez(
        part,
        places=np.array(found.places, dtype=np.int64),
        others=found.nearby.others,
        pulls=found.nearby.pulls,
        line=np.array([found.nearby.slope, found.nearby.start]),
    )
    part.replace(file)


def decided(doing: Act, row: Mapping[str, Any], decision: str, code: int | None = None) -> int:
    """Let a decision count at once among the open suggestions; how many moved.

    `row`: the suggestion. `code`: the one that was given instead, where it was changed.
    """
    return _count(doing, row, decision, code, 1.0)


def taken_back(doing: Act, row: Mapping[str, Any]) -> int:
    """Undo what a decision moved, unless a fit has replaced it since."""
    pulls = _pulls(doing)
    at = row["decided_at"]
    if pulls is None or at is None or at.timestamp() < int(pulls.made):
        return 0
    given = None
    if row["state"] == assistant.CHANGED and row["coding_uuid"]:
        given = assistant_questions.code_of(doing.connection, doing.study_id, row["coding_uuid"])
    return _count(doing, row, row["state"], given, -1.0)


def _count(doing: Act, row: Mapping[str, Any], decision: str, code: int | None, sign: float) -> int:
    pulls = _pulls(doing)
    if pulls is None:
        return 0
    at = pulls.row.get((row["version_id"], row["start"], row["end"]))
    if at is None:
        return 0
    fits = decision == assistant.ACCEPTED
    changed = _move(doing, pulls, row["code_id"], moves(pulls.nearby, at, row["score"], fits), sign)
    if code is not None and code != row["code_id"]:
        changed += _move(doing, pulls, code, moves(pulls.nearby, at, NOT_YET, True), sign)
    return changed


def _move(doing: Act, pulls: Pulls, code: int, found: Mapping[int, float], sign: float) -> int:
    by = {pulls.places[row]: sign * move for row, move in found.items()}
    return assistant_questions.move(doing.connection, doing.study_id, code, by) if by else 0


def _pulls(doing: Act) -> Pulls | None:
    file = doing.workbench.study_folder(doing.study_id, "models") / NEARBY
    try:
        return _read(file, file.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


@lru_cache(maxsize=8)
def _read(file: Path, made: int) -> Pulls:
    with np.load(file, allow_pickle=False) as kept:
        places = tuple((int(a), int(b), int(c)) for a, b, c in kept["places"].tolist())
        slope, start = kept["line"].tolist()
        found = Nearby(kept["others"], kept["pulls"], slope, start)
    return Pulls(places, {place: at for at, place in enumerate(places)}, found, made / 1e9)
