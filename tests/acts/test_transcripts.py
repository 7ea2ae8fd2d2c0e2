"""Transcripts are saved with their speakers, corrected, and deleted with what hangs on them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ebcd.acts import imports
from ebcd.acts import transcripts as acts
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import add_account
from ebcd.acts.people import add_participant, participants
from ebcd.acts.speakers import SpeakerChoice, correct_speakers, give_turns
from ebcd.acts.study import create_study
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound
from ebcd.people import Group
from ebcd.store import tables
from ebcd.store.accounts import set_role
from ebcd.store.log import recent
from ebcd.store.transcripts import Goes
from ebcd.store.workbench import Workbench
from tests.transcripts import samples

INTERVIEW = (
    "Sam: Can you tell me how it started?\nMaggie: It was my back 🙂, in May. It went on and on.\n"
    "Sam: And then?\nMagie: It got worse. Café or no café, we went home.\n"
)
CAPTIONS = (
    "WEBVTT\n\n0.860 --> 7.380\n<v Sam>What is it like here?</v>\n\n8.0 --> 9.5\n<v Dr Okafor>"
    "Twelve minutes each.</v>\n\n9.5 --> 12.0\n<v Dr Okafor>No more.</v>\n"
)


def look(workbench: Workbench, actor: Actor, study_id: int, name: str, text: str) -> acts.Looked:
    return acts.look_at(workbench, actor, study_id, name, text.encode())


@pytest.fixture
def saved(workbench: Workbench, actor: Actor, study_id: int) -> int:
    looked = look(workbench, actor, study_id, "P03_interview.txt", INTERVIEW)
    return acts.import_reading(workbench, actor, study_id, looked)


def labels(workbench: Workbench, actor: Actor, study_id: int, transcript_id: int) -> list[str]:
    """The label of each turn, in order."""
    found, version = acts.transcript(workbench, actor, study_id, transcript_id)
    names = {speaker.id: speaker.label for speaker in found.speakers}
    return [names[turn.speaker_id] if turn.speaker_id else "–" for turn in version.turns]


def test_what_is_read_is_what_is_stored(workbench: Workbench, actor: Actor, study_id: int) -> None:
    looked = look(workbench, actor, study_id, "S01.vtt", CAPTIONS)
    added = acts.import_reading(workbench, actor, study_id, looked, title="A doctor")
    found, version = acts.transcript(workbench, actor, study_id, added)
    assert looked.reading is not None
    assert version.text == looked.reading.text
    assert [version.text[t.span.start : t.span.end] for t in version.turns] == [
        "What is it like here?",
        "Twelve minutes each. No more.",
    ]
    assert [(t.start_ms, t.end_ms) for t in version.turns] == [(860, 7_380), (8_000, 12_000)]
    assert version.turns[1].marks == ((0, 8_000), (21, 9_500))
    assert (found.title, found.words, found.turns, found.length_ms) == ("A doctor", 10, 2, 12_000)
    assert [speaker.label for speaker in found.speakers] == ["Sam", "Dr Okafor"]


def test_the_same_file_is_noticed_whatever_its_name(
    workbench: Workbench, actor: Actor, study_id: int, saved: int
) -> None:
    again = look(workbench, actor, study_id, "copy.txt", INTERVIEW)
    assert again.already == "P03 interview"
    with pytest.raises(Conflict, match="in this study already"):
        acts.import_reading(workbench, actor, study_id, again)
    assert len(acts.transcripts(workbench, actor, study_id)) == 1


def test_speakers_are_renamed_merged_and_linked_while_importing(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    looked = look(workbench, actor, study_id, "a.txt", INTERVIEW)
    assert looked.interviewer == "Sam"
    added = acts.import_reading(
        workbench,
        actor,
        study_id,
        looked,
        speakers=[
            SpeakerChoice("Sam", "Interviewer", interviews=True),
            SpeakerChoice("Maggie", "P01", new_group=Group.PATIENT),
            SpeakerChoice("Magie", "P01"),
        ],
    )
    assert labels(workbench, actor, study_id, added) == ["Interviewer", "P01", "Interviewer", "P01"]
    [found] = acts.transcripts(workbench, actor, study_id)
    assert [(s.label, s.interviews, s.pseudonym) for s in found.speakers] == [
        ("Interviewer", True, None),
        ("P01", False, "P01"),
    ]
    assert [p.group for p in participants(workbench, actor, study_id).values()] == [Group.PATIENT]


def test_speakers_of_a_saved_transcript_are_renamed_merged_and_linked(
    workbench: Workbench, actor: Actor, study_id: int, saved: int
) -> None:
    person = add_participant(workbench, actor, study_id, Group.CARER)
    _, before = acts.transcript(workbench, actor, study_id, saved)
    correct_speakers(
        workbench,
        actor,
        study_id,
        saved,
        [
            SpeakerChoice("Magie", "Maggie"),
            SpeakerChoice("Sam", "Interviewer", interviews=True),
            SpeakerChoice("Maggie", "Maggie", participant_id=person),
        ],
    )
    assert labels(workbench, actor, study_id, saved) == ["Interviewer", "P01", "Interviewer", "P01"]
    found, after = acts.transcript(workbench, actor, study_id, saved)
    assert [(s.label, s.interviews, s.participant_id) for s in found.speakers] == [
        ("Interviewer", True, None),
        ("P01", False, person),
    ]
    assert (after.id, after.text) == (before.id, before.text)


def test_a_real_name_gives_way_to_the_pseudonym_everywhere_but_in_what_was_said(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    looked = look(workbench, actor, study_id, "b.txt", INTERVIEW + "Mag gie: So there.\n" * 2)
    assert looked.reading is not None
    assert any("“Mag gie”" in problem.message for problem in looked.reading.problems)
    added = acts.import_reading(
        workbench,
        actor,
        study_id,
        looked,
        speakers=[
            SpeakerChoice("Maggie", "Maggie", new_group=Group.PATIENT, pseudonym="P05"),
            SpeakerChoice("Mag gie", "Maggie"),
            SpeakerChoice("Magie", "Maggie typed by hand", new_group=Group.CARER),
        ],
    )
    assert labels(workbench, actor, study_id, added) == [
        "Sam",
        "P05",
        "Sam",
        "Maggie typed by hand",
        "P05",
        "P05",
    ]
    found, _ = acts.transcript(workbench, actor, study_id, added)
    assert all("Mag gie" not in problem.message for problem in found.problems)


def test_two_speakers_can_change_places(
    workbench: Workbench, actor: Actor, study_id: int, saved: int
) -> None:
    choices = [SpeakerChoice("Sam", "Maggie"), SpeakerChoice("Maggie", "Sam")]
    correct_speakers(workbench, actor, study_id, saved, choices)
    assert labels(workbench, actor, study_id, saved) == ["Maggie", "Sam", "Maggie", "Magie"]


def test_a_speaker_who_was_renamed_meanwhile_is_not_guessed(
    workbench: Workbench, actor: Actor, study_id: int, saved: int
) -> None:
    with pytest.raises(Conflict, match="renamed meanwhile"):
        correct_speakers(workbench, actor, study_id, saved, [SpeakerChoice("Joe", "Joseph")])


def test_single_turns_can_be_given_to_somebody_else(
    workbench: Workbench, actor: Actor, study_id: int, saved: int
) -> None:
    give_turns(workbench, actor, study_id, saved, [1, 3], "Her daughter")
    assert labels(workbench, actor, study_id, saved) == [
        "Sam",
        "Her daughter",
        "Sam",
        "Her daughter",
    ]
    with pytest.raises(NotFound, match="turns are not there"):
        give_turns(workbench, actor, study_id, saved, [99], "Sam")


def test_title_and_kind_are_corrected_and_checked(
    workbench: Workbench, actor: Actor, study_id: int, saved: int
) -> None:
    acts.describe_transcript(
        workbench, actor, study_id, saved, title=" The clinic ", kind="field_note"
    )
    [found] = acts.transcripts(workbench, actor, study_id)
    assert (found.title, found.is_field_note) == ("The clinic", True)
    with pytest.raises(BadInput, match="title"):
        acts.describe_transcript(workbench, actor, study_id, saved, title=" ", kind="interview")
    with pytest.raises(BadInput, match="interview or a field note"):
        acts.describe_transcript(workbench, actor, study_id, saved, title="A", kind="poem")


def code_it(workbench: Workbench, actor: Actor, study_id: int, transcript_id: int) -> None:
    """One coding, straight into the tables."""
    from ebcd.store.database import insert_row
    from ebcd.times import now

    _, version = acts.transcript(workbench, actor, study_id, transcript_id)
    with workbench.database.writing() as connection:
        code = insert_row(
            connection,
            tables.code,
            {
                "study_id": study_id,
                "kind": "theme",
                "name": "Pain",
                "colour": "#000000",
                "pattern": "solid",
                "created_at": now(),
            },
        )
        insert_row(
            connection,
            tables.coding,
            {
                "study_id": study_id,
                "uuid": "u",
                "transcript_id": transcript_id,
                "version_id": version.id,
                "code_id": code,
                "start": 0,
                "end": 3,
                "quote": "Can",
                "created_at": now(),
            },
        )


def test_deleting_takes_what_hangs_on_it_and_only_what_was_said(
    workbench: Workbench, actor: Actor, study_id: int, saved: int
) -> None:
    told = acts.what_goes(workbench, actor, study_id, saved)
    assert told == Goes(0, 0, 0, 0)
    code_it(workbench, actor, study_id, saved)
    with pytest.raises(Conflict, match="confirm again"):
        acts.delete_transcript(workbench, actor, study_id, saved, expecting=told)
    goes = acts.what_goes(workbench, actor, study_id, saved)
    assert goes == Goes(1, 0, 0, 0)
    acts.delete_transcript(workbench, actor, study_id, saved, expecting=goes)
    with workbench.database.reading() as connection:
        for table in (tables.transcript_version, tables.turn, tables.speaker, tables.coding):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
        entry = recent(connection, study_id)[0]
    assert (entry.what, entry.about["codings"]) == ("delete a transcript", 1)
    with pytest.raises(NotFound):
        acts.transcript(workbench, actor, study_id, saved)


def test_the_log_says_that_it_was_imported_and_holds_no_words(
    workbench: Workbench, actor: Actor, study_id: int, saved: int
) -> None:
    with workbench.database.reading() as connection:
        entry = recent(connection, study_id)[0]
    assert entry.what == "import a transcript"
    assert dict(entry.about) == {"transcript": saved, "turns": 4, "speakers": 3}


def test_a_reader_looks_and_changes_nothing(
    workbench: Workbench, actor: Actor, study_id: int, saved: int
) -> None:
    account = add_account(workbench, actor, "rita", "Rita")
    with workbench.database.writing() as connection:
        set_role(connection, account, study_id, Role.READER.value)
    reader = Actor(account, "rita")
    assert len(acts.transcripts(workbench, reader, study_id)) == 1
    looked = look(workbench, reader, study_id, "b.vtt", CAPTIONS)
    with pytest.raises(NotAllowed):
        acts.import_reading(workbench, reader, study_id, looked)
    with pytest.raises(NotAllowed):
        correct_speakers(workbench, reader, study_id, saved, [])
    with pytest.raises(NotAllowed):
        acts.delete_transcript(workbench, reader, study_id, saved, expecting=Goes(0, 0, 0, 0))
    with pytest.raises(NotFound):
        acts.transcripts(workbench, Actor(None, "stranger"), study_id)


def test_a_file_of_more_than_fifteen_hours_is_refused(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    looked = look(workbench, actor, study_id, "long.txt", "Sam: so many words\n" * 80_000)
    assert looked.error is not None
    assert "split it" in looked.error


FILES: dict[str, bytes] = {
    "P07_teams.docx": samples.docx_of(
        ["Sam   0:03\nHow did it start?", "Jo   0:05\nBadly, and it went on for years and years."]
    ),
    "broken.docx": samples.docx_of(["x"])[:200],
    "clinic.vtt": CAPTIONS.encode(),
    "copy of clinic.vtt": CAPTIONS.encode(),
    "empty.txt": b"",
    "prose.txt": b"It was a long day, and nobody came.",
}


def test_one_bad_file_never_stops_the_others(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    told: list[tuple[int, int, str]] = []
    batch = imports.import_batch(
        workbench,
        actor,
        study_id,
        list(FILES.items()),
        group="patient",
        on_progress=lambda *seen: told.append(seen),
    )
    assert [each["title"] for each in batch.imported] == ["P07 teams", "clinic", "prose"]
    assert [each["file"] for each in batch.skipped] == ["copy of clinic.vtt"]
    assert [problem.partition(":")[0] for problem in batch.problems] == ["broken.docx", "empty.txt"]
    assert told[0] == (0, 6, "P07_teams.docx")
    assert told[-1] == (6, 6, "")
    pseudonyms = {
        each.title: [speaker.pseudonym for speaker in each.speakers]
        for each in acts.transcripts(workbench, actor, study_id)
    }
    assert pseudonyms == {"P07 teams": [None, "P07"], "clinic": [None, "P08"], "prose": ["P09"]}


def test_a_codebook_in_the_folder_is_left_aside_with_where_it_goes(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    files = [("codes.csv", b"name,definition\nWaiting,Long\n"), *FILES.items()]
    batch = imports.import_batch(workbench, actor, study_id, files)
    assert len(batch.imported) == 3
    assert batch.skipped[0] == {
        "file": "codes.csv",
        "why": "Not a transcript, but a codebook: bring it in on the Codebook page, under Import.",
    }


def test_a_number_that_a_file_is_named_by_is_given_to_nobody_else(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    def file(words: str) -> bytes:
        return f"Int: How is it?\nBo: {words}\nInt: Why?\nBo: Who knows, I do not.".encode()

    files = [("a.txt", file("One")), ("P01 b.txt", file("Two")), ("P01 c.txt", file("Three"))]
    imports.import_batch(workbench, actor, study_id, list(files), group="carer")
    assert [t.speakers[1].pseudonym for t in acts.transcripts(workbench, actor, study_id)] == [
        "P02",
        "P01",
        "P01",
    ]


def test_importing_the_same_folder_again_imports_nothing(
    workbench: Workbench, actor: Actor, study_id: int, tmp_path: Path
) -> None:
    folder = tmp_path / "interviews"
    (folder / "round 1").mkdir(parents=True)
    for name, data in FILES.items():
        (folder / "round 1" / name).write_bytes(data)
    (folder / "film.mp4").write_bytes(b"\0")
    (folder / ".hidden.txt").write_bytes(b"x")
    files = imports.files_in([folder])
    assert [name for name, _ in files][:2] == ["film.mp4", str(Path("round 1", "P07_teams.docx"))]
    first = imports.import_batch(workbench, actor, study_id, files)
    second = imports.import_batch(workbench, actor, study_id, files)
    assert (len(first.imported), len(first.skipped)) == (3, 2)
    assert second.imported == []
    assert len(second.skipped) == 5
    with pytest.raises(BadInput, match="no file or folder"):
        imports.files_in([tmp_path / "nowhere"])


def test_a_batch_of_observations_makes_field_notes_and_no_participants(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    note = b"The waiting room is full.\n\nNobody answers him."
    imports.import_batch(workbench, actor, study_id, [("n.md", note)], group="observation")
    [found] = acts.transcripts(workbench, actor, study_id)
    assert found.is_field_note
    assert participants(workbench, actor, study_id) == {}
    with pytest.raises(BadInput, match="no group"):
        imports.import_batch(workbench, actor, study_id, [("n.md", note)], group="friends")


def test_a_speaker_called_by_a_known_pseudonym_is_linked(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    person = add_participant(workbench, actor, study_id, Group.STAFF)
    text = "Int: How is it?\nS01: Busy.\nInt: Why?\nS01: Tuesdays are."
    imports.import_batch(workbench, actor, study_id, [("a.txt", text.encode())])
    [found] = acts.transcripts(workbench, actor, study_id)
    assert [(s.interviews, s.participant_id) for s in found.speakers] == [
        (True, None),
        (False, person),
    ]


def test_a_file_named_in_bytes_that_are_no_text_is_imported(
    sqlite_workbench: Workbench, actor: Actor, tmp_path: Path
) -> None:
    study_id = create_study(sqlite_workbench, actor, "A study")
    odd = tmp_path / "odd"
    odd.mkdir()
    try:
        (odd / os.fsdecode(b"caf\xe9.txt")).write_text(INTERVIEW)
    except OSError:  # a file system that takes no such name
        (odd / "caf?.txt").write_text(INTERVIEW)
    batch = imports.import_batch(sqlite_workbench, actor, study_id, imports.files_in([odd]))
    assert [each["title"] for each in batch.imported] == ["caf?"]
