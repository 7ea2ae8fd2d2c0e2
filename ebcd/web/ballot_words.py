"""What the ballot says: how to vote, how far one has come, and what would be confirmed.

The page is made with all that its script may have to say, so that it counts along in the voter's
language without knowing any.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ebcd.acts.ballots import Mine
from ebcd.priorities.answers import EFFORT, IMPACT
from ebcd.priorities.ballots import Method
from ebcd.priorities.reading import close_words, group_words, interval_words
from ebcd.priorities.rounds import Plan
from ebcd.priorities.wording import (
    figure_names,
    figures,
    group_figure,
    group_figure_name,
    meaning,
    money,
)
from ebcd.words import _, counted

_KINDS = {
    Method.RANKED: "places",
    Method.IMPACT_EFFORT: "scales",
    Method.PAIRWISE: "pairs",
}


def page_words(own: Mine) -> dict[str, Any]:
    """What the templates of a voter's own pages need beside the ballot."""
    plan = own.room.plan
    return {
        "plan": plan,
        "how": how(own),
        "kind": _KINDS.get(plan.method, "taps"),
        "many": plan.method is Method.DOTS,
        "costs": plan.method is Method.EQUAL_SHARES,
        "money": money,
        "said": said(own),
        "by_number": {option.number: option for option in own.room.options},
        "chosen": chosen(own),
        "unused": unused(own),
    }


def how(own: Mine) -> str:
    """How to vote, in a sentence or two."""
    plan = own.room.plan
    if plan.method is Method.DOTS:
        return counted(
            plan.dots,
            "You have {n} dot. Put it where it matters most to you.",
            "You have {n} dots. Put them where they matter most to you; one option can have "
            "several.",
        )
    if plan.method is Method.RANKED:
        return counted(
            own.progress.of or 0,
            "Choose the {n} option that matters most to you.",
            "Choose the {n} options that matter most to you, the most important first.",
        )
    if plan.method is Method.EQUAL_SHARES:
        return _(
            "The budget is {budget}. Choose every option that you would spend some of it on."
        ).format(budget=money(plan.budget))
    return {
        Method.IMPACT_EFFORT: _(
            "For each option, say how much it would change for people, and how hard it would be "
            "to do. Leave out what you cannot judge."
        ),
        Method.PAIRWISE: _("You see two options at a time. Choose the one that matters more."),
    }.get(plan.method, _("Choose every option that you support."))


def said(own: Mine) -> dict[str, Any]:
    """What the page and its script say as the voter goes on: `left` by how much is done, `here` by
    what an option has, `add` (on its button) by how much is done, and once all is given, `taken`.
    """
    plan, done = own.room.plan, own.progress.of or len(own.room.options)
    return {
        "left": [_so_far(plan.method, n, done) for n in range(done + 1)],
        "here": [_here(plan.method, n) for n in range(_most(plan, done) + 1)],
        "add": [_add(plan.method, n, own.progress.of) for n in range(_steps(plan, done))],
        "label": _("Add a dot to {option}"),
        "taken": _("No dots left") if plan.method is Method.DOTS else _("All places are given"),
    }


def _steps(plan: Plan, done: int) -> int:
    """How many words there are for the button: it changes where places are given alone."""
    return done + 1 if plan.method is Method.RANKED else 1


def _most(plan: Plan, done: int) -> int:
    """The highest value one option can have."""
    return {Method.DOTS: plan.dots, Method.RANKED: done}.get(plan.method, 1)


def _so_far(method: Method, done: int, of: int) -> str:
    if method is Method.DOTS:
        return _("{left} of {all} dots left").format(left=of - done, all=of)
    if method is Method.RANKED:
        return _("{done} of {all} places given").format(done=done, all=of)
    if method is Method.IMPACT_EFFORT:
        return _("{done} of {all} options judged").format(done=done, all=of)
    if method is Method.PAIRWISE:
        return _("{done} of {all} pairs compared").format(done=done, all=of)
    return counted(done, "{n} option chosen", "{n} options chosen")


