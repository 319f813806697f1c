"""Staff: roles, what each may do, and which PINs are too easy to guess."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Final

from pos_app.domain.errors import InvalidInputError, RefusedError
from pos_app.domain.pricing import BASIS_POINTS

PIN_LENGTH_DEFAULT: Final = 6
PIN_LENGTHS: Final = range(4, 9)
PRACTICE_PIN: Final = "27495138"
"""As much of it as a PIN has digits is everybody's in a practice copy, whose screens say it."""
STAFF_NAME_LENGTH_MAX: Final = 60
FREE_TRIES: Final = 2
TRIES_TO_LOCK: Final = 10
LOCK_SECONDS: Final = 30 * 60


class PinRefusedError(InvalidInputError):
    code = "pin.refused"
    text = "This PIN is too easy to guess. Use {length} digits that are no run and no repetition."


class PinLengthError(InvalidInputError):
    code = "pin.length"
    text = "A PIN in this store has exactly {length} digits."


class NotAllowedError(RefusedError):
    code = "staff.not_allowed"
    text = "{role} may not do this ({permission}). Ask a manager."


class ApprovalNeededError(NotAllowedError):
    """Somebody else may allow it on the spot: `permission` says what.

    `share` is how much of a price is left out, where it is a discount.
    """

    code = "staff.approval_needed"
    text = "{role} must ask for this ({permission}). Ask a manager."

    def __init__(
        self, *, role: str, permission: str, share: Fraction | None = None, **values: object
    ) -> None:
        super().__init__(role=role, permission=permission, **values)
        self.share = WHOLE if share is None else share


class WrongPinError(RefusedError):
    """`tries_left` free tries remain; then `wait_s` seconds pass before the next."""

    code = "pin.wrong"
    text = "Wrong PIN. {tries_left} more tries without waiting; next try in {wait_s} s."


class LockedOutError(RefusedError):
    code = "pin.locked"
    text = "Too many wrong PINs. Try again in {wait_s} s, or ask a manager to set a new PIN."


class StaffDisabledError(RefusedError):
    code = "staff.disabled"
    text = "This person cannot sign in here any more. Ask a manager."


class Role(StrEnum):
    CASHIER = "cashier"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    OWNER = "owner"


class Permission(StrEnum):
    SELL = "sell"
    CANCEL_ORDER = "cancel_order"
    OPEN_SHIFT = "open_shift"
    CLOSE_SHIFT = "close_shift"
    CLOSE_BEYOND_LIMIT = "close_beyond_limit"
    """File a count that differs from what was expected by more than the store's limit."""
    SEE_EXPECTED = "see_expected"
    READ_REPORTS = "read_reports"
    MANAGE_PRODUCTS = "manage_products"
    MANAGE_STOCK = "manage_stock"
    MANAGE_STAFF = "manage_staff"
    MANAGE_STORE = "manage_store"
    CONFIRM_CLOCK = "confirm_clock"
    ADOPT_STORE = "adopt_store"
    DISCOUNT = "discount"
    DISCOUNT_OVER_LIMIT = "discount_over_limit"
    OVERRIDE_PRICE = "override_price"
    SELL_CUSTOM_ITEM = "sell_custom_item"
    OPEN_DRAWER = "open_drawer"
    MOVE_CASH = "move_cash"
    """Put cash into the drawer or take it out, without an order."""
    CHANGE_TENDER = "change_tender"
    RELEASE_PAYMENT = "release_payment"
    TAKE_OVER_ORDER = "take_over_order"
    REFUND = "refund"
    REFUND_OVER_LIMIT = "refund_over_limit"
    """After the store's days for returns, beyond what one person gives back in a day, or of an
    order from before a backup was put back."""
    REFUND_WITHOUT_RECEIPT = "refund_without_receipt"
    REFUND_ELSEWHERE = "refund_elsewhere"
    """Give money back another way than it came."""
    VOID_ORDER = "void_order"
    REPAIR_SYNC = "repair_sync"
    """Decide what becomes of an entry that head office did not take."""


class Decision(StrEnum):
    ALLOWED = "allowed"
    ASK = "ask"
    NO = "no"


