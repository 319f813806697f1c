"""Tokens that must open nothing: each is right but for one thing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from pos_app.head_office.services.access.ports import KeyState, Purpose
from tests.fakes.head_office import Replica, Till


def encoded(part: Any) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Forge:
    """Makes tokens with head office's own keys, as nobody outside could."""

    def __init__(self, replica: Replica, good: str) -> None:
        self._keys = replica.office.access.keys
        self.good = good
        self.header: dict[str, Any] = jwt.get_unverified_header(good)
        self.claims: dict[str, Any] = jwt.decode(good, options={"verify_signature": False})

    def key(self, purpose: Purpose = Purpose.TOKENS, state: KeyState = KeyState.CURRENT) -> bytes:
        [key] = [one for one in self._keys.published(purpose) if one.state is state]
        return self._keys.private_key(key)

    def signed(
        self,
        claims: dict[str, Any] | None = None,
        header: dict[str, Any] | None = None,
        key: bytes | None = None,
    ) -> str:
        """By hand: what is given replaces what is right, and None takes it out."""
        said = _changed(self.claims, claims or {})
        headed = _changed(self.header, header or {})
        text = f"{encoded(headed)}.{encoded(said)}"
        signature = Ed25519PrivateKey.from_private_bytes(key or self.key()).sign(text.encode())
        return f"{text}.{encoded(signature)}"


def _changed(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**base, **changes}.items() if value is not None}


def bad_tokens(replica: Replica, good: str, till: Till) -> dict[str, str]:
    """By what is wrong with each."""
    forge = Forge(replica, good)
    now = int(replica.clock.now().timestamp())
    claims: dict[str, dict[str, Any]] = {
        "no issuer": {"iss": None},
        "another issuer": {"iss": "http://elsewhere.test"},
        "an issuer with a slash": {"iss": forge.claims["iss"] + "/"},
        "no audience": {"aud": None},
        "another audience": {"aud": "http://elsewhere.test"},
        "the audience of assertions": {"aud": forge.claims["aud"] + "/token"},
        "audiences": {"aud": [forge.claims["aud"], "http://elsewhere.test"]},
        "no subject": {"sub": None},
        "an empty subject": {"sub": ""},
        "a subject that nobody is": {"sub": "01932c5e-7b1a-7c3e-9f00-5f2c8a41d6b0"},
        "a subject that asks the database": {"sub": "' OR 1=1 --"},
        "a subject that is a number": {"sub": 7},
        "a subject with a NUL": {"sub": "a\x00"},
        "no end": {"exp": None},
        "an end that is over": {"iat": now - 700, "nbf": now - 700, "exp": now - 100},
        "an end just over": {"iat": now - 605, "nbf": now - 605, "exp": now - 5},
        "an end too far": {"exp": now + 86_400},
        "an end that is a text": {"exp": "2099"},
        "an end that is a fraction": {"exp": now + 60.5},
        "no beginning": {"nbf": None},
        "a beginning to come": {"nbf": now + 60},
        "no moment of issue": {"iat": None},
        "a moment of issue to come": {"iat": now + 60},
        "no number": {"jti": None},
        "no scope": {"scope": None},
        "another scope": {"scope": "everything"},
        "the scope of the other kind": {
            "scope": "terminal" if forge.claims["scope"] == "person" else "person"
        },
        "an old generation": {"generation": 0, "epoch": -1},
        "a generation to come": {"generation": 99, "epoch": 99},
        "a generation that is true": {"generation": True, "epoch": True},
        "another key of its terminal": {"generation": None, "key": "0" * 16},
    }
    headers: dict[str, dict[str, Any]] = {
        "no algorithm": {"alg": None},
        "the algorithm none": {"alg": "none"},
        "another algorithm by name": {"alg": "HS256"},
        "no kind": {"typ": None},
        "the kind of assertions": {"typ": "JWT"},
        "no key": {"kid": None},
        "an unknown key": {"kid": "0" * 16},
        "a key that is a path": {"kid": "../../../dev/null"},
        "a key that asks the database": {"kid": "' UNION SELECT 1 --"},
        "a key that is a number": {"kid": 7},
        "a key by address": {"jku": "http://elsewhere.test/keys"},
        "a certificate by address": {"x5u": "http://elsewhere.test/cert"},
        "a key of its own": {"jwk": _jwk(Ed25519PrivateKey.generate().public_key())},
        "something critical": {"crit": ["exp"]},
    }
    made = {name: forge.signed(claims=change) for name, change in claims.items()}
    made |= {name: forge.signed(header=change) for name, change in headers.items()}
    made |= _of_other_keys(forge, till)
    made |= _damaged(forge)
    return made


def _of_other_keys(forge: Forge, till: Till) -> dict[str, str]:
    public = Ed25519PrivateKey.from_private_bytes(forge.key()).public_key()
    pem = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {
        "a stranger's key": forge.signed(key=Ed25519PrivateKey.generate().private_bytes_raw()),
        "the next key under the current name": forge.signed(key=forge.key(state=KeyState.NEXT)),
        "the key of the heads": forge.signed(key=forge.key(Purpose.HEADS)),
        "a terminal's own key": forge.signed(key=till.pair.private_key),
        "HMAC with the public key": _hmac(forge, public.public_bytes_raw()),
        "HMAC with the public key as text": _hmac(forge, pem),
        "RSA": jwt.encode(
            forge.claims,
            rsa.generate_private_key(65_537, 2_048),
            algorithm="RS256",
            headers={"kid": forge.header["kid"], "typ": "at+jwt"},
        ),
        "another curve": jwt.encode(
            forge.claims,
            ec.generate_private_key(ec.SECP256R1()),
            algorithm="ES256",
            headers={"kid": forge.header["kid"], "typ": "at+jwt"},
        ),
    }


def _hmac(forge: Forge, key: bytes) -> str:
    text = f"{encoded({**forge.header, 'alg': 'HS256'})}.{encoded(forge.claims)}"
    return f"{text}.{encoded(hmac.new(key, text.encode(), hashlib.sha256).digest())}"


def _damaged(forge: Forge) -> dict[str, str]:
    head, body, signature = forge.good.split(".")
    promoted = encoded({**forge.claims, "role": "admin", "generation": 1, "epoch": 1, "x": 1})
    return {
        "nothing": "",
        "a word": "x",
        "dots": "..",
        "no signature": f"{head}.{body}.",
        "no third part": f"{head}.{body}",
        "a cut signature": f"{head}.{body}.{signature[:-4]}",
        "a longer signature": f"{head}.{body}.{signature}AAAA",
        "four parts": f"{forge.good}.{signature}",
        "other claims": f"{head}.{promoted}.{signature}",
        "claims that are a list": f"{head}.{encoded([1])}.{signature}",
        "claims that are no JSON": f"{head}.{encoded(b'x')}.{signature}",
        "claims that are deep": f"{head}.{encoded(b'[' * 100_000)}.{signature}"[:2_000],
        "a header that is a list": f"{encoded([])}.{body}.{signature}",
        "a header that is no text": f"\x80.{body}.{signature}".encode("latin-1").hex(),
        "very long": forge.good + "A" * 4_000,
        "a space in it": f"{head}. {body}.{signature}",
        "a password": "correct horse battery",
    }


def _jwk(key: Ed25519PublicKey) -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "x": encoded(key.public_bytes_raw())}
