"""Reading a transcript: one entry for every format, nothing stored.

What the bytes hold decides how they are read; the file's name only says what was expected. The
result holds turns and problems; a file out of which nothing can be read raises BadInput.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from ebcd.errors import BadInput
from ebcd.text import shorten
from ebcd.transcripts.archive import Archive
from ebcd.transcripts.building import Draft, Piece, join_cues, to_turns
from ebcd.transcripts.checks import check
from ebcd.transcripts.cues import is_timing, read_captions
from ebcd.transcripts.encoding import decode, is_doubtful
from ebcd.transcripts.opendocument import is_open_document, read_open_document
from ebcd.transcripts.paragraphs import Line, Table, lines_of_paragraphs, lines_of_text
from ebcd.transcripts.pdf import is_pdf, read_pdf
from ebcd.transcripts.recognised import (
    is_otranscribe,
    load_json,
    read_otranscribe,
    read_recognised,
)
from ebcd.transcripts.richtext import is_rich_text, read_rich_text
from ebcd.transcripts.rows import find_columns, read_rows, rows_of_text
from ebcd.transcripts.spoken import read_lines
from ebcd.transcripts.turns import Problem, Reading
from ebcd.transcripts.word import is_word, read_word

SUFFIXES = (
    ".docx",
    ".docm",
    ".odt",
    ".rtf",
    ".pdf",
    ".txt",
    ".md",
    ".vtt",
    ".srt",
    ".json",
    ".otr",
    ".csv",
    ".tsv",
)
"""The endings of files that can be a transcript; a folder is searched for these."""

MOST_BYTES = 200_000_000
MOST_CHARACTERS = 20_000_000

_FAMILY_OF_SUFFIX = {
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
    ".pdf": "pdf",
    ".vtt": "vtt",
    ".srt": "srt",
    ".json": "json",
    ".otr": "otr",
    ".doc": "doc",
}
_CALLED = {
    "docx": "a Word file",
    "odt": "an OpenDocument text",
    "rtf": "an RTF file",
    "pdf": "a PDF",
    "vtt": "WebVTT captions",
    "srt": "SubRip captions",
    "json": "JSON",
    "otr": "an oTranscribe file",
    "txt": "plain text",
    "csv": "a table in text",
    "doc": "an old Word file",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEDIA = (
    b"ID3",
    b"\xff\xfb",
    b"\xff\xf3",
    b"\xff\xf1",
    b"RIFF",
    b"OggS",
    b"fLaC",
    b"\x1aE\xdf\xa3",
    b"\x00\x00\x01\xba",
    b"FORM",
    b"#!AMR",
    b"0&\xb2u",
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_PACKED = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_BEGINS_LIKE_JSON = re.compile(r"\s*[{\[]\s*[{\[]?\s*\"")
_NOTHING = "{name} holds no words: open it in the program it came from and export it again."


@dataclass
class _Found:
    """What one family's reader makes of the bytes, before the checks every reading has."""

    family: str
    layout: str = ""
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    title: str | None = None
    language: str | None = None
    encoding: str | None = None


def read_transcript(filename: str, data: bytes, *, encoding: str | None = None) -> Reading:
    """The turns, speakers, times and problems of one file.

    `encoding`: the one a person chose for a text file, else it is found out. Raises BadInput, in
    one sentence, where nothing can be read.
    """
    name = PurePath(filename).name or "The file"
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise BadInput(f"{name} is empty: export the transcript again.")
    if len(data) > MOST_BYTES:
        raise BadInput(
            f"{name} has {len(data) / 1e6:,.0f} MB, more than any transcript: if it is a film, add "
            "it as a recording, or save the words without the pictures."
        )
    found = _read(name, data, encoding)
    turns = to_turns(found.drafts)
    if not turns:
        raise BadInput(_NOTHING.format(name=name))
    problems = [*_named_wrongly(name, found.family), *_letters(found), *found.problems]
    return Reading(
        format=f"{found.family}-{found.layout}" if found.layout else found.family,
        turns=turns,
        title=found.title and shorten(found.title, 200),
        language=found.language,
        problems=(*problems, *check(turns)),
        encoding=found.encoding,
    )


