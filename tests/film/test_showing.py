"""The patients agree to a very cut; whoever is shown it must have agreed to that showing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ebcd.film.approval import Hold, gate
from ebcd.film.showing import SHOWINGS, Agreement, fingerprint, missing, standing
from ebcd.film.storyboard import Answer, Approval, Clip, ClipKind, Disguise, Storyboard
from ebcd.film.timing import Stretch
from ebcd.people import Use
from tests.film.boards import board, clip, person

DAY = date(2026, 3, 2)
ALL = frozenset(SHOWINGS)


def one(number: int, *, shown_to: frozenset[Use] = ALL, **more: object) -> Clip:
    return clip(number, (replace(person(number), shown_to=shown_to),), **more)  # type: ignore[arg-type]


FILM = board(("One", (one(1), one(2, seconds=(20, 30)))), ("Two", (one(3),)))


def change(film: Storyboard, **more: object) -> Storyboard:
    """The film with its first clip changed."""
    first, *rest = film.chapters[0].clips
    chapter = replace(film.chapters[0], clips=(replace(first, **more), *rest))  # type: ignore[arg-type]
    return replace(film, chapters=(chapter, *film.chapters[1:]))


def said(film: Storyboard, agreed: bool = True, on: date = DAY, number: int = 1) -> Agreement:
    return Agreement(fingerprint(film), agreed, on, "Patients' event", id=number)


def test_a_film_nobody_saw_is_not_agreed() -> None:
    stands = standing(FILM, [])
    assert not stands.agreed
    assert "not yet seen and agreed" in stands.sentence


def test_what_was_agreed_is_this_very_cut() -> None:
    assert standing(FILM, [said(FILM)]).agreed
    first, second = FILM.chapters[0].clips
    others = (
        change(FILM, stretch=Stretch(0, 9_000)),
        change(FILM, recording=2),
        change(FILM, disguise=Disguise.MOSAIC),
        replace(FILM, chapters=FILM.chapters[::-1]),
        replace(FILM, chapters=(replace(FILM.chapters[0], name="Other"), FILM.chapters[1])),
        replace(
            FILM, chapters=(replace(FILM.chapters[0], clips=(second, first)), FILM.chapters[1])
        ),
        FILM.only([1, 2]),
    )
    for other in others:
        stands = standing(other, [said(FILM)])
        assert not stands.agreed
        assert "changed since the patients agreed to it on 2 March 2026" in stands.sentence


def test_a_corrected_word_or_note_or_title_does_not_change_the_film() -> None:
    for other in (
        change(FILM, words="I waited four hours."),
        change(FILM, note="louder"),
        replace(FILM, title="Another title"),
    ):
        assert standing(other, [said(FILM)]).agreed


def test_words_of_a_card_and_of_a_clip_without_recording_count() -> None:
    card = change(FILM, kind=ClipKind.CARD, people=(), words="One")
    assert not standing(change(card, words="Other"), [said(card)]).agreed
    assert not standing(change(card, spoken="a" * 64), [said(card)]).agreed
    planned = change(FILM, recording=None)
    assert not standing(change(planned, words="Other words"), [said(planned)]).agreed


def test_the_newest_statement_about_a_cut_counts() -> None:
    asked = said(FILM, agreed=False, number=2)
    assert not standing(FILM, [said(FILM), asked]).agreed
    assert "asked for changes" in standing(FILM, [said(FILM), asked]).sentence
    later = said(FILM, on=date(2026, 3, 9), number=1)
    assert standing(FILM, [later, asked]).agreed


def test_what_was_said_of_another_version_is_not_a_change_of_this_one() -> None:
    short = FILM.only([1])
    stands = standing(short, [replace(said(FILM), version="Film")], "Short")
    assert "not yet seen and agreed" in stands.sentence
    assert standing(FILM, [replace(said(FILM), version="Long")], "Film").agreed


def test_a_film_put_back_as_it_was_is_agreed_again() -> None:
    shorter = change(FILM, stretch=Stretch(0, 9_000))
    agreed = [said(FILM)]
    assert not standing(shorter, agreed).agreed
    assert standing(change(shorter, stretch=Stretch(0, 10_000)), agreed).agreed


@pytest.mark.parametrize("showing", [Use.STAFF_EVENT, Use.JOINT_EVENT, Use.PUBLISH])
def test_before_the_patients_agreed_only_they_and_the_editor_get_a_copy(showing: Use) -> None:
    not_yet, agreed = standing(FILM, []), standing(FILM, [said(FILM)])
    assert missing(not_yet, None) == missing(not_yet, Use.PATIENT_EVENT) == ""
    assert "patients' own event" in missing(not_yet, showing)
    assert missing(agreed, showing) == ""


def test_a_clip_is_left_out_where_somebody_does_not_agree_to_being_shown() -> None:
    film = board(("One", (one(1), one(2, shown_to=frozenset({Use.PATIENT_EVENT})))))
    assert gate(film).final
    assert gate(film, Use.PATIENT_EVENT).final
    decided = gate(film, Use.STAFF_EVENT)
    assert [each.id for _, each in decided.cleared.clips()] == [1]
    assert [reason.hold for reason in decided.held[0].reasons] == [Hold.SHOWING]
    assert "P02 does not agree to being shown at the staff event" in decided.held[0].sentence


def test_consent_to_a_showing_does_not_stand_in_for_approval() -> None:
    silent = replace(person(1, Approval(Answer.ASKED)), shown_to=ALL)
    film = board(("One", (clip(1, (silent,)),)))
    assert [each.reasons[0].hold for each in gate(film, Use.STAFF_EVENT).held] == [Hold.ASKED]


def test_an_archive_film_waits_for_its_permission() -> None:
    archive = clip(1, (), kind=ClipKind.ARCHIVE, taken_from="Healthtalk: pain")
    film = board(("Archive", (archive,)))
    assert [each.reasons[0].hold for each in gate(film).held] == [Hold.PERMISSION]
    allowed = board(("Archive", (replace(archive, permission="Letter of 2 March"),)))
    assert gate(allowed, Use.STAFF_EVENT).final
