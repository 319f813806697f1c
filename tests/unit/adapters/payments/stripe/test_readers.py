"""The card readers of an account, against the simulated Stripe."""

from __future__ import annotations

import pytest

from pos_app.adapters.payments.stripe.readers import KnownReader, StripeReaders
from pos_app.domain.attempt import Standing
from pos_app.services.payments.processor import NoAnswerError, ProcessorRefusedError
from tests.fakes.processors.faults import Fault
from tests.fakes.processors.stripe import StripeSimulator
from tests.fakes.processors.stripe_terminal import LOCATION, READER
from tests.unit.adapters.payments.stripe.till import Till, config_of

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def readers(stripe: StripeSimulator) -> StripeReaders:
    return StripeReaders(config_of(stripe, {}))


def test_are_listed(readers: StripeReaders, stripe: StripeSimulator) -> None:
    stripe.terminal.reader(READER)["status"] = "offline"

    assert readers.all() == [
        KnownReader(READER, "Front desk", "stripe_s700", LOCATION, is_connected=False)
    ]


class TestRegistering:
    @pytest.mark.parametrize("location", ["", LOCATION])
    def test_brings_a_reader_that_can_be_paid_at(
        self, readers: StripeReaders, till: Till, stripe: StripeSimulator, location: str
    ) -> None:
        reader = readers.register("simulated-wpe", label="Bar", location=location)
        till.processor = till.opened(reader=reader.reader_id)
        charge = till.handed()
        readers.present(reader.reader_id)

        assert (reader.label, reader.device) == ("Bar", "simulated_wisepos_e")
        assert reader in readers.all()
        assert till.processor.query(charge).standing is Standing.AUTHORISED

    def test_refuses_a_wrong_code(self, readers: StripeReaders) -> None:
        with pytest.raises(ProcessorRefusedError, match="does not know this code"):
            readers.register("simulated-tea", label="Bar")

    @pytest.mark.parametrize(
        ("places", "words"), [([], "no place yet"), (["tml_a", "tml_b"], "tml_a, tml_b")]
    )
    def test_asks_where_it_stands(
        self, readers: StripeReaders, stripe: StripeSimulator, places: list[str], words: str
    ) -> None:
        stripe.terminal.locations = {
            name: {"id": name, "object": "terminal.location"} for name in places
        }

        with pytest.raises(ProcessorRefusedError, match=words):
            readers.register("simulated-wpe", label="Bar")

    def test_refuses_a_place_that_is_not_known(self, readers: StripeReaders) -> None:
        with pytest.raises(ProcessorRefusedError, match=r"does not know .*location"):
            readers.register("simulated-wpe", label="Bar", location="tml_gone")

    def test_trusts_no_other_answer(self, readers: StripeReaders, stripe: StripeSimulator) -> None:
        stripe.faults.plan("register", Fault.WRONG)

        with pytest.raises(NoAnswerError):
            readers.register("simulated-wpe", label="Bar", location=LOCATION)


class TestPresenting:
    def test_declines_by_the_end_of_the_amount(
        self, readers: StripeReaders, till: Till, stripe: StripeSimulator
    ) -> None:
        stripe.terminal.endings = True
        charge = till.handed(till.charge(1055))

        readers.present(READER)

        answer = till.processor.query(charge)
        assert (answer.standing, answer.reason) == (Standing.DECLINED, "the PIN was wrong")

    def test_refuses_where_nobody_asks_for_a_card(self, readers: StripeReaders) -> None:
        with pytest.raises(ProcessorRefusedError):
            readers.present(READER)

    def test_refuses_a_reader_that_is_not_known(self, readers: StripeReaders) -> None:
        with pytest.raises(ProcessorRefusedError, match="no such card reader"):
            readers.present("tmr_gone")

    def test_is_for_tests_alone(self, stripe: StripeSimulator) -> None:
        readers = StripeReaders(config_of(stripe, {"key": "rk_live_1"}))

        with pytest.raises(ProcessorRefusedError, match="only a key for tests"):
            readers.present(READER)
        assert stripe.asked == []
