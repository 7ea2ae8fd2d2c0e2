"""FCP7 XML (xmeml 5): what Premiere reads best, and DaVinci Resolve too.

Every place is a whole frame: in the film's rate on the timeline, in the recording's own rate within
it, counted from the file's start and not from its timecode. A file is described where it is met
first and referred to by its id after that; picture and sound of a clip are linked.
"""

from __future__ import annotations

from urllib.parse import quote

from lxml import etree

from ebcd.film.timelines.cut import NAME_MS, Card, Cut, Source, Take
from ebcd.film.timelines.rates import Rate


def xmeml(cut: Cut) -> str:
    """The cut as FCP7 XML."""
    root = etree.Element("xmeml", version="5")
    sequence = etree.SubElement(root, "sequence", id="film")
    _leaf(sequence, "name", cut.title)
    _leaf(sequence, "duration", cut.frames)
    _rate(sequence, cut.rate)
    _timecode(sequence, cut.rate, cut.rate.frame_of("01:00:00:00"))
    media = etree.SubElement(sequence, "media")
    described: set[int] = set()
    _picture(media, cut, described)
    _sound(media, cut, described)
    return str(
        etree.tostring(
            root, pretty_print=True, xml_declaration=True, encoding="UTF-8",
            doctype="<!DOCTYPE xmeml>",
        ).decode()
    )  # fmt: skip


def _picture(media: etree._Element, cut: Cut, described: set[int]) -> None:
    video = etree.SubElement(media, "video")
    _size(etree.SubElement(video, "format"), cut.rate, cut.width, cut.height)
    track = etree.SubElement(video, "track")
    for number, (at, event) in enumerate(cut.placed(), start=1):
        if isinstance(event, Card):
            _text(track, event, f"card-{number}", at, cut.rate, "black")
        elif event.source.has_picture:
            made = _clip(track, event, f"picture-{number}", at, described)
            _links(made, event, number, cut)
    _leaf(track, "enabled", "TRUE")
    _leaf(track, "locked", "FALSE")
    _names(video, cut)


def _names(video: etree._Element, cut: Cut) -> None:
    """A track of its own for the names that people chose, over their first picture."""
    named = [(at, each) for at, each in cut.placed() if isinstance(each, Take) and each.who]
    if not named:
        return
    track = etree.SubElement(video, "track")
    for number, (at, take) in enumerate(named, start=1):
        shown = Card(take.who, min(take.frames, cut.rate.frame_at(NAME_MS)))
        _text(track, shown, f"name-{number}", at, cut.rate)


def _sound(media: etree._Element, cut: Cut, described: set[int]) -> None:
    audio = etree.SubElement(media, "audio")
    _leaf(audio, "numOutputChannels", 2)
    told = etree.SubElement(etree.SubElement(audio, "format"), "samplecharacteristics")
    _leaf(told, "depth", 16)
    _leaf(told, "samplerate", 48_000)
    track = etree.SubElement(audio, "track")
    for number, (at, event) in enumerate(cut.placed(), start=1):
        if isinstance(event, Take):
            made = _clip(track, event, f"sound-{number}", at, described)
            source = etree.SubElement(made, "sourcetrack")
            _leaf(source, "mediatype", "audio")
            _leaf(source, "trackindex", 1)
            _links(made, event, number, cut)
    _leaf(track, "enabled", "TRUE")
    _leaf(track, "locked", "FALSE")


def _clip(
    track: etree._Element, take: Take, name: str, at: int, described: set[int]
) -> etree._Element:
    made = etree.SubElement(track, "clipitem", id=name)
    _leaf(made, "name", take.name)
    _leaf(made, "enabled", "TRUE")
    _leaf(made, "duration", take.source.frames)
    _rate(made, take.source.rate)
    _leaf(made, "start", at)
    _leaf(made, "end", at + take.frames)
    _leaf(made, "in", take.first)
    _leaf(made, "out", take.first + take.length)
    file = etree.SubElement(made, "file", id=f"file-{take.source.id}")
    if take.source.id not in described:
        described.add(take.source.id)
        _file(file, take.source)
    if take.note:
        _leaf(etree.SubElement(made, "comments"), "mastercomment1", take.note)
    return made


