"""The film: which clips there are, who is in them, and which may leave."""

from __future__ import annotations

import csv
import io
import subprocess
import zipfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import update

from ebcd.acts import film as acts
from ebcd.acts import (
    film_captions,
    film_chapters,
    film_passages,
    film_trimming,
    film_undo,
    people,
    recordings,
    reports,
)
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import actor_for, add_account, set_role
from ebcd.acts.film_export import MEDIA_TYPES, export_film, write_storyboard
from ebcd.acts.rough_cut_running import program
from ebcd.acts.study import create_study
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound
from ebcd.film.captions import spoken_captions
from ebcd.film.storyboard import Answer, ClipKind, Tone
from ebcd.film.timing import Stretch
from ebcd.people import ConsentState
from ebcd.store import accounts
from ebcd.store.tables import turn
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from tests.film.made_film import make_film
from tests.film.made_study import DAY, FilmStudy, span_of

WAIT = "I waited three hours and nobody said one single word."
NURSE = "Then a nurse came and she drew me a picture of it."
THERE = "I was there too"


@pytest.fixture
def made(workbench: Workbench, actor: Actor, study_id: int) -> FilmStudy:
    return FilmStudy(workbench, actor, study_id)


@pytest.fixture
def begun(made: FilmStudy) -> FilmStudy:
    made.begin("Waiting", "Being told")
    return made


def words(film: FilmStudy) -> list[list[str]]:
    """The clips' first words, chapter by chapter."""
    return [
        [clip.words.split(" ", 2)[1] for clip in chapter.clips]
        for chapter in film.film.board.chapters
    ]


def member(film: FilmStudy, role: Role) -> Actor:
    account_id = add_account(film.workbench, film.actor, role.value, role.value)
    set_role(*film.whose, role.value, role)
    with film.workbench.database.reading() as connection:
        account = accounts.by_id(connection, account_id)
    assert account is not None
    return actor_for(account)


def test_a_coded_passage_becomes_a_clip_with_its_times_and_people(begun: FilmStudy) -> None:
    clip_id = begun.clip(WAIT)
    _, clip = begun.film.clip(clip_id)
    assert clip.stretch == Stretch(2_000, 12_000)
    assert clip.words == WAIT
    assert [person.pseudonym for person in clip.people] == ["P01"]
    assert clip.people[0].consents


