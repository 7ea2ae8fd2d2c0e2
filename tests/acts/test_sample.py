"""The sample study leaves no page of the demo empty, and keeps what its people agreed to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ebcd.acts import (
    codesign,
    coding,
    events,
    film,
    findings,
    ideas,
    joint_list,
    memos,
    people,
    priorities,
    recordings,
    room_forms,
    rounds,
    sign_ups,
    transcripts,
)
from ebcd.acts import study as studies
from ebcd.acts.access import Actor, command_line
from ebcd.acts.exchange_import import look_at_passages
from ebcd.acts.findings import Across
from ebcd.acts.sample import load_sample
from ebcd.bundle import bundled
from ebcd.codebook import Kind
from ebcd.codesign import Status, overdue
from ebcd.events import EventKind, FormKind, spread
from ebcd.exchange.passages_table import How
from ebcd.film.approval import Hold
from ebcd.film.storyboard import Tone
from ebcd.people import Group, Use, allows
from ebcd.priorities.lists import ItemState, ListName, Outcome
from ebcd.priorities.rounds import State
from ebcd.store.findings import Material
from ebcd.store.workbench import Workbench, open_workbench
from ebcd.study import Activity
from ebcd.transcripts.reading import read_transcript

Demo = tuple[Workbench, Actor, int]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The sample study, loaded once for the tests that only look."""
    workbench = open_workbench(tmp_path_factory.mktemp("demo"))
    admin = command_line()
    yield workbench, admin, load_sample(workbench, admin)
    workbench.close()


@pytest.fixture(scope="module")
def material(demo: Demo) -> Material:
    return findings.material(*demo)


def test_it_loads_on_either_engine_and_is_found_there_the_second_time(
    workbench: Workbench, actor: Actor
) -> None:
    first = load_sample(workbench, actor)
    assert load_sample(workbench, actor) == first
    assert [study.id for study in studies.my_studies(workbench, actor)] == [first]


