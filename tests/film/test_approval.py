"""No clip leaves without consent and approval."""

from dataclasses import replace

import pytest

from ebcd.film.approval import Hold, gate, reasons_against, standing_answer
from ebcd.film.storyboard import Answer, Approval, ClipKind
from ebcd.film.timing import Stretch
from tests.film.boards import YES, board, clip, person


def holds(*people: object, **more: object) -> list[Hold]:
    return [reason.hold for reason in reasons_against(clip(1, people, **more))]  # type: ignore[arg-type]


def test_a_clip_with_consent_and_approval_may_leave() -> None:
    assert holds(person(1)) == []


@pytest.mark.parametrize(
    ("answer", "hold"),
    [
        (Answer.NOT_ASKED, Hold.NOT_ASKED),
        (Answer.ASKED, Hold.ASKED),
        (Answer.REFUSED, Hold.REFUSED),
        (Answer.LEAVE_OUT, Hold.LEAVE_OUT),
    ],
)
def test_nothing_but_a_yes_is_approval(answer: Answer, hold: Hold) -> None:
    assert holds(person(1, Approval(answer))) == [hold]


def test_approval_without_consent_to_the_film_is_not_enough() -> None:
    assert holds(person(1, consents=False)) == [Hold.CONSENT]


def test_everybody_in_the_clip_must_approve() -> None:
    assert holds(person(1), person(2, Approval())) == [Hold.NOT_ASKED]


def test_a_clip_made_longer_after_approval_needs_a_new_one() -> None:
    seen = replace(YES, seen=Stretch(0, 9_000))
    assert holds(person(1, seen)) == [Hold.LONGER]
    assert holds(person(1, seen), seconds=(1, 8)) == []


def test_a_passage_marked_do_not_use_is_held_whatever_was_approved() -> None:
    assert holds(person(1), withheld=True) == [Hold.WITHHELD]


def test_a_clip_in_which_nobody_is_known_is_held() -> None:
    assert holds() == [Hold.NOBODY]


def test_a_title_card_needs_nobodys_approval() -> None:
    assert holds(kind=ClipKind.CARD) == []


def test_the_gate_tells_final_draft_and_held_apart() -> None:
    film = board(
        ("One", (clip(1, (person(1),)), clip(2, (person(2, Approval()),)))),
        ("Two", (clip(3, (person(3, Approval(Answer.REFUSED)),)),)),
    )
    decided = gate(film)
    assert [each.id for _, each in decided.cleared.clips()] == [1]
    assert [each.id for _, each in decided.draft.clips()] == [1, 2]
    assert [(held.number, held.clip.id) for held in decided.held] == [(2, 2), (3, 3)]
    assert not decided.final
    assert "P02 has not been asked yet" in decided.held[0].sentence


def test_the_clips_answer_is_its_most_cautious_persons() -> None:
    two = clip(1, (person(1), person(2, Approval(Answer.ASKED))))
    assert standing_answer(two) is Answer.ASKED
    assert standing_answer(clip(1, (person(1),))) is Answer.APPROVED


def test_a_stranger_beside_somebody_who_approved_holds_the_clip() -> None:
    film = board(("Waiting", (clip(1, (person(1),), strangers=True),)))
    [held] = gate(film).held
    assert held.sentence == "Somebody in it is not linked to a participant: link them first."
    assert not held.showable_in_draft
