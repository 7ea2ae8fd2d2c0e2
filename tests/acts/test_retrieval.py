"""Retrieval: what fits, who speaks in it, and what is done with many passages at once."""

from __future__ import annotations

import io
from dataclasses import dataclass
from uuid import uuid4

import pytest
from docx import Document
from openpyxl import load_workbook

from ebcd.acts import blind_coding, codebook, film, film_chapters, people, priorities
from ebcd.acts import findings as evidence
from ebcd.acts import retrieval as acts
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import actor_for, add_account, set_role
from ebcd.acts.retrieval import Answer, Found
from ebcd.acts.retrieval_export import export
from ebcd.acts.retrieval_undo import undo
from ebcd.acts.retrieval_work import Against, Change, keep_as_evidence, recode, to_film
from ebcd.codebook import Kind
from ebcd.coding import Origin
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound
from ebcd.findings.question import How, Question, Row, read, sentence, written
from ebcd.findings.retrieval import Shown, Unit
from ebcd.people import ConsentState, Group, Use
from ebcd.priorities.lists import ListName
from ebcd.store import accounts, log, memos
from ebcd.store.findings import Material
from ebcd.store.workbench import Workbench
from tests.findings.small_study import SmallStudy

Asking = tuple[Workbench, Actor, int]
ANN = "We waited three hours. Nobody came. I was so angry that I left. They phoned me later."
SAM = "Patients wait and get angry. We ring them."


@dataclass
class Ward:
    """A patient who waited and was angry, and a nurse who knows it but is not to be quoted."""

    asking: Asking
    small: SmallStudy
    waiting: int
    letters: int
    anger: int
    phone: int
    ann: int
    sam: int
    first: int
    second: int

    @property
    def of(self) -> Material:
        """The material as it is now: what the small study puts in raises no revision itself."""
        with self.asking[0].database.writing() as connection:
            log.raise_revision(connection, self.asking[2])
        return evidence.material(*self.asking)

    def ask(self, *rows: Row, **choices: object) -> Answer:
        question = Question(rows or (Row(),), **choices)  # type: ignore[arg-type]
        return acts.retrieve(*self.asking, read(written(question)), self.of)

    def words(self, answer: Answer) -> list[str]:
        return acts.words(*self.asking, self.of, answer.found)

    def codes(self) -> list[tuple[str, str]]:
        """Every coding as (code, words), in order."""
        names = {code.id: code.name for code in self.of.codes}
        return sorted((names[each.code], each.quote) for each in self.of.passages.values())


@pytest.fixture
def ward(workbench: Workbench, actor: Actor, study_id: int) -> Ward:
    asking = workbench, actor, study_id
    small = SmallStudy(workbench, study_id)
    waiting = codebook.add_code(*asking, Kind.TOUCHPOINT, "Waiting")
    letters = codebook.add_code(*asking, Kind.TOUCHPOINT, "Letters", parent=waiting)
    anger = codebook.add_code(*asking, Kind.EMOTION, "Anger")
    phone = codebook.add_code(*asking, Kind.THEME, "Phone")
    ann = small.person("P01", Group.PATIENT)
    sam = small.person("S01", Group.STAFF, quote=False)
    people.change_participant(
        *asking, ann, pseudonym="P01", group=Group.PATIENT, attributes={"age": "40–59"}
    )
    first = small.transcript("Ann", [(None, "How was it?"), (ann, ANN)])
    second = small.transcript("Sam", [(sam, SAM)])
    small.code(first, waiting, "We waited three hours. Nobody came. I was")
    small.code(first, anger, "I was so angry that I left.")
    small.code(first, phone, "They phoned me later.")
    small.code(second, letters, "Patients wait and get angry.")
    small.code(second, anger, "get angry")
    return Ward(asking, small, waiting, letters, anger, phone, ann, sam, first, second)


def meeting(ward: Ward) -> tuple[Row, Row]:
    return Row((ward.waiting,)), Row((ward.anger,))


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ("together", "We waited three hours. Nobody came. I was so angry that I left."),
        ("overlap", "I was"),
        ("first", "We waited three hours. Nobody came. I was"),
    ],
)
def test_two_codes_meet_and_what_is_shown_is_chosen(ward: Ward, shown: str, words: str) -> None:
    answer = ward.ask(*meeting(ward), shown=Shown(shown))
    assert ward.words(answer)[0] == words
    assert answer.people == {Group.PATIENT: 1, Group.STAFF: 1}
    assert [each.may_quote for each in answer.found] == [True, False]
    assert [each.people for each in answer.found] == [(ward.ann,), (ward.sam,)]


