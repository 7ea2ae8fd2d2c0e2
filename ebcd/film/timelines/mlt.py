"""MLT: what Shotcut opens and what the program `melt` plays.

One producer a clip in one playlist; title cards are black with their text over them, and a chosen
name stands under the picture of whoever speaks. MLT counts every place in the film's rate, and its
out points are the last frame that is shown.
"""

from __future__ import annotations

from fractions import Fraction
from urllib.parse import unquote

from lxml import etree

from ebcd.film.timelines.cut import NAME_MS, Card, Cut, Take


def mlt(cut: Cut) -> str:
    """The cut as MLT XML."""
    root = etree.Element("mlt", LC_NUMERIC="C", version="7.0.0", title=cut.title, producer="film")
    rate = cut.rate.frames
    etree.SubElement(
        root, "profile", description="film", width=str(cut.width), height=str(cut.height),
        progressive="1", sample_aspect_num="1", sample_aspect_den="1",
        display_aspect_num=str(cut.width), display_aspect_den=str(cut.height),
        frame_rate_num=str(rate.numerator), frame_rate_den=str(rate.denominator), colorspace="709",
    )  # fmt: skip
    playlist = etree.Element("playlist", id="film")
    for number, event in enumerate(cut.events):
        first, length = _place(event, cut)
        last = str(first + length - 1)
        producer = etree.SubElement(root, "producer", {"id": f"p{number}", "in": "0", "out": last})
        if isinstance(event, Take):
            _property(producer, "length", str(max(_whole(event, cut), first + length)))
            _property(producer, "resource", unquote(event.source.address))
            _property(producer, "mlt_service", "avformat-novalidate")
            _property(producer, "seekable", "1")
            if event.who:
                shown = min(length, cut.rate.frame_at(NAME_MS))
                _text(producer, event.who, "5%/82%:90%x12%", 42, (first, first + shown - 1))
        else:
            _card(producer, event)
        place = {"producer": f"p{number}", "in": str(first), "out": last}
        etree.SubElement(playlist, "entry", place)
    root.append(playlist)
    whole = {"id": "tractor0", "title": cut.title, "in": "0", "out": str(cut.frames - 1)}
    tractor = etree.SubElement(root, "tractor", whole)
    _property(tractor, "shotcut", "1")
    etree.SubElement(tractor, "track", producer="film")
    return etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="utf-8").decode()


def _place(event: Card | Take, cut: Cut) -> tuple[int, int]:
    """First frame and length in the film's rate."""
    if isinstance(event, Card):
        return 0, event.frames
    return round(Fraction(event.first) * cut.rate.frames / event.source.rate.frames), event.frames


def _whole(take: Take, cut: Cut) -> int:
    """The recording's length in the film's rate, without which one frame of it is played."""
    return round(Fraction(take.source.frames) * cut.rate.frames / take.source.rate.frames)


def _card(producer: etree._Element, card: Card) -> None:
    _property(producer, "length", str(card.frames))
    _property(producer, "mlt_service", "color")
    _property(producer, "resource", "#ff000000")
    _text(producer, card.title, "10%/10%:80%x80%", 64)


def _text(
    producer: etree._Element,
    words: str,
    geometry: str,
    size: int,
    frames: tuple[int, int] | None = None,
) -> None:
    """Words over the picture. `frames`: the first and the last that they stand on."""
    when = {"in": str(frames[0]), "out": str(frames[1])} if frames else {}
    shown = etree.SubElement(producer, "filter", when)
    for name, value in (
        ("mlt_service", "dynamictext"), ("argument", words.replace("#", "\\#")),
        ("geometry", geometry), ("family", "Sans"), ("size", str(size)),
        ("fgcolour", "#ffffffff"), ("halign", "center"), ("valign", "middle"),
    ):  # fmt: skip
        _property(shown, name, value)


def _property(parent: etree._Element, name: str, value: str) -> None:
    etree.SubElement(parent, "property", name=name).text = value
