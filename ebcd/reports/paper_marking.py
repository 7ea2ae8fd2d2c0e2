"""How a ballot is marked and counted on paper, method by method.

One place says it for the ballot, for what is read aloud, and for the tally sheet, so that the three
never differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebcd.priorities.answers import every_pair, offered_pairs
from ebcd.priorities.ballots import SCALE, Method
from ebcd.priorities.rounds import Option, Plan
from ebcd.priorities.wording import money
from ebcd.words import _, counted

MOST_CIRCLES = 6
"""Up to so many dots a voter gets a circle for each beside every option; beyond, a box."""

CIRCLE, BOX = "○", "☐"


@dataclass(frozen=True)
class PaperRound:
    """A round as it stands on paper. Options carry their numbers."""

    plan: Plan
    options: Sequence[Option]

    @property
    def question(self) -> str:
        return self.plan.question or self.plan.title


@dataclass(frozen=True)
class Marking:
    """How one method goes on paper.

    `how`: the sentence on the ballot. `head`: over the marks. `marks`: what stands beside each
    option. `wide`: the share of the width that marks need. `counting`: what is done with the
    ballots of a group, step by step. `columns`: what the tally sheet has room for, option by
    option, the first for strokes.
    """

    how: str
    head: str
    marks: str
    wide: float
    counting: tuple[str, ...]
    columns: tuple[str, ...]


def hands(vote: PaperRound) -> list[list[tuple[Option, Option]]]:
    """The pairs of each ballot that differs from the others, the ones after another in turn."""
    by_number = {option.number: option for option in vote.options}
    numbers = sorted(by_number)
    many = -(-len(every_pair(numbers)) // vote.plan.pairs)
    return [
        [(by_number[a], by_number[b]) for a, b in offered_pairs(numbers, vote.plan.pairs, turn)]
        for turn in range(2 * many)
    ]


def marking(vote: PaperRound) -> Marking:
    """How this round goes on paper."""
    return _MARKINGS[vote.plan.method](vote)


def _dots(vote: PaperRound) -> Marking:
    many = vote.plan.dots
    circles = many <= MOST_CIRCLES
    have = counted(many, "You have {n} dot.", "You have {n} dots.")
    how = (
        _("Put a cross in one circle for each dot. One option can have several.")
        if circles
        else _("Write how many dots you give beside an option. One option can have several.")
    )
    return Marking(
        f"{have} {how}",
        _("Your dots"),
        " ".join(CIRCLE for _each in range(many)) if circles else "",
        0.34 if circles else 0.2,
        (
            counted(
                many,
                "A ballot with more than {n} dot does not count: put it aside, with the reason.",
                "A ballot with more than {n} dots does not count: put it aside, with the reason.",
            ),
            _("One of you reads a ballot aloud by the numbers: “two dots for 3”."),
            _("The other makes one stroke for each dot, and writes one person beside the option."),
        ),
        (_("One stroke a dot"), _("Dots"), _("People")),
    )


def _approval(_vote: PaperRound) -> Marking:
    return Marking(
        _("Put a cross beside every option that you support, as many as you like."),
        _("I support it"),
        BOX,
        0.2,
        (
            _("One of you reads a ballot aloud by the numbers: “1, 3 and 4”."),
            _("The other makes one stroke for each option that was read."),
        ),
        (_("One stroke a person"), _("People")),
    )


def _ranked(vote: PaperRound) -> Marking:
    top = min(vote.plan.top, len(vote.options))
    return Marking(
        _(
            "Write 1 beside what matters most to you, 2 beside what comes next, and so on to {n}. "
            "You may stop sooner."
        ).format(n=top),
        _("Your rank"),
        "",
        0.2,
        (
            _("One of you reads a ballot aloud by the numbers: “4 first, 1 second”."),
            _("The other writes the rank that was given beside the option."),
            _("Rank 1 is worth 10 points, rank 2 is worth 9, and so on to 1 point for rank 10."),
        ),
        (_("Ranks given"), _("Points"), _("People")),
    )


def _impact(_vote: PaperRound) -> Marking:
    low, high = SCALE
    figures = "  ".join(str(each) for each in range(low, high + 1))
    return Marking(
        _(
            "Ring one number for how much difference it would make, and one for how much effort it "
            "would take. {low} is very little, {high} is very much."
        ).format(low=low, high=high),
        _("Difference, effort"),
        f"{_('Difference')}  {figures}\n{_('Effort')}  {figures}",
        0.42,
        (
            _("One of you reads both numbers of each option aloud: “3: four and two”."),
            _("The other writes both figures down, the difference first: “4/2”."),
            _("The middle figure of each, in order of size, is what the group says."),
        ),
        (_("Difference/effort of each person"), _("Middle difference"), _("Middle effort")),
    )


def _pairwise(_vote: PaperRound) -> Marking:
    return Marking(
        _("In each line, put a cross beside the one that matters more to you. Leave out any line."),
        _("This one"),
        BOX,
        0.2,
        (
            _("One of you reads the option that was crossed in each line: “2, 2, 5”."),
            _("The other makes one stroke for each option that was read."),
        ),
        (_("One stroke each time it was crossed"), _("Strokes")),
    )


def _equal_shares(vote: PaperRound) -> Marking:
    return Marking(
        _(
            "Put a cross beside every option that the money should go to, as many as you like. "
            "There are {budget} to spend."
        ).format(budget=money(vote.plan.budget or 0)),
        _("Fund it"),
        BOX,
        0.2,
        (
            _("One of you reads a ballot aloud by the numbers: “1, 3 and 4”."),
            _("The other makes one stroke for each option that was read."),
            _(
                "What is paid for is worked out ballot by ballot, so keep the ballots together: "
                "they are typed in afterwards."
            ),
        ),
        (_("One stroke a person"), _("People")),
    )


_MARKINGS = {
    Method.DOTS: _dots,
    Method.APPROVAL: _approval,
    Method.RANKED: _ranked,
    Method.IMPACT_EFFORT: _impact,
    Method.PAIRWISE: _pairwise,
    Method.EQUAL_SHARES: _equal_shares,
}
