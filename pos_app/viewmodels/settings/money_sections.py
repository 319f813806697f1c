"""The sections about money: taxes, rounding, and the limits of tips and returns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from pos_app.domain.rounding import Rounding
from pos_app.domain.tax import Tax, TaxClass, TaxScope
from pos_app.services.store.taxes import name_setting, rate_setting, taxes_of
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
