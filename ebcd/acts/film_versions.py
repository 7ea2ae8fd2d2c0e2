"""Versions of the film: a short one beside the long one, from the same storyboard."""

from __future__ import annotations

from collections.abc import Iterable

from ebcd.acts.access import Actor
from ebcd.acts.act import Act, look
from ebcd.acts.film import film_of
from ebcd.acts.film_chapters import begun, title_of, whole_target
from ebcd.acts.film_undo import changing
from ebcd.errors import BadInput, NotFound
from ebcd.film.versions import WHOLE, Row, Version, compared, moved_within
from ebcd.store import film_versions as store
from ebcd.store.workbench import Workbench
from ebcd.text import shorten

LONGEST_NAME = 80
MOST_VERSIONS = 12


def add_version(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    name: str,
    target_ms: int,
    clips: Iterable[int] | None = None,
) -> int:
    """Make a version of these clips, of all of them for None; its id."""
    with changing(workbench, actor, study_id, "make a version of the film") as doing:
        found = begun(doing)
        there = [clip.id for _, clip in found.board.clips()]
        there_already = store.versions(doing.connection, study_id)
        if len(there_already) >= MOST_VERSIONS:
            raise BadInput(f"Keep to {MOST_VERSIONS} versions of the film: delete one first.")
        name = _free_name(name, there_already)
        made = store.add(doing.connection, study_id, found.id, name, whole_target(target_ms))
        wanted = set(there) if clips is None else set(clips)
        store.choose(doing.connection, study_id, made, [each for each in there if each in wanted])
        doing.about(version=made, clips=len(wanted & set(there)))
    return made


def change_version(
    workbench: Workbench, actor: Actor, study_id: int, version_id: int, name: str, target_ms: int
) -> None:
    """Name a version, and say how long it is to be."""
    with changing(workbench, actor, study_id, "describe a version of the film") as doing:
        _version(doing, version_id)
        others = [v for v in store.versions(doing.connection, study_id) if v.id != version_id]
        store.change(
            doing.connection, version_id, _free_name(name, others), whole_target(target_ms)
        )
        doing.about(version=version_id)


def delete_version(workbench: Workbench, actor: Actor, study_id: int, version_id: int) -> None:
    """Delete a version; its clips stay in the storyboard."""
    with changing(workbench, actor, study_id, "delete a version of the film") as doing:
        _version(doing, version_id)
        store.remove(doing.connection, version_id)
        doing.about(version=version_id)


def choose_clips(
    workbench: Workbench, actor: Actor, study_id: int, version_id: int, clips: Iterable[int]
) -> None:
    """Let a version have these clips: those that it has stay in its order, new ones come last.

    Clips that are no longer in the storyboard are passed over.
    """
    with changing(workbench, actor, study_id, "choose the clips of a version") as doing:
        _version(doing, version_id)
        there = [clip.id for _, clip in begun(doing).board.clips()]
        wanted = set(clips) & set(there)
        had = [each for each in store.clips_of(doing.connection, version_id) if each in wanted]
        ordered = had + [each for each in there if each in wanted and each not in had]
        store.choose(doing.connection, study_id, version_id, ordered)
        doing.about(version=version_id, clips=len(ordered))


def move_in_version(
    workbench: Workbench, actor: Actor, study_id: int, version_id: int, clip_id: int, by: int
) -> None:
    """Move a clip up (-1) or down (1) within its chapter, in this version alone."""
    with changing(workbench, actor, study_id, "order the clips of a version") as doing:
        _version(doing, version_id)
        found = film_of(doing.connection, study_id, version_id)
        assert found is not None
        found.clip(clip_id)
        store.choose(doing.connection, study_id, version_id, moved_within(found.board, clip_id, by))
        doing.about(version=version_id, clip=clip_id)


def compare(workbench: Workbench, actor: Actor, study_id: int, left: int, right: int) -> list[Row]:
    """Two versions side by side, clip by clip."""
    with look(workbench, actor, study_id) as connection:
        one, other = (film_of(connection, study_id, each) for each in (left, right))
    if one is None or other is None:
        raise NotFound(store.GONE)
    return compared(one.board, other.board)


def version_named(workbench: Workbench, actor: Actor, study_id: int, name: str) -> int:
    """The id of the version of this name, 0 for the whole storyboard or no name.

    Raises NotFound with the names that there are.
    """
    if not name.strip() or name.strip().casefold() == WHOLE.casefold():
        return 0
    with look(workbench, actor, study_id) as connection:
        there = {each.name: each.id for each in store.versions(connection, study_id)}
    for called, version_id in there.items():
        if called.casefold() == name.strip().casefold():
            return version_id
    names = ", ".join([WHOLE, *there])
    raise NotFound(f"There is no version “{shorten(name, 40)}” of the film: choose one of {names}.")


def _version(doing: Act, version_id: int) -> Version:
    """A version beside the whole storyboard. Raises BadInput for the whole, NotFound if gone."""
    if not version_id:
        raise BadInput(f"“{WHOLE}” is the whole storyboard: change its chapters and clips instead.")
    return store.find(doing.connection, doing.study_id, version_id, 0)


def _free_name(name: str, others: Iterable[Version]) -> str:
    name = title_of(name)
    if len(name) > LONGEST_NAME:
        raise BadInput(f"Give a name of up to {LONGEST_NAME} characters.")
    if name.casefold() in {WHOLE.casefold(), *(each.name.casefold() for each in others)}:
        raise BadInput(f"There is a version “{name}” already: choose another name.")
    return name
