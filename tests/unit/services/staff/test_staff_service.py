from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.staff import (
    STAFF_NAME_LENGTH_MAX,
    ApprovalNeededError,
    Decision,
    NotAllowedError,
    Permission,
    PinLengthError,
    PinRefusedError,
    Role,
    StaffMember,
)
from pos_app.services.staff.names import (
    NoSuchStaffError,
    StaffNameError,
    StaffNameTakenError,
    clean_name,
)
from pos_app.services.staff.roles import MoreThanOwnError
from pos_app.services.staff.staff_service import (
    FromHeadOfficeError,
    LastOwnerError,
    StaffService,
)
from tests.fakes.queries import FakeSyncedPeople
from tests.fakes.shop import CASHIER_PIN, OWNER_PIN, FakeShop
from tests.fakes.storage import DiskRefusedError

PIN = "918273"
MAY_MANAGE_STAFF = {Role.MANAGER, Role.OWNER}


@pytest.fixture
def shop() -> FakeShop:
    return FakeShop()


def hire(shop: FakeShop, name: str, *, role: Role = Role.CASHIER, pin: str = PIN) -> StaffMember:
    return shop.staff.add(actor=shop.owner, name=name, role=role, pin=pin)


class TestAdd:
    def test_makes_a_person_who_can_sign_in(self, shop: FakeShop) -> None:
        member = hire(shop, "Bea", role=Role.SUPERVISOR)

        assert (member.name, member.role, member.active) == ("Bea", Role.SUPERVISOR, True)
        assert shop.signing_in.sign_in(staff_id=member.staff_id, pin=PIN) == member
        assert member in shop.staff.everybody()

    def test_is_journalled_without_the_pin(self, shop: FakeShop) -> None:
        member = hire(shop, "Bea", role=Role.SUPERVISOR)

        entry = shop.entries("config_change")[-1]
        assert entry["user_id"] == shop.owner.staff_id
        assert entry["body"] == {
            "staff_added": member.staff_id,
            "name": "Bea",
            "role": "supervisor",
        }
        assert PIN not in str(shop.store.tables)

    def test_refuses_a_name_that_is_here(self, shop: FakeShop) -> None:
        for name in ("Ana", "  Ana ", "\tAna\n"):
            with pytest.raises(StaffNameTakenError, match="Ana is already here"):
                hire(shop, name)

        assert len(shop.staff.everybody()) == 2

    @pytest.mark.parametrize(
        ("here", "typed"),
        [
            ("Zoé", "zoe\u0301"),
            ("Zoé", "ZOÉ"),
            ("Ben", "bEN"),
            ("Ben", "\uff22en"),
            ("Strauß", "STRAUSS"),
            ("Ofﬁce", "office"),
        ],
    )
    def test_refuses_a_name_that_a_person_takes_for_another(
        self, shop: FakeShop, here: str, typed: str
    ) -> None:
        hire(shop, here)

        with pytest.raises(StaffNameTakenError, match=f"{here} is already here"):
            hire(shop, typed)

        assert len(shop.staff.everybody()) == 3

    def test_refuses_a_name_that_only_looks_different_to_a_machine(self, shop: FakeShop) -> None:
        hire(shop, "Zoe\u0301")

        with pytest.raises(StaffNameTakenError):
            hire(shop, "Zoé")

    def test_refuses_the_name_of_somebody_who_left(self, shop: FakeShop) -> None:
        shop.staff.disable(actor=shop.owner, name="Ana")

        with pytest.raises(StaffNameTakenError):
            hire(shop, "Ana")

    @pytest.mark.parametrize("pin", ["", "91827", "9182736", "91827a", "91827\u0663", " 91827"])
    def test_refuses_a_pin_of_another_length(self, shop: FakeShop, pin: str) -> None:
        with pytest.raises(PinLengthError, match="exactly 6 digits"):
            hire(shop, "Bea", pin=pin)

        assert shop.staff_queries.by_name("Bea") is None

    @pytest.mark.parametrize("pin", ["000000", "123456", "987654", "121212", "123123", "890123"])
    def test_refuses_a_pin_that_is_easy_to_guess(self, shop: FakeShop, pin: str) -> None:
        with pytest.raises(PinRefusedError):
            hire(shop, "Bea", pin=pin)

    def test_takes_pins_as_long_as_the_store_says(self, shop: FakeShop) -> None:
        staff = StaffService(
            new_uow=shop.store.new_uow,
            staff=shop.staff_queries,
            synced=FakeSyncedPeople(shop.store),
            hasher=shop.hasher,
            journal=shop.journal,
            profile=replace(shop.profile, pin_length=8),
        )

        with pytest.raises(PinLengthError, match="exactly 8 digits"):
            staff.add(actor=shop.owner, name="Bea", role=Role.CASHIER, pin=PIN)
        staff.add(actor=shop.owner, name="Bea", role=Role.CASHIER, pin="91827364")

        assert shop.staff_queries.by_name("Bea") is not None

    @pytest.mark.parametrize("role", Role)
    def test_is_for_those_who_may(self, shop: FakeShop, role: Role) -> None:
        actor = hire(shop, "Bea", role=role)

        if role in MAY_MANAGE_STAFF:
            shop.staff.add(actor=actor, name="Cleo", role=Role.CASHIER, pin=PIN)
        else:
            with pytest.raises(NotAllowedError):
                shop.staff.add(actor=actor, name="Cleo", role=Role.CASHIER, pin=PIN)

        assert (shop.staff_queries.by_name("Cleo") is not None) == (role in MAY_MANAGE_STAFF)

    def test_leaves_nobody_if_the_disk_refuses(self, shop: FakeShop) -> None:
        entries = len(shop.store.tables.entries)
        shop.store.refusal = DiskRefusedError()

        with pytest.raises(DiskRefusedError):
            hire(shop, "Bea")

        assert shop.staff_queries.by_name("Bea") is None
        assert len(shop.store.tables.entries) == entries


