"""Use cases: decide what a role may do in this store, and up to which limits without asking.

Only what differs from what is usual is kept, as one setting.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from pos_app.domain.errors import InvalidInputError, RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.money import AMOUNT_MINOR_MAX, Money
from pos_app.domain.pricing import BASIS_POINTS
from pos_app.domain.refund_limit import (
    includes_limit,
    includes_refunds,
    limiting_refunds,
    refund_limit,
)
from pos_app.domain.staff import (
    Approval,
    Decision,
    Permission,
    Rights,
    Role,
    StaffMember,
    StoreRights,
    choices_of,
)
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import NewUnitOfWork, ReadProfile, SettingQueries

SETTING: Final = "roles"
_LIMIT: Final = "discount_limit"
_REFUNDS: Final = "refund_limit"
_REFUNDING: Final = frozenset(
    {Permission.REFUND, Permission.REFUND_WITHOUT_RECEIPT, Permission.VOID_ORDER}
)


class OwnerFixedError(RefusedError):
    code = "role.owner"
    text = (
        "An owner may do everything, so that nobody locks the store out of itself. Nothing was "
        "changed; choose another role."
    )


class NoSuchChoiceError(RefusedError):
    code = "role.choice"
    text = "{permission} cannot be {decision}: choose {choices}. Nothing was changed."


class MoreThanOwnError(RefusedError):
    code = "role.more_than_own"
    text = (
        "Nobody gives more than they have themselves, and {role} may not do so much. Nothing was "
        "changed; ask somebody who may do more."
    )


class DiscountLimitError(InvalidInputError):
    code = "role.discount_limit"
    text = "A discount is from 0 to 100 %. Nothing was changed."


class RefundLimitError(InvalidInputError):
    code = "role.refund_limit"
    text = "A limit of refunds is from 0 to {most}. Nothing was changed."


class Roles:
    def __init__(
        self,
        *,
        new_uow: NewUnitOfWork,
        journal: JournalWriter,
        rights: StoreRights,
        profile: ReadProfile,
    ) -> None:
        self._new_uow = new_uow
        self._journal = journal
        self._rights = rights
        self._profile = profile

    @property
    def rights(self) -> Rights:
        """What holds now."""
        return self._rights.now

    def refund_limit(self, role: Role) -> int:
        """What a role gives back in a day without asking, in minor units; 0 is no limit."""
        return refund_limit(self.rights, role, self._profile().refund_limit)

    def decide(
        self,
        *,
        actor: StaffMember,
        role: Role,
        permission: Permission,
        decision: Decision,
        approval: Approval | None = None,
    ) -> None:
        """Decide what a role may do from the next act on, of everybody who has it.

        :raises NotAllowedError: if the actor may not, and nobody who may has allowed it
        :raises OwnerFixedError: for an owner, who may do everything
        :raises NoSuchChoiceError: if this cannot be decided so
        :raises MoreThanOwnError: if it is more than who gives it may do, or than they may take
        """
        _require_not_owner(role)
        choices = choices_of(permission)
        if decision not in choices:
            raise NoSuchChoiceError(
                permission=permission.value,
                decision=decision.value,
                choices=" or ".join(choices),
            )
        now = self.rights
        before = now.decide(role, permission)
        if decision is before:
            return
        approver = actor.require(Permission.MANAGE_STAFF, approval=approval)
        giver = (approver or actor).role
        for one in (before, decision):
            if not now.includes(giver, permission, one):
                raise MoreThanOwnError(role=giver.value)
        if _lets_refund(permission, decision) and not includes_refunds(now, giver, role):
            raise MoreThanOwnError(role=giver.value)
        body = {"permission": permission.value, "decision": decision.value, "before": before.value}
        self._keep(now.deciding(role, permission, decision), actor, approver, role, body)

    def limit_discount(
        self, *, actor: StaffMember, role: Role, limit: int, approval: Approval | None = None
    ) -> None:
        """Say how large a discount a role gives without asking.

        :param limit: of the price, in basis points
        :raises NotAllowedError: if the actor may not, and nobody who may has allowed it
        :raises OwnerFixedError: for an owner, who gives any
        :raises DiscountLimitError: if it is none
        :raises MoreThanOwnError: if it is more than who gives it may give, or than they may take
        """
        _require_not_owner(role)
        if not 0 <= limit <= BASIS_POINTS:
            raise DiscountLimitError
        now = self.rights
        before = now.discount_limit(role)
        if limit == before:
            return
        approver = actor.require(Permission.MANAGE_STAFF, approval=approval)
        giver = (approver or actor).role
        if max(limit, before) > now.discount_limit(giver):
            raise MoreThanOwnError(role=giver.value)
        body = {_LIMIT: limit, "before": before}
        self._keep(now.limiting(role, limit), actor, approver, role, body)

    def limit_refunds(
        self,
        *,
        actor: StaffMember,
        role: Role,
        limit: int | None,
        approval: Approval | None = None,
    ) -> None:
        """Say how much one person with a role gives back in a day without asking.

        :param limit: in minor units; 0 is none, None the store's
        :raises NotAllowedError: if the actor may not, and nobody who may has allowed it
        :raises OwnerFixedError: for an owner, who gives back any amount
        :raises RefundLimitError: if it is no such amount
        :raises MoreThanOwnError: if it is more than who gives it may give, or than they may take
        """
        _require_not_owner(role)
        profile, now = self._profile(), self.rights
        usual = profile.refund_limit
        wanted = usual if limit is None else limit
        if not 0 <= wanted <= AMOUNT_MINOR_MAX:
            raise RefundLimitError(most=Money(AMOUNT_MINOR_MAX, profile.currency))
        rights, before = limiting_refunds(now, role, wanted, usual), self.refund_limit(role)
        if rights == now:
            return
        approver = actor.require(Permission.MANAGE_STAFF, approval=approval)
        giver = (approver or actor).role
        if not all(includes_limit(now, giver, one, usual) for one in (wanted, before)):
            raise MoreThanOwnError(role=giver.value)
        body = {"role_refund_limit": wanted, "before": before}
        self._keep(rights, actor, approver, role, body)

    def _keep(
        self,
        rights: Rights,
        actor: StaffMember,
        approver: StaffMember | None,
        role: Role,
        body: Mapping[str, object],
    ) -> None:
        with self._new_uow() as uow:
            uow.settings.put(SETTING, text_of(rights))
            fact = Fact(EntryKind.CONFIG_CHANGE, actor, {"role": role.value, **body}, approver)
            self._journal.append(uow.journal, fact)
            uow.commit()
        self._rights.now = rights


def _lets_refund(permission: Permission, decision: Decision) -> bool:
    """Whether the role gives back up to its limit without asking with this."""
    return decision is Decision.ALLOWED and permission in _REFUNDING


def _require_not_owner(role: Role) -> None:
    if role is Role.OWNER:
        raise OwnerFixedError


def text_of(rights: Rights) -> str:
    kept: dict[str, dict[str, object]] = {}
    for (role, permission), decision in rights.decisions.items():
        kept.setdefault(role.value, {})[permission.value] = decision.value
    for role, limit in rights.limits.items():
        kept.setdefault(role.value, {})[_LIMIT] = limit
    for role, limit in rights.refund_limits.items():
        kept.setdefault(role.value, {})[_REFUNDS] = limit
    return json.dumps(kept, sort_keys=True)


def rights_of(settings: SettingQueries) -> Rights:
    """What the store has decided; a permission that is not known any more is left out."""
    kept: Mapping[str, Mapping[str, object]] = json.loads(settings.get(SETTING) or "{}")
    decisions: dict[tuple[Role, Permission], Decision] = {}
    limits: dict[str, dict[Role, int]] = {_LIMIT: {}, _REFUNDS: {}}
    for name, said in kept.items():
        role = Role(name)
        for permission in Permission:
            decision = said.get(permission.value)
            if decision in choices_of(permission):
                decisions[role, permission] = Decision(str(decision))
        for what, of_roles in limits.items():
            limit = said.get(what)
            if isinstance(limit, int):
                of_roles[role] = limit
    return Rights(decisions, limits[_LIMIT], limits[_REFUNDS])
