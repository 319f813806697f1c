from __future__ import annotations

import pytest

from tests.integration import shop as shops
from tests.integration.cli.conftest import REFUSED, Terminal


@pytest.fixture
def day(terminal: Terminal) -> str:
    """On which the store with a past has sold."""
    [day] = {one["business_date"] for one in terminal.json("shift", "list")}
    return str(day)


class TestClosing:
    @pytest.mark.parametrize(("option", "length"), [("--day", 10), ("--month", 7), ("--year", 4)])
    def test_of_any_period_is_stored_as_its_orders_say(
        self, terminal: Terminal, day: str, option: str, length: int
    ) -> None:
        shown = terminal.json("report", "closing", option, day[:length])

        assert shown["stored"] == shown["recomputed"]
        assert shown["differences"] == []
        assert (shown["stored"]["orders"], shown["stored"]["gross"]["minor"]) == (5, 3_268)
        assert (shown["shifts"], shown["still_open"]) == (2, 1)

    def test_is_a_table_for_people(self, terminal: Terminal, day: str) -> None:
        lines = terminal.done("report", "closing", "--day", day).splitlines()

        assert [line.split() for line in lines if line.startswith(("gross", "orders"))] == [
            ["orders", "5", "5"],
            ["gross", "32.68", "32.68"],
        ]
        assert lines[-1] == f"2 shifts from {day} to {day}, 1 still open."

    def test_of_a_time_without_sales_is_nothing(self, terminal: Terminal) -> None:
        shown = terminal.json("report", "closing", "--year", "2019")

        assert set(shown["stored"]) == set(shown["recomputed"])
        assert (shown["shifts"], shown["stored"]["orders"]) == (0, 0)

    @pytest.mark.parametrize(
        ("change", "name"),
        [
            ("UPDATE daily_sales SET gross = gross + 1", "gross"),
            ("UPDATE shift SET sales = sales - 1 WHERE closed_at IS NULL", "sales"),
            ("UPDATE shift SET cash_sales = 0 WHERE closed_at IS NULL", "cash"),
        ],
    )
    def test_that_is_not_what_the_orders_say_is_refused_with_its_name(
        self, terminal: Terminal, day: str, change: str, name: str
    ) -> None:
        with shops.raw(terminal.folder.store) as connection:
            connection.execute(change)

        result = terminal.run("report", "closing", "--day", day)

        assert result.exit_code == REFUSED
        assert f"add up to: {name}." in result.stderr
        assert "differs" in result.stdout

    @pytest.mark.parametrize("words", [(), ("--day", "2026-03-14", "--year", "2026")])
    def test_wants_one_period(self, terminal: Terminal, words: tuple[str, ...]) -> None:
        assert "Say one period" in terminal.refused("report", "closing", *words)

    @pytest.mark.parametrize(
        "text",
        [
            "2026-13",
            "2026-02-30",
            "26",
            "march",
            "2026-3",
            "2026-03-14-1",
            "2026-00",
            "2026-03-00",
            "2026",
            "",
        ],
    )
    def test_refuses_what_is_no_period(self, terminal: Terminal, text: str) -> None:
        assert terminal.refused("report", "closing", "--day", text)
