"""Times in a recording and dates in a study, said once.

A time in a recording is a whole number of milliseconds from its start. An instant is UTC and shown
in the study's zone. A date is shown as 22 November 2026.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ebcd.errors import BadInput

DEFAULT_ZONE = "Europe/London"
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def now() -> datetime:
    """This instant, in UTC, to the whole second."""
    return datetime.now(UTC).replace(microsecond=0)


def clock(ms: int) -> str:
    """A time in a recording for people: `m:ss`, from an hour on `h:mm:ss`.

    >>> clock(61_500), clock(3_661_000)
    ('1:01', '1:01:01')
    """
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def duration(ms: int) -> str:
    """A length of time for people.

    >>> duration(45_000), duration(754_000), duration(1_800_000), duration(7_200_000)
    ('45 s', '12 min 34 s', '30 min', '2 h')
    """
    minutes, seconds = divmod(round(ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    if minutes:
        return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"
    return f"{seconds} s"


def parse_clock(text: str) -> int:
    """The milliseconds that `1:02:03.4`, `02:03` or `63.5` stand for.

    Raises BadInput where the text is no time.
    """
    parts = text.strip().replace(",", ".").split(":")
    try:
        if not 1 <= len(parts) <= 3:
            raise ValueError
        seconds = float(parts[-1])
        whole = [int(part) for part in parts[:-1]]
        if not 0 <= seconds < 1e9 or any(not 0 <= part < 1e9 for part in whole):
            raise ValueError
    except ValueError:
        raise BadInput(f"“{text}” is not a time: write minutes and seconds like 2:05.") from None
    for place, part in enumerate(reversed(whole), start=1):
        seconds += part * 60**place
    return round(seconds * 1000)


def long_date(day: date) -> str:
    """`22 November 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def shown(instant: datetime, zone: str = DEFAULT_ZONE) -> str:
    """An instant for people in the study's zone: `22 November 2026, 14:05`."""
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    local = instant.astimezone(ZoneInfo(zone))
    return f"{long_date(local.date())}, {local:%H:%M}"
