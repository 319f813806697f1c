"""Draw a receipt as a PDF, 80 mm wide and as long as it is, from the same rows as the paper.

The caller has a QGuiApplication; on the command line one of the platform "offscreen" will do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, assert_never

import segno
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QImage,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextLayout,
    QTextOption,
)

from pos_app.adapters.documents.fonts import document_font
from pos_app.domain.logo import Logo
from pos_app.services.printing import code128
from pos_app.services.printing.rows import (
    Align,
    Bars,
    Blank,
    Columns,
    Emphasis,
    Qr,
    Receipt,
    Row,
    Rule,
    Table,
    Text,
)

PAGE_WIDTH_MM: Final = 80
PAGE_HEIGHT_MAX_MM: Final = 5_000
"""A PDF page ends at 5,080 mm; what is longer goes on on the next one."""
DOTS_PER_INCH: Final = 300

_DOTS_PER_MM: Final = DOTS_PER_INCH / 25.4
_MARGIN: Final = 4 * _DOTS_PER_MM
_WIDTH: Final = (PAGE_WIDTH_MM - 8) * _DOTS_PER_MM
_GAP: Final = 2 * _DOTS_PER_MM
_INDENT: Final = 1.5 * _DOTS_PER_MM
_LINE: Final = 0.25 * _DOTS_PER_MM
_QR_SIDE: Final = 32 * _DOTS_PER_MM
_QR_QUIET_MODULES: Final = 4
_BAR: Final = round(0.25 * _DOTS_PER_MM)
"""A module; three dots, so that all are alike."""
_BARS_HEIGHT: Final = 8 * _DOTS_PER_MM
_DOT: Final = _DOTS_PER_MM / 8
"""A dot of a receipt printer: eight of them are a millimetre."""
_LEFT_MIN: Final = 12 * _DOTS_PER_MM
_SIZE_MM: Final = {Emphasis.NORMAL: 3.0, Emphasis.STRONG: 3.0, Emphasis.LARGE: 4.2}
_ALIGN: Final = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """What a row became: its texts, its height in dots and how it is painted from `top`."""

    texts: tuple[str, ...]
    height: float
    paint: Callable[[QPainter, float], None]


def receipt_pdf(receipt: Receipt) -> bytes:
    """The PDF's bytes. It takes about a tenth of a second: not for the GUI thread."""
    assert QGuiApplication.instance() is not None, "fonts need a QGuiApplication"
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(receipt.name)
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    pages = list(_pages(place_rows(receipt, writer)))
    writer.setPageSize(_page_size(pages[0]))
    painter = QPainter(writer)
    for number, page in enumerate(pages):
        if number:
            writer.setPageSize(_page_size(page))
            writer.newPage()
        top = _MARGIN
        for placed in page:
            placed.paint(painter, top)
            top += placed.height
    painter.end()
    return bytes(buffer.data().data())


def place_rows(receipt: Receipt, writer: QPdfWriter) -> list[Placed]:
    return [_place(row, writer) for row in receipt.rows]


def _pages(rows: list[Placed]) -> Iterator[list[Placed]]:
    page: list[Placed] = []
    room = PAGE_HEIGHT_MAX_MM * _DOTS_PER_MM - 2 * _MARGIN
    left = room
    for row in rows:
        if row.height > left and page:
            yield page
            page, left = [], room
        page.append(row)
        left -= row.height
    yield page


def _page_size(page: list[Placed]) -> QPageSize:
    height = sum(row.height for row in page) + 2 * _MARGIN
    size = QSizeF(PAGE_WIDTH_MM, height / _DOTS_PER_MM)
    return QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)


def _place(row: Row, writer: QPdfWriter) -> Placed:
    match row:
        case Text():
            left = row.indent * _INDENT
            flow = _flow(row.text, row.emphasis, writer, _WIDTH - left, row.align)
            return _side_by_side((row.text,), [(left, flow)])
        case Columns():
            return _columns(row, writer)
        case Table():
            return _table(row, writer)
        case Qr() | Bars() | Logo():
            return _place_drawn(row)
        case Rule():
            return Placed((), _GAP, _paint_rule)
        case Blank():
            return Placed((), _GAP, _paint_nothing)
    assert_never(row)


def _place_drawn(row: Qr | Bars | Logo) -> Placed:
    if isinstance(row, Logo):
        return _place_logo(row)
    if isinstance(row, Qr):
        return Placed((row.payload,), _QR_SIDE + _GAP, _qr_painter(row.payload))
    return _place_bars(row.payload)


