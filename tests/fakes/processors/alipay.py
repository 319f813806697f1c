"""Alipay's classic gateway on this computer: signed both ways, with trades and a ledger of its own.

What it answers is taken from the tables of Alipay's documents; no real gateway has vouched for it.
It puts together and checks signatures by itself, so that the till's own way of it is tested.
"""

from __future__ import annotations

import base64
import json
import re
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from tests.fakes.processors.server import Asked, Said, Simulator

VECTOR: Final[Mapping[str, str]] = json.loads(
    (Path(__file__).parents[2] / "data" / "alipay-vector.json").read_text(encoding="utf-8")
)
APP_ID: Final = "2021000000000001"
CODE_LIVES: Final = timedelta(minutes=1)
CANCEL_WITHIN: Final = timedelta(hours=24)
STEPS: Final = {
    "alipay.trade.pay": "create",
    "alipay.trade.precreate": "create",
    "alipay.trade.query": "query",
    "alipay.trade.cancel": "cancel",
    "alipay.trade.refund": "refund",
    "alipay.trade.fastpay.refund.query": "query_refund",
}
_NUMBER: Final = re.compile(r"\w{1,64}", re.ASCII)
_YUAN: Final = re.compile(r"(\d{1,9})\.(\d\d)", re.ASCII)
_MINUTES: Final = re.compile(r"(\d+)m", re.ASCII)

Fields = dict[str, str]


class BusinessError(Exception):
    """What is answered as 40004 with this sub_code."""

    def __init__(self, sub_code: str) -> None:
        super().__init__(sub_code)
        self.fields = failed(sub_code)


@dataclass
class Customer:
    """Whose phone shows a code; `declines` is the sub_code that a payment of theirs meets."""

    shown_at: datetime
    asks_password: bool = False
    declines: str = ""
    is_used: bool = False


@dataclass
class Shown:
    """What a code on the till's screen stands for, before anybody has scanned it."""

    business: Fields
    until: datetime


@dataclass
class Trade:
    number: str
    trade_no: str
    fen: int
    subject: str
    made_at: datetime
    until: datetime
    status: str = "WAIT_BUYER_PAY"
    refunds: dict[str, int] = field(default_factory=dict)

    @property
    def left(self) -> int:
        return self.fen - sum(self.refunds.values())

    def names(self) -> Fields:
        return {"out_trade_no": self.number, "trade_no": self.trade_no}


