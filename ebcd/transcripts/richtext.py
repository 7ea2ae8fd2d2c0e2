"""Rich text (RTF), as many transcription services and old word processors write it."""

from __future__ import annotations

from striprtf.striprtf import rtf_to_text

from ebcd.errors import BadInput


def is_rich_text(data: bytes) -> bool:
    """Whether the bytes begin as RTF does."""
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def read_rich_text(data: bytes) -> list[str]:
    """The paragraphs of an RTF file. Raises BadInput where it is damaged beyond reading."""
    source = data.decode("latin-1").lstrip("\u00ef\u00bb\u00bf \t\r\n")
    try:
        text = rtf_to_text(source, errors="ignore")  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, LookupError, TypeError, UnicodeError):
        raise BadInput(
            "The RTF file is damaged and cannot be read: open it in Word or LibreOffice and save "
            "it as .docx."
        ) from None
    return [
        line.replace("|", "\t").strip("\t") if line.endswith("|") else line
        for line in text.replace("\r", "\n").split("\n")
    ]
