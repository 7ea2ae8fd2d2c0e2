"""Searching, and coding what was found: seen before, done as one act, taken back as one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from ebcd.acts import coding, memos, versions
from ebcd.acts import search as acts
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import actor_for, add_account, set_role
from ebcd.acts.codebook import add_code, codes, delete_code
from ebcd.acts.coding import Wanted
from ebcd.acts.search import Done, NewCode, Preview, Proposal, Unit
from ebcd.codebook import Kind
from ebcd.coding import Origin
from ebcd.errors import BadInput, Conflict, NotAllowed, NotFound
from ebcd.store import accounts, log
from ebcd.store import coding as store
from ebcd.store.found_turns import Where
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.transcripts.correcting import said
from ebcd.transcripts.turns import Turn
from tests.coding_desk import made

SAID = [
    Turn("Q", None, None, "Were you told?"),
    Turn(
        "A", None, None, "Nobody told me 👩‍⚕️ a thing. I waited. They told my wife, told her twice."
    ),
    Turn("A", None, None, "Later I was told."),
]
ANYWHERE = Where()


class Scene:
    """One transcript and a code."""

    def __init__(self, workbench: Workbench, actor: Actor, study_id: int) -> None:
        self.asking = workbench, actor, study_id
        self.workbench, self.actor, self.study_id = workbench, actor, study_id
        self.transcript = made.add_transcript(workbench, study_id, SAID)
        self.code = add_code(workbench, actor, study_id, Kind.THEME, "Being told")
        self.text = "\n".join(turn.text for turn in SAID)

    def preview(
        self, typed: str = "told", unit: Unit = Unit.SENTENCE, code: int | None = None
    ) -> Preview:
        return acts.preview(*self.asking, typed, ANYWHERE, unit, code or self.code)

    def code_all(self, typed: str = "told", unit: Unit = Unit.SENTENCE) -> Done:
        return acts.code_found(*self.asking, self.preview(typed, unit).new, self.code)

    def quotes(self) -> list[str]:
        with self.workbench.database.reading() as connection:
            return [each.quote for each in store.codings(connection, self.study_id)]

    def desk(self) -> coding.Opened:
        return coding.opened(*self.asking, self.transcript)

    def do(self, kind: str, about: str, **values: object) -> None:
        wanted = replace(Wanted(f"{kind}{about[:20]}", kind, about), **values)  # type: ignore[arg-type]
        coding.do(*self.asking, self.transcript, self.desk().transcript.sha256, wanted)


@pytest.fixture
def scene(workbench: Workbench, actor: Actor, study_id: int) -> Scene:
    return Scene(workbench, actor, study_id)


def test_a_search_says_how_it_was_read_and_gives_a_page(scene: Scene) -> None:
    result = acts.find(*scene.asking, "told OR waited", ANYWHERE)
    assert result.read_as == "“told” or “waited”"
    assert [len(turn.hits) for turn in result.turns] == [4, 1]
    assert acts.find(*scene.asking, "told", ANYWHERE, page=1).turns == []
    with pytest.raises(BadInput, match="at least one word"):
        acts.find(*scene.asking, "?!", ANYWHERE)


@pytest.mark.parametrize(
    ("unit", "quotes"),
    [
        (
            Unit.SENTENCE,
            ["Nobody told me 👩‍⚕️ a thing.", "They told my wife, told her twice.", SAID[2].text],
        ),
        (Unit.TURN, [SAID[1].text, SAID[2].text]),
        (Unit.WORDS, ["told"] * 4),
    ],
)
def test_what_would_be_coded_is_what_is_coded(scene: Scene, unit: Unit, quotes: list[str]) -> None:
    preview = scene.preview(unit=unit)
    assert [each.quote for each in preview.proposals] == quotes
    assert all(scene.text[p.span.start : p.span.end] == p.quote for p in preview.proposals)
    done = scene.code_all(unit=unit)
    assert done.codings == len(quotes)
    assert scene.quotes() == quotes
    with scene.workbench.database.reading() as connection:
        found = store.codings(connection, scene.study_id)
    assert {each.origin for each in found} == {Origin.AUTOCODE}


def test_a_passage_that_bears_the_code_is_marked_and_left_out(scene: Scene) -> None:
    first = scene.preview().new[:1]
    acts.code_found(*scene.asking, first, scene.code)
    again = scene.preview()
    assert [each.already for each in again.proposals] == [True, False, False]
    assert len(again.new) == 2
    other = add_code(*scene.asking, Kind.THEME, "Waiting")
    assert len(scene.preview(code=other).new) == 3


def test_a_passage_with_words_not_to_be_used_is_left_out_and_counted(scene: Scene) -> None:
    start = scene.text.index("a thing")
    scene.do("withhold", "a-mark", span=Span(start, start + 7), reason="asked")
    preview = scene.preview()
    assert (preview.not_to_use, len(preview.proposals)) == (1, 2)
    assert scene.preview(unit=Unit.TURN).not_to_use == 1


def test_desks_read_again_after_coding_and_after_undoing(scene: Scene) -> None:
    before = scene.desk().transcript.revision
    done = scene.code_all()
    after = coding.changes(*scene.asking, scene.transcript, before)
    assert after.all
    acts.undo(*scene.asking, done.undo_id or 0)
    assert coding.changes(*scene.asking, scene.transcript, after.revision).all


def test_undo_takes_back_all_of_it_once(scene: Scene) -> None:
    done = scene.code_all()
    undone = acts.undo(*scene.asking, done.undo_id or 0)
    assert (undone.codings, undone.kept, scene.quotes()) == (3, 0, [])
    with pytest.raises(Conflict, match="undone already"):
        acts.undo(*scene.asking, done.undo_id or 0)


def test_undo_leaves_what_somebody_has_worked_on_since(scene: Scene) -> None:
    done = scene.code_all()
    first, second, third = scene.desk().codings
    scene.do("memo", first.uuid, text="Said angrily.")
    scene.do("move", second.uuid, span=Span(second.span.start, second.span.end - 1))
    undone = acts.undo(*scene.asking, done.undo_id or 0)
    assert (undone.codings, undone.kept) == (1, 2)
    left = [each.uuid for each in scene.desk().codings]
    assert left == [first.uuid, second.uuid]
    assert third.uuid not in left
    assert len(memos.memos(*scene.asking)) == 1


def test_a_new_code_is_made_with_it_and_goes_with_the_undo(scene: Scene) -> None:
    new = NewCode(Kind.EMOTION, " Left out ")
    passages = scene.preview(code=0).new
    done = acts.code_found(*scene.asking, passages, new)
    assert [code.name for code in codes(*scene.asking)] == ["Being told", "Left out"]
    acts.undo(*scene.asking, done.undo_id or 0)
    assert [code.name for code in codes(*scene.asking)] == ["Being told"]


def test_a_new_code_that_is_there_already_is_that_one_and_stays(scene: Scene) -> None:
    passages = scene.preview().new
    done = acts.code_found(*scene.asking, passages, NewCode(Kind.THEME, "being TOLD"))
    assert done.code_id == scene.code
    acts.undo(*scene.asking, done.undo_id or 0)
    assert [code.name for code in codes(*scene.asking)] == ["Being told"]


def test_a_new_code_that_is_in_use_by_then_stays(scene: Scene) -> None:
    passages = list(scene.preview().new)
    done = acts.code_found(*scene.asking, passages[:2], NewCode(Kind.THEME, "Told late"))
    acts.code_found(*scene.asking, passages[2:], done.code_id)
    acts.undo(*scene.asking, done.undo_id or 0)
    assert "Told late" in [code.name for code in codes(*scene.asking)]
    assert scene.quotes() == [SAID[2].text]


def test_nothing_is_done_where_something_does_not_fit(scene: Scene) -> None:
    passages = list(scene.preview().new)
    with pytest.raises(BadInput, match="at least one"):
        acts.code_found(*scene.asking, [], scene.code)
    with pytest.raises(BadInput, match="at most"):
        acts.code_found(*scene.asking, passages * 400, scene.code)
    wrong: list[Proposal] = [*passages, replace(passages[0], quote="Other words")]
    with pytest.raises(Conflict, match="corrected"):
        acts.code_found(*scene.asking, wrong, scene.code)
    delete_code(*scene.asking, scene.code)
    with pytest.raises(NotFound, match="deleted"):
        acts.code_found(*scene.asking, passages, scene.code)
    assert scene.quotes() == []


def test_the_log_holds_no_words(scene: Scene) -> None:
    scene.code_all()
    with scene.workbench.database.reading() as connection:
        [entry, *_] = log.recent(connection, scene.study_id)
    assert entry.what == "code what a search found"
    assert "told" not in str(entry.about)


def test_a_reader_searches_but_does_not_code(scene: Scene) -> None:
    added = add_account(scene.workbench, scene.actor, "rea", "Rea Der")
    set_role(scene.workbench, scene.actor, scene.study_id, "rea", Role.READER)
    with scene.workbench.database.reading() as connection:
        account = accounts.by_id(connection, added)
    assert account is not None
    asking = scene.workbench, actor_for(account), scene.study_id
    assert acts.find(*asking, "told", ANYWHERE).turns
    with pytest.raises(NotAllowed):
        acts.preview(*asking, "told", ANYWHERE, Unit.TURN, scene.code)
    with pytest.raises(NotAllowed):
        acts.code_found(*asking, scene.preview().new, scene.code)


def test_a_corrected_text_is_searched_as_it_is_now(scene: Scene) -> None:
    seen = said(versions.text(*scene.asking, scene.transcript).turns)
    mark = replace(Wanted("late", "withhold", "a-mark", reason="asked"), span=Span(15, 21))
    sha256 = scene.desk().transcript.sha256
    becomes = [("A", "Later I was informed.")]
    versions.correct_turns(*scene.asking, scene.transcript, 2, seen[2:3], becomes, "misheard")
    assert acts.find(*scene.asking, "informed", ANYWHERE).found.turns == 1
    assert acts.find(*scene.asking, "later told", ANYWHERE).found.turns == 0
    assert acts.find(*scene.asking, "nobody", ANYWHERE).found.turns == 1
    coding.do(*scene.asking, scene.transcript, sha256, mark)
    assert acts.find(*scene.asking, "nobody", ANYWHERE).found.turns == 0
    with scene.workbench.database.reading() as connection:
        held = connection.execute(text("SELECT text FROM search_words")).scalars().all()
    assert not any("Nobody" in each for each in held)
