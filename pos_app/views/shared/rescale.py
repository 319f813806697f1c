"""Another scale without a restart: every fixed size in a window grows or shrinks with it.

The screens turn tokens into pixels while they are built; here those pixels are turned again, so
that nobody has to build a screen anew and lose what is typed on it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMargins, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QBoxLayout,
    QGridLayout,
    QLayout,
    QWidget,
)

SIZE_MAX: Final = 16_777_215
"""Qt's own word for no limit."""


class Rescale:
    """From one scale to another."""

    def __init__(self, before: float, after: float) -> None:
        self._before = before
        self._after = after

    def window(self, root: QWidget) -> None:
        """All of a window but its own least size."""
        widgets = root.findChildren(QWidget)
        for widget in widgets:
            self._widget(widget)
        for layout in root.findChildren(QLayout):
            self._layout(layout)

    def _px(self, pixels: int) -> int:
        return round(round(pixels / self._before) * self._after)

    def _widget(self, widget: QWidget) -> None:
        least, most = widget.minimumSize(), widget.maximumSize()
        if not least.isNull():
            widget.setMinimumSize(self._px(least.width()), self._px(least.height()))
        if most.width() < SIZE_MAX:
            widget.setMaximumWidth(self._px(most.width()))
        if most.height() < SIZE_MAX:
            widget.setMaximumHeight(self._px(most.height()))
        if isinstance(widget, QAbstractItemView):
            widget.scheduleDelayedItemsLayout()

    def _layout(self, layout: QLayout) -> None:
        edges = layout.contentsMargins()
        sides = (edges.left(), edges.top(), edges.right(), edges.bottom())
        layout.setContentsMargins(QMargins(*(self._px(side) for side in sides)))
        if isinstance(layout, QGridLayout):
            layout.setHorizontalSpacing(self._px(layout.horizontalSpacing()))
            layout.setVerticalSpacing(self._px(layout.verticalSpacing()))
            for column in range(layout.columnCount()):
                least = layout.columnMinimumWidth(column)
                layout.setColumnMinimumWidth(column, self._px(least))
        elif layout.spacing() > 0:
            layout.setSpacing(self._px(layout.spacing()))
        if isinstance(layout, QBoxLayout):
            self._spaces(layout)

    def _spaces(self, layout: QBoxLayout) -> None:
        for place in range(layout.count()):
            item = layout.itemAt(place)
            spacer = item.spacerItem() if item is not None else None
            if spacer is not None and not spacer.sizeHint().isNull():
                hint, policy = spacer.sizeHint(), spacer.sizePolicy()
                spacer.changeSize(
                    *(self._px(hint.width()), self._px(hint.height())),
                    *(policy.horizontalPolicy(), policy.verticalPolicy()),
                )
        layout.invalidate()


def arrange(root: QWidget) -> None:
    """Have everything that arranges itself by its own size do so again, as after a resize."""
    for widget in (root, *root.findChildren(QWidget)):
        size = widget.size()
        QApplication.sendEvent(widget, QResizeEvent(size, QSize(size)))
