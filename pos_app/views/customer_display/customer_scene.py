"""What every scene of the customer display is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.customer_display.customer_text import CustomerText
from pos_app.views.customer_display.sizes import Sizes


class CustomerScene(QWidget):
    def __init__(self, name: str, *, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName(name)
        self.sizes = sizes

    def show_text(self, text: CustomerText) -> None:
        raise NotImplementedError

    def refit(self) -> None:
        """The screen has another size; labels take theirs by themselves."""
