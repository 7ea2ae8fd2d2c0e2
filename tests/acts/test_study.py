"""The study's description, activities and deviations."""

from __future__ import annotations

from datetime import date

import pytest

from ebcd.acts import study as studies
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import actor_for, add_account, set_role
from ebcd.errors import BadInput, NotAllowed, NotFound
from ebcd.store import accounts
from ebcd.store.study import ActivityDone
from ebcd.store.workbench import Workbench
from ebcd.study import Activity, ActivityState, AnalyticApproach, Approach


def _colleague(workbench: Workbench, admin: Actor, name: str) -> Actor:
    account_id = add_account(workbench, admin, name, name.capitalize())
    with workbench.database.reading() as connection:
        account = accounts.by_id(connection, account_id)
    assert account is not None
    return actor_for(account)


def test_a_study_keeps_what_is_said_of_it(workbench: Workbench, actor: Actor) -> None:
    study_id = studies.create_study(workbench, actor, "  Living with   pain ", pathway="Pain")
    studies.describe(
        workbench,
        actor,
        study_id,
        approach=Approach.ACCELERATED,
        analytic_approach=AnalyticApproach.REFLEXIVE,
        zone="Europe/Paris",
    )
    found = studies.study(workbench, actor, study_id)
    assert found.name == "Living with pain"
    assert found.approach is Approach.ACCELERATED
    assert not found.analytic_approach.compares_coders
    assert found.revision == 1
    assert [entry.what for entry in studies.recent_acts(workbench, actor, study_id)] == [
        "describe the study",
        "start the study",
    ]


@pytest.mark.parametrize("values", [{"name": "  "}, {"name": "x" * 201}, {"zone": "Mars/Base"}])
def test_a_description_that_cannot_be_changes_nothing(
    workbench: Workbench, actor: Actor, study_id: int, values: dict[str, str]
) -> None:
    with pytest.raises(BadInput):
        studies.describe(workbench, actor, study_id, **values)
    assert studies.study(workbench, actor, study_id).revision == 0


def test_ten_activities_are_there_from_the_start_and_are_recorded(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    left_out = ActivityDone(
        Activity.OBSERVATION, ActivityState.LEFT_OUT, note="Consultations vary too much."
    )
    studies.set_activity(workbench, actor, study_id, left_out)
    studies.set_activity(workbench, actor, study_id, left_out)
    found = studies.activities(workbench, actor, study_id)
    assert [done.kind for done in found] == list(Activity)
    assert found[1] == left_out


def test_a_deviation_needs_its_reason(workbench: Workbench, actor: Actor, study_id: int) -> None:
    with pytest.raises(BadInput, match="why"):
        studies.add_deviation(workbench, actor, study_id, "No observation", " ")
    first = studies.add_deviation(
        workbench, actor, study_id, "No observation", "They vary", date(2026, 3, 2)
    )
    studies.change_deviation(
        workbench, actor, study_id, first, "No observation", "They vary too much", None
    )
    assert [d.reason for d in studies.deviations(workbench, actor, study_id)] == [
        "They vary too much"
    ]
    studies.delete_deviation(workbench, actor, study_id, first)
    assert not studies.deviations(workbench, actor, study_id)


def test_a_stranger_is_told_that_there_is_no_such_study(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    stranger = _colleague(workbench, actor, "kim")
    with pytest.raises(NotFound):
        studies.study(workbench, stranger, study_id)
    assert studies.my_studies(workbench, stranger) == []


def test_a_reader_reads_and_changes_nothing(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    reader = _colleague(workbench, actor, "kim")
    set_role(workbench, actor, study_id, "kim", Role.READER)
    assert studies.study(workbench, reader, study_id).id == study_id
    with pytest.raises(NotAllowed):
        studies.describe(workbench, reader, study_id, name="Mine")
    with pytest.raises(NotAllowed):
        studies.add_deviation(workbench, reader, study_id, "a", "b")


def test_a_study_keeps_a_lead(workbench: Workbench, actor: Actor) -> None:
    kim = _colleague(workbench, actor, "kim")
    study_id = studies.create_study(workbench, kim, "Kim's study")
    with pytest.raises(BadInput, match="lead"):
        set_role(workbench, kim, study_id, "kim", Role.READER)
    _colleague(workbench, actor, "lee")
    set_role(workbench, kim, study_id, "lee", Role.LEAD)
    set_role(workbench, kim, study_id, "kim", None)
    with pytest.raises(NotFound):
        studies.study(workbench, kim, study_id)


def test_deleting_a_study_takes_its_name_typed_again(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    with pytest.raises(BadInput):
        studies.delete_study(workbench, actor, study_id, "Another")
    studies.delete_study(workbench, actor, study_id, "A study")
    assert studies.my_studies(workbench, actor) == []
