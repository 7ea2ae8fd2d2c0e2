"""Who takes part, and what each of them agreed to.

A participant is shown by pseudonym everywhere. Consent is given use by use, each with its date;
the newest statement about a use is the one that counts, and a use nobody spoke of is not agreed
to. Withdrawal ends every use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ebcd.errors import BadInput
from ebcd.text import normalise, shorten
from ebcd.words import _


class Group(StrEnum):
    """Which side of the service a participant knows it from."""

    PATIENT = "patient"
    CARER = "carer"
    FAMILY = "family"
    STAFF = "staff"

    @property
    def label(self) -> str:
        return {
            "patient": _("Patient"),
            "carer": _("Carer"),
            "family": _("Family member"),
            "staff": _("Staff"),
        }[self.value]


class Use(StrEnum):
    """What a participant may agree to, one by one."""

    INTERVIEW = "interview"
    FILM = "film"
    PATIENT_EVENT = "patient_event"
    STAFF_EVENT = "staff_event"
    JOINT_EVENT = "joint_event"
    QUOTE = "quote"
    PUBLISH = "publish"
    ARCHIVE = "archive"

    @property
    def label(self) -> str:
        return {
            "interview": _("Be interviewed and have the interview analysed"),
            "film": _("Appear in the catalyst film"),
            "patient_event": _("Be shown at the patient feedback event"),
            "staff_event": _("Be shown at the staff feedback event"),
            "joint_event": _("Be shown at the joint event"),
            "quote": _("Be quoted in reports by pseudonym"),
            "publish": _("Be published outside the study"),
            "archive": _("Be kept in an archive after the study"),
        }[self.value]


class ConsentState(StrEnum):
    """What was said of one use."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Consent:
    """One statement about one use, on one day.

    `order` numbers the statements as they were recorded: of two on one day the later counts.
    """

    use: Use
    state: ConsentState
    on: date
    order: int = 0


@dataclass(frozen=True)
class Participant:
    """A person of the study.

    `id`: their number in the study's database. `pseudonym`: like P03. `withdrawn_on`: the day they
    left the study, or None.
    """

    id: int
    pseudonym: str
    group: Group
    withdrawn_on: date | None = None
    consents: tuple[Consent, ...] = ()


LONGEST_TRAIT = 80
MOST_TRAITS = 20


def read_traits(lines: str) -> dict[str, str]:
    """What is recorded of a participant to compare by, from lines like `age: 40–59`.

    >>> read_traits("age: 40–59\\n\\n Years with pain :  more than 10 ")
    {'age': '40–59', 'Years with pain': 'more than 10'}

    Raises BadInput where a line is no name and value, or there are too many.
    """
    found: dict[str, str] = {}
    for line in lines.splitlines():
        if not line.strip():
            continue
        name, colon, value = (normalise(part) for part in line.partition(":"))
        if not (name and colon and value) or max(len(name), len(value)) > LONGEST_TRAIT:
            raise BadInput(
                f"“{shorten(line, 40)}” is not a name and a value: write one a line, like "
                "“age: 40–59”."
            )
        found[name] = value
    if len(found) > MOST_TRAITS:
        raise BadInput(f"Keep to {MOST_TRAITS} attributes of a participant at most.")
    return found


MOST_VALUES = 200
"""An attribute with more different values, such as a date, is nothing to choose by."""


def traits_asked(traits: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """The values that are asked for, by the attribute's name in small letters.

    >>> traits_asked([("Ward", "Elm"), ("ward", "Oak")]) == {"ward": frozenset({"Elm", "Oak"})}
    True
    """
    asked: dict[str, frozenset[str]] = {}
    for name, value in traits:
        asked[name.casefold()] = asked.get(name.casefold(), frozenset()) | {value}
    return asked


def traits_fit(known: Mapping[str, str], asked: Mapping[str, frozenset[str]]) -> bool:
    """Whether what is known of somebody has one of the values of each attribute asked for."""
    has = {name.casefold(): value for name, value in known.items()}
    return all(has.get(name) in values for name, values in asked.items())


def trait_choices(known: Iterable[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """The attributes to choose by, as first written, and their values in order.

    >>> trait_choices([{"Ward": "Oak", "Month": ""}, {"ward": "Elm"}])
    {'Ward': ('Elm', 'Oak')}
    """
    named: dict[str, str] = {}
    values: dict[str, set[str]] = {}
    for one in known:
        for name, value in one.items():
            if value:
                key = name.casefold()
                named.setdefault(key, name)
                values.setdefault(key, set()).add(value)
    return {
        named[key]: tuple(sorted(values[key], key=str.casefold))
        for key in sorted(values)
        if len(values[key]) <= MOST_VALUES
    }


def standing(consents: Iterable[Consent], use: Use) -> Consent | None:
    """The statement about `use` that counts: the newest, or None where nothing was said."""
    about = [consent for consent in consents if consent.use == use]
    return max(about, key=lambda consent: (consent.on, consent.order), default=None)


def allows(participant: Participant, use: Use) -> bool:
    """Whether `participant` agrees, today, to `use`: said, granted, and not withdrawn."""
    if participant.withdrawn_on is not None:
        return False
    statement = standing(participant.consents, use)
    return statement is not None and statement.state is ConsentState.GRANTED
