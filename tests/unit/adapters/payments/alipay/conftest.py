from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from pos_app.adapters.payments.alipay import rsa2
from tests.fakes.processors.alipay import AlipaySimulator
from tests.unit.adapters.payments.alipay.till import Till


@pytest.fixture(scope="package", autouse=True)
def keys_read_once() -> Iterator[None]:
    """Reading a private key tries its primes, which takes longer than a whole test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rsa2, "private_key", cache(rsa2.private_key))
        yield


@pytest.fixture
def alipay() -> Iterator[AlipaySimulator]:
    with AlipaySimulator() as alipay:
        yield alipay


@pytest.fixture
def till(alipay: AlipaySimulator) -> Till:
    return Till(alipay)
