"""The sample study after its analysis: events, lists, the vote and co-design groups."""

from __future__ import annotations

from typing import Any

from ebcd.acts import ballots, codesign, events, priorities, rounds
from ebcd.acts.sample_parts import Sample
from ebcd.acts.sample_room import put_in_ideas, put_in_sign_ups, put_in_talks
from ebcd.codesign import Status
from ebcd.events import AgendaLine, Event, EventKind
from ebcd.priorities.ballots import Method
from ebcd.priorities.lists import ListName
from ebcd.priorities.rounds import Plan


def put_in_outcomes(sample: Sample) -> None:
    """Everything that follows the analysis."""
    for told in sample.told["events"]:
        _event(sample, told)
    lists = sample.told["lists"]
    for told in lists["items"]:
        _item(sample, told)
    for step in lists["before"]:
        _step(sample, step)
    put_in_talks(sample)
    put_in_ideas(sample)
    _round(sample, sample.told["round"])
    for step in lists["after"]:
        _step(sample, step)
    groups: dict[str, int] = {}
    for told in sample.told["codesign"]:
        groups[told["key"]] = _group(sample, told, groups)
    put_in_sign_ups(sample, groups)


def _event(sample: Sample, told: dict[str, Any]) -> None:
    """An event and its emotional map: the cards' heights and each person's words."""
    agenda = tuple(AgendaLine(line["time"], line["what"]) for line in told["agenda"])
    event = Event(
        0,
        EventKind(told["kind"]),
        told["title"],
        sample.day(told["on"]),
        told["place"],
        agenda,
        told["attended"],
        told["notes"],
    )
    event_id = sample.events[told["key"]] = events.add_event(*sample.whose, event)
    cards = told["cards"]
    if not cards:
        return
    moments = [(card["code"], sample.touchpoint(card["code"])) for card in cards]
    made = events.add_cards(*sample.whose, event_id, moments)
    for card_id, card in zip(made, cards, strict=True):
        events.raise_card(*sample.whose, card_id, card["height"])
        if card["taken_forward"]:
            events.take_card_forward(*sample.whose, card_id, True)
        for note in card["notes"]:
            events.add_note(*sample.whose, card_id, note["group"], note["word"], note["tone"])


def _item(sample: Sample, told: dict[str, Any]) -> None:
    """An item of a list, with the quotations that speak for it."""
    item_id = priorities.add_item(
        *sample.whose,
        ListName(told["list"]),
        told["title"],
        description=told["description"],
        code_id=sample.touchpoint(told["code"]),
        event_id=sample.events.get(told["list"].split("_")[0]),
    )
    sample.items[told["key"]] = item_id
    wanted = {(sample.transcripts[each["transcript"]], each["start"]) for each in told["evidence"]}
    if wanted:
        for found in priorities.quotations(*sample.whose, item_id):
            if (found.transcript, found.start) in wanted:
                wanted.discard((found.transcript, found.start))
                priorities.keep_evidence(*sample.whose, item_id, found.uuid, True)


def _step(sample: Sample, step: dict[str, Any]) -> None:
    """One thing that was done with the lists."""
    if step["do"] == "forward":
        wanted: dict[str, str] = step["items"]
        ids = [sample.items[key] for key in wanted]
        event = sample.events.get(step["event"])
        made = priorities.take_forward(*sample.whose, ids, event)
        sample.items |= dict(zip(wanted.values(), made, strict=True))
    elif step["do"] == "merge":
        ids = [sample.items[key] for key in step["items"]]
        title, description = step["title"], step["description"]
        sample.items[step["into"]] = priorities.merge(*sample.whose, ids, title, description)
    elif step["do"] == "set_aside":
        priorities.set_aside(*sample.whose, sample.items[step["item"]], step["reason"])
    elif step["do"] == "move":
        priorities.move(*sample.whose, sample.items[step["item"]], step["by"])
    else:
        priorities.choose(*sample.whose, sample.items[step["item"]], step["reason"])


def _round(sample: Sample, told: dict[str, Any]) -> None:
    """A round of dots, voted on by telephone and on paper, closed and revealed."""
    ids = [sample.items[key] for key in told["options"]]
    options = priorities.ballot_options(*sample.whose, ids, quote=True)
    plan = Plan(
        told["title"],
        Method(told["method"]),
        told["question"],
        told["dots"],
        tuple(told["groups"]),
    )
    event = sample.events.get(told["event"])
    round_id = rounds.prepare_round(*sample.whose, plan, options, event)
    rounds.open_round(*sample.whose, round_id)
    join_code = rounds.watch(*sample.whose, round_id).round.join_code or ""
    for number, ballot in enumerate(told["ballots"]):
        if ballot["way"] == "paper":
            rounds.enter_paper(*sample.whose, round_id, ballot["group"], ballot["dots"])
        else:
            token = f"sample{number:026}"
            ballots.start(sample.workbench, join_code, ballot["group"], token)
            ballots.cast(sample.workbench, join_code, token, ballot["dots"])
    rounds.close_round(*sample.whose, round_id)
    rounds.reveal_round(*sample.whose, round_id)
    rounds.record_decision(*sample.whose, round_id, told["decision"])


def _group(sample: Sample, told: dict[str, Any], there: dict[str, int]) -> int:
    """A co-design group with its actions and what came of them."""
    group_id = codesign.add_group(
        *sample.whose,
        told["name"],
        aim=told["aim"],
        item_id=sample.items.get(told["priority"] or ""),
        split_from=there.get(told.get("split_from", "")),
    )
    for action in told["actions"]:
        action_id = codesign.add_action(
            *sample.whose,
            group_id,
            action["what"],
            owner=action["owner"],
            due=sample.day(action["due"]),
            status=Status(action["status"]),
            measure=action["measure"],
        )
        for output in action["outputs"]:
            codesign.record_output(
                *sample.whose,
                action_id,
                output["what"],
                delivered=sample.day(output["on"]),
                you_said=output["you_said"],
                we_did=output["we_did"],
            )
    return group_id