def test_groups_people_and_attributes_say_who_speaks(ward: Ward) -> None:
    rows = meeting(ward)
    assert len(ward.ask(*rows).found) == 2
    for choice in (
        {"groups": (Group.PATIENT,)},
        {"people": (ward.ann,)},
        {"traits": (("age", "40–59"),)},
        {"transcripts": (ward.first,)},
    ):
        assert [each.transcript for each in ward.ask(*rows, **choice).found] == [ward.first]
    assert not ward.ask(*rows, groups=(Group.STAFF,), traits=(("age", "40–59"),)).found
    assert not ward.ask(*rows, origins=(Origin.SUGGESTION,)).found


def test_near_counts_sentences_of_the_text_and_shows_the_words_between(ward: Ward) -> None:
    near = Row((ward.phone,), How.NEAR, within=1, unit=Unit.SENTENCES)
    answer = ward.ask(Row((ward.anger,)), near)
    assert ward.words(answer) == ["I was so angry that I left. They phoned me later."]
    ward.small.code(ward.first, ward.letters, "three hours")
    far = Row((ward.phone,), How.NEAR, within=2, unit=Unit.SENTENCES)
    assert ward.words(ward.ask(Row((ward.letters,)), far)) == []
    further = Row((ward.phone,), How.NEAR, within=3, unit=Unit.SENTENCES)
    found = ward.ask(Row((ward.letters,)), further)
    assert ward.words(found) == [ANN[ANN.index("three") :]]
    assert len(found.found[0].codings) == 2


def test_words_between_that_may_not_be_used_hide_the_passage(ward: Ward) -> None:
    ward.small.code(ward.first, ward.letters, "three hours")
    far = Row((ward.phone,), How.NEAR, within=9, unit=Unit.SENTENCES)
    ward.small.withhold(ward.first, "Nobody came")
    assert ward.ask(Row((ward.letters,)), far).found == ()
    assert ward.words(ward.ask(Row((ward.letters,)), far, shown=Shown.FIRST)) == ["three hours"]
    assert "We waited three hours. Nobody came. I was" not in ward.words(ward.ask())


def test_who_took_back_the_interview_is_in_no_answer(ward: Ward) -> None:
    with ward.asking[0].database.writing() as connection:
        ward.small.consent(connection, ward.ann, Use.INTERVIEW, ConsentState.WITHDRAWN, day=2)
    assert {each.transcript for each in ward.ask().found} == {ward.second}


def test_a_question_is_told_in_a_sentence_and_survives_an_address(ward: Ward) -> None:
    question = Question(
        (*meeting(ward), Row((ward.phone,), How.NEAR, within=1), Row((ward.letters,), How.NOT)),
        Shown.FIRST,
        (Group.PATIENT, Group.CARER),
        (ward.ann,),
        (("age", "40–59"),),
        (ward.first,),
        (0,),
        (Origin.HAND,),
    )
    assert read(written(question)) == question
    assert sentence(question, acts.names(ward.of)) == (
        "Passages coded Waiting (with the codes below) that meet Anger that are within 1 sentence "
        "of Phone and do not meet Letters; spoken by: Patient or Carer; by P01; age: 40–59; in "
        "Ann; coded by somebody or something that is gone; made by hand."
    )


@pytest.mark.parametrize("text", ["", "[]", "{", '{"rows":[["and"]]}', '{"show":"x"}', "[[[["])
def test_an_address_that_asks_nothing_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadInput, match="ask anew"):
        read(text)


def member(ward: Ward, name: str, role: Role) -> Actor:
    workbench, lead, study_id = ward.asking
    account_id = add_account(workbench, lead, name, name.title())
    set_role(workbench, lead, study_id, name, role)
    with workbench.database.reading() as connection:
        account = accounts.by_id(connection, account_id)
    assert account is not None
    return actor_for(account)


