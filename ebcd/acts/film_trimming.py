"""What trimming a clip by its words needs: the words around it, and when each is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ebcd.acts.access import Actor, May
from ebcd.acts.act import look
from ebcd.errors import NotFound
from ebcd.film.timing import marks, moment
from ebcd.store import film as store
from ebcd.store import spoken
from ebcd.store.film_captions import unheard
from ebcd.store.workbench import Workbench
from ebcd.text import Span

AROUND = 60
"""How many words before and after a clip are offered."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class SaidWord:
    """A word and when it is said in the recording."""

    text: str
    start_ms: int
    end_ms: int


def words_around(
    workbench: Workbench, actor: Actor, study_id: int, clip_id: int
) -> Sequence[SaidWord]:
    """The words of a clip and those around it, up to what may not be used."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        found = store.film(connection, study_id)
        place = found.places.get(clip_id) if found else None
        if place is None:
            raise NotFound(store.GONE)
        text = spoken.text_of(connection, place.version)
        known = marks(spoken.timed_turns(connection, place.version))
        closed = unheard(connection, study_id, place.version)
    if not known or any(place.span.meets(each) for each in closed):
        return []
    begins = max((each.end for each in closed if each.end <= place.span.start), default=0)
    ends = min((each.start for each in closed if each.start >= place.span.end), default=len(text))
    spans = [Span(*each.span()) for each in _WORD.finditer(text, begins, ends)]
    before = [each for each in spans if each.end <= place.span.start][-AROUND:]
    within = [each for each in spans if each.meets(place.span)]
    after = [each for each in spans if each.start >= place.span.end][:AROUND]
    return [
        SaidWord(
            text[each.start : each.end],
            max(moment(each.start, known) + place.offset_ms, 0),
            max(moment(each.end, known) + place.offset_ms, 0),
        )
        for each in (*before, *within, *after)
    ]