def _columns(row: Columns, writer: QPdfWriter) -> Placed:
    left = row.indent * _INDENT
    amount = _amount(row.right, row.emphasis, writer, _WIDTH)
    room = max(_WIDTH - left - _GAP - amount.maximumWidth(), _LEFT_MIN)
    name = _flow(row.left, row.emphasis, writer, room, Align.LEFT)
    return _side_by_side((row.left, row.right), [(left, name), (0, amount)])


def _table(row: Table, writer: QPdfWriter) -> Placed:
    third = _WIDTH / 3
    cells = [
        (0.0, _flow(row.left, row.emphasis, writer, third, Align.LEFT)),
        (third, _amount(row.middle, row.emphasis, writer, third)),
        (2 * third, _amount(row.right, row.emphasis, writer, third)),
    ]
    return _side_by_side((row.left, row.middle, row.right), cells)


def _side_by_side(texts: tuple[str, ...], cells: list[tuple[float, QTextLayout]]) -> Placed:
    def paint(painter: QPainter, top: float) -> None:
        for left, flow in cells:
            flow.draw(painter, QPointF(_MARGIN + left, top))

    return Placed(texts, max(flow.boundingRect().height() for _, flow in cells), paint)


def _amount(text: str, emphasis: Emphasis, writer: QPdfWriter, width: float) -> QTextLayout:
    return _flow(text, emphasis, writer, width, Align.RIGHT, breaks=False)


def _flow(
    text: str,
    emphasis: Emphasis,
    writer: QPdfWriter,
    width: float,
    align: Align,
    *,
    breaks: bool = True,
) -> QTextLayout:
    """Lay plain text out: markup in a name stays the characters it is."""
    option = QTextOption(_ALIGN[align] | Qt.AlignmentFlag.AlignAbsolute)
    wrap = QTextOption.WrapMode
    option.setWrapMode(wrap.WrapAtWordBoundaryOrAnywhere if breaks else wrap.NoWrap)
    flow = QTextLayout(text, _font(emphasis), writer)
    flow.setTextOption(option)
    flow.beginLayout()
    height = 0.0
    while (line := flow.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    flow.endLayout()
    return flow


def _font(emphasis: Emphasis) -> QFont:
    size = _SIZE_MM[emphasis] * _DOTS_PER_MM
    return document_font(size, bold=emphasis is not Emphasis.NORMAL)


def _qr_painter(payload: str) -> Callable[[QPainter, float], None]:
    matrix = segno.make(payload, error="m", micro=False).matrix
    module = _QR_SIDE / (len(matrix) + 2 * _QR_QUIET_MODULES)
    left = _MARGIN + (_WIDTH - _QR_SIDE) / 2 + _QR_QUIET_MODULES * module

    def paint(painter: QPainter, top: float) -> None:
        first = top + _QR_QUIET_MODULES * module
        for y, line in enumerate(matrix):
            for x, dark in enumerate(line):
                if dark:
                    square = QRectF(left + x * module, first + y * module, module, module)
                    painter.fillRect(square, Qt.GlobalColor.black)

    return paint


def _place_bars(payload: str) -> Placed:
    """Code 128, or nothing where the page is too narrow for it."""
    modules = code128.modules_of(payload) if code128.is_drawable(payload) else ""
    if not modules or (len(modules) + 2 * code128.QUIET_MODULES) * _BAR > _WIDTH:
        return Placed((), 0, _paint_nothing)
    left = _MARGIN + (_WIDTH - len(modules) * _BAR) / 2

    def paint(painter: QPainter, top: float) -> None:
        for at, module in enumerate(modules):
            if module == "1":
                bar = QRectF(left + at * _BAR, top, _BAR, _BARS_HEIGHT)
                painter.fillRect(bar, Qt.GlobalColor.black)

    return Placed((payload,), _BARS_HEIGHT + _GAP, paint)


def _place_logo(logo: Logo) -> Placed:
    """Each dot as large as the printer's."""
    mono = QImage.Format.Format_Mono
    image = QImage(logo.bits, logo.width, logo.height, logo.line_bytes, mono).copy()
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    width, height = logo.width * _DOT, logo.height * _DOT
    left = _MARGIN + (_WIDTH - width) / 2

    def paint(painter: QPainter, top: float) -> None:
        painter.drawImage(QRectF(left, top, width, height), image)

    return Placed((), height + _GAP, paint)


def _paint_rule(painter: QPainter, top: float) -> None:
    painter.fillRect(QRectF(_MARGIN, top + _GAP / 2, _WIDTH, _LINE), Qt.GlobalColor.black)


def _paint_nothing(painter: QPainter, top: float) -> None:
    """An empty line is room and nothing else."""
