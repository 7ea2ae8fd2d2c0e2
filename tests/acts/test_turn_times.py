"""Turns are marked while the recording plays; clips follow, or the person is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from ebcd.acts import film, recordings, turn_times
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import add_account, set_role
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound
from ebcd.film.storyboard import Clip
from ebcd.store import transcripts
from ebcd.store.transcripts import StoredTurn
from ebcd.store.workbench import Workbench
from ebcd.text import sha256
from tests.film.made_film import make_film
from tests.film.made_study import TEXT, FilmStudy

SHA = sha256(TEXT)


@pytest.fixture
def made(workbench: Workbench, actor: Actor, study_id: int) -> FilmStudy:
    """An interview of five turns without times."""
    return FilmStudy(workbench, actor, study_id, timed=False)


@pytest.fixture
def timed(workbench: Workbench, actor: Actor, study_id: int) -> FilmStudy:
    return FilmStudy(workbench, actor, study_id)


def mark(study: FilmStudy, times: dict[int, int | None]) -> turn_times.TimesSet:
    return turn_times.set_times(*study.whose, study.transcript, SHA, times)


def stored(study: FilmStudy) -> list[StoredTurn]:
    with study.workbench.database.reading() as connection:
        version = transcripts.current_version(connection, study.study_id, study.transcript)
    assert version is not None
    return list(version.turns)


def starts(study: FilmStudy) -> list[int | None]:
    return [turn.start_ms for turn in stored(study)]


def clip_of(study: FilmStudy, clip_id: int) -> Clip:
    return next(clip for _, clip in study.film.board.clips() if clip.id == clip_id)


def as_role(study: FilmStudy, role: Role) -> Actor:
    account = add_account(study.workbench, study.actor, role.value, role.value)
    set_role(*study.whose, role.value, role)
    return Actor(account, role.value)


def test_each_mark_is_kept_and_tells_which_turns_are_said_when_now(made: FilmStudy) -> None:
    first = mark(made, {0: 0})
    assert list(first.turns) == [0]
    last = mark(made, {4: 34_000})
    assert starts(made) == [0, None, None, None, 34_000]
    assert [time.estimated for time in last.turns.values()] == [False, True, True, True, False]
    shown = [time.start_ms for time in last.turns.values()]
    assert shown[0] == 0
    assert shown[1:] == sorted(shown[1:], key=lambda ms: ms or 0)
    assert all(ms is not None and 0 < ms <= 34_000 for ms in shown[1:])


def test_a_mark_sent_twice_is_one(made: FilmStudy) -> None:
    assert mark(made, {1: 2_000}).undo_id is not None
    again = mark(made, {1: 2_000})
    assert again.undo_id is None
    assert [(at, time.start_ms) for at, time in again.turns.items()] == [(1, 2_000)]
    assert starts(made) == [None, 2_000, None, None, None]


def test_a_mark_is_taken_back(made: FilmStudy) -> None:
    mark(made, {0: 0})
    second = mark(made, {1: 2_000})
    assert second.undo_id is not None
    back = turn_times.undo_times(*made.whose, second.undo_id)
    assert starts(made) == [0, None, None, None, None]
    assert back.turns[1].start_ms is None
    with pytest.raises(Conflict):
        turn_times.undo_times(*made.whose, second.undo_id)


def test_what_somebody_changed_since_is_not_undone(made: FilmStudy) -> None:
    done = mark(made, {1: 2_000})
    mark(made, {1: 3_000})
    assert done.undo_id is not None
    with pytest.raises(Conflict, match="changed these times since"):
        turn_times.undo_times(*made.whose, done.undo_id)
    assert starts(made)[1] == 3_000


def test_ends_and_cues_come_back_with_an_undo(timed: FilmStudy) -> None:
    before = stored(timed)
    done = mark(timed, {2: 11_000})
    assert stored(timed)[1].end_ms is None
    assert done.undo_id is not None
    turn_times.undo_times(*timed.whose, done.undo_id)
    assert stored(timed) == before


def test_times_that_run_backwards_are_refused_and_nothing_is_changed(timed: FilmStudy) -> None:
    before = stored(timed)
    with pytest.raises(BadInput, match="Turn 4 would begin at 0:13, not after turn 3"):
        mark(timed, {1: 3_000, 2: 14_000})
    assert stored(timed) == before


def test_a_time_after_the_recordings_end_is_refused(made: FilmStudy, tmp_path: Path) -> None:
    recording = recordings.add_recording(*made.whose, make_film(tmp_path / "film.mp4"))
    recordings.link_recording(*made.whose, made.transcript, recording, 1_500)
    with pytest.raises(BadInput, match="not in the recording"):
        mark(made, {0: 1_000})
    mark(made, {0: 400})


def test_a_corrected_text_is_told(made: FilmStudy) -> None:
    with pytest.raises(Conflict, match="corrected meanwhile"):
        turn_times.set_times(*made.whose, made.transcript, sha256("other"), {0: 0})
    with pytest.raises(NotFound):
        turn_times.set_times(*made.whose, made.transcript + 1, SHA, {0: 0})


def test_readers_and_facilitators_set_no_times(made: FilmStudy) -> None:
    for role in (Role.READER, Role.FACILITATOR):
        who = as_role(made, role)
        with pytest.raises(NotAllowed):
            turn_times.set_times(made.workbench, who, made.study_id, made.transcript, SHA, {0: 0})
        found = turn_times.playing(made.workbench, who, made.study_id, made.transcript)
        assert (found.recording, found.may_mark, found.may_link) == (None, False, False)


def test_a_passage_between_marked_turns_can_become_a_clip(made: FilmStudy) -> None:
    made.begin("Waiting")
    with pytest.raises(BadInput, match="no times"):
        made.clip("waited three hours")
    mark(made, {0: 0, 4: 34_000})
    clip = clip_of(made, made.clip("Then a nurse came"))
    told = turn_times.playing(*made.whose, made.transcript).turns
    assert told == []
    assert 0 < clip.stretch.in_ms < clip.stretch.out_ms < 34_000


def test_an_untouched_clip_follows_its_words_and_comes_back_with_an_undo(timed: FilmStudy) -> None:
    timed.begin("Waiting")
    clip = timed.clip("Then a nurse came and she drew me a picture of it.")
    was = clip_of(timed, clip).stretch
    done = mark(timed, {3: 15_000})
    assert (done.followed, done.kept) == (1, 0)
    assert clip_of(timed, clip).stretch.in_ms == 15_000
    assert done.undo_id is not None
    assert turn_times.undo_times(*timed.whose, done.undo_id).followed == 1
    assert clip_of(timed, clip).stretch == was


def test_a_trimmed_clip_and_one_that_was_answered_for_stay_and_are_told(timed: FilmStudy) -> None:
    timed.begin("Waiting")
    trimmed = timed.clip("Then a nurse came and she drew me a picture of it.")
    film.trim(*timed.whose, trimmed, 13_500, 20_000)
    answered = timed.clip("Then a nurse came")
    timed.approve(answered)
    stood = [clip_of(timed, each).stretch for each in (trimmed, answered)]
    done = mark(timed, {3: 15_000})
    assert (done.followed, done.kept) == (0, 2)
    assert [clip_of(timed, each).stretch for each in (trimmed, answered)] == stood


def test_a_clip_whose_words_lose_their_times_stays_and_is_told(timed: FilmStudy) -> None:
    timed.begin("Waiting")
    clip = timed.clip("I was there too")
    stood = clip_of(timed, clip).stretch
    assert mark(timed, {4: None}).kept == 1
    assert clip_of(timed, clip).stretch == stood


def test_captions_are_in_the_recordings_time_and_follow_the_marks(made: FilmStudy) -> None:
    mark(made, {0: 0, 1: 2_000, 2: 12_000})
    before = turn_times.captions(*made.whose, made.transcript)
    assert before[0].lines == ("How was it?",)
    assert (before[0].shown.in_ms, before[0].shown.out_ms) == (0, 2_000)
    words = " ".join(" ".join(each.lines) for each in before)
    assert words.startswith("How was it? I waited three hours and nobody said one single word.")
    assert "Then a nurse" not in words
    recording_offset(made, 5_000)
    after = turn_times.captions(*made.whose, made.transcript)
    assert after[0].shown.in_ms == 5_000
    recording_offset(made, -3_000)
    late = turn_times.captions(*made.whose, made.transcript)
    assert late[0].lines != ("How was it?",)
    assert late[0].shown.in_ms == 0


def recording_offset(study: FilmStudy, offset: int) -> None:
    with study.workbench.database.writing() as connection:
        values = {"recording_offset_ms": offset}
        transcripts.change(connection, study.study_id, study.transcript, values)


def test_playing_tells_the_recording_and_when_it_could_be_linked(
    timed: FilmStudy, tmp_path: Path
) -> None:
    assert not turn_times.playing(*timed.whose, timed.transcript).may_link
    recording = recordings.add_recording(*timed.whose, make_film(tmp_path / "film.mp4"))
    found = turn_times.playing(*timed.whose, timed.transcript)
    assert found.recording is None
    assert found.may_link
    recordings.link_recording(*timed.whose, timed.transcript, recording, 500)
    found = turn_times.playing(*timed.whose, timed.transcript)
    assert found.recording is not None
    assert found.recording.id == recording
    assert (found.offset_ms, found.may_link, found.may_mark) == (500, False, True)
    assert [time.start_ms for time in found.turns] == [0, 2_000, 12_000, 13_000, 23_000]
