"""FCPXML 1.10: what Final Cut reads, and DaVinci Resolve too.

Times are exact fractions of a second. `start` counts from the recording's own timecode, `offset`
from where the film's timecode begins; one asset a recording, one title a card, and one over the
picture where somebody in it chose a name.
"""

from __future__ import annotations

from fractions import Fraction

from lxml import etree

from ebcd.film.timelines.cut import NAME_MS, Card, Cut, Take
from ebcd.film.timelines.rates import Rate


def fcpxml(cut: Cut) -> str:
    """The cut as FCPXML."""
    root = etree.Element("fcpxml", version="1.10")
    resources = etree.SubElement(root, "resources")
    formats = _formats(resources, cut)
    etree.SubElement(
        resources, "effect", id="r_title", name="Basic Title",
        uid=".../Titles.localized/Bumper:Opener.localized/Basic Title.localized/Basic Title.moti",
    )  # fmt: skip
    for source in cut.sources:
        asset = etree.SubElement(
            resources,
            "asset",
            id=f"a{source.id}",
            name=source.name,
            start=_seconds(source.start, source.rate),
            duration=_seconds(source.frames, source.rate),
            hasAudio="1",
            audioSources="1",
            audioChannels="2",
            audioRate="48000",
        )
        if source.has_picture:
            asset.set("hasVideo", "1")
            asset.set("format", formats[source.rate.frames, source.width, source.height])
            asset.set("videoSources", "1")
        etree.SubElement(asset, "media-rep", kind="original-media", src=_url(source.address))
    library = etree.SubElement(root, "library")
    project = etree.SubElement(
        etree.SubElement(library, "event", name=cut.title), "project", name=cut.title
    )
    hour = cut.rate.frame_of("01:00:00:00")
    sequence = etree.SubElement(
        project,
        "sequence",
        format=formats[cut.rate.frames, cut.width, cut.height],
        duration=_seconds(cut.frames, cut.rate),
        tcStart=_seconds(hour, cut.rate),
        tcFormat="DF" if cut.rate.drop else "NDF",
        audioLayout="stereo",
        audioRate="48k",
    )
    spine = etree.SubElement(sequence, "spine")
    for at, event in cut.placed():
        if isinstance(event, Take):
            _clip(spine, event, hour + at, cut.rate)
        else:
            _title(spine, event, hour + at, cut.rate)
    return str(
        etree.tostring(
            root, pretty_print=True, xml_declaration=True, encoding="UTF-8",
            doctype="<!DOCTYPE fcpxml>",
        ).decode()
    )  # fmt: skip


_Format = tuple[Fraction, int | None, int | None]
"""Frames a second, width and height."""


def _formats(resources: etree._Element, cut: Cut) -> dict[_Format, str]:
    """A format for each rate and size in the cut, the film's first."""
    pictured = [each for each in cut.sources if each.has_picture]
    wanted: list[_Format] = [(cut.rate.frames, cut.width, cut.height)]
    wanted += [(each.rate.frames, each.width, each.height) for each in pictured]
    names = {}
    for number, (rate, width, height) in enumerate(dict.fromkeys(wanted), start=1):
        etree.SubElement(
            resources,
            "format",
            id=f"r{number}",
            frameDuration=f"{rate.denominator}/{rate.numerator}s",
            width=str(width),
            height=str(height),
        )
        names[rate, width, height] = f"r{number}"
    return names


def _clip(spine: etree._Element, take: Take, at: int, rate: Rate) -> None:
    made = etree.SubElement(
        spine,
        "asset-clip",
        ref=f"a{take.source.id}",
        name=take.name,
        offset=_seconds(at, rate),
        start=_seconds(take.source.start + take.first, take.source.rate),
        duration=_seconds(take.frames, rate),
    )
    if take.note:
        etree.SubElement(made, "note").text = take.note
    if take.who:
        name = Card(take.who, min(take.frames, rate.frame_at(NAME_MS)))
        titled = _titled(made, name, made.get("start", ""), f"name{at}", rate, size=42)
        titled.set("lane", "1")


def _title(spine: etree._Element, card: Card, at: int, rate: Rate) -> None:
    made = _titled(spine, card, _seconds(at, rate), f"ts{at}", rate, size=72)
    if card.note:
        etree.SubElement(made, "note").text = card.note


def _titled(
    parent: etree._Element, card: Card, offset: str, style: str, rate: Rate, *, size: int
) -> etree._Element:
    """Words over the picture. `offset`: when, in the time of what they hang on."""
    made = etree.SubElement(
        parent,
        "title",
        ref="r_title",
        name=card.title,
        offset=offset,
        start=_seconds(0, rate),
        duration=_seconds(card.frames, rate),
    )
    words = etree.SubElement(etree.SubElement(made, "text"), "text-style", ref=style)
    words.text = card.title
    definition = etree.SubElement(made, "text-style-def", id=style)
    etree.SubElement(
        definition, "text-style", font="Helvetica", fontSize=str(size), fontColor="1 1 1 1",
        alignment="center",
    )  # fmt: skip
    return made


def _seconds(frame: int, rate: Rate) -> str:
    """Exact seconds, as FCPXML writes them.

    >>> from fractions import Fraction
    >>> _seconds(30, Rate(Fraction(30000, 1001))), _seconds(25, Rate(Fraction(25)))
    ('30030/30000s', '1s')
    """
    exact = Fraction(frame) / rate.frames
    if exact.denominator == 1:
        return f"{exact.numerator}s"
    return f"{frame * rate.frames.denominator}/{rate.frames.numerator}s"


def _url(address: str) -> str:
    return f"file://{address}" if address.startswith("/") else address
