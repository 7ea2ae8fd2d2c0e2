"""Speakers: renaming, merging, linking them to participants, and saying who interviews."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from ebcd.acts.access import Actor, May, check
from ebcd.acts.act import Act, act
from ebcd.acts.people import is_pseudonym, next_pseudonym
from ebcd.errors import BadInput, Conflict, NotFound
from ebcd.people import Group
from ebcd.store import people, transcripts
from ebcd.store import speakers as store
from ebcd.store.speakers import NewSpeaker
from ebcd.store.transcripts import Version
from ebcd.store.workbench import Workbench
from ebcd.text import normalise
from ebcd.transcripts.building import LONGEST_LABEL
from ebcd.transcripts.turns import Problem, Turn

_GONE = "This transcript is no longer there: look at the list again."


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


def checked_choices(choices: Iterable[SpeakerChoice]) -> list[SpeakerChoice]:
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


def relabelled(turns: Iterable[Turn], choices: Iterable[SpeakerChoice]) -> list[Turn]:
    """The turns with the labels that a person chose."""
    labels = {choice.was: choice.label for choice in choices}
    return [replace(turn, speaker=labels.get(turn.speaker, turn.speaker)) for turn in turns]


def without_names(problems: Iterable[Problem], choices: Iterable[SpeakerChoice]) -> list[Problem]:
    """The problems of a reading with the labels that a person chose in place of the file's."""
    told = list(problems)
    for choice in choices:
        if choice.was is not None and choice.was != choice.label:
            was, label = f"“{choice.was}”", f"“{choice.label}”"
            told = [replace(each, message=each.message.replace(was, label)) for each in told]
    return told


def _merged(choices: Iterable[SpeakerChoice]) -> dict[str, SpeakerChoice]:
    """By label, of choices that became one speaker, the one that says who it is."""
    merged: dict[str, SpeakerChoice] = {}
    for choice in choices:
        first = merged.setdefault(choice.label, choice)
        if first.participant_id is None and first.new_group is None and not first.interviews:
            merged[choice.label] = choice
    return merged


def settled(
    doing: Act, choices: Iterable[SpeakerChoice], avoid: Collection[str] = ()
) -> list[SpeakerChoice]:
    """The choices with every participant made who is asked for.

    A speaker who is somebody is called by their pseudonym, unless a person typed another name: the
    name in the file may be the real one, and that belongs in the key alone. `avoid`: pseudonyms
    that no new participant may be given.
    """
    choices = list(choices)
    decided: dict[str, SpeakerChoice] = {}
    for label, choice in _merged(choices).items():
        who = _participant(doing, choice, avoid)
        as_in_file = choice.was is None or label == choice.was
        if who is not None and as_in_file:
            label = people.participants(doing.connection, doing.study_id)[who].pseudonym
        decided[choice.label] = replace(choice, label=label, participant_id=who, new_group=None)
    return [replace(decided[choice.label], was=choice.was) for choice in choices]


def new_speakers(turns: Iterable[Turn], choices: Iterable[SpeakerChoice]) -> list[NewSpeaker]:
    """The speakers of `turns`, as settled choices say who they are."""
    merged = _merged(choices)
    labels = dict.fromkeys(turn.speaker for turn in turns if turn.speaker)
    return [
        NewSpeaker(label, merged[label].interviews, merged[label].participant_id)
        if label in merged
        else NewSpeaker(label)
        for label in labels
    ]


def _participant(doing: Act, choice: SpeakerChoice, avoid: Collection[str]) -> int | None:
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
    said = choice.was or ""
    if not wanted and said not in taken and is_pseudonym(said, choice.new_group):
        wanted = said  # the file calls them by a pseudonym that is free
    pseudonym = wanted or next_pseudonym({*taken, *avoid}, choice.new_group)
    if pseudonym in taken or len(pseudonym) > 40:
        raise BadInput(f"The pseudonym {pseudonym} cannot be used or is taken: type another.")
    return people.add(doing.connection, doing.study_id, pseudonym, choice.new_group)


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
    chosen = checked_choices(choices)
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "correct the speakers") as doing:
        version = transcripts.current_version(doing.connection, study_id, transcript_id)
        if version is None:
            raise NotFound(_GONE)
        standing = store.speakers(doing.connection, study_id, transcript_id)
        ids: dict[str | None, int] = {s.label: s.id for s in standing.get(transcript_id, [])}
        for choice in chosen:
            if choice.was is not None and choice.was not in ids:
                raise Conflict(
                    f"The speaker “{choice.was}” was renamed meanwhile: look at the page again."
                )
        _apply(doing, transcript_id, version, ids, settled(doing, chosen))
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
            store.change_speaker(connection, study_id, speaker_id, {"label": f"\x7f{speaker_id}"})
    for label, choice in _merged(chosen).items():
        if label not in into:
            new = NewSpeaker(label)
            into[label] = store.add_speaker(connection, study_id, transcript_id, new)
        if any(c.was is None and c.label == label for c in chosen):
            store.give_turns(connection, study_id, version.id, None, into[label])
        values: dict[str, object] = {"label": label}
        if label not in untouched:
            values |= {
                "interviews": choice.interviews,
                "participant_id": choice.participant_id,
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
    [choice] = checked_choices([SpeakerChoice(None, label)])
    with act(workbench, actor, study_id, May.TRANSCRIPTS, "correct who says a turn") as doing:
        version = transcripts.current_version(doing.connection, study_id, transcript_id)
        if version is None:
            raise NotFound(_GONE)
        standing = store.speakers(doing.connection, study_id, transcript_id)
        ids = {s.label: s.id for s in standing.get(transcript_id, [])}
        speaker_id = ids.get(choice.label) or store.add_speaker(
            doing.connection, study_id, transcript_id, NewSpeaker(choice.label)
        )
        given = store.give_turns(doing.connection, study_id, version.id, positions, speaker_id)
        if given != len(set(positions)):
            raise NotFound("Some of these turns are not there: look at the transcript again.")
        doing.about(transcript=transcript_id, turns=given)
