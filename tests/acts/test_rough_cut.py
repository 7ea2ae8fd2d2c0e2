"""The rough cut: who may be in which film, what is cut anew, and what is said when it fails."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import av
import pytest
from sqlalchemy import update

from ebcd.acts import (
    events,
    film,
    film_showing,
    film_spoken,
    people,
    recordings,
    rough_cut,
    rough_cut_plan,
    rough_cut_running,
    rough_cut_work,
)
from ebcd.acts.access import Actor, Role
from ebcd.acts.leaving import MayNameSomebody
from ebcd.acts.rough_cut_plan import Purpose, Wanted, to_cut, wanted_of
from ebcd.acts.study import create_study
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound, NotSaved, WorkbenchError
from ebcd.events import Event, EventKind
from ebcd.film.cutting.segments import CaptionsShown
from ebcd.film.names import ChosenName, NameKind, NameUse
from ebcd.film.storyboard import Answer, ClipKind, Disguise
from ebcd.people import ConsentState, Use
from ebcd.store import assistant_fits, cuts, film_names
from ebcd.store.tables import job
from ebcd.store.workbench import Workbench
from ebcd.times import now
from tests.acts.test_film import member
from tests.film.coded_film import coded_film, even, read_back
from tests.film.made_study import DAY, FilmStudy

WAIT = "I waited three hours and nobody said one single word."
NURSE = "Then a nurse came and she drew me a picture of it."
THERE = "I was there too, and that is just how it was then."
SMALL = Wanted(height=90)
TEAM = replace(SMALL, purpose=Purpose.TEAM)


@pytest.fixture(scope="session")
def interview(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film as long as the interview."""
    folder = tmp_path_factory.mktemp("interview")
    return coded_film(folder / 'first\'s "own".mp4', even(Fraction(25), 34))


class Cutting(FilmStudy):
    """A study with a film of three clips, a second or so each: P01 in two, P02 in the third."""

    def prepare(self, interview: Path) -> None:
        self.begin("Waiting", "Being told")
        self.recording = recordings.add_recording(*self.whose, interview)
        recordings.link_recording(*self.whose, self.transcript, self.recording)
        self.clips = [self.clip(WAIT), self.clip(NURSE, 1), self.clip(THERE, 1)]
        for clip_id, start in zip(self.clips, (2_000, 13_000, 23_000), strict=True):
            film.trim(*self.whose, clip_id, start, start + 1_200)

    def make(self, wanted: Wanted = SMALL) -> cuts.CutMade:
        made = rough_cut_work.make(*self.whose, wanted)
        return next(each for each in rough_cut.films_made(*self.whose) if each.id == made)

    def file(self, made: cuts.CutMade) -> Path:
        return rough_cut.film_file(*self.whose, made.id).path

    @property
    def pieces(self) -> dict[str, float]:
        folder = cuts.segments_folder(self.workbench, self.study_id)
        return {path.name: path.stat().st_ctime_ns for path in folder.glob("*.mov")}

    @property
    def folder(self) -> list[str]:
        """Whatever lies about beside the finished pieces."""
        folder = cuts.segments_folder(self.workbench, self.study_id)
        return [path.name for path in folder.iterdir() if path.suffix != ".mov"]


@pytest.fixture
def made(sqlite_workbench: Workbench, actor: Actor, interview: Path) -> Cutting:
    study = Cutting(sqlite_workbench, actor, create_study(sqlite_workbench, actor, "A study"))
    study.prepare(interview)
    return study


def clips_in(found: cuts.CutMade) -> list[int]:
    return [each["clip"] for each in found.clips]


def test_only_approved_clips_are_in_a_film_that_is_shown(made: Cutting) -> None:
    with pytest.raises(BadInput, match="No clip may be in this film"):
        made.make()
    made.approve(made.clips[0])
    made.approve(made.clips[1], Answer.REFUSED)
    found = made.make()
    assert clips_in(found) == made.clips[:1]
    assert not found.draft
    with av.open(str(made.file(found))) as media:
        assert [each.type for each in media.streams] == ["video", "audio", "subtitle"]
        assert float(media.duration) / 1e6 == pytest.approx(5.2, abs=0.05)
    assert found.length_ms == 5_200
    assert [Path(each).name for each in made.folder] == ["fonts"]


