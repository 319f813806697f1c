"""One picture of a window, with the menus that are open over it, as a person sees them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QMenu, QWidget


def take(window: QWidget, target: Path) -> None:
    picture = window.grab()
    painter = QPainter(picture)
    for menu in window.findChildren(QMenu):
        if menu.isVisible():  # a window of its own, which the other one knows nothing of
            painter.drawPixmap(window.mapFromGlobal(menu.mapToGlobal(QPoint())), menu.grab())
    painter.end()
    if not picture.save(str(target)):
        raise OSError(f"{target} could not be written")
