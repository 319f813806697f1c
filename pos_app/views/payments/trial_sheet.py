"""The sheet of a test payment: what is done of it, and the code where a phone is to pay it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.payments.trial_payment import TrialPayment, TrialShown
from pos_app.views.pay.qr_code import QrCode
from pos_app.views.shared import tokens
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

QR_SIDE: Final = 200


class TrialSheet(Sheet):
    def __init__(self, view_model: TrialPayment, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(role="title", name="trial_title")
        self.note = label(
            self.tr("No order, and no real money: it is refunded as soon as it is paid."),
            role="small",
            name="trial_note",
        )
        self.steps = label(name="trial_steps")
        self.code = QrCode(theme=theme, name="trial_code", side=QR_SIDE)
        self.message = label(role="danger", name="trial_problem")
        self.leave_button = ActionButton(
            self.tr("Leave"), theme=theme, name="trial_leave", key="Esc"
        )
        layout = column(spacing=theme.px(tokens.SPACE[2]))
        for words in (self.title, self.note, self.steps, self.message):
            words.setWordWrap(True)
        for part in (self.title, self.note, self.steps):
            layout.addWidget(part)
        layout.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.message)
        layout.addLayout(row(self.leave_button, 1, spacing=theme.px(tokens.GAP)))
        self.fill(layout)
        self.bind_keys("trial", {"leave": view_model.leave})
        self.leave_button.clicked.connect(view_model.leave)
        view_model.opened.connect(self.open_sheet)
        view_model.steps.changed.connect(self._show)
        view_model.hidden.connect(self.close_sheet)
        self.closed.connect(view_model.close)

    @Slot(object)
    def _show(self, shown: TrialShown) -> None:
        self.title.setText(shown.title)
        self.steps.setText("\n".join(shown.steps))
        self.message.setText(shown.problem)
        self.message.setVisible(bool(shown.problem))
        self.code.show_payload(shown.prompt)
        words = self.tr("Take it back") if shown.can_stop else self.tr("Leave")
        self.leave_button.set_text(words)
        if self.isVisible():
            self.place()
            announce(self, shown.problem or (shown.steps[-1] if shown.steps else ""))
