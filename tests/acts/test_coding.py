"""Coding acts: done once, checked against the text, taken back, and told to other desks."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from ebcd.acts import coding as acts
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import actor_for, add_account, set_role
from ebcd.acts.codebook import add_code, delete_code
from ebcd.acts.coding import Done, Wanted
from ebcd.codebook import Kind
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound, WorkbenchError
from ebcd.store import accounts, log
from ebcd.store.assistant import Proposal, propose
from ebcd.store.desk import Changes, DeskCoding
from ebcd.store.passages import usable_passages
from ebcd.store.tables import suggestion, undo
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.transcripts.turns import Turn
from tests.coding_desk import made

SAID = [
    Turn("Q", None, None, "How did it start?"),
    Turn("A", None, None, "Es war schön 👩‍⚕️ und dann nichts mehr."),
]
SPAN = Span(18, 26)


class Desk:
    """A coder at a transcript."""

    def __init__(self, workbench: Workbench, actor: Actor, study_id: int) -> None:
        self.workbench, self.actor, self.study_id = workbench, actor, study_id
        self.transcript = made.add_transcript(workbench, study_id, SAID)
        self.code = add_code(workbench, actor, study_id, Kind.THEME, "Not being told")
        self.sha256 = self.opened().transcript.sha256

    def opened(self) -> acts.Opened:
        return acts.opened(self.workbench, self.actor, self.study_id, self.transcript)

    def codings(self) -> list[DeskCoding]:
        return self.opened().codings

    def do(self, wanted: Wanted, actor: Actor | None = None) -> Done:
        return acts.do(
            self.workbench,
            actor or self.actor,
            self.study_id,
            self.transcript,
            self.sha256,
            wanted,
        )

    def wanted(self, kind: str, about: str = "", **values: object) -> Wanted:
        return replace(Wanted(str(uuid4()), kind, about), **values)  # type: ignore[arg-type]

    def apply(self, span: Span = SPAN, quote: str = "") -> str:
        about = str(uuid4())
        self.do(self.wanted("apply", about, code=self.code, span=span, quote=quote))
        return about


@pytest.fixture
def desk(workbench: Workbench, actor: Actor, study_id: int) -> Desk:
    return Desk(workbench, actor, study_id)


def test_a_coding_keeps_the_words_at_its_place(desk: Desk) -> None:
    text = "\n".join(turn.text for turn in SAID)
    start = text.index("schön")
    span = Span(start, start + len("schön 👩‍⚕️ und"))
    about = desk.apply(span, "schön 👩‍⚕️ und")
    with desk.workbench.database.reading() as connection:
        found = usable_passages(connection, desk.study_id, uuids=[about])
    assert [one.quote for one in found] == ["schön 👩‍⚕️ und"]


def test_the_same_act_sent_twice_is_done_once_and_answered_twice(desk: Desk) -> None:
    wanted = desk.wanted("apply", str(uuid4()), code=desk.code, span=Span(18, 26))
    first, second = desk.do(wanted), desk.do(wanted)
    assert first == second
    assert len(desk.codings()) == 1
    with desk.workbench.database.reading() as connection:
        entries = log.recent(connection, desk.study_id)
    assert [entry.what for entry in entries].count("code a passage") == 1


def test_a_late_copy_of_an_act_does_not_bring_back_what_was_removed(desk: Desk) -> None:
    about = str(uuid4())
    wanted = desk.wanted("apply", about, code=desk.code, span=Span(18, 26))
    desk.do(wanted)
    desk.do(desk.wanted("remove", about))
    desk.do(wanted)
    assert desk.codings() == []


def test_the_log_holds_no_words(desk: Desk) -> None:
    about = desk.apply(quote="Es war s")
    desk.do(desk.wanted("memo", about, text="A private thought"))
    with desk.workbench.database.reading() as connection:
        entries = log.recent(connection, desk.study_id)
    assert "private" not in str(entries)
    assert "war" not in str([entry.about for entry in entries])


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"span": Span(18, 26), "quote": "other words"}, Conflict),
        ({"span": Span(50, 5000)}, Conflict),
        ({"span": None}, Conflict),
        ({"span": Span(18, 26), "code": 999}, NotFound),
    ],
)
def test_a_coding_that_does_not_fit_is_refused_and_leaves_nothing(
    desk: Desk, values: dict[str, object], error: type[WorkbenchError]
) -> None:
    revision = desk.opened().transcript.revision
    with pytest.raises(error):
        desk.do(desk.wanted("apply", str(uuid4()), **{"code": desk.code, **values}))
    assert desk.codings() == []
    assert desk.opened().transcript.revision == revision


def test_acts_on_an_older_text_are_refused(desk: Desk) -> None:
    desk.sha256 = "0" * 64
    with pytest.raises(Conflict, match="corrected"):
        desk.apply()


def test_a_code_deleted_by_somebody_else_is_named_as_the_reason(desk: Desk) -> None:
    delete_code(desk.workbench, desk.actor, desk.study_id, desk.code)
    with pytest.raises(NotFound, match="deleted"):
        desk.apply()


def test_removing_is_undone_with_coder_and_memo(desk: Desk) -> None:
    about = desk.apply()
    desk.do(desk.wanted("memo", about, text=" Said twice. "))
    before = desk.codings()
    assert before[0].memo == "Said twice."
    desk.do(desk.wanted("remove", about))
    assert desk.codings() == []
    desk.do(desk.wanted("restore", about))
    assert desk.codings() == before


def test_what_a_withdrawal_erased_cannot_be_brought_back(desk: Desk) -> None:
    about = desk.apply()
    desk.do(desk.wanted("remove", about))
    with desk.workbench.database.writing() as connection:
        connection.execute(delete(undo))
    with pytest.raises(NotFound, match="cannot be brought back"):
        desk.do(desk.wanted("restore", about))


def test_code_passage_and_memo_of_a_coding_change(desk: Desk) -> None:
    about = desk.apply()
    other = add_code(desk.workbench, desk.actor, desk.study_id, Kind.EMOTION, "Sad")
    desk.do(desk.wanted("recode", about, code=other))
    desk.do(desk.wanted("move", about, span=Span(0, 3), quote="How"))
    desk.do(desk.wanted("memo", about, text="x"))
    desk.do(desk.wanted("memo", about, text=""))
    [found] = desk.codings()
    assert (found.code, found.span, found.memo) == (other, Span(0, 3), "")


def test_changing_a_coding_that_is_gone_is_refused(desk: Desk) -> None:
    for kind, values in (("recode", {"code": desk.code}), ("memo", {"text": "x"})):
        with pytest.raises(NotFound, match="removed this coding"):
            desk.do(desk.wanted(kind, str(uuid4()), **values))
    desk.do(desk.wanted("remove", str(uuid4())))


def test_a_withheld_passage_is_in_no_list_until_it_is_released(desk: Desk) -> None:
    desk.apply(Span(18, 26))
    mark = str(uuid4())
    desk.do(desk.wanted("withhold", mark, span=Span(20, 22), reason="distress"))
    with desk.workbench.database.reading() as connection:
        assert usable_passages(connection, desk.study_id) == []
    assert [one.reason for one in desk.opened().withheld] == ["distress"]
    desk.do(desk.wanted("release", mark))
    with desk.workbench.database.reading() as connection:
        assert len(usable_passages(connection, desk.study_id)) == 1


def test_a_withheld_passage_needs_a_known_reason(desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.do(desk.wanted("withhold", str(uuid4()), span=Span(0, 3), reason="because"))


def test_a_new_code_is_answered_with_its_number_also_the_second_time(desk: Desk) -> None:
    wanted = desk.wanted("new_code", text="  Being   believed ", code_kind="theme")
    first = desk.do(wanted)
    assert first.code is not None
    assert desk.do(wanted).code == first.code
    again = desk.wanted("new_code", text="being believed", code_kind="theme")
    assert desk.do(again).code == first.code
    names = [code.name for code, _ in desk.opened().codes]
    assert names.count("Being believed") == 1


def test_a_new_code_needs_a_kind_and_a_name(desk: Desk) -> None:
    for values in ({"text": "x", "code_kind": "mood"}, {"text": " ", "code_kind": "theme"}):
        with pytest.raises(BadInput):
            desk.do(desk.wanted("new_code", **values))


def test_an_unknown_act_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput, match="not known"):
        desk.do(desk.wanted("explode"))


def test_readers_and_strangers_do_not_code(desk: Desk) -> None:
    reader = _account(desk, "reader", Role.READER)
    with pytest.raises(NotAllowed):
        desk.do(desk.wanted("apply", str(uuid4()), code=desk.code, span=Span(0, 3)), reader)
    assert acts.opened(desk.workbench, reader, desk.study_id, desk.transcript).codings == []
    stranger = _account(desk, "stranger", None)
    with pytest.raises(NotFound):
        acts.opened(desk.workbench, stranger, desk.study_id, desk.transcript)
    with pytest.raises(NotFound):
        acts.changes(desk.workbench, stranger, desk.study_id, desk.transcript, 0)


def _account(desk: Desk, name: str, role: Role | None) -> Actor:
    added = add_account(desk.workbench, desk.actor, name, name)
    if role:
        set_role(desk.workbench, desk.actor, desk.study_id, name, role)
    with desk.workbench.database.reading() as connection:
        account = accounts.by_id(connection, added)
    assert account is not None
    return actor_for(account)


def test_another_study_cannot_be_reached_through_this_one(desk: Desk) -> None:
    from ebcd.acts.study import create_study

    about = desk.apply()
    other = create_study(desk.workbench, desk.actor, "Another study")
    with pytest.raises(NotFound):
        acts.opened(desk.workbench, desk.actor, other, desk.transcript)
    with pytest.raises(NotFound):
        acts.do(
            desk.workbench,
            desk.actor,
            other,
            desk.transcript,
            desk.sha256,
            desk.wanted("remove", about),
        )
    assert len(desk.codings()) == 1


def test_an_act_on_one_transcript_does_not_touch_a_coding_of_another(desk: Desk) -> None:
    about = desk.apply()
    desk.transcript = made.add_transcript(desk.workbench, desk.study_id, SAID, "Another")
    desk.do(desk.wanted("remove", about))
    with pytest.raises(NotFound):
        desk.do(desk.wanted("recode", about, code=desk.code))
    with desk.workbench.database.reading() as connection:
        assert len(usable_passages(connection, desk.study_id)) == 1


def test_other_desks_are_told_what_changed_and_what_is_gone(desk: Desk) -> None:
    def changes(since: int) -> Changes:
        return acts.changes(desk.workbench, desk.actor, desk.study_id, desk.transcript, since)

    start = desk.opened().transcript.revision
    assert changes(start) == Changes(start)
    first, second = desk.apply(), desk.apply(Span(0, 3))
    mark = str(uuid4())
    desk.do(desk.wanted("withhold", mark, span=Span(4, 7), reason="other"))
    desk.do(desk.wanted("remove", first))
    found = changes(start)
    assert [one.uuid for one in found.codings] == [second]
    assert [one.uuid for one in found.withheld] == [mark]
    assert list(found.gone) == [first]
    assert found.revision == start + 4
    assert changes(found.revision - 1).codings == []


def test_after_an_import_of_codings_desks_read_all_again(desk: Desk) -> None:
    start = desk.opened().transcript.revision
    made.add_codings(
        desk.workbench, desk.study_id, _long(desk), made.turns(300, _dice()), [desk.code], 5
    )
    found = acts.changes(desk.workbench, desk.actor, desk.study_id, desk.transcript, start)
    assert found.all
    assert len(desk.codings()) == 5


def _dice() -> made.random.Random:
    return made.random.Random(1)


def _long(desk: Desk) -> int:
    desk.transcript = made.add_transcript(
        desk.workbench, desk.study_id, made.turns(300, _dice()), "Long"
    )
    return desk.transcript


def _suggest(desk: Desk, *spans: Span) -> list[int]:
    """Let these be the open suggestions of the desk's code; their numbers."""
    version = desk.opened().transcript.version
    proposals = [
        Proposal(desk.transcript, version, desk.code, span, 0.7, {"words": [], "near": []})
        for span in spans
    ]
    with desk.workbench.database.writing() as connection:
        propose(connection, desk.study_id, "test", proposals)
    return _open(desk)


