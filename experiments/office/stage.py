"""The stage of the slides: 16:9, one plain layout, the colours of the report as a theme, text that fits its box.

Everything is set by the theme's colours and fonts: a house that puts its own theme on the slides gets its own look.
"""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from experiments.office.lettering import BETWEEN, LARGEST, SMALLEST, Box, fitted
from experiments.report.colours import LIGHT

if TYPE_CHECKING:
    from datetime import datetime

Slide: TypeAlias = Any      # python-pptx types its slides in parts that do not fit together
WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.6      # inches: 16:9, and the air at the left and right
INNER = WIDTH - 2 * EDGE
TITLE = Box(EDGE, 0.38, INNER, 0.8)
FOOT = Box(EDGE, 6.98, INNER - 1.2, 0.34)
NUMBER = Box(WIDTH - EDGE - 1.0, 6.98, 1.0, 0.34)
FONT, BOLDER = "Arial", 1.1         # how much wider bold letters are
INK, MUTED, PANEL = MSO_THEME_COLOR.TEXT_1, MSO_THEME_COLOR.TEXT_2, MSO_THEME_COLOR.BACKGROUND_2
STRATEGY, REFERENCE, LEVEL = MSO_THEME_COLOR.ACCENT_1, MSO_THEME_COLOR.ACCENT_2, MSO_THEME_COLOR.ACCENT_3
LANGUAGES = {"de": MSO_LANGUAGE_ID.GERMAN, "en": MSO_LANGUAGE_ID.ENGLISH_US}
LAYOUT = "Title Only"
PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"      # the table style without lines and colours
INDENT, CELL, HEAD = 0.22, 0.1, 0.55    # inches: of points in a list, of what stands in a cell, of a table's head
FONTS = re.compile(r'(<a:(?:major|minor)Font><a:latin typeface=")[^"]*')
NUMBERED = "{http://schemas.openxmlformats.org/drawingml/2006/main}defRPr"


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look."""

    bold: bool = False
    colour: MSO_THEME_COLOR = INK
    bullets: bool = False
    right: bool = False


PLAIN = Look()


@dataclass(frozen=True)
class Deck:
    """Slides under way, in one language."""

    show: Any
    language: str

    @classmethod
    def of(cls, language: str, *, strategy: str, reference: str) -> Deck:
        """Return empty slides whose theme has these colours, as #rrggbb, of the strategy and of the reference."""
        show = Presentation()
        show.slide_width, show.slide_height = Inches(WIDTH), Inches(HEIGHT)
        _only(show, LAYOUT)
        _recolour(show, strategy, reference)
        _arrange(show)
        return cls(show, language)

    def slide(self, title: str, foot: str) -> Slide:
        """Return a new slide with its title, the line at its foot, and its number."""
        layout = self.show.slide_layouts[0]
        slide: Slide = self.show.slides.add_slide(layout)
        heading = slide.shapes.title.text_frame
        _bare(heading)
        self._fill(heading, [title], TITLE, size=LARGEST, look=Look(bold=True))
        for part in _of_kind(layout, PP_PLACEHOLDER.SLIDE_NUMBER):
            slide.shapes._spTree.append(copy.deepcopy(part._element))
        self.words(slide, [foot], FOOT, size=SMALLEST, look=Look(colour=MUTED))
        return slide

    def words(self, slide: Slide, paragraphs: Sequence[str], box: Box, *, size: int, look: Look = PLAIN) -> None:
        """Put paragraphs into a box, in the wanted size or the largest below it that fits."""
        frame = slide.shapes.add_textbox(*inches(box)).text_frame
        _bare(frame)
        self._fill(frame, paragraphs, box, size=size, look=look)

    def panel(self, slide: Slide, box: Box) -> None:
        """Lay a quiet ground behind what follows."""
        shape = slide.shapes.add_textbox(*inches(box))
        shape.fill.solid()
        shape.fill.fore_color.theme_color = PANEL

    def table(
        self, slide: Slide, rows: Sequence[Sequence[str]], box: Box, *, widths: Sequence[float], words: str
    ) -> None:
        """Put a table into a box, the first row being its head, the first column words, all else at the right.

        Args:
            slide: where.
            rows: of texts, all of the same length.
            box: the room there is; the head takes two lines of it, each row its part of the rest.
            widths: of the columns, in inches.
            words: what the table shows, for those who listen to it.
        """
        frame = slide.shapes.add_table(len(rows), len(rows[0]), *inches(box))
        describe(frame, words)
        frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN_TABLE
        for column, width in zip(frame.table.columns, widths, strict=True):
            column.width = Inches(width)
        rest = (box.height - HEAD) / max(1, len(rows) - 1)
        for at, row in enumerate(rows):
            height = rest if at else HEAD
            frame.table.rows[at].height = Inches(height)
            for place, text in enumerate(row):
                self._cell(frame.table.cell(at, place), text, Box(0, 0, widths[place], height), (at, place))

    def _cell(self, cell: Any, text: str, box: Box, at: tuple[int, int]) -> None:
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.margin_left = cell.margin_right = Inches(CELL)
        cell.margin_top = cell.margin_bottom = 0
        cell.fill.solid()
        cell.fill.fore_color.theme_color = PANEL if at[0] == 0 else MSO_THEME_COLOR.BACKGROUND_1
        room = Box(0, 0, box.width - 2 * CELL, box.height)
        self._fill(cell.text_frame, [text], room, size=SMALLEST, look=Look(bold=at[0] == 0, right=at[1] > 0))

    def _fill(self, frame: Any, paragraphs: Sequence[str], box: Box, *, size: int, look: Look) -> None:
        width = (box.width - (INDENT if look.bullets else 0)) / (BOLDER if look.bold else 1.0)
        room = Box(0, 0, width, box.height)
        kept, fitting = fitted(paragraphs, room, size)
        frame.word_wrap = True
        for number, text in enumerate(kept):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(BETWEEN * fitting if number + 1 < len(kept) else 0)
            paragraph.space_before, paragraph.alignment = Pt(0), PP_ALIGN.RIGHT if look.right else PP_ALIGN.LEFT
            if look.bullets:
                _point(paragraph)
            run = paragraph.add_run()
            run.text, run.font.size, run.font.bold = text, Pt(fitting), look.bold
            run.font.color.theme_color = look.colour
            run.font.language_id = LANGUAGES.get(self.language, LANGUAGES["en"])

    def written(self, title: str, moment: datetime) -> bytes:
        """Return the file, with its title, language and moment as properties."""
        facts = self.show.core_properties
        facts.title, facts.author, facts.last_modified_by, facts.language = title, "goodwill", "goodwill", self.language
        facts.created = facts.modified = moment.replace(tzinfo=None)
        facts.revision, facts.subject, facts.keywords = 1, "", ""
        target = io.BytesIO()
        self.show.save(target)
        return target.getvalue()


