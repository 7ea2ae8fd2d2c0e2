"""Final Cut rejects a whole file that breaks the DTD of its format: ours is held against its rules.

The rules below are those of FCPXML 1.10 for the elements and attributes that we write; whatever
else we wrote would be refused here, too.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from fractions import Fraction
from urllib.parse import quote, urlsplit

import pytest
from lxml import etree

from ebcd.film.storyboard import Disguise
from ebcd.film.timelines.cut import make_cut
from ebcd.film.timelines.fcpxml import fcpxml
from ebcd.film.timelines.rates import Rate, rate_of
from tests.film.boards import board, clip, person, source

RULES = """
<!ELEMENT fcpxml (import-options?, resources?, library?)>
<!ATTLIST fcpxml version CDATA #FIXED "1.10">
<!ELEMENT import-options EMPTY>
<!ELEMENT resources (asset | effect | format)*>
<!ELEMENT format EMPTY>
<!ATTLIST format id ID #REQUIRED name CDATA #IMPLIED frameDuration CDATA #IMPLIED
  width CDATA #IMPLIED height CDATA #IMPLIED>
<!ELEMENT effect EMPTY>
<!ATTLIST effect id ID #REQUIRED name CDATA #IMPLIED uid CDATA #REQUIRED src CDATA #IMPLIED>
<!ELEMENT asset (media-rep+)>
<!ATTLIST asset id ID #REQUIRED name CDATA #IMPLIED uid CDATA #IMPLIED start CDATA #IMPLIED
  duration CDATA #IMPLIED hasVideo CDATA #IMPLIED format IDREF #IMPLIED hasAudio CDATA #IMPLIED
  videoSources CDATA #IMPLIED audioSources CDATA #IMPLIED audioChannels CDATA #IMPLIED
  audioRate CDATA #IMPLIED>
<!ELEMENT media-rep EMPTY>
<!ATTLIST media-rep kind (original-media | proxy-media) "original-media" src CDATA #REQUIRED>
<!ELEMENT library (event*)>
<!ATTLIST library location CDATA #IMPLIED>
<!ELEMENT event (project*)>
<!ATTLIST event name CDATA #IMPLIED uid CDATA #IMPLIED>
<!ELEMENT project (sequence)>
<!ATTLIST project name CDATA #IMPLIED uid CDATA #IMPLIED id CDATA #IMPLIED>
<!ELEMENT sequence (note?, spine)>
<!ATTLIST sequence format IDREF #REQUIRED duration CDATA #IMPLIED tcStart CDATA #IMPLIED
  tcFormat (DF | NDF) #IMPLIED audioLayout (mono | stereo | surround) #IMPLIED
  audioRate (32k | 44.1k | 48k | 88.2k | 96k | 176.4k | 192k) #IMPLIED>
<!ELEMENT spine (asset-clip | title | gap)*>
<!ATTLIST spine lane CDATA #IMPLIED offset CDATA #IMPLIED name CDATA #IMPLIED>
<!ELEMENT asset-clip (note?, (asset-clip | title | gap)*)>
<!ATTLIST asset-clip ref IDREF #REQUIRED name CDATA #IMPLIED offset CDATA #IMPLIED
  start CDATA #IMPLIED duration CDATA #REQUIRED enabled (0 | 1) "1" lane CDATA #IMPLIED
  format IDREF #IMPLIED tcStart CDATA #IMPLIED tcFormat (DF | NDF) #IMPLIED
  audioRole CDATA #IMPLIED videoRole CDATA #IMPLIED>
<!ELEMENT gap (note?, (asset-clip | title)*)>
<!ATTLIST gap name CDATA #IMPLIED offset CDATA #IMPLIED start CDATA #IMPLIED
  duration CDATA #REQUIRED enabled (0 | 1) "1">
<!ELEMENT title (text*, text-style-def*, note?, (asset-clip | title)*)>
<!ATTLIST title ref IDREF #REQUIRED name CDATA #IMPLIED lane CDATA #IMPLIED offset CDATA #IMPLIED
  start CDATA #IMPLIED duration CDATA #REQUIRED enabled (0 | 1) "1" role CDATA #IMPLIED>
