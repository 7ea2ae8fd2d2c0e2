"""The assistant on a study: what it may suggest, what becomes of it, and that nothing waits."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest
from sqlalchemy import select

from ebcd.acts import assistant as acts
from ebcd.acts import assistant_fit, assistant_topics, codebook
from ebcd.acts import coding as coding_acts
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import actor_for, add_account, set_role
from ebcd.acts.people import withdraw
from ebcd.acts.study import create_study
from ebcd.codebook import Kind
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound
from ebcd.people import Group
from ebcd.store import accounts
from ebcd.store.assistant import Suggested
from ebcd.store.tables import coding, coding_act, suggestion
from ebcd.store.workbench import Workbench
from tests.assistant.passages import CODES, EXAMPLES, NEW
from tests.findings.small_study import SmallStudy

Asking = tuple[Workbench, Actor, int]
OFFERED = list(NEW)
HIDDEN = "The letter told her son about the parking, and that is private."


class Taught(SmallStudy):
    """Two interviews: one coded from end to end, one that nobody coded."""

    def __init__(self, workbench: Workbench, actor: Actor, study_id: int) -> None:
        super().__init__(workbench, study_id)
        self.asking: Asking = (workbench, actor, study_id)
        self.patient = self.person("P01", Group.PATIENT)
        self.nurse = self.person("S01", Group.STAFF)
        self.ids = {
            code.id: codebook.add_code(
                *self.asking, Kind.THEME, code.name, definition=code.definition
            )
            for code in CODES
        }
        self.first = self.transcript("One", [(self.patient, each.text) for each in EXAMPLES])
        for each in EXAMPLES:
            self.code(self.first, self.ids[next(iter(each.codes))], each.text)
        asked = [(None, "Did you wait long for the letter about parking?")]
        told = [(self.nurse, text) for text in OFFERED]
        self.second = self.transcript("Two", [*asked, *told, (self.nurse, HIDDEN)])

    def fit(self) -> None:
        assistant_fit.bring_up_to_date(self.workbench, self.study_id)

    def queue(self, **narrowed: int) -> list[Suggested]:
        return acts.queue(*self.asking, most=100, **narrowed)  # type: ignore[arg-type]


@pytest.fixture
def taught(workbench: Workbench, actor: Actor, study_id: int) -> Taught:
    made = Taught(workbench, actor, study_id)
    made.fit()
    return made


@pytest.fixture
def taught_once(sqlite_workbench: Workbench, actor: Actor) -> Taught:
    """The same on SQLite alone, where the engine does not matter."""
    made = Taught(sqlite_workbench, actor, create_study(sqlite_workbench, actor, "A study"))
    made.fit()
    return made


def of_text(taught: Taught, text: str) -> Suggested:
    return next(each for each in taught.queue() if each.text == text)


def test_what_nobody_coded_is_suggested_with_words_context_and_like_passages(
    taught_once: Taught,
) -> None:
    found = of_text(taught_once, "Then a letter came and I could not make sense of it")
    assert found.code == taught_once.ids["letters"]
    assert (found.title, found.speaker) == ("Two", "S01")
    word, weight, places = found.words[0]
    assert word == "letter"
    assert 0 < weight <= 1
    assert found.text[places[0].start : places[0].end] == "letter"
    assert "She was ever so kind" in found.before
    alike = acts.like(*taught_once.asking, found)
    assert alike
    assert all("letter" in each.text.lower() for each in alike[:1])
    assert alike[0].title == "One"


def test_neither_the_interviewer_nor_coded_passages_are_suggested(taught_once: Taught) -> None:
    texts = [each.text for each in taught_once.queue()]
    assert not any(text.startswith("Did you wait") for text in texts)
    assert not set(texts) & {each.text for each in EXAMPLES}


def test_nothing_withheld_is_suggested_or_shown_around_a_suggestion(taught_once: Taught) -> None:
    assert any(HIDDEN in each.after for each in taught_once.queue())
    taught_once.withhold(taught_once.second, HIDDEN)
    for again in (False, True):
        if again:
            taught_once.fit()
        for each in taught_once.queue():
            assert "private" not in each.before + each.text + each.after


def test_nothing_of_somebody_who_withdrew_is_suggested_or_kept_on_the_map(taught: Taught) -> None:
    assert taught.queue()
    withdraw(*taught.asking, taught.nurse, date(2026, 11, 1))
    assert taught.queue() == []
    assert assistant_topics.topics(*taught.asking) is None
    assert not (taught.workbench.study_folder(taught.study_id, "models") / "topics.json").exists()
    taught.fit()
    shown = assistant_topics.topics(*taught.asking)
    assert shown is not None
    assert sum(topic.staff for topic in shown.topics) == 0
    with taught.workbench.database.reading() as connection:
        assert connection.execute(select(suggestion)).all() == []


def test_the_words_of_a_topic_that_only_marked_passages_say_vanish_at_once(
    taught_once: Taught,
) -> None:
    def named() -> set[str]:
        shown = assistant_topics.topics(*taught_once.asking)
        assert shown is not None
        return {part for topic in shown.topics for word in topic.words for part in word.split()}

    assistant_fit.bring_up_to_date(taught_once.workbench, taught_once.study_id, {"topics": 20})
    only_here = {word.strip(".,").lower() for word in HIDDEN.split()} & named()
    only_here -= {
        word.strip(".,").lower()
        for text in (*EXAMPLES, *OFFERED)
        for word in (text if isinstance(text, str) else text.text).split()
    }
    assert only_here
    taught_once.withhold(taught_once.second, HIDDEN)
    assert not only_here & named()


def test_accepting_makes_a_coding_that_says_where_it_came_from(taught: Taught) -> None:
    found = of_text(taught, OFFERED[0])
    made = acts.accept(*taught.asking, found.id)
    with taught.workbench.database.reading() as connection:
        row = connection.execute(select(coding).where(coding.c.uuid == made.coding)).one()
        told = connection.execute(select(coding_act).order_by(coding_act.c.id.desc())).first()
    assert (row.code_id, row.quote, row.origin) == (found.code, found.text, "suggestion")
    assert told is not None
    assert (told.kind, told.coding_uuid) == ("apply", made.coding)
    desk = coding_acts.opened(*taught.asking, taught.second)
    assert [each.uuid for each in desk.codings] == [made.coding]


def test_accepting_with_another_code_makes_that_coding(
    taught_once: Taught,
) -> None:
    found = of_text(taught_once, OFFERED[1])
    made = acts.accept(*taught_once.asking, found.id, taught_once.ids["kindness"])
    with taught_once.workbench.database.reading() as connection:
        row = connection.execute(select(coding).where(coding.c.uuid == made.coding)).one()
    assert row.code_id == taught_once.ids["kindness"]
    assert acts.decided(*taught_once.asking) == {"changed": 1}
    taught_once.fit()
    assert (found.code, found.text) not in [(each.code, each.text) for each in taught_once.queue()]


def test_what_was_dismissed_is_never_suggested_again(taught_once: Taught) -> None:
    found = of_text(taught_once, OFFERED[3])
    acts.dismiss(*taught_once.asking, found.id)
    taught_once.fit()
    assert (found.code, found.span) not in [(each.code, each.span) for each in taught_once.queue()]
    with taught_once.workbench.database.reading() as connection:
        kept = connection.execute(select(suggestion).where(suggestion.c.id == found.id)).one()
    assert kept.state == "dismissed"


def test_a_passage_that_was_decided_about_does_not_come_back_for_another_code(
    taught_once: Taught,
) -> None:
    found = of_text(taught_once, OFFERED[3])
    acts.dismiss(*taught_once.asking, found.id)
    again = "letters again"
    code = codebook.add_code(*taught_once.asking, Kind.THEME, again)
    for each in EXAMPLES[-8:]:
        taught_once.code(taught_once.first, code, each.text)
    taught_once.fit()
    assert again in acts.code_names(*taught_once.asking).values()
    assert found.text not in [each.text for each in taught_once.queue()]


def test_all_that_is_suggested_for_a_passage_is_decided_and_taken_back_in_one_go(
    taught: Taught,
) -> None:
    found = of_text(taught, OFFERED[0])
    other = next(code for code in taught.ids.values() if code != found.code)
    with taught.workbench.database.writing() as connection:
        row = connection.execute(select(suggestion).where(suggestion.c.id == found.id)).one()
        values = {**row._mapping, "code_id": other, "score": 0.5}
        values.pop("id")
        connection.execute(suggestion.insert().values(values))
    first, second = acts.together(*taught.asking, found)
    assert [first.code, second.code] == [found.code, other]
    made = acts.decide(*taught.asking, [first.id], [second.id])
    assert acts.decided(*taught.asking) == {"accepted": 1, "dismissed": 1}
    assert found.text not in [each.text for each in taught.queue()]
    with pytest.raises(Conflict, match="Somebody else decided"):
        acts.decide(*taught.asking, [second.id, first.id])
    acts.undo(*taught.asking, made.undo_id or 0)
    assert acts.decided(*taught.asking) == {}
    assert [each.code for each in acts.together(*taught.asking, found)] == [found.code, other]


def test_one_persons_coding_can_be_learnt_from_alone(taught_once: Taught) -> None:
    workbench, admin, study_id = taught_once.asking
    add_account(workbench, admin, "rea", "Rea Adams")
    set_role(workbench, admin, study_id, "rea", Role.RESEARCHER)
    with workbench.database.reading() as connection:
        rea = accounts.by_name(connection, "rea")
    assert rea is not None
    assert acts.coders(*taught_once.asking) == {}
    with pytest.raises(NotFound, match="coded nothing"):
        acts.learn_from(*taught_once.asking, rea.id)
    for each in EXAMPLES[:24]:
        code = taught_once.ids[next(iter(each.codes))]
        taught_once.code(taught_once.first, code, each.text, rea.id)
    assert acts.coders(*taught_once.asking) == {rea.id: "Rea Adams"}
    assistant_fit.bring_up_to_date(workbench, study_id, {"coder": rea.id})
    state = acts._state(*taught_once.asking)
    assert (state.coder, state.coded, state.fresh) == (rea.id, 24, True)
    codes = {each.code for each in taught_once.queue()}
    assert codes
    assert taught_once.ids["letters"] not in codes
    assistant_fit.bring_up_to_date(workbench, study_id)
    state = acts._state(*taught_once.asking)
    assert (state.coder, state.coded) == (None, len(EXAMPLES))


def test_a_decision_can_be_taken_back_once(taught: Taught) -> None:
    found = of_text(taught, OFFERED[0])
    before = len(taught.queue())
    for decide in (acts.accept, acts.dismiss):
        undo_id = decide(*taught.asking, found.id).undo_id
        assert undo_id is not None
        assert len(taught.queue()) == before - 1
        acts.undo(*taught.asking, undo_id)
        assert len(taught.queue()) == before
        with pytest.raises(Conflict, match="undone already"):
            acts.undo(*taught.asking, undo_id)
    assert coding_acts.opened(*taught.asking, taught.second).codings == []


def test_two_coders_who_accept_the_same_suggestion_make_one_coding(taught_once: Taught) -> None:
    found = of_text(taught_once, OFFERED[0])
    acts.accept(*taught_once.asking, found.id)
    with pytest.raises(Conflict, match="Somebody else decided"):
        acts.accept(*taught_once.asking, found.id)
    assert len(coding_acts.opened(*taught_once.asking, taught_once.second).codings) == 1


def test_a_suggestion_of_a_code_deleted_meanwhile_is_gone(taught: Taught) -> None:
    found = of_text(taught, OFFERED[0])
    codebook.delete_code(*taught.asking, found.code)
    assert all(each.code != found.code for each in taught.queue())
    with pytest.raises(NotFound, match="take the next"):
        acts.accept(*taught.asking, found.id)


def test_a_suggestion_that_stays_keeps_its_number_when_learnt_again(taught: Taught) -> None:
    before = {(each.code, each.span): each.id for each in taught.queue()}
    acts.accept(*taught.asking, of_text(taught, OFFERED[0]).id)
    taught.fit()
    after = {(each.code, each.span): each.id for each in taught.queue()}
    assert set(before) & set(after)
    assert all(before[place] == after[place] for place in set(before) & set(after))


def test_queues_by_code_and_by_transcript(taught: Taught) -> None:
    everything = taught.queue()
    by_code, by_transcript = acts.counts(*taught.asking)
    assert sum(by_code.values()) == sum(by_transcript.values()) == len(everything)
    letters = taught.queue(code_id=taught.ids["letters"])
    assert {each.code for each in letters} == {taught.ids["letters"]}
    desk = acts.queue(*taught.asking, transcript_id=taught.second, most=500)
    assert [each.span for each in desk] == sorted(each.span for each in desk)
    assert len(desk) == by_transcript[taught.second]
    first = everything[0]
    assert first.id not in [each.id for each in acts.queue(*taught.asking, skipped=[first.id])]


def test_a_reader_sees_suggestions_and_decides_nothing(taught_once: Taught) -> None:
    add_account(taught_once.workbench, taught_once.asking[1], "rea", "Rea Der")
    set_role(*taught_once.asking, "rea", Role.READER)
    with taught_once.workbench.database.reading() as connection:
        account = accounts.by_name(connection, "rea")
    assert account is not None
    theirs = (taught_once.workbench, actor_for(account), taught_once.study_id)
    found = acts.queue(*theirs)[0]
    with pytest.raises(NotAllowed):
        acts.accept(*theirs, found.id)
    with pytest.raises(NotAllowed):
        acts.dismiss(*theirs, found.id)


def test_how_good_it_is_and_topics_are_kept_without_any_words_of_a_passage(
    taught_once: Taught,
) -> None:
    state = acts.state(*taught_once.asking)
    assert state.fresh
    assert state.coded == len(EXAMPLES)
    assert state.goodness is not None
    assert state.goodness["passages"] == len(EXAMPLES)
    shown = assistant_topics.topics(*taught_once.asking)
    assert shown is not None
    assert sum(topic.passages for topic in shown.topics) >= len(EXAMPLES)
    assert sum(topic.coded for topic in shown.topics) >= len(EXAMPLES)
    folder = taught_once.workbench.study_folder(taught_once.study_id, "models")
    for file in folder.glob("*.json"):
        assert "could not make sense" not in file.read_text(encoding="utf-8")


def test_a_study_without_codings_says_how_many_are_needed(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    small = SmallStudy(workbench, study_id)
    small.transcript("One", [(small.person("P01", Group.PATIENT), "I waited a very long time.")])
    codebook.add_code(workbench, actor, study_id, Kind.THEME, "Waiting")
    assistant_fit.bring_up_to_date(workbench, study_id)
    state = acts.state(workbench, actor, study_id)
    assert state.early
    assert (state.coded, state.fresh) == (0, True)
    assert acts.queue(workbench, actor, study_id) == []


def test_an_empty_study_can_be_fitted(workbench: Workbench, actor: Actor, study_id: int) -> None:
    assistant_fit.bring_up_to_date(workbench, study_id)
    shown = assistant_topics.topics(workbench, actor, study_id)
    assert shown is not None
    assert shown.topics == ()


def test_a_damaged_file_of_what_was_learnt_is_made_again(taught_once: Taught) -> None:
    folder = taught_once.workbench.study_folder(taught_once.study_id, "models")
    for name in (assistant_fit.VECTORS, assistant_fit.FITTED, assistant_fit.TOPICS):
        (folder / name).write_bytes(b"{broken")
    assert assistant_topics.topics(*taught_once.asking) is None
    taught_once.fit()
    assert acts.state(*taught_once.asking).fresh


def test_looking_at_a_changed_study_begins_to_learn_in_a_process_of_its_own(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    made = Taught(sqlite_workbench, actor, create_study(sqlite_workbench, actor, "A study"))
    begun = time.monotonic()
    state = acts.state(*made.asking)
    assert time.monotonic() - begun < 5
    assert state.running is not None
    assert state.coded is None
    deadline = time.monotonic() + 240
    while acts.state(*made.asking).running is not None and time.monotonic() < deadline:
        time.sleep(0.5)
    state = acts.state(*made.asking)
    assert (state.fresh, state.failure) == (True, None)
    assert made.queue()


def test_a_number_of_topics_that_cannot_be_is_refused(taught_once: Taught) -> None:
    with pytest.raises(BadInput, match="from 2 to"):
        acts.learn_again(*taught_once.asking, topics=1)


def test_whoever_only_reads_does_not_let_it_look_again(taught_once: Taught) -> None:
    workbench, admin, study_id = taught_once.asking
    add_account(workbench, admin, "rea", password="three blue kettles")
    set_role(workbench, admin, study_id, "rea", Role.READER)
    with workbench.database.reading() as connection:
        found = accounts.by_name(connection, "rea")
    assert found is not None
    with pytest.raises(NotAllowed):
        acts.learn_again(workbench, actor_for(found), study_id, topics=3)


def test_the_number_of_coded_passages_is_that_of_now(taught_once: Taught) -> None:
    before = acts.coded_now(*taught_once.asking)
    acts.accept(*taught_once.asking, of_text(taught_once, OFFERED[0]).id)
    assert acts.coded_now(*taught_once.asking) == before + 1


def test_topics_are_as_many_as_asked_for(taught_once: Taught) -> None:
    assistant_fit.bring_up_to_date(taught_once.workbench, taught_once.study_id, {"topics": 3})
    shown = assistant_topics.topics(*taught_once.asking)
    assert shown is not None
    assert (len(shown.topics), shown.asked) == (3, 3)
    json.dumps([topic.words for topic in shown.topics])
