"""The sheet of a kind, which asks which one of them it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.sell.variants import VariantChoice
from pos_app.viewmodels.shared.row_text import RowText
from pos_app.views.sell.waiting_label import WaitingLabel
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.row_list import RowList
from pos_app.views.shared.sheet import Sheet, bind_leaving
from pos_app.views.shared.theme import Theme


class VariantSheet(Sheet):
    def __init__(
        self, view_model: VariantChoice, *, waiting: WaitingLabel, theme: Theme, owner: QWidget
    ) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(role="title", name="variant_title")
        self.title.setWordWrap(True)
        self.list = RowList(theme=theme, says=self.tr("Variants"), name="variants")
        self.leave_button = ActionButton(
            self.tr("Leave it out"), theme=theme, name="variant_leave", key="Esc"
        )
        self.take_button = ActionButton(
            self.tr("Take"), theme=theme, name="variant_take", role="primary", key="Enter"
        )
        layout = column(self.title, waiting, self.list, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(row(self.leave_button, 1, self.take_button, spacing=theme.px(tokens.GAP)))
        self.fill(layout)
        commands = {
            "take": self._take,
            "leave": view_model.leave,
            "up": lambda: self.list.move_by(-1),
            "down": lambda: self.list.move_by(1),
        }
        self.bind_keys("variant", commands)
        self.list.picked.connect(view_model.choose)
        bind_leaving(self, view_model, self.leave_button)
        self.take_button.clicked.connect(self._take)
        view_model.opened.connect(self._open)

    @Slot(str, object)
    def _open(self, group: str, variants: Sequence[RowText]) -> None:
        self.title.setText(self.tr("{name}: which one?").format(name=group))
        self.setAccessibleName(self.title.text())
        self.list.show_rows(variants)
        self.open_sheet()

    @Slot()
    def _take(self) -> None:
        product_id = self.list.chosen()
        if product_id is not None:
            self._view_model.choose(product_id)
