"""Draw a report as a PDF: A4 pages, each with its titles, its place and the number of pages.

The caller has a QGuiApplication; on the command line one of the platform "offscreen" will do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from pos_app.adapters.documents.fonts import document_font
from pos_app.services.printing.cells import clean
from pos_app.services.reports.report import Kind
from pos_app.services.reports.sheet import CellTexts, Sheet

DOTS_PER_INCH: Final = 300
WIDE_FROM: Final = 7
"""So many columns lie across the page."""
_MM: Final = DOTS_PER_INCH / 25.4
_MARGIN: Final = 12 * _MM
_LINE: Final = 6 * _MM
_GAP: Final = 3 * _MM
_SIZE: Final = int(3 * _MM)
_TITLE_SIZE: Final = int(5 * _MM)
_TEXTS: Final = frozenset({Kind.TEXT, Kind.DAY})
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def report_pdf(sheet: Sheet, texts: CellTexts) -> bytes:
    """The PDF's bytes. A thousand rows take about a second: not for the GUI thread."""
    assert QGuiApplication.instance() is not None, "fonts need a QGuiApplication"
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(sheet.title)
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    is_wide = len(sheet.heads) >= WIDE_FROM
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(
        QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    )
    painter = QPainter(writer)
    _Pages(sheet, texts, writer, painter).draw()
    painter.end()
    return bytes(buffer.data().data())


class _Pages:
    def __init__(
        self, sheet: Sheet, texts: CellTexts, writer: QPdfWriter, painter: QPainter
    ) -> None:
        self._sheet = sheet
        self._writer = writer
        self._painter = painter
        self._width = writer.width() - 2 * _MARGIN
        self._rows = [
            [texts.of(cell, kind) for cell, kind in zip(row, sheet.kinds, strict=True)]
            for row in sheet.rows
        ]
        self._fonts = {bold: document_font(_SIZE, bold=bold) for bold in (False, True)}
        self._places = self._columns()

    def draw(self) -> None:
        head = 2 + len(self._sheet.facts) + bool(self._sheet.mark)
        room = int((self._writer.height() - 2 * _MARGIN) // _LINE) - head - 2
        pages = [
            self._rows[first : first + room] for first in range(0, max(len(self._rows), 1), room)
        ]
        for number, rows in enumerate(pages, start=1):
            if number > 1:
                self._writer.newPage()
            self._page(rows, f"{number} / {len(pages)}", is_last=number == len(pages))

    def _page(self, rows: Sequence[Sequence[str]], place: str, *, is_last: bool) -> None:
        sheet, top = self._sheet, _MARGIN
        self._painter.setFont(document_font(_TITLE_SIZE, bold=True))
        self._text(QRectF(_MARGIN, top, self._width, _LINE), clean(sheet.title), _LEFT)
        if sheet.mark:
            top += _LINE
            self._painter.setFont(self._fonts[True])
            self._text(QRectF(_MARGIN, top, self._width, _LINE), clean(sheet.mark), _LEFT)
        self._painter.setFont(self._fonts[False])
        self._text(QRectF(_MARGIN, _MARGIN, self._width, _LINE), place, _RIGHT)
        for fact in sheet.facts:
            top += _LINE
            self._text(QRectF(_MARGIN, top, self._width, _LINE), clean(fact), _LEFT)
        top += 1.5 * _LINE
        self._row([clean(head) for head in sheet.heads], top, bold=True)
        self._rule(top + _LINE)
        for row in rows:
            top += _LINE
            is_sum = is_last and sheet.has_total and row is rows[-1]
            if is_sum:
                self._rule(top)
            self._row(row, top, bold=is_sum)

    def _row(self, texts: Sequence[str], top: float, *, bold: bool) -> None:
        self._painter.setFont(self._fonts[bold])
        metrics = QFontMetricsF(self._fonts[bold], self._writer)
        for text, kind, (left, width) in zip(texts, self._sheet.kinds, self._places, strict=True):
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._text(QRectF(left, top, width, _LINE), shown, _LEFT if kind in _TEXTS else _RIGHT)

    def _rule(self, at: float) -> None:
        self._painter.drawLine(int(_MARGIN), int(at), int(_MARGIN + self._width), int(at))

    def _text(self, place: QRectF, text: str, align: Qt.AlignmentFlag) -> None:
        self._painter.drawText(place, align, text)

    def _columns(self) -> Sequence[tuple[float, float]]:
        """Left edge and width of each: as wide as they must be; texts share what is left."""
        metrics = QFontMetricsF(self._fonts[True], self._writer)
        rows = [[clean(head) for head in self._sheet.heads], *self._rows]
        wanted = [
            max(metrics.horizontalAdvance(text) for text in texts) + 1
            for texts in zip(*rows, strict=True)
        ]
        free = self._width - _GAP * (len(wanted) - 1) - sum(wanted)
        flexible = [place for place, kind in enumerate(self._sheet.kinds) if kind in _TEXTS]
        share = free / max(len(flexible), 1)
        least = 12 * _MM
        for place in flexible:
            wanted[place] = max(wanted[place] + share, least)
        over = max(1.0, (sum(wanted) + _GAP * (len(wanted) - 1)) / self._width)
        places, left = [], _MARGIN
        for width in wanted:
            places.append((left, width / over))
            left += (width + _GAP) / over
        return places