def inches(box: Box) -> tuple[int, int, int, int]:
    """Return a place as python-pptx takes it."""
    return Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)


def describe(frame: Any, words: str) -> None:
    """Say what a chart or a table shows to those who listen to a slide."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", words)


def _bare(frame: Any) -> None:
    """Let text begin where its box does."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.TOP


def _point(paragraph: Any) -> None:
    """Make a paragraph a point of a list."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Inches(INDENT)))
    properties.set("indent", str(-Inches(INDENT)))
    mark = properties.makeelement(qn("a:buChar"), {"char": "•"})
    properties.append(mark)


def _of_kind(layout: Any, kind: PP_PLACEHOLDER) -> list[Any]:
    return [part for part in layout.placeholders if part.placeholder_format.type == kind]


def _only(show: Any, name: str) -> None:
    """Leave one layout, so that nobody meets eleven that do not fit the slides."""
    for layout in list(show.slide_layouts):
        if layout.name != name:
            show.slide_layouts.remove(layout)


def _recolour(show: Any, strategy: str, reference: str) -> None:
    """Put the colours of the report and its letters into the theme."""
    theme = show.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    colours = {
        "dk1": LIGHT["ink"], "lt1": LIGHT["page"], "dk2": LIGHT["muted"], "lt2": LIGHT["panel"], "accent1": strategy,
        "accent2": reference, "accent3": LIGHT["level"], "accent4": LIGHT["axis"], "accent5": LIGHT["rule"],
        "accent6": LIGHT["muted"],
    }
    text = theme.blob.decode()
    for name, colour in colours.items():
        solid = f'<a:{name}><a:srgbClr val="{colour.removeprefix("#").upper()}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", solid, text, count=1)
    theme._blob = FONTS.sub(rf"\g<1>{FONT}", text).encode()


def _arrange(show: Any) -> None:
    """Move the places of title and number to where 16:9 slides have them, and take the others away."""
    for layer in (show.slide_master, show.slide_layouts[0]):
        places = {PP_PLACEHOLDER.TITLE: TITLE, PP_PLACEHOLDER.SLIDE_NUMBER: NUMBER}
        for part in list(layer.placeholders):
            box = places.get(part.placeholder_format.type)
            if box is None:
                part._element.getparent().remove(part._element)
                continue
            part.left, part.top, part.width, part.height = inches(box)
            _bare(part.text_frame)
            for letters in part._element.iter(NUMBERED):
                letters.set("sz", str(100 * SMALLEST))
