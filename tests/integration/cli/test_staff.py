from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.composition.opening import reading, writing
from pos_app.domain.badge import UnknownBadgeError
from pos_app.domain.staff import Permission, Role, StaffDisabledError, WrongPinError
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal
from tests.integration.processes import another_till

BEN_PIN = "250917"
ADD_BEN = ("staff", "add", "Ben", "--role", "cashier", "--pin-file", "-")


def signs_in(terminal: Terminal, staff_id: int, pin: str) -> str:
    with writing(terminal.folder) as store:
        return store.services.signing_in.sign_in(staff_id=staff_id, pin=pin).name


def scans(terminal: Terminal, raw: str) -> str:
    with writing(terminal.folder) as store:
        return store.services.signing_in.sign_in_by_badge(raw=raw, prefix="B-").name


class TestAdd:
    def test_lets_a_person_sign_in(self, terminal: Terminal) -> None:
        printed = terminal.done(*ADD_BEN, text=f"{BEN_PIN}\n")

        assert printed == "Ben may sign in as cashier.\n"
        assert signs_in(terminal, 2, BEN_PIN) == "Ben"

    @pytest.mark.parametrize("role", Role)
    def test_takes_every_role(self, terminal: Terminal, role: Role) -> None:
        terminal.done(
            "staff", "add", "Ben", "--role", role.value, "--pin-file", "-", text=f"{BEN_PIN}\n"
        )

        ben = next(one for one in terminal.json("staff", "list") if one["name"] == "Ben")
        assert ben == {"id": 2, "name": "Ben", "role": role.value, "active": True}

    def test_refuses_a_name_that_is_taken(self, terminal: Terminal) -> None:
        terminal.done(*ADD_BEN, text=f"{BEN_PIN}\n")

        assert "Ben is already here" in terminal.refused(*ADD_BEN, text="394016\n")

    @pytest.mark.parametrize("pin", ["000000", "345678", "12345", "9" * 70, ""])
    def test_refuses_a_pin_that_is_easily_guessed(self, terminal: Terminal, pin: str) -> None:
        assert "PIN" in terminal.refused(*ADD_BEN, text=f"{pin}\n")
        assert len(terminal.json("staff", "list")) == 1

    @pytest.mark.parametrize("name", ["bEN", "BEN", "\uff22en"])
    def test_refuses_a_name_that_reads_the_same(self, terminal: Terminal, name: str) -> None:
        terminal.done(*ADD_BEN, text=f"{BEN_PIN}\n")
        words = ("staff", "add", name, "--role", "cashier", "--pin-file", "-")

        assert "Ben is already here" in terminal.refused(*words, text=f"{BEN_PIN}\n")
        terminal.done("staff", "disable", name)

    def test_refuses_a_pin_file_that_is_no_text(self, terminal: Terminal, tmp_path: Path) -> None:
        path = tmp_path / "pin"
        path.write_bytes(b"\xff\xfe\x00")

        reason = terminal.refused("staff", "add", "B", "--role", "owner", "--pin-file", path)

        assert "it must be one line of digits" in reason

    def test_takes_no_pin_as_an_argument(self, terminal: Terminal) -> None:
        words = ("staff", "add", "Ben", "--role", "cashier", "--pin", BEN_PIN)

        assert "No such option" in terminal.misused(*words)

    def test_wants_a_role_that_exists(self, terminal: Terminal) -> None:
        words = ("staff", "add", "Ben", "--role", "king", "--pin-file", "-")

        assert "'king' is not one of" in terminal.misused(*words)


class TestDisable:
    def test_keeps_a_person_out(self, terminal: Terminal) -> None:
        terminal.done(*ADD_BEN, text=f"{BEN_PIN}\n")

        terminal.done("staff", "disable", "Ben")

        assert "Ben  cashier  disabled\n" in terminal.done("staff", "list")
        with pytest.raises(StaffDisabledError):
            signs_in(terminal, 2, BEN_PIN)

    def test_never_takes_the_last_owner(self, terminal: Terminal) -> None:
        assert "the last owner" in terminal.refused("staff", "disable", "Ana")

    def test_wants_a_person(self, terminal: Terminal) -> None:
        assert terminal.refused("staff", "disable", "Eve") == "Nobody here is called Eve.\n"


