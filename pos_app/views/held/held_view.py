"""The screen of the held orders: found by name, note, item or amount, newest first."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from pos_app.viewmodels.held.held_orders import HeldViewModel
from pos_app.viewmodels.held.held_slip import HeldSlipViewModel
from pos_app.viewmodels.toasts import Toasts
from pos_app.views.held.held_rows import HeldTable
from pos_app.views.held.preview import HeldPreview
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.fields import SearchIcons
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import Theme

EMPTY_ICON: Final = 64
WIDTH_IN_ONE_COLUMN: Final = 340


class HeldView(Page):
    context = "held"

    def __init__(
        self,
        view_model: HeldViewModel,
        *,
        slip: HeldSlipViewModel,
        toasts: Toasts,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme=theme, parent=parent)
        self._view_model = view_model
        self._slip = slip
        self._list = view_model.list
        self.list = HeldTable(theme=theme)
        self.preview = HeldPreview(view_model.list, theme=theme)
        self.search = QLineEdit()
        self.empty_words = label(role="title", name="held_empty")
        self.empty_hint = label(role="muted", name="held_empty_hint")
        self.back_button = ActionButton(
            self.tr("Back"), theme=theme, name="held_back", key="Esc", icon="chevron-left"
        )
        self.held_button = ActionButton(
            self.tr("Held and open"), theme=theme, name="held_kept", role="tab"
        )
        self.removed_button = ActionButton(
            self.tr("Recently removed"), theme=theme, name="held_removed", role="tab", key="F7"
        )
        self.stack = QStackedWidget()
        self._set_up_head()
        self._lay_out()
        self._bind()
        self._bind_to_keys(toasts)

    def _set_up_head(self) -> None:
        search = self.search
        search.setObjectName("held_search")
        search.setPlaceholderText(self.tr("Type a name, note, item or amount"))
        search.setAccessibleName(self.tr("Search the held orders"))
        search.setFixedHeight(self.theme.px(tokens.TARGET))
        search.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        SearchIcons(search, theme=self.theme)
        for button in (self.held_button, self.removed_button):
            button.setCheckable(True)

    def _lay_out(self) -> None:
        theme, gap = self.theme, self.theme.px(tokens.SPACE[2])
        head = row(self.back_button, self.held_button, self.removed_button, spacing=gap)
        head.addWidget(self.search, 1)
        empty = QWidget()
        self.empty_icon = label()
        self.empty_icon.setPixmap(theme.icon("pause", EMPTY_ICON, "text2"))
        parts = (self.empty_icon, self.empty_words, self.empty_hint)
        for part in parts:
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty.setLayout(column(1, *parts, 1, spacing=theme.px(tokens.GAP)))
        full = QWidget()
        self._both = row(self.list, self.preview, spacing=gap)
        self._both.setStretchFactor(self.list, 1)
        full.setLayout(self._both)
        for page in (empty, full):
            self.stack.addWidget(page)
        whole = column(spacing=gap)
        whole.addLayout(head)
        whole.addWidget(self.stack, 1)
        whole.setContentsMargins(gap, gap, gap, gap)
        self.setLayout(whole)

    def _bind(self) -> None:
        view_model, rows = self._view_model, self._list
        rows.changed.connect(self._show_rows)
        rows.selected_changed.connect(lambda: self.list.highlight(rows.selected))
        self.list.clicked.connect(lambda index: rows.select(index.row()))
        self.list.doubleClicked.connect(lambda _index: view_model.recall())
        self.search.textChanged.connect(rows.look_for)
        self.preview.name.named.connect(view_model.rename)
        self.preview.name.left.connect(self.setFocus)
        self.preview.recall_button.clicked.connect(view_model.recall)
        self.preview.remove_button.clicked.connect(view_model.remove)
        self.preview.slip_button.clicked.connect(self._slip.print)
        self.back_button.clicked.connect(view_model.left)
        self.held_button.clicked.connect(partial(self._switch_to, removed=False))
        self.removed_button.clicked.connect(partial(self._switch_to, removed=True))

    def _bind_to_keys(self, toasts: Toasts) -> None:
        view_model = self._view_model
        self.bind_keys(
            {
                "recall": view_model.recall,
                "remove": view_model.remove,
                "rename": self._rename,
                "switch": self._list.switch,
                "undo": toasts.undo_told,
                "up": partial(self._move, -1),
                "down": partial(self._move, 1),
                "page_up": lambda: self._move(-self.list.page_rows),
                "page_down": lambda: self._move(self.list.page_rows),
                "erase": self.search.backspace,
                "back": self._back,
            },
            typed=self.search.insert,
        )

    def enter(self) -> None:
        super().enter()
        self._show_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        shape = shape_in(self.window(), self.theme)
        self.preview.setMaximumWidth(self.theme.px(shape.order_width or WIDTH_IN_ONE_COLUMN))
        self.preview.setMinimumWidth(self.preview.maximumWidth())
        self._both.setDirection(self.theme.sides)

    def _move(self, rows: int) -> None:
        self._list.select(self._list.selected + rows)

    @Slot()
    def _rename(self) -> None:
        if self.preview.name.isVisible():
            self.preview.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.preview.name.selectAll()

    def _switch_to(self, *, removed: bool) -> None:
        if self._list.shows_removed != removed:
            self._list.switch()
        self._show_rows()

    @Slot()
    def _back(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self._view_model.left.emit()

    @Slot()
    def _show_rows(self) -> None:
        held = self._list
        if self.search.text() != held.search:
            self.search.setText(held.search)
        self.held_button.setChecked(not held.shows_removed)
        self.removed_button.setChecked(held.shows_removed)
        self.list.show_rows(held.rows)
        self.stack.setCurrentIndex(1 if held.rows or not held.is_loaded else 0)
        self.empty_words.setText(self._empty_words())
        self.empty_hint.setText(
            ""
            if held.shows_removed or held.search
            else self.tr("F7 holds the order that is on screen")
        )
        self.list.highlight(held.selected)

    def _empty_words(self) -> str:
        if self._list.search:
            return self.tr("Nothing found for “{text}”").format(text=self._list.search)
        if self._list.shows_removed:
            return self.tr("No order was removed in this shift")
        return self.tr("No order is held")
