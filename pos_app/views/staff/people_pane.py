"""The people of the store: a list with a search, and the highlighted one beside it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from pos_app.viewmodels.staff.person_form import Part
from pos_app.viewmodels.staff.staff import StaffViewModel
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, frame, label, row
from pos_app.views.shared.empty_state import EmptyState
from pos_app.views.shared.fields import SearchIcons
from pos_app.views.shared.row_list import RowList
from pos_app.views.shared.theme import Theme

CARD_WIDTH: Final = 444
ROWS_MIN: Final = 4


class PeoplePane(QWidget):
    def __init__(self, model: StaffViewModel, *, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._theme = theme
        self.search = QLineEdit()
        self.list = RowList(theme=theme, name="staff_list", says=self.tr("People"))
        self.empty = EmptyState(
            theme=theme, name="staff_none", icon="users", words=self.tr("Nobody is called so")
        )
        self.name = label(role="title", name="staff_name")
        self.details = label(name="staff_details")
        self.badge = label(role="strong", name="staff_badge_words")
        self.rename_button = self._button("staff_rename", self.tr("Name"), "F2")
        self.role_button = self._button("staff_role", self.tr("Role"), "F3")
        self.pin_button = self._button("staff_pin", self.tr("New PIN"), "F4")
        self.badge_button = self._button("staff_badge", self.tr("Scan a badge"), "F5")
        self.no_badge_button = self._button("staff_no_badge", self.tr("Remove badge"), "Shift+F5")
        self.leaves_button = self._button("staff_leaves", self.tr("Has left"), "Del")
        self.may_do_button = self._button("staff_may_do", self.tr("What this person may do"), "F6")
        self._lay_out()
        self._bind()

    def _button(self, name: str, words: str, key: str) -> ActionButton:
        return ActionButton(words, theme=self._theme, name=name, key=key)

    def _lay_out(self) -> None:
        theme = self._theme
        gap, pad = theme.px(tokens.GAP), theme.px(tokens.SPACE[3])
        search = self.search
        search.setObjectName("staff_search")
        search.setPlaceholderText(self.tr("Type a name or a role"))
        search.setAccessibleName(self.tr("Search the staff"))
        search.setFixedHeight(theme.px(tokens.TARGET))
        search.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        SearchIcons(search, theme=theme)
        for part in (self.name, self.details, self.badge):
            part.setWordWrap(True)
        buttons = QGridLayout()
        buttons.setSpacing(gap)
        for place, button in enumerate(
            (
                *(self.rename_button, self.role_button, self.pin_button, self.leaves_button),
                *(self.badge_button, self.no_badge_button),
            )
        ):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button, *divmod(place, 2))
        buttons.addWidget(self.may_do_button, 3, 0, 1, 2)
        inside = column(self.name, self.details, self.badge, spacing=theme.px(tokens.SPACE[2]))
        inside.addLayout(buttons)
        inside.addStretch(1)
        inside.setContentsMargins(pad, pad, pad, pad)
        self.card = frame("card")
        self.card.setLayout(inside)
        self.card.setFixedWidth(theme.px(CARD_WIDTH))
        left = column(search, self.list, spacing=gap)
        left.addWidget(self.empty, 1)
        left.addStretch(1)
        both = row(spacing=pad)
        both.addLayout(left, 1)
        both.addWidget(self.card)
        both.setContentsMargins(0, 0, 0, 0)
        self.setLayout(both)

    def _bind(self) -> None:
        model = self._model
        model.people.changed.connect(self._show)
        model.badge_changed.connect(self._show_badge)
        self.search.textChanged.connect(model.people.look_for)
        self.list.picked.connect(model.people.choose)
        self.rename_button.clicked.connect(partial(self._change, Part.NAME))
        self.role_button.clicked.connect(partial(self._change, Part.ROLE))
        self.pin_button.clicked.connect(partial(self._change, Part.PIN))
        self.badge_button.clicked.connect(model.enrol_badge)
        self.no_badge_button.clicked.connect(model.remove_badge)
        self.leaves_button.clicked.connect(model.disable_or_enable)
        self.may_do_button.clicked.connect(model.show_may_do)

    def show_as_many_as_fit(self) -> None:
        room = self.height() - self.search.height() - self._theme.px(tokens.GAP)
        self.list.shown_max = max(ROWS_MIN, room // self._theme.px(tokens.ROW))
        self._show()

    def _change(self, part: Part, _checked: bool = False) -> None:
        self._model.change(part)

    @Slot(str)
    def _show_badge(self, words: str) -> None:
        self.badge.setText(words)
        self.badge.setVisible(bool(words))

    @Slot()
    def _show(self) -> None:
        people = self._model.people
        self.list.show_rows(people.rows)
        self.list.highlight(people.current)
        self.empty.setVisible(not people.rows)
        person = people.person
        self.card.setVisible(person is not None)
        if person is None:
            return
        self.name.setText(person.name)
        self.details.setText("\n".join(people.details))
        is_here = not people.is_from_head_office
        for button in (self.rename_button, self.role_button, self.leaves_button):
            button.setEnabled(is_here)
        self.no_badge_button.setEnabled(people.has_badge())
        self.leaves_button.set_text(self.tr("Has left") if person.active else self.tr("Is back"))
