from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pos_app.domain.attempt import Attempt, AttemptKind, Flow
from pos_app.domain.money import Money
from pos_app.domain.order import put_tenders
from pos_app.domain.payment import PaymentMethod
from pos_app.domain.product import Product
from pos_app.domain.staff import NotAllowedError
from pos_app.domain.store import SETTING, StoreProfile
from pos_app.domain.tender import CARD, Tender, TenderMethod
from pos_app.services.order_drafts import draft_of
from pos_app.services.payments.kept_processors import (
    SECRET_LENGTH_MAX,
    VALUE_LENGTH_MAX,
    ProcessorFieldUnknownError,
    ProcessorUnknownError,
    ProcessorValueError,
)
from pos_app.services.payments.processor import (
    ProcessorIncompleteError,
    ProcessorNotSetUpError,
)
from pos_app.services.payments.processor_settings import (
    ProcessorInUseError,
    ProcessorPorts,
    ProcessorSettings,
)
from pos_app.services.store.payment_settings import (
    METHODS_MAX,
    MethodFlowError,
    MethodInUseError,
    MethodNameTakenError,
    PaymentSettings,
    TooManyMethodsError,
)
from tests.fakes.payment_attempts import FakeAttemptQueries
from tests.fakes.payment_processor import ScriptedProcessor, kind_of
from tests.fakes.secrets import FakeSecrets, KeyStoreLockedError
from tests.fakes.shop import FakeShop
from tests.fakes.storage import FakeDraftRepository

SECRET = "sk_live_51secret"
ACME = kind_of(lambda _config: ScriptedProcessor())
GIVEN = {"key": SECRET, "shop": "7"}


class Till:
    def __init__(self) -> None:
        self.shop = FakeShop()
        self.secrets = FakeSecrets()
        shop = self.shop
        self.settings = ProcessorSettings(
            ProcessorPorts(
                kinds=lambda: {ACME.name: ACME},
                settings=shop.setting_queries,
                attempts=FakeAttemptQueries(shop.store),
                new_uow=shop.store.new_uow,
                journal=shop.journal,
                secrets=self.secrets,
            )
        )
        self.methods = PaymentSettings(
            new_uow=shop.store.new_uow,
            settings=shop.setting_queries,
            journal=shop.journal,
            flows_of=lambda name: [flow.value for flow in self.settings.kind(name).flows],
        )

    def put(self, **values: str) -> None:
        self.settings.put(actor=self.shop.owner, kind=ACME, values=values)

    def set_ways(self, *ways: Flow) -> None:
        """Of a processor that is set up."""
        if not self.kept():
            self.put(**GIVEN)
        self.settings.set_ways(actor=self.shop.owner, kind=ACME, ways=ways)

    def remove(self) -> None:
        self.settings.remove(actor=self.shop.owner, kind=ACME)

    def head_office_says(self, phone: str) -> None:
        """While somebody here waits to write."""

        def say() -> None:
            profile = self.shop.setting_queries.get(SETTING)
            assert profile is not None
            with self.shop.store.new_uow() as uow:
                changed = replace(StoreProfile.from_text(profile), phone=phone)
                uow.settings.put(SETTING, changed.to_text())
                uow.commit()

        self.shop.store.on_begin = say

    def phone(self) -> str:
        text = self.shop.setting_queries.get(SETTING)
        assert text is not None
        return StoreProfile.from_text(text).phone

    def kept(self) -> str:
        return self.shop.setting_queries.get("processor.acme") or ""

    def changes(self) -> list[dict[str, object]]:
        """What the journal says was changed since the store was made."""
        entries = self.shop.entries("config_change")
        return [one["body"] for one in entries if "staff_added" not in one["body"]]

    def tender_methods(self) -> dict[str, TenderMethod]:
        text = self.shop.setting_queries.get(SETTING)
        assert text is not None
        return {one.code: one for one in StoreProfile.from_text(text).tender_methods}


@pytest.fixture
def till() -> Till:
    return Till()


