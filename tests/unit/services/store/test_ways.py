from __future__ import annotations

import pytest

from pos_app.domain.errors import NotFoundError
from pos_app.domain.payment import PaymentMethod
from pos_app.domain.staff import NotAllowedError
from pos_app.domain.store import SETTING, StoreProfile
from pos_app.domain.tender import CARD, TenderMethod
from pos_app.services.store.payment_settings import METHODS_MAX
from pos_app.services.store.settings import SettingsRefusedError, StoreSettings
from tests.fakes.shop import FakeShop
from tests.fakes.store_settings import settings_of

MEAL = TenderMethod("meal", PaymentMethod.VOUCHER, "Meal voucher", opens_drawer=True)


@pytest.fixture
def shop() -> FakeShop:
    return FakeShop(methods=(CARD.fields, MEAL.fields))


@pytest.fixture
def settings(shop: FakeShop) -> StoreSettings:
    return settings_of(shop)


def codes(shop: FakeShop) -> list[str]:
    return [one.code for one in methods(shop)]


def methods(shop: FakeShop) -> tuple[TenderMethod, ...]:
    """Those that are taken from the next start."""
    return StoreProfile.from_text(shop.setting_queries.get(SETTING) or "").tender_methods


def change(settings: StoreSettings, shop: FakeShop, **texts: str) -> None:
    settings.change(
        actor=shop.owner, texts={name.replace("__", "."): text for name, text in texts.items()}
    )


def refusal(settings: StoreSettings, shop: FakeShop, name: str, text: str) -> str:
    with pytest.raises(SettingsRefusedError) as caught:
        settings.change(actor=shop.owner, texts={name: text})
    return str(caught.value.problems[name])


