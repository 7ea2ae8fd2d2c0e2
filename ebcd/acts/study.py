"""The study: what it is about, how it is analysed, what was done and what was done otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ebcd.acts.access import Actor, May, Role
from ebcd.acts.act import act, look
from ebcd.errors import BadInput, NotAllowed, NotFound
from ebcd.store import accounts, log
from ebcd.store import study as studies
from ebcd.store.log import Entry
from ebcd.store.study import ActivityDone, Deviation, Study
from ebcd.store.workbench import Workbench
from ebcd.study import AnalyticApproach, Approach


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise BadInput("A study needs a name: type one and save again.")
    if len(name) > 200:
        raise BadInput(f"This name has {len(name)} characters: shorten it to 200.")
    return name


def create_study(
    workbench: Workbench,
    actor: Actor,
    name: str,
    *,
    pathway: str = "",
    approach: Approach = Approach.EBCD,
    analytic_approach: AnalyticApproach = AnalyticApproach.CODEBOOK,
    summary: str = "",
    is_sample: bool = False,
) -> int:
    """Start a study; whoever starts it is its lead. Returns its id."""
    if actor.account_id is None and not actor.is_admin:
        raise NotAllowed("Sign in to start a study.")
    with workbench.database.writing() as connection:
        study_id = studies.add(
            connection,
            {
                "name": _checked_name(name),
                "pathway": pathway.strip(),
                "approach": approach.value,
                "analytic_approach": analytic_approach.value,
                "summary": summary.strip(),
                "is_sample": is_sample,
            },
        )
        if actor.account_id is not None:
            accounts.set_role(connection, actor.account_id, study_id, Role.LEAD.value)
        log.append(connection, study_id, actor.account_id, actor.name, "start the study", {})
    return study_id


def my_studies(workbench: Workbench, actor: Actor) -> Sequence[Study]:
    """The studies that the actor belongs to; an administrator's are all."""
    with workbench.database.reading() as connection:
        return studies.of_account(connection, None if actor.is_admin else actor.account_id)


def study_named(workbench: Workbench, actor: Actor, name: str | None) -> Study:
    """The study of that name or number, among the actor's; the only one where `name` is None.

    Raises BadInput with what there is to choose from.
    """
    mine = my_studies(workbench, actor)
    if name is None and len(mine) == 1:
        return mine[0]
    for study in mine:
        if name is not None and name in (study.name, str(study.id)):
            return study
    choices = "; ".join(f"{study.id}: {study.name}" for study in mine) or "none yet"
    wanted = "Say which study with --study" if name is None else f"There is no study “{name}”"
    raise BadInput(f"{wanted} (there are: {choices}).")


def study(workbench: Workbench, actor: Actor, study_id: int) -> Study:
    """The study as it stands."""
    with look(workbench, actor, study_id) as connection:
        found = studies.by_id(connection, study_id)
    if found is None:
        raise NotFound("There is no such study: choose one from the list.")
    return found


def describe(workbench: Workbench, actor: Actor, study_id: int, **values: Any) -> None:
    """Change what is said of the study.

    `values`: any of name, pathway, approach, analytic_approach, summary, zone, language.
    """
    if "name" in values:
        values["name"] = _checked_name(values["name"])
    if "approach" in values:
        values["approach"] = Approach(values["approach"]).value
    if "analytic_approach" in values:
        values["analytic_approach"] = AnalyticApproach(values["analytic_approach"]).value
    if "zone" in values:
        try:
            ZoneInfo(values["zone"])
        except (ZoneInfoNotFoundError, ValueError):
            raise BadInput(
                f"“{values['zone']}” is no time zone: write one like Europe/London."
            ) from None
    with act(workbench, actor, study_id, May.STUDY, "describe the study") as doing:
        studies.change(doing.connection, study_id, values)
        doing.about(columns=sorted(values))


def delete_study(workbench: Workbench, actor: Actor, study_id: int, name_again: str) -> None:
    """Delete a study and all that is in it. `name_again`: its name, typed once more."""
    with act(workbench, actor, study_id, May.STUDY, "delete the study") as doing:
        found = studies.by_id(doing.connection, study_id)
        if found is None or found.name != name_again.strip():
            raise BadInput("To delete the study, type its name exactly as it stands above.")
    with workbench.database.writing() as connection:
        log.append(
            connection, None, actor.account_id, actor.name, "delete a study", {"study": study_id}
        )
        studies.delete_study(connection, study_id)
    workbench.forget_study(study_id)


def activities(workbench: Workbench, actor: Actor, study_id: int) -> Sequence[ActivityDone]:
    """The ten activities of the method and how far each has come."""
    with look(workbench, actor, study_id) as connection:
        return studies.activities(connection, study_id)


def set_activity(workbench: Workbench, actor: Actor, study_id: int, done: ActivityDone) -> None:
    """Record how far an activity has come. Raises BadInput for hours that cannot be."""
    if done.hours is not None and not 0 <= done.hours <= 10_000:
        raise BadInput("Hours are a number from 0 to 10,000: type it again.")
    with act(workbench, actor, study_id, May.STUDY, "record an activity") as doing:
        studies.set_activity(doing.connection, study_id, done)
        doing.about(activity=done.kind.value, state=done.state.value)


def deviations(workbench: Workbench, actor: Actor, study_id: int) -> Sequence[Deviation]:
    """The departures from the method, in the order they were recorded."""
    with look(workbench, actor, study_id) as connection:
        return studies.deviations(connection, study_id)


def _checked_deviation(what: str, reason: str) -> tuple[str, str]:
    what, reason = what.strip(), reason.strip()
    if not what or not reason:
        raise BadInput("A deviation needs both what was done otherwise and why: fill in both.")
    return what, reason


def add_deviation(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    what: str,
    reason: str,
    decided_on: date | None = None,
) -> int:
    """Record a departure from the method; returns its id."""
    what, reason = _checked_deviation(what, reason)
    with act(workbench, actor, study_id, May.STUDY, "record a deviation") as doing:
        deviation_id = studies.add_deviation(doing.connection, study_id, what, reason, decided_on)
        doing.about(deviation=deviation_id)
    return deviation_id


def change_deviation(
    workbench: Workbench,
    actor: Actor,
    study_id: int,
    deviation_id: int,
    what: str,
    reason: str,
    decided_on: date | None,
) -> None:
    """Reword a deviation."""
    what, reason = _checked_deviation(what, reason)
    with act(workbench, actor, study_id, May.STUDY, "change a deviation") as doing:
        studies.change_deviation(doing.connection, study_id, deviation_id, what, reason, decided_on)
        doing.about(deviation=deviation_id)


def delete_deviation(workbench: Workbench, actor: Actor, study_id: int, deviation_id: int) -> None:
    """Delete a deviation that was recorded by mistake."""
    with act(workbench, actor, study_id, May.STUDY, "delete a deviation") as doing:
        studies.delete_deviation(doing.connection, study_id, deviation_id)
        doing.about(deviation=deviation_id)


def recent_acts(
    workbench: Workbench, actor: Actor, study_id: int, most: int = 50
) -> Sequence[Entry]:
    """Who did what of late, newest first."""
    with look(workbench, actor, study_id) as connection:
        return log.recent(connection, study_id, most)
