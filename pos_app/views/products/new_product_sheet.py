"""The sheet of a new product: a few fields, a pad for the price, and it is in the order."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from pos_app.viewmodels.products.new_product import FIELDS, NewProduct, ProductForm
from pos_app.views.products.price_field import PriceField
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row, say
from pos_app.views.shared.fields import go_round
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.sheet import Sheet, bind_leaving
from pos_app.views.shared.theme import Theme

PAD_WIDTH: Final = 232


class NewProductSheet(Sheet):
    """Enter saves from every field; a scan goes to the order, and the keys stay here."""

    def __init__(self, view_model: NewProduct, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.price = PriceField()
        self.fields: dict[str, QLineEdit] = {
            name: self.price if name == "price" else QLineEdit() for name in FIELDS
        }
        self.problems = {name: label(role="danger", name=f"new_{name}_problem") for name in FIELDS}
        self.message = label(role="danger", name="new_problem")
        self.pad = NumberPad(theme=theme, name="new_price_pad", last_row=("0", ".", BACK))
        self.category_button = ActionButton(
            "", theme=theme, name="new_category_next", icon="chevron-down"
        )
        self.tax_button = ActionButton("", theme=theme, name="new_tax_class", key="Ctrl+T")
        self.unit_button = ActionButton("", theme=theme, name="new_unit", key="Ctrl+U")
        self.leave_button = ActionButton(self.tr("Leave"), theme=theme, name="new_leave", key="Esc")
        self.save_button = ActionButton(
            self.tr("Save and add"), theme=theme, name="new_save", role="primary", key="Enter"
        )
        self._lay_out()
        self._bind()
        self.setFocusProxy(self.fields["name"])

    def _lay_out(self) -> None:
        theme = self._theme
        gap = theme.px(tokens.GAP)
        names = {
            "barcode": self.tr("Barcode"),
            "name": self.tr("Name"),
            "price": self.tr("Price"),
            "category": self.tr("Category"),
        }
        left = column(spacing=theme.px(tokens.SPACE[0]))
        for name, words in names.items():
            self._add_field(left, name, words)
        left.addStretch(1)
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        self.spare = self.pad
        middle = row(spacing=theme.px(tokens.SPACE[3]))
        middle.addLayout(left, 1)
        middle.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignTop)
        layout = column(
            label(self.tr("New product"), role="title", name="new_title"),
            spacing=theme.px(tokens.SPACE[2]),
        )
        layout.addLayout(middle)
        layout.addLayout(row(self.tax_button, self.unit_button, 1, spacing=gap))
        self.message.setWordWrap(True)
        layout.addWidget(self.message)
        layout.addLayout(row(self.leave_button, 1, self.save_button, spacing=gap))
        self.fill(layout)
        self.category_button.setAccessibleName(self.tr("Next category (Down)"))

    def _add_field(self, layout: QVBoxLayout, name: str, words: str) -> None:
        theme = self._theme
        field, problem = self.fields[name], self.problems[name]
        field.setObjectName(f"new_{name}")
        field.setAccessibleName(words)
        field.setFixedHeight(theme.px(tokens.TARGET))
        if FIELDS[name]:
            field.setMaxLength(FIELDS[name])
        problem.setWordWrap(True)
        layout.addWidget(label(words, role="small"))
        place = row(spacing=theme.px(tokens.GAP))
        place.addWidget(field, 1)
        if name == "category":
            place.addWidget(self.category_button)
        layout.addLayout(place)
        layout.addWidget(problem)

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            "new_product",
            {
                "save": self._save,
                "leave": view_model.leave,
                "next_category": lambda: self._turn_category(1),
                "previous_category": lambda: self._turn_category(-1),
                "tax_class": view_model.next_tax_class,
                "unit": view_model.next_unit,
            },
        )
        self.price.pressed.connect(view_model.press)
        self.price.erased.connect(view_model.erase)
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.erase)
        self.fields["barcode"].textEdited.connect(view_model.look_at)
        self.category_button.clicked.connect(lambda: self._turn_category(1))
        self.tax_button.clicked.connect(view_model.next_tax_class)
        self.unit_button.clicked.connect(view_model.next_unit)
        bind_leaving(self, view_model, self.leave_button)
        self.save_button.clicked.connect(self._save)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.refused.connect(self._show_problem)
        view_model.warned.connect(self._warn)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802
        """Tab goes round the fields, and never to the screen below."""
        go_round(self.fields.values(), forward=next)
        return True

    @Slot(object)
    def _open(self, form: ProductForm) -> None:
        for name, text in (("barcode", form.barcode), ("name", ""), ("category", form.category)):
            self.fields[name].setText(text)
        self._clear_problems()
        self._show(form)
        self.open_sheet(keys_to=self.fields["name" if form.barcode else "barcode"])

    @Slot(object)
    def _show(self, form: ProductForm) -> None:
        self.price.setText(form.price)
        self.tax_button.set_text(self.tr("Tax: {name}").format(name=form.tax_class))
        self.unit_button.set_text(self.tr("Sold by: {unit}").format(unit=form.unit))
        self.tax_button.updateGeometry()
        self.unit_button.updateGeometry()

    @Slot()
    def _save(self) -> None:
        self._clear_problems()
        self._view_model.save(
            barcode=self.fields["barcode"].text(),
            name=self.fields["name"].text(),
            category=self.fields["category"].text(),
        )

    def _turn_category(self, step: int) -> None:
        field = self.fields["category"]
        field.setText(self._view_model.category_after(field.text(), step))

    @Slot(str, str)
    def _show_problem(self, field: str, words: str) -> None:
        if field:
            self.fields[field].setFocus(Qt.FocusReason.OtherFocusReason)
        self._say(self.problems.get(field, self.message), words, "danger")

    @Slot(str)
    def _warn(self, words: str) -> None:
        self._say(self.problems["barcode"], words, "warning")

    def _clear_problems(self) -> None:
        for problem in (*self.problems.values(), self.message):
            self._say(problem, "", "danger")
        self._view_model.look_at(self.fields["barcode"].text())

    def _say(self, problem: QLabel, words: str, role: str) -> None:
        say(problem, "role", role)
        self.tell(problem, words)
