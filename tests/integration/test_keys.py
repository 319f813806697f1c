"""The keys of a store: a wrong one is refused before anything is signed with it."""

from __future__ import annotations

import pytest

from pos_app.adapters.system.paths import DataFolder
from pos_app.adapters.system.signing import generate
from pos_app.composition.opening import WrongSigningKeyError, writing
from pos_app.composition.recovering import recover
from pos_app.domain.staff import Role, WrongPinError
from tests.integration import shop as shops

BENS_PIN = "250917"


class TestWrongSigningKey:
    @pytest.fixture
    def folder(self, folder: DataFolder) -> DataFolder:
        shops.replace_signing_key(folder, generate())
        return folder

    def test_is_told_before_the_first_pin(self, folder: DataFolder) -> None:
        with writing(folder) as store, pytest.raises(WrongSigningKeyError, match="recovery code"):
            store.keys.warm()

    def test_records_nothing(self, folder: DataFolder) -> None:
        before = shops.everything(folder.store)

        with writing(folder) as store:
            order = shops.ring(store, shops.MILK)
            for _ in range(2):
                with pytest.raises(WrongSigningKeyError, match="Nothing was recorded"):
                    shops.pay(store, order)

        assert shops.everything(folder.store) == before

    def test_does_not_keep_the_store_from_being_opened(self, folder: DataFolder) -> None:
        """What loads it would make the first window wait."""
        with writing(folder) as store:
            assert store.services.staff.everybody()

    def test_is_put_right_by_the_recovery_code(self, folder: DataFolder, shop: shops.Shop) -> None:
        recover(folder, shop.recovery_code)

        with writing(folder) as store:
            assert shops.sell(store, shops.MILK).number == "X-T01-000006"
            assert shops.verdict(store.queries).ok


class TestPinHash:
    def test_copied_to_somebody_else_lets_nobody_in(self, folder: DataFolder) -> None:
        with writing(folder) as store:
            ana = shops.owner(store)
            ben = store.services.staff.add(actor=ana, name="Ben", role=Role.CASHIER, pin=BENS_PIN)
            store.services.signing_in.sign_in(staff_id=ben.staff_id, pin=BENS_PIN)
        with shops.raw(folder.store) as connection:
            connection.execute(
                "UPDATE staff SET pin_hash = (SELECT pin_hash FROM staff WHERE name = 'Ben')"
            )

        with writing(folder) as store:
            with pytest.raises(WrongPinError):
                store.services.signing_in.sign_in(staff_id=ana.staff_id, pin=BENS_PIN)
            assert store.services.signing_in.sign_in(staff_id=ben.staff_id, pin=BENS_PIN) == ben
