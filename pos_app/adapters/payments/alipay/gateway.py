"""Alipay's gateway: a signed question, and an answer that counts only if its signature is good."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Final
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from pos_app.adapters.payments.alipay import rsa2
from pos_app.adapters.payments.alipay.words import explained, named
from pos_app.adapters.payments.http import Api
from pos_app.services.payments.processor import NoAnswerError, ProcessorRefusedError

DONE: Final = "10000"
"""Of this call; what it means for the money, each method says in its own way."""
WAITING: Final = "10003"
FAILED: Final = "40004"
UNAVAILABLE: Final = "20000"
REFUSED: Final = frozenset({"20001", "40001", "40002", "40006"})
PAY: Final = "alipay.trade.pay"
QUERY: Final = "alipay.trade.query"
NOT_EXIST: Final = "ACQ.TRADE_NOT_EXIST"
_MAY_HAVE_DONE_IT: Final = "ACQ.SYSTEM_ERROR"
_UNUSED_NUMBER: Final = "pos_app_check"
_CHINA: Final = timezone(timedelta(hours=8))
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}
_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Keys:
    app_id: str
    private: RSAPrivateKey
    alipay: RSAPublicKey

    @property
    def are_mixed_up(self) -> bool:
        """Whether the shop's own public key stands where Alipay's belongs."""
        return self.private.public_key().public_numbers() == self.alipay.public_numbers()


@dataclass(frozen=True, slots=True)
class Said:
    """What the gateway says, proven to be from it."""

    code: str
    sub_code: str
    words: str
    """For people; of a refusal."""
    fields: Mapping[str, Any]

    @property
    def is_done(self) -> bool:
        return self.code == DONE

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Said:
        code, sub_code, said = (_text(fields.get(it)) for it in ("code", "sub_code", "sub_msg"))
        # What is wrong with a request may be told by repeating it, the customer's code and all.
        words = explained(sub_code, said if code == FAILED else "")
        return cls(code, sub_code, words, fields)

    def text(self, name: str) -> str:
        """A field, empty where it is missing."""
        return _text(self.fields.get(name))


class Gateway:
    def __init__(self, api: Api, keys: Keys, *, now: Callable[[], datetime]) -> None:
        self._api = api
        self._keys = keys
        self._now = now

    @property
    def processor(self) -> str:
        return self._api.processor

    def ask(self, method: str, business: Mapping[str, str]) -> Said:
        """Send once; the answer is 10000, 40004, or of a payment 10003.

        :raises NoAnswerError: for 20000, a system error, and whatever is not signed well
        :raises ProcessorRefusedError: if it refuses the request itself
        """
        return self._said(method, self._exchange(method, business))

    def _said(self, method: str, answer: rsa2.SignedAnswer) -> Said:
        if not self._is_genuine(answer):
            raise self.unproven(_what_is_wrong(answer))
        said = Said.of(answer.fields)
        if said.code == UNAVAILABLE or said.sub_code.endswith(_MAY_HAVE_DONE_IT):
            raise self.unproven("it has an error of its own")
        if said.code in REFUSED:
            raise self.refused(said)
        known = {DONE, FAILED, WAITING} if method == PAY else {DONE, FAILED}
        if said.code not in known:
            raise self.unproven("its answer has an unknown code")
        return said

    def try_keys(self) -> None:
        """Ask for a payment that there is not: that it says so proves both keys and the address.

        :raises ProcessorRefusedError: with words for the setting that is wrong
        """
        answer = self._exchange(QUERY, {"out_trade_no": _UNUSED_NUMBER})
        unproven = Said.of(answer.fields)
        if not answer.signature and unproven.code in REFUSED:
            # It cannot sign for an app that it does not know, and no money hangs on this one.
            raise self.refused(unproven)
        if answer.signature and not self._is_genuine(answer):
            raise ProcessorRefusedError(processor=self.processor, reason=self._of_its_key())
        said = self._said(QUERY, answer)
        if not said.is_done and said.sub_code != NOT_EXIST:
            raise self.refused(said)

    def refused(self, said: Said) -> ProcessorRefusedError:
        return ProcessorRefusedError(processor=self.processor, reason=said.words)

    def unproven(self, reason: str) -> NoAnswerError:
        return NoAnswerError(processor=self.processor, reason=reason)

    def _exchange(self, method: str, business: Mapping[str, str]) -> rsa2.SignedAnswer:
        # Written once: what is signed is what is sent.
        body = json.dumps(business, ensure_ascii=False, separators=(",", ":"))
        params = {
            "app_id": self._keys.app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": self._now().astimezone(_CHINA).strftime("%Y-%m-%d %H:%M:%S"),
            "version": "1.0",
        }
        signed = rsa2.content(params | {"biz_content": body})
        params["sign"] = rsa2.sign(self._keys.private, signed)
        # The customer's code is in the body, as addresses end up in the logs of others.
        reply = self._api.send(
            "POST", f"?{urlencode(params)}", headers=_FORM, form=[("biz_content", body)]
        )
        if reply.status != _OK:
            raise self.unproven(f"status {reply.status}")
        try:
            return rsa2.answer_of(reply.body, method)
        except rsa2.UnreadableAnswerError as error:
            raise reply.unreadable() from error

    def _is_genuine(self, answer: rsa2.SignedAnswer) -> bool:
        return rsa2.is_genuine(self._keys.alipay, answer.raw, answer.signature)

    def _of_its_key(self) -> str:
        whose = "your own app's" if self._keys.are_mixed_up else "another"
        return (
            f"its answer is not signed with the key in the settings: that is {whose} public key. "
            "Copy Alipay's public key from the open platform"
        )


def _what_is_wrong(answer: rsa2.SignedAnswer) -> str:
    code = named(_text(answer.fields.get("sub_code")))
    what = "has a wrong signature" if answer.signature else "is not signed"
    return f"its answer {what}; {code}" if code else f"its answer {what}"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
