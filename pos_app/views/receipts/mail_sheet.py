"""The sheet of the mail server: five fields and the encryption; Enter saves and tries it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from pos_app.viewmodels.receipts.mail_settings import MailCard, MailSettings
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, row
from pos_app.views.shared.form_sheet import FormSheet
from pos_app.views.shared.theme import Theme

LENGTH_MAX: Final = 512


class MailSheet(FormSheet):
    def __init__(self, view_model: MailSettings, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(view_model, "mail", theme=theme, owner=owner)
        self.save_button.set_text(self.tr("Save and try"))
        self.security_button = ActionButton("", theme=theme, name="mail_security", key="Ctrl+T")
        self.lay_out(
            self._line({"host": self.tr("Mail server"), "port": self.tr("Port")}),
            self._line({"user": self.tr("User"), "password": self.tr("Password")}),
            self._line({"from_address": self.tr("From this address")}),
            row(self.security_button, 1),
        )
        self.fields["password"].setEchoMode(QLineEdit.EchoMode.Password)
        self.fields["password"].setPlaceholderText(self.tr("unchanged"))
        self.fields["port"].setPlaceholderText(self.tr("the usual one"))
        self.bind_form({"security": view_model.next_security})
        self.security_button.clicked.connect(view_model.next_security)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)

    def _line(self, fields: dict[str, str]) -> QHBoxLayout:
        line = row(spacing=self._theme.px(tokens.GAP))
        for name, words in fields.items():
            line.addLayout(self.new_field(name, words, length=LENGTH_MAX))
        return line

    @Slot(object)
    def _open(self, card: MailCard) -> None:
        for name, field in self.fields.items():
            field.setText(card.texts.get(name, ""))
        self._show(card)
        self.open_form(self.fields["host"])

    @Slot(object)
    def _show(self, card: MailCard) -> None:
        self.show_head(card)
        self.security_button.set_text(card.security)
        self.security_button.updateGeometry()
