"""What a customer sees of a till that is driven by its keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.views.customer_display.display_placer import DisplayPlacer
from pos_app.views.customer_display.display_window import CustomerWindow
from pos_app.views.customer_display.fit_label import FitLabel
from pos_app.views.customer_display.sum_rows import SumRows
from tests.gui.driving import DrivenTill, Key

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class CustomerEye:
    """Looks only at what is shown when the display has caught up with the till."""

    def __init__(self, till: DrivenTill) -> None:
        self.till = till

    @property
    def placer(self) -> DisplayPlacer:
        placer = self.till.window.findChild(DisplayPlacer)
        assert placer is not None
        return placer

    @property
    def window(self) -> CustomerWindow:
        assert self.placer.window is not None
        return self.placer.window

    @property
    def is_open(self) -> bool:
        return self.placer.window is not None and self.placer.window.isVisible()

    def switch(self) -> None:
        """By its key."""
        self.till.press(Key.Key_D, CTRL_SHIFT)

    def plug(self, screen: QScreen | None) -> None:
        """As if this screen were beside the one of the till, or none any more."""
        vars(self.placer.screens)["find"] = lambda: screen
        self.placer.screens.changed.emit()
        self.till.settle()

    def catch_up(self) -> None:
        self.till.settle()
        self.till.wait_for(lambda: not self.window.model.is_behind, "the customer display")
        self.till.settle()

    def says(self, name: str) -> str:
        """The words of the visible label of that name, nothing where there is none."""
        self.catch_up()
        found = self.window.findChild(QLabel, name)
        assert found is not None, name
        return found.text().replace("\u00a0", " ") if found.isVisible() else ""

    def lines(self) -> list[str]:
        self.catch_up()
        model = self.window.model.lines
        spoken = [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]
        return [one.replace("\u00a0", " ") for one in spoken]

    def sums(self) -> list[tuple[str, str]]:
        self.catch_up()
        rows = self.window.findChild(SumRows)
        assert rows is not None
        return [(one.words, one.amount.replace("\u00a0", " ")) for one in rows.seen]

    def everything(self) -> str:
        """All that any part of it holds, shown or hidden, and every detail of the lines."""
        self.catch_up()
        parts = [self.window, *self.window.findChildren(QWidget)]
        words = [text for one in parts for text in (one.accessibleName(), one.toolTip())]
        words += [one.text() for one in self.window.findChildren(QLabel)]
        rows = [row for one in self.window.findChildren(SumRows) for row in one.seen]
        words += [f"{one.words} {one.amount}" for one in rows]
        model = self.window.model.lines
        for row in range(model.rowCount()):
            line = model.line(row)
            words += [line.name, line.detail, line.spoken, line.total]
        return "\n".join([*words, repr(self.window.model.text)]).replace("\u00a0", " ")


def faults_of(window: CustomerWindow) -> list[str]:
    """What is cut, stands beyond the window, or has no name."""
    found = []
    for one in window.findChildren(QWidget):
        if not one.isVisible() or one.objectName().startswith("qt_"):
            continue
        name = one.objectName()
        place = one.rect().translated(one.mapTo(window, one.rect().topLeft()))
        if not name:
            found.append(f"{type(one).__name__} has no name")
        if not window.rect().contains(place):
            found.append(f"{name} is outside")
        if isinstance(one, FitLabel) and not one.is_whole:
            found.append(f"{name} is cut: {one.text()!r} in {one.width()}x{one.height()}")
    return found