class TestSetPin:
    def test_replaces_the_old_one(self, shop: FakeShop) -> None:
        shop.staff.set_pin(actor=shop.owner, name=" Ana", pin=PIN)

        found = shop.signing_in.sign_in(staff_id=shop.cashier.staff_id, pin=PIN)
        stored = shop.store.tables.staff[shop.cashier.staff_id]
        assert found == shop.cashier
        assert not shop.hasher.matches(CASHIER_PIN, stored.pin_hash, staff_id=shop.cashier.staff_id)

    def test_is_journalled_without_the_pin(self, shop: FakeShop) -> None:
        shop.staff.set_pin(actor=shop.owner, name="Ana", pin=PIN)

        assert shop.entries("config_change")[-1]["body"] == {"pin_set": shop.cashier.staff_id}
        assert PIN not in str(shop.store.tables)

    def test_refuses_a_bad_one_and_keeps_the_old(self, shop: FakeShop) -> None:
        for pin in ("123456", "1"):
            with pytest.raises((PinRefusedError, PinLengthError)):
                shop.staff.set_pin(actor=shop.owner, name="Ana", pin=pin)

        shop.signing_in.sign_in(staff_id=shop.cashier.staff_id, pin=CASHIER_PIN)

    def test_of_nobody_is_refused(self, shop: FakeShop) -> None:
        with pytest.raises(NoSuchStaffError, match="Nobody here is called Bea"):
            shop.staff.set_pin(actor=shop.owner, name="Bea", pin=PIN)

    def test_is_for_those_who_may(self, shop: FakeShop) -> None:
        with pytest.raises(NotAllowedError):
            shop.staff.set_pin(actor=shop.cashier, name="Olga", pin=PIN)


class TestDisable:
    def test_lets_somebody_go(self, shop: FakeShop) -> None:
        shop.staff.disable(actor=shop.owner, name="Ana")

        assert shop.staff_queries.by_name("Ana") == replace(shop.cashier, active=False)
        assert shop.entries("config_change")[-1]["body"] == {
            "staff_disabled": shop.cashier.staff_id
        }

    def test_keeps_the_last_owner(self, shop: FakeShop) -> None:
        with pytest.raises(LastOwnerError, match="Olga is the last owner"):
            shop.staff.disable(actor=shop.owner, name="Olga")

        assert shop.staff.owner() == shop.owner

    def test_keeps_the_last_owner_who_is_left(self, shop: FakeShop) -> None:
        second = hire(shop, "Bea", role=Role.OWNER)
        shop.staff.disable(actor=second, name="Olga")

        with pytest.raises(LastOwnerError, match="Bea"):
            shop.staff.disable(actor=second, name="Bea")

        assert shop.staff.owner() == second

    def test_keeps_the_last_owner_who_can_sign_in(self, shop: FakeShop) -> None:
        with shop.store.new_uow() as uow:
            uow.staff.add(name="Bea", role=Role.OWNER, pin_hash="")
            uow.commit()

        with pytest.raises(LastOwnerError, match="Olga"):
            shop.staff.disable(actor=shop.owner, name="Olga")
        shop.staff.disable(actor=shop.owner, name="Bea")

        assert shop.staff.owner() == shop.owner

    def test_of_nobody_is_refused(self, shop: FakeShop) -> None:
        with pytest.raises(NoSuchStaffError):
            shop.staff.disable(actor=shop.owner, name="Bea")

    def test_is_for_those_who_may(self, shop: FakeShop) -> None:
        with pytest.raises(NotAllowedError):
            shop.staff.disable(actor=shop.cashier, name="Olga")
        with pytest.raises(NotAllowedError):
            shop.staff.disable(actor=replace(shop.owner, active=False), name="Ana")


