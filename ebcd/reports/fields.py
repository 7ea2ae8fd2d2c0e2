"""The parts of a Word file that python-docx has no word for: fields, bookmarks, the watermark."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

_VML = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word"'
)


def element(tag: str, parent: Any = None, **attributes: str) -> Any:
    """An element `w:tag` with `w:` attributes, put under `parent` where one is given."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    if parent is not None:
        parent.append(made)
    return made


def add_field(paragraph: Paragraph, instruction: str, shown: str, style: str | None = None) -> None:
    """A field with the result it shows until Word works it out again."""
    for part in field_runs(instruction, shown):
        paragraph._p.append(part)
        if style:
            properties = OxmlElement("w:rPr")
            element("rStyle", properties, val=style)
            part.insert(0, properties)


def field_runs(instruction: str, shown: str) -> list[Any]:
    """The five runs of a complex field."""
    runs = []
    for kind in ("begin", "instr", "separate", "result", "end"):
        run = OxmlElement("w:r")
        if kind == "instr":
            text = element("instrText", run)
            text.set(qn("xml:space"), "preserve")
            text.text = f" {instruction} "
        elif kind == "result":
            run.append(text_element(shown))
        else:
            element("fldChar", run, fldCharType=kind)
        runs.append(run)
    return runs


def text_element(text: str) -> Any:
    made = OxmlElement("w:t")
    made.set(qn("xml:space"), "preserve")
    made.text = text
    return made


def add_bookmark(paragraph: Paragraph, number: int, name: str) -> None:
    """Set a bookmark round everything in `paragraph`."""
    start = element("bookmarkStart", id=str(number), name=name)
    end = element("bookmarkEnd", id=str(number))
    properties = paragraph._p.pPr
    paragraph._p.insert(0 if properties is None else 1, start)
    paragraph._p.append(end)


def contents_entry(paragraph: Paragraph, text: str, bookmark: str, page: str) -> None:
    """A line of the contents list: a link to the heading, a tab, its page."""
    link = element("hyperlink", paragraph._p, anchor=bookmark, history="1")
    words = element("r", link)
    words.append(text_element(text))
    element("tab", element("r", link))
    for run in field_runs(f"PAGEREF {bookmark} \\h", page):
        link.append(run)


def add_watermark(paragraph: Paragraph, words: str) -> None:
    """`words` in large grey letters across the page, drawn from the header."""
    shape = (
        f"<w:r {nsdecls('w')} {_VML}><w:rPr><w:noProof/></w:rPr><w:pict>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
        '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
        '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
        '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" '
        'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" '
        f'alt="{words}" style="position:absolute;margin-left:0;margin-top:0;width:400pt;'
        "height:130pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#d0d0d0" '
        'stroked="f"><v:fill opacity=".45"/>'
        f"<v:textpath style=\"font-family:'Arial';font-size:1pt;font-weight:bold\" "
        f'string="{words}"/></v:shape></w:pict></w:r>'
    )
    paragraph._p.append(parse_xml(shape))
