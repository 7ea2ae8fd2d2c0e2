"""The emotional map in Word: the journey as a group drew it, and the words people put to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ebcd.events import MapCard, height_words, spread
from ebcd.reports.charts import journey_line
from ebcd.reports.document import Front, Paper, start


@dataclass(frozen=True)
class DrawnMap:
    """One event's map. `when`: the event's day and place. `attended`: (group, heads)."""

    title: str
    when: str
    attended: tuple[tuple[str, int], ...]
    cards: Sequence[MapCard]


@dataclass(frozen=True)
class MapsTold:
    """What the document is made from."""

    front: Front
    maps: Sequence[DrawnMap]


def emotional_map(told: MapsTold) -> bytes:
    """The maps as a .docx."""
    paper = start(told.front, "Emotional map", landscape=True)
    paper.paragraph(
        "Each card is a moment on the journey. The group raised or lowered it together: high is "
        "good, low is bad. Then each person wrote what they felt on notes. Look for moments with "
        "many notes, and for moments where views are far apart."
    )
    if not told.maps:
        paper.paragraph("No event has a map yet.")
    for each in told.maps:
        _map(paper, each)
    return paper.finish()


def _map(paper: Paper, drawn: DrawnMap) -> None:
    paper.heading(drawn.title)
    came = heads(drawn.attended)
    about = ". ".join(part for part in (drawn.when, f"Present: {came}" if came else "") if part)
    if about:
        paper.paragraph(f"{about}.")
    cards = list(drawn.cards)
    shape = "; ".join(f"{card.title}: {height_words(card.height)}" for card in cards)
    paper.picture(
        journey_line(
            [card.title for card in cards],
            {"The group’s map": [card.height for card in cards]},
            low="bad",
            high="good",
        ),
        alt=f"Line of the journey from left to right. {shape}.",
        caption=f"{drawn.title}: the journey as the group drew it",
        width_cm=24,
    )
    paper.table(
        ("Moment", "Height", "Notes", "Range of the notes", "Words", "Taken forward"),
        [_row(card) for card in cards],
        caption=f"{drawn.title}: cards and notes",
        widths=(4.5, 2.4, 2.6, 3.2, 7.4, 2.0),
    )
    forward = [card.title for card in cards if card.taken_forward]
    if forward:
        paper.paragraph("; ".join(forward) + ".", bold_start="Taken to the joint event:")


_MANY = {"patient": "patients", "carer": "carers", "family": "family members", "staff": "staff"}


def heads(counts: Iterable[tuple[str, int]]) -> str:
    """How many of each group.

    >>> heads([("patient", 3), ("carer", 1)])
    '3 patients, 1 carer'
    """
    named = ((many, group if many == 1 else _MANY.get(group, group)) for group, many in counts)
    return ", ".join(f"{many} {group}" for many, group in named)


def _row(card: MapCard) -> tuple[str, ...]:
    said = spread(card.notes)
    by_group = heads(said.by_group.items())
    if said.lowest is None or said.highest is None:
        ranged = "–"
    else:
        ranged = f"{height_words(said.lowest)} to {height_words(said.highest)}"
        if said.wide:
            ranged += "\nViews are far apart"
    words = ", ".join(f"{word} ({many})" if many > 1 else word for word, many in said.words)
    return (
        card.title,
        height_words(card.height),
        f"{said.count}\n{by_group}" if said.count else "0",
        ranged,
        words,
        "Yes" if card.taken_forward else "No",
    )
