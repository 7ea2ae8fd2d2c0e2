"""How a result is said: the same words on the phone, the projector, the team's page and in Word.

Each method has its own figures: dots and people, the sum of places, medians and a quadrant, a
strength, or what the budget pays for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ebcd.priorities.ballots import Method
from ebcd.words import _

Line = Mapping[str, Any]


def method_name(method: Method) -> str:
    """A method in a word or two."""
    return {
        Method.DOTS: _("Dots"),
        Method.APPROVAL: _("Approval"),
        Method.RANKED: _("Ranking"),
        Method.IMPACT_EFFORT: _("Impact and effort"),
        Method.PAIRWISE: _("Two at a time"),
        Method.EQUAL_SHARES: _("Equal shares of a budget"),
    }[method]


def figure_names(method: Method) -> tuple[str, ...]:
    """The heads of a result's figures, beside place and option."""
    return {
        Method.DOTS: (_("Dots"), _("People")),
        Method.APPROVAL: (_("People"),),
        Method.RANKED: (_("Sum of places"), _("People who ranked it")),
        Method.IMPACT_EFFORT: (_("Impact"), _("Effort"), _("Where it stands")),
        Method.PAIRWISE: (_("Strength"), _("People who preferred it")),
        Method.EQUAL_SHARES: (_("People"), _("Funded")),
    }[method]


def figures(method: Method, line: Line) -> tuple[str, ...]:
    """The figures of one option, as `figure_names` heads them."""
    if method is Method.APPROVAL:
        return (number(line["voters"]),)
    if method is Method.IMPACT_EFFORT:
        return (spread(line["impact"]), spread(line["effort"]), where(line))
    if method is Method.PAIRWISE:
        return (strength(line["score"]), number(line["voters"]))
    if method is Method.EQUAL_SHARES:
        return (number(line["voters"]), yes_no(line))
    return (number(line["score"]), number(line["voters"]))


def group_figure_name(method: Method) -> str:
    """What `group_figure` gives, for a table of groups side by side."""
    return {
        Method.DOTS: _("dots"),
        Method.RANKED: _("place within the group"),
        Method.IMPACT_EFFORT: _("impact and effort, medians"),
        Method.PAIRWISE: _("place within the group"),
    }.get(method, _("people"))


def group_figure(method: Method, own: Line) -> str:
    """One group's figure for an option."""
    if method is Method.DOTS:
        return number(own["score"])
    if method is Method.IMPACT_EFFORT:
        return f"{number(own['impact']['median'])} / {number(own['effort']['median'])}"
    if method in (Method.RANKED, Method.PAIRWISE):
        return f"{own['rank']}{'=' if own['tied'] else ''}"
    return number(own["voters"])


def meaning(method: Method) -> str:
    """How the figures are to be read; nothing where they say it themselves."""
    return {
        Method.RANKED: _(
            "Each group's order counts the same, however many came: places within the groups are "
            "added up, and the lowest sum is first."
        ),
        Method.IMPACT_EFFORT: _(
            "The middle answer of all, and in brackets where the middle half lies. The order is by "
            "impact less effort."
        ),
        Method.PAIRWISE: _(
            "The strength says how often an option would be preferred; all strengths make 100 %."
        ),
        Method.EQUAL_SHARES: _(
            "Every voter has the same share of the budget; an option is funded where its "
            "supporters' shares pay for it."
        ),
    }.get(method, "")


def announced() -> str:
    """What is announced before a vote opens, and cannot be otherwise once it is open."""
    return _(
        "Once it is open, options, dots and groups stay as they are. Results stay hidden until you "
        "close and reveal; votes are anonymous for good. Groups under five voters will be joined "
        "with another, patients with carers and families first. The lot for a last tie is already "
        "drawn and recorded."
    )


def ties_announced() -> str:
    """How ties are broken, as everybody is told before the vote."""
    return _(
        "Options with the same result share their place. Where one has to come first all the same, "
        "it is the one that its least supportive group supports more, then the one that more "
        "people support, then a lot."
    )


def where(line: Line) -> str:
    """The quadrant of impact and effort in which an option stands, in words."""
    if None in (line["impact"]["median"], line["effort"]["median"]):
        return "–"
    return {
        "do first": _("do first"),
        "plan": _("plan: worth the effort"),
        "if time allows": _("if time allows"),
        "leave": _("leave"),
    }.get(line["quadrant"] or "", _("in between"))


def number(value: float | int | None) -> str:
    """A figure, or a dash where it is undefined.

    >>> number(3), number(2.5), number(None), number(1_250_000)
    ('3', '2.5', '–', '1250000')
    """
    return "–" if value is None else f"{value:.10g}"


def money(value: float | int | None) -> str:
    """An amount, in the budget's unit.

    >>> money(1500.0), money(2.5), money(None)
    ('1,500', '2.50', '–')
    """
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def yes_no(line: Line) -> str:
    """Whether an option is funded."""
    return _("yes") if line["funded"] else _("no")


def strength(value: float | None) -> str:
    """A Bradley–Terry strength as a share of all.

    >>> strength(0.314)
    '31 %'
    """
    return "–" if value is None else f"{100 * value:.0f} %"


def spread(answers: Mapping[str, Any]) -> str:
    """A median with its quartiles.

    >>> spread({"median": 4, "quartiles": [3, 4.5]})
    '4 (3–4.5)'
    """
    if answers["median"] is None:
        return "–"
    low, high = answers["quartiles"]
    return f"{number(answers['median'])} ({number(low)}–{number(high)})"


def check_names() -> tuple[str, ...]:
    """The heads of the checks beside a result, as `check_rows` gives them."""
    return (_("Borda points"), _("Schulze place"), _("Agreement across groups (0 to 1)"))


def check_rows(result: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Place, option and the checks of each option; a dash where a check is undefined."""
    checks = result["checks"]
    borda, schulze = checks["borda"] or {}, checks["schulze_ranks"] or {}
    rows: list[tuple[str, ...]] = []
    for line in result["results"]:
        option = line["option"]
        agreed = result["agreement"].get(option, {}).get("consensus_per_group")
        agreement = "–" if agreed is None else f"{agreed:.2f}"
        figures_of = (number(borda.get(option)), number(schulze.get(option)), agreement)
        rows.append((line["shown_rank"], option, *figures_of))
    return rows
