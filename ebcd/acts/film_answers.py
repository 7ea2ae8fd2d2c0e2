"""Answers to an approval pack: one person's, clip by clip, with how they were given.

Whoever has not answered has not approved. What is to be left out is no approval: the clip is
trimmed and shown again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ebcd.acts.access import Actor, May
from ebcd.acts.act import look
from ebcd.acts.film import Film, clip_on, said_now, stated
from ebcd.acts.film_chapters import begun
from ebcd.acts.film_undo import changing
from ebcd.errors import BadInput
from ebcd.film.approval import covers
from ebcd.film.storyboard import Answer, Clip
from ebcd.store import film as store
from ebcd.store import film_answers
from ebcd.store.film_answers import Answered
from ebcd.store.workbench import Workbench

WAYS = (
    "In person",
    "By telephone",
    "From large print",
    "From sound, read aloud or played",
    "By post or e-mail",
)
"""How an answer is usually given."""


@dataclass(frozen=True)
class Asked:
    """One person's clips. `waiting`: without an answer about the clip as it is now."""

    participant: int
    pseudonym: str
    clips: tuple[tuple[int, str, Clip], ...]
    approved: int
    refused: int
    leave_out: int
    waiting: int


def asked(film: Film) -> list[Asked]:
    """Everybody who is in the film, in order of pseudonym, with how their answers stand."""
    mine: dict[int, list[tuple[int, str, Clip]]] = {}
    names: dict[int, str] = {}
    for number, (chapter, clip) in enumerate(film.board.clips(), start=1):
        for person in clip.people:
            mine.setdefault(person.participant, []).append((number, chapter.name, clip))
            names[person.participant] = person.pseudonym
    made = []
    for who, clips in sorted(mine.items(), key=lambda each: names[each[0]]):
        answers = [answer_of(clip, who) for _, _, clip in clips]
        made.append(
            Asked(
                who,
                names[who],
                tuple(clips),
                answers.count(Answer.APPROVED),
                answers.count(Answer.REFUSED),
                answers.count(Answer.LEAVE_OUT),
                answers.count(Answer.ASKED) + answers.count(Answer.NOT_ASKED),
            )
        )
    return made


def answer_of(clip: Clip, participant_id: int) -> Answer:
    """What a person said of a clip as it is now: an approval of another stretch is none."""
    person = next(each for each in clip.people if each.participant == participant_id)
    answer = person.approval.answer
    if answer is Answer.APPROVED and not covers(person, clip):
        return Answer.NOT_ASKED
    return answer


def record_answers(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    participant_id: int,
    said: Mapping[int, tuple[Answer, str]],
    on: date,
    how: str,
) -> int:
    """Keep what one person said of several clips, each as it is now; how many answers those are.

    `said`: by clip, the answer and what is to be left out. Raises BadInput for an answer that says
    not how it was given, or a clip that the person is not in; nothing is recorded then.
    """
    if not said:
        raise BadInput("Choose what the person said of at least one clip.")
    if not how.strip() and any(answer is not Answer.ASKED for answer, _ in said.values()):
        raise BadInput("Say how the answer was given: in person, by telephone…")
    with changing(workbench, actor, study_id, "record an approval") as doing:
        found = begun(doing)
        for clip_id, (answer, leave_out) in said.items():
            clip = clip_on(found.board, clip_id)
            if participant_id not in {each.participant for each in clip.people}:
                raise BadInput("This person is not in one of these clips: reload the page.")
            approval = stated(answer, on, how, leave_out)
            kept = said_now(doing, found, clip_id, approval)
            store.record_answer(
                doing.connection, study_id, clip_id, participant_id, kept, actor.account_id
            )
        answers = {str(clip_id): answer.value for clip_id, (answer, _) in said.items()}
        doing.about(participant=participant_id, answers=answers)
    return len(said)


def answers_to(
    workbench: Workbench, actor: Actor, study_id: int, clip_id: int
) -> Sequence[Answered]:
    """Everything that was answered about one clip, the newest first."""
    with look(workbench, actor, study_id, May.FILM) as connection:
        return film_answers.history(connection, study_id, clip_id)
