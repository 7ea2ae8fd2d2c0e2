"""The sample study: what lies in `sample_transcripts/`, put into a data folder by the same acts
that a team uses.

It is a made-up study of living with persistent pain. `ebcd demo` opens a copy of it, so that every
page shows something and anything can be tried without harm.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import uuid4

from ebcd.acts import accounts, coding, memos, people
from ebcd.acts import study as studies
from ebcd.acts.access import Actor, Role
from ebcd.acts.codebook import codes
from ebcd.acts.codebook_import import take_codes
from ebcd.acts.exchange_import import import_passages
from ebcd.acts.sample_film import put_in_film, put_in_names_and_agreement
from ebcd.acts.sample_outcomes import put_in_outcomes
from ebcd.acts.sample_parts import Sample
from ebcd.acts.speakers import SpeakerChoice
from ebcd.acts.transcripts import import_reading, look_at
from ebcd.bundle import bundled
from ebcd.exchange.codebook_table import read_codebook
from ebcd.people import ConsentState, Group, Use
from ebcd.store.study import ActivityDone
from ebcd.store.workbench import Workbench
from ebcd.study import Activity, ActivityState, AnalyticApproach, Approach
from ebcd.text import Span


def load_sample(workbench: Workbench, actor: Actor) -> int:
    """Put the sample study into the workbench unless it is there; returns its id.

    `actor`: the server's administrator, for two coders get an account without a password. A study
    that could not be loaded to its end is taken out again.
    """
    for study in studies.my_studies(workbench, actor):
        if study.is_sample:
            return study.id
    folder = bundled("sample_transcripts")
    told = json.loads((folder / "study.json").read_text(encoding="utf-8"))
    study_id = studies.create_study(
        workbench,
        actor,
        told["name"],
        pathway=told["pathway"],
        approach=Approach(told["approach"]),
        analytic_approach=AnalyticApproach(told["analytic_approach"]),
        summary=told["summary"],
        is_sample=True,
    )
    sample = Sample(workbench, actor, study_id, folder, told)
    whole = False
    try:
        _put_in(sample)
        whole = True
    finally:
        if not whole:
            studies.delete_study(workbench, actor, study_id, told["name"])
    return study_id


def _put_in(sample: Sample) -> None:
    """Everything, in the order in which a team would come to it."""
    _team(sample)
    _course(sample)
    for person in sample.told["participants"]:
        sample.people[person["pseudonym"]] = _participant(sample, person)
    for told in sample.told["transcripts"]:
        _transcript(sample, told)
    _codebook(sample)
    import_passages(*sample.whose, *_file(sample, "coded_passages.csv"))
    for mark in sample.told["withheld"]:
        _withhold(sample, mark)
    for told in sample.told["memos"]:
        _memo(sample, told)
    put_in_film(sample)
    put_in_outcomes(sample)
    put_in_names_and_agreement(sample)


def _file(sample: Sample, name: str) -> tuple[bytes, str]:
    return (sample.folder / name).read_bytes(), name


def _team(sample: Sample) -> None:
    """The two coders. Nobody can sign in as them: they have no password."""
    known = {each.name: each for each in accounts.every_account(sample.workbench, sample.actor)}
    for member in sample.told["team"]:
        name = member["account"]
        if name not in known:
            accounts.add_account(sample.workbench, sample.actor, name, member["name"])
        accounts.set_role(*sample.whose, name, Role(member["role"]))
    for each in accounts.every_account(sample.workbench, sample.actor):
        for member in sample.told["team"]:
            if member["account"] == each.name:
                sample.team[member["key"]] = accounts.actor_for(each)


def _course(sample: Sample) -> None:
    """What was done of the method, and what was done otherwise."""
    for told in sample.told["activities"]:
        done = ActivityDone(
            Activity(told["kind"]),
            ActivityState(told["state"]),
            sample.day(told["on"]),
            told["site"],
            told["hours"],
            told["note"],
        )
        studies.set_activity(*sample.whose, done)
    for told in sample.told["deviations"]:
        studies.add_deviation(*sample.whose, told["what"], told["reason"], sample.day(told["on"]))


def _participant(sample: Sample, told: dict[str, Any]) -> int:
    """One participant with what they agreed to, use by use."""
    group, name, role = Group(told["group"]), told["pseudonym"], told["role"]
    added = people.add_participant(*sample.whose, group, pseudonym=name, role=role)
    people.change_participant(
        *sample.whose,
        added,
        pseudonym=name,
        group=group,
        role=role,
        attributes=told["attributes"],
    )
    for said in told["consents"]:
        states = {Use(use): ConsentState(state) for use, state in said["said"].items()}
        on = sample.day(said["on"]) or date.today()
        people.record_consent(*sample.whose, added, states, on, said["how"])
    return added


def _transcript(sample: Sample, told: dict[str, Any]) -> None:
    """One file, read as any file is, with its speakers linked."""
    data, name = _file(sample, told["file"])
    looked = look_at(*sample.whose, name, data)
    speakers = [
        SpeakerChoice(
            speaker["was"],
            speaker["label"],
            speaker.get("interviews", False),
            sample.people.get(speaker.get("participant", "")),
        )
        for speaker in told["speakers"]
    ]
    sample.transcripts[name] = import_reading(
        *sample.whose, looked, title=told["title"], kind=told["kind"], speakers=speakers
    )


def _codebook(sample: Sample) -> None:
    take_codes(*sample.whose, read_codebook(*_file(sample, "codebook.csv")).codes)
    sample.codes = {(code.kind.value, code.name): code.id for code in codes(*sample.whose)}


def _withhold(sample: Sample, mark: dict[str, Any]) -> None:
    """Mark a passage “do not use”, as the coding desk does."""
    transcript_id = sample.transcripts[mark["transcript"]]
    seen = coding.opened(*sample.whose, transcript_id).transcript
    wanted = coding.Wanted(
        str(uuid4()),
        "withhold",
        about=str(uuid4()),
        span=Span(mark["start"], mark["end"]),
        reason=mark["reason"],
    )
    coding.do(*sample.whose, transcript_id, seen.sha256, wanted)


def _memo(sample: Sample, told: dict[str, Any]) -> None:
    memos.write_memo(
        sample.workbench,
        sample.team.get(told.get("by", ""), sample.actor),
        sample.study_id,
        told["about"],
        told["text"],
        transcript_id=sample.transcripts.get(told.get("transcript", "")),
        code_id=sample.codes.get((told.get("kind", ""), told.get("code", ""))),
    )