def test_a_sample_that_breaks_off_is_taken_out_again(
    sqlite_workbench: Workbench, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("ebcd.acts.sample.put_in_outcomes", broken)
    with pytest.raises(RuntimeError):
        load_sample(sqlite_workbench, actor)
    assert not studies.my_studies(sqlite_workbench, actor)


def test_every_file_is_read_with_its_speakers_linked(demo: Demo) -> None:
    found = transcripts.transcripts(*demo)
    formats = {each.source_format.split("-")[0] for each in found}
    assert formats == {"docx", "vtt", "srt", "txt", "odt", "rtf", "pdf", "json"}
    assert len(found) == 10
    for each in found:
        assert 1_200 <= each.words <= 3_000, each.title
        if each.kind == "interview":
            linked = [speaker.pseudonym for speaker in each.speakers if not speaker.interviews]
            assert linked == [each.title[:3]]
            assert sum(speaker.interviews for speaker in each.speakers) == 1


def test_patients_carers_and_staff_take_part_and_not_all_agree_to_everything(demo: Demo) -> None:
    everybody = people.participants(*demo).values()
    assert Counter(person.group for person in everybody) == {
        Group.PATIENT: 5,
        Group.CARER: 1,
        Group.STAFF: 3,
    }
    refused = {
        use: [person.pseudonym for person in everybody if not allows(person, use)]
        for use in (Use.QUOTE, Use.FILM, Use.PUBLISH)
    }
    assert refused[Use.QUOTE] == ["P05"]
    assert refused[Use.FILM] == ["P05", "P06"]
    assert "P01" in refused[Use.PUBLISH]


def test_codings_of_every_kind_by_two_coders_are_all_placed(demo: Demo) -> None:
    data = (bundled("sample_transcripts") / "coded_passages.csv").read_bytes()
    placed = look_at_passages(*demo, data, "coded_passages.csv")
    assert len(placed.placed) == placed.rows >= 240
    assert not placed.problems
    assert {each.how for each in placed.placed} == {How.EXACT}
    assert {each.kind for each in placed.placed} == {kind.value for kind in Kind}
    assert len({each.coder for each in placed.placed}) == 2


def test_every_code_is_used(material: Material) -> None:
    used = Counter(passage.code for passage in material.passages.values())
    assert [code.name for code in material.codes if not used[code.id]] == []
    assert all(code.definition and code.include and code.exclude for code in material.codes)


@pytest.mark.parametrize("across", list(Across))
def test_the_grids_fill_up_for_patients_and_for_staff(material: Material, across: Across) -> None:
    grid = findings.grid(material, across)
    assert len(grid.rows) == 14
    assert sum(bool(cell.people) for cell in grid.cells.values()) >= 40


def test_what_is_not_to_be_used_is_in_no_list(demo: Demo, material: Material) -> None:
    found = transcripts.transcripts(*demo)
    marked = {each.title: coding.opened(*demo, each.id).withheld for each in found}
    assert {title for title, marks in marked.items() if marks} == {
        "P01 interview",
        "P05 interview",
        "P06 interview",
    }
    words = " ".join(passage.quote for passage in material.passages.values())
    assert "only counting them" not in words
    assert "Tranter" not in words


def test_two_coders_can_be_compared(material: Material) -> None:
    one, other = findings.coders_of(material)
    assert len(findings.coded_by_both(material, one, other)) >= 1


def test_memos_stand_on_the_study_transcripts_codes_codings_and_in_the_journal(
    demo: Demo,
) -> None:
    kinds = Counter(memo.kind for memo in memos.memos(*demo))
    assert set(kinds) == {"study", "transcript", "code", "coding", "journal"}
    assert kinds["coding"] >= 10


def test_each_list_has_items_and_the_joint_one_comes_from_both_sides(demo: Demo) -> None:
    items = priorities.items(*demo)
    assert {item.list for item in items.values()} == set(ListName)
    chosen = [item for item in items.values() if item.state is ItemState.CHOSEN]
    assert 3 <= len(chosen) <= 4
    for item in chosen:
        assert item.reason
        assert item.evidence
        sides = {items[origin].origins[0] for origin in item.origins}
        assert {items[side].list for side in sides} == {
            ListName.PATIENT_SHORT,
            ListName.STAFF_SHORT,
        }


def test_a_round_of_dots_is_finished_with_results_by_group(demo: Demo) -> None:
    (found,) = rounds.rounds(*demo)
    assert found.state is State.REVEALED
    assert found.decision
    assert found.voted == {"patient": 9, "carer": 5, "staff": 8}
    assert found.result is not None
    assert found.result["ballots"] == 22
    first, *_rest = found.result["results"]
    assert first["option"] == "Bringing people together"
    assert set(first["groups"]) == {"patient", "carer", "staff"}


def test_talk_ideas_and_names_for_the_groups_are_there_to_be_tried(demo: Demo) -> None:
    talks = {talk.list: talk.outcome for talk in joint_list.talks(*demo)}
    assert talks[ListName.PATIENT_LONG] is Outcome.NEARLY
    assert set(talks.values()) == set(Outcome)
    sent = ideas.ideas(*demo)
    assert Counter(idea.state for idea in sent) == {"new": 4, "set_aside": 2, "approved": 2}
    (of_the_room,) = ideas.from_the_room(*demo).items()
    assert priorities.items(*demo)[of_the_room[0]].title == "Say how long the wait is"
    assert len(of_the_room[1]) == 2
    groups = {group.id: group.name for group in codesign.plan(*demo).groups.values()}
    heads = sign_ups.heads(*demo)
    assert {groups[each]: sides.total() for each, sides in heads.items()} == {
        "Coming together": 6,
        "Ring first, and tell it once": 6,
    }
    assert {side for sides in heads.values() for side in sides} == {"patient", "carer", "staff"}
    for kind in FormKind:
        (form,) = room_forms.forms(*demo, kind)
        assert form.is_open


def test_the_events_have_agendas_and_maps_on_which_views_are_far_apart(demo: Demo) -> None:
    held = events.events(*demo)
    assert [event.kind for event in held.values()] == [
        EventKind.PATIENT,
        EventKind.STAFF,
        EventKind.JOINT,
    ]
    for event in held.values():
        assert event.agenda
        assert event.attended
        assert event.on is not None
        assert event.on < date.today()
    patients, staff, _joint = (list(events.cards(*demo, each).values()) for each in held)
    assert len(patients) == 14
    assert any(spread(card.notes).wide for card in patients)
    assert {card.taken_forward for card in patients + staff} == {True, False}
    heights = {card.code: card.height for card in patients}
    opposed = [card.title for card in staff if card.height * heights[card.code] < 0]
    assert opposed == ["Being discharged"]


def test_the_film_of_two_interviews_is_there_to_play(demo: Demo) -> None:
    linked = {each.title: each for each in transcripts.transcripts(*demo) if each.recording_id}
    assert set(linked) == {"P02 interview", "P03 interview"}
    for each in linked.values():
        assert each.recording_id is not None
        known = recordings.recordings(*demo)[each.recording_id]
        path = recordings.recording_file(*demo, each.recording_id).path
        assert 0 < path.stat().st_size < 6_000_000
        assert each.length_ms is not None
        assert each.length_ms <= known.duration_ms < each.length_ms + 5_000


def test_the_storyboard_has_clips_with_times_of_which_some_may_not_leave(demo: Demo) -> None:
    found = film.film(*demo)
    assert found is not None
    clips = [clip for _, clip in found.board.clips() if clip.people]
    assert len(clips) >= 10
    assert all(chapter.clips for chapter in found.board.chapters)
    assert all(3_000 < clip.length_ms < 40_000 for clip in clips)
    assert {clip.tone for clip in clips} == {Tone.GOOD, Tone.BAD, Tone.MIXED}
    holds = Counter(reason.hold for held in found.gate.held for reason in held.reasons)
    assert holds == {Hold.ASKED: 2, Hold.REFUSED: 1, Hold.NOT_ASKED: 1}


def test_outputs_lead_back_over_actions_and_priorities_to_what_people_said(demo: Demo) -> None:
    plan = codesign.plan(*demo)
    assert {action.status for action in plan.actions.values()} >= {Status.DONE, Status.UNDER_WAY}
    assert not any(overdue(action, date.today()) for action in plan.actions.values())
    assert len(plan.outputs) >= 5
    for output in plan.outputs.values():
        assert output.you_said
        assert output.we_did
        back = codesign.trace(*demo, plan.actions[output.action].group)
        assert back.item is not None
        assert back.codes
        assert back.people >= 5


def test_the_course_of_the_study_is_recorded_with_its_deviations(demo: Demo) -> None:
    assert {done.kind for done in studies.activities(*demo)} == set(Activity)
    assert len(studies.deviations(*demo)) == 3


def test_the_words_sound_spoken() -> None:
    """Hesitations, laughter, pauses and broken-off sentences in each interview."""
    for path in sorted(bundled("sample_transcripts").glob("[PS]0*")):
        words = read_transcript(Path(path).name, path.read_bytes()).text.lower()
        hesitations = sum(words.count(each) for each in ("erm", " um", " er,", "i mean", "like,"))
        assert hesitations + words.count("[pause]") + words.count("[laughs]") >= 5, path.name
        assert words.count("?") >= 15, path.name
