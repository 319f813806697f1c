"""Settings: what is wrong with them is said in words, before a customer stands there."""

from __future__ import annotations

import pytest

from pos_app.adapters.payments.alipay.kind import BASES, KIND
from pos_app.adapters.payments.alipay.processor import AlipayProcessor
from pos_app.services.payments.processor import (
    NoAnswerError,
    PaymentProcessor,
    ProcessorConfig,
    ProcessorRefusedError,
)
from tests.fakes.processors.alipay import (
    VECTOR,
    AlipaySimulator,
    public_pem,
    stranger_key,
)
from tests.fakes.processors.faults import Fault
from tests.unit.adapters.payments.alipay.till import Till

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


class TestCheck:
    def test_proves_keys_and_address(self, till: Till, alipay: AlipaySimulator) -> None:
        assert till.processor.check() == "Alipay has answered, and the app ID and both keys fit."
        assert [alipay.step_of(asked) for asked in alipay.asked] == ["query"]
        assert alipay.ledger.moves == []

    @pytest.mark.parametrize(
        ("setting", "value", "words"),
        [
            ("app_id", "2021000000000002", "knows no app with this app ID"),
            ("alipay_public_key", VECTOR["app_public_key"], "that is your own app's public key"),
            ("alipay_public_key", public_pem(stranger_key()), "that is another public key"),
        ],
    )
    def test_says_which_setting_is_wrong(
        self, till: Till, setting: str, value: str, words: str
    ) -> None:
        with pytest.raises(ProcessorRefusedError, match=words):
            till.open({setting: value}).check()

    def test_says_that_the_apps_key_is_another(self, till: Till, alipay: AlipaySimulator) -> None:
        alipay.say_next(
            "query", code="40002", sub_code="isv.invalid-signature", sub_msg="echo of all"
        )

        with pytest.raises(ProcessorRefusedError, match="private key in the settings is not"):
            till.processor.check()

    @pytest.mark.parametrize(
        ("code", "sub_code", "words"),
        [
            ("40006", "isv.insufficient-isv-permissions", "sign that contract"),
            ("40002", "isv.invalid-timestamp", "clock of this till"),
            ("20001", "aop.invalid-auth-token", "not authorised"),
            ("40001", "isv.missing-signature-key", "no public key was uploaded"),
            ("40004", "ACQ.ACCESS_FORBIDDEN", "may not be paid in this way"),
        ],
    )
    def test_says_what_alipay_refuses(
        self, till: Till, alipay: AlipaySimulator, code: str, sub_code: str, words: str
    ) -> None:
        alipay.say_next("query", code=code, sub_code=sub_code)

        with pytest.raises(ProcessorRefusedError, match=words):
            till.processor.check()

    @pytest.mark.parametrize("fault", [Fault.ERROR_BEFORE, Fault.MALFORMED, Fault.LOST])
    def test_says_that_nothing_answers(
        self, till: Till, alipay: AlipaySimulator, fault: Fault
    ) -> None:
        alipay.faults.plan("query", fault)

        with pytest.raises(NoAnswerError):
            till.processor.check()


class TestKeys:
    @pytest.mark.parametrize(
        ("setting", "words"),
        [
            ("private_key", "your app's private key in the settings cannot be read"),
            ("alipay_public_key", "Alipay's public key in the settings cannot be read"),
        ],
    )
    def test_that_cannot_be_read_are_named_and_not_repeated(
        self, till: Till, setting: str, words: str
    ) -> None:
        with pytest.raises(ProcessorRefusedError, match=words) as refused:
            till.open({setting: "MIIsecret"})

        assert "MIIsecret" not in str(refused.value)


class TestOpening:
    def test_loads_the_adapter(self, alipay: AlipaySimulator) -> None:
        opened: PaymentProcessor = KIND.open(ProcessorConfig(alipay.values))

        assert isinstance(opened, AlipayProcessor)
        assert opened.check()

    @pytest.mark.parametrize("environment", ["live", "sandbox"])
    def test_knows_the_address_of_each_environment(
        self, alipay: AlipaySimulator, environment: str
    ) -> None:
        values = alipay.values | {"environment": environment, "base": ""}

        AlipayProcessor(ProcessorConfig(values))

        assert BASES[environment].startswith("https://openapi")

    def test_takes_no_address_that_is_read_along(self, till: Till) -> None:
        with pytest.raises(ProcessorRefusedError, match="https"):
            till.open({"base": "http://openapi.alipay.com/gateway.do"})


class TestListed:
    def test_is_not_there_and_says_so(self, till: Till) -> None:
        with pytest.raises(ProcessorRefusedError, match="every payment is asked for by itself"):
            till.processor.listed(till.now(), till.now())
