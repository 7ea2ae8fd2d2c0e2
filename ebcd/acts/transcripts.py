"""Transcripts: reading files, saving them with their speakers, and correcting who speaks.

A file is looked at first: turns, speakers, times, problems, whether it is in the study already.
Then a person says who interviews and who the others are, and saves. The text of a saved transcript
never changes; speakers, title and kind can be corrected at any time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from ebcd.acts.access import Actor, May, check
from ebcd.acts.act import Act, act, look
from ebcd.acts.people import next_pseudonym
from ebcd.errors import BadInput, Conflict, NotFound, WorkbenchError
from ebcd.people import Group
from ebcd.store import people
from ebcd.store import transcripts as store
from ebcd.store.transcripts import FIELD_NOTE, INTERVIEW, Goes, NewSpeaker, Transcript, Version
from ebcd.store.workbench import Workbench
from ebcd.text import normalise, sha256
from ebcd.transcripts.building import LONGEST_LABEL
from ebcd.transcripts.interviewer import who_interviews
from ebcd.transcripts.reading import read_transcript
from ebcd.transcripts.turns import Reading, Turn

MOST_CHARACTERS = 1_000_000
"""A transcript longer than this is several: about 170,000 words, or fifteen hours of speech."""

_GONE = "This transcript is no longer there: look at the list again."
_NOTE_WORDS = ("observ", "field note", "field_note", "fieldnote", "fieldwork")


@dataclass(frozen=True)
class Looked:
    """A file that was looked at and not stored.

    `reading`: None where nothing could be read; then `error` says why. `already`: the title of the
    transcript that came from this very file, or None. `interviewer`: the suggestion, or None.
    """

    name: str
    sha256: str
    reading: Reading | None = None
    error: str | None = None
    already: str | None = None
    interviewer: str | None = None

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


@dataclass(frozen=True)
class SpeakerChoice:
    """What a person says of one speaker.

    `was`: the label as it stands (None: the turns nobody is named for). `label`: what it is to be;
    two speakers given the same label become one. `participant_id`: whom it stands for; `new_group`
    makes a participant of that group instead, with `pseudonym` or the next free one.
    """

    was: str | None
    label: str
    interviews: bool = False
    participant_id: int | None = None
    new_group: Group | None = None
    pseudonym: str = ""


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
    try:
        reading = read_transcript(name, data, encoding=encoding)
        _refuse_long(name, reading)
    except WorkbenchError as error:
        return Looked(name, digest, error=str(error), already=already)
    return Looked(
        name, digest, reading, already=already, interviewer=who_interviews(reading.turns)
    )


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
    chosen = _checked_choices(speakers)
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "import a transcript") as doing:
        turns = _relabelled(reading.turns, chosen)
        new = store.NewTranscript(
            title=title,
            kind=kind,
            language=reading.language or "",
            source_name=PurePath(looked.name).name[:300],
            source_format=reading.format[:40],
            source_sha256=looked.sha256,
            problems=reading.problems,
            turns=turns,
            speakers=_new_speakers(doing, turns, chosen, avoid),
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


def _checked_choices(choices: Iterable[SpeakerChoice]) -> list[SpeakerChoice]:
    checked = []
    for choice in choices:
        label = normalise(choice.label)
        if not 1 <= len(label) <= LONGEST_LABEL:
            raise BadInput(
                f"A speaker's name has 1 to {LONGEST_LABEL} characters: type one for "
                f"“{choice.was or 'turns without a name'}”."
            )
        if choice.interviews:
            choice = replace(choice, participant_id=None, new_group=None)
        checked.append(replace(choice, label=label))
    return checked


def _relabelled(turns: Iterable[Turn], choices: Iterable[SpeakerChoice]) -> list[Turn]:
    labels = {choice.was: choice.label for choice in choices}
    return [replace(turn, speaker=labels.get(turn.speaker, turn.speaker)) for turn in turns]


def _merged(choices: Iterable[SpeakerChoice]) -> dict[str, SpeakerChoice]:
    """By label, of choices that became one speaker, the one that says who it is."""
    merged: dict[str, SpeakerChoice] = {}
    for choice in choices:
        first = merged.setdefault(choice.label, choice)
        if first.participant_id is None and first.new_group is None and not first.interviews:
            merged[choice.label] = choice
    return merged


def _new_speakers(
    doing: Act,
    turns: Iterable[Turn],
    choices: Iterable[SpeakerChoice],
    avoid: Collection[str],
) -> list[NewSpeaker]:
    merged = _merged(choices)
    labels = dict.fromkeys(turn.speaker for turn in turns if turn.speaker)
    return [
        NewSpeaker(
            label,
            merged[label].interviews if label in merged else False,
            _participant(doing, merged[label], avoid) if label in merged else None,
        )
        for label in labels
    ]


def _participant(doing: Act, choice: SpeakerChoice, avoid: Collection[str] = ()) -> int | None:
    """The participant that a choice links to, made where it asks for a new one."""
    known = people.participants(doing.connection, doing.study_id)
    if choice.participant_id is not None:
        if choice.participant_id not in known:
            raise NotFound("This participant is no longer there: choose another.")
        return choice.participant_id
    if choice.new_group is None:
        return None
    check(doing.connection, doing.actor, doing.study_id, May.PEOPLE)
    taken = {person.pseudonym: person for person in known.values()}
    wanted = normalise(choice.pseudonym)
    if wanted in taken and taken[wanted].group == choice.new_group:
        return taken[wanted].id  # the second interview with the same person
    pseudonym = wanted or next_pseudonym({*taken, *avoid}, choice.new_group)
    if pseudonym in taken or len(pseudonym) > 40:
        raise BadInput(f"The pseudonym {pseudonym} cannot be used or is taken: type another.")
    return people.add(doing.connection, doing.study_id, pseudonym, choice.new_group)


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


def correct_speakers(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcript_id: int,
    choices: Sequence[SpeakerChoice],
) -> None:
    """Rename, merge and link the speakers of a saved transcript, and say who interviews.

    Speakers that no choice names stay as they are. The text and its codings are not touched.
    """
    chosen = _checked_choices(choices)
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "correct the speakers") as doing:
        version = store.current_version(doing.connection, study_id, transcript_id)
        if version is None:
            raise NotFound(_GONE)
        standing = store.speakers(doing.connection, study_id, transcript_id)
        ids: dict[str | None, int] = {s.label: s.id for s in standing.get(transcript_id, [])}
        for choice in chosen:
            if choice.was is not None and choice.was not in ids:
                raise Conflict(
                    f"The speaker “{choice.was}” was renamed meanwhile: look at the page again."
                )
        _apply(doing, transcript_id, version, ids, chosen)
        doing.about(transcript=transcript_id, speakers=len(chosen))


def _apply(
    doing: Act,
    transcript_id: int,
    version: Version,
    ids: dict[str | None, int],
    chosen: Sequence[SpeakerChoice],
) -> None:
    connection, study_id = doing.connection, doing.study_id
    untouched = {label: i for label, i in ids.items() if label not in {c.was for c in chosen}}
    into: dict[str, int] = {str(label): i for label, i in untouched.items()}
    for choice in chosen:
        if choice.was is None:
            continue
        speaker_id = ids[choice.was]
        if choice.label in into:
            store.merge_speaker(connection, study_id, speaker_id, into[choice.label])
        else:
            into[choice.label] = speaker_id  # a label in passing, so that two may change places
            store.change_speaker(connection, study_id, speaker_id, {"label": f"\x1f{speaker_id}"})
    for label, choice in _merged(chosen).items():
        if label not in into:
            new = NewSpeaker(label)
            into[label] = store.add_speaker(connection, study_id, transcript_id, new)
        if any(c.was is None and c.label == label for c in chosen):
            store.give_turns(connection, study_id, version.id, None, into[label])
        values: dict[str, object] = {"label": label}
        if label not in untouched:
            values |= {
                "interviews": choice.interviews, "participant_id": _participant(doing, choice)
            }
        store.change_speaker(connection, study_id, into[label], values)


def give_turns(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    transcript_id: int,
    positions: Sequence[int],
    label: str,
) -> None:
    """Say that these turns were spoken by `label`, a speaker of the transcript or a new one."""
    [choice] = _checked_choices([SpeakerChoice(None, label)])
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "correct who says a turn") as doing:
        version = store.current_version(doing.connection, study_id, transcript_id)
        if version is None:
            raise NotFound(_GONE)
        standing = store.speakers(doing.connection, study_id, transcript_id)
        ids = {s.label: s.id for s in standing.get(transcript_id, [])}
        speaker_id = ids.get(choice.label) or store.add_speaker(
            doing.connection, study_id, transcript_id, NewSpeaker(choice.label)
        )
        given = store.give_turns(
            doing.connection, study_id, version.id, positions, speaker_id
        )
        if given != len(set(positions)):
            raise NotFound("Some of these turns are not there: look at the transcript again.")
        doing.about(transcript=transcript_id, turns=given)


def what_goes(
    workbench: Workbench, actor: Actor, study_id: int, transcript_id: int
) -> Goes:
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