def _read(name: str, data: bytes, encoding: str | None) -> _Found:
    if data.startswith(b"PK"):
        return _archive(name, data)
    if is_rich_text(data):
        return _lined("rtf", list(lines_of_paragraphs(read_rich_text(data))))
    if is_pdf(data):
        text, problems = read_pdf(data)
        return _lined("pdf", lines_of_text(text, printed=True), problems)
    _refuse_known(name, data)
    text, used = decode(data, encoding)
    if len(text) > MOST_CHARACTERS:
        raise BadInput(
            f"{name} holds {len(text):,} characters, more than two hundred interviews: split it "
            "into one file an interview."
        )
    found = _text(name, text)
    found.encoding = used
    return found


def _archive(name: str, data: bytes) -> _Found:
    archive = Archive(data)
    if is_word(archive):
        found = _blocks("docx", read_word(archive))
        if "word/comments.xml" in archive.names:
            found.problems.append(
                Problem(
                    "The comments in the margin were not imported: copy what you need into a memo."
                )
            )
        return found
    if is_open_document(archive):
        return _blocks("odt", read_open_document(archive))
    if any(part.startswith("xl/") for part in archive.names):
        raise BadInput(f"{name} is an Excel workbook: save the sheet of the transcript as .csv.")
    if any(part.startswith("ppt/") for part in archive.names):
        raise BadInput(f"{name} is a PowerPoint file: save its words as .docx or .txt.")
    raise BadInput(
        f"{name} is a ZIP archive and no Word or OpenDocument text: unpack it and import the files "
        "in it."
    )


def _refuse_known(name: str, data: bytes) -> None:
    """Says what a file is that is certainly no transcript."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise BadInput(
                f"{name} is protected by a password: open it in Word, take the password off and "
                "save it as .docx."
            )
        raise BadInput(
            f"{name} is in an old Office format or protected by a password: open it in Word or "
            "LibreOffice and save it as .docx."
        )
    if data.startswith(_MEDIA) or data[4:8] == b"ftyp":
        raise BadInput(
            f"{name} is a film or sound file, not a transcript: add it as a recording, and import "
            "the words that were transcribed from it."
        )
    if data.startswith(_PICTURES):
        raise BadInput(f"{name} is a picture: run text recognition on it, and import the text.")
    if data.startswith(_PACKED):
        raise BadInput(f"{name} is a packed archive: unpack it and import the files in it.")


def _text(name: str, text: str) -> _Found:
    start = text.lstrip()[:200].lower()
    if start.startswith(("<?xml", "<!doctype", "<html", "<tt ", "<?mso")):
        raise BadInput(
            f"{name} is a web page or XML, not a transcript: open it in Word or a browser and save "
            "it as .docx or .txt."
        )
    if start.startswith(("{", "[")) and (found := _json(name, text)) is not None:
        return found
    lines = text.split("\n")
    if start.startswith("webvtt") or any(is_timing(line) for line in lines[:2_000]):
        return _captions(_caption_family(name, text), lines)
    if (rows := rows_of_text(text)) and (columns := find_columns(rows)):
        return _Found("csv", "table", read_rows(rows, columns))
    return _lined("txt", lines_of_text(text))


def _caption_family(name: str, text: str) -> str:
    if text.lstrip().startswith("WEBVTT") or name.lower().endswith(".vtt"):
        return "vtt"
    head = [line for line in text.split("\n")[:2_000] if is_timing(line)]
    if name.lower().endswith(".srt") or ("," in head[0].split("-->")[0] and "-->" in head[0]):
        return "srt"
    return "txt"


def _json(name: str, text: str) -> _Found | None:
    """JSON as a recogniser or oTranscribe wrote it; None for text that only begins like JSON."""
    try:
        value = load_json(text)
    except BadInput:
        if _BEGINS_LIKE_JSON.match(text) or name.lower().endswith((".json", ".otr")):
            raise
        return None
    if is_otranscribe(value):
        found = _lined("otr", list(lines_of_paragraphs(read_otranscribe(value))))
        found.layout = ""
        return found
    if not isinstance(value, dict | list):
        return None
    cues, language, problems = read_recognised(value)
    return _Found("json", "", join_cues(cues), problems, language=language)


def _captions(family: str, lines: Sequence[str], layout: str = "") -> _Found:
    captions = read_captions(lines, speaker_lines=family in ("docx", "odt", "rtf", "pdf", "txt"))
    return _Found(
        family,
        layout or ("cues" if family == "txt" else ""),
        join_cues(captions.cues),
        captions.problems,
        captions.title,
        captions.language,
    )


def _lined(family: str, lines: Sequence[Line], problems: Iterable[Problem] = ()) -> _Found:
    """Lines of a document: captions where they have a cue's times, else speakers and words."""
    timings = sum(is_timing(line.text) for line in lines)
    if timings and timings >= 0.05 * len(lines):
        found = _captions(family, _spaced(lines), "cues")
    else:
        spoken = read_lines(lines)
        found = _Found(family, spoken.layout, spoken.drafts, spoken.problems, spoken.title)
    found.problems = [*problems, *found.problems]
    return found