def a_payment_that_waits(shop: FakeShop) -> Attempt:
    attempt = Attempt(
        attempt_id="attempt-1",
        kind=AttemptKind.CHARGE,
        order_id="order-1",
        method="card",
        processor="acme",
        flow=Flow.READER,
        amount=1_299,
        currency=shop.profile.currency,
        staff_id=shop.owner.staff_id,
        created_at=shop.clock.now(),
    )
    shop.store.tables.attempts["attempt-1"] = attempt
    return attempt


def a_part_is_paid_by(shop: FakeShop, method: str) -> None:
    shop.sells(Product(1, "CHAIR", "Chair", Money(2_482, shop.profile.currency), "STANDARD"))
    order = shop.order_of("CHAIR")
    put_tenders(order, (Tender(method, 1_000),))
    with shop.store.new_uow() as uow:
        uow.drafts.save(draft_of(order, total=2_482))
        uow.commit()


class TestPut:
    def test_keeps_secrets_in_the_key_store_alone(self, till: Till) -> None:
        till.put(**GIVEN)

        assert till.secrets.kept == {"processor.acme.key": SECRET.encode()}
        assert json.loads(till.kept()) == {"values": {"shop": "7"}, "secrets": ["key"]}
        for entry in till.shop.store.tables.entries:
            assert SECRET.encode() not in entry.raw

    def test_tells_the_journal_which_fields_have_changed(self, till: Till) -> None:
        till.put(**GIVEN)
        till.put(shop="8", environment="")
        till.put(key="sk_live_52other", shop="8")

        assert till.changes() == [
            {"setting": "processor.acme", "fields": ["key", "shop"]},
            {"setting": "processor.acme", "fields": ["shop"]},
            {"setting": "processor.acme", "fields": ["key"]},
        ]

    def test_changes_what_it_is_given(self, till: Till) -> None:
        till.put(**GIVEN, environment="sandbox", page="https://shop.example/paid")
        till.put(key="", environment="", page="https://shop.example/done\n")

        assert till.settings.kept.config(ACME).values == {
            "key": SECRET,
            "shop": "7",
            "environment": "live",
            "page": "https://shop.example/done",
        }

    def test_takes_a_key_of_many_lines_as_files_have_it(self, till: Till) -> None:
        till.put(key="-----BEGIN KEY-----\r\nMIIE\r\n-----END KEY-----\r\n", shop="7")

        assert till.secrets.kept["processor.acme.key"] == (
            b"-----BEGIN KEY-----\nMIIE\n-----END KEY-----"
        )

    @pytest.mark.parametrize(
        ("values", "missing"),
        [
            ({}, "Key, Shop"),
            ({"key": SECRET}, "Shop"),
            ({"key": " ", "shop": "7"}, "Key"),
            ({"key": SECRET, "shop": "\n"}, "Shop"),
        ],
    )
    def test_never_leaves_it_half_set_up(
        self, till: Till, values: dict[str, str], missing: str
    ) -> None:
        with pytest.raises(ProcessorIncompleteError, match=f"needs more: {missing}"):
            till.put(**values)

        assert (till.kept(), till.secrets.kept, till.changes()) == ("", {}, [])

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"environment": "test"}, "one of live, sandbox"),
            ({"shop": "7" * (VALUE_LENGTH_MAX + 1)}, f"at most {VALUE_LENGTH_MAX}"),
            ({"key": "x" * (SECRET_LENGTH_MAX + 1)}, f"at most {SECRET_LENGTH_MAX}"),
            ({"key": "sk_live_ü"}, "copy it once more"),
            ({"key": "sk_\x00live"}, "copy it once more"),
            ({"shop": "7\u202e8"}, "copy it once more"),
        ],
    )
    def test_refuses_what_cannot_be(self, till: Till, values: dict[str, str], reason: str) -> None:
        with pytest.raises(ProcessorValueError, match=reason) as caught:
            till.put(**GIVEN | values)

        assert values.get("key", SECRET) not in str(caught.value)
        assert (till.kept(), till.secrets.kept) == ("", {})

    def test_refuses_a_setting_that_it_does_not_have(self, till: Till) -> None:
        with pytest.raises(ProcessorFieldUnknownError, match="key, shop, environment, page"):
            till.put(**GIVEN, colour="red")

    def test_is_for_the_owner(self, till: Till) -> None:
        with pytest.raises(NotAllowedError):
            till.settings.put(actor=till.shop.cashier, kind=ACME, values=GIVEN)

    def test_changes_nothing_while_the_key_store_is_locked(self, till: Till) -> None:
        till.secrets.is_locked = True

        with pytest.raises(KeyStoreLockedError):
            till.put(**GIVEN)

        assert (till.kept(), till.changes()) == ("", [])


