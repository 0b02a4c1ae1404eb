"""A printable sheet of QR codes for gym walls: A4, six to a page, with marks to cut along."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import cast

import segno
from fpdf import FPDF
from fpdf.errors import FPDFException
from fpdf.fonts import TTFFont
from segno import QRCode

from bot.errors import SheetError

CALL = "Scan: how to, your last numbers, what instead"
_COLUMNS, _ROWS = 2, 3
_PAGE = (210.0, 297.0)
"""Millimetres, as all lengths here."""
_MARGIN = 10.0
_WIDTH = (_PAGE[0] - 2 * _MARGIN) / _COLUMNS
_HEIGHT = (_PAGE[1] - 2 * _MARGIN) / _ROWS
_PADDING = 5.0
_NAME_HEIGHT = 17.0
_CODE = 47.0
_QUIET = 4.5
"""Kept empty round a code: at least four of its modules, which scanners need."""
_LARGEST, _SMALLEST = 24, 12
"""Points of the name; a long one is set smaller until its lines fit."""
_LINE = 0.43
"""Millimetres of a line for each point of its type."""
_MARK = 4.0
_BUILT_IN = "helvetica"


@dataclass(frozen=True)
class Sign:
    """What hangs at one station."""

    name: str
    address: str


def draw_sheet(signs: Iterable[Sign], bot: str, font: Path | None = None) -> bytes:
    """The sheet as PDF; `bot` is its username.

    `font`: a TrueType file for names that the built-in one has no letters for. A SheetError where
    it cannot be read, or is needed.
    """
    sheet = FPDF(format="A4")
    sheet.set_title(f"BackDay: @{bot}")
    sheet.set_auto_page_break(auto=False)
    sheet.c_margin = 0
    family = _add_font(sheet, font)
    given = [font for font in sheet.fonts.values() if isinstance(font, TTFFont)]
    try:
        for sign, (page, left, top) in zip(signs, _places(), strict=False):
            if page > sheet.pages_count:
                sheet.add_page()
            _draw(sheet, sign, bot, family, left, top)
        _check_letters(given)
        return bytes(sheet.output())
    finally:
        for each in given:
            each.ttfont.close()


def _places() -> Iterator[tuple[int, float, float]]:
    """Page, left and top of each sign."""
    for page in count(1):
        for row in range(_ROWS):
            for column in range(_COLUMNS):
                yield page, _MARGIN + column * _WIDTH, _MARGIN + row * _HEIGHT


def _add_font(sheet: FPDF, font: Path | None) -> str:
    if font is None:
        return _BUILT_IN
    try:
        sheet.add_font("given", fname=font)
        sheet.add_font("given", style="B", fname=font)
    except Exception as error:  # noqa: BLE001 - whatever the font library raises at a broken file
        raise SheetError(f"The font {font} cannot be used: {error}") from None
    return "given"


def _check_letters(given: Iterable[TTFFont]) -> None:
    """A font from a file prints boxes for letters that it lacks."""
    lacking = {chr(letter) for font in given for letter in font.missing_glyphs}
    if lacking:
        raise SheetError(f"The font has no letters for: {' '.join(sorted(lacking))}")


def _draw(sheet: FPDF, sign: Sign, bot: str, family: str, left: float, top: float) -> None:
    _draw_marks(sheet, left, top)
    inner = _WIDTH - 2 * _PADDING
    try:
        size, lines = _fitted(sheet, sign.name, family, inner)
    except FPDFException as error:
        raise SheetError(
            f"“{sign.name}” cannot be printed: {error} Name a TrueType file with --font."
        ) from None
    height = size * _LINE
    name_top = top + _PADDING + (_NAME_HEIGHT - height * len(lines)) / 2
    for number, line in enumerate(lines):
        sheet.set_xy(left + _PADDING, name_top + number * height)
        sheet.cell(inner, height, line, align="C")
    code = segno.make_qr(sign.address, error="q")  # a quarter of it may be torn or dirty
    code_top = top + _PADDING + _NAME_HEIGHT + _QUIET
    _draw_code(sheet, code, left + (_WIDTH - _CODE) / 2, code_top)
    sheet.set_font(family, size=9)
    for number, line in enumerate((CALL, f"@{bot}")):
        sheet.set_xy(left + _PADDING, code_top + _CODE + _QUIET + number * 4)
        sheet.cell(inner, 4, line, align="C")


def _fitted(sheet: FPDF, name: str, family: str, width: float) -> tuple[int, list[str]]:
    """The largest type in which no word is broken and all lines fit; the smallest cuts the rest."""
    for size in range(_LARGEST, _SMALLEST - 1, -1):
        sheet.set_font(family, style="B", size=size)
        lines = cast("list[str]", sheet.multi_cell(width, 1, name, dry_run=True, output="LINES"))
        whole = all(sheet.get_string_width(word) <= width for word in name.split())
        if whole and len(lines) * size * _LINE <= _NAME_HEIGHT:
            return size, lines
    most = int(_NAME_HEIGHT / (_SMALLEST * _LINE))
    return _SMALLEST, lines[:most]


def _draw_code(sheet: FPDF, code: QRCode, left: float, top: float) -> None:
    """Each run of dark modules is one rectangle, so that no hairlines show between them."""
    modules = [bytes(row) for row in code.matrix]
    side = _CODE / len(modules)
    sheet.set_fill_color(0)
    for y, row in enumerate(modules):
        start = None
        for x, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                sheet.rect(left + start * side, top + y * side, (x - start) * side, side, style="F")
                start = None


def _draw_marks(sheet: FPDF, left: float, top: float) -> None:
    """Short lines at the four corners, outwards and inwards, to cut along."""
    sheet.set_draw_color(128)
    sheet.set_line_width(0.2)
    for x in (left, left + _WIDTH):
        for y in (top, top + _HEIGHT):
            sheet.line(x - _MARK, y, x + _MARK, y)
            sheet.line(x, y - _MARK, x, y + _MARK)
