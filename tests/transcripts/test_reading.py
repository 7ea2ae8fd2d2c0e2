"""Bad input gets one sentence, and whatever can be read is read; no bytes crash a reader."""

from __future__ import annotations

import io
import json
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ebcd.errors import BadInput, WorkbenchError
from ebcd.text import normalise
from ebcd.transcripts.reading import inspect_dict, read_transcript
from tests.transcripts import samples

GOOD = "Sam: How did it start?\nP03: It was my back.\nSam: And then?\nP03: It got worse.\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        read_transcript(name, data)
    return str(caught.value)


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("word/document.xml", b"<w:p>" + b"a" * 30_000_000)
    return buffer.getvalue()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    f'<w:document xmlns:w="{samples.W}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body>'
    "</w:document>"
)
OUTSIDE = LAUGHS.replace('<!ENTITY a "ha">', '<!ENTITY a SYSTEM "file:///etc/passwd">')

REFUSED = {
    "empty": ("a.docx", b"", "is empty"),
    "nothing but white space": ("a.txt", b" \r\n\t \n", "is empty"),
    "cut short": ("a.docx", samples.docx_of([GOOD])[:300], "cut short or damaged"),
    "password": ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "old Word": ("a.doc", OLE + b"\0" * 600, "save it as .docx"),
    "zip bomb": ("a.docx", bomb(), "unpack from"),
    "laughing entities": ("a.docx", samples.archive({"word/document.xml": LAUGHS}), "entities"),
    "outside entities": ("a.docx", samples.archive({"word/document.xml": OUTSIDE}), "entities"),
    "a picture of a page": ("a.pdf", samples.pdf_of([[]]), "scanned"),
    "damaged PDF": ("a.pdf", b"%PDF-1.7\n garbage", "damaged"),
    "damaged JSON": ("a.json", b'{"segments": [{"start"', "cut short or damaged at line 1"),
    "JSON of nothing": ("a.json", b'{"a": 1}', "no segments"),
    "deep JSON": ("a.json", b'{"a":' + b"[" * 200_000, "JSON"),
    "junk": ("a.txt", bytes(range(256)) * 20, "not text"),
    "film": ("a.vtt", b"\0\0\0\x20ftypisom" + b"\0" * 50, "film or sound"),
    "spreadsheet": ("a.docx", samples.archive({"xl/workbook.xml": "<x/>"}), "Excel"),
    "other archive": ("a.zip", samples.archive({"a.txt": GOOD}), "unpack it"),
    "web page": ("a.txt", b"<!DOCTYPE html><html><p>Sam: Hi</p></html>", "web page"),
    "captions without words": ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "no words"),
    "Word file without words": ("a.docx", samples.docx_of(["", " "]), "no words"),
    "encrypted OpenDocument": (
        "a.odt",
        samples.archive({"META-INF/manifest.xml": "<m:encryption-data/>", "content.xml": "x"}),
        "password",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence_with_what_to_do(case: str) -> None:
    name, data, says = REFUSED[case]
    message = refusal(name, data)
    assert says in message
    assert message.endswith(".")
    assert "\n" not in message


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_letters_are_read_whatever_stands_for_them(encoding: str) -> None:
    text = "Sam: What’s the café like?\nP03: It costs £5 – too much.\nSam: Oh.\nP03: Yes.\n"
    reading = read_transcript("a.txt", text.encode(encoding))
    assert [turn.text for turn in reading.turns][:2] == [
        "What’s the café like?",
        "It costs £5 – too much.",
    ]
    assert bool(reading.problems) == (encoding == "cp1252")


def test_a_person_can_choose_the_encoding() -> None:
    data = "Sam: Où ça ? Élise !\nP03: Là-bas.\nSam: Ah.\nP03: Oui.\n".encode("mac-roman")
    assert "Où ça ? Élise !" in read_transcript("a.txt", data, encoding="mac-roman").text
    with pytest.raises(BadInput, match="not UTF-8"):
        read_transcript("a.txt", data, encoding="utf-8")
    with pytest.raises(BadInput, match="no encoding called"):
        read_transcript("a.txt", data, encoding="klingon")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", GOOD.encode()),
        ("a.txt", samples.docx_of(GOOD.split("\n"))),
        ("a.pdf", samples.rtf_of(GOOD.split("\n"))),
        ("a.rtf", samples.odt_of(GOOD.split("\n"))),
    ],
)
def test_a_file_with_the_wrong_name_is_read_by_what_it_holds(name: str, data: bytes) -> None:
    reading = read_transcript(name, data)
    assert [turn.speaker for turn in reading.turns] == ["Sam", "P03", "Sam", "P03"]
    assert (name == "a.txt") or "name says" in reading.problems[0].message


def test_five_million_characters_are_read_in_seconds_and_remarked_on() -> None:
    turns = "Sam: " + "words and words " * 12 + "?\nP03: " + "no more words " * 20 + "\n"
    data = turns * 10_600
    assert len(data) > 5_000_000
    begun = time.process_time()
    reading = read_transcript("a.txt", data.encode())
    assert time.process_time() - begun < 20
    assert "far more than one interview" in reading.problems[-1].message


