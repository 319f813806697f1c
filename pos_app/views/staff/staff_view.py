"""The screen of the staff: people and roles, each behind a tab."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.viewmodels.hours.door import HoursDoor
from pos_app.viewmodels.staff.person_form import Part
from pos_app.viewmodels.staff.staff import StaffViewModel
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, row
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import Theme
from pos_app.views.staff.may_do_sheet import MayDoSheet
from pos_app.views.staff.people_pane import PeoplePane
from pos_app.views.staff.person_sheet import PersonSheet
from pos_app.views.staff.roles_pane import RolesPane


class StaffView(Page):
    context = "staff"

    def __init__(
        self,
        model: StaffViewModel,
        *,
        hours: HoursDoor,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme=theme, parent=parent)
        self._model = model
        self._hours = hours
        self.people = PeoplePane(model, theme=theme)
        self.roles = RolesPane(model.roles, theme=theme)
        self.back_button = ActionButton(
            self.tr("Back"), theme=theme, name="staff_back", key="Esc", icon="chevron-left"
        )
        self.people_button = ActionButton(
            self.tr("People"), theme=theme, name="staff_people", role="tab"
        )
        self.roles_button = ActionButton(
            self.tr("Roles"), theme=theme, name="staff_roles", role="tab", key="F7"
        )
        self.hours_button = ActionButton(
            self.tr("Hours"), theme=theme, name="staff_hours", key="F8", icon="history"
        )
        self.add_button = ActionButton(
            *(self.tr("Somebody new"),),
            theme=theme,
            name="staff_add",
            key="Ctrl+N",
            icon="plus",
            role="primary",
        )
        self.stack = QStackedWidget()
        self.sheet = PersonSheet(model.form, theme=theme, owner=self)
        self.may_do = MayDoSheet(model.may_do, theme=theme, owner=self)
        self._lay_out()
        self._bind()
        self._bind_to_keys()

    def _lay_out(self) -> None:
        gap = self.theme.px(tokens.SPACE[2])
        head = row(self.back_button, self.people_button, self.roles_button, 1, spacing=gap)
        head.addWidget(self.hours_button)
        head.addWidget(self.add_button)
        for button in (self.people_button, self.roles_button):
            button.setCheckable(True)
        for pane in (self.people, self.roles):
            self.stack.addWidget(pane)
        whole = column(spacing=gap)
        whole.addLayout(head)
        whole.addWidget(self.stack, 1)
        whole.setContentsMargins(gap, gap, gap, gap)
        self.setLayout(whole)
        self._show_tab(roles=False)

    def _bind(self) -> None:
        model = self._model
        self.back_button.clicked.connect(model.back)
        self.people_button.clicked.connect(partial(self._show_tab, roles=False))
        self.roles_button.clicked.connect(partial(self._show_tab, roles=True))
        self.hours_button.clicked.connect(self._hours.open_from_staff)
        self.add_button.clicked.connect(model.form.open_new)
        for sheet in (self.sheet, self.may_do):
            sheet.closed.connect(self.setFocus)

    def _bind_to_keys(self) -> None:
        model, roles, search = self._model, self._model.roles, self.people.search
        self.bind_keys(
            {
                "add": self._on_people(model.form.open_new),
                "rename": self._on_people(partial(model.change, Part.NAME)),
                "role": self._on_people(partial(model.change, Part.ROLE)),
                "pin": self._on_people(partial(model.change, Part.PIN)),
                "badge": self._on_people(model.enrol_badge),
                "no_badge": self._on_people(model.remove_badge),
                "may_do": self._on_people(model.show_may_do),
                "leaves": self._on_people(model.disable_or_enable),
                "switch": lambda: self._show_tab(roles=not self.shows_roles),
                "hours": self._hours.open_from_staff,
                "turn": self._on_roles(roles.turn),
                "allowed": self._on_roles(partial(roles.decide, "allowed")),
                "ask": self._on_roles(partial(roles.decide, "ask")),
                "no": self._on_roles(partial(roles.decide, "no")),
                "more": self._on_roles(partial(roles.step_limit, 1)),
                "less": self._on_roles(partial(roles.step_limit, -1)),
                "up": partial(self._move, -1),
                "down": partial(self._move, 1),
                "before": self._on_roles(lambda: roles.select(roles.row, roles.column - 1)),
                "after": self._on_roles(lambda: roles.select(roles.row, roles.column + 1)),
                "page_up": lambda: self._move(-self._page_rows),
                "page_down": lambda: self._move(self._page_rows),
                "home": partial(self._move, -(1 << 20)),
                "end": partial(self._move, 1 << 20),
                "erase": self._on_people(search.backspace),
                "back": self._back,
            },
            typed=lambda text: None if self.shows_roles else search.insert(text),
        )

    @property
    def shows_roles(self) -> bool:
        return self.stack.currentWidget() is self.roles

    @property
    def _page_rows(self) -> int:
        return (self.roles.table if self.shows_roles else self.people.list).page_rows

    def enter(self) -> None:
        super().enter()
        self.people.search.clear()
        self._show_tab(roles=False)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.people.show_as_many_as_fit()
        for sheet in (self.sheet, self.may_do):
            if sheet.isVisible():
                sheet.place()

    def _on_people(self, command: Callable[[], object]) -> Callable[[], None]:
        """Of the people's tab only."""

        def run() -> None:
            if not self.shows_roles:
                command()

        return run

    def _on_roles(self, command: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            if self.shows_roles:
                command()

        return run

    def _move(self, rows: int) -> None:
        if self.shows_roles:
            roles = self._model.roles
            roles.select(roles.row + rows, roles.column)
        else:
            self._model.people.select(self._model.people.current + rows)

    @Slot()
    def _back(self) -> None:
        if self.people.search.text():
            self.people.search.clear()
        else:
            self._model.back()

    def _show_tab(self, _checked: bool = False, *, roles: bool) -> None:
        self.stack.setCurrentWidget(self.roles if roles else self.people)
        self.people_button.setChecked(not roles)
        self.roles_button.setChecked(roles)
        self.add_button.setVisible(not roles)
        if roles:
            self.roles.show_table()
