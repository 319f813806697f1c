"""What is in the highlighted held order, beside the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from pos_app.viewmodels.held.held_list import HeldList
from pos_app.views.held.name_field import NameField
from pos_app.views.sell.line_delegate import LineDelegate
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton, column, frame, label, row
from pos_app.views.shared.theme import Theme


class HeldPreview(QFrame):
    def __init__(self, held: HeldList, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._list = held
        self.about = label(role="muted", name="held_about")
        self.about.setWordWrap(True)
        self.name = NameField(theme=theme)
        self.lines = QListView()
        self.repriced = label(role="warning", name="held_repriced")
        self.repriced.setWordWrap(True)
        self.total = AmountLabel(
            theme=theme, name="held_total", size=tokens.TOTAL, align=Qt.AlignmentFlag.AlignRight
        )
        self.remove_button = ActionButton(
            self.tr("Remove"), theme=theme, name="held_remove", role="danger", key="Del",
            icon="trash-2",
        )  # fmt: skip
        self.slip_button = ActionButton(
            self.tr("Print slip"), theme=theme, name="held_slip", key="Ctrl+P", icon="printer"
        )
        self.recall_button = ActionButton(
            self.tr("Recall"), theme=theme, name="held_recall", role="primary", key="Enter"
        )
        self._set_up_lines(theme)
        self._lay_out(theme)
        held.selected_changed.connect(self.show_row)
        held.repriced.connect(self._show_repriced)

    def _set_up_lines(self, theme: Theme) -> None:
        lines = self.lines
        lines.setObjectName("held_lines")
        lines.setAccessibleName(self.tr("Lines of the held order"))
        lines.setModel(self._list.lines)
        lines.setItemDelegate(LineDelegate(theme=theme, view=lines, parent=self))
        lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        lines.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        lines.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        lines.setUniformItemSizes(True)
        lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _lay_out(self, theme: Theme) -> None:
        rule = frame("rule")
        rule.setFixedHeight(1)
        gap = theme.px(tokens.GAP)
        layout = column(self.about, self.name, spacing=gap)
        layout.addWidget(self.lines, 1)
        layout.addWidget(self.repriced)
        layout.addWidget(rule)
        layout.addWidget(self.total)
        layout.addWidget(self.slip_button)
        buttons = row(spacing=gap)
        buttons.addWidget(self.remove_button)
        buttons.addWidget(self.recall_button, 1)
        layout.addLayout(buttons)
        pad = theme.px(tokens.SPACE[2])
        layout.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(layout)
        self.repriced.hide()

    @Slot()
    def show_row(self) -> None:
        held = self._list.row
        self.setVisible(held is not None)
        if held is None:
            return
        can_open, removed = held.order is not None, self._list.shows_removed
        self.about.setText("  ·  ".join(part for part in (held.time, held.detail) if part))
        self.total.setText(held.amount)
        name = "" if held.order is None else held.order.keeping.name
        self.name.setText(name)
        self.name.setVisible(can_open and not removed and not held.is_left_open)
        self.remove_button.setVisible(can_open and not removed)
        self.slip_button.setVisible(can_open and not removed)
        self.recall_button.setEnabled(can_open)
        self.recall_button.set_text(self._recall_words(held.keeper))

    def _recall_words(self, keeper: int) -> str:
        if self._list.shows_removed:
            return self.tr("Bring back")
        return self.tr("Recall") if self._list.is_mine(keeper) else self.tr("Take over")

    @Slot(str)
    def _show_repriced(self, words: str) -> None:
        self.repriced.setText(words)
        self.repriced.setVisible(bool(words))
