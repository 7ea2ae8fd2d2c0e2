"""What lies beside the transcripts in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from ebcd.bundle import bundled
from ebcd.exchange.other_files import Elsewhere, belongs_elsewhere

SAMPLE = bundled("sample_transcripts")


def test_the_sample_folder_falls_into_transcripts_and_the_rest() -> None:
    said = {
        path.name: belongs_elsewhere(str(path), path.read_bytes())
        for path in SAMPLE.iterdir()
        if path.is_file()
    }
    assert {name: what for name, what in said.items() if what} == {
        "README.md": Elsewhere.NOTE,
        "study.json": Elsewhere.STUDY,
        "codebook.csv": Elsewhere.CODEBOOK,
        "coded_passages.csv": Elsewhere.PASSAGES,
    }


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("Codes.CSV", b'\xef\xbb\xbf"Name";"Description"\r\nWaiting;Long\r\n', Elsewhere.CODEBOOK),
        ("out.csv", b"transcript,code,start,end\nOne,Waiting,1,2\n", Elsewhere.PASSAGES),
        ("C:\\films\\P02.MP4", b"\0\0\0\x18ftyp", Elsewhere.RECORDING),
        ("atlas.qdpx", b"PK\x03\x04", Elsewhere.PROJECT),
        ("talk.csv", b"speaker,name,description,text\nInt,a,b,How are you?\n", None),
        ("talk.csv", b"time,speaker,words\n0:01,Int,How are you?\n", None),
        ("empty.csv", b"", None),
        ("junk.csv", b"\x00\x01\x02\x03" * 50, None),
        ("whisper.json", b'{"analytic_approach": [', None),
        ("P03.docx", b"PK\x03\x04", None),
    ],
)
def test_only_what_is_certainly_something_else_is_taken_aside(
    name: str, data: bytes, what: Elsewhere | None
) -> None:
    assert belongs_elsewhere(str(Path(name)), data) is what
