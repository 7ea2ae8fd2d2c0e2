"""What people do while the assistant learns: nothing stale is left, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from ebcd.acts import assistant as acts
from ebcd.acts import assistant_fit, assistant_questions, codebook, transcripts
from ebcd.acts.access import Actor
from ebcd.acts.people import withdraw
from ebcd.acts.study import create_study
from ebcd.store import assistant_fits
from ebcd.store.tables import suggestion
from ebcd.store.workbench import Workbench
from tests.acts.test_assistant import OFFERED, Taught


@pytest.fixture
def learning(sqlite_workbench: Workbench, actor: Actor) -> Taught:
    return Taught(sqlite_workbench, actor, create_study(sqlite_workbench, actor, "A study"))


def fit_with(study: Taught, stage: str, meanwhile: Callable[[], object]) -> list[str]:
    """Learn, and do something when that stage begins; the stages in order."""
    stages: list[str] = []

    def told(_share: float, message: str) -> None:
        if message == stage and stage not in stages:
            meanwhile()
        stages.append(message)

    assistant_fit.bring_up_to_date(study.workbench, study.study_id, None, told)
    return stages


def codes_suggested(study: Taught) -> set[int]:
    with study.workbench.database.reading() as connection:
        return set(connection.execute(select(suggestion.c.code_id)).scalars())


def test_suggestions_come_first_and_each_further_step_is_told(learning: Taught) -> None:
    seen: list[int] = []
    stages = fit_with(learning, "topics", lambda: seen.append(len(learning.queue())))
    assert list(dict.fromkeys(stages)) == [
        "reading",
        "vectors",
        "learning",
        "suggestions",
        "topics",
    ]
    assert seen[0] > 0
    assert assistant_questions.next_to_read(*learning.asking) is not None


def test_a_code_deleted_while_it_learns_is_not_suggested(learning: Taught) -> None:
    letters = learning.ids["letters"]
    fit_with(learning, "suggestions", lambda: codebook.delete_code(*learning.asking, letters))
    assert codes_suggested(learning)
    assert letters not in codes_suggested(learning)


def test_a_code_merged_while_it_learns_is_suggested_no_more(learning: Taught) -> None:
    learning.fit()
    letters, waiting = learning.ids["letters"], learning.ids["waiting"]
    fit_with(
        learning,
        "suggestions",
        lambda: codebook.merge_codes(*learning.asking, letters, waiting),
    )
    assert letters not in codes_suggested(learning)
    bearing = {each.text for each in learning.queue() if each.code == waiting}
    assert OFFERED[1] in bearing


def test_a_code_renamed_while_it_learns_is_suggested_by_its_new_name(learning: Taught) -> None:
    letters = learning.ids["letters"]
    fit_with(
        learning,
        "suggestions",
        lambda: codebook.define_code(*learning.asking, letters, name="Post"),
    )
    assert letters in {each.code for each in learning.queue()}
    assert acts.code_names(*learning.asking)[letters] == "Post"


def test_a_transcript_deleted_while_it_learns_has_no_suggestions(learning: Taught) -> None:
    def delete() -> None:
        goes = transcripts.what_goes(*learning.asking, learning.second)
        transcripts.delete_transcript(*learning.asking, learning.second, expecting=goes)

    fit_with(learning, "suggestions", delete)
    assert learning.queue() == []
    assert acts.counts(*learning.asking) == ({}, {})


def test_what_is_decided_while_it_learns_stays_decided(learning: Taught) -> None:
    learning.fit()
    first, second = learning.queue()[:2]

    def decide() -> None:
        acts.accept(*learning.asking, first.id)
        acts.dismiss(*learning.asking, second.id)

    fit_with(learning, "suggestions", decide)
    left = {(each.code, each.span) for each in learning.queue()}
    assert not left & {(first.code, first.span), (second.code, second.span)}
    assert acts.decided(*learning.asking) == {"accepted": 1, "dismissed": 1}


@pytest.mark.parametrize("stage", ["suggestions", "topics"])
def test_nothing_is_kept_of_a_fit_during_which_somebody_withdrew(
    learning: Taught, stage: str
) -> None:
    with learning.workbench.database.writing() as connection:
        job = assistant_fits.start_job(connection, learning.study_id, None, {})

    def told(_share: float, message: str) -> None:
        if message == stage:
            withdraw(*learning.asking, learning.nurse, date(2026, 11, 1))

    with pytest.raises(SystemExit):
        assistant_fit.bring_up_to_date(learning.workbench, learning.study_id, {"job": job}, told)
    assert learning.queue() == []
    folder = learning.workbench.study_folder(learning.study_id, "models")
    assert not {assistant_fit.TOPICS, "topics.npz"} & {file.name for file in folder.iterdir()}