class TestConfig:
    def test_names_this_till(self, till: Till) -> None:
        till.put(**GIVEN)

        assert till.settings.kept.config(ACME).terminal == till.shop.profile.terminal

    def test_says_what_is_missing(self, till: Till) -> None:
        with pytest.raises(ProcessorNotSetUpError, match="Key, Shop is missing"):
            till.settings.kept.config(ACME)

    def test_says_that_the_key_store_has_lost_a_secret(self, till: Till) -> None:
        till.put(**GIVEN)
        till.secrets.kept.clear()

        with pytest.raises(ProcessorNotSetUpError, match="Key is missing"):
            till.settings.kept.config(ACME)

    def test_tries_what_is_typed_and_keeps_it_not(self, till: Till) -> None:
        till.put(**GIVEN, environment="sandbox", page="https://shop.example/paid")
        kept = till.kept()

        config = till.settings.kept.config(ACME, {"shop": "9", "key": "", "environment": ""})

        assert config.values == {
            "key": SECRET,
            "shop": "9",
            "environment": "live",
            "page": "https://shop.example/paid",
        }
        assert till.kept() == kept

    def test_tries_nothing_that_is_incomplete(self, till: Till) -> None:
        with pytest.raises(ProcessorIncompleteError, match="needs more: Key"):
            till.settings.kept.config(ACME, {"shop": "9"})

    def test_tries_a_secret_that_was_never_saved(self, till: Till) -> None:
        assert till.settings.kept.config(ACME, GIVEN).values["key"] == SECRET

        assert till.secrets.asked == 0

    def test_asks_no_key_store_to_say_whether_it_is_set_up(self, till: Till) -> None:
        till.put(**GIVEN)
        till.secrets.asked = 0

        setting = till.settings.kept.setting(ACME)

        assert setting is not None
        assert setting.missing(ACME) == ()
        assert till.secrets.asked == 0


