"""EDL (CMX 3600): what DaVinci Resolve, Premiere and Avid all read.

One picture track. Title cards are black (`BL`) with their text as a comment. The record side
begins at 01:00:00:00, as editors expect.
"""

from __future__ import annotations

import re
import unicodedata

from ebcd.film.timelines.cut import Cut, Take
from ebcd.film.timelines.rates import Rate

_COMMENT = 70


def edl(cut: Cut) -> str:
    """The cut as an EDL."""
    drop = cut.rate.drop
    lines = [
        f"TITLE: {_plain(cut.title)[:_COMMENT]}",
        f"FCM: {'DROP FRAME' if drop else 'NON-DROP FRAME'}",
        "",
    ]
    reels = _reels(cut)
    hour = cut.rate.frame_of("01:00:00:00")
    for number, (at, event) in enumerate(cut.placed(), start=1):
        record = _span(cut.rate, hour + at, event.frames)
        if isinstance(event, Take):
            source = event.source
            played = _span(
                _counted(source.rate, cut.rate), source.start + event.first, event.length
            )
            tracks = "AA/V" if source.has_picture else "AA"
            lines.append(
                f"{number:03}  {reels[source.id]:<8} {tracks:<5} C        {played} {record}"
            )
            if source.rate.frames != cut.rate.frames:
                pace = f"{float(source.rate.frames):.2f}".rjust(6, "0")
                lines.append(
                    f"M2   {reels[source.id]:<8}       {pace}                {played[:11]}"
                )
            lines.append(f"* FROM CLIP NAME: {_plain(source.name)[:_COMMENT]}")
            lines.append(f"* COMMENT: {_plain(event.name)[:_COMMENT]}")
        else:
            card = _span(cut.rate, 0, event.frames)
            lines.append(f"{number:03}  {'BL':<8} {'V':<5} C        {card} {record}")
            lines.append(f"* COMMENT: TITLE CARD: {_plain(event.title)[:_COMMENT]}")
            if event.note:
                lines.append(f"* COMMENT: {_plain(event.note)[:_COMMENT]}")
    return "\r\n".join(lines) + "\r\n"


def _counted(rate: Rate, film: Rate) -> Rate:
    """The recording's rate, in the film's way of counting where both are the same rate."""
    return film if rate.frames == film.frames else rate


def _span(rate: Rate, first: int, length: int) -> str:
    return f"{rate.timecode(first)} {rate.timecode(first + length)}"


def _reels(cut: Cut) -> dict[int, str]:
    """A reel name of at most eight letters and digits for each recording, no two alike."""
    reels: dict[int, str] = {}
    for source in cut.sources:
        stem = re.sub(r"[^A-Z0-9]", "", _plain(source.name.rsplit(".", 1)[0]).upper()) or "REEL"
        number = re.search(r"\d{0,4}$", stem)
        ending = number[0] if number and len(stem) > 8 else ""
        name, copy = stem[: 8 - len(ending)] + ending, 1
        while name in reels.values() or name in ("BL", "AX"):
            copy += 1
            name = f"{stem[: 7 - len(str(copy))]}X{copy}"
        reels[source.id] = name
    return reels


def _plain(text: str) -> str:
    """ASCII, as old readers of EDL need it, on one line."""
    flat = unicodedata.normalize("NFKD", text).replace("’", "'").replace("–", "-")
    return " ".join(flat.encode("ascii", "ignore").decode().split())
