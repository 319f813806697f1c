"""The fields of a payment processor, two beside each other."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.viewmodels.payments.processor_form import FIELDS_MAX, ProcessorForm
from pos_app.views.payments.setting_field import SettingField
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import label
from pos_app.views.shared.theme import Theme


class ProcessorFields(QWidget):
    """As many as any processor has; those that one has not are out of sight.

    Signals:
        explained: Emitted with what the field that has the keys is for.
    """

    explained = Signal(str)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        numbers = range(1, FIELDS_MAX + 1)
        self._fields = [SettingField(f"processor_field_{number}") for number in numbers]
        self._labels = [label(role="small", name=f"processor_label_{number}") for number in numbers]
        self._lay_out(theme)
        for field in self._fields:
            field.entered.connect(self._explain)

    def _lay_out(self, theme: Theme) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(tokens.SPACE[0]))
        grid.setHorizontalSpacing(theme.px(tokens.GAP))
        for place, (words, field) in enumerate(zip(self._labels, self._fields, strict=True)):
            field.setFixedHeight(theme.px(tokens.TARGET))
            line, side = divmod(place, 2)
            grid.addWidget(words, 2 * line, side)
            grid.addWidget(field, 2 * line + 1, side)
            grid.setColumnStretch(side, 1)

    @property
    def first(self) -> SettingField:
        return self._fields[0]

    @property
    def shown(self) -> list[SettingField]:
        return [one for one in self._fields if one.shown is not None]

    def show_form(self, form: ProcessorForm) -> None:
        for place, (words, field) in enumerate(zip(self._labels, self._fields, strict=True)):
            shown = form.fields[place] if place < len(form.fields) else None
            field.shown = shown
            for part in (words, field):
                part.setVisible(shown is not None)
            if shown is not None:
                words.setText(shown.label)
                field.show_field(shown)
        self.explained.emit(form.fields[0].help if form.fields else "")

    def typed(self) -> dict[str, str]:
        """What stands in them, by name."""
        return {one.shown.name: one.text() for one in self._fields if one.shown is not None}

    def turn(self, step: int) -> None:
        """Take another choice in the field that has the keys."""
        for field in self._fields:
            if field.hasFocus():
                field.turn(step)

    @Slot()
    def _explain(self) -> None:
        field = self.sender()
        if isinstance(field, SettingField) and field.shown is not None:
            self.explained.emit(field.shown.help)
