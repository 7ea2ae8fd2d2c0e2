"""Opening Word and OpenDocument files, which are ZIP archives of XML, without trusting them.

What an archive says it unpacks to is added up before anything is unpacked, and no more is ever
read than it said. XML is parsed without entities, document types or network.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from ebcd.errors import BadInput

_MOST_UNPACKED = 400_000_000
_MOST_XML = 60_000_000
_MOST_RATIO = 250
_SMALL = 5_000_000
_PARTS = 20_000

_DAMAGED = (
    "The file is cut short or damaged and cannot be opened: copy or download it again, or open it "
    "in the program that wrote it and save it as .docx."
)
_ENCRYPTED = (
    "The file is protected by a password: open it in the program that wrote it, take the password "
    "off and save it again."
)


class Archive:
    """A ZIP archive whose size has been checked. `most`: the bytes that it may unpack to."""

    def __init__(self, data: bytes, most: int = _MOST_UNPACKED) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
            raise BadInput(_DAMAGED) from None
        unpacked = sum(info.file_size for info in infos)
        if unpacked > most or len(infos) > _PARTS:
            raise BadInput(_bomb(len(data), unpacked))
        if any(
            info.file_size > _SMALL and info.file_size > _MOST_RATIO * max(info.compress_size, 1)
            for info in infos
        ):
            raise BadInput(_bomb(len(data), unpacked))
        self.names = frozenset(info.filename for info in infos)

    def read(self, name: str) -> bytes:
        """The bytes of one part. Raises BadInput where it cannot be read."""
        try:
            info = self._zip.getinfo(name)
            if info.flag_bits & 1:
                raise BadInput(_ENCRYPTED)
            if info.file_size > _MOST_XML:
                raise BadInput(_bomb(info.compress_size, info.file_size))
            with self._zip.open(info) as part:
                return part.read(info.file_size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            KeyError,
            NotImplementedError,
            RuntimeError,
        ):
            raise BadInput(_DAMAGED) from None

    def tree(self, name: str) -> etree._Element:
        """The root element of one XML part."""
        return parse_xml(self.read(name))


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML document that has no document type, hence no entities of its own."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise BadInput(_DAMAGED) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadInput(
            "The file declares XML entities, which no word processor writes and which can be an "
            "attack: open it in Word or LibreOffice and save it again as .docx."
        )
    return root


def local_name(element: etree._Element) -> str:
    """The name of `element` without its namespace; empty for anything but an element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _bomb(packed: int, unpacked: int) -> str:
    return (
        f"The file would unpack from {packed / 1e6:.1f} MB to {unpacked / 1e6:,.0f} MB, far more "
        "than its words need, so it was not opened: open it in the program that wrote it and save "
        "only the words, as .docx or .csv."
    )
