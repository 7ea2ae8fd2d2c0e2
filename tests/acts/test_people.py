"""Participants, consent use by use, the key, and withdrawal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ebcd.acts import people
from ebcd.acts.access import Actor, Role
from ebcd.acts.accounts import actor_for, add_account, set_role
from ebcd.acts.study import recent_acts
from ebcd.errors import BadInput, NotAllowed
from ebcd.people import ConsentState, Group, Use, allows, read_traits, standing
from ebcd.store import accounts
from ebcd.store.workbench import Workbench

DAY = date(2026, 3, 2)


def test_pseudonyms_are_numbered_by_side(workbench: Workbench, actor: Actor, study_id: int) -> None:
    for group in (Group.PATIENT, Group.CARER, Group.STAFF, Group.FAMILY):
        people.add_participant(workbench, actor, study_id, group)
    found = people.participants(workbench, actor, study_id).values()
    assert [(each.pseudonym, each.group) for each in found] == [
        ("P01", Group.PATIENT),
        ("P02", Group.CARER),
        ("P03", Group.FAMILY),
        ("S01", Group.STAFF),
    ]


def test_a_pseudonym_is_given_once(workbench: Workbench, actor: Actor, study_id: int) -> None:
    first = people.add_participant(workbench, actor, study_id, Group.PATIENT, pseudonym="P07")
    second = people.add_participant(workbench, actor, study_id, Group.PATIENT)
    assert people.participants(workbench, actor, study_id)[second].pseudonym == "P08"
    with pytest.raises(BadInput, match="already"):
        people.add_participant(workbench, actor, study_id, Group.STAFF, pseudonym="P07")
    with pytest.raises(BadInput, match="already"):
        people.change_participant(
            workbench, actor, study_id, first, pseudonym="P08", group=Group.PATIENT
        )


def test_the_newest_statement_about_a_use_counts(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    who = people.add_participant(workbench, actor, study_id, Group.PATIENT)
    say = people.record_consent
    say(workbench, actor, study_id, who, {Use.FILM: ConsentState.REFUSED}, DAY)
    say(workbench, actor, study_id, who, {Use.FILM: ConsentState.GRANTED}, DAY)
    say(
        workbench,
        actor,
        study_id,
        who,
        {Use.QUOTE: ConsentState.GRANTED},
        DAY + timedelta(days=9),
    )
    say(workbench, actor, study_id, who, {Use.QUOTE: ConsentState.WITHDRAWN}, DAY)
    found = people.participants(workbench, actor, study_id)[who]
    assert allows(found, Use.FILM)
    assert allows(found, Use.QUOTE)
    assert not allows(found, Use.PUBLISH)
    assert standing(found.consents, Use.PUBLISH) is None


def test_consent_cannot_be_given_tomorrow(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    who = people.add_participant(workbench, actor, study_id, Group.PATIENT)
    tomorrow = date.today() + timedelta(days=1)
    with pytest.raises(BadInput, match="future"):
        people.record_consent(
            workbench, actor, study_id, who, {Use.FILM: ConsentState.GRANTED}, tomorrow
        )


def test_the_key_is_for_the_lead_and_each_look_is_logged(
    workbench: Workbench, actor: Actor, study_id: int
) -> None:
    who = people.add_participant(workbench, actor, study_id, Group.PATIENT)
    people.set_identity(workbench, actor, study_id, who, " Ada Example ", "by letter")
    assert people.identity(workbench, actor, study_id, who).name == "Ada Example"
    assert recent_acts(workbench, actor, study_id)[0].what == "look into the key"
    assert "Ada" not in str(recent_acts(workbench, actor, study_id))
    account_id = add_account(workbench, actor, "rob", "Rob Hay")
    set_role(workbench, actor, study_id, "rob", Role.RESEARCHER)
    with workbench.database.reading() as connection:
        account = accounts.by_id(connection, account_id)
    assert account is not None
    researcher = actor_for(account)
    with pytest.raises(NotAllowed):
        people.identity(workbench, researcher, study_id, who)
    assert people.people(workbench, researcher, study_id)[0].participant.id == who


def test_a_withdrawal_ends_every_use(workbench: Workbench, actor: Actor, study_id: int) -> None:
    who = people.add_participant(workbench, actor, study_id, Group.PATIENT)
    uses = dict.fromkeys(Use, ConsentState.GRANTED)
    people.record_consent(workbench, actor, study_id, who, uses, DAY)
    impact = people.withdraw(workbench, actor, study_id, who, DAY)
    assert (impact.passages, impact.clips, impact.documents) == (0, [], [])
    found = people.participants(workbench, actor, study_id)[who]
    assert found.withdrawn_on == DAY
    assert not any(allows(found, use) for use in Use)


def test_a_pseudonym_that_a_file_already_uses_is_told_from_a_name() -> None:
    assert people.is_pseudonym("P02", Group.PATIENT)
    assert people.is_pseudonym("S01", Group.STAFF)
    assert not people.is_pseudonym("P02", Group.STAFF)
    assert not people.is_pseudonym("Pam", Group.PATIENT)


def test_what_the_team_compares_by_is_read_line_by_line() -> None:
    assert read_traits("") == {}
    assert read_traits(" age:40–59 \n\nYears: a : b") == {"age": "40–59", "Years": "a : b"}
    for wrong in ("age", "age:", ": 40", "a" * 81 + ": b", "\n".join(f"{n}: x" for n in range(21))):
        with pytest.raises(BadInput):
            read_traits(wrong)
