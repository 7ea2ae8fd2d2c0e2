"""Correcting a transcript that is coded already, looking back, and going back.

A correction is a version of its own. Before it is saved the team sees what becomes of everything
that hangs on the text; afterwards codings whose words were changed are looked over, and those that
could not be carried are placed anew or given up. An earlier version never changes: going back to
one is a version of its own again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ebcd.acts.access import Actor, May
from ebcd.acts.act import Act, act, look
from ebcd.acts.names import check_version, may_see_version
from ebcd.acts.transcripts import MOST_CHARACTERS, Looked
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.store import foresight, versions
from ebcd.store.database import Connection
from ebcd.store.foresight import Foreseen
from ebcd.store.versions import NewVersion, Past
from ebcd.store.workbench import Workbench
from ebcd.text import normalise
from ebcd.transcripts.comparing import Difference, differences
from ebcd.transcripts.correcting import Said, retold, said
from ebcd.transcripts.turns import Turn

LONGEST_REASON = 300
_CORRECTED = (
    "Somebody corrected this transcript meanwhile: look at what they changed, then correct it "
    "again."
)


@dataclass(frozen=True)
class Text:
    """A version as it is corrected. `version`: its id."""

    version: int
    number: int
    turns: Sequence[Turn]


@dataclass(frozen=True)
class Preview:
    """What a correction would do, before it is saved."""

    turns: Sequence[Turn]
    differences: Sequence[Difference]
    foreseen: Foreseen


def text(workbench: Workbench, actor: Actor, study_id: int, transcript_id: int) -> Text:
    """The transcript's current text. Raises NotFound."""
    with look(workbench, actor, study_id) as connection:
        return _text(connection, study_id, transcript_id)


def _text(connection: Connection, study_id: int, transcript_id: int) -> Text:
    past = versions.history(connection, study_id, transcript_id)
    current = next((one for one in past if one.current), None)
    if current is None:
        raise NotFound("This transcript is no longer in the study: choose another one.")
    turns = versions.turns_of(connection, study_id, current.id)
    return Text(current.id, current.number, turns)


def history(workbench: Workbench, actor: Actor, study_id: int, transcript_id: int) -> list[Past]:
    """The transcript's versions, the newest first."""
    with look(workbench, actor, study_id) as connection:
        return versions.history(connection, study_id, transcript_id)


def compare(
    workbench: Workbench, actor: Actor, study_id: int, was_id: int, is_id: int
) -> list[Difference]:
    """The turns in which two versions differ. Raises NotAllowed where names are replaced since."""
    with look(workbench, actor, study_id) as connection:
        for version_id in (was_id, is_id):
            check_version(connection, actor, study_id, version_id)
        old = versions.turns_of(connection, study_id, was_id)
        new = versions.turns_of(connection, study_id, is_id)
    return differences(old, new)


def may_see(workbench: Workbench, actor: Actor, study_id: int, version_id: int) -> bool:
    """Whether this person may read a version: one with names that were replaced is the lead's."""
    with look(workbench, actor, study_id) as connection:
        return may_see_version(connection, actor, study_id, version_id)


def with_turns(text: Text, first: int, seen: Sequence[Said], becomes: Sequence[Said]) -> list[Said]:
    """What the whole text says with `becomes` in place of the turns from `first` on.

    `first`: a position from 0. `seen`: what the person saw there; the turns may have moved since.
    Raises Conflict where they say something else now.
    """
    whole = said(text.turns)
    at = _found(whole, first, list(seen))
    if at is None:
        raise Conflict(_CORRECTED)
    return [*whole[:at], *becomes, *whole[at + len(seen) :]]


def _found(whole: list[Said], first: int, seen: list[Said]) -> int | None:
    """Where what was seen stands: at `first`, or in the one other place that says the same."""
    if whole[first : first + len(seen)] == seen and first <= len(whole):
        return first
    places = range(len(whole) - len(seen) + 1) if seen else ()
    same = [at for at in places if whole[at : at + len(seen)] == seen]
    return same[0] if len(same) == 1 else None


def preview(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcript_id: int,
    based_on: int,
    becomes: Sequence[Said],
) -> Preview:
    """What would become of the text and all that hangs on it. `based_on`: the version seen."""
    with look(workbench, actor, study_id, May.TRANSCRIPTS) as connection:
        was = _based_on(connection, study_id, transcript_id, based_on)
        turns = _checked(retold(was.turns, becomes))
        foreseen = foresight.foresee(connection, study_id, transcript_id, turns)
    return Preview(turns, differences(was.turns, turns), foreseen)


