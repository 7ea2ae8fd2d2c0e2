"""Findings: people counted, the unusable left out, the unquotable kept inside the team."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ebcd.acts import codebook, findings
from ebcd.acts.access import Actor
from ebcd.acts.findings import Across
from ebcd.codebook import Kind
from ebcd.errors import NotFound
from ebcd.people import ConsentState, Group, Use
from ebcd.store import people
from ebcd.store.workbench import Workbench
from tests.findings.small_study import SmallStudy

Asking = tuple[Workbench, Actor, int]


@dataclass
class Pain:
    """A study in which patients wait crossly and staff wait calmly."""

    asking: Asking
    small: SmallStudy
    waiting: int
    letters: int
    trust: int
    cross: int
    relieved: int
    ann: int
    sam: int
    first: int
    second: int
    note: int


@pytest.fixture
def pain(workbench: Workbench, actor: Actor, study_id: int) -> Pain:
    asking = workbench, actor, study_id
    small = SmallStudy(workbench, study_id)
    waiting = codebook.add_code(*asking, Kind.TOUCHPOINT, "Waiting")
    letters = codebook.add_code(*asking, Kind.TOUCHPOINT, "Letters", parent=waiting)
    trust = codebook.add_code(*asking, Kind.THEME, "Trust")
    cross = codebook.add_code(*asking, Kind.EMOTION, "Angry")
    relieved = codebook.add_code(*asking, Kind.EMOTION, "Relieved")
    ann = small.person("P01", Group.PATIENT)
    sam = small.person("S01", Group.STAFF, quote=False)
    first = small.transcript("Ann", [(None, "How was it?"), (ann, "I waited é 😀 and was cross.")])
    second = small.transcript("Sam", [(sam, "They wait, and we were glad of it.")])
    note = small.transcript("Ward", [(None, "People wait and lose trust.")], kind="field_note")
    for code in (waiting, cross):
        small.code(first, code, "I waited é 😀 and was cross")
    small.code(second, waiting, "They wait")
    small.code(second, relieved, "They wait, and we were glad")
    small.code(note, waiting, "People wait")
    small.code(note, cross, "wait and lose trust")
    return Pain(
        asking, small, waiting, letters, trust, cross, relieved, ann, sam, first, second, note
    )


def test_a_cell_counts_people_on_either_side_and_field_notes_apart(pain: Pain) -> None:
    made = findings.grid(findings.material(*pain.asking), Across.EMOTION)
    cross, glad = made.cell(pain.waiting, pain.cross), made.cell(pain.waiting, pain.relieved)
    assert (cross.patients, cross.staff, cross.unlinked) == ({pain.ann}, frozenset(), 1)
    assert (glad.patients, glad.staff) == (frozenset(), {pain.sam})


def test_a_cell_opens_its_quotations_at_their_place(pain: Pain) -> None:
    of = findings.material(*pain.asking)
    cell = findings.grid(of, Across.EMOTION).cell(pain.waiting, pain.cross)
    first, note = findings.opened_cell(*pain.asking, of, cell)
    assert first.text == "I waited é 😀 and was cross"
    assert first.people == (("P01", Group.PATIENT),)
    assert (first.title, first.span.start, first.start_ms) == ("Ann", 12, 10_000)
    assert first.may_quote
    assert (note.is_field_note, note.people, note.text) == (
        True, (), "People wait and lose trust"
    )  # fmt: skip


def test_who_has_not_agreed_is_read_by_the_team_and_not_exported(pain: Pain) -> None:
    of = findings.material(*pain.asking)
    cell = findings.grid(of, Across.EMOTION).cell(pain.waiting, pain.relieved)
    assert [f.may_quote for f in findings.opened_cell(*pain.asking, of, cell)] == [False]
    made = findings.matrix(*pain.asking, Across.EMOTION)
    assert "P01" in {quoted.participants for quoted in made.quotations}
    assert "S01" not in {quoted.participants for quoted in made.quotations}
    assert made.withheld == 1


def test_a_passage_marked_do_not_use_is_nowhere(pain: Pain) -> None:
    pain.small.withhold(pain.first, "waited")
    of = findings.material(*pain.asking)
    assert findings.grid(of, Across.EMOTION).cell(pain.waiting, pain.cross).patients == frozenset()
    made = findings.matrix(*pain.asking, Across.EMOTION)
    assert all("waited" not in quoted.text for quoted in made.quotations)


def test_who_took_back_the_interview_is_nowhere(pain: Pain) -> None:
    with pain.asking[0].database.writing() as connection:
        pain.small.consent(connection, pain.ann, Use.INTERVIEW, ConsentState.WITHDRAWN, day=2)
    of = findings.material(*pain.asking)
    assert findings.grid(of, Across.EMOTION).row_totals[pain.waiting].patients == frozenset()


def test_the_journey_says_that_the_sides_are_opposed(pain: Pain) -> None:
    of = findings.material(*pain.asking)
    moment = findings.moments(of, findings.grid(of, Across.EMOTION))[0]
    assert (moment.name, moment.standing.value) == ("Waiting", "opposed")
    assert (moment.patients.bad, moment.staff.good) == (1, 1)
    made = findings.matrix(*pain.asking, Across.EMOTION)
    assert made.standings[0] == "Opposed"
    assert (made.totals[0].patients, made.totals[0].staff, made.totals[0].notes) == (1, 1, 1)


def test_a_parent_counts_what_is_below_it_only_when_asked(pain: Pain) -> None:
    pain.small.code(pain.first, pain.letters, "I waited")
    pain.small.code(pain.first, pain.trust, "I waited é")
    of = findings.material(*pain.asking)
    plain = findings.grid(of, Across.THEME)
    rolled = findings.grid(of, Across.THEME, below=True)
    key = pain.waiting, pain.trust
    assert plain.cell(*key).people == rolled.cell(*key).people == 1
    assert len(findings.coverage(of)) == 2


def test_the_least_coded_people_come_first(pain: Pain) -> None:
    late = pain.small.person("P09", Group.CARER)
    pain.small.transcript("Late", [(late, "Nobody has read me yet.")])
    listed = findings.coverage(findings.material(*pain.asking))
    assert next((each.pseudonym, each.transcripts) for each in listed) == ("P09", ("Late",))
    assert listed[-1].codings[Kind.TOUCHPOINT] == 1


def test_who_left_the_study_is_not_asked_for(pain: Pain) -> None:
    from datetime import date

    with pain.asking[0].database.writing() as connection:
        people.change(connection, pain.asking[2], pain.ann, {"withdrawn_on": date(2026, 5, 1)})
    listed = findings.coverage(findings.material(*pain.asking))
    assert [each.pseudonym for each in listed] == ["S01"]


def test_two_coders_are_compared_turn_by_turn(pain: Pain) -> None:
    of = findings.material(*pain.asking)
    assert findings.coded_by_both(of, 0, 7) == []
    document = findings.agreement(of, 0, 0, list(Kind), [pain.first])
    assert document["krippendorff_alpha"] is None
    assert "Only one coder" in str(document["problems"])


def test_field_notes_are_no_interviews_for_saturation(pain: Pain) -> None:
    of = findings.material(*pain.asking)
    assert [title for title, _ in findings.found_by_interview(of, [Kind.EMOTION])] == ["Ann", "Sam"]
    found, over = findings.saturated(of, [Kind.EMOTION], 4, 2, 0.05)
    assert "needs at least 6" in found.problem
    assert over.reached == 0


def test_a_stranger_gets_nothing(pain: Pain) -> None:
    workbench, _, study_id = pain.asking
    with pytest.raises(NotFound):
        findings.material(workbench, Actor(None, "stranger"), study_id)