def _here(method: Method, given: int) -> str:
    if method is Method.DOTS:
        return counted(given, "{n} dot here", "{n} dots here")
    if method is Method.RANKED:
        return _("Your number {n}").format(n=given)
    return _("You chose this")


def _add(method: Method, done: int, of: int | None) -> str:
    if method is Method.DOTS:
        return _("Add a dot")
    if method is not Method.RANKED:
        return _("Choose")
    if done == of:
        return _("All places are given")
    return _("Choose as number {n}").format(n=done + 1)


def chosen(own: Mine) -> list[str]:
    """What stands on the ballot, a line each."""
    method, marks = own.room.plan.method, own.marks
    titles = {option.number: option.title for option in own.room.options}
    if method is Method.PAIRWISE:
        return [
            _("{preferred}, rather than {other}").format(
                preferred=titles[value],
                other=titles[next(n for n in map(int, mark.split("-")) if n != value)],
            )
            for mark, value in marks.items()
        ]
    if method is Method.IMPACT_EFFORT:
        return [_judged(number, title, marks) for number, title in titles.items() if
                f"{number}{IMPACT}" in marks or f"{number}{EFFORT}" in marks]  # fmt: skip
    if method is Method.RANKED:
        in_order = sorted(marks, key=lambda mark: marks[mark])
        return [f"{marks[mark]}. {titles[int(mark)]}" for mark in in_order]
    given = [(number, title, marks.get(str(number), 0)) for number, title in titles.items()]
    return [
        f"{number}. {title}"
        + (": " + counted(dots, "{n} dot", "{n} dots") if method is Method.DOTS else "")
        for number, title, dots in given
        if dots
    ]


def _judged(number: int, title: str, marks: Mapping[str, int]) -> str:
    sides = [marks.get(f"{number}{side}", 0) for side in (IMPACT, EFFORT)]
    impact, effort = (str(side) if side else "–" for side in sides)
    return _("{number}. {option}: impact {impact}, effort {effort}").format(
        number=number, option=title, impact=impact, effort=effort
    )


def unused(own: Mine) -> str:
    """What could still be given, if anything."""
    method, left = own.room.plan.method, own.left
    if left <= 0:
        return ""
    if method is Method.DOTS:
        return counted(
            left,
            "You have {n} dot left. You may keep it.",
            "You have {n} dots left. You may keep them.",
        )
    return _("{left}: you may leave the rest.").format(
        left=_so_far(method, own.progress.done, own.progress.of or 0)
    )


def result_words(method: Method) -> dict[str, Any]:
    """What the templates of a result need: how this method's figures are said."""
    return {
        "heads": figure_names(method),
        "figures": figures,
        "group_figure": group_figure,
        "by_group": group_figure_name(method),
        "meaning": meaning(method),
        "interval": interval_words,
        "before": before_deciding,
    }


def before_deciding(method: Method, result: Mapping[str, Any]) -> list[str]:
    """What was close, and what the groups share or see differently."""
    return [*close_words(result), *group_words(method, result)]


def timer_words() -> dict[str, str]:
    """What the page and its script say of the time."""
    return {
        "about": _("Time left: about {n} min"),
        "last": _("Less than a minute left"),
        "up": _("Time is nearly up. Finish in peace: voting stays open until it is closed."),
    }


def time_said(seconds: int) -> str:
    """The time left, in words."""
    words = timer_words()
    if seconds <= 0:
        return words["up"]
    return words["about"].format(n=-(-seconds // 60)) if seconds > 60 else words["last"]


def follow_words() -> dict[str, str]:
    """What the script says of the network and of what the facilitator does."""
    return {
        "lost": _("No network. What you chose is kept on this page and sent when it is back."),
        "back": _("The network is back. What you chose is saved."),
        "next": _("The next vote is open."),
        "go": _("Go to the next vote"),
    }
