"""The storyboard in Word: whose words are in it, and when it is a draft."""

from __future__ import annotations

from datetime import date

from ebcd.film.storyboard import Answer, Approval
from ebcd.people import Group
from ebcd.reports.document import Front
from ebcd.reports.storyboard import StoryboardTold, storyboard
from tests.film.boards import board, clip, person
from tests.reports.reader import faults, headings, part, words

FRONT = Front("Living with pain", "Pain service", date(2026, 11, 22))


def test_a_film_that_everybody_approved_is_no_draft() -> None:
    data = storyboard(StoryboardTold(FRONT, board(("One", (clip(1, (person(1),)),)))))
    assert "DRAFT" not in words(data)
    assert "header1" not in part(data, "[Content_Types].xml")
    assert "I waited three hours" in words(data)
    assert faults(data) == []


def test_an_unanswered_clip_makes_it_a_draft_and_a_refused_one_keeps_its_words_out() -> None:
    film = board(
        ("One", (clip(1, (person(1, Approval()),), words="Not asked words"),)),
        ("Two", (clip(2, (person(2, Approval(Answer.REFUSED)),), words="Refused words"),)),
        ("Three", (clip(3, (person(3, consents=False),), words="Unconsented words"),)),
        ("Four", (clip(4, (person(4),), words="Withheld words", withheld=True),)),
    )
    data = storyboard(StoryboardTold(FRONT, film))
    said = words(data)
    assert "DRAFT" in part(data, "word/header1.xml")
    assert "Not asked words" in said
    assert "Refused words" not in said
    assert "Unconsented words" not in said
    assert "Withheld words" not in said
    assert "P02 refused this clip" in said


def test_chapters_are_headings_in_the_films_order_and_clips_keep_their_numbers() -> None:
    film = board(
        ("Second", (clip(1, (person(1, consents=False),)),)), ("First", (clip(2, (person(2),)),))
    )
    data = storyboard(StoryboardTold(FRONT, film))
    assert [text for level, text in headings(data) if level == 1] == [
        "First",
        "Balance",
        "What may not be shown yet",
    ]
    assert "\n2\n0:04\nP02 (patient)\n0:00\n0:10\n10 s\n" in words(data)


def test_who_agreed_and_is_not_in_the_film_is_named() -> None:
    film = board(("One", (clip(1, (person(1),)),)))
    told = StoryboardTold(FRONT, film, (("P01", Group.PATIENT), ("S01", Group.STAFF)))
    assert "Not in the film: S01." in words(storyboard(told))
