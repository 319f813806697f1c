from __future__ import annotations

import csv
from pathlib import Path

from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal

ADD = ("customers", "add", "Maria Silva", "--phone", "+351 912 345 678", "--email", "m@sapo.pt")
CARD = "4111 1111 1111 1111"


class TestCustomers:
    def test_are_taken_down_and_found_by_three_digits(self, new_terminal: Terminal) -> None:
        assert new_terminal.done(*ADD) == "Maria Silva is customer 1.\n"

        (found,) = new_terminal.json("customers", "find", "345")
        since = found.pop("since")
        assert since.startswith("20")
        assert found == {
            "id": 1,
            "name": "Maria Silva",
            "phone": "+351912345678",
            "email": "m@sapo.pt",
            "note": "",
        }
        assert new_terminal.json("customers", "find", "zzz") == []

    def test_are_refused_with_a_card_number(self, new_terminal: Terminal) -> None:
        reason = new_terminal.refused("customers", "add", CARD)

        assert CARD not in reason
        assert "card" in reason
        assert new_terminal.json("customers", "find", "4111") == []

    def test_are_exported_so_that_no_spreadsheet_runs_them(
        self, new_terminal: Terminal, tmp_path: Path
    ) -> None:
        new_terminal.done(*ADD)
        new_terminal.done("customers", "add", "=cmd()")
        target = tmp_path / "customers.csv"

        assert new_terminal.done("customers", "export", target).startswith("2 customers")
        with target.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["name"] for row in rows] == ["Maria Silva", "'=cmd()"]
        assert rows[0]["phone"] == "'+351912345678"

    def test_are_forgotten_for_good(self, new_terminal: Terminal, tmp_path: Path) -> None:
        new_terminal.done(*ADD)

        assert new_terminal.done("customers", "forget", "1") == "Customer 1 is forgotten.\n"
        assert new_terminal.json("customers", "find", "maria") == []
        assert "no customer" in new_terminal.refused("customers", "forget", "1")
        new_terminal.done("journal", "export", tmp_path / "journal.txt")
        journal = (tmp_path / "journal.txt").read_text(encoding="utf-8")
        assert "customer_forgotten" in journal
        assert not any(word in journal for word in ("Maria", "912345678", "sapo"))


class TestPicture:
    def test_is_kept_and_taken_away(self, terminal: Terminal, tmp_path: Path) -> None:
        picture = tmp_path / "milk.png"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n and so on")

        assert "has a picture now" in terminal.done("products", "image", shops.MILK, picture)
        (kept,) = terminal.folder.images.iterdir()
        assert kept.read_bytes() == picture.read_bytes()
        assert "is without a picture" in terminal.done("products", "image", shops.MILK, "--remove")

    def test_is_refused_if_it_is_none(self, terminal: Terminal, tmp_path: Path) -> None:
        file = tmp_path / "milk.png"
        file.write_text("<svg/>", encoding="utf-8")

        assert "no picture" in terminal.refused("products", "image", shops.MILK, file)
