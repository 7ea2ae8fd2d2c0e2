"""Which letters the bytes of a text file stand for.

A byte order mark decides; then the pattern of NULs that UTF-16 leaves; then strict UTF-8; then
Windows-1252, which cannot fail, so that whoever imports should look at the preview.
"""

from __future__ import annotations

import codecs

from ebcd.errors import BadInput

ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows, Western European (cp1252)",
    "utf-16-le": "UTF-16, little-endian",
    "utf-16-be": "UTF-16, big-endian",
    "mac-roman": "Old Macintosh",
    "cp850": "DOS, Western European (cp850)",
    "iso8859-15": "ISO 8859-15",
    "cp1250": "Windows, Central European (cp1250)",
    "cp1251": "Windows, Cyrillic (cp1251)",
    "cp1256": "Windows, Arabic (cp1256)",
    "gb18030": "Chinese (GB 18030)",
    "shift_jis": "Japanese (Shift JIS)",
}
"""What a person can choose, and how it is named to them."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOST_CONTROL_CHARACTERS = 0.02


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text of `data` and the encoding it was read with.

    `encoding`: what a person chose; None to find it out. Raises BadInput where the bytes are no
    text, or not text of that encoding.
    """
    mark, marked = next(
        ((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", None)
    )
    name = encoding or marked or _guess(data)
    try:
        text = data[len(mark) if marked == name else 0 :].decode(name, _errors(name, encoding))
    except LookupError:
        raise BadInput(f"There is no encoding called “{name}”: choose one from the list.") from None
    except UnicodeDecodeError:
        raise BadInput(
            f"The bytes of this file are not {ENCODINGS.get(name, name)}: choose another encoding."
        ) from None
    text = text.removeprefix("\ufeff")
    _refuse_junk(text)
    return text.replace("\r\n", "\n").replace("\r", "\n"), name


def is_doubtful(encoding: str | None) -> bool:
    """Whether a person should look at the letters before they save."""
    return encoding not in (None, "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def _errors(name: str, chosen: str | None) -> str:
    """A file cut inside a letter is still read; a choice that does not fit is said."""
    return "strict" if chosen and not name.startswith("utf-16") else "replace"


def _guess(data: bytes) -> str:
    head = data[:4_096]
    if len(head) >= 4 and head.count(0):
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if odd > 0.3 * (len(head) // 2) and even * 4 < odd:
            return "utf-16-le"
        if even > 0.3 * (len(head) // 2) and odd * 4 < even:
            return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start >= len(data) - 3 > 0:
            return "utf-8"
        return "cp1252"
    return "utf-8"


def _refuse_junk(text: str) -> None:
    sample = text[:20_000] + text[-20_000:]
    controls = sum(
        (character < " " and character not in "\t\n\r\f\v\x1a") or character in "\x7f\ufffd"
        for character in sample
    )
    if controls > 3 and controls > _MOST_CONTROL_CHARACTERS * len(sample):
        raise BadInput(
            "This file is not text and no kind of document this workbench knows: export the "
            "transcript again as .docx, .txt or .vtt."
        )