def test_a_draft_says_so_on_every_frame_and_has_nothing_that_was_refused(made: Cutting) -> None:
    made.approve(made.clips[0])
    made.approve(made.clips[1], Answer.REFUSED)
    found = made.make(TEAM)
    assert clips_in(found) == [made.clips[0], made.clips[2]]
    assert found.draft
    assert "DRAFT" in found.name
    with av.open(str(made.file(found))) as media:
        marked = [_marked(frame) for frame in media.decode(video=0)]
    assert len(marked) == 260
    assert all(marked)


def _marked(frame: av.VideoFrame) -> bool:
    """Whether the yellow of a draft's mark stands at the top."""
    top = frame.to_ndarray(format="rgb24")[2:6].astype(int)
    return bool(((top[..., 0] > 180) & (top[..., 1] > 150) & (top[..., 2] < 90)).sum() > 20)


def test_a_film_for_ones_approval_has_only_ones_own_clips(made: Cutting) -> None:
    wanted = replace(SMALL, purpose=Purpose.APPROVAL, participant=made.people["P02"])
    found = made.make(wanted)
    assert clips_in(found) == made.clips[2:]
    assert found.draft
    with made.workbench.database.reading() as connection:
        planned = to_cut(made.workbench, connection, made.study_id, wanted).plan
    assert all("approval of the person" in each.script for each in planned.segments)
    assert not any("P02" in each.script for each in planned.segments)
    made.consent("P02", ConsentState.WITHDRAWN)
    with pytest.raises(BadInput, match="no clip that may be sent"):
        made.make(wanted)
    with pytest.raises(Conflict):
        made.file(found)


def test_a_change_cuts_that_clip_alone(made: Cutting) -> None:
    made.make(TEAM)
    before = made.pieces
    film.trim(*made.whose, made.clips[1], 13_000, 14_000)
    film.move_clip(*made.whose, made.clips[2], -1)
    made.make(TEAM)
    after = made.pieces
    assert len(before) == 5
    assert len(after) == 6
    assert {name: after[name] for name in before} == pytest.approx(before)


def test_whoever_says_no_is_shown_no_more(made: Cutting) -> None:
    for clip in made.clips:
        made.approve(clip)
    found = made.make()
    assert made.file(found).exists()
    made.approve(made.clips[2], Answer.REFUSED)
    with pytest.raises(Conflict, match="make the film again"):
        made.file(found)
    shorter = made.make()
    assert clips_in(shorter) == made.clips[:2]
    film.delete_clip(*made.whose, made.clips[1])
    with pytest.raises(Conflict):
        made.file(shorter)


def test_a_film_for_an_event_has_those_alone_who_agree_to_be_shown_there(made: Cutting) -> None:
    for clip in made.clips:
        made.approve(clip)
    wanted = replace(SMALL, showing=Use.PATIENT_EVENT.value)
    with pytest.raises(BadInput, match="patients' event"):
        made.make(wanted)
    uses = {Use.PATIENT_EVENT: ConsentState.GRANTED}
    people.record_consent(*made.whose, made.people["P02"], uses, DAY)
    found = made.make(wanted)
    assert clips_in(found) == made.clips[2:]
    uses = {Use.PATIENT_EVENT: ConsentState.WITHDRAWN}
    people.record_consent(*made.whose, made.people["P02"], uses, DAY + timedelta(1))
    with pytest.raises(Conflict):
        made.file(found)


def test_what_the_patients_have_not_agreed_to_says_so_and_goes_to_nobody_else(
    made: Cutting,
) -> None:
    for clip in made.clips:
        made.approve(clip)
    with pytest.raises(Conflict, match="patients have not yet seen and agreed"):
        made.make(replace(SMALL, showing=Use.STAFF_EVENT.value))
    with made.workbench.database.reading() as connection:
        planned = to_cut(made.workbench, connection, made.study_id, SMALL).plan
    assert all("Mark,for the patients' own event only" in each.script for each in planned.segments)


