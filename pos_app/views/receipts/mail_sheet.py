"""The sheet of the mail server: five fields and the encryption; Enter saves and tries it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from pos_app.viewmodels.receipts.mail_settings import FIELDS, MailForm, MailSettings
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.fields import go_round
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

LENGTH_MAX = 512
WIDE = {"from_address"}


class MailSheet(Sheet):
    def __init__(self, view_model: MailSettings, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.fields = {name: QLineEdit() for name in FIELDS}
        self.message = label(role="danger", name="mail_problem")
        self.security_button = ActionButton("", theme=theme, name="mail_security", key="Ctrl+T")
        self.leave_button = ActionButton(
            self.tr("Leave"), theme=theme, name="mail_leave", key="Esc"
        )
        self.save_button = ActionButton(
            self.tr("Save and try"), theme=theme, name="mail_save", key="Enter", role="primary"
        )
        self._lay_out()
        self._bind()
        self.setFocusProxy(self.fields["host"])

    def _lay_out(self) -> None:
        theme = self._theme
        words = {
            "host": self.tr("Mail server"),
            "port": self.tr("Port"),
            "user": self.tr("User"),
            "password": self.tr("Password"),
            "from_address": self.tr("From this address"),
        }
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(tokens.SPACE[0]))
        grid.setHorizontalSpacing(theme.px(tokens.GAP))
        for place, name in enumerate(FIELDS):
            field = self.fields[name]
            field.setObjectName(f"mail_{name}")
            field.setAccessibleName(words[name])
            field.setFixedHeight(theme.px(tokens.TARGET))
            field.setMaxLength(LENGTH_MAX)
            line, side = divmod(place, 2)
            span = 2 if name in WIDE else 1
            grid.addWidget(label(words[name], role="small"), 2 * line, side, 1, span)
            grid.addWidget(field, 2 * line + 1, side, 1, span)
        self.fields["password"].setEchoMode(QLineEdit.EchoMode.Password)
        self.fields["password"].setPlaceholderText(self.tr("unchanged"))
        self.fields["port"].setPlaceholderText(self.tr("the usual one"))
        self.message.setWordWrap(True)
        gap = theme.px(tokens.GAP)
        title = label(self.tr("Mail server for receipts"), role="title", name="mail_title")
        layout = column(title, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(grid)
        layout.addLayout(row(self.security_button, 1, spacing=gap))
        layout.addWidget(self.message)
        layout.addLayout(row(self.leave_button, 1, self.save_button, spacing=gap))
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        commands = {
            "save": self._save,
            "leave": view_model.leave,
            "security": view_model.next_security,
        }
        self.bind_keys("mail", commands)
        self.security_button.clicked.connect(view_model.next_security)
        self.leave_button.clicked.connect(view_model.leave)
        self.save_button.clicked.connect(self._save)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show_security)
        view_model.refused.connect(self._say)
        view_model.hidden.connect(self.close_sheet)
        self.closed.connect(view_model.leave)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802
        """Tab goes round the fields, and never to the screen below."""
        go_round(self.fields.values(), forward=next)
        return True

    @Slot(object)
    def _open(self, form: MailForm) -> None:
        for name, field in self.fields.items():
            field.setText(str(getattr(form, name)))
        self._say("")
        self.open_sheet(keys_to=self.fields["host"])

    @Slot(str)
    def _show_security(self, words: str) -> None:
        self.security_button.set_text(words)
        self.security_button.updateGeometry()

    @Slot()
    def _save(self) -> None:
        self._say("")
        texts = {name: field.text() for name, field in self.fields.items()}
        self._view_model.save(texts)

    @Slot(str)
    def _say(self, words: str) -> None:
        self.tell(self.message, words)
