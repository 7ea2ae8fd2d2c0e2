"""Working with topics: what a team arranged stays, can be taken back, and is nobody's to leak."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import func, select

from ebcd.acts import assistant as learning
from ebcd.acts import assistant_fit, assistant_topic_coding, search
from ebcd.acts import assistant_topic_work as work
from ebcd.acts import assistant_topics as acts
from ebcd.acts import coding as coding_acts
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import actor_for, add_account, set_role
from ebcd.acts.assistant_topics import TopicShown, TopicsShown
from ebcd.acts.people import withdraw
from ebcd.acts.search import NewCode
from ebcd.acts.study import create_study
from ebcd.codebook import Kind
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound
from ebcd.people import Group
from ebcd.store import accounts
from ebcd.store.tables import topic_passage
from ebcd.store.workbench import Workbench
from tests.acts.test_assistant import Taught
from tests.assistant.passages import EXAMPLES

MORE = [
    "The car park was full again and I drove round and round",
    "Parking cost me twelve pounds for one hour",
    "There was no space to park the car near the clinic",
]


class Topics(Taught):
    """The taught study with its topics. `of`: the one with most passages that hold a word."""

    def shown(self) -> TopicsShown:
        found = acts.topics(*self.asking)
        assert found is not None
        return found

    def find(self, *, topics: int | None = 4, by_words: bool = False) -> None:
        settings = {"topics": topics, "by_words": by_words}
        assistant_fit.bring_up_to_date(self.workbench, self.study_id, settings)

    def of(self, word: str) -> TopicShown:
        def said(each: TopicShown) -> int:
            page, _count = acts.page_of(*self.asking, each.ref, most=100)
            return sum(word in one.text.lower() for one in page)

        return max(self.shown().topics, key=said)

    def passages(self, ref: str) -> set[str]:
        return {each.text for each in acts.page_of(*self.asking, ref, most=100)[0]}


@pytest.fixture
def mapped(sqlite_workbench: Workbench, actor: Actor) -> Topics:
    made = Topics(sqlite_workbench, actor, create_study(sqlite_workbench, actor, "A study"))
    made.find()
    return made


@pytest.fixture
def mapped_anywhere(workbench: Workbench, actor: Actor, study_id: int) -> Topics:
    made = Topics(workbench, actor, study_id)
    made.find()
    return made


def test_every_passage_is_in_one_topic_with_who_said_it_and_what_is_coded(mapped: Topics) -> None:
    shown = mapped.shown()
    assert len(shown.topics) == 4
    assert sum(each.passages for each in shown.topics) == len(EXAMPLES) + 5
    assert sum(each.patients for each in shown.topics) == len(EXAMPLES)
    assert sum(each.staff for each in shown.topics) == 5
    assert sum(each.coded for each in shown.topics) == len(EXAMPLES)
    assert all(each.words and not each.arranged for each in shown.topics)
    assert shown.missed == ()


def test_passages_come_a_page_at_a_time_the_uncoded_alone_where_asked(mapped: Topics) -> None:
    topic = mapped.of("car")
    first, count = acts.page_of(*mapped.asking, topic.ref, most=3)
    second, _count = acts.page_of(*mapped.asking, topic.ref, first=3, most=3)
    assert count == topic.passages
    assert len(first) == 3
    assert not {each.key for each in first} & {each.key for each in second}
    bare, left = acts.page_of(*mapped.asking, topic.ref, most=100, uncoded=True)
    assert left == len(bare) == topic.passages - topic.coded
    assert all(each.who == "S01" and not each.coded for each in bare)


def test_a_name_stays_with_its_passages_when_topics_are_found_again(mapped: Topics) -> None:
    topic = mapped.of("car")
    mine = mapped.passages(topic.ref)
    did = work.rename(*mapped.asking, topic.ref, "  Getting   there ")
    mapped.transcript("Three", [(mapped.patient, text) for text in MORE])
    for number in (4, 7, 3):
        mapped.find(topics=number)
        found = next(each for each in mapped.shown().topics if each.name)
        assert (found.ref, found.name) == (did.ref, "Getting there")
        assert mine <= mapped.passages(did.ref)
    assert set(MORE) & mapped.passages(did.ref)


def test_a_name_can_be_changed_and_taken_back(mapped_anywhere: Topics) -> None:
    mapped = mapped_anywhere
    before = mapped.shown()
    did = work.rename(*mapped.asking, mapped.of("car").ref, "Parking")
    again = work.rename(*mapped.asking, did.ref, "Cars")
    assert again.ref == did.ref
    work.undo(*mapped.asking, again.undo_id or 0)
    assert [each.name for each in mapped.shown().topics if each.name] == ["Parking"]
    work.undo(*mapped.asking, did.undo_id or 0)
    assert mapped.shown() == before
    with pytest.raises(Conflict, match="undone already"):
        work.undo(*mapped.asking, did.undo_id or 0)


def test_merged_topics_are_one_until_they_are_taken_apart(mapped_anywhere: Topics) -> None:
    mapped = mapped_anywhere
    before = mapped.shown()
    one, other = mapped.of("car"), mapped.of("letter")
    assert one.ref != other.ref
    both = mapped.passages(one.ref) | mapped.passages(other.ref)
    did = work.merge(*mapped.asking, one.ref, [other.ref, one.ref])
    assert mapped.passages(did.ref) == both
    assert len(mapped.shown().topics) == 3
    mapped.find(topics=5)
    assert both <= mapped.passages(did.ref)
    back = work.put_back(*mapped.asking, did.ref)
    assert not any(each.arranged for each in mapped.shown().topics)
    work.undo(*mapped.asking, back.undo_id or 0)
    assert both <= mapped.passages(did.ref)
    work.undo(*mapped.asking, did.undo_id or 0)
    mapped.find(topics=4)
    assert [each.words for each in mapped.shown().topics] == [each.words for each in before.topics]


def test_a_topic_is_split_and_its_parts_are_joined_again(mapped_anywhere: Topics) -> None:
    mapped = mapped_anywhere
    before = mapped.shown()
    topic = mapped.of("car")
    mine = mapped.passages(topic.ref)
    did = work.split(*mapped.asking, topic.ref, 2)
    parts = [each for each in mapped.shown().topics if each.part]
    assert len(parts) == 2
    assert sum(each.passages for each in parts) == topic.passages
    assert all(each.words for each in parts)
    assert set().union(*(mapped.passages(each.ref) for each in parts)) == mine
    back = work.put_back(*mapped.asking, did.ref)
    assert mapped.shown() == before
    work.undo(*mapped.asking, back.undo_id or 0)
    assert len([each for each in mapped.shown().topics if each.part]) == 2
    work.undo(*mapped.asking, did.undo_id or 0)
    assert mapped.shown() == before


def test_a_step_that_was_built_on_is_not_taken_back_before_what_was_built(mapped: Topics) -> None:
    did = work.split(*mapped.asking, mapped.of("car").ref, 2)
    work.split(*mapped.asking, did.ref, 2)
    with pytest.raises(Conflict, match="take that back first"):
        work.undo(*mapped.asking, did.undo_id or 0)


def test_all_topics_are_put_back_at_once_and_that_too_is_taken_back(mapped: Topics) -> None:
    before = mapped.shown()
    work.rename(*mapped.asking, mapped.of("car").ref, "Parking")
    work.split(*mapped.asking, mapped.of("letter").ref, 2)
    arranged = mapped.shown()
    did = work.put_all_back(*mapped.asking)
    assert mapped.shown() == before
    work.undo(*mapped.asking, did.undo_id or 0)
    assert mapped.shown() == arranged


def test_in_the_other_view_names_are_shown_and_nothing_is_changed(mapped: Topics) -> None:
    work.rename(*mapped.asking, mapped.of("letter").ref, "Letters")
    mapped.find(by_words=True)
    shown = mapped.shown()
    named = [each.name for each in (*shown.topics, *shown.missed) if each.name]
    assert (shown.by_words, named) == (True, ["Letters"])
    with pytest.raises(Conflict, match="other view"):
        work.rename(*mapped.asking, shown.topics[0].ref, "X")
    mapped.find()
    assert "Letters" in [each.name for each in mapped.shown().topics]


def test_a_topic_whose_passages_are_gone_is_said_to_be(mapped: Topics) -> None:
    topic = mapped.of("nurse")
    did = work.rename(*mapped.asking, topic.ref, "Kindness")
    withdraw(*mapped.asking, mapped.patient, date(2026, 11, 1))
    with mapped.workbench.database.reading() as connection:
        left = connection.execute(select(func.count()).select_from(topic_passage)).scalar_one()
    assert left == topic.staff
    mapped.find()
    shown = mapped.shown()
    if not topic.staff:
        assert [each.ref for each in shown.missed] == [did.ref]
        work.forget(*mapped.asking, did.ref)
        assert mapped.shown().missed == ()
    assert all(each.patients == 0 for each in shown.topics)


def test_passages_are_sent_to_a_code_in_one_go_and_taken_back_in_one(
    mapped_anywhere: Topics,
) -> None:
    mapped = mapped_anywhere
    topic = mapped.of("car")
    preview = assistant_topic_coding.preview(*mapped.asking, topic.ref, None)
    assert {each.text for each in preview.passages} == {
        each.text for each in acts.page_of(*mapped.asking, topic.ref, most=99, uncoded=True)[0]
    }
    made = NewCode(Kind.THEME, "Getting there")
    did = assistant_topic_coding.send(*mapped.asking, preview.passages, made)
    assert did.codings == len(preview.passages) > 0
    desk = coding_acts.opened(*mapped.asking, mapped.second)
    assert {each.code for each in desk.codings} == {did.code_id}
    assert mapped.of("car").coded == topic.coded + did.codings
    again = assistant_topic_coding.preview(*mapped.asking, topic.ref, did.code_id, uncoded=False)
    assert again.already == did.codings
    search.undo(*mapped.asking, did.undo_id or 0)
    assert coding_acts.opened(*mapped.asking, mapped.second).codings == []


def test_what_was_marked_do_not_use_is_neither_shown_nor_sent(mapped: Topics) -> None:
    topic = mapped.of("car")
    preview = assistant_topic_coding.preview(*mapped.asking, topic.ref, None)
    words = preview.passages[0].text
    mapped.withhold(mapped.second, words)
    assert words not in mapped.passages(topic.ref)
    made = NewCode(Kind.THEME, "Getting there")
    with pytest.raises(Conflict, match="may not be used"):
        assistant_topic_coding.send(*mapped.asking, preview.passages[:1], made)
    with pytest.raises(BadInput, match="tick at least one"):
        assistant_topic_coding.send(*mapped.asking, [], made)


def test_a_topic_of_an_earlier_finding_and_of_another_study_is_gone(mapped: Topics) -> None:
    ref = mapped.shown().topics[0].ref
    mapped.find()
    assert mapped.shown().topics[0].ref == ref
    mapped.find(topics=5)
    with pytest.raises(NotFound, match="found again"):
        work.rename(*mapped.asking, ref, "Old")
    workbench, admin, _study = mapped.asking
    kept = work.rename(*mapped.asking, mapped.of("car").ref, "Parking").ref
    other = Topics(workbench, admin, create_study(workbench, admin, "Another"))
    other.find()
    for act in (work.put_back, work.forget):
        with pytest.raises((NotFound, Conflict)):
            act(*other.asking, kept)
    with pytest.raises(BadInput, match="shorten"):
        work.rename(*mapped.asking, kept, "x" * 121)
    with pytest.raises(BadInput, match="parts"):
        work.split(*mapped.asking, kept, 1)
    with pytest.raises(BadInput, match="at least one other"):
        work.merge(*mapped.asking, kept, [kept])


def test_passages_that_say_the_same_are_not_split(
    sqlite_workbench: Workbench, actor: Actor
) -> None:
    made = Topics(sqlite_workbench, actor, create_study(sqlite_workbench, actor, "Alike"))
    alike = made.transcript("Same", [(made.person("P09", Group.PATIENT), "It rained all day.")] * 6)
    made.find(topics=5)
    assert alike
    topic = made.of("rained")
    if topic.passages == 6:
        with pytest.raises(BadInput, match="all say the same"):
            work.split(*made.asking, topic.ref, 2)


def test_whoever_only_reads_sees_topics_and_changes_none(mapped: Topics) -> None:
    workbench, admin, study_id = mapped.asking
    add_account(workbench, admin, "rea", "Rea Der")
    set_role(workbench, admin, study_id, "rea", Role.READER)
    with workbench.database.reading() as connection:
        account = accounts.by_name(connection, "rea")
    assert account is not None
    theirs = (workbench, actor_for(account), study_id)
    found = acts.topics(*theirs)
    assert found is not None
    ref = found.topics[0].ref
    passages = acts.page_of(*theirs, ref)[0]
    for tried in (
        lambda: work.rename(*theirs, ref, "X"),
        lambda: work.merge(*theirs, ref, [found.topics[1].ref]),
        lambda: work.split(*theirs, ref, 2),
        lambda: work.put_back(*theirs, ref),
        lambda: work.put_all_back(*theirs),
        lambda: assistant_topic_coding.preview(*theirs, ref, None),
        lambda: assistant_topic_coding.send(*theirs, passages, NewCode(Kind.THEME, "X")),
    ):
        with pytest.raises(NotAllowed):
            tried()


def test_where_nothing_can_be_read_the_acts_say_to_wait(mapped: Topics) -> None:
    ref = mapped.shown().topics[0].ref
    folder = mapped.workbench.study_folder(mapped.study_id, "models")
    (folder / "topics.npz").write_bytes(b"broken")
    assert acts.topics(*mapped.asking) is None
    with pytest.raises(Conflict, match="wait a moment"):
        work.rename(*mapped.asking, ref, "X")
    with pytest.raises(Conflict, match="wait a moment"):
        acts.page_of(*mapped.asking, ref)


def test_what_an_older_version_kept_is_made_again(
    mapped: Topics, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    monkeypatch.setattr(
        assistant_fit, "start", lambda _workbench, study_id, *_rest: started.append(study_id)
    )
    folder = mapped.workbench.study_folder(mapped.study_id, "models")
    fitted = json.loads((folder / assistant_fit.FITTED).read_text("utf-8"))
    assert learning.state(*mapped.asking).fresh
    fitted |= {"made_by": 1, "at": "2026-01-01T00:00:00+00:00"}
    (folder / assistant_fit.FITTED).write_text(json.dumps(fitted), "utf-8")
    state = learning.state(*mapped.asking)
    assert (state.fresh, state.changed, started) == (False, False, [mapped.study_id])
