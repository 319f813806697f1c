"""Staff and settings, in the store in memory and in the one on disk alike."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from pos_app.domain.staff import Decision, Permission, Rights, Role, StaffMember
from pos_app.domain.tax import Tax, TaxClass
from pos_app.services.ports import StaffCredentials
from pos_app.services.staff.facts import StaffFacts
from tests.contract.samples import (
    ANA,
    BEN,
    MORNING,
)
from tests.contract.stores import Store
from tests.fakes.printing import TAX_CLASSES

# A bug, not a failure a person may meet: the database's constraint, or the fake's assertion.
REFUSED: Final = (AssertionError, sqlite3.IntegrityError)


class TestStaff:
    def test_has_what_signing_in_must_know(self, store: Store) -> None:
        with store.new_uow() as uow:
            found = uow.staff.credentials(BEN.staff_id)
            unknown = uow.staff.credentials(99)

        assert found == StaffCredentials(BEN, "hash of Ben", 0, 0)
        assert unknown is None

    def test_remembers_wrong_tries_until_somebody_signs_in(self, store: Store) -> None:
        with store.new_uow() as uow:
            uow.staff.set_tries(BEN.staff_id, failures=5, lock_seconds_left=4)
            uow.commit()
        locked = store.staff.locks()[BEN.staff_id]

        with store.new_uow() as uow:
            uow.staff.note_sign_in(BEN.staff_id, at=MORNING)
            uow.commit()

        assert locked == (5, 4)
        assert store.staff.locks() == {ANA.staff_id: (0, 0), BEN.staff_id: (0, 0)}

    def test_forgets_wrong_tries_with_a_new_pin(self, store: Store) -> None:
        with store.new_uow() as uow:
            uow.staff.set_tries(BEN.staff_id, failures=5, lock_seconds_left=4)
            uow.staff.set_pin(BEN.staff_id, pin_hash="new")
            found = uow.staff.credentials(BEN.staff_id)
            other = uow.staff.credentials(ANA.staff_id)

        assert found == StaffCredentials(BEN, "new", 0, 0)
        assert other == StaffCredentials(ANA, "hash of Ana", 0, 0)

    def test_is_listed_last_signed_in_first_then_by_name(self, store: Store) -> None:
        with store.new_uow() as uow:
            zoe = uow.staff.add(name="Zoe", role=Role.MANAGER, pin_hash="z")
            uow.staff.add(name="Cleo", role=Role.SUPERVISOR, pin_hash="c")
            uow.staff.note_sign_in(BEN.staff_id, at=MORNING)
            uow.staff.note_sign_in(zoe.staff_id, at=MORNING + timedelta(minutes=1))
            uow.commit()

        names = [person.name for person in store.staff.listed()]

        assert zoe == StaffMember(3, "Zoe", Role.MANAGER)
        assert names == ["Zoe", "Ben", "Ana", "Cleo"]

    def test_has_a_pin_or_none_yet(self, store: Store) -> None:
        with store.new_uow() as uow:
            uow.staff.add(name="Cleo", role=Role.OWNER, pin_hash="")
            uow.commit()

        assert store.staff.with_pin() == {ANA.staff_id, BEN.staff_id}

    def test_can_have_another_name_and_role(self, store: Store) -> None:
        with store.new_uow() as uow:
            uow.staff.change(BEN.staff_id, name="Benno", role=Role.MANAGER)
            uow.commit()

        assert store.staff.by_name("Benno") == replace(BEN, name="Benno", role=Role.MANAGER)
        with pytest.raises(REFUSED), store.new_uow() as uow:
            uow.staff.change(BEN.staff_id, name=ANA.name, role=Role.MANAGER)

    def test_is_known_with_pin_badge_and_last_sign_in(self, store: Store) -> None:
        with store.new_uow() as uow:
            cleo = uow.staff.add(name="Cleo", role=Role.OWNER, pin_hash="")
            uow.staff.set_badge(BEN.staff_id, badge_hash="b")
            uow.staff.note_sign_in(BEN.staff_id, at=MORNING)
            uow.commit()

        found = store.staff_desk.facts()

        assert found[BEN.staff_id] == StaffFacts(True, True, MORNING)
        assert found[ANA.staff_id] == StaffFacts(True, False, None)
        assert found[cleo.staff_id] == StaffFacts(False, False, None)

    def test_can_be_let_go(self, store: Store) -> None:
        with store.new_uow() as uow:
            uow.staff.set_active(BEN.staff_id, active=False)
            uow.commit()

        assert store.staff.by_name("Ben") == replace(BEN, active=False)
        assert store.staff.by_name("Ana") == ANA
        assert store.staff.by_name("ana") is None

    def test_may_at_once_what_the_store_decides(self, store: Store) -> None:
        with store.new_uow() as uow:
            found = uow.staff.credentials(BEN.staff_id)
            added = uow.staff.add(name="Cleo", role=Role.CASHIER, pin_hash="")
            uow.staff.set_badge(BEN.staff_id, badge_hash="b")
            scanned = uow.staff.by_badge("b")
            uow.commit()
        named, listed = store.staff.by_name("Ben"), store.staff.listed()

        asked = {(role, Permission.SELL): Decision.ASK for role in Role}
        store.rights.now = Rights(asked)

        assert found is not None
        assert scanned is not None
        assert named is not None
        for one in (found.member, added, scanned.member, named, *listed):
            may = Decision.ALLOWED if one.role is Role.OWNER else Decision.ASK
            assert one.decide(Permission.SELL) is may

    def test_has_one_person_for_a_name(self, store: Store) -> None:
        with pytest.raises(REFUSED), store.new_uow() as uow:
            uow.staff.add(name="Ben", role=Role.OWNER, pin_hash="other")

        assert len(store.staff.listed()) == 2


class TestSettings:
    def test_keep_the_last_value(self, store: Store) -> None:
        for value in ("file", "tape"):
            with store.new_uow() as uow:
                uow.settings.put("printer", value)
                uow.commit()

        assert store.settings.get("printer") == "tape"
        assert store.settings.get("other") is None

    def test_keep_the_tax_classes_with_their_taxes_in_order(self, store: Store) -> None:
        gst, pst = Tax("GST", "GST", 50_000), Tax("A-PST", "PST", 99_750, compound=True)
        bottle = Tax("BOTTLE", "Deposit", amount_minor=25)
        luxury = TaxClass("LUXURY", "Luxury", (gst, pst, bottle))
        basic = TaxClass("BASIC", "Basic", (gst,))

        with store.new_uow() as uow:
            uow.settings.add_tax_class(luxury)
            uow.settings.add_tax_class(basic)
            uow.commit()

        found = store.settings.tax_classes()
        assert found == {**TAX_CLASSES, "LUXURY": luxury, "BASIC": basic}
        assert list(found) == sorted(found)

    def test_count_the_epochs(self, empty_store: Store) -> None:
        before = empty_store.settings.epoch()

        with empty_store.new_uow() as uow:
            series = uow.settings.start_epoch(at=MORNING, reason="setup", terminal="X-T01")
            number = uow.orders.take_number()
            uow.commit()

        assert (before, empty_store.settings.epoch()) == (0, 1)
        assert (series, number) == ("X-T01", "X-T01-000001")

    def test_leave_out_the_epochs_that_a_copy_has_begun_elsewhere(self, store: Store) -> None:
        with store.new_uow() as uow:
            series = uow.settings.start_epoch(at=MORNING, reason="adopt", terminal="T01", after=3)
            number = uow.orders.take_number()
            uow.commit()

        assert (series, number, store.settings.epoch()) == ("T01D", "T01D-000001", 4)

    def test_take_what_stands_on_the_grid(self, store: Store) -> None:
        with store.new_uow() as uow:
            uow.settings.set_favourites([2, 1])
            uow.settings.set_favourites([3])
            uow.commit()

        with pytest.raises(REFUSED), store.new_uow() as uow:
            uow.settings.set_favourites([99])

    def test_take_which_product_stands_in_which_place(self, store: Store) -> None:
        with store.new_uow() as uow:
            uow.settings.place_favourites({7: 2, 0: 1})
            uow.settings.place_favourites({3: 3})
            uow.commit()

        with pytest.raises(REFUSED), store.new_uow() as uow:
            uow.settings.place_favourites({0: 99})