class TestWays:
    def test_are_shown_with_those_that_can_be_taken(self, settings: StoreSettings) -> None:
        values = settings.read().values

        assert (values["way_name.meal"], values["way_place.meal"]) == ("Meal voucher", "2")
        assert (values["way_rules.meal"], values["way_rules.card"]) == ("drawer", "none")
        assert [values[f"way_place.{code}"] for code in ("card", "voucher", "account")] == [
            *("1", "0", "0")
        ]

    def test_are_renamed_and_get_other_rules(self, settings: StoreSettings, shop: FakeShop) -> None:
        change(settings, shop, way_name__card=" Card  terminal ", way_rules__card="both")

        card = methods(shop)[1]
        assert (card.name, card.opens_drawer, card.asks_reference) == ("Card terminal", True, True)
        body = {"way_name.card": "Card terminal", "way_rules.card": "both"}
        assert shop.entries("config_change")[-1]["body"] == body

        change(settings, shop, way_name__card="")
        assert methods(shop)[1].name == ""

    def test_change_their_order(self, settings: StoreSettings, shop: FakeShop) -> None:
        change(settings, shop, way_place__meal="1", way_place__voucher="7")

        assert codes(shop) == ["cash", "meal", "card", "voucher"]
        assert settings.read().values["way_place.voucher"] == "3"

    def test_that_are_taken_no_more_come_back_as_they_were(
        self, settings: StoreSettings, shop: FakeShop
    ) -> None:
        change(settings, shop, way_place__meal="0")
        assert codes(shop) == ["cash", "card"]
        again = settings_of(shop)  # after a restart
        assert again.read().values["way_name.meal"] == "Meal voucher"
        change(again, shop, way_name__meal="Lunch")

        change(again, shop, way_place__meal="1")

        assert (codes(shop), methods(shop)[1].name) == (["cash", "meal", "card"], "Lunch")
        assert methods(shop)[1].opens_drawer

    def test_are_added(self, settings: StoreSettings, shop: FakeShop) -> None:
        change(settings, shop, way_new="Chèque 2")
        change(settings, shop, way_new="食券")
        change(settings, shop, way_new="PayPal QR")  # not what its processor would be called

        assert codes(shop) == ["cash", "card", "meal", "cheque", "way", "paypal_qr_way"]
        assert (methods(shop)[3].name, methods(shop)[3].kind) == ("Chèque 2", PaymentMethod.OTHER)
        assert settings.read().values["way_new"] == ""
        assert settings_of(shop).read().values["way_place.cheque"] == "3"

    def test_are_changed_beside_other_settings(
        self, settings: StoreSettings, shop: FakeShop
    ) -> None:
        change(settings, shop, way_place__meal="0", phone="0123", way_new="Gift card")

        assert codes(shop) == ["cash", "card", "gift_card"]
        assert settings.read().values["phone"] == "0123"

    @pytest.mark.parametrize(
        ("name", "text", "words"),
        [
            ("way_name.meal", " ", "1 to 24"),
            ("way_name.card", "x" * 25, "1 to 24"),
            ("way_name.card", "meal VOUCHER", "Meal voucher is a way to pay already"),
            ("way_name.card", "4111 1111 1111 1111", "card number"),
            ("way_new", "Meal voucher", "is a way to pay already"),
            ("way_place.card", "8", "from 0 to 7"),
            ("way_place.card", "first", "from 0 to 7"),
            ("way_place.card", "", "from 0 to 7"),
            ("way_rules.card", "drawers", "none of these: none, drawer, reference, both"),
        ],
    )
    def test_say_what_is_right(
        self, settings: StoreSettings, shop: FakeShop, name: str, text: str, words: str
    ) -> None:
        assert words in refusal(settings, shop, name, text)

    def test_have_codes_that_the_books_have_room_for(
        self, settings: StoreSettings, shop: FakeShop
    ) -> None:
        change(settings, shop, way_new="Neighbourhood app QR")
        change(settings, shop, way_new="Neighbourhood ap QR")

        assert codes(shop)[-2:] == ["neighbourhood_ap_way", "neighbourhood_ap_way_2"]

    def test_are_never_called_the_same(self, settings: StoreSettings, shop: FakeShop) -> None:
        """Whatever is saved with it, and beside what is taken no more or has its usual name."""
        change(settings, shop, way_place__meal="0")

        for texts in (
            {"way_name.card": "Gift", "way_name.voucher": "gift"},
            {"way_name.card": "Gift", "way_new": "Gift"},
            {"way_new": "meal voucher"},
            {"way_new": "Card"},
        ):
            with pytest.raises(SettingsRefusedError, match="is a way to pay already"):
                settings.change(actor=shop.owner, texts=texts)

        assert codes(shop) == ["cash", "card"]
        assert methods(shop)[1].name == ""

    def test_are_as_many_as_there_are_places(self, settings: StoreSettings, shop: FakeShop) -> None:
        for number in range(METHODS_MAX - 3):
            change(settings, shop, way_new=f"Way {'abcdefgh'[number]}")

        assert "at most 8" in refusal(settings, shop, "way_new", "One more")
        assert "at most 8" in refusal(settings, shop, "way_place.voucher", "1")
        change(settings, shop, way_place__card="7")
        assert codes(shop)[-1] == "card"

    def test_with_a_processor_are_not_taken_by_hand(self, shop: FakeShop) -> None:
        reader = TenderMethod("card", PaymentMethod.CARD, processor="stripe", flow="reader")
        settings = settings_of(shop)
        profile = StoreProfile.from_text(shop.setting_queries.get(SETTING) or "")
        with shop.store.new_uow() as uow:
            text = profile.to_text().replace(
                '["card", "card", "", false, false, "", ""]',
                '["card", "card", "", false, false, "stripe", "reader"]',
            )
            uow.settings.put(SETTING, text)
            uow.commit()
        assert methods(shop)[1] == reader

        with pytest.raises(NotFoundError):
            change(settings, shop, way_place__card="0")
        assert "way_place.card" not in settings.read().values
        change(settings, shop, way_place__meal="1")
        assert codes(shop) == ["cash", "meal", "card"]

    def test_are_for_who_manages_the_store(self, settings: StoreSettings, shop: FakeShop) -> None:
        with pytest.raises(NotAllowedError):
            settings.change(actor=shop.cashier, texts={"way_place.card": "0"})
        assert codes(shop) == ["cash", "card", "meal"]
