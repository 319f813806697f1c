"""A few large words in the middle of the screen: the store and a greeting, or the change."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt

from pos_app.viewmodels.customer_display.customer_text import CustomerText
from pos_app.views.customer_display.customer_scene import CustomerScene
from pos_app.views.customer_display.fit_label import FitLabel
from pos_app.views.customer_display.sizes import Sizes
from pos_app.views.shared.controls import column

MIDDLE: Final = Qt.AlignmentFlag.AlignHCenter


class MessageScene(CustomerScene):
    def __init__(self, *, sizes: Sizes) -> None:
        super().__init__("display_message", sizes=sizes)
        self.title = FitLabel(sizes=sizes, name="display_title", units=32, align=MIDDLE)
        self.large = FitLabel(
            sizes=sizes, name="display_large", units=84, weight=700, lines=2, align=MIDDLE
        )
        self.words = FitLabel(
            sizes=sizes, name="display_words", units=32, weight=500, lines=2, align=MIDDLE
        )
        self.setLayout(column(1, self.title, self.large, self.words, 1, spacing=0))

    def show_text(self, text: CustomerText) -> None:
        self.title.show_words(text.title)
        self.large.show_words(text.large)
        self.words.show_words(text.words)
        self.large.setAccessibleName(f"{text.title} {text.large}".strip())
