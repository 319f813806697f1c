"""The sheet of a range: from which day to which one."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.reports.range_form import TEXT_LENGTH_MAX, RangeCard, RangeForm
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import row
from pos_app.views.shared.form_sheet import FormSheet
from pos_app.views.shared.theme import Theme


class RangeSheet(FormSheet):
    def __init__(self, form: RangeForm, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(form, "range", theme=theme, owner=owner)
        days = row(spacing=theme.px(tokens.GAP))
        for name, words in (("first", self.tr("From")), ("last", self.tr("To"))):
            days.addLayout(self.new_field(name, words, length=TEXT_LENGTH_MAX))
        self.save_button.set_text(self.tr("Show"))
        self.lay_out(days)
        self.bind_form({})
        form.opened.connect(self._open)

    @Slot(object)
    def _open(self, card: RangeCard) -> None:
        self.show_head(card)
        for name, field in self.fields.items():
            field.setText(card.texts[name])
        self.open_form(self.fields["first"])