def test_a_passage_without_times_is_refused(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    untimed = FilmStudy(workbench, actor, study_id, timed=False)
    untimed.begin("Waiting")
    with pytest.raises(BadInput, match="no times"):
        untimed.clip(WAIT)


def test_the_film_is_begun_once(begun: FilmStudy) -> None:
    with pytest.raises(Conflict):
        film_chapters.create_storyboard(*begun.whose, "Another")


def test_chapters_come_from_touchpoints_once(begun: FilmStudy) -> None:
    made = film_chapters.chapters_from_touchpoints(*begun.whose, [begun.code])
    assert len(made) == 1
    assert film_chapters.chapters_from_touchpoints(*begun.whose, [begun.code]) == []
    assert [each.name for each in begun.film.board.chapters] == [
        "Waiting", "Being told", "Waiting",
    ]  # fmt: skip
    assert begun.film.without == {begun.code: "Waiting"}


def test_clips_move_within_and_between_chapters(begun: FilmStudy) -> None:
    first, second = begun.clip(WAIT), begun.clip(NURSE)
    acts.move_clip(*begun.whose, second, -1)
    assert words(begun) == [["a", "waited"], []]
    acts.move_clip(*begun.whose, first, 1)
    assert words(begun) == [["a"], ["waited"]]
    acts.put_clip(*begun.whose, second, begun.chapters[1])
    assert words(begun) == [[], ["waited", "a"]]
    film_chapters.move_chapter(*begun.whose, begun.chapters[1], -1)
    assert words(begun) == [["waited", "a"], []]


def test_a_chapter_with_clips_is_not_deleted(begun: FilmStudy) -> None:
    begun.clip(WAIT)
    with pytest.raises(Conflict, match="has clips"):
        film_chapters.delete_chapter(*begun.whose, begun.chapters[0])
    film_chapters.delete_chapter(*begun.whose, begun.chapters[1])
    assert [each.name for each in begun.film.board.chapters] == ["Waiting"]


def test_words_follow_a_trim(begun: FilmStudy) -> None:
    clip_id = begun.clip(WAIT)
    acts.trim(*begun.whose, clip_id, 2_000, 6_000)
    _, clip = begun.film.clip(clip_id)
    assert clip.stretch == Stretch(2_000, 6_000)
    assert clip.words == "I waited three hours"
    acts.trim(*begun.whose, clip_id, 2_000, 12_000)
    assert begun.film.clip(clip_id)[1].words == WAIT


def test_a_trim_into_somebody_elses_words_needs_their_approval_too(begun: FilmStudy) -> None:
    clip_id = begun.clip(NURSE)
    begun.approve(clip_id)
    assert begun.film.gate.final
    acts.trim(*begun.whose, clip_id, 13_000, 26_000)
    held = begun.film.gate.held[0]
    assert [person.pseudonym for person in held.clip.people] == ["P01", "P02"]
    assert "longer or other than what P01 approved" in held.sentence
    assert "P02 has not been asked" in held.sentence


@pytest.mark.parametrize(
    ("start", "end"), [(5_000, 5_000), (9_000, 2_000), (-4, 900), (90_000, 99_000)]
)
def test_a_trim_to_nothing_is_refused(begun: FilmStudy, start: int, end: int) -> None:
    clip_id = begun.clip(WAIT)
    with pytest.raises(BadInput):
        acts.trim(*begun.whose, clip_id, start, end)
    assert begun.film.clip(clip_id)[1].stretch == Stretch(2_000, 12_000)


def test_silence_is_not_approval_and_a_shorter_clip_stays_approved(begun: FilmStudy) -> None:
    clip_id = begun.clip(WAIT)
    assert not begun.film.gate.final
    begun.approve(clip_id, Answer.ASKED)
    assert not begun.film.gate.final
    begun.approve(clip_id)
    assert begun.film.gate.final
    acts.trim(*begun.whose, clip_id, 3_000, 9_000)
    assert begun.film.gate.final
    acts.trim(*begun.whose, clip_id, 2_000, 12_000)
    assert begun.film.gate.final
    begun.approve(clip_id, Answer.REFUSED)
    assert not begun.film.gate.final


def test_an_approval_that_leaves_something_out_is_none_yet(begun: FilmStudy) -> None:
    clip_id = begun.clip(WAIT)
    acts.record_approval(
        *begun.whose, clip_id, Answer.APPROVED, DAY, how="telephone", leave_out="my name"
    )
    [held] = begun.film.gate.held
    assert held.clip.people[0].approval.answer is Answer.LEAVE_OUT
    assert not held.showable_in_draft


def test_an_answer_of_tomorrow_or_of_somebody_else_is_refused(begun: FilmStudy) -> None:
    clip_id = begun.clip(WAIT)
    with pytest.raises(BadInput, match="future"):
        acts.record_approval(
            *begun.whose, clip_id, Answer.APPROVED, date.today() + timedelta(days=1)
        )
    with pytest.raises(BadInput, match="not in the clip"):
        acts.record_approval(
            *begun.whose, clip_id, Answer.APPROVED, DAY, participant_id=begun.people["P02"]
        )


def test_consent_taken_back_takes_the_clip_out_of_every_file(begun: FilmStudy) -> None:
    kept, gone = begun.clip(WAIT), begun.clip(THERE, 1)
    begun.approve(kept)
    begun.approve(gone)
    assert export_film(*begun.whose, "srt").clips == 2
    begun.consent("P02", ConsentState.WITHDRAWN)
    for ending in MEDIA_TYPES:
        made = export_film(*begun.whose, ending)
        assert made.clips == 1
        assert any("P02 does not consent" in each for each in made.left_out)
        shown = _text(made.data, ending)
        assert "I was there" not in shown, ending


def _text(data: bytes, ending: str) -> str:
    if ending != "docx":
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as document:
        return document.read("word/document.xml").decode()


def test_a_passage_marked_do_not_use_is_in_nothing(begun: FilmStudy) -> None:
    kept, marked = begun.clip(WAIT), begun.clip(NURSE)
    begun.approve(kept)
    begun.approve(marked)
    begun.withhold("a nurse came")
    _, clip = begun.film.clip(marked)
    assert clip.withheld
    assert clip.words == ""
    for ending in MEDIA_TYPES:
        assert "nurse" not in _text(export_film(*begun.whose, ending).data, ending), ending
    assert film_captions.captions_of(*begun.whose, marked) == []
    with pytest.raises(NotFound):
        acts.add_clip(*begun.whose, begun.chapters[0], begun.code_words(NURSE))


def test_a_withdrawal_takes_the_clips_out_for_good(begun: FilmStudy) -> None:
    begun.clip(WAIT)
    gone = begun.clip(THERE)
    undo_id = acts.delete_clip(*begun.whose, begun.clip(THERE))
    people.withdraw(*begun.whose, begun.people["P02"], date.today())
    assert [clip.speakers for _, clip in begun.film.board.clips()] == ["P01"]
    with pytest.raises(NotFound):
        begun.film.clip(gone)
    with pytest.raises(Conflict):
        film_undo.undo(*begun.whose, undo_id)


def test_a_deleted_clip_comes_back_to_its_place_with_its_answers(begun: FilmStudy) -> None:
    first = begun.clip(WAIT)
    begun.clip(NURSE)
    begun.approve(first)
    undo_id = acts.delete_clip(*begun.whose, first)
    assert words(begun) == [["a"], []]
    film_undo.undo(*begun.whose, undo_id)
    assert words(begun) == [["waited", "a"], []]
    said = begun.film.clip(first)[1].people[0].approval
    assert (said.answer, said.on, said.how) == (Answer.APPROVED, DAY, "in person")
    with pytest.raises(Conflict):
        film_undo.undo(*begun.whose, undo_id)


def test_a_speaker_who_is_nobody_we_know_holds_the_clip(begun: FilmStudy) -> None:
    clip_id = begun.clip(THERE)
    begun.approve(clip_id)
    assert begun.film.gate.final
    people_gone = begun.people["P02"]
    with begun.workbench.database.writing() as connection:
        from sqlalchemy import update

        from ebcd.store.tables import speaker

        connection.execute(
            update(speaker)
            .where(speaker.c.participant_id == people_gone)
            .values(participant_id=None)
        )
    assert "Nobody in it is linked" in begun.film.gate.held[0].sentence


def test_cards_and_voice_overs_need_nobodys_approval(begun: FilmStudy) -> None:
    acts.add_card(*begun.whose, begun.chapters[0], ClipKind.VOICE, "These are not local people.")
    assert begun.film.gate.final
    with pytest.raises(BadInput):
        acts.add_card(*begun.whose, begun.chapters[0], ClipKind.CLIP, "x")


def test_notes_and_tone_are_kept(begun: FilmStudy) -> None:
    clip_id = begun.clip(WAIT)
    acts.note_clip(*begun.whose, clip_id, " after\x00 the nurse \r\nslowly\x1b", Tone.BAD)
    _, clip = begun.film.clip(clip_id)
    assert (clip.note, clip.tone) == ("after the nurse\nslowly", Tone.BAD)
    begun.approve(clip_id)
    assert export_film(*begun.whose, "fcpxml").clips == 1


def test_the_final_storyboard_is_refused_with_the_reasons(begun: FilmStudy) -> None:
    begun.approve(begun.clip(WAIT))
    begun.clip(NURSE)
    with pytest.raises(Conflict, match=r"1 clip may not .* Clip 2 \(Waiting\): P01 has not been"):
        export_film(*begun.whose, "docx", final=True)
    draft = export_film(*begun.whose, "docx")
    assert (draft.draft, draft.clips) == (True, 2)
    rows = list(
        csv.DictReader(io.StringIO(export_film(*begun.whose, "csv").data.decode("utf-8-sig")))
    )
    assert [row["words"] for row in rows] == [WAIT]


def test_nothing_approved_is_one_sentence_and_an_empty_film_too(begun: FilmStudy) -> None:
    with pytest.raises(BadInput, match="no clips yet"):
        export_film(*begun.whose, "edl")
    begun.clip(NURSE)
    with pytest.raises(BadInput, match="No clip is approved"):
        export_film(*begun.whose, "edl")
    with pytest.raises(BadInput, match="choose one of docx"):
        export_film(*begun.whose, "avi")


def test_a_storyboard_is_written_to_a_file(begun: FilmStudy, tmp_path: Path) -> None:
    begun.approve(begun.clip(WAIT))
    written = write_storyboard(*begun.whose, tmp_path / "film.docx")
    assert written["draft"] is False
    assert (tmp_path / "film.docx").read_bytes()[:2] == b"PK"
    with pytest.raises(BadInput, match="cannot be written"):
        write_storyboard(*begun.whose, tmp_path / "nowhere" / "film.docx")


def test_those_who_only_read_do_not_touch_the_film(begun: FilmStudy) -> None:
    clip_id = begun.clip(WAIT)
    reader = member(begun, Role.READER)
    asking = (begun.workbench, reader, begun.study_id)
    assert acts.film(*asking) is not None
    for act in (
        lambda: acts.move_clip(*asking, clip_id, 1),
        lambda: acts.delete_clip(*asking, clip_id),
        lambda: acts.record_approval(*asking, clip_id, Answer.APPROVED, DAY),
        lambda: export_film(*asking, "docx"),
        lambda: recordings.add_recording(*asking, b"x", "x.mp4"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_clip_of_another_study_is_not_found(begun: FilmStudy) -> None:
    clip_id = begun.clip(WAIT)
    other = (begun.workbench, begun.actor, create_study(begun.workbench, begun.actor, "Other"))
    film_chapters.create_storyboard(*other, "Film")
    for act in (acts.delete_clip, lambda *a: acts.trim(*a, 0, 900)):
        with pytest.raises(NotFound):
            act(*other, clip_id)


def test_a_recording_is_copied_probed_and_kept_once(made: FilmStudy, tmp_path: Path) -> None:
    path = make_film(tmp_path / "A “film”.mp4", 2)
    first = recordings.add_recording(*made.whose, path)
    assert recordings.add_recording(*made.whose, path.read_bytes(), "copy.mp4") == first
    found = recordings.recordings(*made.whose)[first]
    assert found.name == "A “film”.mp4"
    assert (found.rate, found.width, found.height) == ("25", 64, 48)
    assert found.media_type == "video/mp4"
    assert abs(found.duration_ms - 2_000) < 200
    file = recordings.recording_file(*made.whose, first)
    assert file.path.read_bytes() == path.read_bytes()
    assert file.path.name == f"{found.sha256}.mp4"


@pytest.mark.parametrize("ending", ["mp3", "wav", "flac", "ogg"])
def test_sound_of_every_kind_is_a_recording(
    sqlite_workbench: Workbench, actor: Actor, tmp_path: Path, ending: str
) -> None:
    study = FilmStudy(sqlite_workbench, actor, create_study(sqlite_workbench, actor, "Sound"))
    path = tmp_path / f"sound.{ending}"
    made = ["-f", "lavfi", "-i", "sine=220:d=2", str(path)]
    subprocess.run([program(), "-v", "error", *made], check=True)
    number = recordings.add_recording(*study.whose, path)
    found = recordings.recordings(*study.whose)[number]
    assert (found.width, found.media_type[:5]) == (None, "audio")
    assert abs(found.duration_ms - 2_000) < 100


def test_a_films_own_timecode_goes_to_the_editor(begun: FilmStudy, tmp_path: Path) -> None:
    clip_id = begun.clip(WAIT)
    path = tmp_path / "camera.mov"
    film = make_film(tmp_path / "film.mp4", 20)
    stamped = ["-i", str(film), "-c", "copy", "-timecode", "10:00:00:00", str(path)]
    subprocess.run([program(), "-v", "error", *stamped], check=True)
    recording = recordings.add_recording(*begun.whose, path)
    assert recordings.recordings(*begun.whose)[recording].start_timecode == "10:00:00:00"
    recordings.link_recording(*begun.whose, begun.transcript, recording)
    begun.approve(clip_id)
    assert b"10:00:02:00 10:00:12:00" in export_film(*begun.whose, "edl").data


def test_a_name_full_of_quotes_and_slashes_is_a_name(made: FilmStudy, tmp_path: Path) -> None:
    data = make_film(tmp_path / "film.mp4", 1).read_bytes()
    for name, kept in (
        ('../..\\it\'s; "one" `two` $(x) <3>.mp4', 'it\'s; "one" `two` $(x) <3>.mp4'),
        ("/etc/%2e%2e/ü & ´.mp4", "ü & ´.mp4"),
    ):
        number = recordings.add_recording(*made.whose, data, name)
        assert recordings.recordings(*made.whose)[number].name == kept
        file = recordings.recording_file(*made.whose, number).path
        assert file.parent == made.workbench.study_folder(made.study_id, "recordings")
        recordings.delete_recording(*made.whose, number)


def test_a_recording_named_by_a_pseudonym_leaves_under_a_number(
    begun: FilmStudy, tmp_path: Path
) -> None:
    clip_id = begun.clip(WAIT)
    path = make_film(tmp_path / "p01_first.mp4", 20)
    recording = recordings.add_recording(*begun.whose, path)
    recordings.link_recording(*begun.whose, begun.transcript, recording)
    begun.approve(clip_id)
    name = f"recording-{recording}.mp4"
    for ending in ("otio", "edl", "xml", "fcpxml", "mlt"):
        written = export_film(*begun.whose, ending).data.decode()
        assert name in written
        assert "p01" not in written.casefold()
    assert recordings.outside_names(*begun.whose) == {name: recording}
    assert recordings.recording_file(*begun.whose, recording).outside == name
    neutral = recordings.add_recording(*begun.whose, make_film(tmp_path / "ward.mp4", 1))
    assert recordings.recording_file(*begun.whose, neutral).outside == "ward.mp4"


def test_sound_alone_is_a_recording(made: FilmStudy, tmp_path: Path) -> None:
    path = make_film(tmp_path / "sound.m4a", picture=False)
    recording = recordings.add_recording(*made.whose, path)
    found = recordings.recordings(*made.whose)[recording]
    assert (found.rate, found.width, found.media_type) == ("", None, "audio/mp4")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.mp4"),
        (b"hello " * 500, "words.mp4"),
        (b"#EXTM3U\n#EXTINF:1,\n/etc/hostname\n", "list.mp4"),
        (b"ffconcat version 1.0\nfile /etc/hostname\n", "list.mov"),
        (b"x", "film.exe"),
        (b"x", "../../film"),
    ],
)
def test_what_is_no_film_gets_one_sentence_and_leaves_nothing(
    made: FilmStudy, data: bytes, name: str
) -> None:
    with pytest.raises(BadInput, match="add it again"):
        recordings.add_recording(*made.whose, data, name)
    assert list(made.workbench.study_folder(made.study_id, "recordings").iterdir()) == []
    assert recordings.recordings(*made.whose) == {}


def test_a_film_that_breaks_off_is_refused(made: FilmStudy, tmp_path: Path) -> None:
    whole = make_film(tmp_path / "whole.mp4").read_bytes()
    with pytest.raises(BadInput):
        recordings.add_recording(*made.whose, whole[: len(whole) // 2], "half.mp4")


def test_a_linked_recording_gives_the_clips_its_own_time(begun: FilmStudy, tmp_path: Path) -> None:
    clip_id = begun.clip(WAIT)
    begun.approve(clip_id)
    path = make_film(tmp_path / "film.mp4", 20)
    recording = recordings.add_recording(*begun.whose, path)
    recordings.link_recording(*begun.whose, begun.transcript, recording, 1_500)
    _, clip = begun.film.clip(clip_id)
    assert clip.recording == recording
    assert clip.stretch == Stretch(3_500, 13_500)
    assert begun.film.gate.final
    with pytest.raises(BadInput, match="recording ends"):
        acts.trim(*begun.whose, clip_id, 3_500, 99_000)
    acts.trim(*begun.whose, clip_id, 3_500, 7_500)
    assert begun.film.clip(clip_id)[1].words == "I waited three hours"
    assert b"film.mp4" in export_film(*begun.whose, "edl").data
    file = recordings.recording_file(*begun.whose, recording).path
    recordings.delete_recording(*begun.whose, recording)
    assert not file.exists()
    assert begun.film.clip(clip_id)[1].recording is None


def test_what_was_approved_is_a_stretch_of_one_film(begun: FilmStudy, tmp_path: Path) -> None:
    clip_id = begun.clip(WAIT)
    film = recordings.add_recording(*begun.whose, make_film(tmp_path / "film.mp4", 20))
    other = recordings.add_recording(*begun.whose, make_film(tmp_path / "other.mp4", 19))
    recordings.link_recording(*begun.whose, begun.transcript, film, 1_000)
    begun.approve(clip_id)
    assert begun.film.gate.final
    for recording, offset in ((film, 3_000), (other, 1_000), (None, 0)):
        recordings.link_recording(*begun.whose, begun.transcript, recording, offset)
        assert "longer or other than what P01 approved" in begun.film.gate.held[0].sentence
    recordings.link_recording(*begun.whose, begun.transcript, film, 1_000)
    assert begun.film.gate.final


def test_a_recording_of_another_study_is_not_linked(made: FilmStudy, tmp_path: Path) -> None:
    other = (made.workbench, made.actor, create_study(made.workbench, made.actor, "Other"))
    recording = recordings.add_recording(*other, make_film(tmp_path / "film.mp4"))
    with pytest.raises(NotFound):
        recordings.link_recording(*made.whose, made.transcript, recording)
    with pytest.raises(NotFound):
        recordings.recording_file(*made.whose, recording)


def test_any_passage_of_a_transcript_can_be_a_clip(begun: FilmStudy) -> None:
    made = acts.add_passage(*begun.whose, begun.chapters[0], begun.transcript, span_of("a nurse"))
    assert begun.film.clip(made)[1].words == "a nurse"


def test_words_of_a_search_become_a_clip_where_they_may(begun: FilmStudy) -> None:
    nurse = span_of("a nurse came")
    found = film_passages.passage(*begun.whose, begun.transcript, nurse)
    assert (found.quote, found.people, found.in_film) == ("a nurse came", ("P01",), False)
    assert found.said is not None
    assert 13_000 < found.said.in_ms < 15_000
    acts.add_passage(*begun.whose, begun.chapters[0], begun.transcript, nurse)
    assert film_passages.passage(*begun.whose, begun.transcript, nurse).in_film
    begun.consent("P01", ConsentState.REFUSED)
    held = film_passages.passage(*begun.whose, begun.transcript, nurse)
    assert held.without_consent == ("P01",)
    begun.withhold("she drew")
    for words in ("she drew", "and she drew me"):
        with pytest.raises(NotFound):
            film_passages.passage(*begun.whose, begun.transcript, span_of(words))
        with pytest.raises(NotFound):
            acts.add_passage(*begun.whose, begun.chapters[0], begun.transcript, span_of(words))
    with pytest.raises(NotFound):
        film_passages.passage(*begun.whose, begun.transcript + 9, nurse)


def test_corrected_captions_stay_while_the_words_do(begun: FilmStudy) -> None:
    clip_id = begun.clip(WAIT)
    begun.approve(clip_id)
    film_captions.correct(*begun.whose, clip_id, "Three hours.\n\nAnd not\na word.")
    assert b"And not\na word." in export_film(*begun.whose, "srt").data
    assert film_captions.to_correct(*begun.whose, clip_id).by_hand
    acts.note_clip(*begun.whose, clip_id, "louder", Tone.BAD)
    assert film_captions.to_correct(*begun.whose, clip_id).by_hand

    acts.trim(*begun.whose, clip_id, 2_000, 7_000)
    told = film_captions.to_correct(*begun.whose, clip_id)
    assert (told.by_hand, told.stale) == (False, "Three hours.\n\nAnd not\na word.")
    assert b"And not" not in export_film(*begun.whose, "srt").data
    film_captions.correct(*begun.whose, clip_id, "")
    assert film_captions.to_correct(*begun.whose, clip_id).stale == ""
    with pytest.raises(BadInput, match="42 fit"):
        film_captions.correct(*begun.whose, clip_id, "x" * 43)


def test_trimming_offers_the_words_around_up_to_what_may_not_be_used(begun: FilmStudy) -> None:
    clip_id = begun.clip("Then a nurse came")
    said = film_trimming.words_around(*begun.whose, clip_id)
    assert said[0].text == "How"
    assert said[-1].text == "then."
    assert all(one.start_ms <= two.start_ms for one, two in pairwise(said))
    begun.withhold("waited three hours")
    begun.withhold("a picture")
    said = film_trimming.words_around(*begun.whose, clip_id)
    assert " ".join(word.text for word in said).startswith("and nobody said")
    assert said[-1].text == "me"


def test_captions_come_when_the_words_are_said(begun: FilmStudy) -> None:
    """Of two turns in one clip the second is said slowly, so its captions stand longer."""
    with begun.workbench.database.writing() as connection:
        connection.execute(
            update(turn).where(turn.c.start_ms == 13_000).values(start_ms=12_500, end_ms=40_000)
        )
    acts.add_passage(
        *begun.whose, begun.chapters[0], begun.transcript, Span(*_between("I waited", "of it."))
    )
    made = film_captions.captions_of(*begun.whose, next(begun.film.board.clips())[1].id)
    nurse = next(each for each in made if "nurse" in " ".join(each.lines))
    assert 12_000 <= nurse.shown.in_ms <= 13_000
    assert nurse.shown.out_ms > 25_000
    assert made[-1].shown.out_ms >= 39_000


def _between(first: str, last: str) -> tuple[int, int]:
    return span_of(first).start, span_of(last).end


def test_each_who_speaks_in_a_clip_is_named_where_they_begin(begun: FilmStudy) -> None:
    words = "drew me a picture of it.\nI was there too"
    acts.add_passage(*begun.whose, begun.chapters[0], begun.transcript, span_of(words))
    [(_chapter, clip)] = begun.film.board.clips()
    assert clip.said == [
        (begun.people["P01"], "drew me a picture of it. "),
        (begun.people["P02"], "I was there too"),
    ]
    called = {begun.people["P01"]: "Rosa", begun.people["P02"]: "Bo"}
    said = [" ".join(each.lines) for each in spoken_captions(clip, Stretch(0, 9_000), called)]
    assert said == ["Rosa: drew me a picture of it.", "Bo: I was there too"]


def test_a_kept_storyboard_is_not_fetched_once_somebody_said_no(begun: FilmStudy) -> None:
    clip_id = begun.clip(WAIT)
    begun.approve(clip_id)
    kept = reports.write(*begun.whose, "storyboard")
    begun.approve(clip_id)
    assert reports.fetch(*begun.whose, kept.id) == (kept.name, kept.data)
    begun.approve(clip_id, Answer.REFUSED)
    with pytest.raises(Conflict, match="said no to a clip since"):
        reports.fetch(*begun.whose, kept.id)
