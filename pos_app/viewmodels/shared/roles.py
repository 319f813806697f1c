"""Who may do something, as people call them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.domain.staff import MATRIX, Decision, Permission, Role

CONTEXT: Final = "roles"


def who_may(permission: Permission) -> str:
    """The roles that need not ask: "manager or owner"."""
    names = [role_name(role) for role in Role if MATRIX[role][permission] is Decision.ALLOWED]
    return QCoreApplication.translate(CONTEXT, " or ").join(names)


def role_name(role: Role) -> str:
    return QCoreApplication.translate(CONTEXT, role.value)