class TestReset:
    def test_gives_a_new_pin(self, terminal: Terminal) -> None:
        terminal.done("staff", "reset", "Ana", "--pin-file", "-", text=f"{BEN_PIN}\n")

        assert signs_in(terminal, 1, BEN_PIN) == "Ana"
        with pytest.raises(WrongPinError):
            signs_in(terminal, 1, shops.PIN)

    def test_brings_lost_keys_back_with_the_recovery_code(
        self, terminal: Terminal, shop: shops.Shop, pin_file: Path
    ) -> None:
        terminal.folder.keys.unlink()
        words = ("staff", "reset", "Ana", "--pin-file", pin_file, "--recovery-code", "-")

        printed = terminal.done(*words, text=f"{shop.recovery_code}\n")

        assert printed == "Ana has a new PIN.\n"
        assert signs_in(terminal, 1, shops.PIN) == "Ana"
        assert terminal.json("journal", "verify")["ok"]

    def test_takes_code_and_pin_from_one_pipe(self, terminal: Terminal, shop: shops.Shop) -> None:
        terminal.folder.keys.unlink()
        words = ("staff", "reset", "Ana", "--pin-file", "-", "--recovery-code", "-")

        terminal.done(*words, text=f"{shop.recovery_code}\n{BEN_PIN}\n")

        assert signs_in(terminal, 1, BEN_PIN) == "Ana"

    def test_refuses_a_wrong_code(self, terminal: Terminal, pin_file: Path) -> None:
        terminal.folder.keys.unlink()
        words = ("staff", "reset", "Ana", "--pin-file", pin_file, "--recovery-code", "-")

        reason = terminal.refused(*words, text="00000-00000-00000-00000-00000\n")

        assert "This is not the recovery code of this store" in reason
        assert not terminal.folder.keys.exists()

    def test_leaves_the_keys_alone_while_a_till_is_open(
        self, terminal: Terminal, shop: shops.Shop, pin_file: Path
    ) -> None:
        words = ("staff", "reset", "Ana", "--pin-file", pin_file, "--recovery-code", "-")
        with another_till(terminal.folder.root):
            terminal.folder.keys.unlink()

            reason = terminal.refused(*words, text=f"{shop.recovery_code}\n")

            assert reason.startswith("The till is open (pid ")
            assert not terminal.folder.keys.exists()

    def test_brings_back_keys_that_are_damaged(
        self, terminal: Terminal, shop: shops.Shop, pin_file: Path
    ) -> None:
        terminal.folder.keys.write_text("[]")
        words = ("staff", "reset", "Ana", "--pin-file", pin_file)

        assert "keys.json is damaged" in terminal.refused(*words)
        terminal.done(*words, "--recovery-code", "-", text=f"{shop.recovery_code}\n")

        assert signs_in(terminal, 1, shops.PIN) == "Ana"

    def test_says_how_when_the_keys_are_lost(self, terminal: Terminal, pin_file: Path) -> None:
        terminal.folder.keys.unlink()

        reason = terminal.refused("staff", "reset", "Ana", "--pin-file", pin_file)

        assert "--recovery-code FILE" in reason


class TestList:
    def test_shows_who_may_sign_in(self, terminal: Terminal) -> None:
        assert terminal.json("staff", "list") == [
            {"id": 1, "name": "Ana", "role": "owner", "active": True}
        ]
        assert terminal.done("staff", "list") == "Ana  owner\n"


class TestBadge:
    CODE = "B-7QX4-0193"

    def test_signs_its_owner_in(self, terminal: Terminal) -> None:
        terminal.done(*ADD_BEN, text=f"{BEN_PIN}\n")

        printed = terminal.done("staff", "badge", "Ben", "--code", "-", text=f"{self.CODE}\n")

        assert printed == "Ben may sign in with this badge.\n"
        assert scans(terminal, self.CODE) == "Ben"

    def test_lies_nowhere_in_the_file(self, terminal: Terminal) -> None:
        terminal.done(*ADD_BEN, text=f"{BEN_PIN}\n")
        terminal.done("staff", "badge", "Ben", "--code", "-", text=f"{self.CODE}\n")

        assert self.CODE.encode() not in terminal.folder.store.read_bytes()

    def test_is_taken_away(self, terminal: Terminal) -> None:
        terminal.done(*ADD_BEN, text=f"{BEN_PIN}\n")
        terminal.done("staff", "badge", "Ben", "--code", "-", text=f"{self.CODE}\n")

        assert terminal.done("staff", "badge", "Ben", "--remove") == "Ben signs in by PIN only.\n"
        with pytest.raises(UnknownBadgeError):
            scans(terminal, self.CODE)

    def test_is_refused_if_it_is_easily_guessed(self, terminal: Terminal) -> None:
        terminal.done(*ADD_BEN, text=f"{BEN_PIN}\n")

        reason = terminal.refused("staff", "badge", "Ben", "--code", "-", text="B-1\n")

        assert "begins with B-" in reason


