"""Use case: find an order by what a person remembers of it, a bounded step at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Final, Protocol

from pos_app.domain.barcode import GTIN_LENGTHS, padded_forms
from pos_app.domain.money import Currency, Money
from pos_app.domain.return_story import NO_STORY, ReturnStory
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.catalogue.searching import folded, search_words
from pos_app.services.orders.behind import Behind
from pos_app.services.orders.find_text import (
    MINUTES_AROUND,
    FindText,
    Wanted,
    minute_of_day,
    numbers_of,
)
from pos_app.services.ports import Formats, OrderRow, StaffQueries

PAGE: Final = 60
STEP: Final = 30_000
"""So many orders are looked through at once; the next step waits for its turn in the lane."""
SALES_STEP: Final = 600
"""Of an item, where the orders must fit something else too."""
PRODUCTS_MAX: Final = 200
LAST_DIGITS: Final = 4
NEWEST: Final = 1 << 62
_MINUTES_PER_DAY: Final = 24 * 60


class Period(Enum):
    """How far back is looked for what no index knows: an amount, a time, a person."""

    MONTH = 30
    YEAR = 365
    EVER = 0

    @property
    def wider(self) -> Period:
        return {Period.MONTH: Period.YEAR, Period.YEAR: Period.EVER}.get(self, Period.MONTH)

    def first_day(self, today: date) -> date:
        return today - timedelta(days=self.value) if self.value else date.min


class FoundBy(Enum):
    """What of the text it was that led to the orders."""

    NOTHING = "nothing"
    NUMBER = "number"
    FACTS = "facts"
    CASHIER = "cashier"
    ITEM = "item"
    ADDRESS = "address"
    CARD = "card"
    REPORT = "report"
    """Nothing was typed: they stand behind a number."""


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """`key` is its place in the order of recording; `paid` is what was asked for it in the end."""

    key: int
    row: OrderRow
    paid: Money
    story: ReturnStory = NO_STORY


@dataclass(frozen=True, slots=True)
class Facts:
    """What every order tells by itself. `minutes` is a first one and how many more."""

    amount: int | None = None
    minutes: tuple[int, int] | None = None
    cashiers: frozenset[int] | None = None
    day: date | None = None

    @property
    def is_empty(self) -> bool:
        return self == Facts()

    def fit(self, found: FoundOrder) -> bool:
        row = found.row
        if self.amount is not None and self.amount not in {row.total.minor, found.paid.minor}:
            return False
        if self.day is not None and row.business_date != self.day:
            return False
        if self.minutes is None:
            return True
        assert row.completed_at is not None
        first, more = self.minutes
        return (minute_of_day(row.completed_at) - first) % _MINUTES_PER_DAY <= more


@dataclass(frozen=True, slots=True)
class Page:
    """Orders, newest first. `after` is where the next page goes on, or None at the end.

    `is_bounded`: what is older than the period was not looked at.
    """

    orders: tuple[FoundOrder, ...]
    after: int | None
    by: FoundBy = FoundBy.NOTHING
    is_bounded: bool = False


class OrderFinder(Protocol):
    """Each call is bounded, whatever the store holds; orders come newest first."""

    def series(self) -> Sequence[str]:
        """What the receipt numbers of this terminal begin with, the newest first."""
        ...

    def by_numbers(self, numbers: Sequence[str]) -> Sequence[FoundOrder]: ...
    def number_prefix(self, prefix: str, *, limit: int) -> Sequence[FoundOrder]: ...
    def by_keys(self, keys: Sequence[int]) -> Sequence[FoundOrder]: ...
    def keys_of(self, first: date, last: date) -> tuple[int, int]:
        """The first and the last key of these business dates; (0, -1) if there is none."""
        ...

    def with_facts(self, facts: Facts, *, low: int, high: int, limit: int) -> Sequence[FoundOrder]:
        """Those from `low` to `high` that fit."""
        ...

    def behind(self, behind: Behind, *, low: int, high: int, limit: int) -> Sequence[FoundOrder]:
        """Those from `low` to `high` that stand behind a number, whatever their date."""
        ...

    def products(self, words: tuple[str, ...], *, limit: int) -> Sequence[int]:
        """Those that are called so, on sale or not any more."""
        ...

    def products_with(self, codes: Sequence[str]) -> Sequence[int]: ...
    def sold(
        self, products: Sequence[int], *, before: int, limit: int
    ) -> Sequence[tuple[int, int]]:
        """The newest sales before that movement of any of them: movement and order key."""
        ...

    def stories(self, keys: Sequence[int]) -> Mapping[int, ReturnStory]:
        """What came back of these, and what they gave back."""
        ...

    def carded(self, last_four: str, *, limit: int) -> Sequence[int]:
        """Keys of the newest orders with a payment whose reference ends so."""
        ...

    def emailed(self, address: str, *, limit: int) -> Sequence[int]:
        """Keys of orders with an e-mail to it; without an address, with one that is not sent."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, how far back, and after which page; or what stands behind a number."""

    text: str
    period: Period = Period.MONTH
    after: int | None = None
    behind: Behind | None = None


