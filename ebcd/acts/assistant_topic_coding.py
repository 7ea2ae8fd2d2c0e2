"""Sending passages of a topic to a code: shown first, done as one act, taken back as one.

What may not be used is not shown, and left out even where it was marked after it was shown.
`ebcd.acts.search.undo` takes it back, as any coding of many passages at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.assistant_topics import TopicPassage, ground, in_order, passages
from ebcd.acts.search import MOST_CODED, Done, NewCode, code_passages
from ebcd.errors import Conflict
from ebcd.store.passages import usable_passages, usable_stretches
from ebcd.store.workbench import Workbench

AT_ONCE = 100
"""Passages that are shown to be ticked; as many as a person looks through before going on."""


@dataclass(frozen=True)
class Preview:
    """What coding would do. `already`: passages left out because they bear the code.

    `of`: how many passages there are that do not, of which the first are shown.
    """

    passages: Sequence[TopicPassage]
    already: int
    of: int


def preview(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    ref: str,
    code_id: int | None,
    *,
    uncoded: bool = True,
    most: int = AT_ONCE,
) -> Preview:
    """Passages of a topic to send to a code, the most typical first.

    `code_id`: None is a code to be made. `uncoded`: those alone that bear no code at all.
    """
    with look(workbench, actor, study_id, May.CODE) as connection:
        of = ground(connection, workbench, study_id)
        if of is None:
            raise Conflict("Topics are being found again: wait a moment and look again.")
        rows = in_order(of, ref, uncoded=uncoded)
        bearing = usable_passages(connection, study_id, codes=[code_id]) if code_id else []
        there = of.found.meeting((each.version, each.span) for each in bearing)
        left = rows[~there[rows]]
        shown = passages(connection, study_id, of, left[: min(most, MOST_CODED)])
    return Preview(shown, len(rows) - len(left), len(left))


def send(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    chosen: Sequence[TopicPassage],
    code: int | NewCode,
) -> Done:
    """Code these passages in one act. A new code that is there already is that one.

    Raises BadInput where there are none, Conflict where a text was corrected since or none of them
    may be used any more.
    """
    with act(workbench, actor, study_id, May.CODE, "code passages of a topic") as doing:
        asked = [(each.place[0], each.span) for each in chosen]
        usable = {
            (each.transcript, each.version, each.span.start, each.span.end)
            for each in usable_stretches(doing.connection, study_id, asked)
        }
        left = [each for each in chosen if each.place in usable]
        if chosen and not left:
            raise Conflict("These passages were corrected or may not be used any more: look again.")
        code_id, count = code_passages(
            doing, [(each.place[0], each.span, each.text) for each in left], code
        )
    return Done(code_id, count, doing.undo_id)
