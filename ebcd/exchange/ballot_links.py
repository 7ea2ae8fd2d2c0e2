"""Personal ballot links as a table, to be sent out by a mail merge.

A link is one vote, bound to a group. No name is needed: whoever sends them may put a column of
addresses beside them, which is written into the file and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ebcd.errors import BadInput
from ebcd.exchange.tables import write_csv
from ebcd.words import _

HEADERS = ("send_to", "here_as", "link", "code", "how_to_send")


@dataclass(frozen=True)
class BallotLink:
    """One link. `group`: as the study knows it. `said`: as people read it."""

    group: str
    said: str
    link: str
    code: str


def addresses(pasted: Mapping[str, str]) -> dict[str, list[str]]:
    """What was pasted for each group, one a line, as a list.

    Raises BadInput where one stands there twice: that person would have two votes.
    """
    found = {
        group: [line.strip() for line in text.splitlines() if line.strip()]
        for group, text in pasted.items()
    }
    seen: set[str] = set()
    for line in (line for lines in found.values() for line in lines):
        if line.casefold() in seen:
            raise BadInput(f"“{line}” stands there twice and would have two votes: take one out.")
        seen.add(line.casefold())
    return found


def links_csv(links: Sequence[BallotLink], beside: Mapping[str, Sequence[str]]) -> bytes:
    """The table as CSV. `beside`: addresses by group, which are put beside its links in order."""
    left = {group: list(lines) for group, lines in beside.items()}
    rows = []
    for place, each in enumerate(links):
        waiting = left.get(each.group, [])
        to = waiting.pop(0) if waiting else ""
        rows.append([to, each.said, each.link, each.code, how_to() if place == 0 else ""])
    return write_csv(HEADERS, rows)


def how_to() -> str:
    """How the table is sent out, in one cell of it."""
    return _(
        "In Word: Mailings, Start Mail Merge, E-mail Messages; Select Recipients, Use an Existing "
        "List, this file; write your message and put in the field “link”; Finish and Merge, Send, "
        "To: send_to. Each link is one vote: send each to one person, then delete this file."
    )
