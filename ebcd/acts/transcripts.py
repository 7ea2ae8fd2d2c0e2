"""Transcripts: reading files, saving them with their speakers, and correcting who speaks.

A file is looked at first: turns, speakers, times, problems, whether it is in the study already.
Then a person says who interviews and who the others are, and saves. The text of a saved transcript
never changes; speakers, title and kind can be corrected at any time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from ebcd.acts.access import Actor, May
from ebcd.acts.act import act, look
from ebcd.acts.speakers import (
    SpeakerChoice,
    checked_choices,
    new_speakers,
    relabelled,
    settled,
    without_names,
)
from ebcd.errors import BadInput, Conflict, NotFound, WorkbenchError
from ebcd.exchange.other_files import Elsewhere, belongs_elsewhere
from ebcd.store import transcripts as store
from ebcd.store.transcripts import FIELD_NOTE, INTERVIEW, Goes, Transcript, Version
from ebcd.store.workbench import Workbench
from ebcd.text import normalise, sha256
from ebcd.transcripts.interviewer import who_interviews
from ebcd.transcripts.reading import read_transcript
from ebcd.transcripts.turns import Reading

MOST_CHARACTERS = 1_000_000
"""A transcript longer than this is several: about 170,000 words, or fifteen hours of speech."""

_GONE = "This transcript is no longer there: look at the list again."
_NOTE_WORDS = ("observ", "field note", "field_note", "fieldnote", "fieldwork")


@dataclass(frozen=True)
class Looked:
    """A file that was looked at and not stored.

    `reading`: None where nothing could be read; then `error` says why. `already`: the title of the
    transcript that came from this very file, or None. `interviewer`: the suggestion, or None.
    `elsewhere`: what the file is where it is certainly no transcript; it is not read then.
    """

    name: str
    sha256: str
    reading: Reading | None = None
    error: str | None = None
    already: str | None = None
    interviewer: str | None = None
    elsewhere: Elsewhere | None = None

    @property
    def title(self) -> str:
        return title_of(self.name)

    @property
    def kind(self) -> str:
        """An interview, unless nobody speaks and the name says observation or field note."""
        if self.reading is None or self.reading.speakers:
            return INTERVIEW
        named = self.name.lower().replace("-", " ")
        return FIELD_NOTE if any(word in named for word in _NOTE_WORDS) else INTERVIEW


def title_of(name: str) -> str:
    """The title that a file's name suggests.

    >>> title_of("interviews/P03_second-visit.docx")
    'P03 second-visit'
    """
    return normalise(PurePath(name).stem.replace("_", " "))[:200] or "Transcript"


def look_at(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    name: str,
    data: bytes,
    *,
    encoding: str | None = None,
) -> Looked:
    """Read one file and store nothing. A file that cannot be read says why in `error`."""
    digest = sha256(data)
    with look(workbench, actor, study_id) as connection:
        known = store.with_source(connection, study_id, [digest])
    already = known[digest][1] if digest in known else None
    elsewhere = belongs_elsewhere(name, data)
    if elsewhere is not None:
        return Looked(name, digest, already=already, elsewhere=elsewhere)
    try:
        reading = read_transcript(name, data, encoding=encoding)
        _refuse_long(name, reading)
    except WorkbenchError as error:
        return Looked(name, digest, error=str(error), already=already)
    return Looked(name, digest, reading, already=already, interviewer=who_interviews(reading.turns))


def already_imported(
    workbench: Workbench, actor: Actor, study_id: int, digests: Sequence[str]
) -> dict[str, tuple[int, str]]:
    """Of these SHA-256 sums of files, those in the study: sum → id and title of the transcript."""
    with look(workbench, actor, study_id) as connection:
        return store.with_source(connection, study_id, digests)


def _refuse_long(name: str, reading: Reading) -> None:
    length = sum(len(turn.text) + 1 for turn in reading.turns)
    if length > MOST_CHARACTERS:
        raise BadInput(
            f"{PurePath(name).name} holds {length:,} characters, more than fifteen hours of "
            "speech: split it into one file an interview and import those."
        )


def import_reading(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    looked: Looked,
    *,
    title: str = "",
    kind: str | None = None,
    speakers: Sequence[SpeakerChoice] = (),
    avoid: Collection[str] = (),
) -> int:
    """Save what was read. Returns the transcript's id.

    `speakers`: those left out keep their label and are linked to nobody. `avoid`: pseudonyms that
    no new participant may be given, because other files are named by them. Raises Conflict where
    the same file is in the study already.
    """
    reading = looked.reading
    if reading is None:
        raise BadInput(looked.error or f"{looked.name} could not be read: choose another file.")
    _refuse_long(looked.name, reading)
    kind = _checked_kind(kind or looked.kind)
    title = _checked_title(title or looked.title)
    chosen = checked_choices(speakers)
    said = {turn.speaker for turn in reading.turns}
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "import a transcript") as doing:
        chosen = settled(doing, [c for c in chosen if c.was in said], avoid)
        turns = relabelled(reading.turns, chosen)
        new = store.NewTranscript(
            title=title,
            kind=kind,
            language=reading.language or "",
            source_name=PurePath(looked.name).name[:300],
            source_format=reading.format[:40],
            source_sha256=looked.sha256,
            problems=without_names(reading.problems, chosen),
            turns=turns,
            speakers=new_speakers(turns, chosen),
        )
        added = store.add(doing.connection, study_id, new, actor.account_id)
        if added is None:
            raise Conflict(f"{looked.name} is in this study already: nothing was imported.")
        doing.about(transcript=added, turns=len(turns), speakers=len(new.speakers))
    return added


def _checked_kind(kind: str) -> str:
    if kind not in (INTERVIEW, FIELD_NOTE):
        raise BadInput("A transcript is an interview or a field note: choose one of them.")
    return kind


def _checked_title(title: str) -> str:
    title = normalise(title)
    if not 1 <= len(title) <= 200:
        raise BadInput("A title has 1 to 200 characters: type another.")
    return title


def transcripts(workbench: Workbench, actor: Actor, study_id: int) -> Sequence[Transcript]:
    """The study's transcripts by title, with their speakers and how much is coded in them."""
    with look(workbench, actor, study_id) as connection:
        return store.listed(connection, study_id)


