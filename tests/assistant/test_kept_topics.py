"""Topics as a team arranged them: each passage in one topic, names that stay where they are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from ebcd.assistant.kept_topics import (
    Kept,
    arranged,
    in_parts,
    joining,
    named_alike,
    standing,
)
from ebcd.assistant.topic_words import counted_words, no_words, terms

Rows = npt.NDArray[np.int64]


def rows(*numbers: int) -> Rows:
    return np.array(numbers, dtype=np.int64)


FOUND = [rows(0, 1, 2, 3), rows(4, 5, 6), rows(7, 8)]


def test_a_kept_topic_stands_in_place_of_what_was_found_there() -> None:
    shown = arranged(FOUND, [Kept(5, "Parking", rows(4, 5, 6))])
    assert [(each.kept, each.name, each.rows.tolist()) for each in shown] == [
        (None, "", [0, 1, 2, 3]),
        (5, "Parking", [4, 5, 6]),
        (None, "", [7, 8]),
    ]


def test_merged_topics_are_one_and_keep_the_name_of_that_they_went_into() -> None:
    kept = [Kept(1, "Letters", rows(0, 1, 2, 3)), Kept(2, "Post", rows(4, 5, 6), merged_into=1)]
    shown = arranged(FOUND, kept)
    assert (shown[0].name, shown[0].rows.tolist(), shown[0].holds) == (
        "Letters",
        list(range(7)),
        (2,),
    )


def test_a_topic_that_was_split_gives_way_to_its_parts() -> None:
    whole = Kept(1, "Waiting", rows(0, 1, 2, 3))
    parts = [Kept(2, "", rows(0, 1), split_of=1), Kept(3, "", rows(2, 3), split_of=1)]
    shown = arranged(FOUND, [whole, *parts])
    assert [each.kept for each in shown] == [None, 2, 3, None]
    assert shown[1].part_of == 1
    assert standing([whole, *parts]) == {2: (), 3: ()}


def test_what_was_merged_into_a_topic_that_was_split_is_in_its_parts_alone() -> None:
    kept = [
        Kept(1, "", rows(0, 1)),
        Kept(2, "", rows(2, 3), merged_into=1),
        Kept(3, "", rows(0, 2), split_of=1),
        Kept(4, "", rows(1, 3), split_of=1),
    ]
    assert standing(kept) == {3: (), 4: ()}


def test_topics_merged_into_one_another_come_to_an_end() -> None:
    kept = [Kept(1, "", rows(0), merged_into=2), Kept(2, "", rows(1), merged_into=1)]
    assert len(arranged(FOUND, kept)) >= 3


@st.composite
def studies(draw: st.DrawFn) -> tuple[list[Rows], list[Kept]]:
    count = draw(st.integers(1, 20))
    label = draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    found = [np.flatnonzero(np.array(label) == at) for at in range(4)]
    kept: list[Kept] = []
    for number in range(1, draw(st.integers(0, 6)) + 1):
        mine = draw(st.sets(st.integers(0, count - 1)))
        before = st.none() | st.sampled_from([each.id for each in kept]) if kept else st.none()
        into, of = draw(before), draw(before)
        kept.append(Kept(number, "", rows(*sorted(mine)), into, of))
    return found, kept


@settings(max_examples=50)
@given(studies())
def test_every_passage_is_in_one_topic_however_topics_were_arranged(
    study: tuple[list[Rows], list[Kept]],
) -> None:
    found, kept = study
    shown = arranged(found, kept)
    once = sorted(row for each in shown for row in each.rows.tolist())
    assert once == sorted(row for group in found for row in group.tolist())


def test_new_passages_join_the_kept_topic_that_their_group_mostly_is() -> None:
    space = np.array([[0.0, 0], [0, 1], [0, 2], [9, 9], [9, 8], [0, 3], [9, 7]], dtype=np.float32)
    kept = [Kept(1, "A", rows(0, 1, 2)), Kept(2, "B", rows(3, 4))]
    new = joining([rows(0, 1, 2, 5), rows(3, 4, 6)], kept, space)
    assert {each: those.tolist() for each, those in new.items()} == {1: [5], 2: [6]}


def test_a_group_of_two_kept_topics_gives_each_the_passages_nearer_to_it() -> None:
    space = np.array([[0.0, 0], [0, 1], [9, 9], [9, 8], [0, 3], [9, 7]], dtype=np.float32)
    kept = [
        Kept(1, "Whole", rows(0, 1, 2, 3)),
        Kept(2, "", rows(0, 1), split_of=1),
        Kept(3, "", rows(2, 3), split_of=1),
    ]
    new = joining([rows(0, 1, 2, 3, 4, 5)], kept, space)
    assert {each: those.tolist() for each, those in new.items()} == {2: [4], 3: [5]}


def test_a_group_of_mostly_new_passages_stays_a_topic_of_its_own() -> None:
    space = np.zeros((6, 2), dtype=np.float32)
    assert joining([rows(0, 1, 2, 3, 4, 5)], [Kept(1, "A", rows(0, 1))], space) == {}


def test_in_the_other_view_a_name_stands_where_passages_are_mostly_the_same() -> None:
    kept = [Kept(1, "Parking", rows(0, 1, 2)), Kept(2, "Food", rows(4, 7, 8))]
    match, without = named_alike([rows(0, 1, 2, 3), rows(4, 5, 6, 9), rows(7)], kept)
    assert (match, without) == ({0: 1}, [2])


def test_parts_lie_apart_and_what_lies_at_one_place_is_not_split() -> None:
    space = np.array([[0.0, 0], [0, 0.1], [5, 5], [5, 5.1], [5, 5.2]], dtype=np.float32)
    assert [part.tolist() for part in in_parts(space, 2)] == [[2, 3, 4], [0, 1]]
    assert len(in_parts(np.ones((4, 2), dtype=np.float32), 3)) == 1


def test_words_that_tell_a_group_from_the_others_name_it() -> None:
    counts = counted_words(["the car park was full", "a full car park", "the letter", "a letter"])
    assert counts.of([rows(0, 1), rows(2, 3)]) == [("car", "park"), ("letter",)]
    assert no_words(2).of([rows(0, 1)]) == [()]
    assert terms("Car parks, um, 9!") == ["car", "parks", "car parks"]
