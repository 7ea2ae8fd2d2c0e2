"""The film's frame: its title and length, and its chapters in order."""

from __future__ import annotations

from collections.abc import Iterable

from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act
from ebcd.acts.film_undo import changing
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.film.storyboard import TARGET_MS, Chapter, Storyboard
from ebcd.store import codebook
from ebcd.store import film as store
from ebcd.store import study as studies
from ebcd.store.workbench import Workbench
from ebcd.text import normalise

LONGEST_TITLE = 200


def create_storyboard(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    title: str = "",
    target_ms: int = TARGET_MS,
) -> int:
    """Begin the study's film; its id. Raises Conflict where it has been begun."""
    with act(workbench, actor, study_id, May.FILM, "begin the film") as doing:
        if store.film(doing.connection, study_id) is not None:
            raise Conflict("The film has been begun already: reload the page.")
        found = studies.by_id(doing.connection, study_id)
        title = title or (f"{found.name}: the catalyst film" if found else "")
        title, target_ms = title_of(title[:LONGEST_TITLE]), whole_target(target_ms)
        film_id = store.begin(doing.connection, study_id, title, target_ms)
        doing.about(film=film_id)
    return film_id


def change_storyboard(
    workbench: Workbench, actor: Actor, study_id: int, title: str, target_ms: int
) -> None:
    """Name the film, and say how long it is to be."""
    with changing(workbench, actor, study_id, "describe the film") as doing:
        found = begun(doing)
        store.change_storyboard(
            doing.connection, found.id, title_of(title), whole_target(target_ms)
        )


def add_chapter(
    workbench: Workbench, actor: Actor, study_id: int, title: str, code_id: int | None = None
) -> int:
    """Put a chapter at the film's end; its id. `code_id`: the touchpoint it comes from."""
    with changing(workbench, actor, study_id, "add a chapter") as doing:
        found = begun(doing)
        if code_id is not None and codebook.find(doing.connection, study_id, code_id) is None:
            raise NotFound("This touchpoint was deleted by somebody else: reload the page.")
        made = store.add_chapter(doing.connection, study_id, found.id, title_of(title), code_id)
        doing.about(chapter=made)
    return made


def chapters_from_touchpoints(
    workbench: Workbench, actor: Actor, study_id: int, codes: Iterable[int]
) -> list[int]:
    """A chapter for each of these touchpoints that has none, in the order given; their ids."""
    with changing(workbench, actor, study_id, "make chapters of touchpoints") as doing:
        found = begun(doing)
        there = {chapter.code for chapter in found.board.chapters}
        names = {each.id: each.name for each in codebook.codes(doing.connection, study_id)}
        made = [
            store.add_chapter(doing.connection, study_id, found.id, names[code], code)
            for code in dict.fromkeys(codes)
            if code in names and code not in there
        ]
        doing.about(chapters=made)
    return made


def rename_chapter(
    workbench: Workbench, actor: Actor, study_id: int, chapter_id: int, title: str
) -> None:
    """Change what a chapter's title card says."""
    with changing(workbench, actor, study_id, "name a chapter") as doing:
        chapter_of(begun(doing).board, chapter_id)
        store.change_chapter(doing.connection, chapter_id, title_of(title))
        doing.about(chapter=chapter_id)


def move_chapter(
    workbench: Workbench, actor: Actor, study_id: int, chapter_id: int, by: int
) -> None:
    """Move a chapter with its clips up (-1) or down (1)."""
    with changing(workbench, actor, study_id, "order the chapters") as doing:
        board = begun(doing).board
        ordered = [each.id for each in board.chapters]
        at = ordered.index(chapter_of(board, chapter_id).id)
        ordered.insert(min(max(at + by, 0), len(ordered) - 1), ordered.pop(at))
        store.place_chapters(doing.connection, ordered)
        doing.about(chapter=chapter_id)


def delete_chapter(workbench: Workbench, actor: Actor, study_id: int, chapter_id: int) -> None:
    """Delete an empty chapter. Raises Conflict where it has clips."""
    with changing(workbench, actor, study_id, "delete a chapter") as doing:
        if chapter_of(begun(doing).board, chapter_id).clips:
            raise Conflict("This chapter has clips: move or delete them first.")
        store.remove_chapter(doing.connection, chapter_id)
        doing.about(chapter=chapter_id)


def begun(doing: Act) -> store.Film:
    """The film within an act. Raises NotFound where none has been begun."""
    found = store.film(doing.connection, doing.study_id)
    if found is None:
        raise NotFound("There is no storyboard yet: begin the film first.")
    return found


def chapter_of(board: Storyboard, chapter_id: int) -> Chapter:
    """A chapter of the film. Raises NotFound where it is gone."""
    found = next((each for each in board.chapters if each.id == chapter_id), None)
    if found is None:
        raise NotFound("This chapter is no longer in the film: reload the page.")
    return found


def title_of(title: str) -> str:
    """A title as it is kept. Raises BadInput where it is empty or too long."""
    title = normalise(title)
    if not title or len(title) > LONGEST_TITLE:
        raise BadInput(f"Give a title of up to {LONGEST_TITLE} characters.")
    return title


def whole_target(target_ms: int) -> int:
    """A length that a film can have, in milliseconds. Raises BadInput for another."""
    if not 60_000 <= target_ms <= 4 * 60 * 60_000:
        raise BadInput("A film is between one minute and four hours long: choose its length.")
    return target_ms