def _spaced(lines: Sequence[Line]) -> list[str]:
    """The texts of `lines` with an empty one above each cue, as a caption file has."""
    spaced: list[str] = []
    for line in lines:
        if is_timing(line.text):
            spaced.append("")
        spaced.append(line.text)
    return spaced


def _blocks(family: str, blocks: Iterable[str | Table]) -> _Found:
    """Paragraphs and tables: a table that is the transcript, else everything as lines."""
    everything = list(blocks)
    tables = [block for block in everything if isinstance(block, Table)]
    in_tables = sum(len(cell) for table in tables for row in table.rows for cell in row)
    outside = sum(len(block) for block in everything if isinstance(block, str))
    if in_tables > outside:
        drafts: list[Draft] = []
        for table in tables:
            columns = find_columns(table.rows)
            drafts += read_rows(table.rows, columns) if columns else _cells(table)
        if any(draft.speaker or draft.start_ms is not None for draft in drafts):
            left = [block for block in everything if isinstance(block, str) and block.strip()]
            words = shorten(" / ".join(left), 120)
            problems = [Problem(f"What stands outside the table was left out: “{words}”.")]
            return _Found(family, "table", drafts, problems if left else [])
    paragraphs: list[str] = []
    for block in everything:
        if isinstance(block, Table):
            paragraphs += ("\t".join(c.replace("\n", " ") for c in row) for row in block.rows)
        else:
            paragraphs.append(block)
    return _lined(family, list(lines_of_paragraphs(paragraphs)))


def _cells(table: Table) -> list[Draft]:
    return [
        Draft(None, None, None, [Piece(cell)]) for row in table.rows for cell in row if cell.strip()
    ]


def _named_wrongly(name: str, family: str) -> list[Problem]:
    expected = _FAMILY_OF_SUFFIX.get(PurePath(name).suffix.lower())
    if expected is None or expected == family or {expected, family} == {"json", "otr"}:
        return []
    if expected in ("vtt", "srt") and family in ("vtt", "srt"):
        return []
    return [
        Problem(
            f"The name says {_CALLED[expected]}, but the file is {_CALLED[family]}: it was read as "
            "that."
        )
    ]


def _letters(found: _Found) -> list[Problem]:
    if not is_doubtful(found.encoding):
        return []
    return [
        Problem(
            "The file does not say which letters it uses and was read as Windows text: look at £, "
            "é and the quotation marks in the preview, and choose another encoding if they are "
            "wrong."
        )
    ]


def inspect_dict(reading: Reading) -> dict[str, Any]:
    """`reading` as the command line prints it: keys that are a promise, null where unknown."""
    return {
        "format": reading.format,
        "title": reading.title,
        "language": reading.language,
        "speakers": list(reading.speakers),
        "turns": [
            {"speaker": t.speaker, "start_ms": t.start_ms, "end_ms": t.end_ms, "text": t.text}
            for t in reading.turns
        ],
        "problems": [
            p.message if p.line is None else f"Line {p.line}: {p.message}" for p in reading.problems
        ],
    }