def test_a_film_for_others_is_fetched_only_while_the_patients_agree_to_that_cut(
    made: Cutting,
) -> None:
    shown = dict.fromkeys((Use.PATIENT_EVENT, Use.STAFF_EVENT), ConsentState.GRANTED)
    for who in made.people.values():
        people.record_consent(*made.whose, who, shown, DAY)
    for clip in made.clips:
        made.approve(clip)
    marked = made.make(replace(SMALL, showing=Use.PATIENT_EVENT.value))
    event = events.add_event(*made.whose, Event(0, EventKind.PATIENT, "Patients", DAY))
    film_showing.record_agreement(*made.whose, event, True, DAY)
    for_staff = made.make(replace(SMALL, showing=Use.STAFF_EVENT.value))
    for_editor = made.make()
    both = {for_staff.id, for_editor.id}
    assert rough_cut.held_back(*made.whose) == {}

    asked = film_showing.record_agreement(*made.whose, event, False, DAY, changes="Less of it")
    for refused in (for_staff, for_editor):
        with pytest.raises(Conflict, match="they have asked for changes"):
            made.file(refused)
    assert rough_cut.held_back(*made.whose).keys() == both
    assert made.file(marked).exists()
    film_showing.take_agreement_back(*made.whose, asked)
    assert made.file(for_staff).exists()

    film.move_clip(*made.whose, made.clips[2], -1)
    with pytest.raises(Conflict, match="changed since the patients agreed"):
        made.file(for_staff)
    film.move_clip(*made.whose, made.clips[2], 1)
    assert made.file(for_editor).exists()


def test_a_film_that_the_patients_turn_down_while_it_is_cut_is_not_kept(
    made: Cutting, monkeypatch: pytest.MonkeyPatch
) -> None:
    uses = {Use.PATIENT_EVENT: ConsentState.GRANTED}
    people.record_consent(*made.whose, made.people["P02"], uses, DAY)
    made.approve(made.clips[2])
    event = events.add_event(*made.whose, Event(0, EventKind.PATIENT, "Patients", DAY))
    film_showing.record_agreement(*made.whose, event, True, DAY)
    assembled = rough_cut_work.assembled

    def meanwhile(*asked: object) -> Path:
        joined = assembled(*asked)  # type: ignore[arg-type]
        film_showing.record_agreement(*made.whose, event, False, DAY, changes="Without it")
        return joined

    monkeypatch.setattr(rough_cut_work, "assembled", meanwhile)
    with pytest.raises(Conflict, match="asked for changes"):
        made.make()
    assert rough_cut.films_made(*made.whose) == []


def test_a_film_carries_the_names_that_people_chose_and_no_pseudonym(made: Cutting) -> None:
    film.add_card(*made.whose, made.chapters[0], ClipKind.CARD, "After P01 and before P02")
    chosen = {NameUse.FILM: "Ann", NameUse.CAPTIONS: "Annie"}
    for use, name in chosen.items():
        names = [ChosenName(made.people["P01"], use, NameKind.OTHER, name, DAY, 0)]
        with made.workbench.database.writing() as connection:
            film_names.choose(connection, made.study_id, names, None)
    rough_cut.disguise_clip(*made.whose, made.clips[1], Disguise.MOSAIC)
    wanted = replace(TEAM, captions=CaptionsShown.BURNED)
    with made.workbench.database.reading() as connection:
        found = to_cut(made.workbench, connection, made.study_id, wanted)
    scripts = {each.clip.id: each.script for each in found.plan.segments if each.clip}
    assert ",Name,Ann\n" in scripts[made.clips[0]]
    assert "Annie: I" in scripts[made.clips[0]]
    assert ",Name," not in scripts[made.clips[1]]
    assert "P01" not in found.words.decode()
    assert "P02" not in found.words.decode()


