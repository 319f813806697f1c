"""What a store is: its name, money, taxes and habits, kept as one setting."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from pos_app.domain.badge import BADGE_PREFIX_DEFAULT
from pos_app.domain.barcode import Embedded, EmbeddedRule
from pos_app.domain.cash import CashRounding
from pos_app.domain.money import Currency
from pos_app.domain.payment import PaymentMethod
from pos_app.domain.rounding import Rounding
from pos_app.domain.scanner import GAP_MS_DEFAULT
from pos_app.domain.shift import CUT_OVER_HOUR_DEFAULT, usual_count_limit
from pos_app.domain.staff import PIN_LENGTH_DEFAULT, PRACTICE_PIN
from pos_app.domain.tax import TaxPolicy, TaxScope
from pos_app.domain.tender import CARD, CASH, TenderMethod, TenderTerms

AUTO_LOCK_MINUTES_DEFAULT: Final = 5
RECEIPT_COLUMNS_DEFAULT: Final = 48
DAILY_BACKUPS_DEFAULT: Final = 7
SHIFT_BACKUPS_DEFAULT: Final = 5
SETTING: Final = "store"
INSTALLATION: Final = "installation"
"""The setting with the id that this computer remembers for the store's place."""


class Receipts(StrEnum):
    """Whether a paid order prints its receipt by itself."""

    ALWAYS = "always"
    ASK = "ask"
    NEVER = "never"


DISCOUNT_REASONS: Final = ("Damaged", "Regular customer", "Price match", "Staff", "Other")


@dataclass(frozen=True, slots=True)
class StoreProfile:
    """Amounts in minor units; `steps` are the notes and coins quick amounts round up to."""

    name: str
    country: str
    currency_code: str
    time_zone: str
    terminal: str
    journal_id: str
    language: str = "en"
    address: str = ""
    tax_number: str = ""
    tax_number_label: str = ""
    company_id: str = ""
    logo: str = ""
    """Its dots, as `Logo.of_text` reads them."""
    phone: str = ""
    footer: str = ""
    prices_include_tax: bool = True
    tax_scope: str = TaxScope.GROUP.value
    tax_rounding: str = Rounding.HALF_UP.value
    cash_increment: int = 1
    cash_rounding: str = Rounding.HALF_UP.value
    default_tax_class: str = "STANDARD"
    steps: tuple[int, ...] = ()
    largest_note: int = 0
    pin_length: int = PIN_LENGTH_DEFAULT
    cut_over_hour: int = CUT_OVER_HOUR_DEFAULT
    practice: bool = False
    copy_of: str = ""
    """The journal of the real store that a practice store was copied from, and lies beside."""
    demo: bool = False
    keys_in_file: bool = False
    printer: str = ""
    receipt_columns: int = RECEIPT_COLUMNS_DEFAULT
    scanner_gap_ms: int = GAP_MS_DEFAULT
    """How long a scanner may wait between two keys; what is slower was typed."""
    fiscal_notice: str = ""
    embedded: tuple[tuple[str, int, int, int, str, bool], ...] = ()
    """Rules for weight or price in a barcode: the fields of EmbeddedRule, in order."""
    receipts: str = Receipts.ALWAYS.value
    methods: tuple[tuple[str, str, str, bool, bool, str, str], ...] = (CARD.fields,)
    """Ways to pay beside cash: the fields of TenderMethod, in order."""
    badge_prefix: str = BADGE_PREFIX_DEFAULT
    auto_lock_minutes: int = AUTO_LOCK_MINUTES_DEFAULT
    """Without a key or a touch, until the till locks itself; 0 is never."""
    discount_reasons: tuple[str, ...] = DISCOUNT_REASONS
    print_notes: bool = True
    """Whether what was said of a line or an order stands on its receipt."""

    tips: bool = True
    """Whether customers may give something on top of what is due."""
    return_days: int = 0
    """How long what was bought comes back without asking; 0 is for ever."""
    refund_limit: int = 0
    """What one person gives back in a business day without asking; 0 is no limit."""
    daily_backups: int = DAILY_BACKUPS_DEFAULT
    """How many of them stay in a folder."""
    shift_backups: int = SHIFT_BACKUPS_DEFAULT
    backup_hour: int = 0
    """From when on, in its time zone, the backup of a day is made."""
    count_limit: int | None = None
    """How far a count may lie over or under what is expected; 0 is no limit, None the usual one."""
    pin_to_back_out: bool = False
    """Whether letting go of money that was asked for or taken wants a PIN."""
    in_cents: bool = False
    """Whether `5000` is typed for 50.00."""
    own_lines: bool = False
    """Whether the same product again is a line of its own."""
    display_language: str = ""
    """What the customer display speaks; without it, what the receipts do."""
    display_sentences: str = ""
    """What it says by turns while nothing is sold, one to a line."""
    display_pictures: str = ""
    """The folder of the pictures that it shows as well."""

    @property
    def currency(self) -> Currency:
        return Currency.of(self.currency_code)

    @property
    def largest_difference(self) -> int:
        """The limit of a count in minor units; 0 where there is none."""
        if self.count_limit is None:
            return usual_count_limit(self.currency)
        return self.count_limit

    @property
    def policy(self) -> TaxPolicy:
        return TaxPolicy(
            self.prices_include_tax, TaxScope(self.tax_scope), Rounding(self.tax_rounding)
        )

    @property
    def cash(self) -> CashRounding:
        return CashRounding(self.cash_increment, Rounding(self.cash_rounding))

    @property
    def embedded_rules(self) -> tuple[EmbeddedRule, ...]:
        return tuple(
            EmbeddedRule(prefix, item_digits, value_digits, decimals, Embedded(kind), check)
            for prefix, item_digits, value_digits, decimals, kind, check in self.embedded
        )

    @property
    def tender_methods(self) -> tuple[TenderMethod, ...]:
        """The ways to pay, as they stand on the screen; cash is always the first."""
        own = tuple(TenderMethod(one[0], PaymentMethod(one[1]), *one[2:]) for one in self.methods)
        return (CASH, *own)

    @property
    def tender_terms(self) -> TenderTerms:
        return TenderTerms(
            {one.code: one for one in self.tender_methods},
            self.cash,
            self.currency,
            self.largest_note,
        )

    @property
    def number_prefix(self) -> str:
        """What stands before every receipt number: practice numbers differ from real ones."""
        return f"X-{self.terminal}" if self.practice else self.terminal

    @property
    def practice_pin(self) -> str:
        """Everybody's PIN in a practice copy: those of the store stay in the store."""
        return PRACTICE_PIN[: self.pin_length] if self.copy_of else ""

    def to_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> StoreProfile:
        values: dict[str, Any] = json.loads(text)
        known = {name: values[name] for name in cls.__slots__ if name in values}
        known["steps"] = tuple(known.get("steps", ()))
        for name in {"embedded", "methods"} & known.keys():
            known[name] = tuple(tuple(one) for one in known[name])
        known["discount_reasons"] = tuple(known.get("discount_reasons", DISCOUNT_REASONS))
        return cls(**known)
