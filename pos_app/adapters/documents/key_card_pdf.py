"""Draw the card of all keys for the wall: one A4 page, as large as it may be to fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

Group = tuple[str, Sequence[tuple[str, str]]]
"""A heading, and keys with what they do."""

DOTS_PER_INCH: Final = 300
COLUMNS: Final = 3
ROW_MM: Final = (6.0, 5.5, 5.0, 4.5, 4.2, 3.9, 3.6, 3.3, 3.0, 2.7, 2.4, 2.1)
"""The heights of a row, the largest one first; the first at which everything fits is taken."""

_DOTS_PER_MM: Final = DOTS_PER_INCH / 25.4
_MARGIN: Final = 10 * _DOTS_PER_MM
_TITLE: Final = 12 * _DOTS_PER_MM
_KEY_PART: Final = 0.3
_TYPE_PART: Final = 0.62
_Line = tuple[str, str]


def key_card_pdf(title: str, groups: Sequence[Group]) -> bytes:
    """The PDF's bytes; the caller has a QGuiApplication."""
    assert QGuiApplication.instance() is not None, "fonts need a QGuiApplication"
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    _draw(painter, title, groups, QRectF(0, 0, writer.width(), writer.height()))
    painter.end()
    return bytes(buffer.data().data())


def columns_of(groups: Sequence[Group], rows: int) -> list[list[_Line]]:
    """The lines in columns of so many rows; no heading stands at the foot of one."""
    columns: list[list[_Line]] = [[]]
    for heading, keys in groups:
        if len(columns[-1]) + 3 > rows:
            columns.append([])
        if columns[-1]:
            columns[-1].append(("", ""))
        for line in ((heading, ""), *keys):
            if len(columns[-1]) >= rows:
                columns.append([])
            columns[-1].append(line)
    return columns


def _draw(painter: QPainter, title: str, groups: Sequence[Group], page: QRectF) -> None:
    inside = page.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    painter.setFont(document_font(7 * _DOTS_PER_MM, bold=True))
    painter.drawText(inside, Qt.AlignmentFlag.AlignTop, title)
    body = inside.adjusted(0, _TITLE, 0, 0)
    row, columns = next(_fitting(groups, body.height()))
    width = body.width() / COLUMNS
    for place, lines in enumerate(columns):
        column = QRectF(body.left() + place * width, body.top(), width - _MARGIN / 2, row)
        for number, line in enumerate(lines):
            _draw_line(painter, line, column.translated(0, number * row))


def _fitting(groups: Sequence[Group], height: float) -> Iterator[tuple[float, list[list[_Line]]]]:
    for size in ROW_MM:
        row = size * _DOTS_PER_MM
        columns = columns_of(groups, int(height // row))
        if len(columns) <= COLUMNS or size == ROW_MM[-1]:
            yield row, columns


def _draw_line(painter: QPainter, line: _Line, place: QRectF) -> None:
    first, words = line
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(document_font(place.height() * _TYPE_PART, bold=True))
    if first and not words:
        painter.drawText(place, middle, first)
        rule = QRectF(place.left(), place.bottom(), place.width(), 3)
        painter.fillRect(rule, Qt.GlobalColor.black)
        return
    key = QRectF(place.left(), place.top(), place.width() * _KEY_PART, place.height())
    painter.drawText(key, middle, first)
    font = document_font(place.height() * _TYPE_PART, bold=False)
    painter.setFont(font)
    room = place.adjusted(key.width(), 0, 0, 0)
    fitting = QFontMetricsF(font, painter.device()).elidedText(
        words, Qt.TextElideMode.ElideRight, room.width()
    )
    painter.drawText(room, middle, fitting)