class Finding:
    def __init__(
        self,
        *,
        orders: OrderFinder,
        staff: StaffQueries,
        formats: Formats,
        currency: Currency,
    ) -> None:
        self._orders = orders
        self._staff = staff
        self._currency = currency
        self._formats = formats
        self._text: FindText | None = None

    def find(self, question: Question, *, today: date, actor: StaffMember) -> Page:
        """The next page, or a part of it: while `after` is no end, there may be more.

        What may be read in more than one way is looked for in each, the likeliest first.
        """
        actor.require(Permission.SELL)
        if question.behind is not None:
            return self._told(self._behind(question.behind, question.after))
        wanted = self._reader().read(question.text, today=today)
        last = Page((), None)
        for way in self._ways(wanted, question, today):
            last = way
            if way.orders or way.after is not None:
                break
        return self._told(last)

    def _told(self, page: Page) -> Page:
        stories = self._orders.stories([one.key for one in page.orders])
        told = tuple(replace(one, story=stories[one.key]) for one in page.orders)
        return replace(page, orders=told)

    def _reader(self) -> FindText:
        if self._text is None:  # it asks the formats, which load slowly
            self._text = FindText(self._formats, self._currency)
        return self._text

    def _ways(self, wanted: Wanted, question: Question, today: date) -> Iterator[Page]:
        if wanted.address is not None:
            keys = self._orders.emailed(wanted.address, limit=PAGE)
            yield Page(tuple(self._orders.by_keys(keys)), None, FoundBy.ADDRESS)
            return
        if wanted.number or wanted.digits:
            yield self._numbered(wanted)
        if len(wanted.digits) == LAST_DIGITS:
            yield self._carded(wanted)
        if wanted.digits:
            wanted = replace(
                wanted, amount=wanted.amount or self._reader().amount_of(wanted.digits)
            )
        facts = self._facts(wanted)
        if wanted.code:
            yield self._with_items(self._with_code(wanted.code), facts, question, today)
            return
        # What looks like a number may be the code or the name of an item all the same.
        words = (*wanted.words, wanted.number) if wanted.number else wanted.words
        if words:
            yield from self._worded(words, facts, question, today)
        else:
            yield self._with_facts(facts, question, today)

    def _worded(
        self, words: tuple[str, ...], facts: Facts, question: Question, today: date
    ) -> Iterator[Page]:
        """A person of exactly that name, or an item, or a person whose name begins so."""
        whole, begun = self._cashiers(words)
        if whole:
            yield self._with_facts(replace(facts, cashiers=whole), question, today)
        searched = search_words(" ".join(words))
        products = self._orders.products(searched, limit=PRODUCTS_MAX) if searched else ()
        yield self._with_items(products, facts, question, today)
        if begun:
            yield self._with_facts(replace(facts, cashiers=begun), question, today)

    def _numbered(self, wanted: Wanted) -> Page:
        if wanted.digits:
            numbers = numbers_of(wanted.digits, self._orders.series())
            return Page(tuple(self._orders.by_numbers(numbers)), None, FoundBy.NUMBER)
        series, _, digits = wanted.number.rpartition("-")
        exact = self._orders.by_numbers((wanted.number, *numbers_of(digits, (series,))))
        found = exact or self._orders.number_prefix(wanted.number, limit=PAGE)
        return Page(tuple(found), None, FoundBy.NUMBER)

    def _carded(self, wanted: Wanted) -> Page:
        """By what a card or its terminal shows at the end of its number."""
        keys, facts = self._orders.carded(wanted.digits, limit=PAGE), self._facts(wanted)
        found = [one for one in self._orders.by_keys(keys) if facts.fit(one)]
        return Page(tuple(found), None, FoundBy.CARD)

    def _facts(self, wanted: Wanted) -> Facts:
        minutes = None
        if wanted.minute is not None:
            minutes = ((wanted.minute - MINUTES_AROUND) % _MINUTES_PER_DAY, 2 * MINUTES_AROUND)
        amount = wanted.amount.minor if wanted.amount is not None else None
        return Facts(amount=amount, minutes=minutes, day=wanted.day)

    def _with_facts(self, facts: Facts, question: Question, today: date) -> Page:
        """One step back through the period; all orders, if there is nothing to fit."""
        by = FoundBy.CASHIER if facts.cashiers else FoundBy.FACTS
        is_bounded = facts.day is None
        if facts.is_empty:
            found = self._orders.with_facts(facts, low=0, high=_before(question.after), limit=PAGE)
            more = found[-1].key if len(found) == PAGE else None
            return Page(tuple(found), more)
        first, last = self._keys(facts, question.period, today)
        high = min(last, _before(question.after))
        low = max(first, high - STEP + 1)
        found = self._orders.with_facts(facts, low=low, high=high, limit=PAGE)
        if len(found) == PAGE:
            return Page(tuple(found), found[-1].key, by, is_bounded)
        return Page(tuple(found), low if low > first else None, by, is_bounded)

    def _behind(self, behind: Behind, after: int | None) -> Page:
        """One step back through the period of a number."""
        first, last = self._orders.keys_of(behind.first, behind.last)
        high = min(last, _before(after))
        low = max(first, high - STEP + 1)
        found = self._orders.behind(behind, low=low, high=high, limit=PAGE)
        if len(found) == PAGE:
            return Page(tuple(found), found[-1].key, FoundBy.REPORT)
        return Page(tuple(found), low if low > first else None, FoundBy.REPORT)

    def _keys(self, facts: Facts, period: Period, today: date) -> tuple[int, int]:
        if facts.day is not None:
            return self._orders.keys_of(facts.day, facts.day)
        return self._orders.keys_of(period.first_day(today), date.max)

    def _with_items(
        self, products: Sequence[int], facts: Facts, question: Question, today: date
    ) -> Page:
        """Not bound to a period, as each product knows its sales, unless more must fit."""
        if not products:
            return Page((), None, FoundBy.ITEM)
        before = NEWEST if question.after is None else question.after
        limit = PAGE if facts.is_empty else SALES_STEP
        sold = self._orders.sold(products, before=before, limit=limit)
        keys = sorted({key for _, key in sold}, reverse=True)
        fitting = [one for one in self._orders.by_keys(keys) if facts.fit(one)]
        more = sold[-1][0] if len(sold) == limit else None
        if more is not None and not facts.is_empty:
            first, _ = self._keys(facts, question.period, today)
            more = more if keys[-1] > first else None
        is_bounded = not facts.is_empty and facts.day is None
        return Page(tuple(fitting), more, FoundBy.ITEM, is_bounded)

    def _with_code(self, code: str) -> Sequence[int]:
        forms = padded_forms(code) if len(code) in GTIN_LENGTHS else (code,)
        return self._orders.products_with(tuple(forms))

    def _cashiers(self, words: tuple[str, ...]) -> tuple[frozenset[int], frozenset[int]]:
        """Whose name this is, and whose name begins so."""
        text = folded(" ".join(words))
        people = [(one.staff_id, folded(one.name)) for one in self._staff.listed()]
        whole = frozenset(who for who, name in people if text in (name, *name.split()))
        begun = frozenset(who for who, name in people if name.startswith(text))
        return whole, begun


def _before(after: int | None) -> int:
    return NEWEST if after is None else after - 1
