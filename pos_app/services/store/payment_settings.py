"""Use case: which ways to pay a store takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from pos_app.domain.errors import InvalidInputError, NotFoundError, RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.payment import PaymentMethod
from pos_app.domain.staff import Permission, StaffMember
from pos_app.domain.store import SETTING, StoreProfile
from pos_app.domain.tender import CASH, METHOD_NAME_LENGTH_MAX, TenderMethod
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.order_drafts import tenders_in
from pos_app.services.ports import DraftQueries, NewUnitOfWork, SettingQueries
from pos_app.services.staff.names import clean_name

METHODS_MAX: Final = 8
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,23}")


class MethodCodeError(InvalidInputError):
    code = "payment_method.code"
    text = "{value!r} is no code of a way to pay: use 1 to 24 small letters, such as meal_voucher."


class MethodNameError(InvalidInputError):
    code = "payment_method.name"
    text = "The name of a way to pay has 1 to {most} characters."


class MethodNameTakenError(RefusedError):
    code = "payment_method.name_taken"
    text = "{name} is a way to pay already."


class MethodInUseError(RefusedError):
    code = "payment_method.in_use"
    text = "An open order is partly paid by {name}: pay or cancel it first. Nothing was changed."


class MethodFixedError(RefusedError):
    code = "payment_method.fixed"
    text = "Cash is always taken, and always works the same way."


class MethodFlowError(InvalidInputError):
    code = "payment_method.flow"
    text = "{processor} cannot be paid by {flow!r}: it takes {known}. Nothing was changed."


class TooManyMethodsError(RefusedError):
    code = "payment_method.too_many"
    text = "A store has at most {most} ways to pay. Remove one first."


class NoSuchMethodError(NotFoundError):
    code = "payment_method.unknown"
    text = "This store has no way to pay called {method}."


FlowsOf = Callable[[str], Sequence[str]]
"""How a payment processor of this name can be paid; its usual way first.

:raises NotFoundError: if there is no such processor
"""

_Change = Callable[[Mapping[str, TenderMethod]], Mapping[str, TenderMethod]]
"""Other ways to pay, by code, than those that there are."""


def require_unused(drafts: DraftQueries, gone: Iterable[TenderMethod]) -> None:
    """:raises MethodInUseError: if an open order that is paid so in part could not be paid on"""
    names = {one.code: one.name or one.code for one in gone}
    if not names:
        return
    for tender in chain.from_iterable(map(tenders_in, drafts.drafts())):
        if tender.method in names:
            raise MethodInUseError(name=names[tender.method])


def require_free_name(methods: Iterable[TenderMethod], name: str, *, code: str) -> None:
    """:raises MethodNameTakenError: if another than that with this code is called so"""
    for one in methods:
        called = one.name or one.code
        if one.code != code and called.casefold() == name.casefold():
            raise MethodNameTakenError(name=called)


def clean_method_name(name: str, *, needs_one: bool) -> str:
    """:raises PosError: if a way to pay cannot be called so"""
    cleaned = clean_name(name) if name else ""
    if len(cleaned) > METHOD_NAME_LENGTH_MAX or (needs_one and not cleaned):
        raise MethodNameError(most=METHOD_NAME_LENGTH_MAX)
    return cleaned


class PaymentSettings:
    """Changes hold from the next start of the till."""

    def __init__(
        self,
        *,
        new_uow: NewUnitOfWork,
        settings: SettingQueries,
        journal: JournalWriter,
        flows_of: FlowsOf,
    ) -> None:
        self._new_uow = new_uow
        self._settings = settings
        self._journal = journal
        self._flows_of = flows_of

    def methods(self) -> tuple[TenderMethod, ...]:
        return self._profile().tender_methods

    def put_method(self, *, actor: StaffMember, method: TenderMethod) -> None:
        """Add a way to pay, or change the one with this code.

        :raises PosError: for a code, name, processor or flow that cannot be used, or one too many
        """
        actor.require(Permission.MANAGE_STORE)
        if CASH.code == method.code or method.kind is PaymentMethod.CASH:
            raise MethodFixedError
        if not _CODE.fullmatch(method.code):
            raise MethodCodeError(value=method.code)
        if method.processor:
            method = replace(method, flow=self._flow(method.processor, method.flow))
        # Only the usual ones have words of their own.
        name = clean_method_name(method.name, needs_one=method.code != method.kind.value)
        method = replace(method, name=name)

        def put(methods: Mapping[str, TenderMethod]) -> Mapping[str, TenderMethod]:
            kept = methods.get(method.code)
            if method.name and (kept is None or kept.name != method.name):
                require_free_name((CASH, *methods.values()), method.name, code=method.code)
            changed = {**methods, method.code: method}
            if len(changed) > METHODS_MAX:
                raise TooManyMethodsError(most=METHODS_MAX)
            return changed

        remote = {"processor": method.processor, "flow": method.flow} if method.is_remote else {}
        self._save(actor, put, {"payment_method": method.code, "kind": method.kind.value, **remote})

    def remove_method(self, *, actor: StaffMember, code: str) -> None:
        """What was paid that way stays as it is.

        :raises NoSuchMethodError: if there is none
        :raises MethodInUseError: if an open order is partly paid so
        """
        actor.require(Permission.MANAGE_STORE)
        if code == CASH.code:
            raise MethodFixedError

        def remove(methods: Mapping[str, TenderMethod]) -> Mapping[str, TenderMethod]:
            if code not in methods:
                raise NoSuchMethodError(method=code)
            return {other: one for other, one in methods.items() if other != code}

        self._save(actor, remove, {"payment_method_removed": code})

    def _flow(self, processor: str, flow: str) -> str:
        flows = self._flows_of(processor)
        if flow and flow not in flows:
            raise MethodFlowError(processor=processor, flow=flow, known=", ".join(flows))
        return flow or flows[0]

    def _save(self, actor: StaffMember, change: _Change, said: dict[str, object]) -> None:
        with self._new_uow() as uow:
            # From here on nobody else changes the profile, such as head office.
            profile = self._profile()
            before = {one.code: one for one in profile.tender_methods}
            after = change(before)
            gone = [one for code, one in before.items() if code not in after]
            require_unused(uow.drafts, gone)
            methods = after.values()
            own = tuple(one.fields for one in methods if one.kind is not PaymentMethod.CASH)
            uow.settings.put(SETTING, replace(profile, methods=own).to_text())
            self._journal.append(
                uow.journal, Fact(kind=EntryKind.CONFIG_CHANGE, actor=actor, body=said)
            )
            uow.commit()

    def _profile(self) -> StoreProfile:
        """As it is on disk: it may have been changed since the store was opened."""
        text = self._settings.get(SETTING)
        assert text is not None, "a store without its profile"
        return StoreProfile.from_text(text)
