"""What works on payments, built on an open store."""

from __future__ import annotations

from pos_app.adapters.system.ids import UuidV7
from pos_app.composition.opening import OpenStore
from pos_app.composition.processors import processor_settings_of
from pos_app.services.payments.tender_change import TenderChange, TenderChangePorts
from pos_app.services.payments.tendering import Tendering
from pos_app.services.store.payment_settings import PaymentSettings


def tender_change_of(store: OpenStore) -> TenderChange:
    services = store.services
    ports = TenderChangePorts(
        orders=store.queries.orders,
        new_uow=services.new_uow,
        journal=services.journal,
        clock=services.clock,
        ids=UuidV7(),
    )
    return TenderChange(ports=ports, profile=store.queries.profile)


def tendering_of(store: OpenStore) -> Tendering:
    services, queries = store.services, store.queries
    return Tendering(
        new_uow=services.new_uow,
        journal=services.journal,
        profile=queries.live,
        tax_classes=queries.tax_classes,
        disk=services.disk,
    )


def payment_settings_of(store: OpenStore) -> PaymentSettings:
    services, processors = store.services, processor_settings_of(store)
    return PaymentSettings(
        new_uow=services.new_uow,
        settings=store.queries.settings,
        journal=services.journal,
        flows_of=lambda name: [flow.value for flow in processors.kind(name).flows],
    )
