"""Nothing leaves with a name in it unless somebody lets it go knowingly."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ebcd.acts import codebook, exchange, leaving, names, names_replacing, people, reports
from ebcd.acts.access import Actor
from ebcd.acts.leaving import Leaves, MayNameSomebody
from ebcd.codebook import Kind
from ebcd.people import Group
from ebcd.store import names as store
from ebcd.store.tables import document
from ebcd.store.workbench import Workbench
from tests.findings.small_study import SmallStudy

Asking = tuple[Workbench, Actor, int]


@pytest.fixture
def ann(workbench: Workbench, study_id: int) -> int:
    return SmallStudy(workbench, study_id).person("P01", Group.PATIENT)


@pytest.fixture
def asking(workbench: Workbench, actor: Actor, study_id: int, ann: int) -> Asking:
    """A study with two quotations, of which one has a telephone number."""
    small = SmallStudy(workbench, study_id)
    asking = workbench, actor, study_id
    said = "Ring me on 07700 900123. Okafor never rang."
    one = small.transcript("Ann", [(None, "How was it?"), (ann, said)])
    waiting = codebook.add_code(*asking, Kind.TOUCHPOINT, "Waiting")
    small.code(one, waiting, "Ring me on 07700 900123.")
    small.code(one, waiting, "Okafor never rang.")
    return asking


def documents(asking: Asking) -> int:
    with asking[0].database.reading() as connection:
        query = select(func.count()).select_from(document)
        return int(connection.execute(query).scalar_one())


@pytest.mark.parametrize(
    ("what", "ending"), [("quotations", "csv"), ("quotations", "docx"), ("project", "qdpx")]
)
def test_an_export_is_kept_back_until_it_leaves_knowingly(
    asking: Asking, what: str, ending: str
) -> None:
    with pytest.raises(MayNameSomebody) as kept:
        exchange.export(*asking, what, ending)
    assert [each.words for each in kept.value.doubts] == ["07700 900123"]
    assert documents(asking) == 0
    made = exchange.export(*asking, what, ending, knowingly=True)
    assert len(made.doubts) == 1
    assert documents(asking) == 1


def test_a_report_is_kept_back_as_well(asking: Asking) -> None:
    with pytest.raises(MayNameSomebody, match="1 passage may still hold a name"):
        reports.write(*asking, "touchpoints")
    assert len(reports.write(*asking, "touchpoints", knowingly=True).doubts) == 1


def test_names_that_were_decided_about_and_those_in_the_key_are_found(asking: Asking) -> None:
    names.by_hand(*asking, "Okafor", "Carter")
    assert {each.words for each in leaving.before(*asking, Leaves.PASSAGES)} == {
        "07700 900123",
        "Okafor",
    }
    names_replacing.replace_names(*asking)
    assert [each.words for each in leaving.before(*asking, Leaves.PASSAGES)] == ["07700 900123"]
    codebook.add_code(*asking, Kind.THEME, "Firm", definition="As Okafor said")
    assert [each.words for each in leaving.before(*asking, Leaves.TEXTS)] == [
        "Okafor",
        "07700 900123",
    ]
    with pytest.raises(MayNameSomebody):
        exchange.export(*asking, "codebook", "csv")


def test_a_name_behind_a_pseudonym_is_found(asking: Asking, ann: int) -> None:
    people.set_identity(*asking, ann, "Chidi Okafor", "")
    assert "Okafor" in {each.words for each in leaving.before(*asking, Leaves.PASSAGES)}


def test_the_command_line_goes_on_and_says_so(asking: Asking, tmp_path: Path) -> None:
    said = exchange.write_export(*asking, "quotations", tmp_path / "q.csv")
    problems = said["problems"]
    assert isinstance(problems, list)
    assert "1 passage may still hold a name" in problems[0]
    assert "«07700 900123»" in problems[1]
    assert (tmp_path / "q.csv").exists()


def test_what_holds_no_name_leaves_at_once(asking: Asking) -> None:
    assert exchange.export(*asking, "codebook", "docx").doubts == ()
    assert leaving.before(*asking, Leaves.FILM) == []


def test_a_withdrawal_takes_the_name_out_of_the_key(asking: Asking, ann: int) -> None:
    people.set_identity(*asking, ann, "Chidi Okafor", "")
    for name, becomes in (("Okafor", "Carter"), ("Braithwaite", "Fielding")):
        names.by_hand(*asking, name, becomes)
    names_replacing.replace_names(*asking)
    people.withdraw(*asking, ann, date.today())
    with asking[0].database.reading() as connection:
        assert [each.form for each in store.key(connection, asking[2])] == ["Braithwaite"]
