"""Questions about the coding on a study: who is asked what, what an answer does, and undo."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from ebcd.acts import assistant as suggesting
from ebcd.acts import assistant_fit, blind_coding, codebook
from ebcd.acts import assistant_questions as acts
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import actor_for, add_account, set_role
from ebcd.acts.assistant_questions import Question
from ebcd.acts.people import withdraw
from ebcd.acts.study import create_study
from ebcd.assistant.quality import Asked
from ebcd.codebook import Kind
from ebcd.errors import Conflict, NotAllowed
from ebcd.people import Group
from ebcd.store import accounts, log
from ebcd.store import coding as codings
from ebcd.store.tables import coding, suggestion
from ebcd.store.workbench import Workbench
from tests.assistant.passages import CODES, EXAMPLES, NEW
from tests.findings.small_study import SmallStudy

MISSED = EXAMPLES[9].text
SWAPPED = EXAMPLES[16].text


class Slipped(SmallStudy):
    """An interview in which one passage was coded with another code, and one wrongly."""

    def __init__(self, workbench: Workbench, actor: Actor, study_id: int) -> None:
        super().__init__(workbench, study_id)
        self.asking = (workbench, actor, study_id)
        self.patient = self.person("P01", Group.PATIENT)
        self.ids = {
            code.id: codebook.add_code(
                *self.asking, Kind.THEME, code.name, definition=code.definition
            )
            for code in CODES
        }
        self.other = codebook.add_code(*self.asking, Kind.EMOTION, "Tired")
        said = [(self.patient, each.text) for each in EXAMPLES]
        self.first = self.transcript("One", [*said, *((self.patient, text) for text in NEW)])
        for each in EXAMPLES:
            given = self.ids[next(iter(each.codes))]
            if each.text == MISSED:
                given = self.other
            if each.text == SWAPPED:
                given = self.ids["parking"]
            self.code(self.first, given, each.text)

    def coded_since(self, code: str, text: str) -> None:
        self.code(self.first, self.ids[code], text)
        with self.workbench.database.writing() as connection:
            log.raise_revision(connection, self.study_id)

    def fit(self) -> None:
        assistant_fit.bring_up_to_date(self.workbench, self.study_id)

    def asked(self, text: str) -> list[Question]:
        return [each for each in acts.questions(*self.asking) if each.text == text]

    def codes_at(self, text: str) -> set[int]:
        with self.workbench.database.reading() as connection:
            rows = connection.execute(select(coding.c.code_id).where(coding.c.quote == text))
            return set(rows.scalars())


@pytest.fixture
def slipped(sqlite_workbench: Workbench, actor: Actor) -> Slipped:
    made = Slipped(sqlite_workbench, actor, create_study(sqlite_workbench, actor, "A study"))
    made.fit()
    return made


def test_what_was_missed_and_what_looks_odd_is_asked_with_its_words(slipped: Slipped) -> None:
    (missing,) = slipped.asked(MISSED)
    assert (missing.kind, missing.code) == (Asked.MISSING, slipped.ids["waiting"])
    assert missing.title == "One"
    near = suggesting.passages_like(*slipped.asking, missing.near)
    assert near
    assert all(slipped.ids["waiting"] in slipped.codes_at(each.text) for each in near)
    (odd,) = slipped.asked(SWAPPED)
    assert (odd.kind, odd.code) == (Asked.ODD, slipped.ids["parking"])
    assert odd.instead in (slipped.ids["kindness"], None)
    kept = slipped.workbench.study_folder(slipped.study_id, "models") / assistant_fit.QUESTIONS
    assert MISSED not in kept.read_text(encoding="utf-8")


def test_yes_codes_it_and_can_be_taken_back_once(slipped: Slipped) -> None:
    (missing,) = slipped.asked(MISSED)
    made = acts.code_it(*slipped.asking, missing)
    assert slipped.codes_at(MISSED) == {slipped.other, slipped.ids["waiting"]}
    assert slipped.asked(MISSED) == []
    with pytest.raises(Conflict):
        acts.code_it(*slipped.asking, missing)
    acts.undo(*slipped.asking, made)
    assert slipped.codes_at(MISSED) == {slipped.other}
    assert slipped.asked(MISSED) == [missing]
    with pytest.raises(Conflict, match="undone already"):
        acts.undo(*slipped.asking, made)


def test_no_is_a_dismissal_that_the_next_fit_heeds(slipped: Slipped) -> None:
    (missing,) = slipped.asked(MISSED)
    made = acts.leave_it(*slipped.asking, missing)
    assert slipped.asked(MISSED) == []
    assert suggesting.decided(*slipped.asking) == {"dismissed": 1}
    slipped.fit()
    assert slipped.asked(MISSED) == []
    assert codings_of(slipped) == len(EXAMPLES)
    acts.undo(*slipped.asking, made)
    assert suggesting.decided(*slipped.asking) == {}


def codings_of(slipped: Slipped) -> int:
    with slipped.workbench.database.reading() as connection:
        return len(codings.codings(connection, slipped.study_id))


def _keys(slipped: Slipped) -> set[str]:
    return {each.key for each in acts.questions(*slipped.asking)}


def test_what_is_kept_is_never_asked_again_until_that_is_undone(slipped: Slipped) -> None:
    (odd,) = slipped.asked(SWAPPED)
    made = acts.keep_it(*slipped.asking, odd)
    assert odd.key not in _keys(slipped)
    slipped.fit()
    assert odd.key not in _keys(slipped)
    with pytest.raises(Conflict, match="settled already"):
        acts.keep_it(*slipped.asking, odd)
    acts.undo(*slipped.asking, made)
    slipped.fit()
    assert odd.key in _keys(slipped)


def test_what_is_not_right_is_removed_and_brought_back_as_it_was(slipped: Slipped) -> None:
    (odd,) = slipped.asked(SWAPPED)
    made = acts.remove_it(*slipped.asking, odd)
    assert slipped.codes_at(SWAPPED) == set()
    assert slipped.asked(SWAPPED) == []
    acts.undo(*slipped.asking, made)
    assert slipped.codes_at(SWAPPED) == {slipped.ids["parking"]}
    assert slipped.asked(SWAPPED) == [odd]


def test_what_may_not_be_used_any_more_is_not_asked_about_nor_to_be_read(
    slipped: Slipped,
) -> None:
    to_read = acts.next_to_read(*slipped.asking)
    assert to_read
    slipped.withhold(slipped.first, MISSED)
    slipped.withhold(slipped.first, to_read[0].text)
    assert slipped.asked(MISSED) == []
    assert to_read[0].text not in [each.text for each in acts.next_to_read(*slipped.asking)]
    (odd,) = slipped.asked(SWAPPED)
    withdraw(*slipped.asking, slipped.patient, date(2026, 11, 1))
    assert acts.questions(*slipped.asking) == []
    assert acts.next_to_read(*slipped.asking) == []
    with pytest.raises(Conflict):
        acts.keep_it(*slipped.asking, odd)


def test_a_deleted_code_and_a_coding_meanwhile_settle_the_question(slipped: Slipped) -> None:
    (missing,) = slipped.asked(MISSED)
    slipped.coded_since("waiting", MISSED)
    assert slipped.asked(MISSED) == []
    (odd,) = slipped.asked(SWAPPED)
    codebook.delete_code(*slipped.asking, slipped.ids["parking"])
    assert slipped.asked(SWAPPED) == []
    with pytest.raises(Conflict):
        acts.keep_it(*slipped.asking, odd)
    assert missing.code != odd.code


def test_what_to_read_next_was_not_coded_and_leaves_the_list_when_it_is(slipped: Slipped) -> None:
    to_read = acts.next_to_read(*slipped.asking)
    assert {each.text for each in to_read} <= set(NEW)
    slipped.coded_since("letters", to_read[0].text)
    assert to_read[0].text not in [each.text for each in acts.next_to_read(*slipped.asking)]


def _somebody(slipped: Slipped, role: Role, name: str = "rea") -> tuple[Workbench, Actor, int]:
    workbench, admin, study_id = slipped.asking
    add_account(workbench, admin, name, name.title())
    set_role(workbench, admin, study_id, name, role)
    with workbench.database.reading() as connection:
        account = accounts.by_name(connection, name)
    assert account is not None
    return workbench, actor_for(account), study_id


def test_a_reader_sees_questions_and_answers_none(slipped: Slipped) -> None:
    theirs = _somebody(slipped, Role.READER)
    for each in acts.questions(*theirs):
        answers = (acts.code_it, acts.leave_it)
        if each.kind is Asked.ODD:
            answers = (acts.keep_it, acts.remove_it)
        for answer in answers:
            with pytest.raises(NotAllowed):
                answer(*theirs, each)


def test_whoever_codes_a_transcript_blind_is_asked_nothing_about_it(slipped: Slipped) -> None:
    ana, ben, cy = (_somebody(slipped, Role.RESEARCHER, name) for name in ("ana", "ben", "cy"))
    asked = acts.questions(*ana)
    assert asked
    assert acts.next_to_read(*ana)
    coders = [actor.account_id or 0 for _, actor, _ in (ana, ben)]
    blind_coding.begin(*slipped.asking, [slipped.first], coders)
    assert acts.questions(*ana) == []
    assert acts.next_to_read(*ana) == []
    assert acts.questions(*cy) == asked
    with pytest.raises(Conflict):
        acts.keep_it(*ana, next(each for each in asked if each.kind is Asked.ODD))


def test_a_decision_moves_like_suggestions_at_once_and_undo_moves_them_back(
    slipped: Slipped,
) -> None:
    def scores() -> dict[int, float]:
        with slipped.workbench.database.reading() as connection:
            rows = connection.execute(
                select(suggestion.c.id, suggestion.c.score).where(suggestion.c.state == "open")
            )
            return {row.id: row.score for row in rows}

    like = "They left a letter of words I did not make sense of on the bed"
    slipped.transcript("Two", [(slipped.patient, like), (slipped.patient, f"{like} again")])
    slipped.fit()
    letters = slipped.ids["letters"]
    first, second = [
        each
        for each in suggesting.queue(*slipped.asking, code_id=letters, most=20)
        if each.title == "Two"
    ][:2]
    before = scores()
    made = suggesting.dismiss(*slipped.asking, first.id)
    assert scores()[second.id] < before[second.id] - 0.02
    suggesting.undo(*slipped.asking, made.undo_id or 0)
    assert scores() == pytest.approx(before)
    made = suggesting.accept(*slipped.asking, first.id)
    assert scores()[second.id] > before[second.id]
    suggesting.undo(*slipped.asking, made.undo_id or 0)
    assert scores() == pytest.approx(before)
