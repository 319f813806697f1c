"""The sheet of a custom item: an amount, what it is called, and its tax class."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.sell.custom_item import CustomItem
from pos_app.views.products.price_field import PriceField
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.theme import Theme
from pos_app.views.shared.words_sheet import WordsSheet

PAD_WIDTH: Final = 248


class CustomItemSheet(WordsSheet):
    """Enter takes it from every field; Tab goes from the amount to the words and back."""

    def __init__(self, view_model: CustomItem, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(view_model, "custom", theme=theme, owner=owner)
        self.price = PriceField()
        self.pad = NumberPad(theme=theme, name="custom_pad", last_row=("0", ".", BACK))
        self.tax_button = ActionButton("", theme=theme, name="custom_tax_class", key="Ctrl+T")
        self._lay_out_fields()
        self._bind(view_model)

    def _lay_out_fields(self) -> None:
        theme = self._theme
        gap = theme.px(tokens.GAP)
        fields = (
            (self.price, "custom_amount", self.tr("Amount")),
            (self.words, "custom_words", self.tr("What it is (may be left out)")),
        )
        left = column(spacing=theme.px(tokens.SPACE[0]))
        for field, name, words in fields:
            field.setObjectName(name)
            field.setAccessibleName(words)
            field.setFixedHeight(theme.px(tokens.TARGET))
            left.addWidget(label(words, role="small"))
            left.addWidget(field)
        left.addSpacing(gap)
        left.addWidget(self.tax_button)
        left.addStretch(1)
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        self.spare = self.pad
        middle = row(spacing=theme.px(tokens.SPACE[3]))
        middle.addLayout(left, 1)
        middle.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignTop)
        self.lay_out(middle, save=self.tr("Add to the order"))

    def _bind(self, view_model: CustomItem) -> None:
        tax_class = view_model.next_tax_class
        self.bind_words("custom_item", {"tax_class": tax_class}, self.price)
        self.price.pressed.connect(view_model.press)
        self.price.erased.connect(view_model.backspace)
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.backspace)
        self.tax_button.clicked.connect(tax_class)
        view_model.changed.connect(self._show)

    def focusNextPrevChild(self, _next: bool) -> bool:  # noqa: N802
        """Tab goes from one field to the other, and never to the screen below."""
        wanted = self.words if self.price.hasFocus() else self.price
        wanted.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @Slot(str, str)
    def _show(self, amount: str, tax_class: str) -> None:
        self.price.setText(amount)
        self.tax_button.set_text(tax_class)
        self.tax_button.updateGeometry()
        self.refuse("")
