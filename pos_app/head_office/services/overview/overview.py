"""What a manager may look at: their store, or all of them, and nothing of another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from pos_app.head_office.services.access.ports import Clock
from pos_app.head_office.services.access.roles import PersonCaller, Role
from pos_app.head_office.services.business_dates import business_date_of
from pos_app.head_office.services.errors import AbsentError, ForbiddenError
from pos_app.head_office.services.overview.ports import (
    OrderQueries,
    OverviewQueries,
    ProblemBook,
    ProductQueries,
)
from pos_app.head_office.services.overview.shapes import (
    OrderFilter,
    OrderRecord,
    OrderShown,
    ProblemShown,
    ProductShown,
    StoreDay,
    StoreShown,
    TerminalShown,
)

ORDERS_SHOWN: Final = 50
PRODUCTS_SHOWN: Final = 50
PROBLEMS_SHOWN: Final = 50
SEARCHED_DAYS: Final = 92
SHARED: Final = ""
"""The scope of what all stores share."""


class OverviewForbiddenError(ForbiddenError):
    text = "The stores are shown to managers and to head office. Nothing was changed."


class StoreAbsentError(AbsentError):
    text = "There is no such store here. Nothing was changed."


class OrderAbsentError(AbsentError):
    text = (
        "There is no such order here. If its terminal has not sent it yet, it follows by itself; "
        "nothing was changed."
    )


class ProblemAbsentError(AbsentError):
    text = "That entry is not here, or somebody has looked at it already. Nothing was changed."


class ProductAbsentError(AbsentError):
    text = "There is no such product here. Nothing was changed."


@dataclass(frozen=True, slots=True)
class OverviewPorts:
    stores: OverviewQueries
    orders: OrderQueries
    products: ProductQueries
    problems: ProblemBook
    clock: Clock


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for among the orders; `store_id` is empty for all stores."""

    number: str = ""
    total: int | None = None
    day: date | None = None
    store_id: str = ""
    before: tuple[int, str] | None = None


class Overview:
    """Every question names who asks; the stores that they do not see are not there."""

    def __init__(self, ports: OverviewPorts) -> None:
        self._ports = ports

    def stores(self, *, caller: PersonCaller) -> Sequence[StoreShown]:
        """:raises OverviewForbiddenError: for a role that sees its own orders only"""
        if not caller.role.covers(Role.MANAGER):
            raise OverviewForbiddenError
        return [one for one in self._ports.stores.stores() if caller.sees_store(one.store_id)]

    def today(self, *, caller: PersonCaller) -> date:
        """The business date that the latest of the stores is in."""
        now = self._ports.clock.now()
        zones = [one.time_zone for one in self.stores(caller=caller)] or ["UTC"]
        return max(_business_date(now, zone) for zone in zones)

    def days(self, *, caller: PersonCaller, day: date, store_id: str = "") -> Sequence[StoreDay]:
        """:raises StoreAbsentError: for a store that the caller does not see"""
        stores = self._chosen(caller, store_id)
        return self._ports.stores.days(stores=stores, day=day)

    def terminals(self, *, caller: PersonCaller) -> Sequence[TerminalShown]:
        return self._ports.stores.terminals(store_ids=self._ids(caller))

    def problems(self, *, caller: PersonCaller) -> Sequence[ProblemShown]:
        """One more than are shown, where there are more."""
        return self._ports.stores.problems(store_ids=self._ids(caller), limit=PROBLEMS_SHOWN + 1)

    def problem_count(self, *, caller: PersonCaller) -> int:
        return self._ports.stores.problem_count(store_ids=self._ids(caller))

    def settle(self, *, caller: PersonCaller, problem_id: int) -> None:
        """Somebody has looked at it; it stays kept.

        :raises ProblemAbsentError: if it is of another store, or was settled before
        """
        settled = self._ports.problems.settle(
            problem_id=problem_id,
            store_ids=self._ids(caller),
            by=caller.person_id,
            at=self._ports.clock.now(),
        )
        if not settled:
            raise ProblemAbsentError

    def find_orders(self, *, caller: PersonCaller, search: Search) -> Sequence[OrderShown]:
        """One more than are shown, where there are more."""
        stores = self._chosen(caller, search.store_id)
        today = self.today(caller=caller)
        zones = {one.store_id: ZoneInfo(one.time_zone) for one in stores}
        found = self._ports.orders.find(
            terms=OrderFilter(
                store_ids=list(zones),
                since=search.day or today - timedelta(days=SEARCHED_DAYS),
                until=search.day or date.max,
                number=search.number,
                total=search.total,
                before=search.before,
            ),
            limit=ORDERS_SHOWN + 1,
        )
        return [replace(one, at=one.at.astimezone(zones[one.store_id])) for one in found]

    def order(self, *, caller: PersonCaller, order_id: str) -> OrderRecord:
        """:raises OrderAbsentError: if no store that the caller sees has it"""
        zones = {one.store_id: one.time_zone for one in self.stores(caller=caller)}
        found = self._ports.orders.order(order_id=order_id, store_ids=list(zones))
        if found is None:
            raise OrderAbsentError
        at = found.order.at.astimezone(ZoneInfo(zones[found.order.store_id]))
        return replace(found, order=replace(found.order, at=at))

    def find_products(
        self, *, caller: PersonCaller, words: str, after: str
    ) -> Sequence[ProductShown]:
        """One more than are shown, where there are more."""
        return self._ports.products.find(
            scopes=self._scopes(caller), words=words, after=after, limit=PRODUCTS_SHOWN + 1
        )

    def product(self, *, caller: PersonCaller, sku: str) -> ProductShown:
        """:raises ProductAbsentError: if the caller's stores do not sell it"""
        found = self._ports.products.product(scopes=self._scopes(caller), sku=sku)
        if found is None:
            raise ProductAbsentError
        return found

    def _ids(self, caller: PersonCaller) -> Sequence[str]:
        return [one.store_id for one in self.stores(caller=caller)]

    def _scopes(self, caller: PersonCaller) -> Sequence[str]:
        """Of products: a store's own are shown to that store."""
        self.stores(caller=caller)
        return [SHARED] if caller.store_id is None else [SHARED, caller.store_id]

    def _chosen(self, caller: PersonCaller, store_id: str) -> Sequence[StoreShown]:
        stores = self.stores(caller=caller)
        if not store_id:
            return stores
        chosen = [one for one in stores if one.store_id == store_id]
        if not chosen:
            raise StoreAbsentError
        return chosen


def _business_date(now: datetime, time_zone: str) -> date:
    return business_date_of(now.astimezone(ZoneInfo(time_zone)))
