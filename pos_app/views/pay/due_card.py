"""What is to pay, and the parts of it that were taken already."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from pos_app.viewmodels.pay.pay_text import PayText, TenderText
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton, card, column, label, row, say
from pos_app.views.shared.theme import Theme

TENDERS_SEEN_LARGE: Final = 4
DUE_LARGE: Final = (80, 700)
QWIDGETSIZE_MAX: Final = (1 << 24) - 1


class TenderRow(QFrame):
    """One part: how, how much, and a button that gives it back.

    Signals:
        chosen: Emitted by a touch of its words.
        removed: Emitted by its button.
    """

    chosen = Signal()
    removed = Signal()

    def __init__(self, index: int, text: TenderText, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("tender")
        self.words = label(text.words, role="line", name=f"tender_{index}")
        self.amount = label(text.amount, role="strong", name=f"tender_amount_{index}")
        self.remove_button = ActionButton(
            "", theme=theme, name=f"tender_remove_{index}", role="quiet", icon="x"
        )
        self.remove_button.setAccessibleName(
            self.tr("Give back {words} {amount} (Del)").format(words=text.words, amount=text.amount)
        )
        self.remove_button.clicked.connect(self.removed)
        # Rather in two lines than with the button out of sight.
        self.words.setWordWrap(True)
        layout = row(self.words, self.amount, self.remove_button)
        layout.setStretchFactor(self.words, 1)
        layout.setContentsMargins(theme.px(tokens.SPACE[1]), 0, 0, 0)
        self.setLayout(layout)

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        self.chosen.emit()


class DueCard(QWidget):
    """The amount never moves; parts are listed below it.

    Signals:
        chosen: Emitted with the place of a part that was touched.
        removed: Emitted with the place of a part to give back.
    """

    chosen = Signal(int)
    removed = Signal(int)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[TenderText, ...] = ()
        self._is_large = False
        self.back_button = ActionButton(
            self.tr("Back"), theme=theme, name="pay_back", key="Esc", icon="chevron-left"
        )
        self.due = AmountLabel(theme=theme, name="due", size=tokens.HERO)
        self.total = label(role="line", name="pay_total")
        self.tip = label(role="line", name="pay_tip")
        self.rounding = label(role="line", name="rounding")
        self.rows: list[TenderRow] = []
        self._list = column(spacing=theme.px(tokens.SPACE[0]))
        self._list.addStretch(1)
        self._lay_out()

    def show_text(self, text: PayText) -> None:
        self.due.setText(text.due)
        self.total.setText(self.tr("Total {total}").format(total=text.total) * bool(text.total))
        self.tip.setText(self.tr("Tip {tip}").format(tip=text.tip) * bool(text.tip))
        self.rounding.setText(
            self.tr("Rounding {rounding}").format(rounding=text.rounding) * bool(text.rounding)
        )
        for words in (self.total, self.tip, self.rounding):
            words.setVisible(bool(words.text()))
        if text.tenders != self._shown:
            self._fill(text.tenders)
        for index, one in enumerate(self.rows):
            say(one, "selected", "true" if index == text.selected else "false")
        if 0 <= text.selected < len(self.rows):
            self._area.ensureWidgetVisible(self.rows[text.selected], 0, 0)

    def arrange(self, *, is_large: bool) -> None:
        """Above the order it leaves the rest of the height to its lines."""
        self.due.set_size(DUE_LARGE if is_large else tokens.HERO)
        self._is_large = is_large
        self._limit()

    def _limit(self) -> None:
        if not self._is_large:
            self._area.setMinimumHeight(0)
            self._area.setMaximumHeight(QWIDGETSIZE_MAX)
            return
        rows = min(len(self._shown), TENDERS_SEEN_LARGE)
        self._area.setFixedHeight(rows * self._theme.px(tokens.ROW))

    def _fill(self, tenders: tuple[TenderText, ...]) -> None:
        self._shown = tenders
        for old in self.rows:
            old.hide()
            old.deleteLater()
        self.rows = [TenderRow(index, one, theme=self._theme) for index, one in enumerate(tenders)]
        for index, one in enumerate(self.rows):
            one.chosen.connect(lambda index=index: self.chosen.emit(index))
            one.removed.connect(lambda index=index: self.removed.emit(index))
            self._list.insertWidget(index, one)
        self._limit()

    def _lay_out(self) -> None:
        theme = self._theme
        inside = QWidget()
        inside.setLayout(self._list)
        self._area = QScrollArea()
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        words = column(
            self.back_button,
            label(self.tr("To pay"), role="title"),
            self.due,
            self.total,
            self.tip,
            self.rounding,
            spacing=theme.px(tokens.SPACE[2]),
        )
        words.addWidget(self._area, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card(words, theme=theme))
