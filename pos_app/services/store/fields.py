"""The settings of a store by name: how each is read from what somebody typed, and shown again.

The texts are the same on the command line and on the screen, whatever the language is:
on or off, plain digits, amounts with a point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from pos_app.domain.card_number import require_no_card
from pos_app.domain.errors import InvalidInputError
from pos_app.domain.logo import Logo
from pos_app.domain.money import Money
from pos_app.domain.rounding import Rounding
from pos_app.domain.scanner import GAP_MS_DEFAULT, GAP_MS_MAX
from pos_app.domain.store import Receipts, StoreProfile
from pos_app.domain.tax import TaxScope
from pos_app.services.printing.layout import WIDTH_MIN
from pos_app.services.store.setting_up import STORE_TEXT_LENGTH_MAX, StoreTextError, clean_text

COLUMNS_MAX: Final = 80
CUT_OVER_HOUR_MAX: Final = 12
HOUR_MAX: Final = 23
RETURN_DAYS_MAX: Final = 36_500
AUTO_LOCK_MINUTES_MAX: Final = 240
BACKUPS_KEPT: Final = range(2, 61)
INCREMENT_MAX: Final = 10_000
AMOUNT_MAX: Final = 10**12
"""In minor units, as the one above."""
ON: Final = "on"
OFF: Final = "off"

Value = str | int | bool | None


class SettingChoiceError(InvalidInputError):
    code = "setting.choice"
    text = "{value!r} is none of these: {known}. Nothing was changed."


class SettingNumberError(InvalidInputError):
    code = "setting.number"
    text = "{value!r} is no whole number from {least} to {most}. Nothing was changed."


class SettingAmountError(InvalidInputError):
    code = "setting.amount"
    text = "{value!r} is no amount from {least} to {most}. Nothing was changed."


class SettingZoneError(InvalidInputError):
    code = "setting.time_zone"
    text = "{value!r} is no time zone such as Europe/Paris. Nothing was changed."


@dataclass(frozen=True, slots=True)
class StoreField:
    """A setting that stands in the store's profile under the same name.

    `read` takes what was typed, and raises an InvalidInputError that says what is right.
    """

    name: str
    read: Callable[[str, StoreProfile], Value]
    show: Callable[[StoreProfile], str]
    told: Callable[[Any], Value] = lambda value: value
    """What the journal says of a value."""


def _text(name: str, words: str, *, least: int = 0, lines: bool = False) -> StoreField:
    """:param words: what it is called where it is too long"""

    def read(text: str, _profile: StoreProfile) -> str:
        cleaned = clean_text(text.strip())
        if not lines:
            cleaned = " ".join(cleaned.split("\n")).strip()
        if not least <= len(cleaned) <= STORE_TEXT_LENGTH_MAX:
            raise StoreTextError(field=words, least=least, longest=STORE_TEXT_LENGTH_MAX)
        require_no_card(cleaned, field_is_code=True)
        return cleaned

    return StoreField(name, read, lambda profile: str(getattr(profile, name)))


def _choice(name: str, known: Sequence[str]) -> StoreField:
    def read(text: str, _profile: StoreProfile) -> str:
        if text.strip() not in known:
            raise SettingChoiceError(value=text, known=", ".join(known))
        return text.strip()

    return StoreField(name, read, lambda profile: str(getattr(profile, name)))


def _switch(name: str) -> StoreField:
    choice = _choice(name, (ON, OFF))
    return StoreField(
        name,
        lambda text, profile: choice.read(text, profile) == ON,
        lambda profile: ON if getattr(profile, name) else OFF,
    )


def _number(name: str, least: int, most: int) -> StoreField:
    def read(text: str, _profile: StoreProfile) -> int:
        digits = text.strip()
        is_number = digits.isascii() and digits.isdigit() and len(digits) <= len(str(most))
        if not (is_number and least <= int(digits) <= most):
            raise SettingNumberError(value=text, least=least, most=most)
        return int(digits)

    return StoreField(name, read, lambda profile: str(getattr(profile, name)))


def _amount(name: str, least: int, most: int) -> StoreField:
    """Minor units, typed as an amount."""

    def read(text: str, profile: StoreProfile) -> int:
        def plain(minor: int) -> str:
            return Money(minor, profile.currency).plain()

        minor = Money.parse(text.strip(), profile.currency).minor
        if not least <= minor <= most:
            raise SettingAmountError(value=text, least=plain(least), most=plain(most))
        return minor

    return StoreField(
        name, read, lambda profile: Money(getattr(profile, name), profile.currency).plain()
    )


def _amount_or_usual(name: str, most: int) -> StoreField:
    """The same; with nothing typed it is the usual one of the currency."""
    amount = _amount(name, 0, most)
    return StoreField(
        name,
        lambda text, profile: amount.read(text, profile) if text.strip() else None,
        lambda profile: "" if getattr(profile, name) is None else amount.show(profile),
    )


def _read_logo(text: str, _profile: StoreProfile) -> str:
    return Logo.of_text(text).to_text() if text else ""


def _told_logo(text: str) -> str:
    return Logo.of_text(text).told if text else ""


def _read_zone(text: str, _profile: StoreProfile) -> str:
    name = text.strip()
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:  # a folder of zones, a path, none such
        raise SettingZoneError(value=text) from error
    return name


FIELDS: Final[Mapping[str, StoreField]] = {
    one.name: one
    for one in (
        _text("name", "The store's name", least=1),
        _text("address", "The address", lines=True),
        _text("tax_number", "The tax number"),
        _text("company_id", "The company number"),
        _text("phone", "The phone number"),
        _text("footer", "The footer", lines=True),
        StoreField("logo", _read_logo, lambda profile: profile.logo, _told_logo),
        StoreField("language", lambda text, _profile: text.strip(), lambda one: one.language),
        StoreField("time_zone", _read_zone, lambda profile: profile.time_zone),
        _number("cut_over_hour", 0, CUT_OVER_HOUR_MAX),
        _choice("receipts", [one.value for one in Receipts]),
        _switch("print_notes"),
        _number("receipt_columns", WIDTH_MIN, COLUMNS_MAX),
        _choice("tax_scope", [one.value for one in TaxScope]),
        _choice("tax_rounding", [one.value for one in Rounding]),
        _amount("cash_increment", 1, INCREMENT_MAX),
        _choice("cash_rounding", [one.value for one in Rounding]),
        StoreField("printer", lambda text, _profile: text.strip(), lambda profile: profile.printer),
        _number("scanner_gap_ms", GAP_MS_DEFAULT, GAP_MS_MAX),
        _switch("tips"),
        _number("return_days", 0, RETURN_DAYS_MAX),
        _amount("refund_limit", 0, AMOUNT_MAX),
        _amount_or_usual("count_limit", AMOUNT_MAX),
        _switch("pin_to_back_out"),
        _switch("in_cents"),
        _switch("own_lines"),
        StoreField(
            "display_language",
            lambda text, _profile: text.strip(),
            lambda one: one.display_language,
        ),
        _text("display_sentences", "What the display says", lines=True),
        StoreField(
            "display_pictures",
            lambda text, _profile: text.strip(),
            lambda one: one.display_pictures,
        ),
        _number("auto_lock_minutes", 0, AUTO_LOCK_MINUTES_MAX),
        _number("daily_backups", BACKUPS_KEPT.start, BACKUPS_KEPT.stop - 1),
        _number("backup_hour", 0, HOUR_MAX),
        _number("shift_backups", BACKUPS_KEPT.start, BACKUPS_KEPT.stop - 1),
    )
}
"""What a person may change at this terminal. Country, currency and codes are for good."""