class TestReturnLimits:
    def test_are_habits_of_the_store(self, terminal: Terminal) -> None:
        with reading(terminal.folder) as queries:
            assert (queries.profile.return_days, queries.profile.refund_limit) == (0, 0)

        printed = terminal.done("store", "returns", "--within", "14", "--limit", "50")
        assert printed == (
            "Comes back without asking: 14 days, 50.00 EUR a person and day. "
            "This holds from the next start of the till.\n"
        )
        terminal.done("store", "returns", "--within", "30")
        with reading(terminal.folder) as queries:
            assert (queries.profile.return_days, queries.profile.refund_limit) == (30, 5_000)

        assert "for ever, any amount" in terminal.done(
            "store", "returns", "--within", "0", "--limit", "0"
        )
        assert "not an amount" in terminal.refused("store", "returns", "--limit", "much")
        terminal.done("store", "returns", "--limit", "50")
        assert "no amount from 0.00" in terminal.refused("store", "returns", "--limit=-50")
        with reading(terminal.folder) as queries:
            assert queries.profile.refund_limit == 5_000


class TestAutoLock:
    def test_is_a_habit_of_the_store(self, terminal: Terminal) -> None:
        printed = terminal.done("store", "auto-lock", "0")

        assert printed == "It never locks itself.\n"
        with reading(terminal.folder) as queries:
            assert queries.profile.auto_lock_minutes == 0


def test_a_person_is_renamed_gets_another_role_leaves_and_comes_back(terminal: Terminal) -> None:
    terminal.done(*ADD_BEN, text=f"{BEN_PIN}\n")

    assert terminal.done("staff", "rename", "Ben", "Benno") == "Ben is called Benno now.\n"
    assert terminal.done("staff", "set-role", "benno", "manager") == "benno is manager now.\n"
    terminal.done("staff", "disable", "Benno")
    assert terminal.done("staff", "enable", "Benno") == "Benno may sign in again.\n"

    assert signs_in(terminal, 2, BEN_PIN) == "Benno"
    benno = next(one for one in terminal.json("staff", "list") if one["id"] == 2)
    assert benno == {"id": 2, "name": "Benno", "role": "manager", "active": True}
    last = terminal.json("staff", "list")[1]["name"]
    assert "last owner" in terminal.refused("staff", "set-role", last, "cashier")


class TestRoles:
    def test_are_listed_with_what_they_may(self, terminal: Terminal) -> None:
        rows = terminal.done("staff", "roles").splitlines()

        assert rows[0].split() == ["cashier", "supervisor", "manager", "owner"]
        assert ["refund", "ask", "allowed", "allowed", "allowed"] in [row.split() for row in rows]
        limits = terminal.json("staff", "roles")
        assert [one["discount_limit"] for one in limits.values()] == [
            *("10 %", "30 %", "100 %", "100 %"),
        ]

    def test_may_what_the_owner_decides(self, terminal: Terminal) -> None:
        terminal.done(*ADD_BEN, text=f"{BEN_PIN}\n")

        said = terminal.done("staff", "role", "set", "cashier", "refund", "allowed")
        limit = terminal.done("staff", "role", "discount", "cashier", "12.5")

        assert said == "cashier, refund: allowed.\n"
        assert limit == "cashier: discounts of up to 12.50 %.\n"
        with writing(terminal.folder) as store:
            ben = store.services.signing_in.sign_in(staff_id=2, pin=BEN_PIN)
        assert ben.may_allow(Permission.REFUND)
        assert ben.discount_limit * 1_000 == 125
        assert terminal.json("staff", "roles")["cashier"]["refund"] == "allowed"

    def test_give_back_what_the_owner_decides(self, terminal: Terminal) -> None:
        terminal.done("store", "returns", "--limit", "50")

        said = terminal.done("staff", "role", "refunds", "cashier", "20")

        assert said == "cashier: refunds a person and day of up to 20.00 EUR.\n"
        limits = [one["refund_limit"] for one in terminal.json("staff", "roles").values()]
        assert limits == ["20.00 EUR", "50.00 EUR", "50.00 EUR", "any amount"]
        assert "20.00 EUR" in terminal.done("staff", "roles").splitlines()[-1]
        assert terminal.done("staff", "role", "refunds", "cashier") == said
        assert terminal.done("staff", "role", "refunds", "cashier") == said
        again = terminal.done("staff", "role", "refunds", "cashier", "--store")
        assert again == "cashier: refunds a person and day of up to 50.00 EUR.\n"

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            (("refunds", "cashier", "much"), "not an amount"),
            (("set", "owner", "refund", "no"), "locks the store out"),
            (("set", "cashier", "sell", "ask"), "sell cannot be ask: choose allowed"),
            (("discount", "cashier", "101"), "not a percentage"),
        ],
    )
    def test_are_left_alone_where_it_makes_no_sense(
        self, terminal: Terminal, words: tuple[str, ...], why: str
    ) -> None:
        assert why in terminal.refused("staff", "role", *words)
