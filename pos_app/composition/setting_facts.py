"""What the sections of the settings say beside their fields, read from the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from pos_app.composition.backing_up import names_in
from pos_app.composition.drilling import RESTORE_DRILL, Drill
from pos_app.composition.opening import OpenStore
from pos_app.domain.money import Money
from pos_app.domain.pricing import PricedLine, price_order
from pos_app.domain.quantity import Quantity
from pos_app.domain.store import SETTING, StoreProfile
from pos_app.domain.tax import Tax, TaxClass
from pos_app.services.backup.keeping import newest_of
from pos_app.services.emailing.server import SETTING as MAIL_SERVER
from pos_app.services.emailing.server import MailServer
from pos_app.services.ports import Formats
from pos_app.services.processor_titles import title_of
from pos_app.services.sync.membership import membership
from pos_app.viewmodels.pay.pay_text import words_of
from pos_app.viewmodels.settings.section import Fact, ReadFacts

EXAMPLE: Final = 1_003
"""In minor units: an amount between two coins, wherever there is such a thing."""
TAXED_EXAMPLE_MINOR: Final = 1_000
"""A price that everybody can check: 10.00, or 1000 where there are no cents."""


def tr(words: str) -> str:
    return QCoreApplication.translate("SettingSections", words)


def facts_of(store: OpenStore, formats: Formats) -> Mapping[str, ReadFacts]:
    """By the name of the section."""
    return {
        name: partial(read, store, formats)
        for name, read in {
            "taxes": _taxes,
            "ways": _ways,
            "rounding": _rounding,
            "processors": _processors,
            "mail": _mail,
            "sync": _sync,
            "backup": _backup,
        }.items()
    }


def _profile(store: OpenStore) -> StoreProfile:
    """As it is on disk."""
    return StoreProfile.from_text(store.queries.settings.get(SETTING) or "")


def _taxes(store: OpenStore, formats: Formats) -> Sequence[Fact]:
    profile = _profile(store)
    prices = tr("tax included") if profile.prices_include_tax else tr("tax added on top")
    classes = store.queries.settings.tax_classes()
    return (
        *(
            Fact(one.name, ", ".join(_rate(tax, profile, formats) for tax in one.taxes) or "–")
            for one in classes.values()
        ),
        Fact(tr("Prices on the shelf"), prices),
        *(worked_example(one, profile, formats) for one in classes.values() if one.taxes),
    )


def worked_example(tax_class: TaxClass, profile: StoreProfile, formats: Formats) -> Fact:
    """What one sale comes to, computed as an order is."""
    code, price = tax_class.code, TAXED_EXAMPLE_MINOR
    sold = price_order(
        [PricedLine(Quantity.of(1).thousandths, price, code)],
        tax_classes={code: tax_class},
        policy=profile.policy,
    )

    def money(minor: int) -> str:
        return formats.money(Money(minor, profile.currency))

    words = tr("{name} at {price}").format(name=tax_class.name, price=money(price))
    came_to = tr("{net} net + {tax} tax = {total}")
    return Fact(
        words,
        came_to.format(net=money(sold.net), tax=money(sold.tax), total=money(sold.total)),
    )


def _rate(tax: Tax, profile: StoreProfile, formats: Formats) -> str:
    if tax.amount_minor:
        each = formats.money(Money(tax.amount_minor, profile.currency))
        return tr("{name} {amount} each").format(name=tax.name, amount=each)
    rate = formats.percent(tax.rate_millionths)
    return tax.name if rate in tax.name else f"{tax.name} {rate}"


def _rounding(store: OpenStore, formats: Formats) -> Sequence[Fact]:
    profile = _profile(store)
    exact = formats.money(Money(EXAMPLE, profile.currency))
    words = tr("{amount} in cash is paid as").format(amount=exact)
    return (Fact(words, formats.money(Money(profile.cash.of(EXAMPLE), profile.currency))),)


def _processors(store: OpenStore, _formats: Formats) -> Sequence[Fact]:
    methods = _profile(store).tender_methods
    names = dict.fromkeys(title_of(one.processor) for one in methods if one.processor)
    return (Fact(tr("The payment screen offers"), ", ".join(names) or tr("none of them yet")),)


def _ways(store: OpenStore, _formats: Formats) -> Sequence[Fact]:
    methods = _profile(store).tender_methods
    return (Fact(tr("From the next start"), ", ".join(words_of(one) for one in methods)),)


def _mail(store: OpenStore, _formats: Formats) -> Sequence[Fact]:
    text = store.queries.settings.get(MAIL_SERVER)
    return (Fact(tr("Mail server"), MailServer.from_text(text).host if text else tr("none yet")),)


def _sync(store: OpenStore, _formats: Formats) -> Sequence[Fact]:
    member = membership(store.queries.settings)
    belongs = (
        f"{member.store_name}, {member.url}" if member else tr("no head office, it works alone")
    )
    return (Fact(tr("This till belongs to"), belongs),)


def _backup(store: OpenStore, formats: Formats) -> Sequence[Fact]:
    queries = store.queries
    zone = ZoneInfo(queries.profile.time_zone)
    # Of the store's own folder only: the second one may be on a share that does not answer.
    last_one = newest_of(names_in(store.folder.backups), now=store.services.clock.now())
    newest = formats.date_time(last_one.made_at.astimezone(zone)) if last_one else tr("none yet")
    text = queries.settings.get(RESTORE_DRILL)
    drilled = tr("never")
    if text:
        last = Drill.from_text(text)
        at = formats.date_time(datetime.fromisoformat(last.at).astimezone(zone))
        came_to = tr("failed: {reason}").format(reason=last.reason) if last.reason else tr("good")
        drilled = f"{at}, {came_to}"
    return (Fact(tr("Newest backup"), newest), Fact(tr("Last restore tried"), drilled))
