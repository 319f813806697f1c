"""The screen that closes a shift with what was counted, before it says what was expected."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.shifts.drawer import Drawer
from pos_app.viewmodels.shifts.shifts import CloseShiftViewModel
from pos_app.views.shared.amount_page import AmountPage
from pos_app.views.shared.controls import ActionButton
from pos_app.views.shared.theme import Theme

LENGTH_MAX: Final = 20
"""So much of a note stands on its button; the sheet has the rest."""


class CloseShiftView(AmountPage):
    context = "close_shift"

    def __init__(
        self,
        view_model: CloseShiftViewModel,
        *,
        drawer: Drawer,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        self.back_button = ActionButton(
            "", theme=theme, name="close_back", key="Esc", icon="chevron-left"
        )
        self.close_button = ActionButton(
            "", theme=theme, name="close_shift", role="pay", key="Enter"
        )
        self.expected_button = ActionButton(
            self.tr("See what was expected"), theme=theme, name="close_expected", key="Ctrl+E"
        )
        self.expected_button.hide()
        self.pieces_button = ActionButton(
            self.tr("Count by notes and coins"),
            theme=theme,
            name="close_pieces",
            key="F2",
            icon="coins",
        )
        self.division_button = ActionButton(
            "", theme=theme, name="close_division", key="F3", icon="banknote"
        )
        self.note_button = ActionButton("", theme=theme, name="close_note", key="F4", icon="pencil")
        self.drawer_button = ActionButton(
            self.tr("Open drawer"), theme=theme, name="close_drawer", key="Ctrl+D", icon="lock-open"
        )
        super().__init__(
            theme=theme,
            title="",
            explanation="",
            buttons=(
                *(self.pieces_button, self.division_button, self.expected_button),
                *(self.back_button, self.close_button),
            ),
            point=view_model.decimal_sign,
            parent=parent,
        )
        for button in (self.note_button, self.drawer_button):
            self.right.addWidget(button)
        self._view_model = view_model
        self._drawer = drawer
        self._bind()

    @Slot()
    def _show_start(self) -> None:
        self.card.setMinimumHeight(0)
        self.title.setText(self.tr("Close the shift"))
        words = self.tr("{shift}. Count the cash in the drawer, the float too, and type it.")
        words = words.format(shift=self._view_model.summary)
        self.explanation.setText(f"{words} {self._view_model.kept_words}".strip())
        self.explanation.show()
        self.results.clear()
        self.expected_button.hide()
        self.back_button.set_text(self.tr("Back to the order"))
        self.back_button.show()
        self.division_button.show()
        self.pieces_button.setVisible(bool(self._view_model.count.names))
        self._let_count(True)

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            {
                "close": view_model.close,
                "backspace": view_model.backspace,
                "back": view_model.back,
                "pieces": view_model.count_pieces,
                "division": view_model.divide,
                "note": view_model.say_more,
                "expected": view_model.see_expected,
            },
            typed=view_model.press,
        )
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.backspace)
        self.close_button.clicked.connect(view_model.tap)
        self.pieces_button.clicked.connect(view_model.count_pieces)
        self.division_button.clicked.connect(view_model.divide)
        self.note_button.clicked.connect(view_model.say_more)
        self.drawer_button.clicked.connect(self._drawer.open)
        view_model.note.changed.connect(self._show_note)
        view_model.division.changed.connect(self._show_division)
        self.back_button.clicked.connect(view_model.back)
        view_model.started.connect(self._show_start)
        view_model.amount_changed.connect(self._show_amount)
        view_model.refused.connect(self._show_refused)
        view_model.closed.connect(self._show_closed)
        self.expected_button.clicked.connect(view_model.see_expected)
        view_model.expected_seen.connect(self._show_expected)

    @Slot(str)
    def _show_amount(self, text: str) -> None:
        self.show_amount(text)
        self.explanation.show()
        self.close_button.set_text(self.tr("Close with {amount}").format(amount=text))
        self._show_division()

    @Slot(str)
    def _show_refused(self, words: str) -> None:
        """In the place of what is to be done, for which a large type leaves no room beside it."""
        self.message.setText(words)
        self.explanation.setVisible(not words)

    @Slot()
    def _show_division(self) -> None:
        model, counted = self._view_model, self._view_model.minor
        self.division_button.set_text(model.words.stays(model.division.left(counted)))

    def _let_count(self, is_counting: bool) -> None:
        for part in (self.pad, self.note_button, self.drawer_button):
            part.setEnabled(is_counting)

    @Slot()
    def _show_note(self) -> None:
        note = self._view_model.note.text
        shown = note if len(note) <= LENGTH_MAX else f"{note[: LENGTH_MAX - 1]}…"
        self.note_button.set_text(shown or self.tr("Add a note"))
        self.note_button.updateGeometry()
        self._show_refused("")

    @Slot(str, str, str)
    def _show_closed(self, counted: str, expected: str, difference: str) -> None:
        # As high as before: the button stays where the finger is.
        self.card.setMinimumHeight(self.card.height())
        self.title.setText(self.tr("The shift is closed"))
        self.explanation.setText(counted)
        self.explanation.show()
        if expected:
            self._show_expected(expected, difference)
        self.expected_button.setVisible(self._view_model.may_ask)
        self.back_button.hide()
        self.pieces_button.hide()
        self.division_button.hide()
        self._let_count(False)
        self.close_button.set_text(self.tr("Done"))

    @Slot(str, str)
    def _show_expected(self, expected: str, difference: str) -> None:
        words = self.tr("Expected {expected}, difference {difference}")
        self.results.setText(words.format(expected=expected, difference=difference))
        self.message.clear()
        self.expected_button.hide()