def test_a_reader_reads_the_answer_and_changes_nothing(ward: Ward) -> None:
    of, picked = ward.of, chosen(ward)
    asking = ward.asking[0], member(ward, "rea", Role.READER), ward.asking[2]
    assert acts.retrieve(*asking, Question(), of).found == picked
    with pytest.raises(NotAllowed):
        recode(*asking, of, picked, Change.ADD, to=ward.phone)
    with pytest.raises(NotAllowed):
        export(*asking, of, picked, "Everything.", "csv")
    with pytest.raises(NotAllowed):
        keep_as_evidence(*asking, of, picked, 1)
    with pytest.raises(NotAllowed):
        to_film(*asking, of, picked, 1)
    with pytest.raises(NotAllowed):
        acts.keep(*asking, "Mine", Question())


def test_a_blind_coder_neither_finds_nor_changes_what_others_coded(ward: Ward) -> None:
    ana, ben = (member(ward, name, Role.RESEARCHER) for name in ("ana", "ben"))
    coders = [ana.account_id or 0, ben.account_id or 0]
    of, everything = ward.of, chosen(ward)
    blind_coding.begin(*ward.asking, [ward.first], coders)
    asking = ward.asking[0], ana, ward.asking[2]
    found = acts.retrieve(*asking, Question(), evidence.material(*asking)).found
    assert {each.transcript for each in found} == {ward.second}
    done = recode(*asking, of, everything, Change.REMOVE, code=ward.phone)
    assert (done.codings, done.gone) == (0, 3)


# --- Recoding -----------------------------------------------------------------------------------


def chosen(ward: Ward, *rows: Row) -> tuple[Found, ...]:
    return ward.ask(*rows).found


def note(ward: Ward, uuid: str, text: str) -> None:
    with ward.asking[0].database.writing() as connection:
        values = {
            "uuid": str(uuid4()),
            "about": memos.CODING,
            "coding_uuid": uuid,
            "text": text,
            "transcript_id": ward.first,
        }
        memos.add(connection, ward.asking[2], values)


def notes(ward: Ward) -> list[tuple[str, str]]:
    with ward.asking[0].database.reading() as connection:
        return sorted((each.code, each.text) for each in memos.listed(connection, ward.asking[2]))


def test_replacing_a_code_keeps_memos_and_joins_doubles_and_is_undone_whole(ward: Ward) -> None:
    uuid = next(p.uuid for p in ward.of.passages.values() if p.code == ward.phone)
    note(ward, uuid, "Ring sooner.")
    double = ward.small.code(ward.first, ward.letters, "They phoned me later.")
    note(ward, double, "Was there before.")
    before, memos_before = ward.codes(), notes(ward)
    rows = Row((ward.phone, ward.anger))
    done = recode(
        *ward.asking, ward.of, chosen(ward, rows), Change.REPLACE, code=ward.phone, to=ward.letters
    )
    assert (done.codings, done.already, done.gone) == (1, 1, 0)
    assert ("Phone", "They phoned me later.") not in ward.codes()
    assert ward.codes().count(("Letters", "They phoned me later.")) == 1
    assert notes(ward) == [("Letters", "Ring sooner."), ("Letters", "Was there before.")]
    assert done.undo_id is not None
    assert undo(*ward.asking, done.undo_id) == 0
    assert (ward.codes(), notes(ward)) == (before, memos_before)
    with pytest.raises(Conflict):
        undo(*ward.asking, done.undo_id)


def test_replacing_touches_only_the_codings_behind_the_chosen_passages(ward: Ward) -> None:
    picked = [each for each in ward.ask(*meeting(ward)).found if each.transcript == ward.first]
    done = recode(*ward.asking, ward.of, picked, Change.REPLACE, code=ward.anger, to=ward.phone)
    assert done.codings == 1
    assert ("Phone", "I was so angry that I left.") in ward.codes()
    assert ("Anger", "get angry") in ward.codes()


def test_adding_a_code_codes_the_passages_as_shown_and_doubles_nothing(ward: Ward) -> None:
    picked = chosen(ward, *meeting(ward))
    before = ward.codes()
    first = recode(*ward.asking, ward.of, picked, Change.ADD, to=ward.phone)
    again = recode(*ward.asking, ward.of, picked, Change.ADD, to=ward.phone)
    assert (first.codings, first.already) == (2, 0)
    assert (again.codings, again.already, again.undo_id) == (0, 2, None)
    whole = "We waited three hours. Nobody came. I was so angry that I left."
    assert ("Phone", whole) in ward.codes()
    assert first.undo_id is not None
    assert undo(*ward.asking, first.undo_id) == 0
    assert ward.codes() == before


