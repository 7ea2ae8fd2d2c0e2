"""Final Cut rejects a whole file that breaks the DTD of its format: ours is held against its rules.

The rules below are those of FCPXML 1.10 for the elements and attributes that we write; whatever
else we wrote would be refused here, too.
"""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from lxml import etree

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


def test_the_rules_would_refuse_what_final_cut_refuses() -> None:
    rules = etree.DTD(io.StringIO(RULES))
    cut = make_cut(board(("One", (clip(1, (person(1),)),))), {1: source()})
    bad = etree.fromstring(fcpxml(cut).encode())
    assert rules.validate(bad)
    next(bad.iter("asset-clip")).set("ref", "a9")
    assert not rules.validate(bad)