def _open(desk: Desk) -> list[int]:
    with desk.workbench.database.reading() as connection:
        rows = connection.execute(select(suggestion).order_by(suggestion.c.start))
        return [row.id for row in rows if row.state == "open"]


def test_a_suggestion_is_accepted_as_it_is_or_with_another_code(desk: Desk) -> None:
    other = add_code(desk.workbench, desk.actor, desk.study_id, Kind.EMOTION, "Sad")
    first, second = _suggest(desk, Span(0, 3), Span(18, 26))
    about = str(uuid4())
    desk.do(desk.wanted("accept", about, suggestion=first))
    desk.do(desk.wanted("accept", str(uuid4()), suggestion=second, code=other))
    found = desk.codings()
    assert [(one.code, one.span, one.origin) for one in found] == [
        (desk.code, Span(0, 3), "suggestion"),
        (other, Span(18, 26), "suggestion"),
    ]
    assert _open(desk) == []
    desk.do(desk.wanted("reopen", about, suggestion=first))
    assert _open(desk) == [first]
    assert [one.code for one in desk.codings()] == [other]


def test_a_dismissed_suggestion_leaves_no_coding_and_can_be_opened_again(desk: Desk) -> None:
    [number] = _suggest(desk, Span(0, 3))
    desk.do(desk.wanted("dismiss", suggestion=number))
    assert (_open(desk), desk.codings()) == ([], [])
    desk.do(desk.wanted("reopen", suggestion=number))
    assert _open(desk) == [number]


