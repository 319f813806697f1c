from __future__ import annotations

import pytest

from pos_app.composition.opening import writing
from pos_app.services.sync.membership import SETTING as MEMBERSHIP
from tests.fakes.upstream import FakeHeadOffice
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal


class TestMethods:
    def test_are_cash_and_card_at_first(self, terminal: Terminal) -> None:
        assert [one["code"] for one in terminal.json("payments", "methods")] == ["cash", "card"]

    def test_can_be_added_and_changed_and_removed(self, terminal: Terminal) -> None:
        add = ("payments", "add-method", "meal", "--kind", "voucher")
        terminal.done(*add, "--name", "Meal  voucher", "--opens-drawer")
        terminal.done(*add, "--name", "Lunch", "--asks-reference")

        assert terminal.json("payments", "methods")[-1] == {
            "code": "meal",
            "kind": "voucher",
            "name": "Lunch",
            "opens_drawer": False,
            "asks_reference": True,
        }
        terminal.done("payments", "remove-method", "meal")
        terminal.done("payments", "remove-method", "card")
        assert terminal.done("payments", "methods").split() == ["cash", "cash"]

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            (("add-method", "cash", "--name", "Coins"), "Cash is always taken"),
            (("add-method", "Meal!", "--name", "Meal"), "no code"),
            (("add-method", "meal"), "1 to 24"),
            (("add-method", "meal", "--name", "x" * 25), "1 to 24"),
            (("remove-method", "cash"), "Cash is always taken"),
            (("remove-method", "gold"), "no way to pay called gold"),
        ],
    )
    def test_are_refused_in_words(
        self, terminal: Terminal, words: tuple[str, ...], reason: str
    ) -> None:
        assert reason in terminal.refused("payments", *words)
        assert len(terminal.json("payments", "methods")) == 2

    def test_are_as_many_as_there_are_places(self, terminal: Terminal) -> None:
        for number in range(6):
            terminal.done("payments", "add-method", f"way{number}", "--name", f"Way {number}")

        assert "at most 8" in terminal.refused("payments", "add-method", "more", "--name", "More")

    def test_are_journalled(self, terminal: Terminal) -> None:
        terminal.done("payments", "add-method", "voucher", "--kind", "voucher")
        terminal.done("store", "receipts", "ask")

        raw = shops.rows(
            terminal.folder.store, "SELECT raw FROM journal WHERE kind = 'config_change'"
        )
        assert b'"payment_method":"voucher"' in raw[-2][0]
        assert b'"receipts":"ask"' in raw[-1][0]
        assert terminal.json("journal", "verify")["ok"]


class TestReceipts:
    def test_are_one_of_three(self, terminal: Terminal) -> None:
        assert "ask" in terminal.done("store", "receipts", "ask")
        assert "always" in terminal.misused("store", "receipts", "sometimes")

    def test_are_for_head_office_to_say_in_a_store_of_its_own(self, terminal: Terminal) -> None:
        with writing(terminal.folder) as store, store.services.new_uow() as uow:
            member = FakeHeadOffice().member(store.keys.signer.public_key)
            uow.settings.put(MEMBERSHIP, member.to_text())
            uow.commit()

        told = terminal.refused("store", "receipts", "never")

        assert f"change it at {member.store_name}. Nothing was changed here." in told
        assert terminal.json("settings", "show")["values"]["receipts"] == "always"
