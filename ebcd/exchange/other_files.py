"""Files that lie in a folder beside its transcripts and are none: what each is, where it goes.

A team that drops its whole folder on the import is told so, instead of being offered its codebook
as an interview. Only what is certainly something else is taken aside.
"""

from __future__ import annotations

import csv
import io
import json
from enum import StrEnum
from pathlib import PurePath

from ebcd.errors import BadInput
from ebcd.exchange.tables import plain_header
from ebcd.transcripts.encoding import decode

_RECORDINGS = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mp3", ".m4a", ".wav", ".ogg")
_HEAD = 100_000


class Elsewhere(StrEnum):
    """What a file is that is no transcript; its value says where it goes."""

    CODEBOOK = "a codebook: bring it in on the Codebook page, under Import."
    PASSAGES = (
        "coded passages: save the transcripts, then bring them in on the Codebook page, under "
        "Import."
    )
    PROJECT = "from another program: bring it in on the Codebook page, under Import."
    RECORDING = "film or sound: add it on the Film page, under Recordings."
    STUDY = "describes the sample study: nothing to import; “ebcd demo” opens that study."
    NOTE = "a note about the folder: nothing to import."


def belongs_elsewhere(name: str, data: bytes) -> Elsewhere | None:
    """What the file is, if it is certainly no transcript."""
    path = PurePath(name.replace("\\", "/"))
    ending = path.suffix.lower()
    if path.stem.lower() in ("readme", "licence", "license", "changelog"):
        return Elsewhere.NOTE
    if ending == ".qdc":
        return Elsewhere.CODEBOOK
    if ending == ".qdpx":
        return Elsewhere.PROJECT
    if ending in _RECORDINGS:
        return Elsewhere.RECORDING
    if ending in (".csv", ".tsv"):
        return _table(data)
    if ending == ".json" and _is_study(data):
        return Elsewhere.STUDY
    return None


def _table(data: bytes) -> Elsewhere | None:
    """Whether the first row of a table is that of a codebook or of coded passages."""
    try:
        head = decode(data[:_HEAD])[0].lstrip("\ufeff").split("\n", 1)[0]
        cells = next(csv.reader(io.StringIO(head), delimiter=max(",;\t|", key=head.count)), [])
    except (BadInput, csv.Error):
        return None
    headers = {plain_header(cell) for cell in cells}
    if headers & {"speaker", "text", "words", "utterance"}:
        return None
    if {"transcript", "code", "quotation"} <= headers:
        return Elsewhere.PASSAGES
    if {"transcript", "code", "start", "end"} <= headers and "about" not in headers:
        return Elsewhere.PASSAGES
    if {"name", "code"} & headers and {"definition", "description"} & headers:
        return Elsewhere.CODEBOOK
    return None


def _is_study(data: bytes) -> bool:
    """Whether this is the description of a sample study, as `sample_transcripts/` has it."""
    if b'"analytic_approach"' not in data:
        return False
    try:
        told = json.loads(data)
    except ValueError:
        return False
    return isinstance(told, dict) and {"analytic_approach", "participants", "events"} <= told.keys()