class TestRename:
    def test_calls_somebody_otherwise(self, shop: FakeShop) -> None:
        shop.staff.rename(actor=shop.owner, name="ana", new_name=" Ana  María ")

        assert shop.staff_queries.by_name("Ana María") == replace(shop.cashier, name="Ana María")

    def test_is_journalled_with_both_names(self, shop: FakeShop) -> None:
        shop.staff.rename(actor=shop.owner, name="ana", new_name="Zoé")

        assert shop.entries("config_change")[-1]["body"] == {
            "staff_renamed": shop.cashier.staff_id,
            "before": "Ana",
            "name": "Zoé",
        }

    def test_may_write_the_same_name_otherwise(self, shop: FakeShop) -> None:
        shop.staff.rename(actor=shop.owner, name="Ana", new_name="ANA")

        assert shop.staff_queries.by_name("ANA") is not None

    def test_refuses_the_name_of_somebody_else(self, shop: FakeShop) -> None:
        with pytest.raises(StaffNameTakenError, match="Olga is already here"):
            shop.staff.rename(actor=shop.owner, name="Ana", new_name="olga")

        assert shop.staff_queries.by_name("Ana") == shop.cashier


class TestSetRole:
    def test_counts_from_the_next_sign_in(self, shop: FakeShop) -> None:
        shop.staff.set_role(actor=shop.owner, name="Ana", role=Role.SUPERVISOR)

        found = shop.signing_in.sign_in(staff_id=shop.cashier.staff_id, pin=CASHIER_PIN)
        assert found.role is Role.SUPERVISOR
        (entry,) = [one for one in shop.entries("config_change") if "role_set" in one["body"]]
        assert entry["body"] == {
            "role_set": shop.cashier.staff_id,
            "role": "supervisor",
            "before": "cashier",
        }

    def test_that_somebody_has_changes_nothing(self, shop: FakeShop) -> None:
        entries = len(shop.store.tables.entries)

        shop.staff.set_role(actor=shop.owner, name="Ana", role=Role.CASHIER)

        assert len(shop.store.tables.entries) == entries

    def test_keeps_the_last_owner(self, shop: FakeShop) -> None:
        with pytest.raises(LastOwnerError, match="Olga is the last owner"):
            shop.staff.set_role(actor=shop.owner, name="Olga", role=Role.MANAGER)

        assert shop.staff.owner() == shop.owner


def test_who_left_may_come_back_with_the_pin_they_had(shop: FakeShop) -> None:
    shop.staff.disable(actor=shop.owner, name="Ana")

    shop.staff.enable(actor=shop.owner, name="Ana")

    found = shop.signing_in.sign_in(staff_id=shop.cashier.staff_id, pin=CASHIER_PIN)
    assert found == shop.cashier
    body = {"staff_enabled": shop.cashier.staff_id}
    assert body in [one["body"] for one in shop.entries("config_change")]


ACTS: dict[str, Callable[[StaffService, StaffMember, str], object]] = {
    "rename": lambda staff, by, name: staff.rename(actor=by, name=name, new_name="Zoé"),
    "set_role": lambda staff, by, name: staff.set_role(actor=by, name=name, role=Role.SUPERVISOR),
    "disable": lambda staff, by, name: staff.disable(actor=by, name=name),
    "enable": lambda staff, by, name: staff.enable(actor=by, name=name),
    "set_pin": lambda staff, by, name: staff.set_pin(actor=by, name=name, pin=PIN),
    "set_badge": lambda staff, by, name: staff.set_badge(actor=by, name=name, code="B-274916"),
    "remove_badge": lambda staff, by, name: staff.remove_badge(actor=by, name=name),
}
KEPT_THERE = {"rename", "set_role", "disable", "enable"}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_changes_who_may_do_more(shop: FakeShop, act: str) -> None:
    """A manager who gave an owner a new PIN could sign in as the owner."""
    manager = hire(shop, "Bea", role=Role.MANAGER)
    hire(shop, "Cleo", role=Role.OWNER)
    before = shop.store.tables.copy()

    with pytest.raises(MoreThanOwnError, match="manager may not do so much"):
        ACTS[act](shop.staff, manager, "Cleo")

    assert shop.store.tables == before
    ACTS[act](shop.staff, manager, "Ana")


