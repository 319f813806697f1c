"""Signatures: the worked vector byte for byte, and answers cut out as they were received."""

from __future__ import annotations

import base64
import json
from typing import Final
from urllib.parse import parse_qsl

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.payments.alipay import rsa2
from tests.fakes.processors.alipay import VECTOR, own_key, sign_with

PAY: Final = "alipay.trade.pay"
PRIVATE: Final = rsa2.private_key(VECTOR["app_private_key"])
APP_PUBLIC: Final = rsa2.public_key(VECTOR["app_public_key"])
ALIPAY_PUBLIC: Final = rsa2.public_key(VECTOR["alipay_public_key"])
RESPONSE: Final = VECTOR["response"].encode()


def params() -> dict[str, str]:
    """The request of the vector, in the order of nothing at all."""
    text = VECTOR["string_to_sign"]
    before, _, after = text.partition(f"&biz_content={VECTOR['biz_content']}")
    return dict(parse_qsl(after)) | dict(parse_qsl(before)) | {"biz_content": VECTOR["biz_content"]}


class TestRequest:
    def test_is_put_together_as_in_the_vector(self) -> None:
        data = rsa2.content(params() | {"sign": "old", "notify_url": ""})

        assert data == VECTOR["string_to_sign"].encode()
        assert len(data) == 347

    def test_is_signed_as_in_the_vector(self) -> None:
        assert rsa2.sign(PRIVATE, rsa2.content(params())) == VECTOR["sign"]
        assert rsa2.is_genuine(APP_PUBLIC, rsa2.content(params()), VECTOR["sign"])

    def test_has_another_signature_with_one_byte_changed(self) -> None:
        data = bytearray(rsa2.content(params()))
        for at in range(0, len(data), 13):
            data[at] ^= 1
            assert not rsa2.is_genuine(APP_PUBLIC, bytes(data), VECTOR["sign"])
            data[at] ^= 1


class TestAnswer:
    def test_of_the_vector_is_genuine(self) -> None:
        answer = rsa2.answer_of(RESPONSE, PAY)

        assert rsa2.is_genuine(ALIPAY_PUBLIC, answer.raw, answer.signature)
        assert answer.fields["store_name"] == "杭州 a/b"

    def test_written_anew_is_not(self) -> None:
        answer = rsa2.answer_of(RESPONSE, PAY)
        again = json.dumps(answer.fields, separators=(",", ":")).encode()

        assert not rsa2.is_genuine(ALIPAY_PUBLIC, again, answer.signature)

    @pytest.mark.parametrize("at", range(30, len(RESPONSE) - 400, 17))
    def test_with_one_byte_changed_is_not(self, at: int) -> None:
        body = bytearray(RESPONSE)
        body[at] ^= 1
        try:
            answer = rsa2.answer_of(bytes(body), PAY)
        except ValueError:
            return
        assert not rsa2.is_genuine(ALIPAY_PUBLIC, answer.raw, answer.signature)

    @pytest.mark.parametrize("signature", ["", "?", "AAAA", VECTOR["sign"], "杭州"])
    def test_with_another_signature_is_not(self, signature: str) -> None:
        answer = rsa2.answer_of(RESPONSE, PAY)

        assert not rsa2.is_genuine(ALIPAY_PUBLIC, answer.raw, signature)

    @pytest.mark.parametrize(
        "body",
        [
            '{"sign":"s", "alipay_trade_pay_response" : {"a":"}"} }',
            '\r\n{ "alipay_cert_sn":"1","alipay_trade_pay_response":{"a":"}"},"sign":"s"}\n',
            '{"error_response":{"a":"}"},"sign":"s"}',
        ],
    )
    def test_is_found_wherever_it_stands(self, body: str) -> None:
        answer = rsa2.answer_of(body.encode(), PAY)

        assert (answer.raw, answer.signature) == (b'{"a":"}"}', "s")

    @pytest.mark.parametrize("sign", ["", ',"sign":null', ',"sign":1', ',"sign":["s"]'])
    def test_may_have_no_signature(self, sign: str) -> None:
        body = f'{{"alipay_trade_pay_response":{{"code":"10000"}}{sign}}}'

        assert rsa2.answer_of(body.encode(), PAY).signature == ""

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{}",
            b"[]",
            b"null",
            b"<html>",
            b"\xff\xfe",
            RESPONSE[:-1],
            RESPONSE + b"}",
            RESPONSE + b" <!-- -->",
            b'{"alipay_trade_query_response":{"code":"10000"}}',
            b'{"alipay_trade_pay_response":"10000"}',
            b'{"alipay_trade_pay_response":[{}]}',
            b'{"alipay_trade_pay_response":{},"alipay_trade_pay_response":{}}',
            b'{"alipay_trade_pay_response"={}}',
            b'{"alipay_trade_pay_response":{} "sign":"s"}',
            b'{"alipay_trade_pay_response":{},}',
            b'{1:{},"alipay_trade_pay_response":{}}',
            b'{"alipay_trade_pay_response":' + b'{"a":' * 100_000,
        ],
    )
    def test_that_cannot_be_read_is_none(self, body: bytes) -> None:
        with pytest.raises(ValueError, match=r".+"):
            rsa2.answer_of(body, PAY)


