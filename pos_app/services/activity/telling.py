"""An entry of the journal in plain words: who did what, and who allowed it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pos_app.domain.money import Currency, Money
from pos_app.domain.pricing import DiscountKind
from pos_app.domain.quantity import Quantity
from pos_app.services.activity import store_sayings as store
from pos_app.services.activity import trade_sayings as trade
from pos_app.services.activity.choosing import key_of
from pos_app.services.activity.saying import Group, How, Saying
from pos_app.services.ports import Formats
from pos_app.services.printing.cells import clean

BASIS_POINT: Final = 100
"""In millionths."""
SAYINGS: Final[Mapping[str, Saying]] = {
    **trade.ORDERS,
    **trade.PAYMENTS,
    **trade.DRAWER,
    **trade.RECEIPTS,
    **store.SIGN_INS,
    **store.TILL,
    **store.IMPORTS,
    **store.TIME,
    **store.CHANGES,
}
WORDS: Final[Mapping[str, str]] = {
    "the till": "The till",
    "nobody": "nobody any more",
    "nothing": "nothing",
    "in": "came",
    "out": "left",
    "change": "change money",
    "check": "to look into it",
    "coins": "coins",
    "bank": "to or from the bank",
    "supplier": "a supplier",
    "expenses": "expenses",
    "other": "another reason",
    "setup": "the store was set up",
    "restore": "a backup was put back",
    "adopt": "the store was moved or copied",
    "loss": "entries were missing",
    "and reason": "{told}: {reason}",
    "and approver": "{told}. Allowed by {approver}",
}
"""What the words around and inside of a sentence are in English."""
Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. `number` is its receipt's, where it has one; `asker` tried to get it allowed."""

    seq: int
    at: datetime | None
    group: Group
    key: str
    who: int | None
    approver: int | None
    number: str
    order_id: str
    words: str
    asker: int | None = None


class Teller:
    """Puts entries into the words of one language.

    :param people: names by id
    :param translate: from the English words; the same for those of English
    """

    def __init__(
        self,
        *,
        formats: Formats,
        currency: Currency,
        people: Mapping[int, str],
        translate: Translate = str,
    ) -> None:
        self._formats = formats
        self._currency = currency
        self._people = people
        self._translate = translate
        self._ways: Mapping[How, Callable[[Any], str]] = {
            How.TEXT: _plain,
            How.MONEY: self._money,
            How.BACK: lambda minor: self._money(abs(minor)),
            How.QUANTITY: lambda value: formats.quantity(Quantity(value)),
            How.PERCENT: self._percent,
            How.PERSON: self._person,
            How.MOMENT: self._moment,
            How.WORD: self._word,
            How.CODE: _code,
            How.OFF: self._off,
            How.LIST: lambda value: clean(_listed(value)),
        }

    def line(self, seq: int, raw: bytes) -> Line:
        """What cannot be read is said to be so: it hides nothing else."""
        try:
            entry = json.loads(raw)
            key = key_of(entry, SAYINGS)
            saying = SAYINGS[key]
            return Line(
                seq=seq,
                at=datetime.fromisoformat(entry["wall_utc"]),
                group=saying.group,
                key=key,
                who=entry["user_id"],
                approver=entry["approver_id"],
                number=entry["number"] or "",
                order_id=entry["order_id"] or "",
                words=self._words(entry, saying),
                asker=entry["body"].get("asked_by"),
            )
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            words = self._translate(SAYINGS["unreadable"].text)
            return Line(seq, None, Group.TILL, "unreadable", None, None, "", "", words)

    def _words(self, entry: Mapping[str, Any], saying: Saying) -> str:
        parts = {
            name: self._shown(_at(entry, path), how) for name, (path, how) in saying.parts.items()
        }
        who = entry["user_id"]
        parts["who"] = self._word("the till") if who is None else self._person(who)
        told = self._translate(saying.text).format(**parts)
        reason = _at(entry, saying.reason) if saying.reason else None
        if reason:
            told = self._word("and reason").format(told=told, reason=self._word(str(reason)))
        if entry["approver_id"] is not None:
            approver = self._person(entry["approver_id"])
            told = self._word("and approver").format(told=told, approver=approver)
        return told

    def _word(self, code: str) -> str:
        """What was typed has no words but its own."""
        return self._translate(WORDS[code]) if code in WORDS else clean(code)

    def _person(self, staff_id: object) -> str:
        name = self._people.get(staff_id) if isinstance(staff_id, int) else None
        return clean(name) if name is not None else self._word("nobody")

    def _shown(self, value: Any, how: How) -> str:
        return self._word("nothing") if value is None else self._ways[how](value)

    def _money(self, minor: int) -> str:
        return self._formats.money(Money(minor, self._currency))

    def _percent(self, basis_points: int) -> str:
        return self._formats.percent(basis_points * BASIS_POINT)

    def _off(self, discount: Mapping[str, Any]) -> str:
        way = self._percent if discount["kind"] == DiscountKind.PERCENT.value else self._money
        return way(discount["value"])

    def _moment(self, said: str) -> str:
        return self._formats.date_time(datetime.fromisoformat(said))


def _plain(value: object) -> str:
    return clean(str(value))


def _code(value: object) -> str:
    return clean(str(value).replace("_", " "))


def _listed(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_listed(one)}" for name, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _at(entry: Any, path: str) -> Any:
    """What stands there; None where there is no such place."""
    for name in path.split("."):
        if isinstance(entry, list):
            entry = entry[int(name)] if int(name) < len(entry) else None
        else:
            entry = entry.get(name) if isinstance(entry, dict) else None
    return entry
