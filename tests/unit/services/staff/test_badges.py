from __future__ import annotations

import pytest

from pos_app.domain.badge import (
    BadgeCodeError,
    BadgeTakenError,
    UnknownBadgeError,
    clean_badge,
    is_badge,
)
from pos_app.domain.staff import (
    LOCK_SECONDS,
    LockedOutError,
    NotAllowedError,
    StaffDisabledError,
    StaffMember,
)
from pos_app.services.staff.signing_in import SigningIn
from tests.fakes.shop import CASHIER_PIN, OWNER_PIN, FakeShop
from tests.fakes.storage import DiskRefusedError

BADGE = "B-7QX4-0193"
OTHER = "B-55AA77"


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop()
    shop.staff.set_badge(actor=shop.owner, name="Ana", code=BADGE)
    return shop


def scan(shop: FakeShop, raw: str, signing_in: SigningIn | None = None) -> StaffMember:
    return (signing_in or shop.signing_in).sign_in_by_badge(raw=raw, prefix="B-")


def fail(shop: FakeShop, times: int) -> int:
    """That many unknown badges, each as soon as it may be tried; the wait after the last."""
    wait_s = 0
    for _ in range(times):
        shop.clock.wait(seconds=wait_s)
        with pytest.raises(UnknownBadgeError) as caught:
            scan(shop, OTHER)
        wait_s = int(str(caught.value.values["wait_s"]))
    return wait_s


class TestCode:
    @pytest.mark.parametrize("raw", [BADGE, f" {BADGE.lower()}\n"])
    def test_is_the_same_however_the_scanner_writes_it(self, raw: str) -> None:
        assert clean_badge(raw, prefix="B-") == BADGE

    @pytest.mark.parametrize(
        "raw",
        ["", "B-", "B-123", "7QX4-0193", "B-12 34", "B-äöüß", "B-" + "1" * 61, "3276550614043"],
    )
    def test_that_is_none_is_refused(self, raw: str) -> None:
        with pytest.raises(BadgeCodeError, match="begins with B-"):
            clean_badge(raw, prefix="B-")

    def test_is_told_from_a_product_by_its_prefix(self) -> None:
        assert is_badge("b-1", prefix="B-")
        assert not is_badge("3276550614043", prefix="B-")
        assert not is_badge("ID-1234", prefix="B-")
        assert is_badge("ID-1234", prefix="ID-")


class TestBadge:
    def test_signs_its_owner_in_and_says_how(self, shop: FakeShop) -> None:
        assert scan(shop, BADGE.lower()) == shop.cashier

        (entry,) = shop.entries("login")
        assert (entry["user_id"], entry["body"]) == (shop.cashier.staff_id, {"how": "badge"})
        assert [one.name for one in shop.signing_in.people()] == ["Ana", "Olga"]
        assert shop.verdict().ok

    def test_lies_in_the_store_as_a_hash_that_is_not_its_code(self, shop: FakeShop) -> None:
        (stored,) = shop.store.tables.badges

        assert BADGE not in stored

    def test_is_journalled_without_its_code(self, shop: FakeShop) -> None:
        entries = shop.entries("config_change")

        assert entries[-1]["body"] == {"badge_set": shop.cashier.staff_id}
        assert "7QX4" not in str(entries)

    def test_of_somebody_else_is_refused(self, shop: FakeShop) -> None:
        with pytest.raises(BadgeTakenError, match="Ana has this badge"):
            shop.staff.set_badge(actor=shop.owner, name="Olga", code=BADGE)

        assert scan(shop, BADGE) == shop.cashier

    def test_takes_the_place_of_an_older_one(self, shop: FakeShop) -> None:
        shop.staff.set_badge(actor=shop.owner, name="Ana", code=OTHER)

        assert scan(shop, OTHER) == shop.cashier
        with pytest.raises(UnknownBadgeError):
            scan(shop, BADGE)

    def test_that_is_removed_opens_nothing(self, shop: FakeShop) -> None:
        assert shop.signing_in.has_badges()
        shop.staff.remove_badge(actor=shop.owner, name="Ana")

        with pytest.raises(UnknownBadgeError):
            scan(shop, BADGE)
        assert not shop.signing_in.has_badges()
        assert shop.entries("config_change")[-1]["body"] == {"badge_removed": shop.cashier.staff_id}

    def test_of_somebody_who_was_let_go_is_refused_in_words(self, shop: FakeShop) -> None:
        shop.staff.disable(actor=shop.owner, name="Ana")

        with pytest.raises(StaffDisabledError, match="cannot sign in"):
            scan(shop, BADGE)
        assert shop.entries("login") == []
        assert not shop.signing_in.has_badges()

    def test_is_given_by_those_who_manage_the_staff(self, shop: FakeShop) -> None:
        with pytest.raises(NotAllowedError):
            shop.staff.set_badge(actor=shop.cashier, name="Ana", code=OTHER)
        with pytest.raises(NotAllowedError):
            shop.staff.remove_badge(actor=shop.cashier, name="Ana")

    def test_does_not_sign_in_if_the_disk_refuses(self, shop: FakeShop) -> None:
        shop.store.refusal = DiskRefusedError()

        for raw in (BADGE, OTHER):
            with pytest.raises(DiskRefusedError):
                scan(shop, raw)


