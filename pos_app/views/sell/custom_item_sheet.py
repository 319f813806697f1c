"""The sheet of a custom item: an amount, what it is called, and its tax class."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.viewmodels.sell.custom_item import WORDS_LENGTH, CustomItem
from pos_app.views.products.price_field import PriceField
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.sheet import Sheet, bind_leaving
from pos_app.views.shared.theme import Theme

PAD_WIDTH: Final = 248


class CustomItemSheet(Sheet):
    """Enter takes it from every field; Tab goes from the amount to the words and back."""

    def __init__(self, view_model: CustomItem, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.price = PriceField()
        self.words = QLineEdit()
        self.title = label(role="title", name="custom_title")
        self.message = label(role="danger", name="custom_problem")
        self.pad = NumberPad(theme=theme, name="custom_pad", last_row=("0", ".", BACK))
        self.tax_button = ActionButton("", theme=theme, name="custom_tax_class", key="Ctrl+T")
        self.leave_button = ActionButton(
            self.tr("Leave"), theme=theme, name="custom_leave", key="Esc"
        )
        self.save_button = ActionButton(
            self.tr("Add to the order"),
            theme=theme,
            name="custom_save",
            role="primary",
            key="Enter",
        )
        self._lay_out()
        self._bind()
        self.setFocusProxy(self.price)

    def _lay_out(self) -> None:
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
        self.words.setMaxLength(WORDS_LENGTH)
        left.addSpacing(gap)
        left.addWidget(self.tax_button)
        left.addStretch(1)
        self.message.setWordWrap(True)
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        self.spare = self.pad
        middle = row(spacing=theme.px(tokens.SPACE[3]))
        middle.addLayout(left, 1)
        middle.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignTop)
        layout = column(self.title, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(middle)
        layout.addWidget(self.message)
        layout.addLayout(row(self.leave_button, 1, self.save_button, spacing=gap))
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            "custom_item",
            {
                "save": self._save,
                "leave": view_model.leave,
                "tax_class": view_model.next_tax_class,
            },
        )
        self.price.pressed.connect(view_model.press)
        self.price.erased.connect(view_model.backspace)
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.backspace)
        self.tax_button.clicked.connect(view_model.next_tax_class)
        bind_leaving(self, view_model, self.leave_button)
        self.save_button.clicked.connect(self._save)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.refused.connect(self._refuse)

    def focusNextPrevChild(self, _next: bool) -> bool:  # noqa: N802
        """Tab goes from one field to the other, and never to the screen below."""
        wanted = self.words if self.price.hasFocus() else self.price
        wanted.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @Slot(str, str)
    def _open(self, title: str, words: str) -> None:
        self.title.setText(title)
        self.words.setText(words)
        self._refuse("")
        self.open_sheet(keys_to=self.price)

    @Slot(str, str)
    def _show(self, amount: str, tax_class: str) -> None:
        self.price.setText(amount)
        self.tax_button.set_text(tax_class)
        self.tax_button.updateGeometry()
        self._refuse("")

    @Slot()
    def _save(self) -> None:
        self._view_model.save(self.words.text())

    @Slot(str)
    def _refuse(self, words: str) -> None:
        self.tell(self.message, words)
