from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.domain.staff import ApprovalNeededError, NotAllowedError, Role
from pos_app.domain.store import StoreProfile
from pos_app.services.store.fields import FIELDS
from pos_app.services.store.settings import (
    SettingsRefusedError,
    StoreSettings,
    UnknownSettingError,
)
from pos_app.services.store.taxes import TaxReplacedError
from tests.fakes.logos import ARROW
from tests.fakes.shop import FakeShop
from tests.fakes.store_settings import FakeFolder, NoSuchPlaceError, settings_of
from tests.fakes.synced_shop import SyncedShop


class FullFolder(FakeFolder):
    def use(self, value: str, _profile: StoreProfile) -> None:
        raise NoSuchPlaceError(place=value)


@pytest.fixture
def shop() -> FakeShop:
    return FakeShop()


@pytest.fixture
def settings(shop: FakeShop) -> StoreSettings:
    return settings_of(shop)


def refusals(settings: StoreSettings, shop: FakeShop, **texts: str) -> dict[str, str]:
    with pytest.raises(SettingsRefusedError) as caught:
        settings.change(actor=shop.owner, texts=texts)
    return {name: str(error) for name, error in caught.value.problems.items()}


class TestReading:
    def test_shows_each_as_it_is_typed(self, settings: StoreSettings) -> None:
        values = settings.read().values

        assert values["tips"] == "on"
        assert values["cash_increment"] == "0.01"
        assert values["cut_over_hour"] == "4"
        assert values["second_backup_folder"] == ""

    def test_reads_back_whatever_it_shows(self, settings: StoreSettings, shop: FakeShop) -> None:
        texts = settings.read().values

        assert settings.change(actor=shop.owner, texts=texts) == ()
        assert shop.entries("config_change")[1:] == []


class TestChanging:
    def test_changes_all_and_says_who_in_the_journal(
        self, settings: StoreSettings, shop: FakeShop
    ) -> None:
        changed = settings.change(
            actor=shop.owner, texts={"footer": " Bye \n now ", "return_days": "14", "tips": "on"}
        )

        assert changed == ("footer", "return_days")
        assert settings.read().values["footer"] == "Bye\nnow"
        entry = shop.entries("config_change")[-1]
        assert entry["body"] == {"footer": "Bye\nnow", "return_days": 14}
        assert entry["user_id"] == shop.owner.staff_id

    def test_tells_the_journal_of_a_logo_in_few_words(
        self, settings: StoreSettings, shop: FakeShop
    ) -> None:
        settings.change(actor=shop.owner, texts={"logo": ARROW.to_text()})
        put = shop.entries("config_change")[-1]["body"]
        settings.change(actor=shop.owner, texts={"logo": ""})

        assert put == {"logo": ARROW.told}
        assert shop.entries("config_change")[-1]["body"] == {"logo": ""}
        assert settings.read().values["logo"] == ""

    def test_changes_nothing_of_what_is_partly_wrong(
        self, settings: StoreSettings, shop: FakeShop
    ) -> None:
        before = len(shop.store.tables.entries)
        told = refusals(
            *(settings, shop), footer="Bye", cut_over_hour="13", tips="perhaps", name=" "
        )

        assert told == {
            "cut_over_hour": "'13' is no whole number from 0 to 12. Nothing was changed.",
            "tips": "'perhaps' is none of these: on, off. Nothing was changed.",
            "name": "The store's name must have 1 to 200 characters.",
        }
        assert settings.read().values["footer"] == ""
        assert len(shop.store.tables.entries) == before

    @pytest.mark.parametrize(
        ("name", "text", "words"),
        [
            ("time_zone", "Atlantis", "no time zone such as Europe/Paris"),
            ("time_zone", "../etc/passwd", "no time zone"),
            ("time_zone", "", "no time zone"),
            ("cash_increment", "0", "no amount from 0.01 to 100.00"),
            ("cash_increment", "0.001", "more than 2 decimals"),
            ("refund_limit", "-5", "no amount from 0.00"),
            ("receipt_columns", "١٢", "no whole number"),
            ("printer", "lp0", "lp0 is none"),
            ("second_backup_folder", "stick", "stick is none"),
            ("footer", "4111 1111 1111 1111", "card"),
            ("logo", "8x1:AAAA", "no logo of at most 384 x 240 dots"),
        ],
    )
    def test_says_what_is_right(
        self, settings: StoreSettings, shop: FakeShop, name: str, text: str, words: str
    ) -> None:
        assert words in refusals(settings, shop, **{name: text})[name]

    def test_makes_a_folder_ready_only_once_it_is_allowed(self, shop: FakeShop) -> None:
        folder = FakeFolder()
        settings = settings_of(shop, folder)
        manager = shop.staff.add(actor=shop.owner, name="Mia", role=Role.MANAGER, pin="918273")
        texts = {"second_backup_folder": "/media/stick"}

        with pytest.raises(ApprovalNeededError):
            settings.change(actor=manager, texts=texts)
        assert folder.used == []

        settings.change(actor=shop.owner, texts=texts)
        assert folder.used == ["/media/stick"]
        assert shop.setting_queries.get("second_backup_folder") == "/media/stick"

    def test_tells_of_a_folder_that_cannot_be_made_ready(self, shop: FakeShop) -> None:
        told = refusals(settings_of(shop, FullFolder()), shop, second_backup_folder="/media/stick")

        assert told == {"second_backup_folder": "/media/stick is none."}
        assert not shop.setting_queries.get("second_backup_folder")

    def test_is_refused_before_anybody_is_asked(
        self, settings: StoreSettings, shop: FakeShop
    ) -> None:
        with pytest.raises(NotAllowedError):
            settings.change(actor=shop.cashier, texts={"tips": "perhaps"})

    def test_knows_its_names(self, settings: StoreSettings, shop: FakeShop) -> None:
        with pytest.raises(UnknownSettingError, match=r"currency_code.*time_zone"):
            settings.change(actor=shop.owner, texts={"currency_code": "USD"})

    def test_keeps_what_was_changed_meanwhile(
        self, settings: StoreSettings, shop: FakeShop
    ) -> None:
        other = settings_of(shop)
        other.change(actor=shop.owner, texts={"phone": "1"})
        settings.change(actor=shop.owner, texts={"footer": "Bye"})

        values = settings.read().values
        assert (values["phone"], values["footer"]) == ("1", "Bye")


