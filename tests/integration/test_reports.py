"""Every report against the same worked out from an export of the journal."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
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
from pos_app.services.reports.desk import CUTS, NoSuchReportError
from pos_app.services.reports.figures import before
from pos_app.services.reports.report import Cell, PeriodError, Report, Scope
from pos_app.services.reports.sales import SalesBy
from pos_app.services.reports.sales_table import NotCutError, PaymentsAreWholeError
from tests.integration import shop as shops
from tests.integration.busy_store import DAYS, BusyDays
from tests.integration.raw_orders import Goods, RawOrders, Sums, ratio

FIRST, LAST = date(2026, 1, 30), date(2026, 2, 2)
PERIODS = [(FIRST, LAST), (FIRST, FIRST), (date(2026, 1, 31), LAST), (date(2025, 1, 1), FIRST)]
GOODS = Goods.of(shops.GROCERIES, shops.CATALOGUE)
OWNER = StaffMember(1, "Ana", Role.OWNER)
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
    @pytest.mark.parametrize("only", [{"cashier": 2}, {"category": "groceries"}, {"category": ""}])
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

        paid = {row.key: row.cells[-1] for row in report.rows}
        assert paid == raw.payments(since, until)
        assert [row.cells[0] for row in report.rows] == [row.key.title() for row in report.rows]
        assert report.totals[-1] == sum(raw.payments(since, until).values())

    @pytest.mark.parametrize("by", [SalesBy.DAY, SalesBy.WEEK, SalesBy.HOUR, SalesBy.CASHIER])
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

    def test_make_the_figures_beside_the_same_weekdays(
        self, queries: Queries, raw: RawOrders, since: date, until: date
    ) -> None:
        report = read(queries, "figures", since, until)

        for row, scope in zip(
            report.rows, (Scope(since, until), before(Scope(since, until))), strict=True
        ):
            _, (orders, quantity, tax, gross) = raw.by("day", scope.since, scope.until)
            conduct = raw.conduct(scope.since, scope.until).values()
            back = sum(one[3] + one[5] for one in conduct)
            margin = raw.margin("product", scope.since, scope.until).get("total", (0,) * 4)
            assert row.cells[1:5] == (gross - tax, gross, orders, ratio(gross, orders))
            assert row.cells[5:7] == (ratio(quantity, orders), back)
            assert row.cells[7] == ratio(back * 1_000_000, gross + back)
            assert row.cells[8] == margin[3]

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

        assert {row.key: row.cells[1] for row in fast.rows} == bought
        levels = levels_of(queries)
        there = {sku for sku, level in levels.items() if level > 0}
        assert {row.key for row in dead.rows} == there - bought.keys()
        days = (until - since).days + 1
        for row in fast.rows:
            assert row.cells[3] == levels.get(row.key)
            level = levels.get(row.key)
            lasts = None if level is None else max(level, 0) * days // bought[row.key]
            assert row.cells[4] == lasts


class TestNarrowed:
    def test_what_came_back_is_of_the_same_category(self, queries: Queries, raw: RawOrders) -> None:
        report = read(queries, "figures", FIRST, LAST, category="groceries")

        lines = [item for _, item in raw.lines(FIRST, LAST, category="groceries")]
        back = -sum(one["total"] for one in lines if one["quantity"] < 0)
        gross = sum(one["total"] for one in lines)
        assert report.rows[0].cells[6] == back > 0
        assert report.rows[0].cells[7] == ratio(back * 1_000_000, gross + back)

    @pytest.mark.parametrize("name", ["stock", "fast", "dead"])
    def test_goods_run_out_whoever_sells_them(self, queries: Queries, name: str) -> None:
        of_one = read(queries, name, FIRST, FIRST, cashier=2)

        assert of_one == read(queries, name, FIRST, FIRST)


@pytest.mark.parametrize(("since", "until"), PERIODS)
class TestOrdersBehind:
    @pytest.mark.parametrize("by", WAYS)
    @pytest.mark.parametrize("only", [{}, {"cashier": 2}, {"category": "groceries"}])
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
                if any(one["method"] == row.key for one in entry["body"]["payments"])
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


def levels_of(queries: Queries) -> dict[str, int]:
    found = {}
    for sku in GOODS.categories:
        product = queries.products.by_sku(sku)
        if product is not None:
            found[sku] = queries.stock.level(product.product_id).thousandths
    return found


class TestStock:
    @pytest.mark.parametrize("by", [SalesBy.CATEGORY, SalesBy.PRODUCT])
    def test_is_worth_what_is_there(self, queries: Queries, by: SalesBy) -> None:
        report = read(queries, "stock", FIRST, LAST, by)

        levels = levels_of(queries)
        cost = sum(
            ratio((GOODS.costs[sku] or 0) * max(level, 0), 1_000) or 0
            for sku, level in levels.items()
        )
        assert report.totals[3] == cost
        assert report.totals[2] == sum(levels.values())


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
