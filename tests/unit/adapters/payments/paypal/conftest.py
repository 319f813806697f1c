from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.processors.paypal import PayPalSimulator


@pytest.fixture
def paypal() -> Iterator[PayPalSimulator]:
    with PayPalSimulator() as simulator:
        yield simulator