class TestCountLimit:
    def test_is_the_usual_one_or_an_amount(self) -> None:
        shop = FakeShop(count_limit=None)
        settings = settings_of(shop)
        assert settings.read().values["count_limit"] == ""

        settings.change(actor=shop.owner, texts={"count_limit": "2.50"})
        assert settings.read().values["count_limit"] == "2.50"

        settings.change(actor=shop.owner, texts={"count_limit": " "})
        assert shop.entries("config_change")[-1]["body"] == {"count_limit": None}
        assert settings.read().values["count_limit"] == ""


class TestTaxes:
    def test_get_another_name_and_rate_at_once(
        self, settings: StoreSettings, shop: FakeShop
    ) -> None:
        texts = {"tax_rate.S": "21,5 %", "tax_name.S": "TVA 21,5 %"}

        assert settings.change(actor=shop.owner, texts=texts) == tuple(texts)
        (tax,) = shop.setting_queries.tax_classes()["STANDARD"].taxes
        assert (tax.name, tax.rate_millionths) == ("TVA 21,5 %", 215_000)
        body = {"tax_rate.S": "21.5", "tax_name.S": "TVA 21,5 %"}
        assert shop.entries("config_change")[-1]["body"] == body

    @pytest.mark.parametrize("text", ["", "120", "-1", "a fifth"])
    def test_have_a_percentage(self, settings: StoreSettings, shop: FakeShop, text: str) -> None:
        told = refusals(settings, shop, **{"tax_rate.S": text})

        assert "Type a percentage from 0 to 100" in told["tax_rate.S"]

    def test_have_a_name(self, settings: StoreSettings, shop: FakeShop) -> None:
        assert "1 to 40 characters" in refusals(settings, shop, **{"tax_name.S": " "})["tax_name.S"]


class TestReplacedTax:
    """Head office has put others in the place of those that the till was started with."""

    @pytest.fixture
    def replaced(self, settings: StoreSettings, shop: FakeShop) -> StoreSettings:
        for code, one in shop.store.tables.tax_classes.items():
            taxes = tuple(replace(tax, code=f"{tax.code}2") for tax in one.taxes)
            shop.store.tables.tax_classes[code] = replace(one, taxes=taxes)
        return settings

    def test_is_left_out(self, replaced: StoreSettings) -> None:
        values = replaced.read().values

        assert values["tips"] == "on"
        assert {name for name in values if name.startswith(("tax_name.", "tax_rate."))} == set()

    @pytest.mark.parametrize("name", ["tax_rate.S", "tax_name.S"])
    def test_is_not_changed(self, replaced: StoreSettings, shop: FakeShop, name: str) -> None:
        with pytest.raises(TaxReplacedError, match=r"replaced the tax S since .* start the till"):
            replaced.change(actor=shop.owner, texts={"tips": "off", name: "7"})

        assert replaced.read().values["tips"] == "on"


class TestHeadOffice:
    def test_decides_its_own(self) -> None:
        shop = SyncedShop().shop
        settings = settings_of(shop)
        read = settings.read()

        assert "footer" in read.locked
        assert "tax_rate.S" in read.locked
        assert "printer" not in read.locked
        assert read.office in refusals(settings, shop, footer="Bye")["footer"]
        assert settings.change(actor=shop.owner, texts={"footer": "", "tips": "off"}) == ("tips",)


def test_every_field_is_of_the_profile(shop: FakeShop) -> None:
    assert all(hasattr(shop.profile, name) for name in FIELDS)
