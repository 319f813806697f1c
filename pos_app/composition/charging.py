"""What moves money through payment processors, built on an open store."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.adapters.system.ids import UuidV7
from pos_app.composition.opening import OpenStore
from pos_app.composition.processors import ProcessorDesk, processor_settings_of
from pos_app.composition.returning import return_limits_of
from pos_app.services.journal.adopting import Adopting
from pos_app.services.payments.accounts import no_account
from pos_app.services.payments.attempt_book import AttemptBook, BookPorts
from pos_app.services.payments.charging import Charging, ChargingPorts
from pos_app.services.payments.owing import Owing, OwingPorts
from pos_app.services.payments.processor import Accounts, Processors
from pos_app.services.payments.processor_calls import ProcessorCalls
from pos_app.services.payments.reconciling import Reconciling, ReconcilingPorts
from pos_app.services.payments.recovering import Recovering, RecoveringPorts
from pos_app.services.payments.remote_refunds import RemoteRefunds
from pos_app.services.payments.trials import TrialPorts, Trials


@dataclass(frozen=True, slots=True)
class CardDesk:
    charging: Charging
    recovering: Recovering
    reconciling: Reconciling
    refunds: RemoteRefunds
    owing: Owing
    trials: Trials
    adopting: Adopting


def card_desk_of(
    store: OpenStore, processors: Processors, accounts: Accounts = no_account
) -> CardDesk:
    services, queries = store.services, store.queries
    book = AttemptBook(
        ports=BookPorts(
            new_uow=services.new_uow,
            journal=services.journal,
            clock=services.clock,
            ids=UuidV7(),
            disk=services.disk,
            staff=queries.staff,
        ),
        tax_classes=queries.tax_classes,
    )
    calls = ProcessorCalls(
        processors=processors, book=book, description=queries.profile.name, accounts=accounts
    )
    charging = Charging(
        ports=ChargingPorts(book=book, calls=calls, clock=services.clock, ids=UuidV7()),
        profile=queries.live,
        tax_classes=queries.tax_classes,
    )
    recovering = Recovering(
        ports=RecoveringPorts(
            attempts=queries.attempts,
            drafts=queries.drafts,
            staff=queries.staff,
            charging=charging,
            book=book,
            checkout=services.checkout,
        )
    )
    reconciling = Reconciling(
        ports=ReconcilingPorts(
            attempts=queries.attempts,
            orders=queries.orders,
            drafts=queries.drafts,
            processors=processors,
            calls=calls,
        ),
        profile=queries.profile,
    )
    refunds = RemoteRefunds(
        charging=charging, terms=queries.profile.tender_terms, limits=return_limits_of(queries)
    )
    owing = Owing(
        ports=OwingPorts(
            attempts=queries.attempts,
            new_uow=services.new_uow,
            journal=services.journal,
            clock=services.clock,
            ids=UuidV7(),
            disk=services.disk,
            staff=queries.staff,
            recovering=recovering,
        )
    )
    trials = _trials_of(store, book)
    return CardDesk(charging, recovering, reconciling, refunds, owing, trials, services.adopting)


def _trials_of(store: OpenStore, book: AttemptBook) -> Trials:
    ports = TrialPorts(
        book=book,
        attempts=store.queries.attempts,
        settings=processor_settings_of(store),
        profile=store.queries.live,
        clock=store.services.clock,
        ids=UuidV7(),
    )
    return Trials(ports=ports)


def own_card_desk(store: OpenStore) -> CardDesk:
    """With the processors that the store has set up."""
    desk = ProcessorDesk(store)
    return card_desk_of(store, desk.get, desk.account)
