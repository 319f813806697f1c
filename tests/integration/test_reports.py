"""Every report against the same worked out from an export of the journal."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import pytest

from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.soundness import unsound
from pos_app.composition.opening import reading, writing
from pos_app.composition.queries import Queries
from pos_app.domain.staff import (
    Decision,
    NotAllowedError,
    Permission,
    Rights,
    Role,
    StaffMember,
    StoreRights,
)
from pos_app.services.journal.exporting import ExportHeader, export_lines
from pos_app.services.reports.behind import behind_row
from pos_app.services.reports.business_time import BusinessTime
from pos_app.services.reports.desk import CUTS, NoSuchReportError
from pos_app.services.reports.figures import before
from pos_app.services.reports.report import Cell, PeriodError, Report, Scope
from pos_app.services.reports.sales import SalesBy
from pos_app.services.reports.sales_table import BASKETS_BY, NotCutError, PaymentsAreWholeError
from pos_app.services.reports.shift_parts import shift_parts
from tests.integration import shop as shops
from tests.integration.busy_store import DAYS, BusyDays
from tests.integration.raw_orders import Goods, RawOrders, Sums, ratio

FIRST, LAST = date(2026, 1, 30), date(2026, 2, 2)
MONDAY = date(2026, 1, 26)
PERIODS = [(FIRST, LAST), (FIRST, FIRST), (date(2026, 1, 31), LAST), (date(2025, 1, 1), FIRST)]
GOODS = Goods.of(shops.GROCERIES, shops.CATALOGUE)
OWNER = StaffMember(1, "Ana", Role.OWNER)
PARTS = [
    {"cashier": 2},
    {"category": "groceries"},
    {"category": ""},
    {"method": "cash"},
    {"method": "card", "cashier": 2},
    {"method": "card", "category": "groceries"},
]
WAYS = [by for by in SalesBy if by is not SalesBy.PAYMENT]


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> shops.Shop:
    """Finland has no small coins: what is paid in cash is rounded."""
    shop = shops.make(tmp_path_factory.mktemp("busy") / "data", country="FI")
    with pytest.MonkeyPatch.context() as patch, writing(shop.folder) as store:

        def set_clock(moment: datetime) -> None:
            patch.setattr(type(store.services.clock), "now", lambda _clock: moment)

        BusyDays(store, set_clock, random.Random(71)).trade()
    return shop


@pytest.fixture(scope="module")
def queries(busy: shops.Shop) -> Iterator[Queries]:
    with reading(busy.folder) as queries:
        yield queries


@pytest.fixture(scope="module")
def raw(queries: Queries) -> RawOrders:
    header = ExportHeader("", "", queries.journal.signing_keys(), queries.journal.epochs())
    lines = islice(export_lines(header, queries.journal.entries()), 1, None)
    return RawOrders(lines, GOODS)


def read(
    queries: Queries, name: str, since: date, until: date, by: SalesBy | None = None, **only: Any
) -> Report:
    scope = Scope(since, until, **only)
    return queries.desk.read(name, scope=scope, by=by, actor=OWNER)


def by_key(report: Report) -> dict[str, tuple[Cell, ...]]:
    return {row.key: row.cells[1:] for row in report.rows}


def as_cells(sums: Sums) -> tuple[Cell, ...]:
    orders, quantity, tax, gross = sums
    return (orders, quantity, gross - tax, tax, gross)


def test_the_store_has_a_bit_of_everything(raw: RawOrders, busy: shops.Shop) -> None:
    """Else the rest would prove little."""
    entries = list(raw.paid(FIRST, LAST))
    conduct = [sum(column) for column in zip(*raw.conduct(FIRST, LAST).values(), strict=True)]

    assert len(entries) == len(DAYS) * (14 + 3)
    assert all(conduct)
    assert any(one["body"]["rounding"] for one in entries)
    assert any(one["body"].get("tip", 0) > 0 for one in entries)
    assert any(len(one["body"]["payments"]) > 1 for one in entries)
    with Readers(busy.folder.store) as readers:
        assert unsound(readers) == []


@pytest.mark.parametrize("by", [SalesBy.HOUR, SalesBy.CASHIER, SalesBy.CATEGORY])
@pytest.mark.parametrize("place", range(len(DAYS)))
def test_sales_of_a_shift_are_those_of_the_journal(
    queries: Queries, raw: RawOrders, by: SalesBy, place: int
) -> None:
    shift = queries.shifts.listed()[place]
    day = shift.business_date

    report = shift_parts(queries.shifts, shift, cut_over_hour=4)[by]

    rows, total = raw.by(by.value, day, day)
    assert by_key(report) == {key: as_cells(sums) for key, sums in rows.items()}
    assert len(report.rows) > 1
    assert report.totals[1:] == as_cells(total)


@pytest.mark.parametrize(("since", "until"), PERIODS)
class TestSales:
    @pytest.mark.parametrize("by", WAYS)
    def test_are_those_of_the_journal(
        self, queries: Queries, raw: RawOrders, by: SalesBy, since: date, until: date
    ) -> None:
        report = read(queries, "sales", since, until, by)

        rows, total = raw.by(by.value, since, until)
        assert by_key(report) == {key: as_cells(sums) for key, sums in rows.items()}
        assert report.totals[1:] == as_cells(total)

    @pytest.mark.parametrize("by", WAYS)
    @pytest.mark.parametrize("only", PARTS)
    def test_of_a_part_are_those_of_the_journal(
        self,
        queries: Queries,
        raw: RawOrders,
        by: SalesBy,
        only: dict[str, Any],
        since: date,
        until: date,
    ) -> None:
        report = read(queries, "sales", since, until, by, **only)

        rows, total = raw.by(by.value, since, until, **only)
        assert by_key(report) == {key: as_cells(sums) for key, sums in rows.items()}
        assert report.totals[1:] == as_cells(total)

    def test_by_payment_are_what_was_paid(
        self, queries: Queries, raw: RawOrders, since: date, until: date
    ) -> None:
        report = read(queries, "sales", since, until, SalesBy.PAYMENT)

        paid = {row.key: (row.cells[1], *row.cells[-2:]) for row in report.rows}
        assert paid == raw.payments(since, until)
        assert {row.cells[2] for row in report.rows} <= {None}
        nets = [gross - tax for _, tax, gross in raw.payments(since, until).values()]
        assert sorted(report.values("net"), key=str) == sorted(nets, key=str)
        assert [row.cells[0] for row in report.rows] == [row.key.title() for row in report.rows]
        assert report.totals[-1] == sum(gross for *_, gross in raw.payments(since, until).values())

    @pytest.mark.parametrize("cashier", [None, 2])
    @pytest.mark.parametrize("method", ["cash", "card"])
    def test_by_payment_of_one_way_are_what_was_paid_so(
        self,
        queries: Queries,
        raw: RawOrders,
        method: str,
        cashier: int | None,
        since: date,
        until: date,
    ) -> None:
        only = {"method": method, "cashier": cashier}
        report = read(queries, "sales", since, until, SalesBy.PAYMENT, **only)

        paid = {row.key: (row.cells[1], *row.cells[-2:]) for row in report.rows}
        of_all = raw.payments(since, until, cashier=cashier)
        assert paid == {key: sums for key, sums in of_all.items() if key == method}
        _orders, tax, gross = of_all.get(method, (0, 0, 0))
        assert report.totals[-3:] == (gross - tax, tax, gross)

    @pytest.mark.parametrize("by", BASKETS_BY)
    def test_make_the_baskets(
        self, queries: Queries, raw: RawOrders, by: SalesBy, since: date, until: date
    ) -> None:
        report = read(queries, "baskets", since, until, by)

        rows, total = raw.by(by.value, since, until)
        expected = {
            key: (orders, gross, ratio(gross, orders), ratio(quantity, orders))
            for key, (orders, quantity, _, gross) in (rows | {"total": total}).items()
        }
        assert by_key(report) | {"total": report.totals[1:]} == expected

    @pytest.mark.parametrize("by", [SalesBy.PRODUCT, SalesBy.CATEGORY])
    def test_make_the_margin(
        self, queries: Queries, raw: RawOrders, by: SalesBy, since: date, until: date
    ) -> None:
        report = read(queries, "margin", since, until, by)

        assert by_key(report) | {"total": report.totals[1:]} == raw.margin(by.value, since, until)

    @pytest.mark.parametrize("only", [{}, *PARTS])
    def test_make_the_figures_beside_the_same_weekdays(
        self, queries: Queries, raw: RawOrders, only: dict[str, Any], since: date, until: date
    ) -> None:
        report = read(queries, "figures", since, until, **only)

        scope = Scope(since, until, **only)
        for row, one in zip(report.rows, (scope, before(scope)), strict=True):
            assert row.cells[1:] == figures(raw, one.since, one.until, **only)

    def test_make_what_people_did(
        self, queries: Queries, raw: RawOrders, since: date, until: date
    ) -> None:
        report = read(queries, "conduct", since, until)

        expected = raw.conduct(since, until)
        assert by_key(report) == {who: tuple(row) for who, row in expected.items()}
        sums = [sum(column) for column in zip(*expected.values(), strict=True)]
        assert list(report.totals[1:]) == sums

    def test_make_what_sells_fast_and_what_not_at_all(
        self, queries: Queries, raw: RawOrders, since: date, until: date
    ) -> None:
        rows, _ = raw.by("product", since, until)
        bought = {sku: sums[1] for sku, sums in rows.items() if sums[1] > 0}
        fast = read(queries, "fast", since, until)
        dead = read(queries, "dead", since, until)

        levels, days = raw.levels, (until - since).days + 1
        assert by_key(fast) == {
            sku: (
                *(sold, ratio(sold, days), levels.get(sku)),
                None if sku not in levels else max(levels[sku], 0) * days // sold,
            )
            for sku, sold in bought.items()
        }
        assert [row.cells[1] for row in fast.rows] == sorted(bought.values(), reverse=True)
        left = {sku for sku, level in levels.items() if level > 0} - bought.keys()
        assert {row.key: row.cells for row in dead.rows} == {
            sku: (GOODS.names[sku], GOODS.categories[sku], *raw.shelf(sku)) for sku in left
        }
        assert dead.totals[2:] == tuple(
            sum(column) for column in zip(*map(raw.shelf, left), strict=True)
        )


def figures(raw: RawOrders, since: date, until: date, **only: Any) -> tuple[Cell, ...]:
    _, (orders, quantity, tax, gross) = raw.by("day", since, until, **only)
    lines = [item for _, item in raw.lines(since, until, **only)]
    back = -sum(one["total"] for one in lines if one["quantity"] < 0)
    margin = raw.margin("product", since, until, **only).get("total", (0, 0, 0, 0, None, 0))
    return (
        *(gross - tax, gross, orders, ratio(gross, orders), ratio(quantity, orders)),
        *(back, ratio(back * 1_000_000, gross + back), *margin[3:5]),
    )


class TestUntilTheSameTime:
    """A day that is not over is laid beside another until then; a night belongs to its day."""

    @pytest.mark.parametrize("hour", [0, 11, 13, 26])
    @pytest.mark.parametrize("only", [{}, *PARTS])
    @pytest.mark.parametrize("since", [date(2026, 1, 31), date(2026, 1, 30)])
    def test_are_those_of_the_journal(
        self, queries: Queries, raw: RawOrders, since: date, only: dict[str, Any], hour: int
    ) -> None:
        until, cut = date(2026, 1, 31), hour * 3_600
        then = Scope(since, until, **only, cut=cut)
        report = queries.desk.figures(Scope(LAST, LAST, **only), then=then, actor=OWNER)
        hours = queries.desk.read("sales", scope=then, by=SalesBy.HOUR, actor=OWNER)

        ended = raw.ended(until, cut)
        assert report.rows[1].cells[1:] == figures(ended, since, until, **only)
        end = f"{until + timedelta(hour // 24)}T{hour % 24:02}:00"
        assert report.rows[1].cells[0] == f"{since}/{end}"
        rows, total = ended.by("hour", since, until, **only)
        assert by_key(hours) == {key: as_cells(sums) for key, sums in rows.items()}
        assert hours.totals[1:] == as_cells(total)
        assert (total == raw.by("hour", since, until, **only)[1]) is (hour == 26)

    def test_is_the_time_of_now(self) -> None:
        now = BusinessTime(LAST, 50_000, datetime(2026, 2, 2, 13, tzinfo=UTC))

        assert before(Scope(LAST, LAST), now=now) == Scope(MONDAY, MONDAY, cut=50_000)
        assert before(Scope(MONDAY, MONDAY), now=now).cut is None
        assert before(Scope(LAST, LAST), now=now._replace(second=40 * 3_600)).cut is None

    def test_of_a_year_is_52_weeks_before(self) -> None:
        first, last = date(2026, 1, 1), date(2026, 12, 31)

        assert before(Scope(first, last)) == Scope(date(2025, 1, 2), date(2026, 1, 1))
        assert before(Scope(first, first), weeks=52).since == date(2025, 1, 2)
        assert before(Scope(date.min, date.min)) == Scope(date.min, date.min)


class TestNarrowed:
    @pytest.mark.parametrize("only", [{"cashier": 2}, {"method": "card"}])
    @pytest.mark.parametrize("name", ["stock", "fast", "dead"])
    def test_goods_run_out_whoever_sells_them_and_however_they_are_paid(
        self, queries: Queries, name: str, only: dict[str, Any]
    ) -> None:
        of_one = read(queries, name, FIRST, FIRST, **only)

        assert of_one == read(queries, name, FIRST, FIRST)


@pytest.mark.parametrize(("since", "until"), PERIODS)
class TestOrdersBehind:
    @pytest.mark.parametrize("by", WAYS)
    @pytest.mark.parametrize("only", [{}, *PARTS])
    def test_a_number_are_those_that_it_was_added_up_from(
        self,
        queries: Queries,
        raw: RawOrders,
        by: SalesBy,
        only: dict[str, Any],
        since: date,
        until: date,
    ) -> None:
        report = read(queries, "sales", since, until, by, **only)

        key = raw.key(by.value)
        for row in report.rows:
            lines = raw.lines(since, until, **only)
            assert behind(queries, report, row.key) == {
                entry["order_id"] for entry, item in lines if key(entry, item) == row.key
            }

    def test_a_way_to_pay_are_those_paid_so(
        self, queries: Queries, raw: RawOrders, since: date, until: date
    ) -> None:
        report = read(queries, "sales", since, until, SalesBy.PAYMENT)

        for row in report.rows:
            assert behind(queries, report, row.key) == {
                entry["order_id"]
                for entry in raw.paid(since, until)
                if any(one["method"] == row.key for one in raw.tenders(entry))
            }

    def test_what_people_did_are_those_that_they_changed(
        self, queries: Queries, raw: RawOrders, since: date, until: date
    ) -> None:
        report = read(queries, "conduct", since, until)

        changed = raw.changed(since, until)
        assert {row.key: behind(queries, report, row.key) for row in report.rows} == changed


def behind(queries: Queries, report: Report, key: str) -> set[str]:
    wanted = behind_row(report, key)
    assert wanted is not None
    low, high = queries.finder.keys_of(wanted.first, wanted.last)
    found = queries.finder.behind(wanted, low=low, high=high, limit=1_000)
    return {one.row.order_id for one in found}


class TestStock:
    @pytest.mark.parametrize("by", [SalesBy.CATEGORY, SalesBy.PRODUCT])
    def test_is_worth_what_is_there(self, queries: Queries, raw: RawOrders, by: SalesBy) -> None:
        report = read(queries, "stock", FIRST, LAST, by)

        sums: dict[str, list[int]] = {}
        for sku, level in raw.levels.items():
            if not level:
                continue
            left, cost, retail = raw.shelf(sku)
            key = sku if by is SalesBy.PRODUCT else GOODS.categories[sku]
            for name in (key, "total"):
                row = sums.setdefault(name, [0] * 5)
                parts = (1, left, cost, int(GOODS.costs[sku] is None), retail)
                row[:] = (one + part for one, part in zip(row, parts, strict=True))
        assert by_key(report) | {"total": report.totals[1:]} == {
            key: tuple(row) for key, row in sums.items()
        }


class TestRefusals:
    def test_of_who_may_not_read_them(self, queries: Queries) -> None:
        cashier = StaffMember(9, "Eve", Role.CASHIER)

        with pytest.raises(NotAllowedError):
            queries.desk.read("sales", scope=Scope(FIRST, LAST), actor=cashier)

    def test_of_what_is_in_the_drawer_to_who_counts_it_blind(self, queries: Queries) -> None:
        rights = Rights().deciding(Role.SUPERVISOR, Permission.SEE_EXPECTED, Decision.ASK)
        scope, ben = Scope(FIRST, LAST), StaffMember(2, "Ben", Role.SUPERVISOR)
        queries.desk.read("sales", scope=scope, by=SalesBy.PAYMENT, actor=ben)

        blind = replace(ben, rights=StoreRights(rights))

        queries.desk.read("sales", scope=scope, by=SalesBy.CASHIER, actor=blind)
        with pytest.raises(NotAllowedError, match="see_expected"):
            queries.desk.read("sales", scope=scope, by=SalesBy.PAYMENT, actor=blind)
        of_cash = replace(scope, method="cash")
        with pytest.raises(NotAllowedError, match="see_expected"):
            queries.desk.read("sales", scope=of_cash, by=SalesBy.CASHIER, actor=blind)
        with pytest.raises(NotAllowedError, match="see_expected"):
            queries.desk.figures(of_cash, then=scope, actor=blind)

    def test_of_a_period_that_ends_before_it_begins(self) -> None:
        with pytest.raises(PeriodError):
            Scope(LAST, FIRST)

    def test_of_what_there_is_not(self, queries: Queries) -> None:
        with pytest.raises(NoSuchReportError, match="There are figures, sales"):
            read(queries, "horoscope", FIRST, LAST)
        for name in ("margin", "baskets", "stock"):
            with pytest.raises(NotCutError):
                read(queries, name, FIRST, LAST, SalesBy.TAX)
        with pytest.raises(PaymentsAreWholeError):
            read(queries, "sales", FIRST, LAST, SalesBy.PAYMENT, category="groceries")


@pytest.mark.parametrize("name", CUTS)
def test_every_report_of_an_empty_period_has_no_sales(queries: Queries, name: str) -> None:
    day = date(2020, 2, 29)

    report = read(queries, name, day, day)

    is_of_shelves = name in {"stock", "dead"}
    assert bool(report.rows) is (is_of_shelves or name == "figures")
    assert len(report.totals) in (0, len(report.columns))
    assert all(len(row.cells) == len(report.columns) for row in report.rows)
    assert report.charted in {one.name for one in report.columns} | {""}
