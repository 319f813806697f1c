"""The step of the size: a bank card is held against the one that is drawn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.wizard.card import card_pixels, scale_for
from pos_app.viewmodels.wizard.wizard import WizardViewModel
from pos_app.views.shared import tokens
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.breakpoints import scale_max
from pos_app.views.shared.controls import ActionButton, label, row
from pos_app.views.shared.theme import Theme
from pos_app.views.wizard.asking import StepPage

CARD_HEIGHT: Final = 240
SHAPE: Final = 53.98 / 85.6
CORNER: Final = 3.18 / 85.6
"""Both of a card, by its width."""


class CardRuler(QWidget):
    """A card that may reach below its edge, and words in the size that they will have."""

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("wizard_card")
        self.setAccessibleName(self.tr("A bank card as wide as yours"))
        self.setFixedHeight(theme.px(CARD_HEIGHT))
        self._theme = theme
        self._pixels = 0
        self._scale = 100

    def show_card(self, pixels: int, *, scale: int) -> None:
        self._pixels, self._scale = pixels, scale
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        theme, wide = self._theme, self._pixels
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("border_strong"))
        painter.setBrush(theme.colour("surface2"))
        # The pen is drawn half outside: so it ends where the card does.
        whole = QRectF(0.5, 0.5, wide - 1, wide * SHAPE - 1)
        painter.drawRoundedRect(whole, wide * CORNER, wide * CORNER)
        font = QFont(theme.font(tokens.LINE))
        font.setPixelSize(round(tokens.LINE[0] * self._scale / 100))
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        seen = whole.intersected(QRectF(self.rect()))
        painter.drawText(seen, Qt.AlignmentFlag.AlignCenter, self.tr("Words in this size"))


class SizeStep(StepPage):
    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__(wizard, theme=theme)
        self.title = self.tr("How large shall it be?")
        self.explanation = self.tr(
            "Hold a bank card against the screen and press Left or Right until the one drawn here "
            "is as wide. It can be left as it is, and changed later."
        )
        self.card = CardRuler(theme=theme)
        self.narrower = self._button(self.tr("Narrower"), "narrower", "Left", by=-1)
        self.wider = self._button(self.tr("Wider"), "wider", "Right", by=1)
        self.words = label(role="strong", name="wizard_size")
        self.words.setWordWrap(True)
        self.inside.addWidget(self.card)
        buttons = row(self.narrower, self.wider, 1, spacing=theme.px(tokens.GAP))
        self.inside.addLayout(buttons)
        self.inside.addWidget(self.words)
        self.inside.addStretch(1)
        self.show_answers()

    def _button(self, words: str, name: str, key: str, *, by: int) -> ActionButton:
        button = ActionButton(words, theme=self.theme, name=f"wizard_{name}", key=key)
        button.setAutoRepeat(True)
        button.clicked.connect(lambda: self.wizard.answers.move_card(self.wizard.step, by))
        return button

    @Slot()
    def show_answers(self) -> None:
        card = self.wizard.answers.form.card
        most = max(round(scale_max(self.window()) * 100), 100)
        right, shown = scale_for(card), scale_for(card, most=most)
        self.card.show_card(card_pixels(card), scale=shown)
        words = self.tr("The till is shown at {scale} %.")
        if shown < right:
            words = self.tr(
                "{right} % is right for this screen. A window of this size has room for {scale} %."
            )
        words = words.format(right=right, scale=shown)
        is_news = words != self.words.text()
        self.words.setText(words)
        if is_news and self.isVisible():
            announce(self, words)