def _file(file: etree._Element, source: Source) -> None:
    _leaf(file, "name", source.name)
    _leaf(file, "pathurl", _url(source.address))
    _rate(file, source.rate)
    _leaf(file, "duration", source.frames)
    _timecode(file, source.rate, source.start)
    media = etree.SubElement(file, "media")
    if source.width is not None and source.height is not None:
        video = etree.SubElement(media, "video")
        _leaf(video, "duration", source.frames)
        _size(video, source.rate, source.width, source.height)
    audio = etree.SubElement(media, "audio")
    told = etree.SubElement(audio, "samplecharacteristics")
    _leaf(told, "depth", 16)
    _leaf(told, "samplerate", 48_000)
    _leaf(audio, "channelcount", 2)


def _links(made: etree._Element, take: Take, number: int, cut: Cut) -> None:
    """Picture and sound of a clip move together; a clip with sound alone has nothing to link."""
    if not take.source.has_picture:
        return
    takes = [event for event in cut.events[: number - 1] if isinstance(event, Take)]
    pictures = sum(
        isinstance(event, Card) or event.source.has_picture for event in cut.events[: number - 1]
    )
    for kind, index in (("picture", pictures + 1), ("sound", len(takes) + 1)):
        link = etree.SubElement(made, "link")
        _leaf(link, "linkclipref", f"{kind}-{number}")
        _leaf(link, "mediatype", "video" if kind == "picture" else "audio")
        _leaf(link, "trackindex", 1)
        _leaf(link, "clipindex", index)


def _text(
    track: etree._Element, card: Card, name: str, at: int, rate: Rate, ground: str = "straight"
) -> None:
    """Words on black, or over the picture of the track below."""
    made = etree.SubElement(track, "generatoritem", id=name)
    _leaf(made, "name", "Text")
    _leaf(made, "enabled", "TRUE")
    _leaf(made, "duration", card.frames)
    _rate(made, rate)
    _leaf(made, "start", at)
    _leaf(made, "end", at + card.frames)
    _leaf(made, "in", 0)
    _leaf(made, "out", card.frames)
    _leaf(made, "alphatype", ground)
    effect = etree.SubElement(made, "effect")
    for leaf, value in (
        ("name", "Text"), ("effectid", "Text"), ("effectcategory", "Text"),
        ("effecttype", "generator"), ("mediatype", "video"),
    ):  # fmt: skip
        _leaf(effect, leaf, value)
    for key, label, value in (("str", "Text", card.title), ("fontsize", "Size", "48")):
        parameter = etree.SubElement(effect, "parameter")
        _leaf(parameter, "parameterid", key)
        _leaf(parameter, "name", label)
        _leaf(parameter, "value", value)


def _size(parent: etree._Element, rate: Rate, width: int, height: int) -> None:
    told = etree.SubElement(parent, "samplecharacteristics")
    _rate(told, rate)
    _leaf(told, "width", width)
    _leaf(told, "height", height)
    _leaf(told, "anamorphic", "FALSE")
    _leaf(told, "pixelaspectratio", "square")
    _leaf(told, "fielddominance", "none")


def _rate(parent: etree._Element, rate: Rate) -> None:
    told = etree.SubElement(parent, "rate")
    _leaf(told, "timebase", rate.nominal)
    _leaf(told, "ntsc", "TRUE" if rate.ntsc else "FALSE")


def _timecode(parent: etree._Element, rate: Rate, frame: int) -> None:
    told = etree.SubElement(parent, "timecode")
    _rate(told, rate)
    _leaf(told, "string", rate.timecode(frame))
    _leaf(told, "frame", frame)
    _leaf(told, "displayformat", "DF" if rate.drop else "NDF")


def _leaf(parent: etree._Element, name: str, value: str | int) -> None:
    etree.SubElement(parent, name).text = str(value)


def _url(address: str) -> str:
    """As Premiere reads it; a name without a folder is looked for beside the file."""
    return f"file://localhost{quote(address, safe='/%')}" if address.startswith("/") else address
