"""The emotional map and an event's agenda, by themselves."""

from __future__ import annotations

import pytest

from ebcd.errors import BadInput
from ebcd.events import (
    AgendaLine,
    MapNote,
    agenda_text,
    checked_tone,
    checked_word,
    parse_agenda,
    raised,
    spread,
)


def test_an_agenda_is_read_as_people_type_it() -> None:
    typed = "10:00 Welcome\n\n  10.30 – The film\nLunch\n9:5 odd"
    found = parse_agenda(typed)
    assert found == (
        AgendaLine("10:00", "Welcome"),
        AgendaLine("10:30", "The film"),
        AgendaLine("", "Lunch"),
        AgendaLine("", "9:5 odd"),
    )
    assert parse_agenda(agenda_text(found)) == found


def test_the_spread_counts_words_whatever_their_case_and_says_where_views_differ() -> None:
    notes = [
        MapNote(1, "patient", "Lost", -3),
        MapNote(2, "carer", "lost", 1),
        MapNote(3, "patient", "relieved"),
    ]
    found = spread(notes)
    assert found.words == (("lost", 2), ("relieved", 1))
    assert (found.lowest, found.highest, found.count) == (-3, 1, 3)
    assert found.by_group == {"patient": 2, "carer": 1}
    assert found.wide
    assert not spread(notes[1:]).wide


def test_nothing_is_said_of_a_card_without_notes() -> None:
    found = spread([])
    assert (found.lowest, found.highest, found.wide) == (None, None, False)


def test_a_card_stays_on_the_map() -> None:
    height = 0
    for _ in range(9):
        height = raised(height, 1)
    assert height == 3
    with pytest.raises(BadInput):
        checked_tone(4)
    with pytest.raises(BadInput):
        checked_word("  ")