<!ELEMENT text (#PCDATA | text-style)*>
<!ELEMENT text-style (#PCDATA)>
<!ATTLIST text-style ref IDREF #IMPLIED font CDATA #IMPLIED fontSize CDATA #IMPLIED
  fontColor CDATA #IMPLIED alignment (left | center | right | justified) #IMPLIED>
<!ELEMENT text-style-def (text-style)>
<!ATTLIST text-style-def id ID #REQUIRED name CDATA #IMPLIED>
<!ELEMENT note (#PCDATA)>
"""
TITLED = "Getting a <diagnosis> & “more”"


@pytest.mark.parametrize(("rate", "drop"), [("25", False), ("30000/1001", True)])
def test_final_cut_finds_nothing_to_refuse(rate: str, drop: bool) -> None:
    first = clip(1, (person(1),), (2, 12), note="after the rain")
    other = replace(clip(2, (person(2),), (30.5, 41.2)), recording=2)
    sound = replace(source(2, "50"), width=None, height=None)
    film = board((TITLED, (first, other)), ("Follow-up", (replace(first, id=3),)))
    cut = make_cut(film, {1: source(1, rate, start=1000), 2: sound},
                   Rate(rate_of(rate).frames, drop), {1: "Ann", 2: ""})  # fmt: skip
    written = etree.fromstring(fcpxml(cut).encode())
    rules = etree.DTD(io.StringIO(RULES))
    assert rules.validate(written), rules.error_log.filter_from_errors()
    sources = [each.get("src") for each in written.iter("media-rep")]
    assert all(each and " " not in each for each in sources)
    tall = replace(source(1), width=480, height=854)
    pair = {1: source(1), 2: replace(tall, id=2)}
    sizes = etree.fromstring(fcpxml(make_cut(film, pair)).encode())
    by_id = {each.get("id"): each.get("height") for each in sizes.iter("format")}
    assert [by_id[each.get("format")] for each in sizes.iter("asset")] == ["720", "854"]


def _time(each: etree._Element, name: str, otherwise: str = "0s") -> Fraction:
    """A time as the format writes it: whole or broken seconds, never with a point."""
    written = each.get(name, otherwise)
    assert re.fullmatch(r"\d+(/[1-9]\d*)?s", written), written
    return Fraction(written.removesuffix("s"))


def told_by_its_rules(root: etree._Element) -> None:
    """What no DTD can say, and Final Cut asks for all the same."""
    kinds = {each.get("id"): each for each in root.iter() if each.get("id")}
    for each in root.iter("asset-clip", "title", "asset", "sequence", "text-style"):
        wanted = {"asset-clip": "asset", "title": "effect", "text-style": "text-style-def"}
        if each.get("ref"):
            assert kinds[each.get("ref")].tag == wanted[str(each.tag)]
        if each.get("format"):
            assert kinds[each.get("format")].tag == "format"
    [sequence] = root.iter("sequence")
    frame = _time(kinds[sequence.get("format")], "frameDuration")
    at = _time(sequence, "tcStart")
    assert at % frame == 0
    for item in sequence.iterfind("spine/*"):
        assert item.get("lane") is None
        assert _time(item, "offset") == at, "a gap or an overlap in the storyline"
        at += _time(item, "duration")
        assert _time(item, "offset") % frame == 0
        assert _time(item, "duration") % frame == 0
        assert _time(item, "duration") > 0
        for hung in item.iterfind("title"):
            assert int(hung.get("lane", "0")) > 0, "what hangs on a clip needs a lane"
            assert _time(hung, "offset") >= _time(item, "start")
            assert _time(hung, "duration") <= _time(item, "duration")
    assert at - _time(sequence, "tcStart") == _time(sequence, "duration")
    for clip_of in root.iter("asset-clip"):
        asset = kinds[clip_of.get("ref")]
        its_format = kinds.get(asset.get("format", ""))
        tick = _time(its_format, "frameDuration") if its_format is not None else frame
        begins, ends = _time(asset, "start"), _time(asset, "start") + _time(asset, "duration")
        assert begins <= _time(clip_of, "start")
        assert _time(clip_of, "start") + _time(clip_of, "duration") <= ends + tick
        assert _time(clip_of, "start") % tick == 0
    for source_of in root.iter("media-rep"):
        address = urlsplit(source_of.get("src", ""))
        assert address.scheme in ("", "file")
        assert re.fullmatch(r"[A-Za-z0-9%/._~!$&'()*+,;=:@-]+", address.path), address.path


@pytest.mark.parametrize("rate", ["24000/1001", "25", "30000/1001", "50"])
@pytest.mark.parametrize("of", ["24000/1001", "25", "30000/1001", "50", "29.83"])
def test_what_no_dtd_can_say_is_kept_too(rate: str, of: str) -> None:
    film = board(
        (TITLED, (clip(1, (person(1),), (2, 12), note="a"), clip(2, (person(2),), (30.5, 41.23)))),
        ("Disguised", (clip(3, (person(1),), (590, 600), disguise=Disguise.MOSAIC),)),
        ("To the end", (replace(clip(4, (person(1),), (590.01, 600)), recording=2),)),
    )
    odd = replace(source(2), name="it's “ü” & 50%.mp4", address=quote("it's “ü” & 50%.mp4"))
    cut = make_cut(film, {1: source(1, of, start=1001), 2: odd}, rate_of(rate), {1: "Ann"})
    root = etree.fromstring(fcpxml(cut).encode())
    told_by_its_rules(root)
    assert [each.tag for each in root.iterfind(".//spine/*")].count("asset-clip") == 3
    assert etree.DTD(io.StringIO(RULES)).validate(root)


@pytest.mark.parametrize(
    ("which", "name", "value"),
    [
        ("spine/title", "offset", "3601s"),
        ("spine/asset-clip", "duration", "10.02s"),
        ("spine/asset-clip", "start", "599s"),
        ("spine/asset-clip", "ref", "r_title"),
        ("spine/asset-clip/title", "lane", "0"),
    ],
)
def test_those_rules_would_find_what_is_wrong(which: str, name: str, value: str) -> None:
    cut = make_cut(board(("One", (clip(1, (person(1),)),))), {1: source()}, names={1: "Ann"})
    root = etree.fromstring(fcpxml(cut).encode())
    told_by_its_rules(root)
    found = root.find(f".//{which}")
    assert found is not None
    found.set(name, value)
    with pytest.raises(AssertionError):
        told_by_its_rules(root)


def test_the_rules_would_refuse_what_final_cut_refuses() -> None:
    rules = etree.DTD(io.StringIO(RULES))
    cut = make_cut(board(("One", (clip(1, (person(1),)),))), {1: source()})
    bad = etree.fromstring(fcpxml(cut).encode())
    assert rules.validate(bad)
    next(bad.iter("asset-clip")).set("ref", "a9")
    assert not rules.validate(bad)
