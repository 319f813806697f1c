"""What a role gives back in a business day without asking: its own limit, or else the store's.

All in minor units; 0 is no limit.
"""

from __future__ import annotations

from dataclasses import replace

from pos_app.domain.staff import Decision, Permission, Rights, Role


def refund_limit(rights: Rights, role: Role, usual: int) -> int:
    """:param usual: the store's"""
    return 0 if role is Role.OWNER else rights.refund_limits.get(role, usual)


def limiting_refunds(rights: Rights, role: Role, limit: int, usual: int) -> Rights:
    """The same but for one limit; one as usual is not kept."""
    limits = {**rights.refund_limits, role: limit}
    if limit == usual:
        del limits[role]
    return replace(rights, refund_limits=limits)


def includes_limit(rights: Rights, giver: Role, limit: int, usual: int) -> bool:
    """Whether it is no more than the giver gives back without asking."""
    if rights.decide(giver, Permission.REFUND_OVER_LIMIT) is Decision.ALLOWED:
        return True
    return _is_within(limit, refund_limit(rights, giver, usual))


def includes_refunds(rights: Rights, giver: Role, role: Role) -> bool:
    """Whether the role surely gives back no more than the giver does without asking.

    What is the store's own limit is not looked at: it may change later.
    """
    if rights.decide(giver, Permission.REFUND_OVER_LIMIT) is Decision.ALLOWED:
        return True
    limit, own = (rights.refund_limits.get(one) for one in (role, giver))
    return limit == own or (limit is not None and own is not None and _is_within(limit, own))


def _is_within(limit: int, most: int) -> bool:
    return most == 0 or 0 < limit <= most
