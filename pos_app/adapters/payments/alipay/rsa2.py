"""RSA2 as Alipay's gateway has it: what is signed, and what of an answer the signature covers."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

KEY_BITS_MIN: Final = 2048
_NO_KEY: Final = "it is no key of this kind, or not all of one"
_FRAME: Final = re.compile(r"-----[A-Z0-9 ]+-----|\s")
_BLANK: Final = re.compile(r"[ \t\r\n]*")
_PARSER: Final = json.JSONDecoder(strict=False)


class UnusableKeyError(ValueError):
    """Its text says why, and repeats nothing of the key."""


class UnreadableAnswerError(ValueError):
    """What came is no answer at all."""


def private_key(text: str) -> RSAPrivateKey:
    """A key as PEM or its base64 alone, PKCS#8 or PKCS#1.

    :raises UnusableKeyError: if it is no RSA key that RSA2 may use; the text is not repeated
    """
    der = _der(text)
    try:
        key = load_der_private_key(der, password=None)
    except TypeError as error:
        raise UnusableKeyError("it is locked with a password") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnusableKeyError(_NO_KEY) from error
    if not isinstance(key, RSAPrivateKey):
        raise UnusableKeyError("it is no RSA key")
    if key.key_size < KEY_BITS_MIN:
        raise UnusableKeyError(f"it has {key.key_size} bits, and RSA2 needs {KEY_BITS_MIN}")
    return key


def public_key(text: str) -> RSAPublicKey:
    """:raises UnusableKeyError: as `private_key`"""
    der = _der(text)
    try:
        key = load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnusableKeyError(_NO_KEY) from error
    if not isinstance(key, RSAPublicKey):
        raise UnusableKeyError("it is no RSA key")
    return key


def _der(text: str) -> bytes:
    try:
        return base64.b64decode(_FRAME.sub("", text), validate=True)
    except ValueError as error:
        raise UnusableKeyError(_NO_KEY) from error


def content(params: Mapping[str, str]) -> bytes:
    """What is signed: all that is sent but `sign` itself and what is empty, before any quoting."""
    return "&".join(
        f"{name}={value}" for name, value in sorted(params.items()) if value and name != "sign"
    ).encode()


def sign(key: RSAPrivateKey, data: bytes) -> str:
    return base64.b64encode(key.sign(data, PKCS1v15(), SHA256())).decode()


def is_genuine(key: RSAPublicKey, data: bytes, signature: str) -> bool:
    try:
        key.verify(base64.b64decode(signature, validate=True), data, PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class SignedAnswer:
    """`raw` is what the signature covers: the answer's object exactly as it was received."""

    raw: bytes
    fields: Mapping[str, Any]
    signature: str
    """Empty where there is none."""


def answer_of(body: bytes, method: str) -> SignedAnswer:
    """The answer to a method such as alipay.trade.pay.

    It is cut out where the parser says that it ends, as braces and quotes inside of strings, and
    every way to write the same value anew, would break the signature.

    :raises UnreadableAnswerError: if it is no such answer
    """
    try:
        members = _members(body.decode())
    except UnicodeDecodeError as error:
        raise UnreadableAnswerError("it is not written in UTF-8") from error
    name = f"{method.replace('.', '_')}_response"
    raw, fields = members.get(name) or members.get("error_response") or ("", None)
    if not isinstance(fields, dict):
        raise UnreadableAnswerError(f"it has no {name}")
    _, signature = members.get("sign", ("", ""))
    return SignedAnswer(raw.encode(), fields, signature if isinstance(signature, str) else "")


def _members(text: str) -> dict[str, tuple[str, Any]]:
    """The members of an object, each as it is written and as it is read."""
    found: dict[str, tuple[str, Any]] = {}
    at = _after("{", text, 0)
    while True:
        name, at = _parsed(text, at)
        if not isinstance(name, str) or name in found:
            raise UnreadableAnswerError("a name is there twice, or is none")
        start = _after(":", text, at)
        value, at = _parsed(text, start)
        found[name] = (text[start:at], value)
        at = _skipped(text, at)
        if text[at:].rstrip() == "}":
            return found
        at = _after(",", text, at)


def _parsed(text: str, at: int) -> tuple[Any, int]:
    try:
        return _PARSER.raw_decode(text, at)
    except ValueError as error:  # no JSON, or a number with more digits than Python reads
        raise UnreadableAnswerError("it is no JSON") from error
    except RecursionError as error:
        raise UnreadableAnswerError("it is nested too deep") from error


def _after(sign: str, text: str, at: int) -> int:
    at = _skipped(text, at)
    if text[at : at + 1] != sign:
        raise UnreadableAnswerError(f"{sign} is missing")
    return _skipped(text, at + 1)


def _skipped(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    assert blank is not None  # it matches nothing, too
    return blank.end()