class TestRemove:
    def test_leaves_nothing_behind(self, till: Till) -> None:
        till.put(**GIVEN)
        till.set_ways(*ACME.flows)

        till.remove()

        assert till.secrets.kept == {}
        assert till.settings.kept.setting(ACME) is None
        assert till.tender_methods() == Till().tender_methods()
        assert till.changes()[-1] == {"setting": "processor.acme", "removed": True}

    def test_to_another_account_waits_for_payments_that_wait_for_this_one(self, till: Till) -> None:
        till.put(**GIVEN)
        a_payment_that_waits(till.shop)

        with pytest.raises(ProcessorInUseError):
            till.put(environment="sandbox", key="another")
        till.put(environment="live", shop="8", key="renewed")

        setting = till.settings.kept.setting(ACME)
        assert setting is not None
        assert (setting.values["shop"], setting.values["environment"]) == ("8", "live")

    def test_to_a_key_of_another_account_waits_as_well(
        self, till: Till, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        field = replace(
            ACME.fields[0], names_account=True, account_part=lambda key: key.partition("+")[0]
        )
        monkeypatch.setitem(globals(), "ACME", replace(ACME, fields=(field, *ACME.fields[1:])))
        till.put(key="one+1", shop="7")
        a_payment_that_waits(till.shop)

        with pytest.raises(ProcessorInUseError):
            till.put(key="two+1")
        assert till.secrets.kept["processor.acme.key"] == b"one+1"
        for renewed in ("one+2", "+says nothing", "three+1"):
            till.put(key=renewed)
        assert till.secrets.kept["processor.acme.key"] == b"three+1"

    def test_waits_for_payments_that_wait_for_it(self, till: Till) -> None:
        till.put(**GIVEN)
        shop = till.shop
        attempt = a_payment_that_waits(shop)

        with pytest.raises(ProcessorInUseError, match="1 payments wait for an answer of Acme Pay"):
            till.remove()
        assert till.secrets.kept

        shop.store.tables.attempts["attempt-1"] = replace(attempt, processor="stripe")
        till.remove()
        assert not till.secrets.kept

    def test_changes_nothing_while_the_key_store_is_locked(self, till: Till) -> None:
        till.put(**GIVEN)
        till.secrets.is_locked = True

        with pytest.raises(KeyStoreLockedError):
            till.remove()

        assert till.settings.kept.setting(ACME) is not None

    def test_is_for_the_owner(self, till: Till) -> None:
        with pytest.raises(NotAllowedError):
            till.settings.remove(actor=till.shop.cashier, kind=ACME)


class TestPartlyPaid:
    """An order that a processor has taken money for could not be paid on without its way to pay."""

    def test_keeps_the_way_and_the_secrets(self, till: Till) -> None:
        till.set_ways(*ACME.flows)
        a_part_is_paid_by(till.shop, "acme_qr")
        before = (till.tender_methods(), till.kept(), dict(till.secrets.kept), till.changes())

        with pytest.raises(MethodInUseError, match="partly paid by Acme Pay QR"):
            till.set_ways(Flow.READER)
        with pytest.raises(MethodInUseError, match="partly paid by Acme Pay QR"):
            till.remove()

        after = (till.tender_methods(), till.kept(), till.secrets.kept, till.changes())
        assert after == before

    def test_lets_go_of_the_others(self, till: Till) -> None:
        """Card stays a way to pay, by hand."""
        till.set_ways(*ACME.flows)
        a_part_is_paid_by(till.shop, "card")

        till.set_ways()

        assert till.tender_methods()["card"] == CARD


class TestKind:
    def test_of_another_name_is_none(self, till: Till) -> None:
        with pytest.raises(ProcessorUnknownError, match=r"called visa\. There are: acme"):
            till.settings.kind("visa")


class TestWays:
    def test_are_none_at_first(self, till: Till) -> None:
        assert till.settings.ways(ACME) == ()

    def test_let_the_card_button_ask_the_reader(self, till: Till) -> None:
        till.set_ways(Flow.READER)

        card = till.tender_methods()["card"]
        assert card == replace(CARD, processor="acme", flow="reader")
        assert till.settings.ways(ACME) == (Flow.READER,)

    def test_have_a_name_of_their_own_beside_it(self, till: Till) -> None:
        till.set_ways(Flow.READER, Flow.QR)

        assert till.tender_methods()["acme_qr"] == TenderMethod(
            "acme_qr", PaymentMethod.OTHER, "Acme Pay QR", processor="acme", flow="qr"
        )
        assert till.settings.ways(ACME) == (Flow.QR, Flow.READER)

    def test_that_end_give_the_card_button_back(self, till: Till) -> None:
        till.set_ways(Flow.READER, Flow.QR)
        till.set_ways(Flow.QR)

        assert till.tender_methods()["card"] == CARD
        assert till.settings.ways(ACME) == (Flow.QR,)
        till.set_ways()
        assert list(till.tender_methods()) == ["cash", "card"]

    def test_that_a_shop_has_named_itself_are_kept(self, till: Till) -> None:
        own = TenderMethod("visa", PaymentMethod.CARD, "Visa", processor="acme", flow="reader")
        till.methods.put_method(actor=till.shop.owner, method=own)

        till.set_ways(Flow.READER, Flow.QR)

        assert till.tender_methods()["visa"] == own
        assert till.tender_methods()["card"] == CARD

    def test_are_as_many_as_there_are_places(self, till: Till) -> None:
        for number in range(METHODS_MAX - 2):
            method = TenderMethod(f"way{number}", PaymentMethod.OTHER, f"Way {number}")
            till.methods.put_method(actor=till.shop.owner, method=method)
        till.set_ways(Flow.READER)

        with pytest.raises(TooManyMethodsError):
            till.set_ways(Flow.READER, Flow.QR)
        assert till.settings.ways(ACME) == (Flow.READER,)

    def test_are_journalled_when_they_change(self, till: Till) -> None:
        for _ in range(2):
            till.set_ways(Flow.READER, Flow.QR)

        assert till.changes()[1:] == [{"setting": "processor.acme", "ways": ["qr", "reader"]}]

    def test_are_called_like_no_other(self, till: Till) -> None:
        """Else nobody could change the rules of either, whose names stand beside them."""
        own = TenderMethod("own", PaymentMethod.OTHER, "acme pay qr")
        till.methods.put_method(actor=till.shop.owner, method=own)
        till.set_ways(Flow.READER)

        with pytest.raises(MethodNameTakenError):
            till.set_ways(Flow.READER, Flow.QR)
        with pytest.raises(MethodNameTakenError):
            till.methods.put_method(actor=till.shop.owner, method=replace(own, code="own2"))

        till.methods.put_method(actor=till.shop.owner, method=replace(own, opens_drawer=True))
        assert till.tender_methods()["own"].opens_drawer
        assert till.settings.ways(ACME) == (Flow.READER,)

    def test_need_what_it_must_be_told(self, till: Till) -> None:
        with pytest.raises(ProcessorIncompleteError, match="needs more: Key, Shop"):
            till.settings.set_ways(actor=till.shop.owner, kind=ACME, ways=ACME.flows)

        assert till.settings.ways(ACME) == ()

    def test_are_for_the_owner_to_say(self, till: Till) -> None:
        with pytest.raises(NotAllowedError):
            till.settings.set_ways(actor=till.shop.cashier, kind=ACME, ways=())


class TestHeadOffice:
    """What it says meanwhile stays."""

    @pytest.mark.parametrize("ways", [ACME.flows, ()])
    def test_keeps_its_settings_when_ways_change(self, till: Till, ways: tuple[Flow, ...]) -> None:
        till.set_ways(Flow.QR)
        till.head_office_says("030 1")

        till.set_ways(*ways)

        assert till.settings.ways(ACME) == ways
        assert till.phone() == "030 1"

    def test_keeps_its_settings_when_a_processor_goes(self, till: Till) -> None:
        till.set_ways(Flow.QR)
        till.head_office_says("030 1")

        till.remove()

        assert till.settings.ways(ACME) == ()
        assert till.phone() == "030 1"

    def test_keeps_its_settings_when_methods_change(self, till: Till) -> None:
        till.head_office_says("030 1")
        meal = TenderMethod("meal", PaymentMethod.VOUCHER, "Meal")
        till.methods.put_method(actor=till.shop.owner, method=meal)
        assert till.phone() == "030 1"

        till.head_office_says("030 2")
        till.methods.remove_method(actor=till.shop.owner, code="meal")

        assert till.phone() == "030 2"
        assert list(till.tender_methods()) == ["cash", "card"]


class TestMethod:
    def test_that_is_added_reads_no_open_order(
        self, till: Till, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delattr(FakeDraftRepository, "drafts")
        meal = TenderMethod("meal", PaymentMethod.VOUCHER, "Meal")

        till.methods.put_method(actor=till.shop.owner, method=meal)

        assert "meal" in till.tender_methods()

    def test_of_a_processor_takes_its_usual_flow(self, till: Till) -> None:
        method = TenderMethod("visa", PaymentMethod.CARD, "Visa", processor="acme")
        till.methods.put_method(actor=till.shop.owner, method=method)

        assert till.tender_methods()["visa"].flow == "qr"
        assert till.changes() == [
            {"payment_method": "visa", "kind": "card", "processor": "acme", "flow": "qr"}
        ]

    @pytest.mark.parametrize(
        ("processor", "flow", "error"),
        [
            ("acme", "code", MethodFlowError),
            ("acme", "READER", MethodFlowError),
            ("visa", "reader", ProcessorUnknownError),
        ],
    )
    def test_leads_to_what_there_is(
        self, till: Till, processor: str, flow: str, error: type[Exception]
    ) -> None:
        method = replace(CARD, processor=processor, flow=flow)

        with pytest.raises(error):
            till.methods.put_method(actor=till.shop.owner, method=method)

        assert till.tender_methods()["card"] == CARD
