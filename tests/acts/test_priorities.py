"""Lists: where an item came from, what became of it, and what may be quoted with it."""

from __future__ import annotations

from datetime import date

import pytest

from ebcd.acts import priorities as acts
from ebcd.acts import rounds
from ebcd.acts.access import Actor
from ebcd.acts.codebook import add_code
from ebcd.acts.people import participants, record_consent, withdraw
from ebcd.acts.transcripts import SpeakerChoice, import_reading, look_at
from ebcd.codebook import Kind
from ebcd.errors import BadInput, Conflict
from ebcd.people import ConsentState, Group, Use
from ebcd.priorities.ballots import Method
from ebcd.priorities.lists import ItemState, ListName, ancestry, codes_of, sides
from ebcd.priorities.rounds import Plan
from ebcd.store.coding import NewCoding, add_coding
from ebcd.store.workbench import Workbench
from ebcd.text import Span

Asking = tuple[Workbench, Actor, int]
WORDS = {"P01": "Nobody believed me for years.", "S01": "We have ten minutes each."}


@pytest.fixture
def asking(workbench: Workbench, actor: Actor, study_id: int) -> Asking:
    """What nearly every act takes."""
    return workbench, actor, study_id


def spoken(asking: Asking) -> tuple[int, dict[str, str]]:
    """A touchpoint on what a patient and a member of staff said; (its id, codings by person)."""
    workbench, _actor, study_id = asking
    code = add_code(*asking, Kind.TOUCHPOINT, "Being believed", definition="Or not")
    uuids = {}
    for name, group in (("P01", Group.PATIENT), ("S01", Group.STAFF)):
        file = f"WEBVTT\n\n00:01.000 --> 00:05.000\n<v {name}>{WORDS[name]}</v>\n"
        looked = look_at(*asking, f"{name}.vtt", file.encode())
        choice = SpeakerChoice(name, name, new_group=group, pseudonym=name)
        where = import_reading(*asking, looked, speakers=[choice])
        with workbench.database.writing() as connection:
            new = NewCoding(where, code, Span(0, len(WORDS[name])))
            uuids[name] = add_coding(connection, study_id, new)
    return code, uuids


def agree(asking: Asking, pseudonym: str, use: Use = Use.QUOTE) -> int:
    person = next(p for p in participants(*asking).values() if p.pseudonym == pseudonym)
    record_consent(*asking, person.id, {use: ConsentState.GRANTED}, date(2026, 1, 5), "form")
    return person.id


def test_the_analysis_offers_touchpoints_with_how_many_people_speak_of_them(
    asking: Asking,
) -> None:
    code, _ = spoken(asking)
    add_code(*asking, Kind.EMOTION, "anger")
    (one,) = acts.offered(*asking)
    assert (one.code, one.patients, one.staff, one.passages) == (code, 1, 1, 2)
    acts.add_item(*asking, ListName.PATIENT_LONG, one.name, code_id=code)
    items = acts.items(*asking).values()
    assert acts.on_list(items, ListName.PATIENT_LONG) == {code}
    assert acts.on_list(items, ListName.STAFF_LONG) == set()


def test_lists_votes_and_maps_leave_the_evidence_as_it_was(asking: Asking) -> None:
    spoken(asking)
    before = acts.evidence_state(*asking)
    items = [acts.add_item(*asking, ListName.JOINT, each) for each in "AB"]
    made = rounds.prepare_round(
        *asking, Plan("Vote", Method.DOTS), acts.ballot_options(*asking, items, True)
    )
    rounds.open_round(*asking, made)
    rounds.close_round(*asking, made)
    assert acts.evidence_state(*asking) == before
    agree(asking, "P01")
    assert acts.evidence_state(*asking) > before


def test_the_joint_list_keeps_which_side_each_item_came_from(asking: Asking) -> None:
    code = add_code(*asking, Kind.THEME, "Listening")
    ours = acts.add_item(*asking, ListName.PATIENT_LONG, "Believe us", code_id=code)
    theirs = acts.add_item(*asking, ListName.STAFF_LONG, "Time to listen")
    for _ in range(2):
        items = acts.items(*asking)
        standing = [i.id for i in items.values() if i.list.forward and i.list.forward is not None]
        acts.take_forward(*asking, standing)
    items = acts.items(*asking)
    joint = [item for item in items.values() if item.list is ListName.JOINT]
    assert [sides(item, items) for item in joint] == [{"patient"}, {"staff"}]
    merged = acts.merge(*asking, [item.id for item in joint], "Being listened to")
    items = acts.items(*asking)
    assert sides(items[merged], items) == {"patient", "staff"}
    assert {ours, theirs} <= {each.id for each in ancestry(merged, items)}
    assert codes_of(items[merged], items) == [code]
    assert all(items[item.id].merged_into == merged for item in joint)
    assert not any(items[item.id].stands for item in joint)


def test_an_item_is_taken_forward_once(asking: Asking) -> None:
    item = acts.add_item(*asking, ListName.PATIENT_LONG, "A")
    assert len(acts.take_forward(*asking, [item, item])) == 1
    assert acts.take_forward(*asking, [item]) == []


