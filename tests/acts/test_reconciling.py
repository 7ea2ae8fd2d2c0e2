"""Reconciling: what coders had becomes what they agree on, one act at a time, and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from ebcd.acts import blind_coding, codebook, findings, memos, people, reconciling
from ebcd.acts.access import Actor
from ebcd.codebook import Kind
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.findings.disagreements import Choice, Differs
from ebcd.people import Group
from ebcd.store.tables import blind_decision, coding, log, speaker, withheld
from ebcd.store.versions import add_version
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from tests.acts.test_blind_coding import NURSE, SAID, TOLD, WAITED, Team

ALL = list(Kind)


@pytest.fixture
def team(workbench: Workbench, actor: Actor, study_id: int) -> Team:
    return Team(workbench, actor, study_id)


class Talk:
    """Ana and Ben have coded apart, and Cy settles what differs."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.blind = team.begin()
        self.agreed = [team.code(who, team.told, TOLD) for who in (team.ana, team.ben)]
        self.ana = team.code(team.ana, team.waiting, WAITED)
        self.ben = team.code(team.ben, team.waiting, Span(WAITED.start, WAITED.end - 16))
        self.alone = team.code(team.ana, team.told, NURSE)
        blind_coding.close(*team.as_(team.lead), self.blind)
        self.asking = team.as_(team.cy)

    def compared(self) -> reconciling.Compared:
        return reconciling.compared(*self.asking, self.blind)

    def place(self, differs: Differs) -> int:
        return next(each.key for each in self.compared().places if each.differs is differs)

    def decide(self, differs: Differs, choice: Choice, **values: object) -> str:
        at = self.place(differs)
        return reconciling.decide(*self.asking, self.blind, at, choice, **values)  # type: ignore[arg-type]

    def rows(self) -> list[tuple[str, int, int, int, str]]:
        query = select(coding).order_by(coding.c.start, coding.c.end, coding.c.uuid)
        with self.team.workbench.database.reading() as connection:
            return [
                (row.uuid, row.code_id, row.start, row.end, row.quote)
                for row in connection.execute(query)
            ]


@pytest.fixture
def talk(team: Team) -> Talk:
    return Talk(team)


def test_the_comparison_shows_where_they_agree_and_how_they_differ(talk: Talk) -> None:
    found = talk.compared()
    assert [each.differs for each in found.places] == [
        Differs.AGREE,
        Differs.BOUNDARIES,
        Differs.ONLY_SOME,
    ]
    assert found.words(found.places[0].span) == "Nobody told me anything."
    figures = reconciling.figures(found, ALL)
    assert figures.turns.units == 4
    assert figures.characters.units == sum(len(span) for span in found.spans)
    assert figures.turns.by_code[talk.team.waiting].alpha == 1
    assert figures.characters.by_code[talk.team.waiting].alpha < 1  # type: ignore[operator]


def test_it_cannot_be_compared_while_it_is_open(team: Team) -> None:
    blind = team.begin()
    for who in (team.ana, team.lead):
        with pytest.raises(Conflict, match="coded blind"):
            reconciling.compared(*team.as_(who), blind)
    blind_coding.close(*team.as_(team.lead), blind)
    reconciling.compared(*team.as_(team.ana), blind)
    team.begin()
    with pytest.raises(Conflict, match="coded blind"):
        reconciling.compared(*team.as_(team.ana), blind)
    reconciling.compared(*team.as_(team.cy), blind)


def test_a_comparison_of_another_study_is_not_there(talk: Talk, actor: Actor) -> None:
    from ebcd.acts.study import create_study

    other = create_study(talk.team.workbench, actor, "Another")
    with pytest.raises(NotFound):
        reconciling.compared(talk.team.workbench, actor, other, talk.blind)
    with pytest.raises(NotFound):
        reconciling.accept_agreed(talk.team.workbench, actor, other, talk.blind)


def test_what_agrees_is_accepted_at_once_and_counts_once(talk: Talk) -> None:
    before = talk.rows()
    assert reconciling.accept_agreed(*talk.asking, talk.blind) == 1
    material = findings.material(*talk.asking)
    told = [each for each in material.codings if each.span == TOLD]
    assert [(each.coder, each.quote) for each in told] == [
        (talk.team.cy.account_id, "Nobody told me anything.")
    ]
    with pytest.raises(Conflict, match="already"):
        reconciling.accept_agreed(*talk.asking, talk.blind)
    figures = reconciling.figures(talk.compared(), ALL)
    assert figures.turns.by_code[talk.team.told].units == 4
    [act] = {each.act for each in talk.compared().decisions.values()}
    assert reconciling.take_back(*talk.asking, talk.blind, act) == 1
    assert talk.rows() == before
    assert talk.compared().decisions == {}


@pytest.mark.parametrize(
    ("kept", "end"), [("ana", WAITED.end), ("ben", WAITED.end - 16), ("both", WAITED.end)]
)
def test_different_boundaries_become_those_chosen(talk: Talk, kept: str, end: int) -> None:
    before = talk.rows()
    ana, ben = talk.team.ana.account_id, talk.team.ben.account_id
    coders = {"ana": [ana], "ben": [ben], "both": [ana, ben]}[kept]
    act = talk.decide(Differs.BOUNDARIES, Choice.KEPT, kept=coders, note="Talked it through.")
    waiting = [row[2:4] for row in talk.rows() if row[1] == talk.team.waiting]
    assert waiting == [(WAITED.start, end)]
    [decision] = talk.compared().decisions.values()
    assert (decision.choice, decision.kept, decision.note) == (
        "kept",
        tuple(coders),
        "Talked it through.",
    )
    reconciling.take_back(*talk.asking, talk.blind, act)
    assert talk.rows() == before


