from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.services.catalogue.clean_text import cleaned
from pos_app.services.catalogue.number_style import NumberStyle
from pos_app.services.catalogue.ports import ProductRow
from pos_app.services.catalogue.reading import COLUMNS, Problem, RawRow
from pos_app.services.catalogue.row_checking import CheckRules, RowChecker
from pos_app.services.catalogue.row_refusal import RowRefusedError
from tests.fakes.catalogue import EUR

GOOD = {
    "sku": "A-1",
    "barcode": "4006381333931",
    "name": "Pen",
    "category": "office",
    "price": "1.50",
    "tax_class": "STANDARD",
    "cost": "0.80",
    "stock": "12",
    "unit": "each",
    "deposit": "",
    "variant_group": "",
    "variant": "",
    "age": "",
    "open_price": "",
}


def raw(**changes: str) -> RawRow:
    cells = GOOD | changes
    return RawRow(7, tuple(cells[column] for column in COLUMNS))


@pytest.fixture
def warnings() -> list[Problem]:
    return []


def a_checker(
    warnings: list[Problem],
    *,
    style: NumberStyle = NumberStyle.POINT,
    columns: frozenset[str] = frozenset(COLUMNS),
    stored: frozenset[str] = frozenset(),
) -> RowChecker:
    rules = CheckRules(
        currency=EUR,
        tax_classes=frozenset({"STANDARD", "REDUCED"}),
        columns=columns,
        style=style,
        is_stored_barcode=stored.__contains__,
    )
    return RowChecker(rules=rules, warn=warnings.append)


@pytest.fixture
def checker(warnings: list[Problem]) -> RowChecker:
    return a_checker(warnings)


class TestGoodRow:
    def test_is_read(self, checker: RowChecker, warnings: list[Problem]) -> None:
        row = checker.check(
            raw(
                deposit=" PFAND ", variant_group="Pens", variant="blue", age="18+", open_price="Yes"
            )
        )

        assert row == ProductRow(
            7, "A-1", ("4006381333931",), "Pen", 150, "office", "STANDARD", 80, 12_000, "each",
            "PFAND", "Pens", "blue", 18, 1,
        )  # fmt: skip
        assert warnings == []

    def test_says_nothing_where_cells_are_empty(self, checker: RowChecker) -> None:
        row = checker.check(raw(tax_class=" ", cost="", stock=" ", unit="", category=""))

        assert (row.tax_class, row.cost, row.stock) == (None, None, None)
        assert row.category == ""

    def test_says_nothing_of_a_category_that_no_column_names(self, warnings: list[Problem]) -> None:
        checker = a_checker(warnings, columns=frozenset({"sku", "name", "price"}))

        assert checker.check(raw(category="")).category is None

    @pytest.mark.parametrize("between", ["|", " ", ";", " | "])
    def test_may_have_several_barcodes(self, checker: RowChecker, between: str) -> None:
        row = checker.check(raw(barcode=f"4006381333931{between}20928315{between}20928315"))

        assert row.barcodes == ("4006381333931", "20928315")

    @pytest.mark.parametrize(
        ("columns", "cell", "expected"),
        [
            (frozenset(COLUMNS), "", ""),
            (frozenset(COLUMNS), "PFAND", "PFAND"),
            (frozenset(COLUMNS) - {"deposit"}, "", None),
        ],
    )
    def test_says_whether_a_deposit_goes_with_it(
        self, warnings: list[Problem], columns: frozenset[str], cell: str, expected: str | None
    ) -> None:
        checker = a_checker(warnings, columns=columns)

        assert checker.check(raw(deposit=cell)).deposit == expected

    def test_says_what_is_asked_only_where_the_file_has_a_column_for_it(
        self, checker: RowChecker, warnings: list[Problem]
    ) -> None:
        asked = ("variant_group", "variant", "age", "open_price")
        without = a_checker(warnings, columns=frozenset(COLUMNS) - set(asked))

        assert checker.check(raw())[-4:] == ("", "", 0, 0)
        assert without.check(raw())[-4:] == (None, None, None, None)
        some = a_checker(warnings, columns=frozenset(COLUMNS) - {"age"})
        assert some.check(raw(variant="blue", age="18"))[-4:] == ("", "blue", None, 0)

    @pytest.mark.parametrize(
        ("changes", "column"),
        [
            ({"age": "eighteen"}, "age"),
            ({"age": "-18"}, "age"),
            ({"age": "180"}, "age"),
            ({"open_price": "maybe"}, "open_price"),
            ({"variant": "x" * 61}, "variant"),
            ({"variant_group": "a\x1bb"}, "variant_group"),
            ({"variant_group": "4111 1111 1111 1111"}, "variant_group"),
        ],
    )
    def test_is_refused_for_what_cannot_be_asked(
        self, checker: RowChecker, changes: dict[str, str], column: str
    ) -> None:
        with pytest.raises(RowRefusedError) as refused:
            checker.check(raw(**changes))

        assert refused.value.column == column

    @pytest.mark.parametrize(
        ("changes", "column"),
        [({"sku": " CUSTOM "}, "sku"), ({"sku": "", "barcode": "CUSTOM"}, "barcode")],
    )
    def test_is_refused_for_what_custom_items_are_booked_on(
        self, checker: RowChecker, changes: dict[str, str], column: str
    ) -> None:
        with pytest.raises(RowRefusedError, match="custom items") as refused:
            checker.check(raw(**changes))

        assert refused.value.column == column

    def test_may_do_without_a_sku(self, checker: RowChecker) -> None:
        assert checker.check(raw(sku="")).sku == ""

    def test_is_known_by_tax_class_and_unit_in_any_case(self, checker: RowChecker) -> None:
        row = checker.check(raw(tax_class="reduced", unit="KG"))

        assert (row.tax_class, row.unit) == ("REDUCED", "kg")

    def test_is_read_with_a_decimal_comma(self, warnings: list[Problem]) -> None:
        checker = a_checker(warnings, style=NumberStyle.COMMA)

        row = checker.check(raw(price="1.234,50", cost="0,8", stock="1,5"))

        assert (row.price, row.cost, row.stock) == (123_450, 80, 1_500)

    def test_keeps_a_negative_stock(self, checker: RowChecker) -> None:
        assert checker.check(raw(stock="-2")).stock == -2_000

    def test_has_one_form_for_each_character(self, checker: RowChecker) -> None:
        assert checker.check(raw(name=" Cafe\u0301\u200b\r\nnoir ")).name == "Café noir"

    @pytest.mark.parametrize(
        "name", ["'; DROP TABLE product;--", "%s%n {0.__class__}", "<b>x</b>", '"a" OR NEAR(']
    )
    def test_keeps_text_as_it_is(self, checker: RowChecker, name: str) -> None:
        assert checker.check(raw(name=name)).name == name