def test_rewording_keeps_what_it_was_called(asking: Asking) -> None:
    item = acts.add_item(*asking, ListName.JOINT, "A")
    acts.reword(*asking, item, "B", "what it means")
    acts.reword(*asking, item, "B", "what it means now")
    found = acts.items(*asking)[item]
    assert (found.title, found.description) == ("B", "what it means now")
    assert [each["was"] for each in found.history] == ["A"]


def test_setting_aside_needs_the_reason_and_can_be_undone(asking: Asking) -> None:
    item = acts.add_item(*asking, ListName.PATIENT_LONG, "A")
    with pytest.raises(BadInput, match="Say why"):
        acts.set_aside(*asking, item, "  ")
    acts.set_aside(*asking, item, "Needs another service")
    assert acts.items(*asking)[item].reason == "Needs another service"
    with pytest.raises(Conflict):
        acts.reword(*asking, item, "B", "")
    acts.bring_back(*asking, item)
    assert acts.items(*asking)[item].state is ItemState.LISTED


def test_items_move_up_and_down_among_those_that_stand(asking: Asking) -> None:
    ids = [acts.add_item(*asking, ListName.JOINT, each) for each in "ABCD"]
    acts.set_aside(*asking, ids[1], "no")
    acts.move(*asking, ids[3], -1)
    acts.move(*asking, ids[0], -1)
    standing = [item.title for item in acts.items(*asking).values() if item.stands]
    assert standing == ["A", "D", "C"]


def test_only_joint_items_become_joint_priorities_with_the_reason(asking: Asking) -> None:
    short = acts.add_item(*asking, ListName.STAFF_SHORT, "A")
    with pytest.raises(BadInput, match="joint list"):
        acts.choose(*asking, short, "because")
    joint = acts.add_item(*asking, ListName.JOINT, "A")
    acts.choose(*asking, joint, "Both sides put it first")
    assert acts.items(*asking)[joint].state is ItemState.CHOSEN
    acts.unchoose(*asking, joint)
    assert acts.items(*asking)[joint].state is ItemState.LISTED


def test_only_items_of_one_list_are_merged(asking: Asking) -> None:
    one = acts.add_item(*asking, ListName.JOINT, "A")
    other = acts.add_item(*asking, ListName.STAFF_LONG, "B")
    for wrong in ([one], [one, one], [one, other], []):
        with pytest.raises(BadInput):
            acts.merge(*asking, wrong, "C")


def test_what_has_a_history_is_not_deleted(asking: Asking) -> None:
    first = acts.add_item(*asking, ListName.PATIENT_LONG, "A")
    (copy,) = acts.take_forward(*asking, [first])
    for item in (first, copy):
        with pytest.raises(Conflict):
            acts.remove_item(*asking, item)
    mistake = acts.add_item(*asking, ListName.PATIENT_LONG, "B")
    acts.remove_item(*asking, mistake)
    assert mistake not in acts.items(*asking)


def test_a_ballot_quotes_only_with_consent(asking: Asking) -> None:
    code, uuids = spoken(asking)
    item = acts.add_item(*asking, ListName.JOINT, "Believe us", code_id=code)
    acts.keep_evidence(*asking, item, uuids["P01"], True)
    found = acts.quotations(*asking, item)
    assert found[0].words == WORDS["P01"]
    assert not any(each.may_quote for each in found)
    (option,) = acts.ballot_options(*asking, [item], True)
    assert option.quotation == ""
    agree(asking, "P01")
    (option,) = acts.ballot_options(*asking, [item], True)
    assert option.quotation == WORDS["P01"]
    assert acts.ballot_options(*asking, [item], False)[0].quotation == ""


def prepared(asking: Asking) -> tuple[int, int]:
    """A round whose first option quotes P01, who agreed; (its id, P01's id)."""
    code, uuids = spoken(asking)
    person = agree(asking, "P01")
    items = [acts.add_item(*asking, ListName.JOINT, each, code_id=code) for each in ("A", "B")]
    acts.keep_evidence(*asking, items[0], uuids["P01"], True)
    options = acts.ballot_options(*asking, items, True)
    made = rounds.prepare_round(*asking, Plan("Vote", Method.DOTS), options)
    assert rounds.watch(*asking, made).options[0].quotation == WORDS["P01"]
    return made, person


def test_consent_taken_back_before_the_opening_takes_the_quotation_off_the_ballot(
    asking: Asking,
) -> None:
    made, person = prepared(asking)
    refused = {Use.QUOTE: ConsentState.REFUSED}
    record_consent(*asking, person, refused, date(2026, 2, 1), "telephone")
    rounds.open_round(*asking, made)
    assert rounds.watch(*asking, made).options[0].quotation == ""


def test_a_withdrawal_takes_the_quotation_off_a_ballot_that_is_open(asking: Asking) -> None:
    made, person = prepared(asking)
    rounds.open_round(*asking, made)
    withdraw(*asking, person, date(2026, 2, 1))
    assert rounds.watch(*asking, made).options[0].quotation == ""
