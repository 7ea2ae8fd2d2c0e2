"""Documents: only what may be quoted, recorded with whom it quotes, gone with a consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from ebcd.acts import codebook, priorities, reports
from ebcd.acts.access import Actor
from ebcd.acts.people import impact_of_withdrawal, withdraw
from ebcd.codebook import Kind
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.people import ConsentState, Group, Use
from ebcd.priorities.lists import ListName
from ebcd.store import documents
from ebcd.store.workbench import Workbench
from ebcd.text import sha256
from tests.findings.small_study import SmallStudy
from tests.reports.reader import faults, opened, words

Asking = tuple[Workbench, Actor, int]
EVERY_KIND = [kind for kind in reports.KINDS if kind not in reports.OF_THE_FILM]


@dataclass
class Pain:
    """A study with one touchpoint that two patients and one member of staff speak of."""

    asking: Asking
    small: SmallStudy
    waiting: int
    ann: int
    bob: int
    first: int


@pytest.fixture
def pain(workbench: Workbench, actor: Actor, study_id: int) -> Pain:
    asking = workbench, actor, study_id
    small = SmallStudy(workbench, study_id)
    waiting = codebook.add_code(*asking, Kind.TOUCHPOINT, "Waiting")
    ann = small.person("P01", Group.PATIENT)
    bob = small.person("P02", Group.PATIENT, quote=False)
    first = small.transcript(
        "Ann",
        [(ann, "I waited three hours."), (None, "And the nurse called Daisy?"), (ann, "Never.")],
    )
    second = small.transcript("Bob", [(bob, "I walked out in the end.")])
    small.code(first, waiting, "I waited three hours.\nAnd the nurse called Daisy?\nNever.")
    small.code(second, waiting, "I walked out in the end.")
    item = priorities.add_item(*asking, ListName.PATIENT_SHORT, "Wait less", code_id=waiting)
    (joint,) = priorities.take_forward(*asking, [item], None)
    priorities.choose(*asking, joint, "Everybody said so")
    return Pain(asking, small, waiting, ann, bob, first)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_document_opens_and_quotes_nobody_who_did_not_agree(pain: Pain, kind: str) -> None:
    made = reports.write(*pain.asking, kind)
    assert faults(made.data) == []
    assert "I walked out" not in words(made.data)
    assert opened(made.data).core_properties.title


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_document_of_an_empty_study_opens(
    workbench: Workbench, actor: Actor, study_id: int, kind: str
) -> None:
    assert faults(reports.write(workbench, actor, study_id, kind).data) == []


def test_the_priority_report_quotes_the_participant_and_leaves_the_interviewer_out(
    pain: Pain,
) -> None:
    made = reports.write(*pain.asking, "priorities")
    said = words(made.data)
    assert "“I waited three hours. […] Never.”" in said
    assert "— P01, patient" in said
    assert "Daisy" not in said
    assert "Wait less (patients' shortlist)" in said
    assert "Everybody said so" in said
    assert (made.quoted, made.left_out) == (1, 1)


def test_a_passage_marked_do_not_use_is_in_no_document(pain: Pain) -> None:
    pain.small.withhold(pain.first, "three hours")
    for kind in EVERY_KIND:
        assert "I waited" not in words(reports.write(*pain.asking, kind).data)


def test_an_example_in_the_codebook_that_is_somebodys_words_needs_their_consent(
    pain: Pain,
) -> None:
    for example in ("I walked out in the end", "I waited three hours", "Made up"):
        codebook.add_code(*pain.asking, Kind.THEME, f"Theme of {len(example)}", example=example)
    said = words(reports.write(*pain.asking, "codebook").data)
    assert "I walked out" not in said
    assert "I waited three hours" in said
    assert "Made up" in said


def test_a_document_is_recorded_with_whom_it_quotes_and_a_withdrawal_finds_it(pain: Pain) -> None:
    written = reports.write(*pain.asking, "touchpoints", draft=True)
    (made,) = reports.made(*pain.asking)
    assert (made.id, made.kind, made.draft, made.quotes) == (
        written.id, "touchpoints", True, {pain.ann: 1},
    )  # fmt: skip
    sent = impact_of_withdrawal(*pain.asking, pain.ann).documents
    assert [(each.name, each.passages) for each in sent] == [(written.name, 1)]
    assert written.name == "A study – touchpoint summary DRAFT.docx"


def test_a_document_is_fetched_again_until_somebody_in_it_takes_consent_back(pain: Pain) -> None:
    written = reports.write(*pain.asking, "priorities")
    assert reports.fetch(*pain.asking, written.id) == (written.name, written.data)
    with pain.asking[0].database.writing() as connection:
        pain.small.consent(connection, pain.ann, Use.QUOTE, ConsentState.WITHDRAWN, day=2)
    with pytest.raises(Conflict, match="taken their consent back"):
        reports.fetch(*pain.asking, written.id)


def test_a_withdrawal_deletes_the_kept_files_and_the_list_still_says_what_was_sent(
    pain: Pain,
) -> None:
    written = reports.write(*pain.asking, "priorities")
    other = reports.write(*pain.asking, "emotional-map")
    kept = [
        documents.place(pain.asking[0], pain.asking[2], sha256(each.data))
        for each in (written, other)
    ]
    withdraw(*pain.asking, pain.ann, date.today())
    assert [path.exists() for path in kept] == [False, True]
    assert {each.id for each in reports.made(*pain.asking)} == {written.id, other.id}
    with pytest.raises(Conflict):
        reports.fetch(*pain.asking, written.id)


def test_a_document_of_another_study_is_not_there(pain: Pain) -> None:
    with pytest.raises(NotFound):
        reports.fetch(*pain.asking, 4711)


def test_a_film_without_clips_has_no_storyboard(pain: Pain) -> None:
    for kind in sorted(reports.OF_THE_FILM):
        with pytest.raises(BadInput, match="no clips yet"):
            reports.write(*pain.asking, kind)


def test_a_stranger_makes_no_documents(pain: Pain) -> None:
    workbench, _, study_id = pain.asking
    with pytest.raises(NotFound):
        reports.write(workbench, Actor(None, "somebody"), study_id, "final")


def test_a_kind_nobody_knows_is_refused_with_those_there_are(pain: Pain) -> None:
    with pytest.raises(BadInput, match="choose one of priorities, touchpoints"):
        reports.write(*pain.asking, "poster")


def test_the_command_line_writes_the_file_and_says_what_was_left_out(
    pain: Pain, tmp_path: Path
) -> None:
    out = tmp_path / "report.docx"
    told = reports.write_report(*pain.asking, "touchpoints", out)
    assert opened(out.read_bytes()).core_properties.title == "Touchpoint summary"
    assert (told["quotations"], told["left_out"]) == (1, 1)
    with pytest.raises(BadInput, match=r"end “report\.pdf” with \.docx"):
        reports.write_report(*pain.asking, "touchpoints", tmp_path / "report.pdf")
    with pytest.raises(BadInput, match="cannot be written"):
        reports.write_report(*pain.asking, "touchpoints", tmp_path / "nowhere" / "report.docx")