_CASHIER: Final = {
    Permission.SELL: Decision.ALLOWED,
    Permission.CANCEL_ORDER: Decision.ALLOWED,
    Permission.OPEN_SHIFT: Decision.ALLOWED,
    Permission.CLOSE_SHIFT: Decision.ALLOWED,
    Permission.CLOSE_BEYOND_LIMIT: Decision.ASK,
    Permission.SEE_EXPECTED: Decision.ASK,
    Permission.READ_REPORTS: Decision.NO,
    Permission.MANAGE_PRODUCTS: Decision.ASK,
    Permission.MANAGE_STOCK: Decision.ASK,
    Permission.MANAGE_STAFF: Decision.NO,
    Permission.MANAGE_STORE: Decision.NO,
    Permission.CONFIRM_CLOCK: Decision.ASK,
    Permission.ADOPT_STORE: Decision.ASK,
    Permission.DISCOUNT: Decision.ALLOWED,
    Permission.DISCOUNT_OVER_LIMIT: Decision.ASK,
    Permission.OVERRIDE_PRICE: Decision.ASK,
    Permission.SELL_CUSTOM_ITEM: Decision.ALLOWED,
    Permission.OPEN_DRAWER: Decision.ALLOWED,
    Permission.MOVE_CASH: Decision.ASK,
    Permission.CHANGE_TENDER: Decision.ALLOWED,
    Permission.RELEASE_PAYMENT: Decision.ASK,
    Permission.TAKE_OVER_ORDER: Decision.ASK,
    Permission.REFUND: Decision.ASK,
    Permission.REFUND_OVER_LIMIT: Decision.ASK,
    Permission.REFUND_WITHOUT_RECEIPT: Decision.ASK,
    Permission.REFUND_ELSEWHERE: Decision.ASK,
    Permission.VOID_ORDER: Decision.ASK,
    Permission.REPAIR_SYNC: Decision.ASK,
}
_SUPERVISOR: Final = _CASHIER | {
    Permission.SEE_EXPECTED: Decision.ALLOWED,
    Permission.READ_REPORTS: Decision.ALLOWED,
    Permission.MANAGE_STOCK: Decision.ALLOWED,
    Permission.OVERRIDE_PRICE: Decision.ALLOWED,
    Permission.MOVE_CASH: Decision.ALLOWED,
    Permission.TAKE_OVER_ORDER: Decision.ALLOWED,
    Permission.REFUND: Decision.ALLOWED,
    Permission.VOID_ORDER: Decision.ALLOWED,
}
_MANAGER: Final = dict.fromkeys(Permission, Decision.ALLOWED) | {
    Permission.MANAGE_STORE: Decision.ASK,
}
MATRIX: Final = {
    Role.CASHIER: _CASHIER,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.MANAGER: _MANAGER,
    Role.OWNER: dict.fromkeys(Permission, Decision.ALLOWED),
}


WHOLE: Final = Fraction(1)
# How much of the price each may leave out without asking, and let others leave out who ask; in
# basis points (1,000 = 10 %).
DISCOUNT_LIMITS: Final = {
    Role.CASHIER: 1_000,
    Role.SUPERVISOR: 3_000,
    Role.MANAGER: 10_000,
    Role.OWNER: 10_000,
}


# In the order of freedom.
_FREEDOM: Final = (Decision.NO, Decision.ASK, Decision.ALLOWED)
ALWAYS_ALLOWED: Final = frozenset({Permission.SELL})
"""Whoever may not sell has nothing to sign in for."""
NEVER_ASKED: Final = frozenset(
    {
        *(Permission.OPEN_SHIFT, Permission.CLOSE_SHIFT, Permission.READ_REPORTS),
        *(Permission.DISCOUNT, Permission.CHANGE_TENDER),
    }
)
"""Allowed or not: what nobody else can allow on the spot."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What the roles may do in one store: what differs from MATRIX and DISCOUNT_LIMITS.

    An owner may do everything, whatever is said here: nobody locks the store out of itself.
    """

    decisions: Mapping[tuple[Role, Permission], Decision] = field(default_factory=dict)
    limits: Mapping[Role, int] = field(default_factory=dict)
    """In basis points."""
    refund_limits: Mapping[Role, int] = field(default_factory=dict)
    """In minor units, of roles with another than the store's."""

    def decide(self, role: Role, permission: Permission) -> Decision:
        usual = MATRIX[role][permission]
        return usual if role is Role.OWNER else self.decisions.get((role, permission), usual)

    def discount_limit(self, role: Role) -> int:
        """In basis points."""
        usual = DISCOUNT_LIMITS[role]
        return usual if role is Role.OWNER else self.limits.get(role, usual)

    def deciding(self, role: Role, permission: Permission, decision: Decision) -> Rights:
        """The same but for one decision; one as usual is not kept."""
        decisions = {**self.decisions, (role, permission): decision}
        if decision is MATRIX[role][permission]:
            del decisions[role, permission]
        return replace(self, decisions=decisions)

    def limiting(self, role: Role, limit: int) -> Rights:
        """The same but for one limit; one as usual is not kept."""
        limits = {**self.limits, role: limit}
        if limit == DISCOUNT_LIMITS[role]:
            del limits[role]
        return replace(self, limits=limits)

    def includes(self, giver: Role, permission: Permission, decision: Decision) -> bool:
        """Whether this is no more than the giver's own."""
        return _FREEDOM.index(decision) <= _FREEDOM.index(self.decide(giver, permission))

    def includes_role(self, giver: Role, role: Role) -> bool:
        """Whether nothing that the role may do is more than the giver's own.

        An owner's is more than anybody else's, whatever the store allows them: it has no limits.
        """
        if role is Role.OWNER and giver is not Role.OWNER:
            return False
        return self.discount_limit(role) <= self.discount_limit(giver) and all(
            self.includes(giver, permission, self.decide(role, permission))
            for permission in Permission
        )


