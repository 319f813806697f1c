"""The ways to pay that lead to a payment processor, among all that a store takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from pos_app.domain.attempt import Flow
from pos_app.domain.payment import PaymentMethod
from pos_app.domain.store import StoreProfile
from pos_app.domain.tender import CARD, CASH, METHOD_NAME_LENGTH_MAX, TenderMethod
from pos_app.services.payments.processor import ProcessorKind
from pos_app.services.store.payment_settings import (
    METHODS_MAX,
    MethodNameTakenError,
    TooManyMethodsError,
    require_free_name,
)

QR_SUFFIX: Final = " QR"


def ways_of(profile: StoreProfile, kind: ProcessorKind) -> tuple[Flow, ...]:
    """How customers may pay with it on the Pay screen."""
    flows = {one.flow for one in profile.tender_methods if one.processor == kind.name}
    return tuple(flow for flow in kind.flows if flow.value in flows)


def with_ways(profile: StoreProfile, kind: ProcessorKind, ways: Collection[Flow]) -> StoreProfile:
    """Offer exactly these; Card asks the reader then, and is taken by hand again without it.

    :raises MethodNameTakenError: if another way to pay is called like one of them
    :raises TooManyMethodsError: if there is no room for them
    """
    methods = {one.code: one for one in profile.tender_methods if one != CASH}
    for method in profile.tender_methods:
        if method.processor == kind.name and method.flow not in ways:
            if method.code == CARD.code:
                methods[CARD.code] = replace(method, processor="", flow="")
            else:
                del methods[method.code]
    kept = {one.flow for one in methods.values() if one.processor == kind.name}
    for flow in kind.flows:
        if flow in ways and flow.value not in kept:
            method = _method(kind, flow)
            if method.code != CARD.code:
                _require_free(methods, method)
            methods[method.code] = method
    if len(methods) + 1 > METHODS_MAX:
        raise TooManyMethodsError(most=METHODS_MAX)
    return replace(profile, methods=tuple(one.fields for one in methods.values()))


def _require_free(methods: Mapping[str, TenderMethod], method: TenderMethod) -> None:
    if method.code in methods:
        raise MethodNameTakenError(name=methods[method.code].name)
    require_free_name((CASH, *methods.values()), method.name, code=method.code)


def _method(kind: ProcessorKind, flow: Flow) -> TenderMethod:
    if flow is Flow.READER:
        return replace(CARD, processor=kind.name, flow=flow.value)
    suffix = QR_SUFFIX if flow is Flow.QR and len(kind.flows) > 1 else ""
    return TenderMethod(
        code=f"{kind.name}_{flow.value}",
        kind=PaymentMethod.OTHER,
        name=f"{kind.title[: METHOD_NAME_LENGTH_MAX - len(suffix)]}{suffix}",
        processor=kind.name,
        flow=flow.value,
    )
