"""Correcting a coded transcript: seen before, carried, placed anew, late acts, and going back."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from ebcd.acts import coding as desk
from ebcd.acts import versions as acts
from ebcd.acts import waiting
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import add_account, set_role
from ebcd.acts.codebook import add_code, delete_code, undo
from ebcd.acts.coding import Wanted
from ebcd.acts.search import find
from ebcd.acts.transcripts import look_at
from ebcd.codebook import Kind
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound
from ebcd.store.found_turns import Where
from ebcd.store.passages import usable_passages
from ebcd.store.versions import NewVersion
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.transcripts.correcting import Said, said
from ebcd.transcripts.turns import Turn
from tests.coding_desk import made

TURNS = [
    Turn("Q", 0, 2_000, "How did it start?"),
    Turn("A", 2_000, 9_000, "The hopsital rang me. I was scared 👩‍⚕️ to death."),
    Turn("A", 9_000, 12_000, "Nobody told me why they had moved my bed."),
]


class Study:
    """A transcript, an open desk on its first version, and the ways to correct it."""

    def __init__(self, workbench: Workbench, actor: Actor, study_id: int) -> None:
        self.workbench, self.actor, self.study_id = workbench, actor, study_id
        self.transcript = made.add_transcript(workbench, study_id, TURNS)
        self.code = add_code(workbench, actor, study_id, Kind.THEME, "Not being told")
        self.first = self.text()
        self.sha256 = self.opened().transcript.sha256

    @property
    def at(self) -> tuple[Workbench, Actor, int, int]:
        return self.workbench, self.actor, self.study_id, self.transcript

    def text(self) -> acts.Text:
        return acts.text(*self.at)

    def opened(self) -> desk.Opened:
        return desk.opened(*self.at)

    def correct(self, at: int, *becomes: Said) -> NewVersion:
        """Put `becomes` in place of the turn at `at`."""
        seen = said(self.text().turns)[at : at + 1]
        return acts.correct_turns(*self.at, at, seen, becomes, "misheard")

    def old_span(self, words: str) -> Span:
        start = "\n".join(turn.text for turn in TURNS).index(words)
        return Span(start, start + len(words))

    def act(self, kind: str, about: str = "", words: str = "", **more: object) -> str:
        """An act of the desk that still shows the first version; the uuid it is about."""
        about = about or str(uuid4())
        wanted = Wanted(str(uuid4()), kind, about, self.code)
        if words:
            wanted = replace(wanted, span=self.old_span(words), quote=words)
        desk.do(*self.at, self.sha256, replace(wanted, **more))  # type: ignore[arg-type]
        return about

    def quotes(self) -> dict[str, str]:
        with self.workbench.database.reading() as connection:
            return {p.uuid: p.quote for p in usable_passages(connection, self.study_id)}

    def waits(self) -> list[str]:
        return [one.quote for one in waiting.listed(*self.at)[0]]


@pytest.fixture
def study(workbench: Workbench, actor: Actor, study_id: int) -> Study:
    return Study(workbench, actor, study_id)


def test_what_becomes_of_everything_is_seen_before_it_is_saved(study: Study) -> None:
    study.act("apply", words="hopsital")
    study.act("apply", words="I was scared")
    study.act("apply", words="moved my bed")
    study.act("withhold", words="to death", reason="distress")
    becomes = [said(TURNS)[0], ("A", "The hospital rang me."), said(TURNS)[2]]
    seen = acts.preview(*study.at, study.first.version, becomes)
    assert seen.foreseen.same == 1
    assert [(t.kind, t.was, t.now) for t in seen.foreseen.reworded] == [
        ("coding", "hopsital", "hospital")
    ]
    assert [(t.kind, t.code, t.was) for t in seen.foreseen.lost] == [
        ("coding", "Not being told", "I was scared"),
        ("withheld", "", "to death"),
    ]
    assert [found.number for found in seen.differences] == [2]
    assert study.text() == study.first


def test_a_saved_correction_says_who_and_why_and_can_be_compared(study: Study) -> None:
    study.correct(1, ("A", "The hospital rang me."))
    newest, oldest = acts.history(*study.at)
    assert (newest.number, newest.reason, newest.current) == (2, "misheard", True)
    [found] = acts.compare(study.workbench, study.actor, study.study_id, oldest.id, newest.id)
    assert (found.was, found.number) == (2, 2)


def test_going_back_is_a_version_of_its_own_that_loses_nothing(study: Study) -> None:
    first = study.act("apply", words="I was scared")
    study.correct(1, ("A", "The hospital rang me twice."))
    assert study.waits() == ["I was scared"]
    outcome = acts.go_back(*study.at, study.first.version)
    assert (outcome.number, outcome.waiting) == (3, [])
    assert study.quotes() == {first: "I was scared"}
    assert study.text().turns == TURNS


def test_two_people_who_correct_different_turns_both_keep_their_corrections(study: Study) -> None:
    seen = said(TURNS)
    acts.correct_turns(*study.at, 0, [], [("Q", "Thank you for coming.")])
    acts.correct_turns(*study.at, 2, seen[2:], [("A", "They had moved my bed.")])
    assert [turn.text for turn in study.text().turns] == [
        "Thank you for coming.", TURNS[0].text, TURNS[1].text, "They had moved my bed.",
    ]  # fmt: skip


def test_two_people_who_correct_the_same_turn_do_not_overwrite_each_other(study: Study) -> None:
    seen = said(TURNS)[1:2]
    acts.correct_turns(*study.at, 1, seen, [("A", "The hospital rang me.")])
    with pytest.raises(Conflict, match="meanwhile"):
        acts.correct_turns(*study.at, 1, seen, [("A", "The hospital called.")])
    with pytest.raises(Conflict, match="meanwhile"):
        acts.correct(*study.at, study.first.version, [("A", "Everything anew.")])


def test_a_correction_that_changes_nothing_is_refused(study: Study) -> None:
    with pytest.raises(BadInput, match="Nothing was changed"):
        study.correct(1, said(TURNS)[1])
    with pytest.raises(BadInput, match="No words"):
        acts.correct(*study.at, study.first.version, [("A", " ")])


def test_only_who_may_correct_transcripts_does(study: Study) -> None:
    account_id = add_account(study.workbench, study.actor, "rae", display_name="Rae")
    set_role(study.workbench, study.actor, study.study_id, "rae", Role.READER)
    study.actor = Actor(account_id, "Rae")
    with pytest.raises(NotAllowed):
        study.correct(1, ("A", "The hospital rang me."))


def test_an_act_that_arrives_late_lands_on_the_same_words(study: Study) -> None:
    gone = study.act("apply", words="rang me")
    study.correct(0, ("Q", "Tell me: how did it all start?"))
    coded = study.act("apply", words="moved my bed")
    study.act("move", about=coded, words="moved my bed.")
    study.act("remove", about=gone)
    assert study.quotes() == {coded: "moved my bed."}


def test_what_a_late_act_coded_waits_where_its_words_are_gone(study: Study) -> None:
    study.correct(1, ("A", "The hospital rang me."))
    study.act("apply", words="I was scared 👩‍⚕️ to death")
    assert study.quotes() == {}
    assert study.waits() == ["I was scared 👩‍⚕️ to death"]
    study.act("withhold", words="I was scared 👩‍⚕️ to death", reason="asked")
    [mark] = study.opened().withheld
    assert mark.span == Span(18, 39)


def test_an_act_on_a_text_that_nobody_knows_is_refused(study: Study) -> None:
    study.sha256 = "0" * 64
    with pytest.raises(Conflict, match="corrected meanwhile"):
        study.act("apply", words="moved my bed")


def test_undo_after_a_correction_brings_the_coding_back_to_its_words(study: Study) -> None:
    uuid = study.act("apply", words="rang me")
    lost = study.act("apply", words="I was scared")
    study.act("remove", about=uuid)
    study.act("remove", about=lost)
    study.correct(1, ("A", "One day the hospital rang me."))
    study.act("restore", about=uuid)
    study.act("restore", about=lost)
    assert study.quotes() == {uuid: "rang me"}
    assert study.waits() == ["I was scared"]


def test_what_waits_is_placed_anew_or_given_up(study: Study) -> None:
    study.act("apply", words="I was scared")
    study.act("apply", words="Nobody told me why")
    study.act("withhold", words="to death", reason="distress")
    study.correct(1, ("A", "The hospital rang. I was so afraid."))
    study.correct(2, ("A", "They moved my bed."))
    waits = {one.quote: one for one in waiting.listed(*study.at)[0]}
    assert set(waits) == {"Nobody told me why", "to death"}
    assert waiting.waiting_counts(*study.at[:3]) == {study.transcript: len(waits)}
    assert len(study.opened().withheld) == 1
    text = "\n".join(turn.text for turn in study.text().turns)
    start = text.index("They moved")
    one = waits["Nobody told me why"]
    waiting.place_anew(*study.at, one.kind, one.id, Span(start, start + 10), "They moved")
    one = waits["to death"]
    waiting.give_up(*study.at, one.kind, one.id)
    assert study.opened().withheld == []
    assert list(study.quotes().values()) == ["I was so afraid", "They moved"]
    with pytest.raises(NotFound, match="somebody else"):
        waiting.give_up(*study.at, one.kind, one.id)
    assert study.waits() == []


def test_a_coding_given_up_can_be_brought_back(study: Study) -> None:
    uuid = study.act("apply", words="I was scared 👩‍⚕️ to death")
    study.correct(1, ("A", "The hospital rang me."))
    [one] = waiting.listed(*study.at)[0]
    waiting.give_up(*study.at, one.kind, one.id)
    assert study.waits() == []
    acts.go_back(*study.at, study.first.version)
    study.act("restore", about=uuid)
    assert study.quotes() == {uuid: "I was scared 👩‍⚕️ to death"}


def test_a_passage_is_not_placed_on_words_that_are_not_there(study: Study) -> None:
    study.act("apply", words="I was scared 👩‍⚕️ to death")
    study.correct(1, ("A", "The hospital rang me."))
    [one] = waiting.listed(*study.at)[0]
    for span, quote in ((Span(0, 3), "Why"), (Span(0, 0), ""), (Span(0, 9_999), "How")):
        with pytest.raises(BadInput):
            waiting.place_anew(*study.at, one.kind, one.id, span, quote)


def test_codings_with_corrected_words_are_listed_until_somebody_looked(study: Study) -> None:
    uuid = study.act("apply", words="hopsital rang")
    study.correct(1, ("A", TURNS[1].text.replace("hopsital", "hospital")))
    [one] = waiting.listed(*study.at)[1]
    assert (one.uuid, one.was, one.quote) == (uuid, "hopsital rang", "hospital rang")
    waiting.looked_at(*study.at[:3], [uuid])
    assert waiting.listed(*study.at)[1] == []


def test_a_corrected_file_replaces_the_text_under_the_names_of_the_study(study: Study) -> None:
    study.act("apply", words="moved my bed")
    lines = "Interviewer: How did it start?\nMaria: The hospital rang me.\n"
    looked = look_at(
        *study.at[:3], "corrected.txt", (lines + "Maria: Then they moved my bed.\n").encode()
    )
    labels = {"Interviewer": "Q", "Maria": "A"}
    seen = acts.preview_file(*study.at, looked, labels)
    assert seen.foreseen.same == 1
    acts.replace_with_file(*study.at, study.first.version, looked, labels)
    turns = study.text().turns
    assert [turn.speaker for turn in turns][:2] == ["Q", "A"]
    assert turns[0].start_ms == 0
    assert list(study.quotes().values()) == ["moved my bed"]


def test_a_deleted_code_comes_back_onto_the_words_as_they_are_now(study: Study) -> None:
    uuid = study.act("apply", words="moved my bed")
    done = delete_code(study.workbench, study.actor, study.study_id, study.code)
    assert done.undo_id is not None
    study.correct(0, ("Q", "Tell me: how did it all start?"))
    undo(study.workbench, study.actor, study.study_id, done.undo_id)
    assert study.quotes() == {uuid: "moved my bed"}
    assert study.waits() == []


def test_the_search_does_not_find_what_a_waiting_mark_covers(study: Study) -> None:
    study.correct(1, ("A", "The hospital rang me."))
    study.act("withhold", words="I was scared 👩‍⚕️ to death", reason="asked")
    assert find(*study.at[:3], "hospital", Where()).turns == []
    assert len(find(*study.at[:3], "nobody", Where()).turns) == 1