@dataclass(slots=True)
class StoreRights:
    """What holds now: everybody who works here has this same one, and so a change at once."""

    now: Rights = field(default_factory=Rights)


def choices_of(permission: Permission) -> tuple[Decision, ...]:
    """What a store can decide about it, the freest first."""
    if permission in ALWAYS_ALLOWED:
        return (Decision.ALLOWED,)
    if permission in NEVER_ASKED:
        return (Decision.ALLOWED, Decision.NO)
    return (Decision.ALLOWED, Decision.ASK, Decision.NO)


@dataclass(frozen=True, slots=True)
class StaffMember:
    staff_id: int
    name: str
    role: Role
    active: bool = True
    rights: StoreRights = field(default_factory=StoreRights, compare=False, repr=False)

    @property
    def discount_limit(self) -> Fraction:
        """Which part of a price this person may leave out without asking."""
        if self.decide(Permission.DISCOUNT) is not Decision.ALLOWED:
            return Fraction(0)
        return Fraction(self.rights.now.discount_limit(self.role), BASIS_POINTS)

    @property
    def is_owner(self) -> bool:
        """Whether this person owns the store, and has not left."""
        return self.active and self.role is Role.OWNER

    def decide(self, permission: Permission) -> Decision:
        return self.rights.now.decide(self.role, permission) if self.active else Decision.NO

    def may_allow(self, permission: Permission, share: Fraction = WHOLE) -> bool:
        """Whether others may do it with this person's word; a discount, as far as their own go."""
        if permission is Permission.DISCOUNT_OVER_LIMIT:
            is_within = share <= self.discount_limit
            return is_within and self.decide(Permission.DISCOUNT) is Decision.ALLOWED
        return self.decide(permission) is Decision.ALLOWED

    def require_to_ask(self, permission: Permission) -> None:
        """Let pass what may be prepared by who must then ask.

        :raises NotAllowedError: if this role may not even ask
        """
        if self.decide(permission) is Decision.NO:
            raise NotAllowedError(role=self.role.value, permission=permission.value)

    def require(
        self,
        permission: Permission,
        *,
        approval: Approval | None = None,
        share: Fraction = WHOLE,
    ) -> StaffMember | None:
        """Let an allowed act pass; return who else has allowed it, if this role had to ask.

        :param share: how much of a price is left out, where it is a discount
        :raises ApprovalNeededError: if this role must ask, and nobody has allowed this
        :raises NotAllowedError: if this role may not
        :raises RefusedError: if the approval was used before, or is too old
        """
        decision = self.decide(permission)
        if decision is Decision.ALLOWED:
            return None
        if decision is Decision.NO:
            raise NotAllowedError(role=self.role.value, permission=permission.value)
        if approval is None or not approval.covers(permission, self, share):
            raise ApprovalNeededError(
                role=self.role.value, permission=permission.value, share=share
            )
        approval.use()
        return approval.approver


def _as_often_as_asked() -> None:
    """For who makes one by hand, as only tests may."""


@dataclass(frozen=True, slots=True)
class Approval:
    """What one person has allowed another to do, once: `services/staff/approving.py` gives it.

    `use` marks it as used, and refuses if it was before, or is too old.
    """

    permission: Permission
    asked_by: int
    approver: StaffMember
    use: Callable[[], None] = field(default=_as_often_as_asked, compare=False, repr=False)

    def covers(self, permission: Permission, actor: StaffMember, share: Fraction = WHOLE) -> bool:
        return (
            self.permission is permission
            and self.asked_by == actor.staff_id
            and self.approver.staff_id != actor.staff_id
            and self.approver.may_allow(permission, share)
        )


def last_owner(people: Iterable[StaffMember], *, with_pin: Container[int]) -> StaffMember | None:
    """Whom the store cannot do without: the only owner who can sign in, or the only one at all.

    :param with_pin: ids of those who have a PIN
    """
    owners = [one for one in people if one.is_owner]
    able = [one for one in owners if one.staff_id in with_pin] or owners
    return able[0] if len(able) == 1 else None


def check_pin(pin: str, *, length: int) -> None:
    """Refuse a PIN of the wrong length or one that a stranger tries first.

    :raises PinLengthError: if it is not exactly `length` ASCII digits
    :raises PinRefusedError: all equal, a straight run, a repeated pair or triple, or said on a
        screen of practice
    """
    if len(pin) != length or not (pin.isascii() and pin.isdigit()):
        raise PinLengthError(length=length)
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    runs = steps in ({0}, {1}, {9})
    repeats = any(length % n == 0 and pin == pin[:n] * (length // n) for n in (2, 3) if n < length)
    if runs or repeats or pin == PRACTICE_PIN[:length]:
        raise PinRefusedError(length=length)


def wait_after(failures: int) -> int:
    """Seconds to wait after that many wrong PINs: 2 free, then 1, 2, 4 … 64, then 30 minutes."""
    if failures <= FREE_TRIES:
        return 0
    if failures >= TRIES_TO_LOCK:
        return LOCK_SECONDS
    return 1 << (failures - FREE_TRIES - 1)
