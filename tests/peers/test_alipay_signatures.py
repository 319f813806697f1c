"""Signatures against Alipay's official SDK, which nobody here wrote: `make test-peers`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.payments.alipay import rsa2
from tests.fakes.processors.alipay import APP_ID, VECTOR, AlipaySimulator, own_key, public_pem

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ROOT: Final = Path(__file__).parents[2]
PEER: Final = ROOT / "out" / "peers" / "alipay"
PRIVATE: Final = rsa2.private_key(VECTOR["app_private_key"])
PUBLIC: Final = rsa2.public_key(VECTOR["app_public_key"])


def bare(pem: str) -> str:
    return "".join(pem.splitlines()[1:-1])


APP_KEY: Final = bare(
    PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
)
APP_PUBLIC: Final = bare(VECTOR["app_public_key"])


class Sdk:
    """The SDK in a process of its own, with the clock of the place it was made for."""

    def __init__(self) -> None:
        assert (PEER / ".fetched").exists(), "run build/peers_alipay.sh first, as make does"
        places = [str(PEER / "unpacked"), *map(str, PEER.glob("*.whl"))]
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _RUN, str(Path(__file__).with_name("alipay_official.py"))],
            env={"PEER_PATH": os.pathsep.join(places), "TZ": "Asia/Shanghai"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, do: str, **question: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **question}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate(timeout=10)


_RUN: Final = (
    "import os, runpy, sys; sys.path[:0] = os.environ['PEER_PATH'].split(os.pathsep); "
    "runpy.run_path(sys.argv[1], run_name='__main__')"
)


@pytest.fixture(scope="module")
def sdk() -> Iterator[Sdk]:
    sdk = Sdk()
    yield sdk
    sdk.close()


NAMES = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz_"), min_size=1, max_size=12)
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


class TestRequest:
    @given(params=st.dictionaries(NAMES.filter(lambda name: name != "sign"), TEXTS))
    def test_is_put_together_and_signed_alike(self, sdk: Sdk, params: dict[str, str]) -> None:
        text = sdk.ask("content", params=params)

        assert rsa2.content(params) == text.encode()
        assert rsa2.sign(PRIVATE, text.encode()) == sdk.ask("sign", key=APP_KEY, text=text)

    def test_of_the_vector_is_theirs(self, sdk: Sdk) -> None:
        text = VECTOR["string_to_sign"]

        assert sdk.ask("sign", key=APP_KEY, text=text) == VECTOR["sign"]
        assert sdk.ask("verify", key=APP_PUBLIC, text=text, sign=VECTOR["sign"])


class TestVerifying:
    @given(text=TEXTS, is_changed=st.booleans())
    def test_agrees_either_way(self, sdk: Sdk, text: str, is_changed: bool) -> None:
        signature = rsa2.sign(PRIVATE, text.encode())
        seen = text + "!" if is_changed else text

        theirs = sdk.ask("verify", key=APP_PUBLIC, text=seen, sign=signature)

        assert theirs is not is_changed
        assert rsa2.is_genuine(PUBLIC, seen.encode(), signature) is theirs

    def test_of_the_vectors_answer_agrees(self, sdk: Sdk) -> None:
        answer = rsa2.answer_of(VECTOR["response"].encode(), "alipay.trade.pay")

        assert sdk.ask(
            "verify",
            key=bare(VECTOR["alipay_public_key"]),
            text=answer.raw.decode(),
            sign=answer.signature,
        )


class TestSimulator:
    @pytest.mark.parametrize(
        ("request_name", "business"),
        [
            (
                "AlipayTradePay",
                {"subject": "豆浆", "total_amount": "88.88", "scene": "bar_code"},
            ),
            ("AlipayTradeQuery", {}),
            ("AlipayTradeCancel", {}),
        ],
    )
    def test_speaks_with_the_official_client(
        self, sdk: Sdk, request_name: str, business: dict[str, str]
    ) -> None:
        with AlipaySimulator() as alipay:
            named = business | {"out_trade_no": "T01_1", "auth_code": alipay.customer_code()}
            cut_out = sdk.ask(
                "execute",
                base=alipay.values["base"],
                app_id=APP_ID,
                key=APP_KEY,
                alipay_key=bare(public_pem(own_key())),
                request=request_name,
                business=named,
            )

        said = json.loads(cut_out)
        assert said.get("sub_code", "") in {"", "ACQ.TRADE_NOT_EXIST"}
        assert alipay.ledger.captured() == (88_88 if business else 0)