def test_one_line_of_a_million_characters_is_divided_and_nothing_lost() -> None:
    text = "It hurt and nobody came. " * 40_000
    reading = read_transcript("a.txt", text.encode())
    assert max(len(turn.text) for turn in reading.turns) < 5_000
    assert " ".join(turn.text for turn in reading.turns) == text.strip()


def test_a_pdf_of_one_line_is_read() -> None:
    assert read_transcript("a.pdf", samples.pdf_of([["It hurt."]])).text == "It hurt."


def test_what_inspect_prints_is_json_with_the_promised_keys() -> None:
    found = inspect_dict(read_transcript("a.txt", GOOD.encode()))
    assert list(found) == ["format", "title", "language", "speakers", "turns", "problems"]
    assert list(found["turns"][0]) == ["speaker", "start_ms", "end_ms", "text"]
    assert json.loads(json.dumps(found)) == found


GOOD_FILES = [
    ("a.txt", GOOD.encode()),
    ("a.docx", samples.docx_of(["Sam   0:03\nHow?", "P03   0:05\nBadly."])),
    ("a.odt", samples.odt_of(GOOD.split("\n"))),
    ("a.rtf", samples.rtf_of(GOOD.split("\n"))),
    ("a.pdf", samples.pdf_of([GOOD.split("\n")])),
    ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>One</v>\n\n0.5 --> 7\nB: Two\n"),
    ("a.json", b'{"segments":[{"start":1,"end":2,"text":"Hi","words":[{"word":"Hi","start":1}]}]}'),
    (
        "a.otr",
        b'{"text":"<p><span class=\\"timestamp\\" data-timestamp=\\"3\\">0</span>A: x</p>",'
        b'"media":"m"}',
    ),
    ("a.csv", b"Timespan,Content,Speaker\n0:01.0 - 0:02.0,Hello,A\n"),
]


def read_or_refuse(name: str, data: bytes) -> None:
    try:
        reading = read_transcript(name, data)
    except WorkbenchError:
        return
    assert reading.turns
    for turn in reading.turns:
        assert turn.text == normalise(turn.text) != ""
        turn.text.encode()
        for offset, ms in turn.marks:
            assert 0 <= offset < len(turn.text)
            assert 0 <= ms <= 360_000_000
        assert list(turn.marks) == sorted(turn.marks)
        assert turn.start_ms is None or 0 <= turn.start_ms <= 360_000_000


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(GOOD_FILES), st.data())
def test_a_mutated_file_is_read_or_refused_and_never_crashes(
    file: tuple[str, bytes], data: st.DataObject
) -> None:
    name, content = file
    mutated = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, max(len(mutated) - 1, 0)))
        what = data.draw(st.sampled_from(["flip", "cut", "insert", "repeat"]))
        if what == "flip" and mutated:
            mutated[at] = data.draw(st.integers(0, 255))
        elif what == "cut":
            del mutated[at : at + data.draw(st.integers(1, 40))]
        elif what == "insert":
            mutated[at:at] = data.draw(st.binary(max_size=8))
        else:
            mutated[at:at] = mutated[at : at + 30]
    read_or_refuse(name, bytes(mutated))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.docx", "a.vtt", "a.json", "a.pdf"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    read_or_refuse(name, data)


SHAPES = [
    "{}",
    "{}: {}",
    "[{}] {}",
    "{}  0:0{}",
    "0:0{} --> 0:09",
    "#00:0{}#",
    "<v {}>{}",
    "{}\t{}",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(SHAPES), st.text(max_size=12), st.text(max_size=30)), max_size=12
    )
)
def test_any_text_in_the_shape_of_a_transcript_is_read_or_refused(
    lines: list[tuple[str, str, str]],
) -> None:
    text = "\n".join(shape.format(a, b) for shape, a, b in lines)
    read_or_refuse("a.txt", text.encode("utf-8", "replace"))


SAID = ["pain", "nurse", "café", "naïve", "£5", "😀", "waited,", "home.", "why?", "שלום"]
WORDS = st.lists(st.sampled_from(SAID), min_size=1, max_size=40)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Int", "P1", "Carer"]), WORDS), min_size=6, max_size=20))
def test_every_word_that_was_said_is_in_the_turns_in_order(
    turns: list[tuple[str, list[str]]],
) -> None:
    lines = [f"{who}: {' '.join(words)}" for who, words in turns]
    wanted = [word for _, words in turns for word in words]
    cues = "WEBVTT\n" + "".join(
        f"\n{i}.0 --> {i}.9\n<v {who}>{' '.join(words)}</v>\n"
        for i, (who, words) in enumerate(turns)
    )
    names = {who for who, _ in turns}
    for name, data in (
        ("a.txt", "\n".join(lines).encode()),
        ("a.docx", samples.docx_of(lines)),
        ("a.odt", samples.odt_of(lines)),
        ("a.rtf", samples.rtf_of(lines)),
        ("a.vtt", cues.encode()),
    ):
        reading = read_transcript(name, data)
        assert set(reading.speakers) == names, name
        assert " ".join(turn.text for turn in reading.turns).split() == wanted, name
