"""Finding quotations, as other programs and people write them down."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebcd.exchange.placing import How, Placer
from ebcd.text import Span

TEXT = (
    "How did it start?\n"
    "Well – it’s like, um, three hours in that waiting room… and nobody came.\n"
    "And then?\n"
    "Then I just went home 😀 and cried, honestly. Nobody came."
)


@pytest.mark.parametrize(
    ("quotation", "found", "how"),
    [
        ("three hours in that waiting room", "three hours in that waiting room", How.EXACT),
        ("Well - it's  like", "Well – it’s like", How.NEARLY),
        ("“THREE HOURS in that waiting room”", "three hours in that waiting room", How.NEARLY),
        ("nobody came. And then?", "nobody came.\nAnd then?", How.NEARLY),
        (
            "three hours [...] nobody came",
            "three hours in that waiting room… and nobody came",
            How.NEARLY,
        ),
        ("went home 😀 and cried", "went home 😀 and cried", How.EXACT),
        (
            "Then I went home and cried, honestly",
            "Then I just went home 😀 and cried, honestly",
            How.BY_WORDS,
        ),
    ],
)
def test_a_quotation_is_found_as_it_was_written_down(quotation: str, found: str, how: How) -> None:
    place = Placer(TEXT).find(quotation)
    assert place is not None
    assert (TEXT[place.span.start : place.span.end], place.how) == (found, how)


@pytest.mark.parametrize(
    "quotation", ["", "— ! —", "an operation that never took place at all", "zz"]
)
def test_what_was_never_said_is_not_found(quotation: str) -> None:
    assert Placer(TEXT).find(quotation) is None


def test_of_several_the_nearest_is_taken_and_their_number_told() -> None:
    text = "no. no. no."
    assert Placer(text).find("no.") is not None
    place = Placer(text).find("no.", near=9)
    assert place is not None
    assert (place.span, place.times) == (Span(8, 11), 3)


@given(st.text(alphabet="aé “”…\n'-😀bİß", min_size=1, max_size=60), st.data())
def test_every_stretch_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    wanted = text[start:end]
    place = Placer(text).find(wanted)
    bare = wanted.strip(" \n\"'“”…-.")
    assert place is not None or not bare or "…" in wanted
    if place is not None:
        assert 0 <= place.span.start < place.span.end <= len(text)


def test_a_long_transcript_with_many_quotations_is_quick() -> None:
    drawn = random.Random(1)
    words = [f"w{drawn.randrange(3000)}" for _ in range(10_000)]
    placer = Placer(" ".join(words))
    for _ in range(200):
        at = drawn.randrange(9_000)
        wanted = words[at : at + 30]
        wanted[7] = "changed"
        place = placer.find(" ".join(wanted))
        assert place is not None
        assert place.span.start == len(" ".join(words[:at])) + (at > 0)
