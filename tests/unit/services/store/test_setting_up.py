from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.staff import PinLengthError, PinRefusedError, Role, StaffMember
from pos_app.domain.store import SETTING, StoreProfile
from pos_app.services.journal.verifying import JournalVerifier
from pos_app.services.journal.writing import JournalWriter
from pos_app.services.staff.names import StaffNameError
from pos_app.services.store.setting_up import (
    RECOVERY_SETTING,
    STORE_TEXT_LENGTH_MAX,
    NewStore,
    PinLengthRangeError,
    SettingUp,
    StoreTextError,
    TerminalCodeError,
    check,
)
from tests.fakes.printing import TAX_CLASSES
from tests.fakes.queries import FakeSettingQueries, FakeStaffQueries
from tests.fakes.shop import OWNER_PIN, PROFILE, identity_of
from tests.fakes.storage import DiskRefusedError, FakeStore, StoredEpoch, Tables
from tests.fakes.system import FakeClock, FakePinHasher, FakeSignatureCheck, FakeSigner

NEW = NewStore(PROFILE, tuple(TAX_CLASSES.values()), " Olga  Petit", OWNER_PIN, "wrapped keys")


class Site:
    """An empty store, and what is needed to set it up."""

    def __init__(self) -> None:
        self.store, self.clock, self.signer = FakeStore(), FakeClock(), FakeSigner()
        self.hasher = FakePinHasher()

    def run(self, new: NewStore) -> StaffMember:
        return SettingUp(
            new_uow=self.store.new_uow,
            hasher=self.hasher,
            journal=JournalWriter(
                signer=self.signer, clock=self.clock, identity=identity_of(new.profile)
            ),
            signer=self.signer,
            clock=self.clock,
        ).run(new)


@pytest.fixture
def site() -> Site:
    return Site()


def with_profile(**values: Any) -> NewStore:
    return replace(NEW, profile=replace(PROFILE, **values))


class TestRun:
    def test_writes_what_the_store_is(self, site: Site) -> None:
        site.run(NEW)

        settings = FakeSettingQueries(site.store)
        text = settings.get(SETTING)
        assert text is not None
        assert StoreProfile.from_text(text) == PROFILE
        assert settings.get(RECOVERY_SETTING) == "wrapped keys"
        assert settings.tax_classes() == TAX_CLASSES

    def test_makes_the_owner(self, site: Site) -> None:
        owner = site.run(NEW)

        stored = site.store.tables.staff[owner.staff_id]
        assert (owner.name, owner.role, owner.active) == ("Olga Petit", Role.OWNER, True)
        assert FakeStaffQueries(site.store).listed() == [owner]
        assert site.hasher.matches(OWNER_PIN, stored.pin_hash, staff_id=owner.staff_id)
        assert OWNER_PIN not in str(site.store.tables)

    def test_starts_the_first_series(self, site: Site) -> None:
        site.run(NEW)

        assert site.store.tables.epochs == [StoredEpoch(1, "T01", 0, site.clock.now(), "setup", 0)]

    def test_starts_a_series_of_its_own_for_practice(self, site: Site) -> None:
        site.run(with_profile(practice=True))

        assert [epoch.series for epoch in site.store.tables.epochs] == ["X-T01"]

    def test_begins_the_journal_under_its_key(self, site: Site) -> None:
        owner = site.run(NEW)

        keys = site.store.tables.keys
        (entry,) = site.store.tables.entries
        verdict = JournalVerifier(signatures=FakeSignatureCheck()).verify([entry], keys)
        assert keys == {site.signer.key_id: (site.signer.public_key, 1)}
        assert verdict.ok
        fields = json.loads(entry.raw)
        assert (entry.kind, fields["user_id"]) == ("epoch_start", owner.staff_id)
        assert fields["body"] == {"reason": "setup", "series": "T01", "store": PROFILE.name}

    def test_is_one_transaction(self, site: Site) -> None:
        site.run(NEW)

        assert site.store.commits == 1

    def test_leaves_nothing_if_the_disk_refuses(self, site: Site) -> None:
        site.store.refusal = DiskRefusedError()

        with pytest.raises(DiskRefusedError):
            site.run(NEW)

        assert site.store.tables == Tables()

    @pytest.mark.parametrize(
        "bad",
        [
            replace(NEW, pin="123456"),
            replace(NEW, owner_name=" "),
            with_profile(name=""),
            with_profile(terminal="t01"),
            with_profile(pin_length=3),
        ],
    )
    def test_leaves_nothing_if_something_is_wrong(self, site: Site, bad: NewStore) -> None:
        with pytest.raises(InvalidInputError):
            site.run(bad)

        assert site.store.tables == Tables()


class TestCheck:
    def test_accepts_a_usual_store(self) -> None:
        check(NEW)

    @pytest.mark.parametrize("name", ["É", f" {'x' * 200} "])
    def test_accepts_a_short_name_and_a_long_one(self, name: str) -> None:
        check(with_profile(name=name))

    @pytest.mark.parametrize("name", ["", " ", "\t\n", "x" * 201])
    def test_wants_a_name(self, name: str) -> None:
        with pytest.raises(StoreTextError, match="The store's name must have 1 to 200"):
            check(with_profile(name=name))

    @pytest.mark.parametrize(
        ("field", "words"),
        [
            ("address", "The address"),
            ("tax_number", "The tax number"),
            ("company_id", "The company number"),
            ("phone", "The phone number"),
            ("footer", "The footer"),
        ],
    )
    def test_limits_what_a_receipt_carries(self, field: str, words: str) -> None:
        longest = "x" * STORE_TEXT_LENGTH_MAX

        check(with_profile(**{field: ""}))
        check(with_profile(**{field: longest}))
        with pytest.raises(StoreTextError, match=f"{words} must have 0 to 200"):
            check(with_profile(**{field: longest + "x"}))

    @pytest.mark.parametrize("code", ["T", "01", "T01", "ABCD1234"])
    def test_accepts_a_terminal_code(self, code: str) -> None:
        check(with_profile(terminal=code))

    @pytest.mark.parametrize(
        "code", ["", "t01", "T-1", "T 1", "ABCD12345", "T01\n", "É1", "T\u0661", "../x"]
    )
    def test_refuses_what_would_spoil_the_numbers(self, code: str) -> None:
        with pytest.raises(TerminalCodeError, match="no terminal code"):
            check(with_profile(terminal=code))

    @pytest.mark.parametrize("length", [4, 5, 6, 7, 8])
    def test_accepts_pins_of_the_stores_length(self, length: int) -> None:
        check(replace(with_profile(pin_length=length), pin="29384756"[:length]))

    @pytest.mark.parametrize("length", [-1, 0, 3, 9])
    def test_refuses_other_lengths(self, length: int) -> None:
        with pytest.raises(PinLengthRangeError, match="4 to 8 digits"):
            check(with_profile(pin_length=length))

    def test_refuses_an_owners_pin_that_is_no_good(self) -> None:
        with pytest.raises(PinLengthError):
            check(replace(NEW, pin="29384"))
        with pytest.raises(PinRefusedError):
            check(replace(NEW, pin="111111"))

    @pytest.mark.parametrize("name", ["", "\u200b", "x" * 61])
    def test_refuses_an_owner_without_a_name(self, name: str) -> None:
        with pytest.raises(StaffNameError):
            check(replace(NEW, owner_name=name))