def correct(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcript_id: int,
    based_on: int,
    becomes: Sequence[Said],
    why: str = "",
) -> NewVersion:
    """Save what the transcript says now as a version of its own. `based_on`: the version seen.

    Raises Conflict where somebody corrected it meanwhile, BadInput where nothing was changed.
    """
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "correct a transcript") as doing:
        was = _based_on(doing.connection, study_id, transcript_id, based_on)
        return _save(doing, transcript_id, was, retold(was.turns, becomes), why)


def correct_turns(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcript_id: int,
    first: int,
    seen: Sequence[Said],
    becomes: Sequence[Said],
    why: str = "",
) -> NewVersion:
    """Put `becomes` in place of the turns `seen` from `first` on, whatever else was corrected."""
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "correct a transcript") as doing:
        was = _text(doing.connection, study_id, transcript_id)
        whole = with_turns(was, first, seen, becomes)
        return _save(doing, transcript_id, was, retold(was.turns, whole), why)


def _based_on(connection: Connection, study_id: int, transcript_id: int, version_id: int) -> Text:
    was = _text(connection, study_id, transcript_id)
    if was.version != version_id:
        raise Conflict(_CORRECTED)
    return was


def _checked(turns: Sequence[Turn]) -> Sequence[Turn]:
    length = sum(len(turn.text) + 1 for turn in turns)
    if length > MOST_CHARACTERS:
        raise BadInput(
            f"This text has {length:,} characters, more than fifteen hours of speech: split it."
        )
    if not turns:
        raise BadInput("No words are left in this transcript: delete it if it is not needed.")
    return turns


def _save(doing: Act, transcript_id: int, was: Text, turns: Sequence[Turn], why: str) -> NewVersion:
    if list(turns) == list(was.turns):
        raise BadInput("Nothing was changed: correct some words first.")
    new = versions.add_version(
        doing.connection,
        doing.study_id,
        transcript_id,
        _checked(turns),
        by_id=doing.actor.account_id,
        why=_reason(why),
    )
    doing.about(
        transcript=transcript_id,
        version=new.number,
        carried=new.carried,
        reworded=len(new.changed),
        waiting=len(new.waiting),
    )
    return new


def _reason(why: str) -> str:
    why = normalise(why)
    if len(why) > LONGEST_REASON:
        raise BadInput(f"The reason has {len(why)} characters: shorten it to {LONGEST_REASON}.")
    return why


def go_back(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcript_id: int,
    version_id: int,
    why: str = "",
) -> NewVersion:
    """Make what an earlier version says the current text again, as a version of its own.

    Nothing is lost: the versions between stay, and codings made since are carried as well.
    """
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "go back to a version") as doing:
        was = _text(doing.connection, study_id, transcript_id)
        past = versions.history(doing.connection, study_id, transcript_id)
        if version_id not in {one.id for one in past}:
            raise NotFound("This version is no longer there: look at the list again.")
        check_version(doing.connection, actor, study_id, version_id)
        turns = versions.turns_of(doing.connection, study_id, version_id)
        return _save(doing, transcript_id, was, turns, why)


def from_file(looked: Looked, text: Text, labels: Mapping[str, str]) -> list[Turn]:
    """The turns of a corrected file, in the transcript's names. `labels`: name in the file → name.

    A file without times keeps those of the words that were there before.
    """
    reading = looked.reading
    if reading is None:
        raise BadInput(looked.error or f"{looked.name} could not be read: choose another file.")
    named = [
        replace(turn, speaker=labels.get(turn.speaker, turn.speaker) if turn.speaker else None)
        for turn in reading.turns
    ]
    if any(turn.start_ms is not None for turn in named):
        return named
    return retold(text.turns, said(named))


def preview_file(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcript_id: int,
    looked: Looked,
    labels: Mapping[str, str],
) -> Preview:
    """What would become of the text and all that hangs on it if this file replaced it."""
    with look(workbench, actor, study_id, May.TRANSCRIPTS) as connection:
        was = _text(connection, study_id, transcript_id)
        turns = _checked(from_file(looked, was, labels))
        foreseen = foresight.foresee(connection, study_id, transcript_id, turns)
    return Preview(turns, differences(was.turns, turns), foreseen)


def replace_with_file(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcript_id: int,
    based_on: int,
    looked: Looked,
    labels: Mapping[str, str],
    why: str = "",
) -> NewVersion:
    """Let a corrected file be the transcript's text, as a version of its own."""
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "correct a transcript") as doing:
        was = _based_on(doing.connection, study_id, transcript_id, based_on)
        return _save(doing, transcript_id, was, from_file(looked, was, labels), why)
