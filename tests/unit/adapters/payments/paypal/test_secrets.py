"""What must not get out: the app's secret, its tokens, and what PayPal tells of customers."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable

import pytest

from pos_app.adapters.payments.paypal.processor import PayPalProcessor
from pos_app.domain.errors import PosError
from pos_app.services.payments.processor import Charge
from tests.fakes.processors.faults import Fault
from tests.fakes.processors.paypal import CLIENT_ID, SECRET, PayPalSimulator
from tests.unit.adapters.payments.paypal.setting import IMPATIENT, agreed, refund, till

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

SECRETS = [
    *(SECRET, "token-canary", "jane.doe@example.com"),
    base64.b64encode(f"{CLIENT_ID}:{SECRET}".encode()).decode(),
]
CALLS: dict[str, Callable[[PayPalProcessor, Charge], object]] = {
    "create": lambda processor, asked: processor.create(asked),
    "query": lambda processor, asked: processor.query(asked),
    "capture": lambda processor, asked: processor.capture(asked),
    "refund": lambda processor, asked: processor.refund(refund(asked)),
    "token": lambda processor, _: processor.check(),
}


def told(call: Callable[[], object]) -> str:
    """What comes of a call, with everything that its error drags along."""
    try:
        return repr(call())
    except PosError as error:
        said, cause = [], error.__context__
        said.append(f"{error!r} {error} {error.values}")
        while cause is not None:
            said.append(f"{cause!r} {cause}")
            cause = cause.__context__
        return "\n".join(said)


@pytest.mark.parametrize("step", sorted(CALLS))
def test_get_out_by_no_answer_error_or_log(
    paypal: PayPalSimulator, caplog: pytest.LogCaptureFixture, step: str
) -> None:
    caplog.set_level(logging.DEBUG)
    asked = agreed(paypal, till(paypal))
    said = []

    for fault in (Fault.NONE, Fault.RESET_AFTER, Fault.MALFORMED, Fault.WRONG, Fault.ERROR_BEFORE):
        paypal.faults.plan(step, fault)
        said.append(told(lambda: CALLS[step](till(paypal, time_outs=IMPATIENT), asked)))
    if step != "token":
        for issue in ("INSTRUMENT_DECLINED", "PERMISSION_DENIED", "INVALID_RESOURCE_ID"):
            paypal.plan(step, issue)
            said.append(told(lambda: CALLS[step](till(paypal), asked)))
    said.append(told(lambda: CALLS[step](till(paypal, secret=f"{SECRET} of another"), asked)))

    everything = "\n".join([*said, caplog.text])
    assert "PayPal" in everything
    assert [secret for secret in SECRETS if secret in everything] == []


def test_stand_in_no_representation(paypal: PayPalSimulator) -> None:
    processor = till(paypal)
    processor.check()

    held = [processor, *vars(processor).values()]

    assert [one for one in held if any(secret in repr(one) for secret in SECRETS)] == []