def test_a_card_is_spoken_by_the_team_and_never_by_an_interview(
    made: Cutting, tmp_path: Path
) -> None:
    sound = coded_film(tmp_path / "said.m4a", even(Fraction(25), 3), picture=False)
    heard = recordings.add_recording(*made.whose, sound)
    card = film.add_card(*made.whose, made.chapters[0], ClipKind.VOICE, "Who is who", 1_000)
    film.move_clip(*made.whose, card, -1)
    film_spoken.speak_title(*made.whose, made.chapters[0], heard)
    film_spoken.speak_card(*made.whose, card, heard)
    assert 3_900 < made.film.clip(card)[1].length_ms < 4_200
    with made.workbench.database.reading() as connection:
        planned = to_cut(made.workbench, connection, made.study_id, TEAM).plan
    title, spoken = planned.segments[:2]
    assert "Voice-over to record" not in spoken.script
    assert "Who is who" in spoken.script
    read = read_back(made.file(made.make(TEAM)))
    seconds = float(title.seconds)
    for tick in (1, 2, seconds + 1, seconds + 2):
        assert min(abs(each - tick) for each in read.ticks) < 0.01
    for odd in (made.recording, 99):
        with pytest.raises((BadInput, NotFound)):
            film_spoken.speak_title(*made.whose, made.chapters[0], odd)
    with pytest.raises(BadInput, match="a clip has its own sound"):
        film_spoken.speak_card(*made.whose, made.clips[0], heard)
    longer = coded_film(tmp_path / "long.m4a", even(Fraction(25), 6), picture=False)
    too_long = recordings.add_recording(*made.whose, longer)
    with pytest.raises(BadInput, match="stands for 4 s"):
        film_spoken.speak_title(*made.whose, made.chapters[0], too_long)
    recordings.link_recording(*made.whose, made.transcript, heard)
    linked = recordings.recordings(*made.whose)[heard]
    assert not film_spoken.speaks_cards(linked)


def test_a_withdrawal_takes_films_and_pieces_and_lists_where_the_person_was(made: Cutting) -> None:
    found = made.make(TEAM)
    path, who = made.file(found), made.people["P02"]
    theirs = [name for name in made.pieces if f".{who}." in name]
    assert len(theirs) == 1
    [sent] = people.impact_of_withdrawal(*made.whose, who).documents
    assert (sent.kind, sent.name, sent.passages) == (cuts.KIND, found.name, 1)
    people.withdraw(*made.whose, who, date.today())
    assert not path.exists()
    assert len(made.pieces) == 4
    assert not set(theirs) & set(made.pieces)
    assert rough_cut.films_made(*made.whose) == []


def test_a_deleted_recording_leaves_no_piece_behind(made: Cutting) -> None:
    made.make(TEAM)
    recordings.delete_recording(*made.whose, made.recording)
    assert len(made.pieces) == 2
    assert all(".card." in name for name in made.pieces)


def test_a_disguise_less_than_what_was_approved_is_not_approved(made: Cutting) -> None:
    clip = made.clips[0]
    rough_cut.disguise_clip(*made.whose, clip, Disguise.MOSAIC)
    made.approve(clip)
    found = made.make()
    rough_cut.disguise_clip(*made.whose, clip, Disguise.VOICE)
    assert clips_in(made.make()) == [clip]
    assert made.file(found).exists()
    rough_cut.disguise_clip(*made.whose, clip, Disguise.NONE)
    assert "longer or other than what P01 approved" in made.film.gate.held[0].sentence
    with pytest.raises(BadInput):
        made.make()
    assert made.file(found).exists()
    card = film.add_card(*made.whose, made.chapters[0], ClipKind.CARD, "Hello")
    with pytest.raises(BadInput, match="shows nobody"):
        rough_cut.disguise_clip(*made.whose, card, Disguise.MOSAIC)