def test_who_must_ask_acts_with_the_word_of_who_may(shop: FakeShop) -> None:
    bea = hire(shop, "Bea", role=Role.SUPERVISOR)
    shop.roles.decide(
        actor=shop.owner,
        role=Role.SUPERVISOR,
        permission=Permission.MANAGE_STAFF,
        decision=Decision.ASK,
    )
    with pytest.raises(ApprovalNeededError):
        shop.staff.disable(actor=bea, name="Ana")
    approval = shop.approving.approve(
        actor=bea,
        permission=Permission.MANAGE_STAFF,
        approver_id=shop.owner.staff_id,
        pin=OWNER_PIN,
    )

    # As much as the owner may give, who allows it.
    shop.staff.add(actor=bea, name="Cleo", role=Role.MANAGER, pin=PIN, approval=approval)

    entry = shop.entries("config_change")[-1]
    assert (entry["user_id"], entry["approver_id"]) == (bea.staff_id, shop.owner.staff_id)
    assert shop.staff_queries.by_name("Cleo") is not None


def test_nobody_gives_a_role_above_their_own(shop: FakeShop) -> None:
    manager = hire(shop, "Bea", role=Role.MANAGER)

    with pytest.raises(MoreThanOwnError):
        shop.staff.add(actor=manager, name="Cleo", role=Role.OWNER, pin=PIN)
    with pytest.raises(MoreThanOwnError):
        shop.staff.set_role(actor=manager, name="Bea", role=Role.OWNER)

    assert [one.name for one in shop.staff.everybody() if one.role is Role.OWNER] == ["Olga"]


@pytest.mark.parametrize("act", ACTS)
def test_nobody_but_an_owner_changes_one(shop: FakeShop, act: str) -> None:
    """Not even a manager whom the store allows all that an owner may do."""
    hire(shop, "Bea", role=Role.OWNER)
    manager = hire(shop, "Cleo", role=Role.MANAGER)
    shop.roles.decide(
        actor=shop.owner,
        role=Role.MANAGER,
        permission=Permission.MANAGE_STORE,
        decision=Decision.ALLOWED,
    )
    assert all(manager.decide(one) is Decision.ALLOWED for one in Permission)
    before = shop.store.tables.copy()

    with pytest.raises(MoreThanOwnError):
        ACTS[act](shop.staff, manager, "Bea")

    assert shop.store.tables == before
    with pytest.raises(MoreThanOwnError):
        shop.staff.set_role(actor=manager, name="Cleo", role=Role.OWNER)
    with pytest.raises(MoreThanOwnError):
        shop.staff.add(actor=manager, name="Dan", role=Role.OWNER, pin=PIN)


@pytest.mark.parametrize("act", ACTS)
def test_head_office_says_who_its_people_are(shop: FakeShop, act: str) -> None:
    shop.store.tables.from_head_office.add(shop.cashier.staff_id)
    before = shop.store.tables.copy()

    if act in KEPT_THERE:
        with pytest.raises(FromHeadOfficeError, match="Ana came from head office"):
            ACTS[act](shop.staff, shop.owner, "Ana")
        assert shop.store.tables == before
    else:
        ACTS[act](shop.staff, shop.owner, "Ana")
        assert shop.store.tables != before


class TestName:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("Ana", "Ana"),
            ("  Ana  María\u00a0 Pérez\n", "Ana María Pérez"),
            ("Zoe\u0301", "Zoé"),
            ("Ana\u200b", "Ana"),
            ("A\x00na", "A na"),
            ("李", "李"),
            ("x" * STAFF_NAME_LENGTH_MAX, "x" * STAFF_NAME_LENGTH_MAX),
        ],
    )
    def test_is_kept_as_it_is_seen(self, typed: str, stored: str) -> None:
        assert clean_name(typed) == stored

    @pytest.mark.parametrize("typed", ["", " ", "\n\t", "\u200b", "\x00", "x" * 61])
    def test_has_something_to_see_and_an_end(self, typed: str) -> None:
        with pytest.raises(StaffNameError, match="1 to 60"):
            clean_name(typed)

    @given(typed=st.text(max_size=80))
    def test_changes_no_more_once_it_is_clean(self, typed: str) -> None:
        try:
            cleaned = clean_name(typed)
        except StaffNameError:
            return

        assert clean_name(cleaned) == cleaned
        assert cleaned.isprintable()
