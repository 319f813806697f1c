"""What each role may do, as a table of three states, and how large a discount it gives alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.pricing import BASIS_POINTS, MILLIONTHS_PER_BASIS_POINT
from pos_app.domain.staff import (
    Approval,
    Decision,
    Permission,
    Rights,
    Role,
    StaffMember,
    choices_of,
)
from pos_app.services.ports import Formats
from pos_app.services.staff.roles import Roles
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.shared.roles import role_name
from pos_app.viewmodels.shared.words import words_for
from pos_app.viewmodels.staff.permission_words import (
    decision_name,
    limit_name,
    permission_help,
    permission_name,
)

LIMIT_STEP: Final = 500
"""In basis points: 5 %."""


@dataclass(frozen=True, slots=True)
class RightsRow:
    """An action and what each role may, in the order of the roles; `permission` None: the limit."""

    permission: Permission | None
    words: str
    cells: tuple[str, ...]
    states: tuple[str, ...]
    """Values of Decision, or nothing for the limit of a discount."""


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
        self, *, roles: Roles, lane: AskingLane, formats: Formats, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._roles = roles
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
        return tuple(_rows_of(self._roles.rights, self._formats))

    @property
    def role(self) -> Role:
        return list(Role)[self.column]

    @property
    def permission(self) -> Permission | None:
        """None in the row of the limits."""
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
            return self.tr("How much of a price this role may leave out without asking.")
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
        self.row = max(0, min(row, len(Permission)))
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
        """:param by: steps of LIMIT_STEP"""
        if not self.can_limit:
            return
        role = self.role
        before = self._roles.rights.discount_limit(role)
        limit = max(0, min(BASIS_POINTS, before + by * LIMIT_STEP))
        if limit == before:
            return
        self._submit(
            lambda actor, approval: self._roles.limit_discount(
                actor=actor, role=role, limit=limit, approval=approval
            ),
            said=f"{self.title}: {_percent(limit, self._formats)}",
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


def _rows_of(rights: Rights, formats: Formats) -> Iterator[RightsRow]:
    for permission in Permission:
        decisions = tuple(rights.decide(role, permission) for role in Role)
        yield RightsRow(
            permission,
            permission_name(permission),
            tuple(decision_name(one) for one in decisions),
            tuple(one.value for one in decisions),
        )
    limits = tuple(_percent(rights.discount_limit(role), formats) for role in Role)
    yield RightsRow(None, limit_name(), limits, ("",) * len(limits))


def _percent(limit: int, formats: Formats) -> str:
    return formats.percent(limit * MILLIONTHS_PER_BASIS_POINT)
