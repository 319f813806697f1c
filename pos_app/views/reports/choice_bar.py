"""What is shown, as buttons: a tap opens all that can be chosen, a key takes the next."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.reports.choice import Unit
from pos_app.viewmodels.reports.options import Part
from pos_app.viewmodels.reports.screens import ReportScreens
from pos_app.views.reports.folding import ACROSS, DOWN, beside
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.menu import Entry, open_menu
from pos_app.views.shared.theme import Theme

LENGTH_MAX: Final = 22
"""So much of a name stands on its button; the menu has the rest."""


class ChoiceBar(QWidget):
    def __init__(self, screens: ReportScreens, *, theme: Theme) -> None:
        super().__init__()
        self._screens = screens
        self._theme = theme
        self.back_button = self._button("reports_back", self.tr("Back"), "Esc", "chevron-left")
        self.parts = {
            Part.REPORT: self._button("report_name", "", "F2", "chart-column"),
            Part.CUT: self._button("report_cut", "", "F3"),
            Part.CASHIER: self._button("report_cashier", "", "F4"),
            Part.CATEGORY: self._button("report_category", "", "F5"),
            Part.PAYMENT: self._button("report_payment", "", "F6"),
            Part.VIEW: self._button("report_view", self.tr("Views"), "F7"),
        }
        self.keep_button = self._button("report_keep", "", "Ctrl+S", "save")
        self.before_button = self._button("report_before", "", "", "chevron-left")
        self.after_button = self._button("report_after", "", "", "chevron-right")
        self.before_button.setAccessibleName(self.tr("Period before (Left)"))
        self.after_button.setAccessibleName(self.tr("Period after (Right)"))
        self.span = label(role="strong", name="report_span")
        self.span.setWordWrap(True)  # two days may need two lines
        self.beside = label(role="small", name="report_beside")
        self.beside.setWordWrap(True)
        self.about = label(role="small", name="report_about")
        self.about.setWordWrap(True)
        units = {
            Unit.DAY: (self.tr("Day"), "D"),
            Unit.WEEK: (self.tr("Week"), "W"),
            Unit.MONTH: (self.tr("Month"), "M"),
            Unit.YEAR: (self.tr("Year"), "Y"),
        }
        self.units = {
            unit: ActionButton(words, theme=theme, name=f"unit_{unit}", role="tab", key=key)
            for unit, (words, key) in units.items()
        }
        self.range_button = ActionButton(
            self.tr("Range"), theme=theme, name="unit_range", role="tab", key="R"
        )
        self._lay_out()
        self._bind()

    def _button(self, name: str, words: str, key: str, icon: str = "") -> ActionButton:
        return ActionButton(words, theme=self._theme, name=name, key=key, icon=icon)

    def _lay_out(self) -> None:
        gap = self._theme.px(tokens.GAP)
        parts = self.parts
        units = (*self.units.values(), self.range_button)
        for unit_button in units:
            unit_button.setCheckable(True)
        when = row(self.before_button, self.after_button, spacing=gap)
        when.addLayout(column(self.span, self.beside, spacing=0), 1)
        shown = row(self.back_button, parts[Part.REPORT], parts[Part.CUT], spacing=gap)
        narrowing = (parts[Part.CASHIER], parts[Part.CATEGORY], parts[Part.PAYMENT])
        whose = row(*narrowing, spacing=gap)
        whose.addWidget(self.about, 1)
        views = row(parts[Part.VIEW], self.keep_button, spacing=gap)
        kept = beside(row(*units, spacing=gap), views, spacing=gap)
        self._pairs = (beside(shown, whose, spacing=gap), beside(when, kept, spacing=gap), kept)
        # Words may need the room of two lines, and buttons that of their words.
        self._pairs[0].setStretch(1, 1)
        self._pairs[1].setStretch(0, 1)
        whole = column(spacing=gap)
        for pair in self._pairs[:2]:
            whole.addLayout(pair)
        self.setLayout(whole)

    def fold(self, *, is_narrow: bool) -> None:
        """Below each other, where there is no room beside each other."""
        for pair in self._pairs:
            pair.setDirection(DOWN if is_narrow else ACROSS)

    def _bind(self) -> None:
        reports, options = self._screens.reports, self._screens.options
        self.back_button.clicked.connect(reports.back)
        for part, button in self.parts.items():
            button.clicked.connect(partial(self._open, part))
        self.before_button.clicked.connect(partial(reports.step, -1))
        self.after_button.clicked.connect(partial(reports.step, 1))
        self.keep_button.clicked.connect(options.keep)
        for unit, unit_button in self.units.items():
            unit_button.clicked.connect(partial(options.choose_unit, unit))
        self.range_button.clicked.connect(self._open_range)
        reports.chosen.connect(self.show_choice)
        reports.changed.connect(self.show_choice)
        self._screens.views.changed.connect(self.show_choice)

    @Slot()
    def show_choice(self) -> None:
        reports, options = self._screens.reports, self._screens.options
        for part in (Part.REPORT, Part.CUT, Part.CASHIER, Part.CATEGORY, Part.PAYMENT):
            self.parts[part].set_text(_short(options.words_of(part)))
            self.parts[part].updateGeometry()
        self.parts[Part.CUT].setVisible(len(options.of(Part.CUT)) > 1)
        ways = options.of(Part.PAYMENT)
        self.parts[Part.PAYMENT].setVisible(len(ways) > 1 or reports.choice.method is not None)
        self.parts[Part.VIEW].setEnabled(bool(options.of(Part.VIEW)))
        kept, free = self.tr("Let it go"), self.tr("Keep")
        self.keep_button.set_text(kept if options.is_kept else free)
        self.keep_button.updateGeometry()
        self.span.setText(options.span)
        self.beside.setText(options.beside)
        self.about.setText(options.about)
        for unit, button in self.units.items():
            button.setChecked(unit is reports.span.unit)
        self.range_button.setChecked(reports.span.unit is Unit.RANGE)

    @Slot()
    def _open_range(self) -> None:
        """It is not the range yet that is shown."""
        self.range_button.setChecked(self._screens.reports.span.unit is Unit.RANGE)
        self._screens.range.open()

    def _open(self, part: Part) -> None:
        options, button = self._screens.options, self.parts[part]
        entries = [Entry(one.words, partial(options.take, one)) for one in options.of(part)]
        if entries:
            open_menu(self, entries, button.mapToGlobal(QPoint(0, button.height())))


def _short(words: str) -> str:
    return words if len(words) <= LENGTH_MAX else f"{words[: LENGTH_MAX - 1]}…"
