"""What each role may do, as a table of three states, and its limits without asking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import (
    Approval,
    Decision,
    Permission,
    Rights,
    Role,
    StaffMember,
    choices_of,
)
from pos_app.domain.store import StoreProfile
from pos_app.services.ports import Formats
from pos_app.services.staff.roles import Roles
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.shared.roles import role_name
from pos_app.viewmodels.shared.words import words_for
from pos_app.viewmodels.staff.permission_words import (
    decision_name,
    permission_help,
    permission_name,
)
from pos_app.viewmodels.staff.role_limits import RoleLimits


@dataclass(frozen=True, slots=True)
class RightsRow:
    """An action and what each role may, in the order of the roles; `permission` None: a limit."""

    permission: Permission | None
    words: str
    cells: tuple[str, ...]
    states: tuple[str, ...]
    """Values of Decision, or nothing for a limit."""


class RolesTable(QObject):
    """`row` and `column` are the place of the highlighted cell; a column is a role.

    Signals:
        changed: Emitted when the rows are others.
        selected: Emitted when another cell is highlighted.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    changed = Signal()
    selected = Signal()
    told = Signal(str, bool)

    def __init__(
        self,
        *,
        roles: Roles,
        profile: Callable[[], StoreProfile],
        lane: AskingLane,
        formats: Formats,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._roles = roles
        self._limits = RoleLimits(roles=roles, profile=profile, formats=formats, parent=self)
        self._lane = lane
        self._formats = formats
        self.actor: StaffMember | None = None
        self.is_busy = False
        self.row = self.column = 0

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(role_name(role).capitalize() for role in Role)

    @property
    def rows(self) -> tuple[RightsRow, ...]:
        limits = (
            RightsRow(None, words, cells, ("",) * len(Role)) for words, cells in self._limits.rows
        )
        return (*_rows_of(self._roles.rights), *limits)

    @property
    def role(self) -> Role:
        return list(Role)[self.column]

    @property
    def permission(self) -> Permission | None:
        """None in the rows of the limits."""
        found = list(Permission)
        return found[self.row] if self.row < len(found) else None

    @property
    def title(self) -> str:
        words = self.tr("{role}: {action}")
        rows = self.rows
        return words.format(role=self.heads[self.column], action=rows[self.row].words)

    @property
    def help(self) -> str:
        if self.role is Role.OWNER:
            return self.tr(
                "An owner may do everything, so that nobody locks the store out of itself."
            )
        if self.permission is None:
            return self._limits.help(self.row - len(Permission))
        return permission_help(self.permission)

    @property
    def state(self) -> str:
        """Of the highlighted cell."""
        return self.rows[self.row].states[self.column]

    @property
    def choices(self) -> tuple[str, ...]:
        """Which values of Decision the highlighted cell can have."""
        if self.role is Role.OWNER or self.permission is None:
            return ()
        return tuple(one.value for one in choices_of(self.permission))

    @property
    def can_limit(self) -> bool:
        return self.role is not Role.OWNER and self.permission is None

    @Slot(int, int)
    def select(self, row: int, column: int) -> None:
        self.row = max(0, min(row, len(self.rows) - 1))
        self.column = max(0, min(column, len(Role) - 1))
        self.selected.emit()

    def decide(self, state: str) -> None:
        """For the highlighted cell; what cannot be is not done."""
        permission, role = self.permission, self.role
        if permission is None or state not in self.choices:
            return
        decision = Decision(state)
        self._submit(
            lambda actor, approval: self._roles.decide(
                actor=actor,
                role=role,
                permission=permission,
                decision=decision,
                approval=approval,
            ),
            said=f"{self.title}: {decision_name(decision)}",
        )

    @Slot()
    def turn(self) -> None:
        """To the next choice of the highlighted cell."""
        choices, state = self.choices, self.state
        if choices:
            at = choices.index(state) if state in choices else -1
            self.decide(choices[(at + 1) % len(choices)])

    def step_limit(self, by: int) -> None:
        """:param by: 1 or -1"""
        if not self.can_limit:
            return
        step = self._limits.step(self.row - len(Permission), self.role, by)
        if step is None:
            return
        change, words = step
        self._submit(
            lambda actor, approval: change(actor=actor, approval=approval),
            said=f"{self.title}: {words}",
        )

    def _submit(self, act: Callable[[StaffMember, Approval | None], None], *, said: str) -> None:
        actor = self.actor
        if actor is None or self.is_busy:
            return
        self.is_busy = True

        def on_done(_nothing: None) -> None:
            self.is_busy = False
            self.changed.emit()

        def on_failure(error: PosError) -> None:
            self.is_busy = False
            self.told.emit(words_for(error, self._formats), False)
            self.changed.emit()

        self._lane.submit(
            lambda approval: act(actor, approval),
            request=lambda: ApprovalRequest(Permission.MANAGE_STAFF, said),
            on_success=on_done,
            on_failure=on_failure,
        )


def _rows_of(rights: Rights) -> Iterator[RightsRow]:
    for permission in Permission:
        decisions = tuple(rights.decide(role, permission) for role in Role)
        yield RightsRow(
            permission,
            permission_name(permission),
            tuple(decision_name(one) for one in decisions),
            tuple(one.value for one in decisions),
        )
