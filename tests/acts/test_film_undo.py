"""Everything done to the film can be taken back, one act after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ebcd.acts import film as acts
from ebcd.acts import film_captions, film_chapters, film_undo, recordings
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import actor_for, add_account, set_role
from ebcd.errors import Conflict
from ebcd.film.storyboard import Answer, ClipKind, Storyboard, Tone
from ebcd.store import accounts
from ebcd.store.workbench import Workbench
from tests.film.made_film import make_film
from tests.film.made_study import FilmStudy

WAIT = "I waited three hours and nobody said one single word."
NURSE = "Then a nurse came and she drew me a picture of it."
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def begun(workbench: Workbench, actor: Actor, study_id: int) -> FilmStudy:
    made = FilmStudy(workbench, actor, study_id)
    made.begin("Waiting", "Being told")
    made.clip(WAIT)
    made.clip(NURSE)
    return made


def clips(study: FilmStudy) -> list[int]:
    """The clips with somebody in them, in order."""
    return [clip.id for _, clip in study.film.board.clips() if clip.people]


def last(study: FilmStudy) -> film_undo.Undoable:
    found = film_undo.undoable(*study.whose, LONG_AGO)
    assert found is not None
    return found


DOING: dict[str, Callable[[FilmStudy], object]] = {
    "order": lambda s: acts.move_clip(*s.whose, clips(s)[0], 1),
    "order by drag": lambda s: acts.put_before(*s.whose, clips(s)[1], clips(s)[0]),
    "another chapter": lambda s: acts.put_clip(*s.whose, clips(s)[0], s.chapters[1]),
    "trim": lambda s: acts.trim(*s.whose, clips(s)[0], 3_000, 9_000),
    "note": lambda s: acts.note_clip(*s.whose, clips(s)[0], "louder", Tone.BAD),
    "delete": lambda s: acts.delete_clip(*s.whose, clips(s)[0]),
    "card": lambda s: acts.add_card(*s.whose, s.chapters[0], ClipKind.CARD, "Meanwhile"),
    "answer": lambda s: s.approve(clips(s)[0], Answer.REFUSED),
    "captions": lambda s: film_captions.correct(*s.whose, clips(s)[0], "I waited."),
    "title": lambda s: film_chapters.change_storyboard(*s.whose, "Another", 600_000),
    "chapter": lambda s: film_chapters.add_chapter(*s.whose, "The end"),
    "chapter's name": lambda s: film_chapters.rename_chapter(*s.whose, s.chapters[0], "Now"),
    "chapters' order": lambda s: film_chapters.move_chapter(*s.whose, s.chapters[0], 1),
    "empty chapter": lambda s: film_chapters.delete_chapter(
        *s.whose, next(each.id for each in s.film.board.chapters if not each.clips)
    ),
}


def test_every_act_is_taken_back_exactly_the_last_one_first(begun: FilmStudy) -> None:
    begun.approve(clips(begun)[0])
    states: list[Storyboard] = []
    for act in DOING.values():
        states.append(begun.film.board)
        act(begun)
        assert begun.film.board != states[-1]
    for name, before in zip(reversed(DOING), reversed(states), strict=True):
        film_undo.undo(*begun.whose, last(begun).id)
        assert begun.film.board == before, name


def test_what_was_taken_back_cannot_be_taken_back_again(begun: FilmStudy) -> None:
    acts.move_clip(*begun.whose, clips(begun)[0], 1)
    undo_id = last(begun).id
    film_undo.undo(*begun.whose, undo_id)
    with pytest.raises(Conflict):
        film_undo.undo(*begun.whose, undo_id)


def test_what_somebody_changed_since_stays(begun: FilmStudy) -> None:
    first = clips(begun)[0]
    acts.trim(*begun.whose, first, 3_000, 9_000)
    trimmed = last(begun).id
    acts.trim(*begun.whose, first, 4_000, 9_000)
    board = begun.film.board
    with pytest.raises(Conflict, match="changed since"):
        film_undo.undo(*begun.whose, trimmed)
    film_chapters.add_chapter(*begun.whose, "The end")
    added = last(begun).id
    acts.put_clip(*begun.whose, first, begun.film.board.chapters[-1].id)
    with pytest.raises(Conflict):
        film_undo.undo(*begun.whose, added)
    assert first in clips(begun)
    assert board != begun.film.board


def test_a_clip_whose_chapter_is_gone_does_not_come_back(begun: FilmStudy) -> None:
    for clip in clips(begun):
        acts.delete_clip(*begun.whose, clip)
    undo_id = last(begun).id
    film_chapters.delete_chapter(*begun.whose, begun.chapters[0])
    with pytest.raises(Conflict):
        film_undo.undo(*begun.whose, undo_id)


def test_each_person_takes_back_their_own_of_this_visit(begun: FilmStudy) -> None:
    account_id = add_account(begun.workbench, begun.actor, "mia", "Mia")
    set_role(*begun.whose, "mia", Role.RESEARCHER)
    with begun.workbench.database.reading() as connection:
        account = accounts.by_id(connection, account_id)
    assert account is not None
    mia = begun.workbench, actor_for(account), begun.study_id
    assert film_undo.undoable(*mia, LONG_AGO) is None
    acts.move_clip(*mia, clips(begun)[0], 1)
    assert film_undo.undoable(*mia, LONG_AGO) is not None
    assert last(begun).what != "order the clips"
    assert film_undo.undoable(*mia, datetime(2099, 1, 1, tzinfo=UTC)) is None


def test_a_link_to_a_recording_is_taken_back_with_what_it_was(
    begun: FilmStudy, tmp_path: Path
) -> None:
    one = recordings.add_recording(*begun.whose, make_film(tmp_path / "one.mp4", 14))
    other = recordings.add_recording(*begun.whose, make_film(tmp_path / "other.mp4", 15))
    boards = [begun.film.board]
    for recording, offset in ((one, 0), (one, 1_500), (other, 0), (None, 0)):
        recordings.link_recording(*begun.whose, begun.transcript, recording, offset)
        boards.append(begun.film.board)
    for before in reversed(boards[:-1]):
        film_undo.undo(*begun.whose, last(begun).id)
        assert begun.film.board == before
    recordings.link_recording(*begun.whose, begun.transcript, one)
    linked = last(begun)
    assert linked.what == "link a recording"
    recordings.delete_recording(*begun.whose, one)
    with pytest.raises(Conflict):
        film_undo.undo(*begun.whose, linked.id)