def test_new_boundaries_and_none_at_all(talk: Talk) -> None:
    talk.decide(Differs.BOUNDARIES, Choice.ADJUSTED, span=Span(45, 60))
    talk.decide(Differs.ONLY_SOME, Choice.NEITHER)
    left = [row for row in talk.rows() if row[0] not in talk.agreed]
    assert [row[2:] for row in left] == [(45, 60, "waited three ho")]
    with pytest.raises(BadInput, match="begins"):
        talk.decide(Differs.AGREE, Choice.ADJUSTED)


def test_two_people_do_not_settle_the_same_place(talk: Talk) -> None:
    talk.decide(Differs.ONLY_SOME, Choice.NEITHER)
    with pytest.raises(Conflict, match="meanwhile"):
        talk.decide(Differs.ONLY_SOME, Choice.KEPT, kept=[talk.team.ana.account_id])


def test_memos_go_on_with_the_coding_that_stays_and_come_back(talk: Talk) -> None:
    team = talk.team
    for who, about in ((team.ana, talk.ana), (team.ben, talk.ben)):
        team.do(who, "memo", about, text=f"memo of {who.name}")
    act = talk.decide(Differs.BOUNDARIES, Choice.KEPT, kept=[team.ben.account_id])
    [note] = memos.memos(*talk.asking)
    assert sorted(note.text.split("\n\n")) == ["memo of Ana", "memo of Ben"]
    assert len(team.opened(team.cy).codings) == 4
    reconciling.take_back(*talk.asking, talk.blind, act)
    assert sorted(each.text for each in memos.memos(*talk.asking)) == ["memo of Ana", "memo of Ben"]


def test_open_desks_learn_what_was_settled(talk: Talk) -> None:
    team = talk.team
    since = team.opened(team.ana).transcript.revision
    talk.decide(Differs.ONLY_SOME, Choice.NEITHER)
    found = team.opened(team.ana)
    from ebcd.acts import coding as desk

    changed = desk.changes(*team.as_(team.ana), team.transcript, since)
    assert changed.gone == [talk.alone]
    assert talk.alone not in {each.uuid for each in found.codings}


def test_what_may_not_be_used_is_neither_compared_nor_shown(talk: Talk) -> None:
    team = talk.team
    team.do(
        team.cy,
        "withhold",
        str(uuid4()),
        span=Span(WAITED.start + 2, WAITED.start + 8),
        reason="asked",
    )
    found = talk.compared()
    assert [each.differs for each in found.places] == [Differs.AGREE, Differs.ONLY_SOME]
    assert found.words(WAITED) == "I […] three hours in the corridor."
    total = sum(len(span) for span in found.spans)
    assert reconciling.figures(found, ALL).characters.units == total - 6
    with team.workbench.database.reading() as connection:
        assert connection.execute(select(withheld)).first() is not None


def test_a_withdrawal_erases_notes_about_the_persons_words(talk: Talk) -> None:
    team = talk.team
    person = people.add_participant(*team.as_(team.lead), Group.PATIENT)
    with team.workbench.database.writing() as connection:
        connection.execute(
            speaker.update().where(speaker.c.label == "A").values(participant_id=person)
        )
    talk.decide(Differs.ONLY_SOME, Choice.NEITHER, note="She says: a nurse sat down")
    people.withdraw(*team.as_(team.lead), person, date(2026, 11, 22))
    with team.workbench.database.reading() as connection:
        [row] = connection.execute(select(blind_decision)).all()
    assert row.note == ""
    assert talk.compared().places == []
    assert "nurse" not in talk.compared().words(Span(0, 150))


def test_the_log_holds_no_words(talk: Talk) -> None:
    talk.decide(Differs.ONLY_SOME, Choice.NEITHER, note="private words")
    reconciling.accept_agreed(*talk.asking, talk.blind)
    with talk.team.workbench.database.reading() as connection:
        told = " ".join(str(row.about) for row in connection.execute(select(log)))
    assert "private" not in told
    assert "Nobody" not in told


def test_merged_and_deleted_codes_leave_the_rest_of_the_comparison_standing(talk: Talk) -> None:
    team = talk.team
    codebook.merge_codes(*team.as_(team.lead), team.waiting, team.told)
    assert {mark.code for mark in talk.compared().marks} == {team.told}
    assert len(talk.compared().marks) == 5
    codebook.delete_code(*team.as_(team.lead), team.told)
    assert talk.compared().marks == ()


def test_a_correction_carries_along_what_the_coders_had(talk: Talk) -> None:
    team = talk.team
    act = talk.decide(Differs.ONLY_SOME, Choice.NEITHER)
    turns = [replace(turn, text=turn.text.replace("three", "four long")) for turn in SAID]
    with team.workbench.database.writing() as connection:
        add_version(connection, team.study_id, team.transcript, turns, by_id=None, why="misheard")
    found = talk.compared()
    [boundaries] = [each for each in found.places if each.differs is Differs.BOUNDARIES]
    assert found.words(boundaries.span) == "I waited four long hours in the corridor."
    assert (len(found.marks), found.lost) == (5, 0)
    with pytest.raises(Conflict, match="corrected since"):
        reconciling.take_back(*talk.asking, talk.blind, act)
    talk.decide(Differs.BOUNDARIES, Choice.KEPT, kept=[team.ana.account_id])
    assert "I waited four long hours in the corridor." in [row[4] for row in talk.rows()]
