"""Codebooks in REFI-QDA's QDC format, which most qualitative programs read and write.

A code's definition, include, exclude and example go into its one description, each under its own
word, and come out of it again. The four kinds are four sets of codes. A line pattern has no place
in the format and is chosen anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from lxml import etree

from ebcd.codebook import LONGEST_NAME, Code, Kind, tree
from ebcd.errors import BadInput
from ebcd.exchange.codebook_table import CodebookFile, DraftCode, kind_named
from ebcd.text import normalise, xml_safe
from ebcd.transcripts.archive import local_name, parse_xml

CODEBOOK = "urn:QDA-XML:codebook:1.0"
ORIGIN = "EBCD Workbench"
_PARTS = ("Include", "Exclude", "Example")
_PART = re.compile(r"^(Include|Exclude|Example):[ ]?", re.MULTILINE)
_RGB = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_DEEPEST = 60


def guid(study_key: str, kind: str, number: object) -> str:
    """The same GUID for the same thing of the same study, each time it is written."""
    return str(uuid5(NAMESPACE_URL, f"ebcd:{study_key}:{kind}:{number}"))


def default_namespace(namespace: str) -> Any:
    """A namespace that elements are in without a prefix."""
    return {None: namespace}


def described(code: Code) -> str:
    """Definition, include, exclude and example as one text."""
    parts = [code.definition] if code.definition else []
    parts += [
        f"{word}: {text}"
        for word, text in zip(_PARTS, (code.include, code.exclude, code.example), strict=True)
        if text
    ]
    return xml_safe("\n".join(parts))


def parts_of(description: str) -> dict[str, str]:
    """The texts that `described` joined; a description of anybody else's is the definition."""
    pieces = _PART.split(description)
    found = {"definition": pieces[0].strip()}
    for word, text in zip(pieces[1::2], pieces[2::2], strict=True):
        found[word.lower()] = f"{found.get(word.lower(), '')}\n{text}".strip()
    return found


def add_codes(
    parent: etree._Element, codes: Iterable[Code], study_key: str, namespace: str
) -> None:
    """Write the tree of codes below `parent`, in the codebook's order."""
    above = [parent]
    for depth, code in tree(codes):
        del above[depth + 1 :]
        element = etree.SubElement(
            above[-1],
            f"{{{namespace}}}Code",
            guid=guid(study_key, "code", code.id),
            name=xml_safe(code.name),
            isCodable="true",
            color=code.colour,
        )
        if text := described(code):
            etree.SubElement(element, f"{{{namespace}}}Description").text = text
        above.append(element)


def write_qdc(codes: Sequence[Code], study_key: str) -> bytes:
    """The codebook as a QDC file. Raises BadInput where there are no codes: it cannot be empty."""
    if not codes:
        raise BadInput("There are no codes to export yet: add one to the codebook first.")
    root = etree.Element(
        f"{{{CODEBOOK}}}CodeBook", nsmap=default_namespace(CODEBOOK), origin=ORIGIN
    )
    add_codes(etree.SubElement(root, f"{{{CODEBOOK}}}Codes"), codes, study_key, CODEBOOK)
    sets = etree.SubElement(root, f"{{{CODEBOOK}}}Sets")
    for kind in Kind:
        members = [code for _, code in tree(codes) if code.kind is kind]
        if members:
            made = etree.SubElement(
                sets,
                f"{{{CODEBOOK}}}Set",
                guid=guid(study_key, "kind", kind.value),
                name=kind.label,
            )
            for code in members:
                etree.SubElement(
                    made, f"{{{CODEBOOK}}}MemberCode", guid=guid(study_key, "code", code.id)
                )
    return _bytes(root)


def read_qdc(data: bytes) -> CodebookFile:
    """The codes of a QDC file, from whichever program. Raises BadInput where it is none."""
    root = parse_xml(data)
    if local_name(root) != "CodeBook":
        raise BadInput(
            "This is not a REFI-QDA codebook: export the codebook again as .qdc, or as a table."
        )
    found = read_codes(root, root)
    if not found.codes:
        raise BadInput("This REFI-QDA codebook holds no codes: export it again with its codes.")
    return CodebookFile(tuple(found.codes), tuple(found.problems))


@dataclass
class ReadCodes:
    """Codes on their way in. `by_guid`: the code that each GUID of the file stands for."""

    kinds: dict[str, Kind]
    codes: list[DraftCode] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    by_guid: dict[str, DraftCode] = field(default_factory=dict)


def read_codes(book: etree._Element, sets: etree._Element) -> ReadCodes:
    """The codes below `book`, their kinds from the sets below `sets`."""
    found = ReadCodes(_kinds(sets))
    for top in children(book, "Codes"):
        for element in children(top, "Code"):
            _read_code(element, "", None, found, 0)
    return found


def _read_code(
    element: etree._Element, above: str, inherited: Kind | None, found: ReadCodes, depth: int
) -> None:
    name = " ".join(normalise(element.get("name", "")).split())
    if not name or depth > _DEEPEST:
        found.problems.append("A code without a name was left out, with the codes below it.")
        return
    if len(name) > LONGEST_NAME:
        found.problems.append(f"“{name[:40]}…” is too long a name: it was cut to {LONGEST_NAME}.")
        name = name[:LONGEST_NAME].rstrip()
    number = plain_guid(element.get("guid", ""))
    kind = found.kinds.get(number) or inherited or Kind.THEME
    same = [c for c in found.codes if c.kind is kind and c.name.casefold() == name.casefold()]
    if same:
        found.problems.append(f"“{name}” stands in the file twice; only the first is taken.")
        found.by_guid[number] = same[0]
    else:
        text = "".join(each.text or "" for each in children(element, "Description"))
        said = parts_of(xml_safe(text))
        draft = DraftCode(
            kind,
            name,
            above,
            said["definition"],
            said.get("include", ""),
            said.get("exclude", ""),
            said.get("example", ""),
            _colour(element.get("color", "")),
        )
        found.codes.append(draft)
        found.by_guid[number] = draft
    for child in children(element, "Code"):
        _read_code(child, name, kind, found, depth + 1)


def _kinds(root: etree._Element) -> dict[str, Kind]:
    """Each code's kind by GUID, where the sets are named like our kinds."""
    found: dict[str, Kind] = {}
    for sets in children(root, "Sets"):
        for each in children(sets, "Set"):
            kind = kind_named(each.get("name", "") or "?")
            if kind is None:
                continue
            for member in children(each, "MemberCode"):
                found[plain_guid(member.get("guid") or member.get("targetGUID") or "")] = kind
    return found


def plain_guid(text: str) -> str:
    """A GUID in lower case without braces; the text itself where it is none."""
    try:
        return str(UUID(text.strip()))
    except ValueError:
        return text.strip().lower()


def _colour(text: str) -> str | None:
    found = _RGB.fullmatch(text.strip())
    if not found:
        return None
    digits = found[1]
    return "#" + (digits if len(digits) == 6 else "".join(d * 2 for d in digits)).lower()


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The elements of that name right below `element`, in whatever namespace."""
    return [child for child in element if local_name(child) == name]


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
