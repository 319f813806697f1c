"""A sheet on which an amount is typed: its keys, its end, and that it is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.money import Currency
from pos_app.viewmodels.shared.amount_entry import AmountEntry
from pos_app.viewmodels.shared.sheet_model import SheetModel


class AmountForm(SheetModel):
    """Who inherits opens it, and shows what is typed.

    Signals:
        refused: Emitted with a sentence for the sheet; nothing has changed.
    """

    refused = Signal(str)

    def __init__(
        self, currency: Currency, *, in_cents: bool, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._entry = AmountEntry(currency, in_cents=in_cents)

    @Slot(str)
    def press(self, key: str) -> None:
        """A digit, a decimal separator or "00"."""
        self._entry.press(key)
        self._show()

    @Slot()
    def backspace(self) -> None:
        self._entry.backspace()
        self._show()

    def _show(self) -> None:
        """Tell the sheet what is typed by now."""
        raise NotImplementedError
