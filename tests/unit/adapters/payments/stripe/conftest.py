from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.processors.stripe import StripeSimulator
from tests.unit.adapters.payments.stripe.till import Till


@pytest.fixture
def stripe() -> Iterator[StripeSimulator]:
    with StripeSimulator() as stripe:
        yield stripe


@pytest.fixture
def till(stripe: StripeSimulator) -> Till:
    return Till(stripe)
