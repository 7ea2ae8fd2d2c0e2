"""Memos: written, found by their words, changed, and brought back."""

from __future__ import annotations

from uuid import uuid4

import pytest

from ebcd.acts import coding, memos
from ebcd.acts.access import Actor
from ebcd.acts.codebook import add_code
from ebcd.acts.coding import Wanted
from ebcd.codebook import Kind
from ebcd.errors import BadInput, NotFound
from ebcd.store.workbench import Workbench
from ebcd.text import Span
from ebcd.transcripts.turns import Turn
from tests.coding_desk import made


@pytest.fixture
def asking(workbench: Workbench, actor: Actor, study_id: int) -> tuple[Workbench, Actor, int]:
    return workbench, actor, study_id


Asking = tuple[Workbench, Actor, int]


def test_memos_are_found_by_all_their_words_in_any_case(asking: Asking) -> None:
    memos.write_memo(*asking, "study", "The corridor comes up again and again.")
    memos.write_memo(*asking, "journal", "I felt angry on her behalf; 100 % sure.")
    assert [one.kind for one in memos.memos(*asking)] == ["journal", "study"]
    assert [one.kind for one in memos.memos(*asking, words="AGAIN corridor")] == ["study"]
    assert [one.kind for one in memos.memos(*asking, words="100 %")] == ["journal"]
    assert memos.memos(*asking, words="corridor angry") == []
    assert [one.kind for one in memos.memos(*asking, kind="journal")] == ["journal"]


def test_a_memo_on_a_coding_is_listed_with_code_words_and_place(asking: Asking) -> None:
    transcript = made.add_transcript(asking[0], asking[2], [Turn("A", None, None, "Nobody came.")])
    code = add_code(*asking, Kind.EMOTION, "Angry")
    about = str(uuid4())
    opened = coding.opened(*asking, transcript)
    for wanted in (
        Wanted(str(uuid4()), "apply", about, code, Span(0, 6)),
        Wanted(str(uuid4()), "memo", about, text="Look here"),
    ):
        coding.do(*asking, transcript, opened.transcript.sha256, wanted)
    [memo] = memos.memos(*asking)
    assert (memo.code, memo.quote, memo.title) == ("Angry", "Nobody", "P01 interview")
    assert (memo.transcript_id, memo.start, memo.end) == (transcript, 0, 6)
    undo = memos.rewrite_memo(*asking, memo.uuid, "Look there")
    assert undo is not None
    assert coding.opened(*asking, transcript).codings[0].memo == "Look there"
    memos.undo_memo(*asking, undo)
    assert coding.opened(*asking, transcript).codings[0].memo == "Look here"


def test_a_deleted_memo_comes_back_by_undo_once(asking: Asking) -> None:
    uuid = memos.write_memo(*asking, "study", "Keep me")
    undo = memos.delete_memo(*asking, uuid)
    assert memos.memos(*asking) == []
    assert undo is not None
    memos.undo_memo(*asking, undo)
    assert [one.text for one in memos.memos(*asking)] == ["Keep me"]
    with pytest.raises(NotFound):
        memos.undo_memo(*asking, undo)


def test_a_memo_emptied_is_deleted(asking: Asking) -> None:
    uuid = memos.write_memo(*asking, "study", "Keep me")
    memos.rewrite_memo(*asking, uuid, "  ")
    assert memos.memos(*asking) == []


def test_a_memo_needs_words_and_something_to_be_about(asking: Asking) -> None:
    with pytest.raises(BadInput):
        memos.write_memo(*asking, "study", "  ")
    with pytest.raises(BadInput):
        memos.write_memo(*asking, "weather", "Rain")
    with pytest.raises(NotFound):
        memos.write_memo(*asking, "transcript", "Words", transcript_id=77)
    with pytest.raises(NotFound):
        memos.write_memo(*asking, "code", "Words", code_id=77)
