"""Thirty things that must be nowhere but in the key store: planted, used, and looked for."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from pos_app.adapters.system.logs import logging_to
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.charging import card_desk_of
from pos_app.composition.cli.main import pos_app
from pos_app.composition.opening import OpenStore, writing
from pos_app.composition.processors import ProcessorDesk
from pos_app.domain.attempt import Attempt, Flow
from pos_app.domain.card_number import CardNumberError
from pos_app.domain.errors import PosError
from pos_app.domain.tender import Tender, TenderMethod
from tests.fakes.processors.alipay import AlipaySimulator
from tests.fakes.processors.faults import Fault
from tests.fakes.processors.paypal import CLIENT_ID, SECRET, PayPalSimulator
from tests.fakes.processors.stripe import KEY, StripeSimulator
from tests.fakes.processors.stripe_cards import CARDS, DECLINED, VISA
from tests.fakes.processors.stripe_terminal import READER
from tests.integration import shop as shops

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

PINS = ("84039275", "61740382")
BADGE = "B-7730418852096"
SMTP_PASSWORD = "smtp-canary-5591"
WRONG_KEY = "rk_test_51WrongCanary"
CARDS_TYPED = ("4111111111111111", "5500005555555559", "340000000000009", "30000000000004")


@dataclass(slots=True)
class Planted:
    """What was planted, by what it is; `used` says that it came where it could leak."""

    values: dict[str, str]

    def add(self, name: str, value: str) -> str:
        assert len(value) >= 8, name
        self.values[name] = value
        return value


def told(root: Path, *words: object, text: str = "") -> str:
    """What the command line says, whether it refuses or not."""
    result = CliRunner().invoke(pos_app, ["--data-dir", str(root), *map(str, words)], input=text)
    assert result.exit_code in {0, 1}, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stdout + result.stderr


class Bench:
    def __init__(self, root: Path, planted: Planted) -> None:
        self.root = root
        self.planted = planted
        self.said: list[str] = []

    def say(self, *words: object, text: str = "") -> str:
        self.said.append(told(self.root, *words, text=text))
        return self.said[-1]

    def set_up(self, name: str, way: Flow, secrets: dict[str, str], **values: str) -> None:
        words = ["--ways", way.value]
        for field, value in values.items():
            words += ["--value", f"{field}={value}"]
        for field, secret in secrets.items():
            path = self.root.with_name(f"{name}-{field}")
            path.write_text(f"{secret}\n", "utf-8")
            words += ["--secret-file", f"{field}={path}"]
        assert "is set up" in self.say("payments", "processors", "set", name, *words)

    def pay(
        self,
        store: OpenStore,
        method: TenderMethod,
        customer: Callable[[Attempt, str], None],
        *codes: str,
    ) -> None:
        """As often as codes are given, or once: each order is charged, come what may."""
        desk = card_desk_of(store, ProcessorDesk(store).get)
        for code in codes or ("",):
            order = shops.ring(store, shops.MILK)
            total = order.calculate_total(store.queries.tax_classes).total
            attempt = desk.charging.begin(
                order=order, method=method, amount=total, actor=shops.owner(store)
            )
            prompt = ""
            for _ in range(3):
                with suppress(PosError):
                    progress = desk.charging.advance(attempt.attempt_id, customer_code=code)
                    prompt = progress.prompt or prompt
                known = store.queries.attempts.get(attempt.attempt_id)
                assert known is not None
                customer(known, prompt)
            with suppress(PosError):
                desk.recovering.complete()


@pytest.fixture
def planted() -> Planted:
    return Planted({})


@pytest.fixture
def bench(tmp_path: Path, planted: Planted) -> Iterator[Bench]:
    root = tmp_path / "data"
    shop = shops.make(root, pin=planted.add("owner's PIN", PINS[0]), pin_length=8)
    planted.add("recovery code", shop.recovery_code)
    with logging_to(root / "logs"):
        logging.getLogger().setLevel(logging.DEBUG)
        yield Bench(root, planted)
        logging.getLogger().setLevel(logging.WARNING)


def kept_keys(root: Path) -> dict[str, str]:
    """What the key store holds of the store itself, in base64."""
    values: dict[str, str] = json.loads((root / "keys.json").read_text("ascii"))
    return values


def spellings(value: str) -> Sequence[bytes]:
    """As it is, and as it might hide."""
    raw = value.encode()
    return raw, base64.b64encode(raw), raw.hex().encode(), quote(value, safe="").encode()


def test_nothing_secret_is_anywhere_but_in_the_key_store(bench: Bench, planted: Planted) -> None:
    root = bench.root
    for name, value in kept_keys(root).items():
        planted.add(f"key store: {name}", value)
    _people(bench)
    with ExitStack() as stack:
        stripe = stack.enter_context(StripeSimulator())
        paypal = stack.enter_context(PayPalSimulator())
        alipay = stack.enter_context(AlipaySimulator())
        _processors(bench, stripe, paypal, alipay)
        _payments(bench, stripe, paypal)
        _codes(bench, alipay)
        bench.say("payments", "processors", "test", "stripe")
        stripe.key = "another"
        bench.say("payments", "processors", "test", "stripe")
    _card_numbers(bench)
    _reports(bench)

    assert len(planted.values) >= 30, sorted(planted.values)
    files = [one for one in root.rglob("*") if one.is_file() and one.name != "keys.json"]
    assert len(files) > 5
    places = {str(one.relative_to(root)): one.read_bytes() for one in files}
    places["what was said"] = "\n".join(bench.said).encode()
    found = [
        (name, place)
        for name, value in planted.values.items()
        for place, content in places.items()
        if any(one in content for one in spellings(value))
    ]
    assert found == []


def test_a_secret_that_leaks_is_found(bench: Bench, expected_warnings: list[str]) -> None:
    expected_warnings.append("with smtp-canary")
    logging.getLogger("leak").warning("with %s", quote(SMTP_PASSWORD))
    log = next((bench.root / "logs").glob("*.log")).read_bytes()

    assert any(one in log for one in spellings(SMTP_PASSWORD))


def _people(bench: Bench) -> None:
    pin = bench.planted.add("cashier's PIN", PINS[1])
    badge = bench.planted.add("badge", BADGE)
    bench.say("staff", "add", "Ben", "--role", "cashier", "--pin-file", "-", text=f"{pin}\n")
    bench.say("staff", "badge", "Ben", "--code", "-", text=f"{badge}\n")
    password = bench.root.with_name("smtp")
    password.write_text(bench.planted.add("mail password", SMTP_PASSWORD) + "\n", "ascii")
    words = ("--host", "127.0.0.1", "--security", "none", "--from", "till@shop.example")
    bench.say("email", "set", *words, "--user", "till", "--password-file", password)
    with writing(DataFolder(bench.root)) as store:
        shops.bring_in(store, shops.GROCERIES)
        shops.open_shift(store)


def _processors(
    bench: Bench, stripe: StripeSimulator, paypal: PayPalSimulator, alipay: AlipaySimulator
) -> None:
    add = bench.planted.add
    bench.set_up(
        "stripe", Flow.READER, {"key": add("Stripe key", KEY)}, reader=READER, base=stripe.base
    )
    bench.set_up(
        *("paypal", Flow.QR, {"secret": add("PayPal secret", SECRET)}),
        client_id=CLIENT_ID,
        base=paypal.base,
        page="https://shop.example/thanks",
    )
    add("PayPal token", paypal.token_name)
    values = dict(alipay.values)
    private = values.pop("private_key")
    for number, line in enumerate(private.splitlines()[1:-1:3], start=1):
        add(f"Alipay key, piece {number}", line)
    bench.set_up("alipay", Flow.CODE, {"private_key": private}, **values)
    for number, card in enumerate((VISA, DECLINED, "5555555555554444"), start=1):
        assert card in CARDS
        add(f"customer's card {number}", card)


def _payments(bench: Bench, stripe: StripeSimulator, paypal: PayPalSimulator) -> None:
    cards = iter((VISA, DECLINED, "5555555555554444", VISA, VISA, VISA))

    def hold_a_card(_attempt: Attempt, _prompt: str) -> None:
        action = stripe.terminal.readers[READER]["action"]
        if action is not None and action["status"] == "in_progress":
            stripe.terminal.present(READER, next(cards, VISA))

    def approve(attempt: Attempt, _prompt: str) -> None:
        order = paypal.orders.get(attempt.remote_id)
        if order is not None and order.status == "PAYER_ACTION_REQUIRED":
            paypal.approve(attempt.remote_id)

    with writing(DataFolder(bench.root)) as store:
        reader, phone = map(store.queries.profile.tender_terms.method, ("card", "paypal_qr"))
        for fault in (Fault.NONE, Fault.LOST, Fault.MALFORMED, Fault.ERROR_AFTER, Fault.WRONG):
            for simulator in (stripe, paypal):
                simulator.faults.plan("capture", *[fault] * (fault is not Fault.NONE))
            bench.pay(store, reader, hold_a_card)
            bench.pay(store, phone, approve)
        assert stripe.ledger.captured() > 0
        assert paypal.ledger.captured() > 0
        stripe.key = bench.planted.add("a key that is not known", WRONG_KEY)
        bench.pay(store, reader, hold_a_card)
        stripe.key = KEY


def _codes(bench: Bench, alipay: AlipaySimulator) -> None:
    """A shop of another currency is needed: this one only hears the code and refuses."""
    codes = [
        bench.planted.add(f"customer's code {number}", alipay.customer_code())
        for number in range(1, 4)
    ]
    with writing(DataFolder(bench.root)) as store:
        scanned = store.queries.profile.tender_terms.method("alipay_code")
        bench.pay(store, scanned, lambda _attempt, _prompt: None, *codes)


def _card_numbers(bench: Bench) -> None:
    """Typed where words are asked for: refused there, so that they are kept nowhere."""
    with writing(DataFolder(bench.root)) as store:
        order = shops.ring(store, shops.MILK)
        tender = Tender("card", 10, reference=bench.planted.add("typed card 1", CARDS_TYPED[0]))
        with pytest.raises(CardNumberError):
            store.services.checkout.pay(order=order, tenders=(tender,), actor=shops.owner(store))
        item = replace(order.items[0], note="")
        assert item.note == ""
    bench.say("customers", "add", bench.planted.add("typed card 2", CARDS_TYPED[1]), "--phone", "1")
    number = "X-T01-000001"
    for words in (
        ("orders", "refund", number, "--reason", bench.planted.add("typed card 3", CARDS_TYPED[2])),
        ("orders", "void", number, "--reason", bench.planted.add("typed card 4", CARDS_TYPED[3])),
    ):
        bench.say(*words)


def _reports(bench: Bench) -> None:
    export = bench.root / "journal.txt"
    day = ("--from", "2020-01-01", "--to", "2040-01-01")
    for words in (
        ("doctor",),
        ("payments", "attempts", "--all", "--json"),
        ("payments", "processors", "list", "--json"),
        ("payments", "list", "--json"),
        ("orders", "list", "--json"),
        ("report", "sales", *day, "--by", "payment", "--format", "csv"),
        ("journal", "export", export),
        ("backup", "create", bench.root / "backups" / "canary.sqlite3"),
    ):
        bench.say(*words)
    assert export.stat().st_size > 0
