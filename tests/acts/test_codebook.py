"""The codebook: whatever is done to it can be undone, and nothing is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from ebcd.acts import codebook, codebook_import
from ebcd.acts.access import Actor
from ebcd.codebook import Code, Kind, Pattern
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound
from ebcd.exchange.codebook_table import DraftCode, read_codebook
from ebcd.people import Group
from ebcd.store.tables import chapter, code, coding, coding_act, memo, storyboard
from ebcd.store.workbench import Workbench
from ebcd.times import now
from tests.findings.small_study import SmallStudy


@pytest.fixture
def asking(workbench: Workbench, actor: Actor, study_id: int) -> tuple[Workbench, Actor, int]:
    return workbench, actor, study_id


Asking = tuple[Workbench, Actor, int]


def names(asking: Asking) -> list[str]:
    return [code.name for code in codebook.codes(*asking)]


def row_of(asking: Asking, code_id: int) -> Code:
    return next(code for code in codebook.codes(*asking) if code.id == code_id)


def everything(workbench: Workbench) -> dict[str, list[Any]]:
    """What hangs on codes, without ids and moments."""
    with workbench.database.reading() as connection:
        named = {row[0]: row[1] for row in connection.execute(select(code.c.id, code.c.name))}
        codings = connection.execute(select(coding.c.uuid, coding.c.code_id))
        memos = connection.execute(select(memo.c.text, memo.c.coding_uuid, memo.c.code_id))
        chapters = connection.execute(select(chapter.c.title, chapter.c.code_id))
        parents = connection.execute(select(code.c.name, code.c.parent_id))
        return {
            "codings": sorted((uuid, named.get(of)) for uuid, of in codings),
            "memos": sorted((text, of or "", named.get(on)) for text, of, on in memos),
            "chapters": sorted((title, named.get(of)) for title, of in chapters),
            "parents": sorted((name, named.get(of)) for name, of in parents),
        }


@pytest.fixture
def used(asking: Asking) -> dict[str, Any]:
    """Two themes, one below the other, used in one interview, with memos and a chapter."""
    workbench, _, study_id = asking
    small = SmallStudy(workbench, study_id)
    person = small.person("P01", Group.PATIENT)
    interview = small.transcript("One", [(None, "How?"), (person, "I waited and I was cross.")])
    waiting = codebook.add_code(*asking, Kind.THEME, "Waiting")
    delay = codebook.add_code(*asking, Kind.THEME, "Delay")
    below = codebook.add_code(*asking, Kind.THEME, "Letters", parent=waiting)
    both = small.code(interview, waiting, "I waited")
    kept = small.code(interview, delay, "I waited")
    alone = small.code(interview, waiting, "I was cross")
    with workbench.database.writing() as connection:
        for uuid, on, text in ((both, None, "why?"), (None, waiting, "see Delay")):
            small._insert(
                connection, memo, uuid=text, about="code" if on else "coding", code_id=on,
                coding_uuid=uuid, text=text, created_at=now(), changed_at=now(),
            )  # fmt: skip
        film = small._insert(connection, storyboard, title="Film", created_at=now())
        small._insert(
            connection, chapter, storyboard_id=film, code_id=waiting, title="Ch", position=0
        )
    return {
        "waiting": waiting, "delay": delay, "below": below,
        "both": both, "kept": kept, "alone": alone,
    }  # fmt: skip


def test_a_new_code_gets_a_look_of_its_own(asking: Asking) -> None:
    ids = [codebook.add_code(*asking, Kind.THEME, f"Theme {at}") for at in range(9)]
    looks = {(row_of(asking, each).colour, row_of(asking, each).pattern) for each in ids}
    assert len(looks) == 9


def test_a_codebook_has_begun_with_its_first_code(asking: Asking) -> None:
    assert not codebook.begun(*asking)
    codebook.add_code(*asking, Kind.THEME, "Waiting")
    assert codebook.begun(*asking)


def test_two_codes_of_a_kind_cannot_have_one_name(asking: Asking) -> None:
    codebook.add_code(*asking, Kind.THEME, "Waiting")
    codebook.add_code(*asking, Kind.TOUCHPOINT, "Waiting")
    with pytest.raises(BadInput, match="called “Waiting” already"):
        codebook.add_code(*asking, Kind.THEME, "  waiting ")


def test_a_definition_is_changed_and_the_change_undone(asking: Asking) -> None:
    made = codebook.add_code(*asking, Kind.THEME, "Waiting", definition="old")
    done = codebook.define_code(
        *asking, made, name="Long waits", definition="new", pattern="wavy", colour="#ABCDEF"
    )
    assert row_of(asking, made).name == "Long waits"
    assert row_of(asking, made).pattern is Pattern.WAVY
    assert row_of(asking, made).colour == "#abcdef"
    assert done.undo_id is not None
    codebook.undo(*asking, done.undo_id)
    assert (row_of(asking, made).name, row_of(asking, made).definition) == ("Waiting", "old")
    with pytest.raises(Conflict):
        codebook.undo(*asking, done.undo_id)


@pytest.mark.parametrize("wrong", [{"colour": "red"}, {"id": 3}, {"name": " "}])
def test_what_no_code_can_be_is_refused(asking: Asking, wrong: dict[str, Any]) -> None:
    made = codebook.add_code(*asking, Kind.THEME, "Waiting")
    with pytest.raises(BadInput):
        codebook.define_code(*asking, made, **wrong)


def test_codes_move_up_down_and_under_another(asking: Asking) -> None:
    one, two, three = (codebook.add_code(*asking, Kind.THEME, name) for name in "ABC")
    codebook.shift_code(*asking, three, -1)
    assert names(asking) == ["A", "C", "B"]
    codebook.shift_code(*asking, one, -1)
    assert names(asking) == ["A", "C", "B"]
    codebook.move_code(*asking, one, two)
    assert names(asking) == ["C", "B", "A"]
    with pytest.raises(BadInput, match="below itself"):
        codebook.move_code(*asking, two, one)
    done = codebook.move_code(*asking, one, None)
    assert names(asking) == ["C", "B", "A"]
    assert done.undo_id is not None
    codebook.undo(*asking, done.undo_id)
    assert row_of(asking, one).parent == two


def test_what_hangs_on_a_code_is_counted(asking: Asking, used: dict[str, Any]) -> None:
    found = codebook.hanging(*asking, used["waiting"])
    assert (found.codings, found.transcripts, found.memos) == (2, 1, 2)
    assert (found.chapters, found.below, found.items) == (1, 1, 0)


def test_deleting_takes_what_hangs_on_it_and_undo_brings_all_of_it_back(
    asking: Asking, used: dict[str, Any]
) -> None:
    before = everything(asking[0])
    done = codebook.delete_code(*asking, used["waiting"])
    after = everything(asking[0])
    assert after["codings"] == [(used["kept"], "Delay")]
    assert after["memos"] == []
    assert after["chapters"] == [("Ch", None)]
    assert ("Letters", None) in after["parents"]
    assert done.undo_id is not None
    codebook.undo(*asking, done.undo_id)
    assert everything(asking[0]) == before


def test_undo_works_when_another_code_has_taken_the_name(
    asking: Asking, used: dict[str, Any]
) -> None:
    done = codebook.delete_code(*asking, used["waiting"])
    codebook.add_code(*asking, Kind.THEME, "Waiting")
    assert done.undo_id is not None
    codebook.undo(*asking, done.undo_id)
    assert "Waiting (2)" in names(asking)
    assert (used["alone"], "Waiting (2)") in everything(asking[0])["codings"]


def test_merging_moves_codings_and_joins_those_that_both_bear(
    asking: Asking, used: dict[str, Any]
) -> None:
    before = everything(asking[0])
    done = codebook.merge_codes(*asking, used["waiting"], used["delay"])
    after = everything(asking[0])
    assert after["codings"] == sorted([(used["kept"], "Delay"), (used["alone"], "Delay")])
    assert ("why?", used["kept"], None) in after["memos"]
    assert ("see Delay", "", "Delay") in after["memos"]
    assert after["chapters"] == [("Ch", "Delay")]
    assert ("Letters", "Delay") in after["parents"]
    assert done.undo_id is not None
    codebook.undo(*asking, done.undo_id)
    assert everything(asking[0]) == before


def test_a_code_merges_into_the_one_below_it(asking: Asking, used: dict[str, Any]) -> None:
    before = everything(asking[0])
    done = codebook.merge_codes(*asking, used["waiting"], used["below"])
    assert everything(asking[0])["parents"] == [("Delay", None), ("Letters", None)]
    assert done.undo_id is not None
    codebook.undo(*asking, done.undo_id)
    assert everything(asking[0]) == before


def test_only_codes_of_one_kind_merge(asking: Asking, used: dict[str, Any]) -> None:
    angry = codebook.add_code(*asking, Kind.EMOTION, "Angry")
    with pytest.raises(BadInput, match="only codes of one kind"):
        codebook.merge_codes(*asking, used["waiting"], angry)
    with pytest.raises(BadInput, match="into itself"):
        codebook.merge_codes(*asking, angry, angry)


def test_open_desks_learn_of_codings_that_went(asking: Asking, used: dict[str, Any]) -> None:
    codebook.delete_code(*asking, used["waiting"])
    with asking[0].database.reading() as connection:
        assert connection.execute(select(coding_act.c.kind)).scalars().all() == ["many"]


def test_the_starter_set_is_taken_one_by_one_and_never_twice(asking: Asking) -> None:
    offered = codebook_import.starter_set()
    assert {draft.kind for draft in offered} == {Kind.STAGE, Kind.EMOTION}
    codebook_import.take_codes(*asking, offered[:2])
    done = codebook_import.take_codes(*asking, offered[:3])
    assert names(asking) == [draft.name for draft in offered[:3]]
    assert done.undo_id is not None
    codebook.undo(*asking, done.undo_id)
    assert names(asking) == [draft.name for draft in offered[:2]]


def test_a_codebook_from_a_file_finds_its_parents_in_any_order(asking: Asking) -> None:
    codebook.add_code(*asking, Kind.THEME, "trust")
    text = "kind,name,parent,definition\ntouchpoint,Scan,Tests,\nstage,Tests,,\ntheme,Trust,,new\n"
    text += "theme,Being believed,Trust,\ntheme,Lost,Nowhere,\n"
    read = read_codebook(text.encode(), "c.csv")
    found = codebook_import.preview(*asking, read.codes, read.problems)
    assert [draft.name for draft in found.new] == ["Scan", "Tests", "Being believed", "Lost"]
    assert [draft.name for draft in found.filled] == ["Trust"]
    assert [problem[:5] for problem in found.problems] == ["Row 6"]
    codebook_import.take_codes(*asking, read.codes)
    by_name = {each.name: each for each in codebook.codes(*asking)}
    assert by_name["Scan"].parent == by_name["Tests"].id
    assert by_name["Being believed"].parent == by_name["trust"].id
    assert by_name["trust"].definition == "new"


def test_codes_from_a_file_never_overwrite_what_the_team_wrote(asking: Asking) -> None:
    made = codebook.add_code(*asking, Kind.THEME, "Trust", definition="ours")
    draft = DraftCode(Kind.THEME, "Trust", definition="theirs", include="theirs")
    codebook_import.take_codes(*asking, [draft])
    assert (row_of(asking, made).definition, row_of(asking, made).include) == ("ours", "theirs")


def test_a_stranger_sees_no_codebook_and_a_gone_code_is_said_so(asking: Asking) -> None:
    workbench, _, study_id = asking
    stranger = Actor(None, "stranger")
    with pytest.raises(NotFound):
        codebook.codes(workbench, stranger, study_id)
    with pytest.raises((NotFound, NotAllowed)):
        codebook.add_code(workbench, stranger, study_id, Kind.THEME, "X")
    with pytest.raises(NotFound, match="deleted by somebody else"):
        codebook.delete_code(*asking, 99)
