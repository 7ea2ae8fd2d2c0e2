"""Reading a REFI-QDA project (QDPX) from another program.

Programs count positions in different ways: by code points or by UTF-16 units, a Windows line break
as one or as two, the end inside or outside. For each text the way is taken that makes most
selections agree with the words that the file gives as their name, or else end where words end. The
words are what counts afterwards: they are looked for in the transcript as it is imported here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from lxml import etree

from ebcd.errors import BadInput
from ebcd.exchange.codebook_table import DraftCode
from ebcd.exchange.refi_qda import ReadCodes, children, plain_guid, read_codes
from ebcd.text import normalise, xml_safe
from ebcd.transcripts.archive import Archive, local_name, parse_xml
from ebcd.transcripts.encoding import decode

_LONG_ENOUGH = 12


@dataclass(frozen=True)
class ReadCoding:
    """A coding as it came. `at`: how far through the text its words began, from 0 to 1."""

    quote: str
    at: float
    code: DraftCode
    coder: str
    memo: str


@dataclass(frozen=True)
class ReadText:
    """A text as it came. `text`: lines end in LF."""

    name: str
    text: str
    codings: tuple[ReadCoding, ...]


@dataclass(frozen=True)
class ProjectFile:
    """What a project holds, and one sentence for each thing that could not be taken."""

    name: str
    origin: str
    codes: tuple[DraftCode, ...]
    texts: tuple[ReadText, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True)
class _Book:
    """What the codings of a text refer to."""

    codes: ReadCodes
    users: dict[str, str]
    notes: dict[str, str]


def read_qdpx(data: bytes) -> ProjectFile:
    """The texts, codes and codings of a project. Raises BadInput where it is none."""
    archive = Archive(data)
    name = next((each for each in sorted(archive.names) if each.lower().endswith(".qde")), None)
    if name is None:
        raise BadInput(
            "This is not a REFI-QDA project: it holds no .qde file. Export the project again as "
            ".qdpx."
        )
    root = parse_xml(archive.read(name))
    if local_name(root) != "Project":
        raise BadInput("The .qde file in this project is damaged: export the project again.")
    book = _book(root, archive)
    problems = list(book.codes.problems)
    texts: list[ReadText] = []
    for sources in children(root, "Sources"):
        for source in sources:
            for element, title in _texts_of(source, problems):
                text = _read_text(element, title, archive, book, problems)
                if text is not None:
                    texts.append(text)
    cases = sum(len(children(each, "Case")) for each in children(root, "Cases"))
    if cases:
        problems.append(
            f"{cases} cases were not taken over: link the speakers to participants instead."
        )
    return ProjectFile(
        normalise(root.get("name", "")),
        normalise(root.get("origin", "")),
        tuple(book.codes.codes),
        tuple(texts),
        tuple(problems),
    )


def _book(root: etree._Element, archive: Archive) -> _Book:
    books = children(root, "CodeBook")
    codes = read_codes(books[0], root) if books else ReadCodes({})
    users = {
        plain_guid(user.get("guid", "")): normalise(user.get("name", ""))
        for each in children(root, "Users")
        for user in children(each, "User")
    }
    notes = {
        plain_guid(note.get("guid", "")): _words(note, archive) or ""
        for each in children(root, "Notes")
        for note in children(each, "Note")
    }
    return _Book(codes, users, notes)


def _texts_of(source: etree._Element, problems: list[str]) -> Iterator[tuple[etree._Element, str]]:
    """The elements of one source that hold text, with its title."""
    kind, title = local_name(source), normalise(source.get("name", "")) or "Untitled"
    if kind == "TextSource":
        yield source, title
    elif kind in ("AudioSource", "VideoSource") and children(source, "Transcript"):
        yield from ((each, title) for each in children(source, "Transcript"))
    else:
        problems.append(
            f"“{title}” is no text ({kind.removesuffix('Source').lower()}) and was left out."
        )


def _words(element: etree._Element, archive: Archive) -> str | None:
    """The text that an element holds or points to, or None where there is none to be had."""
    inside = children(element, "PlainTextContent")
    if inside:
        return xml_safe(inside[0].text or "")
    path = element.get("plainTextPath", "")
    if "://" in path and not path.startswith("internal://"):
        return None
    wanted = path.removeprefix("internal://").rsplit("/", 1)[-1].lower()
    for name in sorted(archive.names):
        if wanted and name.rsplit("/", 1)[-1].lower() == wanted:
            data = archive.read(name)
            return _with_breaks(data)
    return None


def _with_breaks(data: bytes) -> str:
    """The text of a file with its line breaks as they are, which positions may count."""
    plain, encoding = decode(data)
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return plain


def _read_text(
    element: etree._Element, title: str, archive: Archive, book: _Book, problems: list[str]
) -> ReadText | None:
    words = _words(element, archive)
    if words is None or not words.strip():
        problems.append(
            f"“{title}” has no plain text in the project: export the project again with its "
            "sources, or import the file by itself."
        )
        return None
    selections = list(_selections(element))
    spans = [(start, end, each.get("name", "")) for each, start, end in selections]
    quotes = best_quotes(words, spans)
    codings = [
        ReadCoding(quote, min(1.0, start / max(len(words), 1)), code, coder, memo)
        for (each, start, _end), quote in zip(selections, quotes, strict=True)
        for code, coder, memo in _codings(each, book, title, problems)
    ]
    return ReadText(title, words.replace("\r\n", "\n").replace("\r", "\n"), tuple(codings))


def _selections(element: etree._Element) -> Iterator[tuple[etree._Element, int, int]]:
    """Each selection of a text with its start and end as they stand in the file."""
    points = {
        plain_guid(point.get("guid", "")): point.get("position", "")
        for point in children(element, "SyncPoint")
    }
    for each in element:
        kind = local_name(each)
        if kind == "PlainTextSelection":
            start, end = each.get("startPosition", ""), each.get("endPosition", "")
        elif kind == "TranscriptSelection":
            start = points.get(plain_guid(each.get("fromSyncPoint", "")), "")
            end = points.get(plain_guid(each.get("toSyncPoint", "")), "")
        else:
            continue
        if start.isdecimal() and end.isdecimal():
            yield each, int(start), int(end)


def _codings(
    selection: etree._Element, book: _Book, title: str, problems: list[str]
) -> Iterator[tuple[DraftCode, str, str]]:
    """Code, coder and memo of each coding of a selection."""
    on_selection = _memo(selection, book)
    for coding in children(selection, "Coding"):
        memo = "\n".join(text for text in (_memo(coding, book), on_selection) if text)
        coder = book.users.get(plain_guid(coding.get("creatingUser", "")), "")
        for reference in children(coding, "CodeRef"):
            code = book.codes.by_guid.get(plain_guid(reference.get("targetGUID", "")))
            if code is None:
                problems.append(f"A coding in “{title}” names a code that the project lacks.")
            else:
                yield code, coder, memo


def _memo(element: etree._Element, book: _Book) -> str:
    noted = (
        book.notes.get(plain_guid(each.get("targetGUID", "")), "")
        for each in children(element, "NoteRef")
    )
    return "\n".join(text for text in noted if text)


def best_quotes(text: str, spans: Sequence[tuple[int, int, str]]) -> list[str]:
    """The words of each (start, end, name), counted in the way that fits them best.

    >>> best_quotes("a\\r\\n😀 bc de", [(6, 8, "bc"), (9, 11, "de")])
    ['bc', 'de']
    """
    units = ("points", "utf16") if any(ord(letter) > 0xFFFF for letter in text) else ("points",)
    breaks = (text, text.replace("\r\n", "\n")) if "\r\n" in text else (text,)
    best: list[str] = []
    highest = -1.0
    for unit, words, extra in product(units, breaks, (0, 1)):
        cut = _Cutter(words, unit)
        quotes = [cut(start, end + extra) for start, end, _name in spans]
        score = sum(
            _fits(cut(start - 1, start), quote, cut(end + extra, end + extra + 1), name)
            for (start, end, name), quote in zip(spans, quotes, strict=True)
        )
        if score > highest + 1e-9:
            best, highest = quotes, score
    return best


class _Cutter:
    """Cuts a text by code points or by UTF-16 units."""

    def __init__(self, text: str, unit: str) -> None:
        self._text = text
        self._units = text.encode("utf-16-le") if unit == "utf16" else None

    def __call__(self, start: int, end: int) -> str:
        start = max(start, 0)
        if self._units is None:
            return self._text[start:end]
        return self._units[2 * start : 2 * end].decode("utf-16-le", "ignore")


def _fits(before: str, quote: str, after: str, name: str) -> float:
    """How well a quotation agrees with its name, or with the edges of words."""
    said, named = normalise(quote), normalise(name).rstrip("….")
    if named and (said == named or (len(named) >= _LONG_ENOUGH and said.startswith(named))):
        return 2.0
    starts = not (before.isalnum() and quote[:1].isalnum())
    ends = not (after.isalnum() and quote[-1:].isalnum())
    return 0.5 * starts + 0.5 * ends
