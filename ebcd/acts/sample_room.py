"""What the room of the sample study gave besides its votes: talk, ideas, and names for the groups.

Both forms are left open, so that they can be tried from a phone at once; the names are invented, as
everything in the sample is.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebcd.acts import ideas, joint_list, room_forms, sign_ups
from ebcd.acts.sample_parts import Sample
from ebcd.events import FormKind
from ebcd.priorities.lists import ListName, Outcome


def put_in_talks(sample: Sample) -> None:
    """What talking about each list came to, before the vote."""
    for told in sample.told["talks"]:
        joint_list.record_talk(
            *sample.whose,
            ListName(told["list"]),
            Outcome(told["outcome"]),
            told["notes"],
            sample.events[told["event"]],
        )


def put_in_ideas(sample: Sample) -> None:
    """Ideas that came in from phones: some on a list, some set aside, some still to be read."""
    told = sample.told["ideas"]
    event_id = sample.events[told["event"]]
    room_forms.open_form(*sample.whose, FormKind.IDEAS, told["question"], event_id=event_id)
    code = _code(sample, FormKind.IDEAS)
    for number, text in enumerate(told["texts"]):
        ideas.suggest(sample.workbench, code, text, f"sample idea {number:020}")
    sent = [idea.id for idea in ideas.ideas(*sample.whose, event_id)]
    for each in told["approved"]:
        sample.items[each["key"]] = ideas.approve(
            *sample.whose,
            [sent[number - 1] for number in each["ideas"]],
            ListName(each["list"]),
            each["title"],
            each["description"],
        )
    for each in told["set_aside"]:
        chosen = [sent[number - 1] for number in each["ideas"]]
        ideas.set_aside(*sample.whose, chosen, each["reason"])


def put_in_sign_ups(sample: Sample, groups: Mapping[str, int]) -> None:
    """Who signed up for which co-design group, on the phone and on paper."""
    told = sample.told["sign_ups"]
    room_forms.open_form(*sample.whose, FormKind.SIGN_UP, told["question"])
    code = _code(sample, FormKind.SIGN_UP)
    for number, one in enumerate(told["people"]):
        group_id = groups[one["group"]]
        said: tuple[str, str, str] = (one["side"], one["name"], one["contact"])
        if one["way"] == "paper":
            sign_ups.add_on_paper(*sample.whose, group_id, *said)
        else:
            token = f"sample sign-up {number:017}"
            sign_ups.sign_up(sample.workbench, code, group_id, *said, token)


def _code(sample: Sample, kind: FormKind) -> str:
    return room_forms.forms(*sample.whose, kind)[0].join_code
