"""Who did what of late, put together and said in a sentence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ebcd.acts.together import Did, grouped
from ebcd.store.log import Entry
from ebcd.ui.together import sentence

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def entry(minutes: int, who: str, what: str, transcript: int | None = None) -> Entry:
    return Entry(-minutes, NOON - timedelta(minutes=minutes), who, what, {"transcript": transcript})


def test_acts_of_a_kind_on_one_transcript_are_told_once() -> None:
    found = grouped(
        [
            entry(1, "Ana", "code a passage", 3),
            entry(2, "Ben", "code a passage", 3),
            entry(5, "Ana", "code a passage", 3),
            entry(6, "Ana", "code a passage", 4),
            entry(200, "Ana", "code a passage", 3),
        ],
        {3: "P03", 4: "P04"},
    )
    told = [(each.who, each.times, each.title) for each in found]
    assert told == [("Ana", 2, "P03"), ("Ben", 1, "P03"), ("Ana", 1, "P04"), ("Ana", 1, "P03")]


def test_a_transcript_that_is_gone_has_no_title() -> None:
    [found] = grouped([entry(1, "Ana", "code a passage", 9)], {})
    assert (found.transcript, found.title) == (None, "")


def test_a_line_is_a_sentence() -> None:
    did = Did("LA", "code a passage", 12, 3, "P03", NOON - timedelta(minutes=10))
    assert sentence(did, NOON) == "**LA** coded 12 passages in “P03”, 10 minutes ago."
    other = Did("LA", "merge codes", 1, None, "", NOON - timedelta(days=3))
    assert sentence(other, NOON) == "**LA**: merge codes, on 19 November 2026."