class TestOddRow:
    @pytest.mark.parametrize(
        ("changes", "column", "reason"),
        [
            ({"barcode": "4006381333932"}, "barcode", "check digit"),
            ({"name": "x" * 201}, "name", "cut to 200"),
            ({"name": "a\x1bp\x00b"}, "name", "control"),
            ({"cost": "0.8049"}, "cost", "rounded"),
        ],
    )
    def test_is_taken_with_a_warning(
        self,
        checker: RowChecker,
        warnings: list[Problem],
        changes: dict[str, str],
        column: str,
        reason: str,
    ) -> None:
        checker.check(raw(**changes))

        assert [(one.line, one.column) for one in warnings] == [(7, column)]
        assert reason in warnings[0].reason

    @pytest.mark.parametrize(("cost", "minor"), [("0.8049", 80), ("0.805", 81), ("12.9999", 1300)])
    def test_has_its_cost_rounded(self, checker: RowChecker, cost: str, minor: int) -> None:
        assert checker.check(raw(cost=cost)).cost == minor


class TestBadRow:
    @pytest.mark.parametrize(
        ("changes", "column", "reason"),
        [
            ({"name": ""}, "name", "missing"),
            ({"name": " \u200b "}, "name", "missing"),
            ({"price": ""}, "price", "missing"),
            ({"price": " "}, "price", "missing"),
            ({"price": "-1.00"}, "price", "negative"),
            ({"price": "1.005"}, "price", "decimals"),
            ({"price": "free"}, "price", "no number"),
            ({"price": "1,50"}, "price", "decimal point"),
            ({"price": "92233720368547758.08"}, "price", "larger"),
            ({"price": "9" * 4_000}, "price", "larger"),
            ({"cost": "-1"}, "cost", "negative"),
            ({"cost": "-0.999"}, "cost", "negative"),
            ({"cost": "9" * 4_000 + ".001"}, "cost", "larger"),
            ({"stock": "many"}, "stock", "no number"),
            ({"stock": "1.2345"}, "stock", "three decimals"),
            ({"stock": "99999999"}, "stock", "out of range"),
            ({"tax_class": "LUXURY"}, "tax_class", "this store has REDUCED, STANDARD"),
            ({"unit": "crate"}, "unit", "each, kg, l, m"),
            ({"sku": "", "barcode": ""}, "sku", "neither"),
            ({"sku": "S" * 65}, "sku", "64"),
            ({"sku": "S\x07"}, "sku", "printed"),
            ({"barcode": "1" * 49}, "barcode", "48"),
            ({"barcode": "4.00638E+12"}, "barcode", "spreadsheet"),
            ({"barcode": "\uff11\uff12"}, "barcode", "characters"),
            ({"barcode": "|".join(map(str, range(21)))}, "barcode", "more than 20"),
            ({"name": "4242 4242 4242 4242"}, "name", "card"),
            ({"category": "x 378282246310005"}, "category", "card"),
            ({"sku": "4242424242424242"}, "sku", "card"),
            ({"barcode": "4242424242424242"}, "barcode", "card"),
        ],
    )
    def test_is_named(
        self, checker: RowChecker, changes: dict[str, str], column: str, reason: str
    ) -> None:
        with pytest.raises(RowRefusedError) as caught:
            checker.check(raw(**changes))

        problem = caught.value.at(7)
        assert (problem.line, problem.column) == (7, column)
        assert reason in problem.reason

    def test_is_good_when_the_number_is_a_barcode_of_the_store(
        self, warnings: list[Problem]
    ) -> None:
        checker = a_checker(warnings, stored=frozenset({"4242424242424242"}))

        assert checker.check(raw(barcode="4242424242424242")).barcodes == ("4242424242424242",)


def read_or_refused(cells: tuple[str, ...]) -> ProductRow | RowRefusedError:
    try:
        return a_checker([]).check(RawRow(1, cells))
    except RowRefusedError as refused:
        return refused


class TestAnyRow:
    @given(st.tuples(*[st.text(max_size=30)] * len(COLUMNS)))
    def test_is_read_or_named(self, cells: tuple[str, ...]) -> None:
        outcome = read_or_refused(cells)

        if isinstance(outcome, RowRefusedError):
            assert outcome.column in COLUMNS
        else:
            assert outcome.name
            assert outcome.price >= 0


class TestCleaned:
    @given(st.text())
    def test_changes_nothing_the_second_time(self, text: str) -> None:
        assert cleaned(cleaned(text)) == cleaned(text)
