"""Who may do something, as people call them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.domain.staff import Decision, Permission, Rights, Role

CONTEXT: Final = "roles"


def who_may(permission: Permission, rights: Rights) -> str:
    """The roles that need not ask: "manager or owner"."""
    allowed = Decision.ALLOWED
    names = [role_name(role) for role in Role if rights.decide(role, permission) is allowed]
    return QCoreApplication.translate(CONTEXT, " or ").join(names)


def role_name(role: Role) -> str:
    return QCoreApplication.translate(CONTEXT, role.value)
