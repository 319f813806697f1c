from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.staff import (
    LOCK_SECONDS,
    LockedOutError,
    Role,
    StaffDisabledError,
    WrongPinError,
    wait_after,
)
from pos_app.services.staff.signing_in import NoPinYetError, SigningIn
from tests.fakes.shop import CASHIER_PIN, OWNER_PIN, FakeShop
from tests.fakes.storage import DiskRefusedError

WRONG = "555123"
WAITS = (0, 0, 1, 2, 4, 8, 16, 32, 64, 1_800)


@pytest.fixture
def shop() -> FakeShop:
    return FakeShop()


def try_in(shop: FakeShop, pin: str, signing_in: SigningIn | None = None) -> None:
    (signing_in or shop.signing_in).sign_in(staff_id=shop.cashier.staff_id, pin=pin)


def wait_left(shop: FakeShop) -> int:
    return shop.signing_in.seconds_to_wait(shop.cashier.staff_id)


def fail(shop: FakeShop, times: int) -> WrongPinError:
    """That many wrong PINs, each as soon as it may be tried."""
    error = None
    for _ in range(times):
        shop.clock.wait(seconds=wait_left(shop))
        with pytest.raises(WrongPinError) as caught:
            try_in(shop, WRONG)
        error = caught.value
    assert error is not None
    return error


class TestSignIn:
    def test_returns_the_person(self, shop: FakeShop) -> None:
        member = shop.signing_in.sign_in(staff_id=shop.cashier.staff_id, pin=CASHIER_PIN)

        assert member == shop.cashier

    def test_is_journalled(self, shop: FakeShop) -> None:
        try_in(shop, CASHIER_PIN)

        (entry,) = shop.entries("login")
        assert (entry["user_id"], entry["role"]) == (shop.cashier.staff_id, "cashier")
        assert entry["body"] == {"how": "pin"}
        assert shop.verdict().ok

    def test_brings_the_person_to_the_front(self, shop: FakeShop) -> None:
        before = [one.name for one in shop.signing_in.people()]

        try_in(shop, CASHIER_PIN)
        shop.clock.wait(seconds=1)
        shop.signing_in.sign_in(staff_id=shop.owner.staff_id, pin=OWNER_PIN)

        assert before == ["Ana", "Olga"]
        assert [one.name for one in shop.signing_in.people()] == ["Olga", "Ana"]

    def test_with_the_pin_of_somebody_else_is_wrong(self, shop: FakeShop) -> None:
        with pytest.raises(WrongPinError):
            try_in(shop, OWNER_PIN)

    def test_does_not_happen_if_the_disk_refuses(self, shop: FakeShop) -> None:
        shop.store.refusal = DiskRefusedError()

        for pin in (CASHIER_PIN, WRONG):
            with pytest.raises(DiskRefusedError):
                try_in(shop, pin)

        assert shop.entries("login", "login_failed") == []


class TestWrongPin:
    def test_costs_nothing_twice_and_then_ever_more(self, shop: FakeShop) -> None:
        errors = [fail(shop, 1) for _ in WAITS]

        assert [error.values["wait_s"] for error in errors] == list(WAITS)
        assert [error.values["tries_left"] for error in errors] == [1] + [0] * 9

    def test_costs_half_an_hour_every_time_after_the_tenth(self, shop: FakeShop) -> None:
        fail(shop, 10)

        assert [fail(shop, 1).values["wait_s"] for _ in range(3)] == [LOCK_SECONDS] * 3

    def test_is_journalled_with_its_price(self, shop: FakeShop) -> None:
        fail(shop, 3)

        bodies = [entry["body"] for entry in shop.entries("login_failed")]
        assert bodies == [
            {"failures": 1, "wait_s": 0},
            {"failures": 2, "wait_s": 0},
            {"failures": 3, "wait_s": 1},
        ]
        assert WRONG not in str(shop.store.tables.entries)

    def test_is_counted_on_disk_before_anybody_hears_of_it(self, shop: FakeShop) -> None:
        fail(shop, 5)

        assert shop.staff_queries.locks()[shop.cashier.staff_id] == (5, 4)

    def test_costs_only_the_person_it_was_tried_for(self, shop: FakeShop) -> None:
        fail(shop, 10)

        member = shop.signing_in.sign_in(staff_id=shop.owner.staff_id, pin=OWNER_PIN)

        assert member == shop.owner
        assert shop.signing_in.seconds_to_wait(shop.owner.staff_id) == 0

    def test_is_forgotten_after_a_right_one(self, shop: FakeShop) -> None:
        fail(shop, 6)
        shop.clock.wait(seconds=8)

        try_in(shop, CASHIER_PIN)

        assert shop.staff_queries.locks()[shop.cashier.staff_id] == (0, 0)
        assert wait_left(shop) == 0
        assert fail(shop, 1).values == {"tries_left": 1, "wait_s": 0}


