"""The sheet of a return without a receipt: which product, how much, at which price, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.viewmodels.returns.return_product import ProductForm, ReturnProduct
from pos_app.viewmodels.shared.row_text import RowText
from pos_app.views.input.keys import Command, name_of
from pos_app.views.products.price_field import PriceField
from pos_app.views.returns.why_bar import WhyBar
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.fields import go_round
from pos_app.views.shared.row_list import RowList
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

PASSED_ON = frozenset({"Up", "Down", "Enter", "Esc"})


class _Search(QLineEdit):
    """What is typed searches; the keys of the list are the sheet's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if name_of(event) in PASSED_ON:
            event.ignore()
        else:
            super().keyPressEvent(event)


class ReturnProductSheet(Sheet):
    """Tab goes from how much to the price, and to the words where there are some."""

    def __init__(self, view_model: ReturnProduct, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(role="title", name="return_title")
        self.search = _Search()
        self.list = RowList(theme=theme, name="return_found", says=self.tr("Products found"))
        self.quantity = PriceField()
        self.price = PriceField()
        self.quantity_words = label(role="small", name="return_quantity_words")
        self.answers = QWidget()
        self.why = WhyBar(view_model.why, theme=theme, name="return")
        self.caption = label(self.tr("To give back"), role="strong", name="return_caption")
        self.total = AmountLabel(theme=theme, name="return_total", size=tokens.LAST)
        self.message = label(role="danger", name="return_problem")
        self.leave_button = ActionButton(
            self.tr("Leave"), theme=theme, name="return_leave", key="Esc"
        )
        self.save_button = ActionButton(
            self.tr("Take it back"), theme=theme, name="return_save", role="primary", key="Enter"
        )
        self._lay_out()
        self._bind()
        self.setFocusProxy(self.search)

    def _lay_out(self) -> None:
        theme = self._theme
        gap = theme.px(tokens.GAP)
        for part in (self.title, self.message):
            part.setWordWrap(True)
        for field, name, words in (
            (self.search, "return_search", self.tr("Scan the product, or type its name")),
            (self.quantity, "return_quantity", self.tr("How much comes back")),
            (self.price, "return_price", self.tr("What it gives for each")),
        ):
            field.setObjectName(name)
            field.setAccessibleName(words)
            field.setFixedHeight(theme.px(tokens.TARGET))
        self.search.setPlaceholderText(self.tr("Scan the product, or type its name"))
        fields = row(spacing=gap)
        price_words = label(self.tr("Price of each"), role="small")
        for above, below in ((self.quantity_words, self.quantity), (price_words, self.price)):
            fields.addLayout(column(above, below, spacing=theme.px(tokens.SPACE[0])), 1)
        inside = column(spacing=gap)
        inside.addLayout(fields)
        inside.addWidget(self.why)
        self.answers.setLayout(inside)
        layout = column(
            *(self.title, self.search, self.list, self.answers, self.message), spacing=gap
        )
        buttons = row(self.leave_button, 1, self.caption, self.total, self.save_button, spacing=gap)
        layout.addLayout(buttons)
        self.fill(layout)
        self.message.hide()

    def _bind(self) -> None:
        view_model, much = self._view_model, self._view_model.much
        commands: dict[str, Command] = {
            "save": self._save,
            "back": view_model.back,
            "up": lambda: self.list.move_by(-1),
            "down": lambda: self.list.move_by(1),
            **self.why.commands,
        }
        self.bind_keys("return_product", commands)
        self.search.textEdited.connect(view_model.look_for)
        self.list.picked.connect(view_model.choose)
        self.quantity.pressed.connect(much.press_quantity)
        self.quantity.erased.connect(much.erase_quantity)
        self.price.pressed.connect(much.press_price)
        self.price.erased.connect(much.erase_price)
        self.leave_button.clicked.connect(view_model.back)
        self.save_button.clicked.connect(self._save)
        self.why.words_asked.connect(self.why.field.setFocus)
        self.why.words_left.connect(self.quantity.setFocus)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.found.connect(self._show_found)
        view_model.refused.connect(self._refuse)
        view_model.hidden.connect(self.close_sheet)
        self.closed.connect(view_model.leave)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        fields = [self.quantity, self.price, self.why.field]
        seen = [one for one in fields if one.isVisible()] or [self.search]
        go_round(seen, forward=forward)
        return True

    @Slot()
    def _open(self) -> None:
        self.search.clear()
        self._show_found(())
        self.open_sheet(keys_to=self.search)

    @Slot()
    def _save(self) -> None:
        """Enter: the highlighted product, then what is said of it."""
        if not self.search.isVisible():
            self._view_model.save()
            return
        product_id = self.list.chosen() if self.list.isVisible() else None
        if product_id is not None:
            self._view_model.choose(product_id)

    @Slot(object)
    def _show_found(self, rows: Sequence[RowText]) -> None:
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows) and not self.search.isHidden())
        self._show_save()
        self.place()

    def _show_save(self) -> None:
        """What Enter does: take the highlighted product, then take it back."""
        is_searching = not self.search.isHidden()
        self.save_button.set_text(self.tr("This one") if is_searching else self.tr("Take it back"))
        self.save_button.setEnabled(not is_searching or self.list.chosen() is not None)

    @Slot(object)
    def _show(self, form: ProductForm) -> None:
        is_chosen = bool(form.name)
        was_chosen = not self.answers.isHidden()
        words = self.tr("Take back: {name}").format(name=form.name)
        self.title.setText(words if is_chosen else self.tr("Take back without a receipt"))
        self.search.setVisible(not is_chosen)
        self.list.setVisible(not is_chosen and self.list.chosen() is not None)
        self.answers.setVisible(is_chosen)
        for part in (self.caption, self.total):
            part.setVisible(is_chosen)
        self.leave_button.set_text(self.tr("Back") if is_chosen else self.tr("Leave"))
        self._show_save()
        how_many = self.tr("How much, in {unit}") if form.unit else self.tr("How many")
        self.quantity_words.setText(how_many.format(unit=form.unit))
        self.quantity.setText(form.quantity)
        self.price.setText(form.price)
        self.total.setText(form.total)
        self.total.setAccessibleName(f"{self.caption.text()} {form.total}")
        self.why.show_choice(reason=form.reason, restocks=form.restocks, asks_words=form.asks_words)
        self._refuse("")
        if self.isVisible() and is_chosen is not was_chosen:
            (self.quantity if is_chosen else self.search).setFocus()
            announce(self, self.title.text())
        self.place()

    @Slot(str)
    def _refuse(self, words: str) -> None:
        self.tell(self.message, words)
        announce(self, words, is_urgent=True)
