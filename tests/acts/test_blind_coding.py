"""Blind coding: what a blind coder can reach, and when it opens for comparison."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import select

from ebcd.acts import assistant, blind_coding, codebook, exchange, findings, memos, together
from ebcd.acts import coding as desk
from ebcd.acts import transcripts as texts
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import actor_for, add_account, set_role
from ebcd.acts.act import look
from ebcd.acts.coding import Wanted
from ebcd.codebook import Kind
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound, WorkbenchError
from ebcd.store import accounts
from ebcd.store import coding as codings
from ebcd.store.assistant import Proposal, propose
from ebcd.store.passages import usable_passages
from ebcd.store.tables import blind_passage
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.transcripts.turns import Turn
from tests.coding_desk import made

SAID = [
    Turn("Q", None, None, "How did it start?"),
    Turn("A", None, None, "Nobody told me anything. I waited three hours in the corridor."),
    Turn("Q", None, None, "And then?"),
    Turn("A", None, None, "Then a nurse sat down with me and explained all of it."),
]
TOLD, WAITED, NURSE = Span(18, 42), Span(43, 80), Span(91, 144)


@dataclass
class Team:
    """A study with a lead, two coders and a researcher who is not one of them."""

    workbench: Workbench
    lead: Actor
    study_id: int

    def __post_init__(self) -> None:
        self.ana, self.ben, self.cy = (self._actor(name) for name in ("ana", "ben", "cy"))
        self.transcript = made.add_transcript(self.workbench, self.study_id, SAID)
        self.other = made.add_transcript(self.workbench, self.study_id, SAID, "Another")
        self.told = codebook.add_code(*self.as_(self.lead), Kind.THEME, "Not being told")
        self.waiting = codebook.add_code(*self.as_(self.lead), Kind.THEME, "Waiting")
        self.sha256 = self.opened(self.lead).transcript.sha256

    def _actor(self, name: str) -> Actor:
        account_id = add_account(self.workbench, self.lead, name, name.title())
        set_role(self.workbench, self.lead, self.study_id, name, Role.RESEARCHER)
        with self.workbench.database.reading() as connection:
            account = accounts.by_id(connection, account_id)
        assert account is not None
        return actor_for(account)

    def as_(self, actor: Actor) -> tuple[Workbench, Actor, int]:
        return self.workbench, actor, self.study_id

    def begin(self, *transcripts: int) -> int:
        coders = [self.ana.account_id or 0, self.ben.account_id or 0]
        return blind_coding.begin(
            *self.as_(self.lead), list(transcripts) or [self.transcript], coders
        )[0]

    def opened(self, actor: Actor, transcript: int | None = None) -> desk.Opened:
        return desk.opened(*self.as_(actor), transcript or self.transcript)

    def do(
        self, actor: Actor, kind: str, about: str = "", at: int | None = None, **values: object
    ) -> desk.Done:
        wanted = replace(Wanted(str(uuid4()), kind, about), **values)  # type: ignore[arg-type]
        return desk.do(*self.as_(actor), at or self.transcript, self.sha256, wanted)

    def code(self, actor: Actor, code: int, span: Span, at: int | None = None) -> str:
        about = str(uuid4())
        self.do(actor, "apply", about, at, code=code, span=span)
        return about

    def seen(self, actor: Actor, transcript: int | None = None) -> set[str]:
        return {each.uuid for each in self.opened(actor, transcript).codings}


@pytest.fixture
def team(workbench: Workbench, actor: Actor, study_id: int) -> Team:
    return Team(workbench, actor, study_id)


def test_while_it_is_open_each_coder_sees_their_own_codings_alone(team: Team) -> None:
    before = team.code(team.lead, team.told, TOLD)
    elsewhere = team.code(team.lead, team.told, TOLD, at=team.other)
    blind = team.begin()
    of_ana, of_ben = (team.code(who, team.waiting, WAITED) for who in (team.ana, team.ben))
    assert team.seen(team.ana) == {of_ana}
    assert team.seen(team.ben) == {of_ben}
    assert team.seen(team.cy) == team.seen(team.lead) == {before, of_ana, of_ben}
    assert team.seen(team.ana, team.other) == {elsewhere}
    assert not blind_coding.say_done(*team.as_(team.ana), blind)
    assert team.seen(team.ana) == {of_ana}
    assert blind_coding.say_done(*team.as_(team.ben), blind)
    assert team.seen(team.ana) == team.seen(team.ben) == {before, of_ana, of_ben}


def test_no_list_count_or_file_shows_a_blind_coder_what_another_did(team: Team) -> None:
    blind = team.begin()
    of_ben = team.code(team.ben, team.waiting, WAITED)
    team.do(team.ben, "memo", of_ben, text="Benssecret")
    memos.write_memo(
        *team.as_(team.ben), memos.TRANSCRIPT, "Benssecret", transcript_id=team.transcript
    )
    asking = team.as_(team.ana)
    assert desk.changes(*asking, team.transcript, 0).codings == ()
    assert desk.changes(*asking, team.transcript, 0).gone == ()
    assert [each.codings for each in desk.progress(*asking)] == [0, 0]
    assert findings.material(*asking).codings == []
    assert codebook.coding_counts(*asking) == {}
    assert [each.codings for each in texts.transcripts(*asking)] == [0, 0]
    assert memos.memos(*asking) == []
    for what, ending in (("quotations", "csv"), ("memos", "csv")):
        shown = exchange.export(*asking, what, ending).data.decode()
        assert "Benssecret" not in shown
        assert "Waiting" not in shown
    project = exchange.export(*asking, "project", "qdpx").data
    assert of_ben.encode() not in zipfile.ZipFile(BytesIO(project)).read("project.qde")
    with look(*asking) as connection:
        assert usable_passages(connection, team.study_id, uuids=[of_ben]) == []
        assert codings.codings(connection, team.study_id) == []
        assert codings.find(connection, team.study_id, of_ben) is None
    assert not any(line.who == "B" and line.transcript for line in together.recent(*asking))
    blind_coding.close(*team.as_(team.lead), blind)
    assert len(findings.material(*asking).codings) == 1
    assert len(memos.memos(*asking)) == 2


def test_a_blind_coder_cannot_touch_a_coding_whose_number_leaked(team: Team) -> None:
    team.begin()
    of_ben = team.code(team.ben, team.waiting, WAITED)
    for kind, values in (
        ("recode", {"code": team.told}),
        ("move", {"span": TOLD}),
        ("memo", {"text": "mine"}),
    ):
        with pytest.raises(NotFound, match="removed"):
            team.do(team.ana, kind, of_ben, **values)
    team.do(team.ana, "remove", of_ben)
    assert team.seen(team.ben) == {of_ben}
    team.do(team.ben, "remove", of_ben)
    with pytest.raises(NotFound, match="brought back"):
        team.do(team.ana, "restore", of_ben)
    team.do(team.ben, "restore", of_ben)
    assert team.seen(team.ben) == {of_ben}


def test_suggestions_in_a_transcript_coded_blind_are_hidden_from_its_coders(team: Team) -> None:
    version = team.opened(team.lead).transcript.version
    proposal = Proposal(team.transcript, version, team.told, NURSE, 0.9, {})
    with team.workbench.database.writing() as connection:
        propose(connection, team.study_id, "a model", [proposal])
    [shown] = assistant.queue(*team.as_(team.lead))
    team.begin()
    for who, there in ((team.ana, 0), (team.cy, 1)):
        assert (
            len(assistant.queue(*team.as_(who), transcript_id=team.transcript, most=500)) == there
        )
        assert len(assistant.queue(*team.as_(who))) == there
        assert assistant.counts(*team.as_(who))[0] == ({team.told: 1} if there else {})
    with pytest.raises(WorkbenchError, match="gone"):
        assistant.accept(*team.as_(team.ana), shown.id)


def test_a_code_in_use_by_a_hidden_coding_is_not_thrown_away(team: Team) -> None:
    team.begin()
    team.code(team.ben, team.waiting, WAITED)
    with look(*team.as_(team.ana)) as connection:
        from ebcd.store.codebook import coding_counts

        assert coding_counts(connection, team.study_id) == {}
        assert coding_counts(connection, team.study_id, everybody=True) == {team.waiting: 1}


def test_what_each_had_is_kept_when_it_opens_and_not_what_comes_later(team: Team) -> None:
    blind = team.begin()
    of_ana = team.code(team.ana, team.told, TOLD)
    blind_coding.close(*team.as_(team.lead), blind)
    team.code(team.ben, team.told, TOLD)
    team.do(team.ana, "remove", of_ana)
    with team.workbench.database.reading() as connection:
        [row] = connection.execute(select(blind_passage)).all()
    assert (row.coding_uuid, row.coder_id) == (of_ana, team.ana.account_id)


def test_a_coder_who_said_done_can_go_on(team: Team) -> None:
    blind = team.begin()
    blind_coding.say_done(*team.as_(team.ana), blind)
    blind_coding.say_done(*team.as_(team.ana), blind, done=False)
    assert not blind_coding.say_done(*team.as_(team.ben), blind)
    assert blind_coding.say_done(*team.as_(team.ana), blind)


def test_only_the_lead_or_who_set_it_up_for_others_ends_it(team: Team) -> None:
    blind = team.begin()
    for who in (team.ana, team.cy):
        for end in (blind_coding.close, blind_coding.call_off):
            with pytest.raises(NotAllowed, match="lead"):
                end(*team.as_(who), blind)
    with pytest.raises(NotAllowed, match="not one of the coders"):
        blind_coding.say_done(*team.as_(team.cy), blind)
    blind_coding.call_off(*team.as_(team.lead), blind)
    coders = [team.ana.account_id or 0, team.ben.account_id or 0]
    [again] = blind_coding.begin(*team.as_(team.cy), [team.transcript], coders)
    blind_coding.close(*team.as_(team.cy), again)
    [own] = blind_coding.begin(*team.as_(team.ana), [team.transcript], coders)
    with pytest.raises(NotAllowed, match="lead"):
        blind_coding.close(*team.as_(team.ana), own)


def test_what_cannot_be_coded_blind_is_refused(team: Team) -> None:
    ana, ben = team.ana.account_id or 0, team.ben.account_id or 0
    with pytest.raises(BadInput, match="two coders"):
        blind_coding.begin(*team.as_(team.lead), [team.transcript], [ana, ana])
    with pytest.raises(BadInput, match="may not code"):
        blind_coding.begin(*team.as_(team.lead), [team.transcript], [ana, 987654])
    with pytest.raises(BadInput, match="Choose the transcripts"):
        blind_coding.begin(*team.as_(team.lead), [], [ana, ben])
    with pytest.raises(NotFound):
        blind_coding.begin(*team.as_(team.lead), [987654], [ana, ben])
    team.begin()
    with pytest.raises(Conflict, match="already"):
        team.begin()
    set_role(team.workbench, team.lead, team.study_id, "cy", Role.READER)
    with pytest.raises(NotAllowed):
        blind_coding.begin(*team.as_(team.cy), [team.other], [ana, ben])