def transcript(
    workbench: Workbench, actor: Actor, study_id: int, transcript_id: int
) -> tuple[Transcript, Version]:
    """One transcript with its text and turns. Raises NotFound."""
    with look(workbench, actor, study_id) as connection:
        found = store.listed(connection, study_id, transcript_id)
        version = store.current_version(connection, study_id, transcript_id)
    if not found or version is None:
        raise NotFound(_GONE)
    return found[0], version


def describe_transcript(
    workbench: Workbench, actor: Actor, study_id: int, transcript_id: int, *, title: str, kind: str
) -> None:
    """Change a transcript's title, and whether it is an interview or a field note."""
    values = {"title": _checked_title(title), "kind": _checked_kind(kind)}
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "describe a transcript") as doing:
        if not store.change(doing.connection, study_id, transcript_id, values):
            raise NotFound(_GONE)
        doing.about(transcript=transcript_id, kind=kind)


def what_goes(workbench: Workbench, actor: Actor, study_id: int, transcript_id: int) -> Goes:
    """What deleting a transcript would delete with it."""
    with look(workbench, actor, study_id) as connection:
        return store.goes_with(connection, study_id, transcript_id)


def delete_transcript(
    workbench: Workbench, actor: Actor, study_id: int, transcript_id: int, *, expecting: Goes
) -> None:
    """Delete a transcript with its codings, clips and memos.

    `expecting`: what the person was told would go. Raises Conflict where it has grown since.
    """
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "delete a transcript") as doing:
        if not store.listed(doing.connection, study_id, transcript_id):
            raise NotFound(_GONE)
        goes = store.goes_with(doing.connection, study_id, transcript_id)
        if goes != expecting:
            raise Conflict(
                "Somebody has worked on this transcript since you were asked: look at what would "
                "go and confirm again."
            )
        store.delete_transcript(doing.connection, study_id, transcript_id)
        doing.about(transcript=transcript_id, codings=goes.codings, clips=goes.clips)
