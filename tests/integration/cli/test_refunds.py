from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from pos_app.composition.opening import reading, writing
from pos_app.composition.returning import returns_of
from pos_app.domain.quantity import ONE
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.tender import Tender
from pos_app.services.orders.returning import Line
from tests.inputs.site import require_sound
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal

SALE = "X-T01-000004"
"""Two sodas at 179 in the open shift."""
OLD = "X-T01-000002"
"""Of a shift that is closed."""
REFUND = "X-T01-000006"


@pytest.fixture
def today(terminal: Terminal) -> date:
    with reading(terminal.folder) as queries:
        return queries.shifts.listed()[-1].business_date


def euros(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "EUR"}


class TestRefund:
    def test_gives_back_an_order(self, terminal: Terminal) -> None:
        said = terminal.done("orders", "refund", SALE, "--reason", "faulty")

        assert said == f"{REFUND}: 3.58 cash given back.\n"
        assert (
            "nothing of" in terminal.refused("orders", "refund", SALE, "--reason", "faulty").lower()
        )
        require_sound(terminal.folder)

    def test_gives_back_a_part_of_a_line(self, terminal: Terminal) -> None:
        shown = terminal.json(
            *("orders", "refund", SALE, "--line", "1:1", "--no-restock", "--reason", "leaks")
        )

        assert (shown["number"], shown["total"]) == (REFUND, euros(-179))
        (item,) = shown["items"]
        assert (item["quantity"], item["total"]) == (-1_000, euros(-179))
        assert item["returns"] == {
            "order": SALE,
            "position": 1,
            "reason": "other",
            "words": "leaks",
            "restocks": False,
        }
        (payment,) = shown["payments"]
        assert (payment["amount"], payment["refund"]) == (euros(-179), True)
        require_sound(terminal.folder)

    def test_is_shown_with_the_order(self, terminal: Terminal) -> None:
        for _ in range(2):
            terminal.done("orders", "refund", SALE, "--line", "1:1", "--reason", "wrong item")

        shown = terminal.json("orders", "show", SALE)

        assert [(one["order"], one["quantity"], one["total"]) for one in shown["came_back"]] == [
            ("X-T01-000006", 1_000, euros(179)),
            ("X-T01-000007", 1_000, euros(179)),
        ]
        text = terminal.done("orders", "show", SALE)
        assert "Line 1: 1 came back with X-T01-000007, " in text
        receipt = terminal.done("orders", "receipt", "X-T01-000007")
        assert "REFUND" in receipt
        assert SALE in receipt

    def test_is_listed_and_found(self, terminal: Terminal) -> None:
        terminal.done("orders", "refund", OLD, "--reason", "faulty")

        listed = terminal.json("orders", "list")
        assert (listed[-1]["number"], listed[-1]["total"]) == (REFUND, euros(-997))
        assert REFUND in terminal.done("orders", "find", REFUND)

    def test_is_less_in_shift_and_report(self, terminal: Terminal, today: date) -> None:
        period = ("--from", today, "--to", today, "--format", "json")
        before = json.loads(terminal.done("report", "sales", *period))[-1]
        terminal.done("orders", "refund", SALE, "--line", "1:1", "--reason", "faulty")

        after = json.loads(terminal.done("report", "sales", *period))[-1]
        assert after["orders"] == before["orders"]
        assert after["gross"]["minor"] == before["gross"]["minor"] - 179
        assert after["quantity"] == before["quantity"] - 1_000
        shift = terminal.json("shift", "show", 2)
        assert shift["refunds"] == euros(179)
        assert shift["orders"] == 2
        assert terminal.json("journal", "verify")["ok"]
        assert terminal.run("doctor").exit_code == 0

    def test_goes_another_way_if_it_is_told(self, terminal: Terminal) -> None:
        said = terminal.done("orders", "refund", SALE, "--reason", "faulty", "--to", "card")

        assert said == f"{REFUND}: 3.58 card given back.\n"
        assert terminal.json("journal", "verify")["ok"]

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("X-T01-000099",), "no paid order X-T01-000099"),
            ((SALE, "--line", "9"), "has no line 9"),
            ((SALE, "--line", "1:3"), "3 cannot come back, 2 of 2 can"),
            ((SALE, "--line", "1:0.5"), "is not a whole number"),
            ((SALE, "--line", "x"), "'x' is no line"),
            ((SALE, "--line", "1:x"), "'x' is not a quantity"),
            ((SALE, "--to", "shells"), "does not take 'shells'"),
        ],
    )
    def test_refuses_what_cannot_be(
        self, terminal: Terminal, words: tuple[str, ...], said: str
    ) -> None:
        assert said in terminal.refused("orders", "refund", *words, "--reason", "faulty")
        assert len(terminal.json("orders", "list")) == 6

    @pytest.mark.parametrize("reason", ["", "  ", "other", "4111 1111 1111 1111"])
    def test_needs_a_reason(self, terminal: Terminal, reason: str) -> None:
        result = terminal.run("orders", "refund", SALE, "--reason", reason)

        assert result.exit_code == 1
        assert len(terminal.json("orders", "list")) == 6
        terminal.misused("orders", "refund", SALE)

    def test_needs_a_shift(self, terminal: Terminal) -> None:
        terminal.done("shift", "close", "--counted", "113.05")

        assert "No shift is open" in terminal.refused(
            "orders", "refund", SALE, "--reason", "faulty"
        )


