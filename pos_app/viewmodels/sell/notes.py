"""What is said of a line or of the whole order: kept with it, and printed where the store does."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.order_item import NOTE_LENGTH_MAX, OrderItem
from pos_app.services.orders.line_editing import LineEditing
from pos_app.services.ports import Formats
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shared.sheet_model import SheetModel
from pos_app.viewmodels.shared.words import words_for


class OrderNotes(SheetModel):
    """Opened by Ctrl+I for the highlighted line, by Ctrl+Shift+I for the order.

    Signals:
        opened: Emitted with a title and the note as it stands.
        refused: Emitted with a sentence.
    """

    opened = Signal(str, str)
    refused = Signal(str)
    length = NOTE_LENGTH_MAX

    def __init__(
        self,
        *,
        sell: SellViewModel,
        editing: LineEditing,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sell = sell
        self._editing = editing
        self._formats = formats
        self._item: OrderItem | None = None

    @Slot()
    def open_line(self) -> None:
        selected = self._sell.selected
        if selected >= 0:
            item = self._editing.order.items[selected]
            self._open(item, self.tr("Note of {name}").format(name=item.name), item.note)

    @Slot()
    def open_order(self) -> None:
        order = self._editing.order
        if order.items:
            self._open(None, self.tr("Note of the whole order"), order.note)

    @Slot(str)
    def save(self, text: str) -> None:
        actor = self._sell.actor
        if not self.is_open or actor is None:
            return
        try:
            if self._item is None:
                self._editing.note_order(text=text, actor=actor)
            else:
                position = self._editing.position_of(self._item)
                if position is None:
                    self.refused.emit(self.tr("That line has changed meanwhile: open this anew"))
                    return
                self._editing.note_line(position=position, text=text, actor=actor)
        except PosError as error:
            self._sell.sound.emit("refused")
            self.refused.emit(words_for(error, self._formats))
            return
        self.leave()
        self._sell.show(self._sell.selected)
        self._sell.draft_changed.emit()

    def _open(self, item: OrderItem | None, title: str, note: str) -> None:
        if self._sell.actor is None:
            return
        self._item = item
        self.is_open = True
        self.opened.emit(title, note)