class AlipaySimulator(Simulator):
    """Steps of faults: create (pay and precreate), query, cancel, refund, query_refund."""

    def __init__(self) -> None:
        super().__init__()
        self.trades: dict[str, Trade] = {}
        self._customers: dict[str, Customer] = {}
        self._shown: dict[str, Shown] = {}
        self._said_next: defaultdict[str, deque[Fields]] = defaultdict(deque)
        till_key = load_pem_public_key(VECTOR["app_public_key"].encode())
        assert isinstance(till_key, RSAPublicKey)
        self._till_key = till_key
        self._count = 0

    @property
    def values(self) -> dict[str, str]:
        """The settings of a till that is set up for it."""
        return {
            "app_id": APP_ID,
            "private_key": VECTOR["app_private_key"],
            "alipay_public_key": public_pem(own_key()),
            "environment": "sandbox",
            "base": f"{self.base}/gateway.do",
        }

    def customer_code(self, *, asks_password: bool = False, declines: str = "") -> str:
        """What a new customer's phone shows."""
        with self.lock:
            code = f"28{self._next():016d}"
            self._customers[code] = Customer(self.now(), asks_password, declines)
            return code

    def scan(self, qr_code: str, *, pays: bool = True) -> bool:
        """A customer scans what the till shows; False where that is no good any more."""
        with self.lock:
            shown = self._shown.get(qr_code)
            if shown is None or self.now() >= shown.until:
                return False
            number = shown.business["out_trade_no"]
            trade = self._trade(number) or self._begin(shown.business)
            if pays and trade.status == "WAIT_BUYER_PAY":
                self._pay(trade)
            return trade.status == "TRADE_SUCCESS" or not pays

    def confirm(self, number: str) -> None:
        """The customer types the password."""
        with self.lock:
            trade = self.trades[number]
            assert trade.status == "WAIT_BUYER_PAY", trade
            self._pay(trade)

    def say_next(self, step: str, **fields: str) -> None:
        """Answer the next request of a step with these, signed, and do nothing."""
        self._said_next[step].append(fields)

    def step_of(self, asked: Asked) -> str:
        return STEPS.get(dict(asked.query).get("method", ""), "unknown")

    def answer(self, asked: Asked) -> Said:
        params = dict(asked.query) | asked.form()
        method = params.get("method", "")
        wrong = self._wrong(asked, params)
        if wrong is not None:
            # For an app that it does not know, it has no key that the app would know.
            return signed(method, wrong, is_signed=params.get("app_id") == APP_ID)
        said_next = self._said_next[self.step_of(asked)]
        if said_next:
            return signed(method, said_next.popleft())
        business = json.loads(params["biz_content"])
        handlers: dict[str, Callable[[Fields], Fields]] = {
            "alipay.trade.pay": self._on_pay,
            "alipay.trade.precreate": self._on_precreate,
            "alipay.trade.query": self._on_query,
            "alipay.trade.cancel": self._on_cancel,
            "alipay.trade.refund": self._on_refund,
            "alipay.trade.fastpay.refund.query": self._on_query_refund,
        }
        try:
            return signed(method, handlers[method](business))
        except BusinessError as error:
            return signed(method, error.fields)

    def spoiled(self, said: Said) -> Said:
        """Signed with a key that is not Alipay's."""
        body = json.loads(said.body)
        name = next(iter(body))
        raw = json.dumps(body[name]).encode()
        return Said(200, _body(name, raw, sign_with(stranger_key(), raw)))

    def _wrong(self, asked: Asked, params: Fields) -> Fields | None:
        if asked.method != "POST" or params.get("method") not in STEPS:
            return refused("40002", "isv.invalid-method")
        needed = ("app_id", "charset", "sign_type", "sign", "timestamp", "version", "biz_content")
        for name in needed:
            if not params.get(name):
                return refused("40001", f"isv.missing-{name.replace('_', '-')}")
        if params["app_id"] != APP_ID:
            return refused("40002", "isv.invalid-app-id")
        china = self.now() + timedelta(hours=8)
        told = datetime.strptime(params["timestamp"], "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007
        if abs(told - china.replace(tzinfo=None)) > timedelta(minutes=10):
            return refused("40002", "isv.invalid-timestamp")
        text = "&".join(f"{name}={params[name]}" for name in sorted(params) if name != "sign")
        try:
            signature = base64.b64decode(params["sign"])
            self._till_key.verify(signature, text.encode(), PKCS1v15(), SHA256())
        except InvalidSignature:
            return refused("40002", "isv.invalid-signature", f"验签出错: {text}")
        return None

    def _on_pay(self, business: Fields) -> Fields:
        trade = self._same_trade(business)
        if trade is None:
            customer = self._customers.get(business.get("auth_code", ""))
            is_good = customer is not None and not customer.is_used
            if customer is None or not is_good or self.now() > customer.shown_at + CODE_LIVES:
                raise BusinessError("ACQ.PAYMENT_AUTH_CODE_INVALID")
            customer.is_used = True
            if customer.declines:
                raise BusinessError(customer.declines)
            trade = self._begin(business)
            if not customer.asks_password:
                self._pay(trade)
                return done(**trade.names(), total_amount=yuan(trade.fen))
        return done(**trade.names()) | {"code": "10003", "msg": "order success pay inprocess"}

    def _on_precreate(self, business: Fields) -> Fields:
        self._same_trade(business)
        qr_code = f"https://qr.alipay.com/bax{self._next():06d}"
        life = _minutes(business["qr_code_timeout_express"])
        self._shown[qr_code] = Shown(business, self.now() + life)
        return done(out_trade_no=business["out_trade_no"], qr_code=qr_code)

    def _on_query(self, business: Fields) -> Fields:
        trade = self._existing(business)
        amount = yuan(trade.fen)
        return done(**trade.names(), trade_status=trade.status, total_amount=amount)

    def _on_cancel(self, business: Fields) -> Fields:
        number = business["out_trade_no"]
        trade = self._trade(number)
        if trade is None:
            return done(out_trade_no=number, retry_flag="N")
        if trade.refunds:
            raise BusinessError("ACQ.REASON_TRADE_REFUND_FEE_ERR")
        if self.now() > trade.made_at + CANCEL_WITHIN:
            raise BusinessError("ACQ.TRADE_CANCEL_TIME_OUT")
        action = "close"
        if trade.status == "TRADE_SUCCESS":
            action = "refund"
            self._give_back(trade, trade.number, trade.left)
        trade.status = "TRADE_CLOSED"
        return done(**trade.names(), retry_flag="N", action=action)

    def _on_refund(self, business: Fields) -> Fields:
        trade = self._existing(business)
        request, fen = business["out_request_no"], _fen(business["refund_amount"])
        known = trade.refunds.get(request)
        if known is not None and known != fen:
            raise BusinessError("ACQ.DISCORDANT_REPEAT_REQUEST")
        if known is None and trade.status != "TRADE_SUCCESS":
            raise BusinessError("ACQ.TRADE_STATUS_ERROR")
        if known is None and fen > trade.left:
            raise BusinessError("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL")
        if known is None:
            self._give_back(trade, request, fen)
        return done(
            **trade.names(),
            fund_change="Y" if known is None else "N",
            refund_fee=yuan(sum(trade.refunds.values())),
        )

    def _on_query_refund(self, business: Fields) -> Fields:
        trade = self._existing(business)
        request = business["out_request_no"]
        if request not in trade.refunds:
            return done()
        amount = yuan(trade.refunds[request])
        names = trade.names() | {"out_request_no": request}
        return done(**names, refund_amount=amount, refund_status="REFUND_SUCCESS")

    def _same_trade(self, business: Fields) -> Trade | None:
        """The trade of this number, if it still can be paid as it is asked for."""
        number, subject = business["out_trade_no"], business["subject"]
        if not _NUMBER.fullmatch(number) or not subject or set(subject) & set("/=&"):
            raise BusinessError("ACQ.INVALID_PARAMETER")
        fen = _fen(business["total_amount"])
        trade = self._trade(number)
        if trade is None:
            return None
        if (trade.fen, trade.subject) != (fen, subject):
            raise BusinessError("ACQ.CONTEXT_INCONSISTENT")
        if trade.status == "TRADE_SUCCESS":
            raise BusinessError("ACQ.TRADE_HAS_SUCCESS")
        if trade.status == "TRADE_CLOSED":
            raise BusinessError("ACQ.TRADE_HAS_CLOSE")
        return trade

    def _existing(self, business: Fields) -> Trade:
        trade = self._trade(business["out_trade_no"])
        if trade is None:
            raise BusinessError("ACQ.TRADE_NOT_EXIST")
        return trade

    def _trade(self, number: str) -> Trade | None:
        trade = self.trades.get(number)
        if trade and trade.status == "WAIT_BUYER_PAY" and self.now() >= trade.until:
            trade.status = "TRADE_CLOSED"
        return trade

    def _begin(self, business: Fields) -> Trade:
        number = business["out_trade_no"]
        trade = Trade(
            number=number,
            trade_no=f"2026112522001400{self._next():012d}",
            fen=_fen(business["total_amount"]),
            subject=business["subject"],
            made_at=self.now(),
            until=self.now() + _minutes(business.get("timeout_express", "180m")),
        )
        self.trades[number] = trade
        return trade

    def _pay(self, trade: Trade) -> None:
        trade.status = "TRADE_SUCCESS"
        self.ledger.add(attempt_of(trade.number), trade.fen, "CNY", trade.trade_no)

    def _give_back(self, trade: Trade, request: str, fen: int) -> None:
        trade.refunds[request] = fen
        self.ledger.add(attempt_of(request), -fen, "CNY", trade.trade_no)
        if not trade.left:
            trade.status = "TRADE_CLOSED"

    def _next(self) -> int:
        self._count += 1
        return self._count


@cache
def own_key() -> RSAPrivateKey:
    """Alipay's, as far as this computer goes."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@cache
def stranger_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def public_pem(key: RSAPrivateKey) -> str:
    written = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return written.decode()


def sign_with(key: RSAPrivateKey, data: bytes) -> str:
    return base64.b64encode(key.sign(data, PKCS1v15(), SHA256())).decode()


def signed(method: str, fields: Fields, *, is_signed: bool = True) -> Said:
    """Written the way Alipay does, with \\u and \\/ where a plain letter would do."""
    raw = json.dumps(fields).replace("/", "\\/").encode()
    signature = sign_with(own_key(), raw) if is_signed else ""
    name = f"{method.replace('.', '_')}_response" if method in STEPS else "error_response"
    return Said(200, _body(name, raw, signature), {"Content-Type": "text/html;charset=utf-8"})


def _body(name: str, raw: bytes, signature: str) -> bytes:
    sign = b',"sign":"%s"' % signature.encode() if signature else b""
    return b'{"%s":%s%s}' % (name.encode(), raw, sign)


def done(**fields: str) -> Fields:
    return {"code": "10000", "msg": "Success", **fields}


def failed(sub_code: str, sub_msg: str = "交易失败 {0} / }") -> Fields:
    return {
        "code": "40004",
        "msg": "Business Failed",
        "sub_code": sub_code,
        "sub_msg": sub_msg,
    }


def refused(code: str, sub_code: str, sub_msg: str = "参数无效") -> Fields:
    return {"code": code, "msg": "Invalid Arguments", "sub_code": sub_code, "sub_msg": sub_msg}


def attempt_of(number: str) -> str:
    return number.replace("_", "-")


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _fen(text: str) -> int:
    amount = _YUAN.fullmatch(text)
    if amount is None or not 1 <= int(amount[1] + amount[2]) <= 10_000_000_000:
        raise BusinessError("ACQ.INVALID_PARAMETER")
    return int(amount[1] + amount[2])


def _minutes(text: str) -> timedelta:
    minutes = _MINUTES.fullmatch(text)
    if minutes is None:
        raise BusinessError("ACQ.INVALID_PARAMETER")
    return timedelta(minutes=int(minutes[1]))