class TestUnknown:
    def test_costs_time_from_the_third_on(self, shop: FakeShop) -> None:
        assert fail(shop, 2) == 0
        assert fail(shop, 1) == 1
        with pytest.raises(LockedOutError):
            scan(shop, BADGE)
        shop.clock.wait(seconds=1)
        assert scan(shop, BADGE) == shop.cashier

    def test_is_journalled_without_a_person(self, shop: FakeShop) -> None:
        fail(shop, 1)

        (entry,) = shop.entries("login_failed")
        assert (entry["user_id"], entry["body"]) == (None, {"how": "badge", "failures": 1})

    def test_is_not_even_looked_up_while_the_time_runs(self, shop: FakeShop) -> None:
        fail(shop, 4)
        before = shop.store.commits

        with pytest.raises(LockedOutError, match="2 s"):
            scan(shop, BADGE)

        assert shop.store.commits == before

    def test_makes_nobody_wait_who_types_a_pin(self, shop: FakeShop) -> None:
        fail(shop, 4)

        shop.signing_in.sign_in(staff_id=shop.cashier.staff_id, pin=CASHIER_PIN)

    def test_is_forgotten_when_a_badge_opens_half_an_hour_later(self, shop: FakeShop) -> None:
        fail(shop, 2)
        shop.clock.wait(seconds=LOCK_SECONDS)
        scan(shop, BADGE)

        assert fail(shop, 2) == 0

    def test_is_not_forgotten_for_a_badge_of_ones_own_in_between(self, shop: FakeShop) -> None:
        fail(shop, 2)
        shop.clock.wait(seconds=LOCK_SECONDS - 1)
        scan(shop, BADGE)

        assert fail(shop, 1) == 1

    def test_is_remembered_after_a_restart_which_shortens_nothing(self, shop: FakeShop) -> None:
        fail(shop, 5)
        again = shop.new_signing_in()

        with pytest.raises(LockedOutError, match="4 s"):
            scan(shop, BADGE, again)

    def test_of_a_form_that_no_badge_has_counts_as_well(self, shop: FakeShop) -> None:
        with pytest.raises(UnknownBadgeError):
            scan(shop, "B-1")

        assert fail(shop, 2) == 1


class TestLock:
    def test_is_journalled_with_who_and_why(self, shop: FakeShop) -> None:
        shop.signing_in.lock(actor=shop.cashier)
        shop.signing_in.lock(actor=shop.cashier, is_idle=True)

        entries = shop.entries("lock")
        assert [one["user_id"] for one in entries] == [shop.cashier.staff_id] * 2
        assert [one["body"] for one in entries] == [{"how": "asked"}, {"how": "idle"}]

    def test_is_ended_by_whoever_locked(self, shop: FakeShop) -> None:
        shop.signing_in.lock(actor=shop.cashier)

        scan(shop, BADGE)

        (entry,) = shop.entries("unlock")
        assert (entry["user_id"], entry["body"]) == (shop.cashier.staff_id, {"how": "badge"})
        assert shop.entries("login") == []

    def test_is_a_login_for_somebody_else_and_for_a_second_time(self, shop: FakeShop) -> None:
        shop.signing_in.lock(actor=shop.cashier)

        shop.signing_in.sign_in(staff_id=shop.owner.staff_id, pin=OWNER_PIN)
        shop.signing_in.sign_in(staff_id=shop.cashier.staff_id, pin=CASHIER_PIN)

        assert [one["user_id"] for one in shop.entries("login")] == [
            *(shop.owner.staff_id, shop.cashier.staff_id)
        ]
        assert shop.entries("unlock") == []
