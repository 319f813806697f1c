"""What stands beside the sales: the largest first, quick to read, and not for who counts blind."""

from __future__ import annotations

from datetime import date

import pytest

from pos_app.domain.money import Currency
from pos_app.domain.staff import Role, StaffMember
from pos_app.services.reports.report import Column, Kind, Report, Row, Scope
from pos_app.services.reports.sales import SalesBy
from pos_app.viewmodels.reports.choice import Choice, Unit
from pos_app.viewmodels.reports.report_words import ReportWords
from pos_app.viewmodels.reports.sides import ROWS_MAX, sides_of, wanted_beside
from tests.fakes.formats import FakeFormats

DAY = date(2026, 3, 2)
OWNER, CASHIER = StaffMember(1, "Ana", Role.OWNER), StaffMember(2, "Ben", Role.CASHIER)
BOTH = [SalesBy.PRODUCT, SalesBy.PAYMENT]


def wanted(choice: Choice, actor: StaffMember = OWNER) -> list[SalesBy]:
    scope = Scope(DAY, DAY, cashier=choice.cashier, category=choice.category)
    return list(wanted_beside(choice, scope, actor))


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(), BOTH),
        (Choice(by="product"), [SalesBy.PAYMENT]),
        (Choice(by="payment"), [SalesBy.PRODUCT]),
        (Choice(unit=Unit.WEEK), BOTH),
        (Choice(unit=Unit.RANGE, first=DAY, last=DAY), BOTH),
        (Choice(unit=Unit.MONTH), []),
        (Choice(cashier=2), BOTH),
        (Choice(cashier=2, unit=Unit.WEEK), []),
        (Choice(category="Tea"), [SalesBy.PRODUCT]),
        (Choice(report="margin"), []),
    ],
)
def test_are_read_where_that_is_quick(choice: Choice, expected: list[SalesBy]) -> None:
    assert wanted(choice) == expected


def test_say_nothing_of_the_drawer_to_who_counts_blind() -> None:
    assert wanted(Choice(), CASHIER) == [SalesBy.PRODUCT]


def report(by: str, *amounts: int) -> Report:
    columns = (Column(by, Kind.TEXT), Column("gross", Kind.MONEY))
    rows = tuple(Row(f"{one}", (f"of {one}", one)) for one in amounts)
    return Report("sales", by, Scope(DAY, DAY), columns, rows, charted="gross")


@pytest.mark.usefixtures("qapp")
class TestSides:
    @pytest.fixture
    def words(self) -> ReportWords:
        return ReportWords(FakeFormats(), Currency.of("EUR"))

    def test_have_the_largest_first(self, words: ReportWords) -> None:
        [side] = sides_of([report("product", 100, 400, -50)], words)

        assert [row.label for row in side.rows] == ["of 400", "of 100", "of -50"]
        assert [row.part for row in side.rows] == [1_000_000, 250_000, 0]
        assert side.title == "Top products"

    def test_are_cut_short_and_left_out_when_empty(self, words: ReportWords) -> None:
        sides = sides_of([report("product", *range(1, 20)), report("payment")], words)

        assert [len(side.rows) for side in sides] == [ROWS_MAX]

    def test_say_the_share_of_a_payment(self, words: ReportWords) -> None:
        [side] = sides_of([report("payment", 300, 100)], words)

        shares = [row.amount.split(" · ")[1] for row in side.rows]
        assert shares == [FakeFormats().percent(750_000), FakeFormats().percent(250_000)]
