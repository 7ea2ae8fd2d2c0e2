"""The patients' agreement, answers clip by clip, versions, and where a film went."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ebcd.acts import events, film_answers, film_showing, film_versions, people
from ebcd.acts import film as acts
from ebcd.acts.access import Actor, Role
from ebcd.acts.film_export import MEDIA_TYPES, export_film, write_storyboard
from ebcd.acts.film_undo import undo
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound
from ebcd.events import Event, EventKind
from ebcd.film.storyboard import Answer
from ebcd.people import ConsentState, Use
from ebcd.store.workbench import Workbench
from tests.acts.test_film import NURSE, THERE, WAIT, _text, member
from tests.film.made_study import DAY, FilmStudy

SHOWINGS = (Use.PATIENT_EVENT, Use.STAFF_EVENT, Use.JOINT_EVENT, Use.PUBLISH)


@pytest.fixture
def made(workbench: Workbench, actor: Actor, study_id: int) -> FilmStudy:
    film = FilmStudy(workbench, actor, study_id)
    film.begin("Waiting", "Being told")
    for who in film.people.values():
        people.record_consent(*film.whose, who, dict.fromkeys(SHOWINGS, ConsentState.GRANTED), DAY)
    return film


@pytest.fixture
def approved(made: FilmStudy) -> FilmStudy:
    for words, chapter in ((WAIT, 0), (NURSE, 0), (THERE, 1)):
        made.approve(made.clip(words, chapter))
    return made


def event(film: FilmStudy, kind: EventKind = EventKind.PATIENT) -> int:
    return events.add_event(*film.whose, Event(0, kind, kind.label, DAY))


def agree(film: FilmStudy, **more: object) -> int:
    return film_showing.record_agreement(*film.whose, event(film), True, DAY, **more)  # type: ignore[arg-type]


def ids(film: FilmStudy, version: int = 0) -> list[int]:
    found = acts.film(*film.whose, version)
    assert found is not None
    return [clip.id for _, clip in found.board.clips()]


def test_staff_see_nothing_before_the_patients_agreed(approved: FilmStudy) -> None:
    for showing in (Use.STAFF_EVENT, Use.JOINT_EVENT, Use.PUBLISH):
        for ending in ("srt", "docx", "otio"):
            with pytest.raises(Conflict, match="patients' own event"):
                export_film(*approved.whose, ending, showing=showing)
    copy = export_film(*approved.whose, "vtt", showing=Use.PATIENT_EVENT)
    assert b"for the patients' own event only" in copy.data
    assert copy.name == "storyboard-patient-event.vtt"
    agree(approved)
    for ending in MEDIA_TYPES:
        shown = export_film(*approved.whose, ending, showing=Use.STAFF_EVENT)
        assert (shown.clips, shown.mark) == (3, "")
        assert "own event only" not in _text(shown.data, ending).replace("’", "'")


def test_a_file_for_the_editor_says_that_the_film_is_not_yet_agreed(
    approved: FilmStudy, tmp_path: object
) -> None:
    assert "own event only" in _text(export_film(*approved.whose, "fcpxml").data, "fcpxml")
    for ending in ("csv", "srt"):
        name = export_film(*approved.whose, ending).name
        assert name == f"storyboard-for-the-patients-own-event-only.{ending}"
    written = write_storyboard(*approved.whose, tmp_path / "film.edl")  # type: ignore[operator]
    assert written["problems"][0].startswith("The patients have not yet agreed")
    agree(approved)
    assert "own event only" not in _text(export_film(*approved.whose, "fcpxml").data, "fcpxml")


def test_a_film_changed_since_is_not_yet_agreed(approved: FilmStudy) -> None:
    agree(approved)
    assert approved.film.stands.agreed
    first = ids(approved)[0]
    undo_id = acts.delete_clip(*approved.whose, first)
    assert "changed since" in approved.film.stands.sentence
    undo(*approved.whose, undo_id)
    assert approved.film.stands.agreed
    acts.move_clip(*approved.whose, first, 1)
    assert not approved.film.stands.agreed
    acts.move_clip(*approved.whose, first, -1)
    approved.approve(first, Answer.REFUSED)
    assert not approved.film.stands.agreed


def test_what_they_asked_to_change_is_kept_and_is_no_agreement(approved: FilmStudy) -> None:
    at = event(approved)
    whose = approved.whose
    film_showing.record_agreement(*whose, at, False, DAY, changes="Less of the nurse")
    assert "asked for changes" in approved.film.stands.sentence
    [said] = film_showing.said_of_the_film(*whose)
    assert (said.changes, said.clips, said.event) == (
        "Less of the nurse",
        3,
        "Patient feedback event",
    )
    film_showing.take_agreement_back(*whose, said.id)
    assert film_showing.said_of_the_film(*whose) == []
    with pytest.raises(NotFound):
        film_showing.take_agreement_back(*whose, said.id)


def test_only_the_patients_own_event_counts_and_only_what_was_shown(made: FilmStudy) -> None:
    clip_id = made.clip(WAIT)
    record = film_showing.record_agreement
    with pytest.raises(BadInput, match="cannot have seen it"):
        record(*made.whose, event(made), True, DAY)
    made.approve(clip_id)
    with pytest.raises(BadInput, match="own event"):
        record(*made.whose, event(made, EventKind.STAFF), True, DAY)
    with pytest.raises(BadInput, match="future"):
        record(*made.whose, event(made), True, date.today() + timedelta(days=1))
    with pytest.raises(BadInput, match="asked to change"):
        record(*made.whose, event(made), False, DAY)
    with pytest.raises(BadInput, match="once it is changed"):
        record(*made.whose, event(made), True, DAY, changes="shorter")
    with pytest.raises(NotFound):
        record(*made.whose, 4711, True, DAY)
    reader = (made.workbench, member(made, Role.READER), made.study_id)
    with pytest.raises(NotAllowed):
        record(*reader, event(made), True, DAY)
    facilitator = (made.workbench, member(made, Role.FACILITATOR), made.study_id)
    record(*facilitator, event(made), True, DAY)
    assert made.film.stands.agreed


def test_who_does_not_agree_to_an_event_is_not_shown_there(approved: FilmStudy) -> None:
    agree(approved)
    said = {Use.STAFF_EVENT: ConsentState.WITHDRAWN}
    people.record_consent(*approved.whose, approved.people["P02"], said, date.today())
    assert approved.film.stands.agreed
    staff = export_film(*approved.whose, "srt", showing=Use.STAFF_EVENT)
    assert staff.clips == 2
    assert "does not agree to being shown at the staff event" in staff.left_out[0]
    assert b"I was there" not in staff.data
    assert b"I was there" in export_film(*approved.whose, "srt", showing=Use.JOINT_EVENT).data


def test_a_pack_is_answered_clip_by_clip_at_once(made: FilmStudy) -> None:
    one, two, other = made.clip(WAIT), made.clip(NURSE), made.clip(THERE)
    who, whose = made.people["P01"], made.whose
    said = {one: (Answer.APPROVED, ""), two: (Answer.LEAVE_OUT, " the nurse ")}
    assert film_answers.record_answers(*whose, who, said, DAY, "From large print") == 2
    [first, second] = film_answers.asked(made.film)
    assert (first.approved, first.leave_out, first.waiting) == (1, 1, 0)
    assert (second.pseudonym, second.approved, second.waiting) == ("P02", 0, 1)
    [answered] = film_answers.answers_to(*whose, two)
    assert answered.pseudonym == "P01"
    assert answered.approval.how == "From large print"
    assert (answered.approval.note, answered.approval.on) == ("the nurse", DAY)
    assert [each.clip.id for each in made.film.gate.held] == [two, other]


def test_nothing_is_recorded_where_one_answer_is_none(made: FilmStudy) -> None:
    one, other = made.clip(WAIT), made.clip(THERE)
    who, whose = made.people["P01"], made.whose
    yes = (Answer.APPROVED, "")
    record = film_answers.record_answers
    for said, how in (
        ({}, "In person"),
        ({one: yes}, " "),
        ({one: yes, other: yes}, "In person"),
        ({one: (Answer.LEAVE_OUT, "  ")}, "In person"),
        ({one: (Answer.NOT_ASKED, "")}, "In person"),
    ):
        with pytest.raises(BadInput):
            record(*whose, who, said, DAY, how)
    assert film_answers.answers_to(*whose, one) == []
    assert record(*whose, who, {one: (Answer.ASKED, "")}, DAY, "") == 1
    assert not made.film.gate.final


def test_the_answers_to_a_clip_say_who_recorded_them(made: FilmStudy) -> None:
    clip_id = made.clip(WAIT)
    researcher = (made.workbench, member(made, Role.RESEARCHER), made.study_id)
    acts.record_approval(*researcher, clip_id, Answer.APPROVED, DAY, how="In person")
    made.approve(clip_id, Answer.REFUSED)
    newest, first = film_answers.answers_to(*made.whose, clip_id)
    assert (newest.approval.answer, first.approval.answer) == (Answer.REFUSED, Answer.APPROVED)
    assert (newest.approval.by, first.approval.by) == ("", "researcher")


def test_an_approval_of_another_stretch_waits_for_an_answer(made: FilmStudy) -> None:
    clip_id = made.clip(WAIT)
    acts.trim(*made.whose, clip_id, 4_000, 8_000)
    made.approve(clip_id)
    assert film_answers.asked(made.film)[0].approved == 1
    acts.trim(*made.whose, clip_id, 4_000, 12_000)
    assert film_answers.asked(made.film)[0].waiting == 1


def test_a_short_version_has_files_and_an_agreement_of_its_own(approved: FilmStudy) -> None:
    whose = approved.whose
    first, second, third = ids(approved)
    short = film_versions.add_version(*whose, " Short  film", 120_000, [third, first])
    assert ids(approved, short) == [first, third]
    film_versions.choose_clips(*whose, short, [second, third, first])
    assert ids(approved, short) == [first, second, third]
    film_versions.move_in_version(*whose, short, second, -1)
    assert ids(approved, short) == [second, first, third]
    assert ids(approved) == [first, second, third]
    film_versions.choose_clips(*whose, short, [second])
    agree(approved)
    shown = export_film(*whose, "srt", showing=Use.STAFF_EVENT)
    assert shown.clips == 3
    with pytest.raises(Conflict):
        export_film(*whose, "srt", showing=Use.STAFF_EVENT, version=short)
    agree(approved, version=short)
    made = export_film(*whose, "docx", showing=Use.STAFF_EVENT, version=short)
    assert (made.clips, made.name) == (1, "storyboard-Short-film-staff-event.docx")
    rows = film_versions.compare(*whose, 0, short)
    assert [(row.left, row.right) for row in rows] == [(1, None), (2, 1), (3, None)]


def test_versions_are_named_once_and_leave_the_storyboard_alone(approved: FilmStudy) -> None:
    whose = approved.whose
    short = film_versions.add_version(*whose, "Short", 120_000)
    for name in ("short", "Film", " "):
        with pytest.raises(BadInput):
            film_versions.add_version(*whose, name, 120_000)
    film_versions.change_version(*whose, short, "Ten minutes", 600_000)
    found = acts.film(*whose, short)
    assert found is not None
    assert (found.version.name, found.board.target_ms) == ("Ten minutes", 600_000)
    assert [each.name for each in found.versions] == ["Film", "Ten minutes"]
    assert film_versions.version_named(*whose, " ten MINUTES") == short
    assert film_versions.version_named(*whose, "") == film_versions.version_named(*whose, "film")
    with pytest.raises(NotFound, match="choose one of Film, Ten minutes"):
        film_versions.version_named(*whose, "Long")
    gone = acts.delete_clip(*whose, ids(approved)[0])
    assert len(ids(approved, short)) == 2
    undo(*whose, gone)
    assert len(ids(approved, short)) == 3
    film_versions.delete_version(*whose, short)
    assert len(ids(approved)) == 3
    with pytest.raises(NotFound):
        acts.film(*whose, short)
    with pytest.raises(BadInput):
        film_versions.delete_version(*whose, 0)


def test_a_withdrawal_names_the_films_files_and_events_to_call_back(approved: FilmStudy) -> None:
    whose = approved.whose
    who = approved.people["P02"]
    film_versions.add_version(*whose, "Short", 120_000)
    agree(approved)
    export_film(*whose, "srt", showing=Use.STAFF_EVENT)
    found = people.withdraw(*whose, who, date.today())
    assert found.films == ["The film", "The film – Short"]
    assert [each.name for each in found.documents] == ["storyboard-staff-event.srt"]
    assert [(each.event, each.on) for each in found.shown] == [("Patient feedback event", DAY)]
    assert len(ids(approved)) == 2
    assert not approved.film.stands.agreed
    after = people.impact_of_withdrawal(*whose, who)
    assert [each.name for each in after.documents] == ["storyboard-staff-event.srt"]
    assert [each.film for each in after.shown] == ["Film"]
    for ending in MEDIA_TYPES:
        assert "I was there" not in _text(export_film(*whose, ending).data, ending)
