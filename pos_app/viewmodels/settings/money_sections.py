"""The sections about money: taxes, rounding, and the limits of tips and returns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from pos_app.domain.rounding import Rounding
from pos_app.domain.tax import Tax, TaxClass, TaxScope
from pos_app.domain.tender import BY_HAND, TenderMethod
from pos_app.services.store.taxes import name_setting, rate_setting, taxes_of
from pos_app.services.store.ways import NEW_WAY, name_of_way, place_of_way, rules_of_way
from pos_app.viewmodels.pay.pay_text import words_of
from pos_app.viewmodels.settings.section import Option, Section, Setting
from pos_app.viewmodels.settings.shop_sections import switch


def tr(words: str) -> str:
    return QCoreApplication.translate("SettingSections", words)


def _roundings() -> tuple[Option, ...]:
    return (
        Option(Rounding.HALF_UP.value, tr("Half up")),
        Option(Rounding.HALF_EVEN.value, tr("Half to even")),
        Option(Rounding.HALF_DOWN.value, tr("Half down")),
        Option(Rounding.UP.value, tr("Always up")),
        Option(Rounding.DOWN.value, tr("Always down")),
    )


def taxes(known: Iterable[TaxClass]) -> Section:
    """A name and a rate of each; what is charged by the piece is shown by the facts alone."""
    known = tuple(known)
    settings: list[Setting] = []
    for one in taxes_of(known):
        title = _title(one, known)
        settings += [
            Setting(
                name_setting(one.code),
                tr("{name}: called").format(name=title),
                tr("What receipts and reports call this tax."),
            ),
            Setting(
                rate_setting(one.code),
                tr("{name}: rate in %").format(name=title),
                tr("From 0 to 100, such as 8.875; it holds once no order is open at this till."),
                is_rate=True,
            ),
        ]
    return Section(
        "taxes",
        tr("Taxes"),
        tr("What is charged on the goods, by the tax class that each product has."),
        tuple(settings),
        also=tr("VAT, sales tax, rate"),
    )


def _title(tax: Tax, known: Sequence[TaxClass]) -> str:
    """The first class that has it; with its own name where that class has several."""
    first = next(one for one in known if tax in one.taxes)
    return first.name if len(first.taxes) == 1 else f"{first.name}, {tax.name}"


def ways(known: Iterable[TenderMethod]) -> Section:
    """What each is called, its place and its rules; a new one has them from the next start."""
    settings: list[Setting] = []
    for one in known:
        title = words_of(one)
        settings += [
            Setting(
                name_of_way(one.code),
                tr("{name}: called").format(name=title),
                tr("By payment screen and receipts, from the next start; empty is the usual word.")
                if one.code in BY_HAND
                else tr("By payment screen and receipts, from the next start of the till."),
                is_late=True,
            ),
            Setting(
                place_of_way(one.code),
                tr("{name}: place").format(name=title),
                tr("1 is the first beside cash, 0 takes it no more: from the next start."),
                is_late=True,
            ),
            Setting(
                rules_of_way(one.code),
                tr("{name}: rules").format(name=title),
                tr("What comes with paying that way, from the next start of the till."),
                (
                    Option("none", tr("Nothing more")),
                    Option("drawer", tr("Opens the drawer")),
                    Option("reference", tr("Asks its number")),
                    Option("both", tr("Both")),
                ),
                is_late=True,
            ),
        ]
    new = Setting(
        NEW_WAY,
        tr("Another way to pay"),
        tr("Its name, such as Meal voucher; its place and rules are here from the next start."),
        is_late=True,
    )
    return Section(
        "ways",
        tr("Ways to pay"),
        tr("What customers pay with by hand; cash is always taken, and processors have their own."),
        (*settings, new),
        also=tr("payment methods, tender, card terminal, voucher, on account"),
    )


def rounding() -> Section:
    return Section(
        "rounding",
        tr("Rounding"),
        tr("How fractions of the smallest coin become whole."),
        (
            Setting(
                "cash_increment",
                tr("Smallest coin"),
                tr("Cash is rounded to it, such as 0.05; open orders are paid by the old one."),
                is_amount=True,
            ),
            Setting(
                "cash_rounding",
                tr("Cash is rounded"),
                tr("Which way an amount goes between two coins; open orders keep theirs."),
                _roundings(),
            ),
            Setting(
                "tax_scope",
                tr("Tax is rounded"),
                tr("For each rate is what most countries want; open orders keep their way."),
                (
                    Option(TaxScope.GROUP.value, tr("For each rate")),
                    Option(TaxScope.ITEM.value, tr("On each line")),
                    Option(TaxScope.DOCUMENT.value, tr("Once in all")),
                ),
            ),
            Setting(
                "tax_rounding",
                tr("Fractions of tax go"),
                tr("Half up is what most countries want; open orders keep their way."),
                _roundings(),
            ),
        ),
        also=tr("cash, swedish rounding, cents"),
    )


def limits() -> Section:
    return Section(
        "limits",
        tr("Tips, returns and limits"),
        tr("What is offered to customers, and from where on somebody else must agree."),
        (
            Setting("tips", tr("Tips"), tr("Whether the payment screen offers a tip."), switch()),
            Setting(
                "return_days",
                tr("Days to bring it back"),
                tr("Later than that a manager must agree; 0 is for ever."),
            ),
            Setting(
                "refund_limit",
                tr("Given back in a day"),
                tr("More than this by one person in a day a manager must agree to; 0 is no limit."),
                is_amount=True,
            ),
            Setting(
                "count_limit",
                tr("Difference at the close"),
                tr("A count further off needs a manager; empty is the usual limit, 0 is none."),
                is_amount=True,
            ),
            Setting(
                "auto_lock_minutes",
                tr("Locks itself after"),
                tr("So many minutes without a key or a touch, from 0 to 240; 0 is never."),
            ),
        ),
        also=tr("refund, auto-lock, sign out"),
    )
