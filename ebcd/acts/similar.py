"""Passages like one that is at hand, and passages that answer a typed question.

What is compared is what the assistant reads: everything that was said and may be used, the
interviewer's turns left out. Nobody's codings play a part, so that whoever codes blind may ask too.
The sentence vectors were made in the background (`assistant_fit`); the passages of the studies
that were asked last are kept ready in the server's memory, as a matrix and never as a file.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from ebcd.acts.access import Actor
from ebcd.acts.act import look
from ebcd.acts.assistant_fit import VECTORS, kept_vectors
from ebcd.assistant import vectors
from ebcd.assistant.similar import Near, Passages
from ebcd.errors import BadInput, NotFound
from ebcd.people import Group, traits_asked, traits_fit
from ebcd.store import assistant_reading, comments, found, people, retrieval, similar
from ebcd.store import study as studies
from ebcd.store.assistant_reading import Stretch
from ebcd.store.database import Connection
from ebcd.store.found_turns import FoundTurn
from ebcd.store.workbench import Workbench
from ebcd.text import Span, meets_any, normalise

MOST = 30
"""Passages shown: as many as a person reads before asking again."""
LONGEST_QUESTION = 400
Traits = Sequence[tuple[str, str]]
"""Attributes of participants or comments, and their values."""
_MOST_KEPT = 2


@dataclass(frozen=True)
class Found:
    """What is nearest, the nearest first: each passage in its turn, and how near it is.

    `searched`: how many passages were compared; `by_words`: of how many only the words, because
    the assistant has not read them yet. `missing`: why no meaning is compared at all, or None.
    """

    passages: Sequence[tuple[FoundTurn, Near]]
    searched: int
    by_words: int
    missing: str | None


@dataclass(frozen=True)
class _Ready:
    """A study's passages in memory, with the state of the study and of its vectors."""

    revision: int
    stamp: str
    vectors: int
    said: Sequence[Stretch]
    passages: Passages


_READY: OrderedDict[tuple[str, int], _Ready] = OrderedDict()
_MAKING = Lock()


def passage(
    workbench: Workbench, actor: Actor, study_id: int, transcript_id: int, span: Span
) -> str:
    """The words of a passage whose like is wanted. Raises NotFound where it may not be used."""
    with look(workbench, actor, study_id) as connection:
        words = similar.usable_words(connection, study_id, transcript_id, span)
    if words is None:
        raise NotFound(
            "This passage is no longer there, or may not be used: choose another, or type what you "
            "look for."
        )
    return words


def like_passage(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcript_id: int,
    span: Span,
    groups: Sequence[Group] = (),
    traits: Traits = (),
) -> Found:
    """The passages most like this one, which is not among them."""
    words = passage(workbench, actor, study_id, transcript_id, span)
    return _find(workbench, actor, study_id, words, groups, traits, (transcript_id, span))


def answering(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    typed: str,
    groups: Sequence[Group] = (),
    traits: Traits = (),
) -> Found:
    """The passages that answer what was typed, or are about it.

    `groups`, `traits`: of whoever says it; `traits` of comments too.
    """
    asked = normalise(typed)
    if not asked:
        raise BadInput("Nothing is asked: type a question, or what a passage may be about.")
    if len(asked) > LONGEST_QUESTION:
        raise BadInput(f"This is too long: ask in at most {LONGEST_QUESTION} characters.")
    return _find(workbench, actor, study_id, asked, groups, traits, None)


def known(workbench: Workbench, actor: Actor, study_id: int) -> dict[str, tuple[str, ...]]:
    """What passages can be chosen by: the values of each attribute of people and comments."""
    with look(workbench, actor, study_id) as connection:
        return found.trait_values(connection, study_id)


def _find(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    asked: str,
    groups: Sequence[Group],
    traits: Traits,
    itself: tuple[int, Span] | None,
) -> Found:
    file = workbench.study_folder(study_id, "models") / VECTORS
    with look(workbench, actor, study_id) as connection:
        ready = _ready(connection, study_id, file)
        wanted = _wanted(connection, study_id, groups, traits)
        left_out = [
            row
            for row, each in enumerate(ready.said)
            if _is_itself(each, itself) or not wanted(each)
        ]
        near = ready.passages.like(asked, MOST, leave_out=left_out)
        shown = similar.in_context(connection, study_id, [ready.said[n.row] for n in near])
    return Found(
        [(turn, how) for turn, how in zip(shown, near, strict=True) if turn is not None],
        len(ready.said) - len(left_out),
        ready.passages.without_meaning,
        vectors.why_missing(),
    )


def _wanted(
    connection: Connection, study_id: int, groups: Sequence[Group], traits: Traits
) -> Callable[[Stretch], bool]:
    """Whether a passage is said by somebody of the groups, or is a comment, that is asked for."""
    if not groups and not traits:
        return lambda _each: True
    asked = traits_asked(traits)
    known = retrieval.traits(connection, study_id)
    persons = people.participants(connection, study_id)
    fit = {
        who
        for who, person in persons.items()
        if (not groups or person.group in groups) and traits_fit(known.get(who, {}), asked)
    }
    said = {} if groups else comments.places(connection, study_id, asked)

    def wanted(each: Stretch) -> bool:
        if each.who is not None:
            return each.who in fit
        return meets_any(each.span, said.get(each.transcript, ()))

    return wanted


def _is_itself(each: Stretch, itself: tuple[int, Span] | None) -> bool:
    return itself is not None and each.transcript == itself[0] and each.span.meets(itself[1])


def _ready(connection: Connection, study_id: int, file: Path) -> _Ready:
    """The study's passages ready to be compared, made anew where words or vectors have changed."""
    key = (str(connection.engine.url), study_id)
    revision = studies.revision(connection, study_id)
    made = file.stat().st_mtime_ns if file.exists() else 0
    with _MAKING:
        kept = _READY.get(key)
        if kept is None or (kept.revision, kept.vectors) != (revision, made):
            stamp = assistant_reading.stamp_of_words(connection, study_id)
            if kept is None or (kept.stamp, kept.vectors) != (stamp, made):
                said = assistant_reading.study_stretches(connection, study_id)
                known = kept_vectors(file) if vectors.why_missing() is None else {}
                passages = Passages([each.text for each in said], known)
            else:
                said, passages = list(kept.said), kept.passages
            kept = _READY[key] = _Ready(revision, stamp, made, said, passages)
        _READY.move_to_end(key)
        while len(_READY) > _MOST_KEPT:
            _READY.popitem(last=False)
    return kept


def forget() -> None:
    """Let nothing be kept in memory."""
    with _MAKING:
        _READY.clear()
