"""The priority report tells both lists, the vote, the reasons and what was not chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ebcd.reports.document import Front, Quotation
from ebcd.reports.priority_report import Listed, Priorities, priority_report
from ebcd.reports.vote_chapter import GroupScore, Line, Money, Vote, firmness
from tests.reports.reader import faults, headings, opened, words

FRONT = Front("Living with pain", "Pain service", date(2026, 11, 22))


def line(place: int, title: str, interval: tuple[int, int] | None) -> Line:
    groups = {"Patients": GroupScore("6", place, 3, 6), "Staff": GroupScore("2", 1, 1, 5)}
    return Line(str(place), place, title, 4, interval, groups, ("8", "4"))


VOTE = Vote(
    "Joint event",
    "What first?",
    ("Each voter had 3 dots.",),
    11,
    {"Patients": 6, "Staff": 5},
    (line(1, "Be believed", (1, 2)), line(2, "One record", (1, 3)), line(3, "Parking", (3, 3))),
    ("Dots", "People"),
    "dots",
    "a lot is drawn",
    decision="We take on the first two.",
    hands=(("Option", "Staff (5)"), ("Be believed", "4")),
    checks=(("Place", "Option", "Borda", "Schulze", "Agreement"), ("1", "B", "12", "1", "0.7")),
)
TOLD = Priorities(
    FRONT,
    "",
    (("Patients", 6), ("Staff", 5)),
    (Listed("Be believed", "By doctors", "Taken into “Be believed”", patients=5),),
    (),
    (
        Listed(
            "Be believed",
            fate="Chosen",
            reason="First with both",
            origins=("Be believed (patients' shortlist)",),
            quotations=(Quotation("Nobody believed me.", "P01, patient"),),
        ),
    ),
    (Listed("Parking", fate="Set aside", reason="Not ours to change"),),
    (VOTE,),
    (("No observation", "Consultations vary"),),
    left_out=2,
    talks=(("Joint list", "Joint event, 22 November 2026", "Nearly everybody agreed. Two hours"),),
)


def test_everything_that_was_promised_is_in_it() -> None:
    data = priority_report(TOLD)
    said = words(data)
    for part in (
        "settled on one priority together",
        "First with both",
        "Be believed (patients' shortlist)",
        "Not ours to change",
        "Each voter had 3 dots.",
        "6 (rank 1)",
        "We take on the first two.",
        "“Nobody believed me.”",
        "— P01, patient",
        "2 further passages",
        "Nearly everybody agreed. Two hours",
        "Hands counted in the room",
        "Checks: Joint event",
        "Consultations vary",
    ):
        assert part in said, part
    assert len(opened(data).inline_shapes) == 2
    assert faults(data) == []


def test_each_figure_of_a_chart_stands_in_a_table_too() -> None:
    table = next(t for t in opened(priority_report(TOLD)).tables if t.cell(0, 0).text == "Rank")
    assert [cell.text for cell in table.rows[1].cells] == [
        "1", "Be believed", "8", "4", "6 (rank 1)", "2 (rank 1)",
    ]  # fmt: skip


def test_an_empty_study_still_makes_a_report_that_says_what_is_missing() -> None:
    empty = Priorities(FRONT, "", (), (), (), (), (), (), ())
    data = priority_report(empty)
    assert "No joint priorities have been recorded yet." in words(data)
    assert (1, "The vote: Joint event") not in headings(data)
    assert faults(data) == []


def test_a_vote_without_groups_is_drawn_for_all() -> None:
    lines = tuple(replace(each, groups={}) for each in VOTE.lines)
    data = priority_report(replace(TOLD, votes=(replace(VOTE, groups={}, lines=lines),)))
    assert len(opened(data).inline_shapes) == 2


def test_impact_and_effort_are_drawn_beside_a_table_of_the_same_numbers() -> None:
    groups = {
        "Patients": GroupScore("5 / 1", 1, 3, 6, "do first"),
        "Staff": GroupScore("5 / 5", 1, 1, 5, "plan: worth the effort"),
    }
    lines = (
        Line("1", 1, "Be believed", 4, None, groups, ("5 (4–5)", "2 (1–3)", "do first"), (2, 5)),
        Line("2", 2, "One record", 4, None, groups, ("2 (1–3)", "4 (4–5)", "leave"), (4, 2)),
        Line("3", 3, "Parking", 0, None, {}, ("–", "–", "–"), None),
    )
    judged = replace(VOTE, lines=lines, figure_names=("Impact", "Effort", "Where it stands"))
    data = priority_report(replace(TOLD, votes=(judged,)))
    heads = ["No.", "Priority", "All together", "Patients (6)", "Staff (5)"]
    table = next(t for t in opened(data).tables if [c.text for c in t.rows[0].cells] == heads)
    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [
        ["1", "Be believed", "5 / 2: do first", "5 / 1: do first", "5 / 5: plan: worth the effort"],
        ["2", "One record", "2 / 4: leave", "5 / 1: do first", "5 / 5: plan: worth the effort"],
    ]
    shapes = opened(data).inline_shapes
    alts = [shape._inline.docPr.get("descr") for shape in shapes]
    assert any("1 Be believed, impact 5, effort 2; 2 One record" in alt for alt in alts)
    assert faults(data) == []


def test_costs_and_the_budget_stand_in_the_report() -> None:
    rows = (("Be believed", "1,500", "9", "yes"), ("Parking", "2,000", "2", "no"))
    bought = replace(VOTE, money=Money(rows, "2,500", "1,500", "1,000"))
    said = words(priority_report(replace(TOLD, votes=(bought,))))
    for part in (
        "Costs and budget",
        "Of a budget of 2,500, 1,500 is spent",
        "1,000 is left",
        "2,000",
    ):
        assert part in said, part


def test_what_groups_share_and_what_is_not_to_be_lost_is_said() -> None:
    told = replace(VOTE, before=("Most shared by all groups: One record.", "Do not lose Parking."))
    said = words(priority_report(replace(TOLD, votes=(told,))))
    assert "What the groups share, and where they differ" in said
    assert "Do not lose Parking." in said


def test_what_the_intervals_say_is_put_in_words() -> None:
    first, rivals = firmness(VOTE.lines)
    assert first.startswith("“Be believed” came first, but with a slightly different room")
    assert "“Be believed”; “One record”." in rivals
    assert "Parking" not in rivals


def test_a_firm_winner_is_called_so() -> None:
    assert firmness((line(1, "A", (1, 1)), line(2, "B", (2, 2)))) == [
        "“A” came first in nearly every draw."
    ]


def test_without_intervals_nothing_is_said_of_firmness() -> None:
    assert firmness((line(1, "A", None),)) == []
