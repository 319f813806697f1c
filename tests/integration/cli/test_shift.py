from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pos_app.composition.opening import reading, writing
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal


def euros(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "EUR"}


class TestShow:
    def test_has_the_fields_of_the_rulings(self, terminal: Terminal) -> None:
        shown = terminal.json("shift", "show", 1)

        for name in ("opened_at", "closed_at"):
            moment = datetime.fromisoformat(shown.pop(name))
            assert moment.utcoffset() == moment.astimezone(ZoneInfo("Europe/Paris")).utcoffset()
        assert date.fromisoformat(shown.pop("business_date")) >= date(2025, 1, 1)
        assert shown == {
            "id": 1,
            "number": 1,
            "float": euros(10_000),
            "sales": euros(1_963),
            "refunds": euros(0),
            "tips": euros(0),
            "cash_in": euros(0),
            "cash_out": euros(0),
            "expected": euros(11_963),
            "counted": euros(11_500),
            "difference": euros(-463),
            "orders": 3,
            "no_sales": 0,
        }

    def test_of_an_open_one_has_no_count_yet(self, terminal: Terminal) -> None:
        shown = terminal.json("shift", "show", 2)

        assert (shown["closed_at"], shown["counted"], shown["difference"]) == (None, None, None)
        assert (shown["orders"], shown["sales"]) == (2, euros(1_305))

    def test_is_a_table_for_people(self, terminal: Terminal) -> None:
        printed = terminal.done("shift", "show", 2)

        assert "sales          1305 EUR (minor units)\n" in printed
        assert "counted        –\n" in printed

    def test_of_an_unknown_one_is_refused(self, terminal: Terminal) -> None:
        assert terminal.refused("shift", "show", 9) == "There is no shift 9 on this terminal.\n"

    def test_wants_a_number(self, terminal: Terminal) -> None:
        assert "not a valid integer" in terminal.misused("shift", "show", "one")


class TestList:
    def test_shows_each_as_show_does(self, terminal: Terminal) -> None:
        listed = terminal.json("shift", "list")

        assert listed == [terminal.json("shift", "show", n) for n in (1, 2)]

    def test_is_a_table_for_people(self, terminal: Terminal) -> None:
        lines = terminal.done("shift", "list").splitlines()

        assert [line.split()[0::2] for line in lines] == [
            ["1", "closed", "19.63"],
            ["2", "open", "13.05"],
        ]


class TestOpenAndClose:
    def test_make_a_drawer_period(self, new_terminal: Terminal) -> None:
        opened = new_terminal.done("shift", "open", "--float", "120.50")
        new_terminal.done("products", "import", shops.GROCERIES)
        with writing(new_terminal.folder) as store:
            shops.sell(store, shops.MILK)

        closed = new_terminal.done("shift", "close", "--counted", "123.00")

        assert opened.startswith("Shift 1 is open for ")
        assert closed == (
            "Shift 1 is closed: 1 orders, expected 123.29, counted 123.00, difference -0.29. "
            "120.50 stays in the drawer, 2.50 goes to the safe.\n"
        )

    @pytest.mark.parametrize(
        ("typed", "minor"),
        [("5,50", 550), ("5.50", 550), ("1.234,50", 123_450), ("1 234,5", 123_450), ("7", 700)],
    )
    def test_read_amounts_as_the_till_does(
        self, new_terminal: Terminal, typed: str, minor: int
    ) -> None:
        new_terminal.done("shift", "open", "--float", typed)
        new_terminal.done("shift", "close", "--counted", typed)

        [shift] = new_terminal.json("shift", "list")
        assert (shift["float"], shift["counted"]) == (euros(minor), euros(minor))

    def test_say_which_amount_they_cannot_read(self, new_terminal: Terminal) -> None:
        reason = new_terminal.refused("shift", "open", "--float", "ten")

        assert reason == "'ten' is not an amount in EUR.\n"

    def test_take_the_cash_by_notes_and_coins(self, new_terminal: Terminal) -> None:
        pieces = ("--pieces", "20x3", "--pieces", "0.50x10", "--pieces", "20x1")
        new_terminal.done("shift", "open", *pieces)
        new_terminal.done("shift", "close", *pieces)

        [shift] = new_terminal.json("shift", "list")
        assert (shift["float"], shift["counted"]) == (euros(8_500), euros(8_500))
        with reading(new_terminal.folder) as queries:
            bodies = [json.loads(one.raw)["body"] for one in queries.journal.entries()]
        assert [one["pieces"] for one in bodies if "pieces" in one] == [{"2000": 4, "50": 10}] * 2

    @pytest.mark.parametrize(
        "typed",
        [
            *(("--pieces", one) for one in ("20", "20x", "x3", "20x-1", "0x3", "-20x3")),
            ("--pieces", "20x100000"),
            ("--pieces", "20x" + "9" * 5_000),
            ("--pieces", "20x99999", "--pieces", "20x1"),
            ("--pieces", "20x3", "--float", "60"),
        ],
    )
    def test_refuse_what_is_no_count(self, new_terminal: Terminal, typed: tuple[str, ...]) -> None:
        assert new_terminal.refused("shift", "open", *typed)
        assert new_terminal.json("shift", "list") == []

    def test_close_only_with_a_count(self, new_terminal: Terminal) -> None:
        new_terminal.done("shift", "open")

        assert "--pieces 20x3" in new_terminal.refused("shift", "close")

    def test_open_only_one_at_a_time(self, terminal: Terminal) -> None:
        assert "A shift is already open" in terminal.refused("shift", "open")

    def test_close_only_what_is_open(self, new_terminal: Terminal) -> None:
        reason = new_terminal.refused("shift", "close", "--counted", "0")

        assert reason == "No shift is open on this terminal. Open one first.\n"

    @pytest.mark.parametrize("amount", ["-1", "1.505", "ten", "", "1e3", "9" * 30])
    def test_refuse_what_is_no_amount(self, new_terminal: Terminal, amount: str) -> None:
        assert new_terminal.refused("shift", "open", "--float", amount)
        assert new_terminal.json("shift", "list") == []


