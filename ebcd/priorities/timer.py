"""The timer of a round: it tells the room how long is left and never closes the vote.

Nothing runs out on somebody who reads slowly: when the time is up, the page says so, and the
facilitator closes the vote once everybody is done. It stands still while a round is paused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Timer:
    """Either running until `ends`, or standing still with `left` seconds."""

    ends: datetime | None = None
    left: int | None = None

    @property
    def mark(self) -> str:
        """Something that changes when the timer is set, and not as it runs."""
        return self.ends.isoformat() if self.ends else str(self.left)

    def seconds(self, at: datetime) -> int:
        """Seconds left at this moment, never under 0."""
        if self.ends is None:
            return self.left or 0
        return max(0, round((self.ends - at).total_seconds()))


def set_to(minutes: float, at: datetime) -> Timer:
    """A timer that runs for so many minutes from now."""
    return Timer(at + timedelta(minutes=minutes))


def longer(timer: Timer | None, minutes: float, at: datetime) -> Timer:
    """The timer with so many minutes more; from now on where none runs or its time is up."""
    left = timer.seconds(at) if timer else 0
    if timer and timer.ends is None:
        return Timer(left=left + round(60 * minutes))
    return Timer(at + timedelta(seconds=left, minutes=minutes))


def stopped(timer: Timer | None, at: datetime) -> Timer | None:
    """The timer standing still, for a pause."""
    return timer and Timer(left=timer.seconds(at))


def going(timer: Timer | None, at: datetime) -> Timer | None:
    """The timer running on after a pause."""
    if timer is None or timer.ends is not None:
        return timer
    return Timer(at + timedelta(seconds=timer.left or 0))


def kept(timer: Timer | None) -> dict[str, str | int] | None:
    """The timer as it is kept with the round."""
    if timer is None:
        return None
    return {"ends": timer.ends.isoformat()} if timer.ends else {"left": timer.left or 0}


def read(value: dict[str, str | int] | None) -> Timer | None:
    """The timer as it was kept."""
    if not value:
        return None
    if "ends" in value:
        return Timer(datetime.fromisoformat(str(value["ends"])))
    return Timer(left=int(value["left"]))