def test_a_suggestion_decided_by_somebody_else_is_not_decided_again(desk: Desk) -> None:
    [number] = _suggest(desk, Span(0, 3))
    desk.do(desk.wanted("dismiss", suggestion=number))
    with pytest.raises(Conflict, match="Somebody else decided"):
        desk.do(desk.wanted("accept", str(uuid4()), suggestion=number))
    with pytest.raises(NotFound, match="gone"):
        desk.do(desk.wanted("accept", str(uuid4()), suggestion=999))
    assert desk.codings() == []


def test_progress_counts_all_and_ones_own(desk: Desk) -> None:
    desk.apply()
    mine = _account(desk, "mia", Role.RESEARCHER)
    desk.do(desk.wanted("apply", str(uuid4()), code=desk.code, span=Span(0, 3)), mine)
    [one] = acts.progress(desk.workbench, mine, desk.study_id)
    assert (one.codings, one.mine, one.words) == (2, 1, 12)
    assert acts.progress(desk.workbench, mine, desk.study_id, only=one.id) == [one]
    assert acts.progress(desk.workbench, mine, desk.study_id, only=one.id + 1) == []
    assert [found.initials for found in desk.codings()] == ["MI", ""]


def test_the_quick_codes_are_those_the_coder_used_last(desk: Desk) -> None:
    other = add_code(desk.workbench, desk.actor, desk.study_id, Kind.EMOTION, "Sad")
    assert set(desk.opened().recent) == {desk.code, other}
    desk.apply()
    desk.do(desk.wanted("apply", str(uuid4()), code=other, span=Span(0, 3)))
    mine = _account(desk, "mia", Role.RESEARCHER)
    for code in (desk.code, other, desk.code):
        desk.do(desk.wanted("apply", str(uuid4()), code=code, span=Span(0, 3)), mine)
    opened = acts.opened(desk.workbench, mine, desk.study_id, desk.transcript)
    assert opened.recent == [desk.code, other]