class TestReports:
    def test_x_is_what_the_open_shift_has_taken(self, terminal: Terminal) -> None:
        shown = terminal.json("shift", "x")

        assert (shown["report"], shown["number"], shown["orders"]) == ("x", 2, 2)
        assert (shown["counted"], shown["journal"]) == (None, None)
        assert shown["payments"] == [{"method": "cash", "count": 2, "amount": euros(1_305)}]
        assert (shown["voids"], shown["receipts"]["last"]) == (1, "X-T01-000005")

    def test_x_needs_an_open_shift(self, new_terminal: Terminal) -> None:
        assert "No shift is open" in new_terminal.refused("shift", "x")

    def test_z_is_what_was_filed(self, terminal: Terminal) -> None:
        shown = terminal.json("shift", "z", 1)

        entry = terminal.json("journal", "verify")
        assert (shown["report"], shown["difference"]) == ("z", euros(-463))
        assert 0 < shown["journal"]["seq"] < entry["entries"]
        assert sum(one["tax"]["minor"] for one in shown["taxes"]) > 0

    def test_z_has_what_was_noted_of_the_count(self, new_terminal: Terminal) -> None:
        new_terminal.done("shift", "open", "--float", "100")
        new_terminal.done("shift", "close", "--counted", "99", "--note", "A coin was bent")

        assert "Why: A coin was bent" in new_terminal.done("shift", "z", "1")
        assert new_terminal.json("shift", "z", "1")["note"] == "A coin was bent"
        new_terminal.done("shift", "open", "--float", "100")
        new_terminal.done("shift", "close", "--counted", "100")
        assert new_terminal.json("shift", "z", "2")["note"] is None

    def test_close_beyond_the_limit_is_counted_again_and_needs_a_note(
        self, new_terminal: Terminal
    ) -> None:
        new_terminal.done("shift", "open", "--float", "100")
        close = ("shift", "close", "--counted", "90")

        assert "count once more" in new_terminal.refused(*close, "--note", "Not found")
        assert "only with a note" in new_terminal.refused(*close)
        assert "difference -10.00" in new_terminal.done(*close, "--note", "Not found")

        assert new_terminal.json("shift", "z", "1")["note"] == "Not found"

    def test_z_printed_again_is_a_copy_of_the_same(self, terminal: Terminal) -> None:
        text = terminal.done("shift", "z", 1)

        first = terminal.done("shift", "z", 1, "--print")
        said = terminal.done("shift", "z", 1, "--print")

        paper = (terminal.folder.printed / "Z-000001.txt").read_text(encoding="utf-8")
        assert first == "Z report 1 is printed.\n"
        assert said == "Z report 1 is printed, marked as a copy.\n"
        assert "COPY" in paper
        assert [one for one in paper.splitlines() if one.strip() != "COPY"] == text.splitlines()

    def test_z_makes_a_pdf(self, terminal: Terminal, tmp_path: Path) -> None:
        target = tmp_path / "z.pdf"

        said = terminal.done("shift", "z", 1, "--pdf", target)

        assert said == f"The report is in {target}.\n"
        assert target.read_bytes().startswith(b"%PDF")

    def test_z_of_an_open_or_unknown_shift_is_refused(self, terminal: Terminal) -> None:
        assert "Shift 2 is still open" in terminal.refused("shift", "z", 2)
        assert "no Z report 9" in terminal.refused("shift", "z", 9)


class TestCashMoves:
    def test_are_recorded_counted_and_have_a_slip(self, terminal: Terminal) -> None:
        said = terminal.done("shift", "cash-in", "25,50", "--reason", "change")
        terminal.done("shift", "cash-out", "100", "--reason", "bank", "--note", "night safe")

        shown = terminal.json("shift", "x")
        assert (shown["cash_in"], shown["cash_out"]) == (euros(2_550), euros(10_000))
        assert said.startswith("Cash in of 25.50 is recorded: CASH-")
        slips = sorted(terminal.folder.printed.glob("CASH-*.txt"))
        assert len(slips) == 2
        paper = slips[-1].read_text(encoding="utf-8")
        assert "night safe" in paper
        assert "100" in paper
        assert terminal.json("journal", "verify")["ok"]
        documents = next(one for one in terminal.json("doctor") if one["name"] == "documents")
        assert documents["ok"], documents

    def test_that_are_changed_in_the_file_are_found(self, terminal: Terminal) -> None:
        terminal.done("shift", "cash-in", "25")
        with shops.raw(terminal.folder.store) as connection:
            connection.execute("UPDATE shift SET cash_in = 9900 WHERE closed_at IS NULL")

        result = terminal.run("doctor", "--json")

        assert "cash in or out is not what the journal says (2)" in result.stdout

    @pytest.mark.parametrize("amount", ["0", "-5", "ten"])
    def test_refuse_what_is_no_amount(self, terminal: Terminal, amount: str) -> None:
        assert terminal.refused("shift", "cash-out", "--", amount)
        assert terminal.json("shift", "x")["cash_out"] == euros(0)
