"""Numbers and places that give somebody away in the United Kingdom, found by rule.

NHS numbers (checked modulo 11), postcodes, telephone numbers, e-mail and web addresses, dates of
birth, National Insurance numbers, streets, hospitals and wards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ebcd.text import Span


class Clue(StrEnum):
    """What kind of thing gives somebody away."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    NAME = "name"
    HOSPITAL = "hospital"
    WARD = "ward"
    ADDRESS = "address"
    NHS_NUMBER = "nhs_number"
    NATIONAL_INSURANCE = "national_insurance"
    POSTCODE = "postcode"
    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    BIRTH = "date_of_birth"
    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True)
class Found:
    """A stretch of the text that may give somebody away."""

    span: Span
    clue: Clue


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH},?\s+(?:19|20)\d\d"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d-\d{2}-\d{2})\b",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?:born|birth|birthday|birth\s?date|d\.?\s?o\.?\s?b\.?)\b\W*(?:\w+\W+){0,4}$", re.IGNORECASE
)
_NHS = re.compile(r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-]|\s\d)")
_SAYS_NHS = re.compile(r"\bNHS\s+(?:no|num|id)\w*\W*(?:\w+\W+){0,2}$", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w.])\+?\(?\d[\d\s().-]{6,}\d(?![\w])")
_BUILDING = (
    r"Hospital|Infirmary|Hospice|Surgery|Clinic|Medical\s+(?:Centre|Practice)|Health\s+Centre"
    r"|Group\s+Practice|Care\s+Home|Nursing\s+Home|House\s+Practice|NHS\s+(?:Foundation\s+)?Trust"
)
_RULES: tuple[tuple[Clue, re.Pattern[str]], ...] = (
    (Clue.EMAIL, re.compile(r"\b[\w.+'-]+@[\w-]+(?:\.[\w-]+)+\b")),
    (Clue.WEB, re.compile(r"\b(?:https?://|www\.)\S+|(?<!\w)@\w{3,}", re.IGNORECASE)),
    (
        Clue.POSTCODE,
        re.compile(
            r"\b(?:GIR ?0AA|(?:[A-PR-UWYZ]\d{1,2}|[A-PR-UWYZ][A-HK-Y]\d{1,2}|[A-PR-UWYZ]\d"
            r"[A-HJKPS-UW]|[A-PR-UWYZ][A-HK-Y]\d[ABEHMNPRV-Y])\s?\d[ABD-HJLNP-UW-Z]{2})\b",
            re.IGNORECASE,
        ),
    ),
    (
        Clue.NATIONAL_INSURANCE,
        re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?(?:\d\d\s?){3}[A-D]\b", re.IGNORECASE),
    ),
    (
        Clue.HOSPITAL,
        re.compile(
            r"\b(?:(?:St\.?|[A-Z][\w’'-]+)\s+(?:(?:and|of|&)\s+)?){1,4}(?:" + _BUILDING + r")\b"
        ),
    ),
    (
        Clue.HOSPITAL,
        re.compile(
            r"\b(?:st\.?|saint|royal|queen|king['’]?s|prince|princess|guy['’]?s|great|university)"
            r"\s+(?:[\w’'-]+\s+){0,3}?(?:hospital|infirmary|hospice)\b",
            re.IGNORECASE,
        ),
    ),
    (Clue.WARD, re.compile(r"\b[Ww]ard\s+(?:\d+[A-Za-z]?\b|[A-Z]\b|[A-Z][\w’'-]+)")),
    (Clue.WARD, re.compile(r"\b(?!The\b|This\b|That\b|Every\b)[A-Z][\w’'-]+\s+[Ww]ard\b")),
    (
        Clue.ADDRESS,
        re.compile(
            r"\b\d{1,4}[A-Za-z]?,?\s+(?:[A-Z][\w’'-]+\s+){1,3}(?:Street|Road|Avenue|Lane|Close"
            r"|Drive|Way|Crescent|Terrace|Court|Gardens|Place|Square|Hill|Grove|Row|Walk|Mews"
            r"|Park|St|Rd|Ave|Dr|Ln)\b\.?",
        ),
    ),
)


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits check modulo 11, as the NHS Data Dictionary has it.

    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918")
    (True, False)
    """
    if len(digits) != 10 or not digits.isascii() or not digits.isdigit():
        return False
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    check = (11 - total % 11) % 11
    return check != 10 and check == int(digits[9])


def _nhs_numbers(text: str) -> Iterator[Found]:
    for match in _NHS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        before = text[max(0, match.start() - 40) : match.start()]
        if is_nhs_number(digits) or _SAYS_NHS.search(before):
            yield Found(Span(*match.span()), Clue.NHS_NUMBER)


def _dates(text: str) -> Iterator[Found]:
    for match in _DATE.finditer(text):
        born = _BORN.search(text[max(0, match.start() - 60) : match.start()])
        yield Found(Span(*match.span()), Clue.BIRTH if born else Clue.DATE)


def _long_numbers(text: str) -> Iterator[Found]:
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if not 8 <= len(digits) <= 19:
            continue
        british = re.match(r"(?:\+|00)|0[1237]|\(0", match.group())
        telephone = british is not None and 10 <= len(digits) <= 14
        yield Found(Span(*match.span()), Clue.PHONE if telephone else Clue.NUMBER)


def _by_patterns(text: str) -> Iterator[Found]:
    for clue, pattern in _RULES:
        for match in pattern.finditer(text):
            yield Found(Span(*match.span()), clue)


_FINDERS: tuple[Callable[[str], Iterator[Found]], ...] = (
    _nhs_numbers,
    _by_patterns,
    _dates,
    _long_numbers,
)


def identifiers(text: str) -> list[Found]:
    """What the rules find in `text`, in order, none overlapping: the surer rule first."""
    kept: list[Found] = []
    for finder in _FINDERS:
        for found in finder(text):
            if not any(found.span.meets(other.span) for other in kept):
                kept.append(found)
    return sorted(kept, key=lambda found: found.span)
