"""What the customer is to do with a reader or a phone: the QR code as large as it goes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout

from pos_app.viewmodels.customer_display.customer_text import CustomerText
from pos_app.views.customer_display.customer_scene import CustomerScene
from pos_app.views.customer_display.fit_icon import FitIcon
from pos_app.views.customer_display.fit_label import FitLabel
from pos_app.views.customer_display.sizes import Sizes
from pos_app.views.pay.qr_code import QrCode
from pos_app.views.shared.controls import column, frame

ICON: Final = 140
QR_SIDE: Final = 384
GAP: Final = 16
PAD: Final = 8
_MIDDLE: Final = Qt.AlignmentFlag.AlignHCenter
_INKS: Final = {"success": "success", "warning": "warning", "danger": "danger"}


class ChargeScene(CustomerScene):
    def __init__(self, *, sizes: Sizes) -> None:
        super().__init__("display_charge", sizes=sizes)
        self.icon = FitIcon(sizes=sizes, name="display_charge_icon", units=ICON)
        self.qr = QrCode(theme=sizes.theme, name="display_qr", side=QR_SIDE)
        self.title = FitLabel(sizes=sizes, name="display_charge_title", units=26, align=_MIDDLE)
        self.amount = FitLabel(
            sizes=sizes, name="display_charge_amount", units=64, weight=700, align=_MIDDLE
        )
        self.words = FitLabel(
            sizes=sizes, name="display_charge_words", units=28, lines=4, align=_MIDDLE
        )
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        for part in (self.icon, self.qr):
            self._layout.addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)
        said = column(1, self.title, self.amount, self.words, 1, spacing=0)
        self._layout.addLayout(said, 1)
        inside = column(1, spacing=0)
        inside.addLayout(self._layout)
        inside.addStretch(1)
        self._card = frame("display_card")
        self._card.setLayout(inside)
        self.setLayout(column(self._card, spacing=0))

    def show_text(self, text: CustomerText) -> None:
        ink = _INKS.get(text.tone, "text")
        self.title.show_words(text.title)
        self.amount.show_words(text.large)
        self.words.show_words(text.words, ink=ink)
        self.qr.show_payload(text.prompt)
        self.icon.show_icon("" if text.prompt else text.icon, ink)
        self._arrange()

    def refit(self) -> None:
        sizes = self.sizes
        pad = sizes.px(PAD)
        inside = self._card.layout()
        assert inside is not None
        inside.setContentsMargins(pad, pad, pad, pad)
        self._layout.setSpacing(sizes.px(GAP))
        self.qr.set_side(sizes.token(sizes.px(QR_SIDE)))
        self.icon.updateGeometry()
        self._arrange()

    def _arrange(self) -> None:
        """A code needs all the height there is; an icon stands above what it is about."""
        direction = QBoxLayout.Direction
        has_code = self.qr.isVisibleTo(self)
        if self.sizes.is_upright or not has_code:
            self._layout.setDirection(direction.TopToBottom)
        else:
            self._layout.setDirection(direction.LeftToRight)
