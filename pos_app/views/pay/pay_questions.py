"""What the payment screen asks in between: into how many parts, and what number a voucher has."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit

from pos_app.viewmodels.pay.pay_text import TYPED_MAX
from pos_app.viewmodels.pay.shares import PARTS
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.theme import Theme


class PartsBar(QFrame):
    """Out of sight until it is asked.

    Signals:
        chosen: Emitted with the number of equal parts.
        items_asked: Emitted to split by items instead.
    """

    chosen = Signal(int)
    items_asked = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.buttons = [self._part(count) for count in PARTS]
        choice = row(spacing=theme.px(tokens.GAP))
        for button in self.buttons:
            choice.addWidget(button, 1)
        layout = column(
            label(self.tr("Into how many equal parts?"), role="strong", name="parts_words"),
            spacing=theme.px(tokens.GAP),
        )
        layout.addLayout(choice)
        self.items_button = ActionButton(
            self.tr("By items…"), theme=theme, name="parts_items", key="Ctrl+I", icon="receipt"
        )
        self.items_button.clicked.connect(self.items_asked)
        layout.addWidget(self.items_button)
        self.setLayout(layout)
        self.hide()

    def press(self, text: str) -> None:
        """A digit chooses, where it is one of the choices."""
        for button in self.buttons:
            if button.text() == text:
                button.click()

    def _part(self, count: int) -> ActionButton:
        button = ActionButton(str(count), theme=self._theme, name=f"parts_{count}")
        button.type_size = tokens.KEY
        button.setMinimumHeight(self._theme.px(tokens.KEY_HEIGHT))
        button.setAccessibleName(self.tr("In {count} equal parts").format(count=count))
        button.clicked.connect(lambda: self.chosen.emit(count))
        return button


class ReferenceBar(QFrame):
    """Out of sight until it is asked; then it has the keys.

    Signals:
        given: Emitted with what was typed.
    """

    given = Signal(str)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.words = label(role="strong", name="reference_words")
        self.field = QLineEdit()
        self.field.setObjectName("reference")
        self.field.setMaxLength(TYPED_MAX)
        self.field.setMinimumHeight(theme.px(tokens.TARGET))
        self.button = ActionButton(
            self.tr("Take it"), theme=theme, name="reference_take", role="primary", key="Enter"
        )
        self.field.returnPressed.connect(self._give)
        self.button.clicked.connect(self._give)
        entry = row(spacing=theme.px(tokens.GAP))
        entry.addWidget(self.field, 1)
        entry.addWidget(self.button)
        layout = column(self.words, spacing=theme.px(tokens.GAP))
        layout.addLayout(entry)
        self.setLayout(layout)
        self.hide()

    def ask(self, words: str) -> None:
        self.words.setText(self.tr("Number of: {words}").format(words=words))
        self.field.setAccessibleName(self.words.text())
        self.field.clear()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _give(self) -> None:
        self.given.emit(self.field.text().strip())