def test_removing_a_code_takes_its_memos_and_brings_them_back(ward: Ward) -> None:
    uuid = next(p.uuid for p in ward.of.passages.values() if p.code == ward.phone)
    note(ward, uuid, "Ring sooner.")
    before = ward.codes()
    done = recode(*ward.asking, ward.of, chosen(ward), Change.REMOVE, code=ward.phone)
    assert (done.codings, notes(ward)) == (1, [])
    assert ward.codes() == [each for each in before if each[0] != "Phone"]
    assert done.undo_id is not None
    undo(*ward.asking, done.undo_id)
    assert (ward.codes(), notes(ward)) == (before, [("Phone", "Ring sooner.")])


def test_what_others_changed_meanwhile_is_left_and_counted(ward: Ward) -> None:
    of, picked = ward.of, chosen(ward, Row((ward.anger,)))
    ward.small.withhold(ward.first, "so angry")
    done = recode(*ward.asking, of, picked, Change.REPLACE, code=ward.anger, to=ward.phone)
    assert (done.codings, done.gone) == (1, 1)
    assert recode(*ward.asking, of, picked, Change.ADD, to=ward.letters).gone == 1
    codebook.delete_code(*ward.asking, ward.letters)
    with pytest.raises(NotFound, match="deleted"):
        recode(*ward.asking, of, picked, Change.ADD, to=ward.letters)


def test_open_desks_learn_of_a_recoding(ward: Ward) -> None:
    from ebcd.acts import coding

    picked = chosen(ward, Row((ward.phone,)))
    before = coding.opened(*ward.asking, ward.first).transcript.revision
    recode(*ward.asking, ward.of, picked, Change.ADD, to=ward.anger)
    assert coding.changes(*ward.asking, ward.first, before).all


# --- Film, evidence, files ----------------------------------------------------------------------


def test_passages_become_clips_and_those_that_cannot_are_told_by_reason(ward: Ward) -> None:
    with ward.asking[0].database.writing() as connection:
        ward.small.consent(connection, ward.ann, Use.FILM, ConsentState.GRANTED)
    film_chapters.create_storyboard(*ward.asking, "Film")
    chapter = film_chapters.add_chapter(*ward.asking, "Waiting")
    ward.small.transcript("Ward", [(None, "People wait here.")], kind="field_note")
    ward.small.code(max(ward.small.versions), ward.waiting, "People wait")
    picked = chosen(ward, Row((ward.waiting, ward.anger)))
    done = to_film(*ward.asking, ward.of, picked, chapter)
    assert done.sent == 1
    assert done.left_out == {
        Against.IN_FILM: 1,
        Against.NO_CONSENT: 2,
        Against.FIELD_NOTE: 1,
    }
    board = film.film(*ward.asking)
    assert board is not None
    assert [clip.words for _, clip in board.board.clips()] == [
        "We waited three hours. Nobody came. I was"
    ]
    assert done.undo_id is not None
    assert undo(*ward.asking, done.undo_id) == 0
    board = film.film(*ward.asking)
    assert board is not None
    assert list(board.board.clips()) == []


def test_passages_are_kept_as_evidence_once_and_let_go_together(ward: Ward) -> None:
    item = priorities.add_item(*ward.asking, ListName.PATIENT_LONG, "Ring people")
    picked = chosen(ward, *meeting(ward))
    done = keep_as_evidence(*ward.asking, ward.of, picked, item)
    assert (done.sent, done.already) == (2, 0)
    assert keep_as_evidence(*ward.asking, ward.of, picked, item).already == 2
    quoted = [each.words for each in priorities.quotations(*ward.asking, item)]
    assert quoted == [
        "We waited three hours. Nobody came. I was", "Patients wait and get angry."
    ]  # fmt: skip
    assert done.undo_id is not None
    undo(*ward.asking, done.undo_id)
    assert list(priorities.quotations(*ward.asking, item)) == []


