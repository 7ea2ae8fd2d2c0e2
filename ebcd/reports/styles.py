"""How every document looks: Arial in sizes that patients can read, real styles, A4.

Headings, captions, quotations and lists are styles, so that Word's own navigation, a screen reader
and a team's template can take hold of them.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from ebcd.reports.fields import add_field, add_watermark, element

FONT = "Arial"
INK = RGBColor(0x1A, 0x1A, 0x1A)
ACCENT = RGBColor(0x1B, 0x4D, 0x6B)
GREY = RGBColor(0x55, 0x55, 0x55)
MARGIN_CM = 2.2
DRAFT_LINE = "DRAFT – for the team only: not to be shown, sent or quoted"
LARGE_PRINT = 1.6
"""From this scale on a document is in large print, in which no word is below 18 points."""
_IN_LARGE_PRINT = {"Title": 1.3, "Subtitle": 1.4, "Heading 1": 1.6, "Header": 2.0, "Footer": 2.0}
_SCALED = ("Normal", "Quote", "List Bullet", "Note", "Table Text", "Caption", "Heading 2")


def set_up(document: Document, *, landscape: bool, language: str, scale: float = 1.0) -> float:
    """Page, fonts, styles and language. Returns the width that text has, in cm.

    `scale`: how much larger than usual the words are.
    """
    section = document.sections[0]
    wide, high = (29.7, 21.0) if landscape else (21.0, 29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(wide), Cm(high)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(MARGIN_CM))
    section.header_distance = section.footer_distance = Cm(1.0)
    _language(document, language)
    _drop_old_styles(document)
    _styles(document)
    width = wide - 2 * MARGIN_CM
    _contents_styles(document, width)
    for name in _SCALED:
        _resize(document, name, scale)
    if scale >= LARGE_PRINT:
        for name, factor in _IN_LARGE_PRINT.items():
            _resize(document, name, factor)
    return width


def _resize(document: Document, name: str, factor: float) -> None:
    """Let a style's words be larger by `factor`, to the half point."""
    style: Any = document.styles[name]
    style.font.size = Pt(round(style.font.size.pt * factor * 2) / 2)


def _language(document: Document, language: str) -> None:
    styles = document.styles.element
    for lang in styles.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)
    settings = document.settings.element
    for lang in settings.iter(qn("w:themeFontLang")):
        lang.set(qn("w:val"), language)
    document.core_properties.language = language


def _drop_old_styles(document: Document) -> None:
    """The template's copy of its styles for Word 2010, which would contradict ours."""
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            document.part.drop_rel(key)
            document.part.rels.pop(key, None)


def _styles(document: Document) -> None:
    _style(document, "Normal", size=11, after=6, colour=INK, line=1.15)
    _style(document, "Title", size=26, after=4, bold=True, colour=ACCENT, border=False)
    _style(document, "Subtitle", size=13, after=10, colour=GREY)
    _style(document, "Heading 1", size=18, before=20, after=6, bold=True, colour=ACCENT)
    _style(document, "Heading 2", size=14, before=14, after=4, bold=True, colour=ACCENT)
    _style(document, "Heading 3", size=12, before=10, after=3, bold=True, colour=INK)
    _style(document, "Caption", size=10, before=8, after=4, bold=True, colour=GREY)
    _style(document, "Quote", size=11, before=4, after=8, colour=INK)
    _style(document, "List Bullet", size=11, after=3, colour=INK)
    _style(document, "List Number", size=11, after=3, colour=INK)
    _style(document, "Header", size=9, after=0, colour=GREY)
    _style(document, "Footer", size=9, after=0, colour=GREY)
    for tabs in document.styles["Footer"].element.findall(f"{qn('w:pPr')}/{qn('w:tabs')}"):
        tabs.getparent().remove(tabs)
    for spacing in document.styles["Subtitle"].element.iter(qn("w:spacing")):
        spacing.attrib.pop(qn("w:val"), None)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    quote = document.styles["Quote"]
    quote.paragraph_format.left_indent = Cm(0.8)
    quote.paragraph_format.right_indent = Cm(0.8)
    _left_rule(quote)
    cell = document.styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = document.styles["Normal"]
    _style(document, "Table Text", size=9.5, after=2, colour=INK, line=1.05)
    small = document.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = document.styles["Normal"]
    _style(document, "Note", size=10, before=2, after=8, colour=GREY)


def _style(
    document: Document,
    name: str,
    *,
    size: float,
    colour: RGBColor,
    after: float,
    before: float = 0,
    bold: bool = False,
    line: float | None = None,
    border: bool = True,
) -> None:
    style: Any = document.styles[name]
    style.font.size, style.font.color.rgb = Pt(size), colour
    style.font.bold, style.font.italic = bold, False
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if line:
        style.paragraph_format.line_spacing = line
    if not border:
        for rule in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
            rule.getparent().remove(rule)


def _left_rule(style: Any) -> None:
    """The upright line that sets a quotation off."""
    properties = style.element.get_or_add_pPr()
    borders = element("pBdr")
    element("left", borders, val="single", sz="18", space="8", color="1B4D6B")
    following = {qn(f"w:{tag}") for tag in ("spacing", "ind", "contextualSpacing", "jc")}
    first = next((child for child in properties if child.tag in following), None)
    if first is None:
        properties.append(borders)
    else:
        first.addprevious(borders)


def _contents_styles(document: Document, width_cm: float) -> None:
    """Styles of the contents list, which python-docx's template does not bring."""
    _style(document, "TOC Heading", size=14, before=10, after=4, bold=True, colour=ACCENT)
    for level in (1, 2):
        style: Any = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _style(document, f"toc {level}", size=11, after=2, colour=INK)
        style.paragraph_format.left_indent = Cm(0.6 * (level - 1))
        style.paragraph_format.tab_stops.add_tab_stop(
            Cm(width_cm), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )


def header_and_footer(
    document: Document, *, left: str, draft: bool, width_cm: float, page_words: tuple[str, str]
) -> None:
    """What stands on every page: the document, its page of how many, and DRAFT where it is one."""
    section = document.sections[0]
    if draft:
        top = section.header.paragraphs[0]
        run = top.add_run(DRAFT_LINE)
        run.bold, run.font.color.rgb = True, RGBColor(0x9B, 0x1C, 0x1C)
        top.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_watermark(top, "DRAFT")
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(width_cm), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{left}\t{page_words[0]} ")
    add_field(foot, "PAGE", "1")
    foot.add_run(f" {page_words[1]} ")
    add_field(foot, "NUMPAGES", "1")