def test_a_name_in_the_words_keeps_the_film_back_unless_it_leaves_knowingly(
    made: Cutting, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []
    monkeypatch.setattr(rough_cut, "begin", lambda *asked: begun.append(asked[-1]))
    film.add_card(*made.whose, made.chapters[0], ClipKind.CARD, "Ring 07700 900123 for Jo")
    with pytest.raises(MayNameSomebody):
        rough_cut.begin_cut(*made.whose, replace(TEAM, height=720))
    assert not begun
    rough_cut.begin_cut(*made.whose, replace(TEAM, height=720, knowingly=True))
    assert len(begun) == 1


@pytest.mark.parametrize("role", [Role.READER, Role.FACILITATOR])
def test_those_who_do_not_work_on_the_film_cut_and_fetch_nothing(made: Cutting, role: Role) -> None:
    other = made.workbench, member(made, role), made.study_id
    for asked in (
        lambda: rough_cut.begin_cut(*other, TEAM),
        lambda: rough_cut.cutting(*other),
        lambda: rough_cut.cancel(*other),
        lambda: rough_cut.film_file(*other, 1),
        lambda: rough_cut.disguise_clip(*other, made.clips[0], Disguise.MOSAIC),
    ):
        with pytest.raises(NotAllowed):
            asked()


def test_what_is_not_offered_is_refused(made: Cutting) -> None:
    for odd in ({"purpose": "x"}, {"captions": "loud"}, {"height": 4320}, {"showing": "x"}):
        with pytest.raises(BadInput):
            wanted_of(odd)
    with pytest.raises(NotFound):
        rough_cut.film_file(*made.whose, 99)
    with pytest.raises(NotFound):
        rough_cut.go_on(*made.whose)


def _pretending(folder: Path, lines: str) -> str:
    """A program that stands in for ffmpeg."""
    script = folder / "pretending"
    script.write_text(f"#!{sys.executable}\nimport os, sys, time\n{lines}\n")
    script.chmod(0o755)
    return str(script)


@pytest.mark.parametrize(
    ("lines", "kind", "sentence"),
    [
        ("os.kill(os.getpid(), 9)", WorkbenchError, "Title card “Waiting” was stopped"),
        ("sys.exit(255)", WorkbenchError, "was stopped from outside"),
        ("sys.stderr.write('x: No space left on device'); sys.exit(228)", NotSaved, "is full"),
        ("sys.exit(1)", BadInput, "could not be cut"),
        ("print('frame=3')", BadInput, "breaks off"),
    ],
)
def test_when_cutting_goes_wrong_it_is_one_sentence_and_the_storyboard_is_whole(
    made: Cutting,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lines: str,
    kind: type[WorkbenchError],
    sentence: str,
) -> None:
    before = made.film.board
    program = _pretending(tmp_path, lines)
    monkeypatch.setattr(rough_cut_running, "program", lambda: program)
    with pytest.raises(kind, match=sentence):
        made.make(TEAM)
    assert made.film.board == before
    assert made.pieces == {}
    assert made.folder == ["fonts"]
    assert rough_cut.films_made(*made.whose) == []


def test_a_recording_that_breaks_off_is_told(made: Cutting, tmp_path: Path) -> None:
    whole = coded_film(tmp_path / "whole.mkv", even(Fraction(25), 34)).read_bytes()
    (tmp_path / "half.mkv").write_bytes(whole[: len(whole) // 2])
    half = recordings.add_recording(*made.whose, tmp_path / "half.mkv")
    recordings.link_recording(*made.whose, made.transcript, half)
    with pytest.raises(BadInput, match=r"Clip 3 could not be cut whole|Clip 3 could not be cut:"):
        made.make(TEAM)
    assert len(made.pieces) >= 3


def test_a_clip_four_hours_into_a_film_is_cut_on_its_frame(made: Cutting, tmp_path: Path) -> None:
    hours = Fraction(4 * 3600)
    times = [Fraction(60 * minute) for minute in range(240)]
    times += [hours + Fraction(frame, 25) for frame in range(150)]
    long = coded_film(tmp_path / "long.mp4", times, sound=False)
    recording = recordings.add_recording(*made.whose, long)
    later = int(hours) * 1000
    recordings.link_recording(*made.whose, made.transcript, recording, later)
    for clip in made.clips[1:]:
        film.delete_clip(*made.whose, clip)
    film.trim(*made.whose, made.clips[0], later + 2_000, later + 4_000)
    read = read_back(made.file(made.make(TEAM)))
    assert read.numbers[-50:] == list(range(240 + 50, 240 + 100))
    with pytest.raises(BadInput, match="recording ends before"):
        film.trim(*made.whose, made.clips[0], later, later + 120_000)


def test_a_file_that_is_gone_or_another_is_told(made: Cutting) -> None:
    [path] = made.workbench.study_folder(made.study_id, "recordings").iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BadInput, match="is not the one that was added"):
        made.make(TEAM)
    path.unlink()
    with pytest.raises(NotFound, match="is missing"):
        made.make(TEAM)


def test_somebody_who_says_no_meanwhile_is_in_no_film(
    made: Cutting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for clip in made.clips:
        made.approve(clip)
    assembled = rough_cut_work.assembled

    def meanwhile(*asked: object) -> Path:
        joined = assembled(*asked)  # type: ignore[arg-type]
        made.approve(made.clips[0], Answer.REFUSED)
        return joined

    monkeypatch.setattr(rough_cut_work, "assembled", meanwhile)
    with pytest.raises(Conflict):
        made.make()
    assert rough_cut.films_made(*made.whose) == []
    assert made.folder == ["fonts"]


def test_a_withdrawal_while_a_film_is_cut_leaves_nothing_of_the_person(made: Cutting) -> None:
    with made.workbench.database.writing() as connection:
        running = assistant_fits.start_job(connection, made.study_id, None, {}, cuts.JOB)

    def told(_progress: float, message: str) -> None:
        if message == "Clip 3":
            people.withdraw(*made.whose, made.people["P02"], date.today())

    with pytest.raises(SystemExit):
        rough_cut_work.make(*made.whose, TEAM, told, running)
    assert len(made.pieces) == 4
    assert not any(f".{made.people['P02']}." in name for name in made.pieces)
    assert made.folder == ["fonts"]
    assert rough_cut.films_made(*made.whose) == []


def _wait(made: Cutting, seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while (now := rough_cut.cutting(*made.whose)) is not None and now.running:
        assert time.monotonic() < ends
        time.sleep(0.1)


def test_a_film_is_cut_in_the_background_and_goes_on_after_a_restart(made: Cutting) -> None:
    for clip in made.clips[1:]:
        film.delete_clip(*made.whose, clip)
    rough_cut_work.make(*made.whose, replace(TEAM, height=720))
    pieces = made.pieces
    with made.workbench.database.writing() as connection:
        settings = {**replace(TEAM, height=720).as_settings(), "by": None}
        lost = assistant_fits.start_job(connection, made.study_id, None, settings, cuts.JOB)
        long_ago = now() - timedelta(minutes=10)
        connection.execute(update(job).where(job.c.id == lost).values(heartbeat=long_ago))
    stands = rough_cut.cutting(*made.whose)
    assert stands is not None
    assert stands.broken_off
    rough_cut.go_on(*made.whose)
    with pytest.raises(Conflict, match="Another film is being cut"):
        rough_cut.begin_cut(*made.whose, replace(TEAM, height=720))
    _wait(made)
    assert rough_cut.cutting(*made.whose) is None
    assert len(rough_cut.films_made(*made.whose)) == 2
    assert made.pieces.keys() == pieces.keys()


def test_a_cancelled_cut_ends_its_ffmpeg_and_keeps_its_pieces(
    made: Cutting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = tmp_path / "pid"
    endless = (
        f"open({str(written)!r}, 'w').write(str(os.getpid()))\n"
        "while True:\n print('progress=continue', flush=True); time.sleep(0.01)"
    )
    made.make(TEAM)
    film.trim(*made.whose, made.clips[0], 2_000, 2_900)
    program = _pretending(tmp_path, endless)
    rough_cut_running.version()
    monkeypatch.setattr(rough_cut_running, "program", lambda: program)

    def told(progress: float, message: str) -> None:
        if written.exists() and written.read_text():
            raise SystemExit(0)

    with pytest.raises(SystemExit):
        rough_cut_work.make(*made.whose, TEAM, told)
    with pytest.raises(ProcessLookupError):
        os.kill(int(written.read_text()), 0)
    assert len(made.pieces) == 5


def test_what_nobody_used_for_long_goes(made: Cutting) -> None:
    made.make(TEAM)
    folder = cuts.segments_folder(made.workbench, made.study_id)
    (folder / "left.part.mov").write_bytes(b"")
    name = sorted(made.pieces)[0]
    for path, age in ((folder / "left.part.mov", 2 * 3600), (folder / name, cuts.UNUSED_S + 60)):
        os.utime(path, (time.time() - age,) * 2)
    cuts.sweep(made.workbench, made.study_id)
    assert len(made.pieces) == 4
    assert name not in made.pieces


def test_the_command_line_writes_a_film(
    made: Cutting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rough_cut_plan, "HEIGHTS", (90,))
    out = tmp_path / 'it\'s "cut".mp4'
    wrote = rough_cut.write_rough_cut(*made.whose, TEAM, out)
    assert wrote["clips"] == 3
    assert wrote["draft"]
    assert wrote["bytes"] == out.stat().st_size
    with pytest.raises(BadInput, match=r"end “film\.avi” with \.mp4"):
        rough_cut.write_rough_cut(*made.whose, TEAM, tmp_path / "film.avi")
