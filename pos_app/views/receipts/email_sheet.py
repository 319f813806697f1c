"""The sheet that asks for an e-mail address, with the usual endings as buttons."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from pos_app.viewmodels.receipts.email_receipt import CHIPS, EmailForm, EmailReceipt
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.sheet import Sheet, bind_leaving
from pos_app.views.shared.theme import Theme

LENGTH_MAX = 254
CHIPS_ACROSS = 2


class EmailSheet(Sheet):
    """Enter sends; a scan goes where it always goes, and never into the field."""

    def __init__(self, view_model: EmailReceipt, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(role="title", name="email_title")
        self.field = QLineEdit()
        self.message = label(role="danger", name="email_problem")
        self.chips = [
            ActionButton("", theme=theme, name=f"email_domain_{n}", key=f"Alt+{n}", role="tab")
            for n in range(1, CHIPS + 1)
        ]
        self.gift_button = ActionButton(
            self.tr("Without prices"), theme=theme, name="email_gift", key="Ctrl+G", icon="gift"
        )
        self.leave_button = ActionButton(
            self.tr("Leave"), theme=theme, name="email_leave", key="Esc"
        )
        self.send_button = ActionButton(
            self.tr("Send"), theme=theme, name="email_send", key="Enter", role="primary"
        )
        self._lay_out()
        self._bind()
        self.setFocusProxy(self.field)

    def _lay_out(self) -> None:
        theme = self._theme
        gap = theme.px(tokens.GAP)
        self.field.setObjectName("email_address")
        self.field.setAccessibleName(self.tr("E-mail address"))
        self.field.setPlaceholderText(self.tr("name@example.com"))
        self.field.setFixedHeight(theme.px(tokens.TARGET))
        self.field.setMaxLength(LENGTH_MAX)
        self.message.setWordWrap(True)
        self.title.setWordWrap(True)
        self.gift_button.setCheckable(True)
        self.gift_button.setProperty("role", "tab")
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(gap)
        for place, chip in enumerate(self.chips):
            chip.hide()
            grid.addWidget(chip, *divmod(place, CHIPS_ACROSS))
        layout = column(self.title, self.field, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(grid)
        layout.addWidget(self.message)
        layout.addLayout(row(self.gift_button, 1, spacing=gap))
        layout.addLayout(row(self.leave_button, 1, self.send_button, spacing=gap))
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        complete = {f"domain_{place + 1}": partial(self._complete, place) for place in range(CHIPS)}
        self.bind_keys(
            "email",
            {
                "send": self._send,
                "leave": view_model.leave,
                "gift": view_model.toggle_gift,
                **complete,
            },
        )
        for place, chip in enumerate(self.chips):
            chip.clicked.connect(partial(self._complete, place))
        self.gift_button.clicked.connect(view_model.toggle_gift)
        bind_leaving(self, view_model, self.leave_button)
        self.send_button.clicked.connect(self._send)
        self.field.textEdited.connect(lambda _text: self._say(""))
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.refused.connect(self._say)

    @Slot(object)
    def _open(self, form: EmailForm) -> None:
        self.field.setText(form.address)
        self._show(form)
        self.open_sheet(keys_to=self.field)
        self.field.selectAll()

    @Slot(object)
    def _show(self, form: EmailForm) -> None:
        self.title.setText(self.tr("E-mail receipt {number}").format(number=form.number))
        if form.address and not self.field.text():
            self.field.setText(form.address)
        for place, chip in enumerate(self.chips):
            is_there = place < len(form.domains)
            chip.set_text(f"@{form.domains[place]}" if is_there else "")
            chip.setVisible(is_there)
        self.gift_button.setChecked(form.is_gift)
        self._say(form.problem)

    @Slot()
    def _send(self) -> None:
        self._view_model.send(self.field.text())

    def _complete(self, place: int) -> None:
        self.field.setText(self._view_model.completed(self.field.text(), place))
        self._say("")

    @Slot(str)
    def _say(self, words: str) -> None:
        self.tell(self.message, words)
