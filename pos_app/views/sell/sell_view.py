"""The sell screen: the order at the left, the products at the right, every key bound."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.sell.editing import EditingModels
from pos_app.viewmodels.sell.grid import GridViewModel
from pos_app.viewmodels.sell.line_modes import LineMode
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.views.sell.action_row import ActionRow
from pos_app.views.sell.keypad import QWIDGETSIZE_MAX, Keypad
from pos_app.views.sell.keypad_place import KeypadPlace
from pos_app.views.sell.one_column import SideTabs
from pos_app.views.sell.order_panel import OrderPanel
from pos_app.views.sell.product_grid import ProductGrid
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, column, row
from pos_app.views.shared.page import Page
from pos_app.views.shared.sheet import sheet_over
from pos_app.views.shared.theme import Theme

DIGITS = "0123456789.,"
OPEN_ORDER_COMMANDS = (
    *("hold", "held", "new_order", "next_order", "previous_order", "close_order"),
)


class SellView(Page):
    """The screen people live in.

    Signals:
        reprint_asked: Emitted to print the last receipt again.
        new_product_asked: Emitted to put on sale what was not found.
        price_asked: Emitted to change what the highlighted line's product costs.
        weigh_asked: Emitted to say anew how much there is of the highlighted line.
        check_asked: Emitted to look at what is scanned next.
        info_asked: Emitted to look at the product of the highlighted line.
        look_asked: Emitted with the id of a product to look at.
        customer_asked, no_customer_asked: Emitted to say whom the order is for.
        arrange_asked: Emitted to say which favourite stands where.
        group_asked: Emitted with the name of a kind, of which one must be chosen.
        orders_asked: Emitted with what to do with the open orders, by its name in the key map.
        find_asked: Emitted to look for an order that was paid before.
        reports_asked: Emitted to read the reports.
        cash_asked: Emitted to put cash into the drawer, or take it out.
        settings_asked: Emitted to look at the settings.
        staff_asked: Emitted to see who works here.
        activity_asked: Emitted to read who did what.
        return_asked: Emitted to take something back without a receipt.
    """

    context = "sell"
    # They open another sheet in the place of the one that is looked at, or leave it.
    awake = frozenset(
        {
            *("search", "new_product", "change_price"),
            *("order_discount", "note", "order_note", "custom_item"),
        }
    )
    reprint_asked = Signal()
    new_product_asked = Signal()
    price_asked = Signal()
    weigh_asked = Signal()
    check_asked = Signal()
    info_asked = Signal()
    look_asked = Signal(int)
    customer_asked = Signal()
    no_customer_asked = Signal()
    arrange_asked = Signal()
    group_asked = Signal(str)
    orders_asked = Signal(str)
    find_asked = Signal()
    reports_asked = Signal()
    cash_asked = Signal()
    settings_asked = Signal()
    staff_asked = Signal()
    activity_asked = Signal()
    return_asked = Signal()

    def __init__(
        self,
        view_model: SellViewModel,
        *,
        edit: EditingModels,
        grid: GridViewModel,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme=theme, parent=parent)
        self._view_model = view_model
        self._edit = edit
        self.order = OrderPanel(view_model, theme=theme)
        self.products = ProductGrid(grid, theme=theme)
        self.keypad = Keypad(theme=theme)
        self.place = KeypadPlace(self.keypad, page=self, slot=self.order.pad_slot, theme=theme)
        self._lay_out()
        self._bind()
        self._bind_to_keys()

    def _lay_out(self) -> None:
        theme = self.theme
        self.undo_button = self._action(self.tr("Undo"), "undo", "Ctrl+Z", "undo-2")
        self.repeat_button = self._action(self.tr("Repeat"), "repeat", "Ctrl+R", "plus")
        self.hold_button = self._action(self.tr("Hold"), "hold", "F7", "pause")
        self.discount_button = self._action(
            self.tr("Discount"), "order_discount", "Shift+F5", "percent"
        )
        self.note_button = self._action(self.tr("Note"), "order_note", "", "pencil")
        self.cancel_button = self._action(
            self.tr("Cancel order"), "cancel_order", "Ctrl+Del", "trash-2"
        )
        self.action_row = ActionRow(
            self.hold_button, self.discount_button, self.note_button, self.undo_button,
            self.repeat_button, self.cancel_button,
            theme=theme,
        )  # fmt: skip
        right = column(spacing=theme.px(tokens.SPACE[2]))
        right.addWidget(self.products, 1)
        right.addWidget(self.action_row)
        shelf = QWidget()
        shelf.setLayout(right)
        self._sides = row(self.order, spacing=theme.px(tokens.SPACE[2]))
        self._sides.addWidget(shelf, 1)
        self.tabs = SideTabs(order=self.order, products=shelf, theme=theme)
        whole = column(self.tabs, spacing=theme.px(tokens.SPACE[2]))
        whole.addLayout(self._sides, 1)
        pad = theme.px(tokens.SPACE[2])
        whole.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(whole)

    def _action(self, text: str, name: str, key: str, icon: str) -> ActionButton:
        return ActionButton(text, theme=self.theme, name=name, key=key, icon=icon)

    def _bind(self) -> None:
        view_model, edit, bar = self._view_model, self._edit, self.order.bar
        line, modes = edit.line, edit.modes
        view_model.typed.changed.connect(self.products.show_chip)
        view_model.typed.changed.connect(self.place.show_typed)
        view_model.scanned.connect(self.setFocus)
        view_model.scanned.connect(self.tabs.show_order)
        view_model.order_changed.connect(self.tabs.show_summary)
        self.products.search.textEdited.connect(self.tabs.show_products)
        self.products.picked.connect(self._choose)
        self.products.looked.connect(self.look_asked)
        self.products.group_picked.connect(self.group_asked)
        self.products.check_asked.connect(self.check_asked)
        self.order.head.info_asked.connect(self.info_asked)
        self.order.head.customer_asked.connect(self.customer_asked)
        self.products.search.left.connect(self._leave_search)
        self.order.strip.search_asked.connect(self._search)
        self.order.strip.new_asked.connect(self.new_product_asked)
        self.order.strip.custom_asked.connect(edit.custom.open)
        bar.less_asked.connect(line.less)
        bar.more_asked.connect(line.more)
        bar.remove_asked.connect(line.remove)
        bar.mode_asked.connect(modes.press)
        modes.changed.connect(self._show_mode)
        self.order.reprint_button.clicked.connect(self.reprint_asked)
        self.order.find_button.clicked.connect(self.find_asked)
        self.keypad.pad.pressed.connect(view_model.typed.press)
        self.keypad.pad.erased.connect(view_model.typed.erase)
        self.keypad.mode_asked.connect(modes.press)
        self.keypad.count_asked.connect(line.times)
        self.keypad.code_asked.connect(modes.enter)
        self.keypad.closed.connect(self._escape)
        self.products.custom_asked.connect(edit.custom.open)
        self.discount_button.clicked.connect(edit.discount.open)
        self.note_button.clicked.connect(edit.notes.open_order)
        self.undo_button.clicked.connect(edit.undoing.undo)
        self.repeat_button.clicked.connect(line.repeat)
        self.hold_button.clicked.connect(partial(self._ask, "hold"))
        self.cancel_button.clicked.connect(view_model.cancel)

    def _bind_to_keys(self) -> None:
        view_model, edit = self._view_model, self._edit
        line, press = edit.line, edit.modes.press
        self.bind_keys(
            {
                "enter": edit.modes.enter,
                "times": line.times,
                "search": self._search,
                "other_side": self.tabs.switch,
                "quantity": lambda: press(LineMode.QUANTITY),
                "discount": lambda: press(LineMode.DISCOUNT),
                "price": lambda: press(LineMode.PRICE),
                "order_discount": edit.discount.open,
                "note": edit.notes.open_line,
                "order_note": edit.notes.open_order,
                "custom_item": edit.custom.open,
                "more": line.more,
                "less": line.less,
                "remove": line.remove,
                "repeat": line.repeat,
                "undo": edit.undoing.undo,
                "redo": edit.undoing.redo,
                "up": lambda: self.order.move_by(-1),
                "down": lambda: self.order.move_by(1),
                "page_up": lambda: self.order.move_by(-self.order.page_rows),
                "page_down": lambda: self.order.move_by(self.order.page_rows),
                "home": lambda: view_model.select(0),
                "end": lambda: view_model.select(view_model.lines.rowCount() - 1),
                "erase": view_model.typed.erase,
                "escape": self._escape,
                "pay_cash": view_model.pay,
                "pay_exact": view_model.pay_exact,
                **{name: partial(self._ask, name) for name in OPEN_ORDER_COMMANDS},
                "cancel_order": view_model.cancel,
                "pay_card": lambda: view_model.ask_payment("card"),
                "pay_other": lambda: view_model.ask_payment("other"),
                "new_product": self.new_product_asked.emit,
                "change_price": self.price_asked.emit,
                "customer": self.customer_asked.emit,
                "no_customer": self.no_customer_asked.emit,
                "arrange": self.arrange_asked.emit,
                "weigh": self.weigh_asked.emit,
                "price_check": self.check_asked.emit,
                "line_info": self.info_asked.emit,
                "find": self.find_asked.emit,
                "reports": self.reports_asked.emit,
                "cash": self.cash_asked.emit,
                "settings": self.settings_asked.emit,
                "staff": self.staff_asked.emit,
                "activity": self.activity_asked.emit,
                "return_product": self.return_asked.emit,
            },
            typed=self._on_typed,
        )

    def enter(self) -> None:
        super().enter()
        self.products.end_search()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        shape = shape_in(self.window(), self.theme)
        self._sides.setDirection(self.theme.sides)
        self.tabs.need(one_column=shape.is_one_column)
        width = self.theme.px(shape.order_width)
        self.order.setMinimumWidth(width)
        self.order.setMaximumWidth(width or QWIDGETSIZE_MAX)
        self.products.tiles.set_columns(shape.columns)
        self.place.arrange(keep=shape.keeps_keypad)

    def _on_typed(self, text: str) -> None:
        """A character that no key of the map is: digits count, the rest searches."""
        if text in DIGITS:
            self._view_model.typed.press(text)
        else:
            self._search(text)

    def _search(self, text: str = "") -> None:
        self.tabs.show_products()
        self.products.start_search(text)

    @Slot(object, str)
    def _show_mode(self, mode: LineMode | None, question: str) -> None:
        self.order.bar.show_mode(mode)
        self.place.show_mode(mode, question)
        if self.place.kept:
            self.products.show_chip(question)

    def _ask(self, command: str) -> None:
        """A sheet belongs to the order on screen: first it is finished or left."""
        if sheet_over(self.window()) is None:
            self.orders_asked.emit(command)

    @Slot(int)
    def _choose(self, product_id: int) -> None:
        self._view_model.choose(product_id)
        if not self.products.search.text():
            self.setFocus()

    @Slot()
    def _leave_search(self) -> None:
        self.products.end_search()
        self.setFocus()

    @Slot()
    def _escape(self) -> None:
        """One step back: what was typed, then the search, then the oldest notice."""
        if self._view_model.typed.chip:
            self._view_model.typed.clear()
        elif self._edit.modes.mode is not None:
            self._edit.modes.leave()
        elif self.place.is_open:
            self.place.close()
        elif self.products.search.text():
            self._leave_search()
        else:
            self.order.strip.dismiss()