TEXTS = st.text(st.sampled_from('{}[]",:\\/\n\t 杭😀a\u2028') | st.characters(codec="utf-8"))
VALUES = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def written(draw: st.DrawFn) -> str:
    """An object as anybody may write it: spaced or not, escaped or not."""
    value = draw(st.dictionaries(TEXTS, VALUES, max_size=5))
    text = json.dumps(
        value,
        ensure_ascii=draw(st.booleans()),
        separators=draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,", " :\n")])),
        indent=draw(st.sampled_from([None, 2])),
    )
    return text.replace("/", "\\/") if draw(st.booleans()) else text


class TestSlice:
    @given(raw=written(), other=VALUES, is_first=st.booleans())
    def test_is_the_object_as_it_was_received(
        self, raw: str, other: object, is_first: bool
    ) -> None:
        signature = sign_with(own_key(), raw.encode())
        members = [f'"alipay_trade_pay_response": {raw}', f'"sign":"{signature}"']
        members.append(f'"other":{json.dumps(other, ensure_ascii=False)}')
        body = "{" + ",".join(members if is_first else members[::-1]) + "}"

        answer = rsa2.answer_of(body.encode(), PAY)

        assert answer.raw == raw.encode()
        assert answer.fields == json.loads(raw)
        assert rsa2.is_genuine(own_key().public_key(), answer.raw, answer.signature)

    @given(st.binary(max_size=60) | TEXTS.map(lambda text: b'{"sign":' + text.encode()))
    def test_of_anything_else_is_refused_in_one_way(self, body: bytes) -> None:
        with pytest.raises(ValueError, match=r".+"):
            rsa2.answer_of(body, PAY)


def bare(pem: str) -> str:
    return "".join(pem.splitlines()[1:-1])


PKCS1: Final = PRIVATE.private_bytes(
    Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
).decode()


class TestKeys:
    @pytest.mark.parametrize(
        "text",
        [
            VECTOR["app_private_key"],
            PKCS1,
            bare(VECTOR["app_private_key"]),
            bare(PKCS1),
            f"\n  {bare(PKCS1)} \r\n",
            VECTOR["app_private_key"].replace("\n", " "),
            VECTOR["app_private_key"].replace("\n", "\r\n"),
        ],
    )
    def test_of_the_app_are_read_as_they_are_handed_around(self, text: str) -> None:
        assert rsa2.private_key(text).private_numbers() == PRIVATE.private_numbers()

    @pytest.mark.parametrize(
        "text",
        [
            VECTOR["app_public_key"],
            bare(VECTOR["app_public_key"]),
            APP_PUBLIC.public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode(),
        ],
    )
    def test_of_alipay_are_read_as_they_are_handed_around(self, text: str) -> None:
        assert rsa2.public_key(text).public_numbers() == APP_PUBLIC.public_numbers()

    @pytest.mark.parametrize(
        "text",
        ["", "no key", "杭州", VECTOR["app_public_key"], VECTOR["app_private_key"][:-200], "AAAA"],
    )
    def test_of_the_app_that_are_none_are_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match="no key of this kind, or not all of one"):
            rsa2.private_key(text)

    @pytest.mark.parametrize("text", ["", "no key", VECTOR["app_private_key"], "AAAA"])
    def test_of_alipay_that_are_none_are_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match="no key of this kind, or not all of one"):
            rsa2.public_key(text)

    def test_with_a_password_are_refused(self) -> None:
        locked = PRIVATE.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")
        )
        with pytest.raises(ValueError, match="locked with a password"):
            rsa2.private_key(locked.decode())

    def test_of_another_kind_are_refused(self) -> None:
        key = ed25519.Ed25519PrivateKey.generate()
        private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

        with pytest.raises(ValueError, match="no RSA key"):
            rsa2.private_key(base64.b64encode(private).decode())
        with pytest.raises(ValueError, match="no RSA key"):
            rsa2.public_key(base64.b64encode(public).decode())

    def test_that_are_too_short_are_refused(self) -> None:
        short = generate_private_key(public_exponent=65537, key_size=1024)
        der = short.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

        with pytest.raises(ValueError, match="1024 bits, and RSA2 needs 2048"):
            rsa2.private_key(base64.b64encode(der).decode())
