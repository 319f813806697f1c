"""Notice that somebody is at the till: a touch, a click or the wheel."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal

_USES: Final = frozenset(
    {
        *(QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.Wheel),
    }
)


class UseWatch(QObject):
    """Installed on the window itself, where few events pass; it takes none away.

    Keys are noticed by the scanner filter, which sees them all. A mouse that is only moved says
    nothing: somebody may have bumped into the counter.

    Signals:
        used: Emitted at each of them.
    """

    used = Signal()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in _USES:
            self.used.emit()
        return False