def test_only_who_agreed_to_be_quoted_leaves_in_a_file(ward: Ward) -> None:
    picked = chosen(ward, *meeting(ward))
    made = export(*ward.asking, ward.of, picked, "Waiting that meets Anger.", "xlsx")
    book = load_workbook(io.BytesIO(made.data))
    headers, *rows = book["Passages"].iter_rows(values_only=True)
    assert headers == (
        "passage", "study", "transcript", "participant", "group", "role", "age", "speaker",
        "start", "end", "time", "quotation", "kind", "code 1", "coder", "memo",
    )  # fmt: skip
    assert {row[3] for row in rows} == {"P01"}
    assert [(row[0], row[13]) for row in rows] == [(1, "Waiting"), (1, "Anger")]
    assert {row[6] for row in rows} == {"40–59"}
    sent = people.impact_of_withdrawal(*ward.asking, ward.ann).documents
    assert [(each.name, each.passages) for each in sent] == [("passages.xlsx", 1)]
    assert people.impact_of_withdrawal(*ward.asking, ward.sam).documents == []


def test_a_table_has_one_column_a_level_of_the_codebook(ward: Ward) -> None:
    with ward.asking[0].database.writing() as connection:
        ward.small.consent(connection, ward.sam, Use.QUOTE, ConsentState.GRANTED)
    picked = chosen(ward, Row((ward.letters,)))
    text = export(*ward.asking, ward.of, picked, "Letters.", "csv").data.decode("utf-8-sig")
    header, line = text.splitlines()
    assert "code 1,code 2" in header
    assert "Waiting,Letters" in line


def test_a_word_document_tells_what_was_asked_and_who_is_left_out(ward: Ward) -> None:
    picked = chosen(ward, *meeting(ward))
    made = export(*ward.asking, ward.of, picked, "Waiting that meets Anger.", "docx", draft=True)
    document = Document(io.BytesIO(made.data))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Asked: Waiting that meets Anger." in text
    assert "“We waited three hours. Nobody came. I was so angry that I left.”\n— P01" in text
    assert "1 passage is left out" in text
    assert "Patients wait" not in text
    assert "DRAFT" in "".join(p.text for p in document.sections[0].header.paragraphs) or (
        "DRAFT" in document.sections[0].header._element.xml
    )
    nobody = [each for each in picked if not each.may_quote]
    with pytest.raises(BadInput, match="agreed to be quoted"):
        export(*ward.asking, ward.of, nobody, "Waiting.", "docx")


# --- Kept queries -------------------------------------------------------------------------------


def test_a_query_is_kept_by_name_once_and_comes_back_after_deleting(ward: Ward) -> None:
    question = Question(meeting(ward), Shown.FIRST, (Group.PATIENT,))
    acts.keep(*ward.asking, "  Waiting  in anger ", question)
    kept = acts.kept(*ward.asking)
    assert [(each.name, read(each.query)) for each in kept] == [("Waiting in anger", question)]
    with pytest.raises(Conflict, match="already"):
        acts.keep(*ward.asking, "Waiting in anger", question)
    with pytest.raises(BadInput, match="name"):
        acts.keep(*ward.asking, " ", question)
    back = acts.let_go(*ward.asking, kept[0].id)
    assert list(acts.kept(*ward.asking)) == []
    assert back is not None
    undo(*ward.asking, back)
    assert [each.name for each in acts.kept(*ward.asking)] == ["Waiting in anger"]


def test_a_kept_query_follows_a_merged_code_and_comes_back_with_it(ward: Ward) -> None:
    asking = ward.asking
    both = Question((Row((ward.waiting, ward.letters), every=True),))
    acts.keep(*asking, "Waits", Question((Row((ward.waiting,)),)))
    acts.keep(*asking, "Both", both)
    acts.keep(*asking, "Anger", Question((Row((ward.anger,)),)))

    def asked() -> dict[str, Question]:
        return {each.name: read(each.query) for each in acts.kept(*asking)}

    before = asked()
    done = codebook.merge_codes(*asking, ward.waiting, ward.letters)
    assert asked() == {
        "Waits": Question((Row((ward.letters,)),)),
        "Both": Question((Row((ward.letters,), every=True),)),
        "Anger": before["Anger"],
    }
    assert done.undo_id is not None
    codebook.undo(*asking, done.undo_id)
    names = {each.name: each.id for each in codebook.codes(*asking)}
    assert names["Waiting"] in asked()["Waits"].rows[0].codes
    assert asked() == before
