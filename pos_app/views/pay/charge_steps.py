"""How far a payment through a processor has come: three steps, each with an icon and a word."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.controls import Icon, label, row, say
from pos_app.views.shared.theme import Theme


class ChargeSteps(QWidget):
    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        names = (self.tr("Asked"), self.tr("Customer pays"), self.tr("Money taken"))
        self._words = [
            label(name, role="muted", name=f"charge_step_{place}")
            for place, name in enumerate(names)
        ]
        self._icons = [Icon("minus", theme=theme) for _ in names]
        layout = row(1, spacing=theme.px(tokens.GAP))
        for icon, words in zip(self._icons, self._words, strict=True):
            layout.addWidget(icon)
            layout.addWidget(words)
            layout.addStretch(1)
        self.setLayout(layout)

    def show_step(self, step: int) -> None:
        """The steps before `step` are done; below 0 there is nothing to show."""
        self.setVisible(step >= 0)
        for place, (icon, words) in enumerate(zip(self._icons, self._words, strict=True)):
            if place < step:
                icon.show_icon("check", "success")
            elif place == step:
                icon.show_icon("chevron-right", "primary")
            else:
                icon.show_icon("minus", "text2")
            say(words, "role", "strong" if place == step else "muted")
            words.setAccessibleName(self._spoken(words.text(), place, step))

    def _spoken(self, words: str, place: int, step: int) -> str:
        if place < step:
            return self.tr("{step}: done").format(step=words)
        return self.tr("{step}: now").format(step=words) if place == step else words