class TestWait:
    @pytest.mark.parametrize("failures", range(3, 11))
    def test_is_over_to_the_second(self, shop: FakeShop, failures: int) -> None:
        fail(shop, failures)
        seconds = WAITS[failures - 1]

        shop.clock.wait(seconds=seconds - 1, milliseconds=999)
        with pytest.raises(LockedOutError) as caught:
            try_in(shop, CASHIER_PIN)
        shop.clock.wait(milliseconds=1)
        try_in(shop, CASHIER_PIN)

        assert caught.value.values == {"wait_s": 1}

    def test_runs_down_where_it_can_be_seen(self, shop: FakeShop) -> None:
        fail(shop, 5)

        seen = []
        for _ in range(6):
            seen.append(wait_left(shop))
            shop.clock.wait(seconds=1)

        assert seen == [4, 3, 2, 1, 0, 0]

    def test_does_not_even_look_at_the_pin(self, shop: FakeShop) -> None:
        fail(shop, 4)
        before = shop.hasher.asked, shop.store.commits

        for pin in (CASHIER_PIN, WRONG):
            with pytest.raises(LockedOutError, match="Try again in 2 s"):
                try_in(shop, pin)

        assert (shop.hasher.asked, shop.store.commits) == before

    def test_is_not_made_longer_by_trying(self, shop: FakeShop) -> None:
        fail(shop, 4)
        shop.clock.wait(seconds=1)
        with pytest.raises(LockedOutError):
            try_in(shop, WRONG)

        assert wait_left(shop) == 1

    @pytest.mark.parametrize("days", [-400, 400])
    def test_runs_on_a_clock_that_nobody_can_set(self, shop: FakeShop, days: int) -> None:
        fail(shop, 10)

        shop.clock.wall += timedelta(days=days)

        assert wait_left(shop) == LOCK_SECONDS
        with pytest.raises(LockedOutError):
            try_in(shop, CASHIER_PIN)

    @pytest.mark.parametrize("reboot", [False, True])
    def test_starts_over_in_full_after_a_restart(self, shop: FakeShop, *, reboot: bool) -> None:
        fail(shop, 9)
        shop.clock.wait(seconds=63)
        if reboot:
            shop.clock.reboot()

        again = shop.new_signing_in()

        assert again.seconds_to_wait(shop.cashier.staff_id) == 64
        with pytest.raises(LockedOutError):
            try_in(shop, CASHIER_PIN, again)
        shop.clock.wait(seconds=64)
        try_in(shop, CASHIER_PIN, again)

    def test_is_not_escaped_by_one_restart_after_another(self, shop: FakeShop) -> None:
        fail(shop, 9)

        for _ in range(5):
            shop.clock.wait(seconds=63)
            again = shop.new_signing_in()
            with pytest.raises(LockedOutError):
                try_in(shop, CASHIER_PIN, again)

    def test_counts_on_after_a_restart(self, shop: FakeShop) -> None:
        fail(shop, 9)
        shop.signing_in = shop.new_signing_in()

        assert fail(shop, 1).values["wait_s"] == LOCK_SECONDS

    def test_is_ended_by_a_manager_with_a_new_pin(self, shop: FakeShop) -> None:
        fail(shop, 10)

        shop.staff.set_pin(actor=shop.owner, name="Ana", pin="864209")

        assert wait_left(shop) == 0
        with pytest.raises(WrongPinError) as caught:
            try_in(shop, CASHIER_PIN)
        assert caught.value.values["tries_left"] == 1
        try_in(shop, "864209")

    @given(steps=st.lists(st.sampled_from(["wrong", "wait", "restart", "reboot"]), max_size=40))
    def test_allows_no_more_tries_than_it_should_however_often_restarted(
        self, steps: list[str]
    ) -> None:
        shop = FakeShop()
        allowed_from, failures = shop.clock.now(), 0

        for step in steps:
            if step == "wait":
                shop.clock.wait(seconds=1)
            elif step != "wrong":
                if step == "reboot":
                    shop.clock.reboot()
                shop.signing_in = shop.new_signing_in()
            else:
                try:
                    try_in(shop, WRONG)
                except LockedOutError:
                    continue
                except WrongPinError as error:
                    assert shop.clock.now() >= allowed_from
                    wait, failures = error.values["wait_s"], failures + 1
                    assert wait == wait_after(failures)
                    allowed_from = shop.clock.now() + timedelta(seconds=wait_after(failures))


class TestPersonFromHeadOffice:
    def test_has_no_pin_before_a_manager_gives_one(self, shop: FakeShop) -> None:
        with shop.store.new_uow() as uow:
            bea = uow.staff.add(name="Bea", role=Role.CASHIER, pin_hash="")
            uow.commit()

        for pin in ("", CASHIER_PIN):
            with pytest.raises(NoPinYetError, match="Bea has no PIN"):
                shop.signing_in.sign_in(staff_id=bea.staff_id, pin=pin)
        assert shop.hasher.asked == 0
        shop.staff.set_pin(actor=shop.owner, name="Bea", pin=CASHIER_PIN)
        shop.signing_in.sign_in(staff_id=bea.staff_id, pin=CASHIER_PIN)


class TestDisabledPerson:
    def test_cannot_sign_in_with_any_pin(self, shop: FakeShop) -> None:
        shop.staff.disable(actor=shop.owner, name="Ana")

        for pin in (CASHIER_PIN, WRONG):
            with pytest.raises(StaffDisabledError):
                try_in(shop, pin)

        assert shop.hasher.asked == 0

    def test_is_not_shown(self, shop: FakeShop) -> None:
        shop.staff.disable(actor=shop.owner, name="Ana")

        assert shop.signing_in.people() == [shop.owner]

    def test_is_told_the_same_as_one_who_never_was_here(self, shop: FakeShop) -> None:
        with pytest.raises(StaffDisabledError):
            shop.signing_in.sign_in(staff_id=99, pin=CASHIER_PIN)

        assert shop.signing_in.seconds_to_wait(99) == 0
