"""The paper pack carries a vote without a network, with the numbers that phones show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from docx.oxml.ns import qn

from ebcd.priorities.ballots import Method
from ebcd.priorities.rounds import Option, Plan
from ebcd.reports.document import Front
from ebcd.reports.paper_marking import PaperRound, hands, marking
from ebcd.reports.paper_pack import Copies, PackTold, paper_pack
from tests.reports.reader import faults, opened, words

OPTIONS = [
    Option(1, "Being believed", "Somebody listens the first time", cost=400),
    Option(2, "A number to call", quotation="I rang and rang.", cost=1500),
    Option(3, "Bringing people together", cost=2.5),
]
PLAN = Plan(
    "Joint event", Method.DOTS, "What first?", 5, ("patient", "staff"), budget=2000, top=2, pairs=3
)
FRONT = Front("Living with pain", "Pain service", date(2026, 11, 22))
COPIES = {"patient": Copies(3, 1), "staff": Copies(2, 0)}


def told(plan: Plan = PLAN) -> PackTold:
    return PackTold(FRONT, PaperRound(plan, OPTIONS), COPIES, "http://192.0.2.7/vote", "ABC 234")


def ballots_in(data: bytes, group: str) -> int:
    return sum(line == f"Ballot for: {group}" for line in words(data).split("\n"))


@pytest.mark.parametrize("method", list(Method))
def test_every_method_has_ballots_a_script_and_tally_sheets(method: Method) -> None:
    plan = replace(PLAN, method=method)
    data = paper_pack(told(plan))
    said = words(data)
    assert ballots_in(data, "Patient or service user") == 4
    assert ballots_in(data, "Staff") == 2
    assert said.count(marking(PaperRound(plan, OPTIONS)).how) == 7  # six ballots, and read aloud
    for part in ("To be read aloud", "Tally sheet: Staff", "All groups together", "fewer than 5"):
        assert part in said


def test_somebody_elses_reader_finds_no_fault_in_it() -> None:
    assert faults(paper_pack(told(replace(PLAN, method=Method.IMPACT_EFFORT)))) == []


def test_the_options_bear_their_numbers_everywhere() -> None:
    plan = replace(PLAN, method=Method.APPROVAL)
    told_so = PackTold(FRONT, PaperRound(plan, [OPTIONS[1], OPTIONS[2]]), COPIES)
    tables = [t for t in opened(paper_pack(told_so)).tables if t.cell(0, 0).text == "No."]
    assert len(tables) == 6 + 2 + 1  # ballots, a tally sheet a group, all together
    for table in tables:
        shown = [(row.cells[0].text, row.cells[1].text) for row in table.rows[1:3]]
        assert shown == [("2", "A number to call"), ("3", "Bringing people together")]


def test_large_print_is_never_smaller_than_eighteen_points() -> None:
    only_large = replace(told(), copies={"patient": Copies(0, 1)})
    parts = list(opened(paper_pack(only_large)).element.body)
    said = ["".join(text.text or "" for text in part.iter(qn("w:t"))) for part in parts]
    ballot = parts[said.index("Joint event") : said.index("Tally sheet: Patient or service user")]
    sizes = [
        int(size.get(qn("w:val"))) / 2
        for part in ballot
        for size in part.xpath(".//w:r[w:t]/w:rPr/w:sz")
    ]
    assert len(sizes) > 8
    assert min(sizes) >= 18


def test_a_dot_is_a_circle_as_long_as_there_are_few() -> None:
    few = paper_pack(told())
    many = paper_pack(told(replace(PLAN, dots=12)))
    assert "○ ○ ○ ○ ○" in words(few)
    assert "○" not in words(many)
    assert "Write how many dots" in words(many)


def test_what_things_cost_stands_on_the_ballot() -> None:
    said = words(paper_pack(told(replace(PLAN, method=Method.EQUAL_SHARES))))
    assert "There are 2,000 to spend." in said
    assert "Costs 1,500" in said
    assert "Costs 2.50" in said


def test_pairs_are_dealt_out_so_that_each_is_asked_as_often() -> None:
    options = [Option(number, f"Option {number}") for number in range(1, 6)]
    vote = PaperRound(replace(PLAN, method=Method.PAIRWISE, pairs=4), options)
    dealt = hands(vote)
    asked = [frozenset((a.number, b.number)) for hand in dealt for a, b in hand]
    assert {asked.count(pair) for pair in set(asked)} == {2}
    assert len(set(asked)) == 10


def test_a_script_in_an_option_is_only_words() -> None:
    options = [Option(1, "<w:t>&amp;</w:t>"), Option(2, "]]>")]
    data = paper_pack(PackTold(FRONT, PaperRound(PLAN, options), COPIES))
    assert "<w:t>&amp;</w:t>" in words(data)
    assert faults(data) == []


def test_a_vote_by_card_alone_prints_no_code_for_the_room() -> None:
    assert "ABC 234" in words(paper_pack(told()))
    assert "Phones vote at" not in words(paper_pack(replace(told(), address="", code="")))