class TestVoid:
    def test_takes_back_the_whole_order(self, terminal: Terminal) -> None:
        said = terminal.done("orders", "void", SALE, "--reason", "rung up twice")

        assert said == f"{REFUND}: 3.58 cash given back.\n"
        receipt = terminal.done("orders", "receipt", REFUND)
        assert "VOID" in receipt
        require_sound(terminal.folder)

    def test_is_refused_after_its_shift(self, terminal: Terminal) -> None:
        said = terminal.refused("orders", "void", OLD, "--reason", "rung up twice")

        assert "cannot be voided. Give it back instead." in said
        assert "no paid order nothing" in terminal.refused(
            "orders", "void", "nothing", "--reason", "x"
        )


class TestExchange:
    def test_is_one_receipt(self, terminal: Terminal) -> None:
        with writing(terminal.folder) as store:
            document = store.queries.orders.by_number(SALE)
            assert document is not None
            order = shops.ring(store, shops.MILK)
            returns_of(store).add(
                document=document,
                lines=(Line(1, ONE),),
                why=Returned(ReturnReason.FAULTY),
                actor=shops.owner(store),
            )
            tender = Tender("cash", order.calculate_total(store.queries.tax_classes).total)
            store.services.checkout.pay(
                order=order,
                tenders=returns_of(store).plan(order) or (tender,),
                actor=shops.owner(store),
            )

        receipt = terminal.done("orders", "receipt", REFUND)
        assert "EXCHANGE" in receipt
        assert SALE in receipt
        assert terminal.json("journal", "verify")["ok"]
        require_sound(terminal.folder)


class TestRestored:
    """What came back between the backup and its return is not in the store."""

    def test_gives_nothing_back_before_somebody_is_sure(self, terminal: Terminal) -> None:
        backup = terminal.folder.root.parent / "backup.sqlite3"
        terminal.done("backup", "create", backup)
        terminal.done("orders", "refund", SALE, "--reason", "faulty")
        terminal.done("backup", "restore", backup, "--discard-later")

        for words in (("refund", SALE, "--reason", "faulty"), ("void", SALE, "--reason", "twice")):
            refused = terminal.refused("orders", *words)
            assert "put back from a backup" in refused
            assert "--although-restored" in refused
        said = terminal.done(
            *("orders", "refund", SALE, "--reason", "faulty", "--although-restored")
        )

        assert said == "X-T01B-000001: 3.58 cash given back.\n"
