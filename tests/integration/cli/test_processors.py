from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module, invalidate_caches
from pathlib import Path
from typing import Any, Final

import pytest

from pos_app.adapters.secrets.key_file import KeyFileStore
from pos_app.composition.cli.context import REFUSED
from pos_app.composition.opening import writing
from pos_app.domain.attempt import Attempt, AttemptKind, Flow, Standing
from pos_app.domain.payment import PaymentState
from pos_app.services.payments.attempt_terms import reversal_of
from pos_app.services.payments.processor import Answer, BusyError, NoAnswerError
from tests.fakes.third_party import SECRET, install, site_of
from tests.integration import processes
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal

MINUTE: Final = timedelta(minutes=1)
NO_ANSWER: Final = NoAnswerError(processor="Acme Pay", reason="it takes too long")
BUSY: Final = BusyError(processor="Acme Pay", reason="it was asked too often")


@pytest.fixture(autouse=True)
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A third party's processor that needs no network."""
    with site_of(tmp_path / "site", monkeypatch) as site:
        install(site)
        yield


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text(f"{SECRET}\n", "ascii")
    return path


def set_up(terminal: Terminal, key: Path, *more: object, shop: str = "7") -> str:
    words = ("--value", f"shop={shop}", "--secret-file", f"key={key}", *more)
    return terminal.done("payments", "processors", "set", "acme", *words)


def acme_of(terminal: Terminal) -> dict[str, Any]:
    found = terminal.json("payments", "processors", "list")
    return next(one for one in found if one["name"] == "acme")


def a_payment_that_waits(
    terminal: Terminal, minutes: int, state: PaymentState = PaymentState.INTENT
) -> None:
    with writing(terminal.folder) as store:
        latest = store.queries.orders.latest()
        assert latest is not None
        attempt = Attempt(
            attempt_id="attempt-1",
            kind=AttemptKind.CHARGE,
            order_id=latest.order_id,
            method="acme_qr",
            processor="acme",
            flow=Flow.QR,
            amount=1_299,
            currency=store.queries.profile.currency,
            staff_id=1,
            created_at=datetime.now(UTC) - timedelta(minutes=minutes),
            state=state,
        )
        with store.services.new_uow() as uow:
            uow.attempts.add(attempt)
            uow.commit()


class TestSet:
    def test_keeps_what_is_needed_and_shows_no_secret(self, terminal: Terminal, key: Path) -> None:
        assert "payments processors test acme" in set_up(terminal, key)

        shown = acme_of(terminal)
        assert shown["set_up"] is True
        assert shown["fields"] == [
            {
                "field": "key",
                "label": "Key",
                "help": "Of this till alone.",
                "needed": True,
                "secret": True,
                "is_kept": True,
            },
            {
                "field": "shop",
                "label": "Shop",
                "help": "Its number at Acme.",
                "needed": True,
                "secret": False,
                "value": "7",
            },
            {
                "field": "environment",
                "label": "Environment",
                "help": "Which one.",
                "needed": True,
                "secret": False,
                "choices": ["live", "sandbox"],
                "value": "live",
            },
            {
                "field": "page",
                "label": "Page",
                "help": "What opens after paying.",
                "needed": False,
                "secret": False,
                "value": "",
            },
        ]
        assert SECRET not in terminal.done("payments", "processors", "list")
        assert SECRET.encode() not in terminal.folder.store.read_bytes()

    def test_takes_a_secret_of_many_lines_from_standard_input(self, terminal: Terminal) -> None:
        words = ("acme", "--value", "shop=7", "--secret-file", "key=-")
        terminal.done("payments", "processors", "set", *words, text=f"{SECRET}\nand more\n")

        reason = terminal.refused("payments", "processors", "test", "acme")
        assert "does not know this key" in reason

    def test_refuses_a_secret_on_the_command_line(self, terminal: Terminal) -> None:
        words = ("acme", "--value", "shop=7", "--value", f"key={SECRET}")
        reason = terminal.refused("payments", "processors", "set", *words)

        assert "--secret-file key=FILE" in reason
        assert SECRET not in reason

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            (("acme",), "needs more: Key, Shop"),
            (("acme", "--value", "shop=7"), "needs more: Key"),
            (("acme", "--value", "colour=red"), "no setting called colour"),
            (("visa",), "no payment processor called visa. There are: acme, alipay"),
            (("acme", "--ways", "reader"), "needs more: Key, Shop"),
            (("acme", "--ways", "code"), "cannot be paid by 'code': it takes reader, qr"),
            (("acme", "--secret-file", "key=/nowhere"), "No such file"),
            (("acme", "--secret-file", "key=/dev/null"), "it is empty"),
            (("acme", "--secret-file", "key=-"), "it is empty"),
        ],
    )
    def test_refuses_in_words(
        self, terminal: Terminal, words: tuple[str, ...], reason: str
    ) -> None:
        assert reason in terminal.refused("payments", "processors", "set", *words)
        assert acme_of(terminal)["set_up"] is False

    def test_refuses_a_file_that_is_no_text(self, terminal: Terminal, key: Path) -> None:
        key.write_bytes(b"\xff\xfe\x00")
        words = ("acme", "--value", "shop=7", "--secret-file", f"key={key}")

        assert "it is no text" in terminal.refused("payments", "processors", "set", *words)

    def test_wants_a_field_and_its_value(self, terminal: Terminal) -> None:
        words = ("payments", "processors", "set", "acme", "--value", "shop")

        assert "FIELD=VALUE" in terminal.misused(*words)

    def test_is_journalled_without_its_values(self, terminal: Terminal, key: Path) -> None:
        set_up(terminal, key)

        raw = shops.rows(
            terminal.folder.store, "SELECT raw FROM journal WHERE kind = 'config_change'"
        )[-1][0]
        assert b'"fields":["key","shop"]' in raw
        assert SECRET.encode() not in raw
        assert terminal.json("journal", "verify")["ok"]


class TestWays:
    def test_are_told_and_taken_back(self, terminal: Terminal, key: Path) -> None:
        set_up(terminal, key, "--ways", "reader, qr")
        assert terminal.json("payments", "methods")[1:] == [
            {
                "code": "card",
                "kind": "card",
                "name": "",
                "opens_drawer": False,
                "asks_reference": False,
                "processor": "acme",
                "flow": "reader",
            },
            {
                "code": "acme_qr",
                "kind": "other",
                "name": "Acme Pay QR",
                "opens_drawer": False,
                "asks_reference": False,
                "processor": "acme",
                "flow": "qr",
            },
        ]

        terminal.done("payments", "processors", "set", "acme", "--ways", "")
        assert [one["code"] for one in terminal.json("payments", "methods")] == ["cash", "card"]

    def test_may_be_named_by_the_shop(self, terminal: Terminal, key: Path) -> None:
        set_up(terminal, key)
        words = ("payments", "add-method", "phone", "--name", "By phone", "--processor", "acme")

        assert "it takes reader, qr" in terminal.refused(*words, "--flow", "code")
        terminal.done(*words, "--flow", "qr")

        assert terminal.json("payments", "methods")[-1]["processor"] == "acme"
        assert "acme qr" in terminal.done("payments", "methods")


class TestTest:
    def test_says_what_answers(self, terminal: Terminal, key: Path) -> None:
        set_up(terminal, key)

        said = terminal.done("payments", "processors", "test", "acme")
        assert said == "Acme Pay answers: shop 7, till T01.\n"

    def test_says_what_is_wrong(self, terminal: Terminal, key: Path) -> None:
        words = ("payments", "processors", "test")
        assert "no payment processor called visa" in terminal.refused(*words, "visa")
        assert "Key, Shop is missing" in terminal.refused(*words, "acme")

        set_up(terminal, key, shop="0")
        assert "cannot be reached: there is no connection" in terminal.refused(*words, "acme")


class TestTestPayment:
    WORDS = ("payments", "processors", "test", "acme", "--pay")

    def test_is_made_and_refunded(self, terminal: Terminal, key: Path) -> None:
        set_up(terminal, key, "--value", "environment=sandbox", shop="9")

        said = terminal.done(*self.WORDS)

        assert re.search(r"0\.01 EUR is paid, reference 9/\S+/1\.\n", said)
        assert re.search(r"0\.01 EUR is refunded, reference back/\S+\.\n", said)
        assert [one["kind"] for one in terminal.json("payments", "attempts", "--all")] == [
            *("charge", "reversal"),
        ]

    def test_moves_no_real_money(self, terminal: Terminal, key: Path) -> None:
        set_up(terminal, key, shop="9")

        result = terminal.run(*self.WORDS)

        assert result.exit_code == REFUSED
        assert "takes real money as it is set up" in result.stderr
        assert terminal.json("payments", "attempts", "--all") == []

    def test_that_is_not_refunded_is_asked_about_again(self, terminal: Terminal, key: Path) -> None:
        set_up(terminal, key, "--value", "environment=sandbox")

        first, second = terminal.run(*self.WORDS), terminal.run(*self.WORDS)

        assert first.exit_code == second.exit_code == REFUSED
        why = r"0\.01 EUR was paid, but is not refunded yet: .+ Reference 7/\S+/1\."
        assert re.search(why, first.stderr)
        assert "before this one is not settled yet" in second.stderr
        (waiting,) = terminal.json("payments", "attempts")
        assert waiting["kind"] == "reversal"


class TestWaitForTestPayment:
    """Of a card that is in the reader, and a processor that answers what a test has put there."""

    WORDS = TestTestPayment.WORDS

    @pytest.fixture(autouse=True)
    def answers(
        self, terminal: Terminal, key: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Callable[..., list[str]]:
        """Sets what is raised or answered, one a call, the last one for ever; tells the calls."""
        module: Any = import_module("acme_pay")
        set_up(terminal, key, "--value", "environment=sandbox", shop="9")

        def put(query: list[object], cancel: Standing, waits: timedelta) -> list[str]:
            kind = replace(module.KIND, waits=waits, polls_every=timedelta(0))
            monkeypatch.setattr(module, "KIND", kind)
            calls: list[str] = []
            scripts: dict[str, list[object]] = {
                "create": [Standing.WAITING],
                "query": query,
                "cancel": [cancel],
            }

            def scripted(name: str) -> Callable[..., Answer]:
                def call(_self: object, _charge: object) -> Answer:
                    calls.append(name)
                    script = scripts[name]
                    said = script.pop(0) if len(script) > 1 else script[0]
                    if isinstance(said, BaseException):
                        raise said
                    assert isinstance(said, Standing)
                    return Answer(said, "at-acme")

                return call

            for name in scripts:
                monkeypatch.setattr(module.AcmePay, name, scripted(name), raising=False)
            return calls

        return put

    @pytest.mark.parametrize("said", [Standing.WAITING, NO_ANSWER])
    def test_that_is_broken_off_too_late_says_that_it_is_open(
        self, terminal: Terminal, answers: Callable[..., list[str]], said: object
    ) -> None:
        answers([KeyboardInterrupt(), said], Standing.WAITING, MINUTE)

        result = terminal.run(*self.WORDS)

        assert result.exit_code == REFUSED
        assert "is not settled" in result.stderr
        assert "pos-app payments resolve asks again" in result.stderr
        assert "Nothing was charged" not in result.output
        (waiting,) = terminal.json("payments", "attempts")
        assert waiting["kind"] == "charge"

    def test_bears_what_does_not_answer(
        self, terminal: Terminal, answers: Callable[..., list[str]]
    ) -> None:
        answers(
            [NO_ANSWER, BUSY, Standing.WAITING, NO_ANSWER, Standing.DONE], Standing.DONE, MINUTE
        )

        result = terminal.run(*self.WORDS)

        assert result.exit_code == 0, result.output
        assert "is refunded" in result.stdout
        assert result.stderr.count("It is asked again.") == 2

    @pytest.mark.parametrize(
        ("cancel", "code"), [(Standing.CANCELLED, REFUSED), (Standing.DONE, 0)]
    )
    def test_takes_it_back_when_it_gives_up(
        self, terminal: Terminal, answers: Callable[..., list[str]], cancel: Standing, code: int
    ) -> None:
        calls = answers([NO_ANSWER, Standing.WAITING], cancel, -MINUTE)

        result = terminal.run(*self.WORDS)

        assert result.exit_code == code, result.output
        assert calls == ["create", "query", "query", "cancel"]
        assert ("has not answered (it takes too long)" in result.stderr) is (code == REFUSED)
        assert "not settled" not in result.stderr
        assert terminal.json("payments", "attempts") == []

    def test_ends_where_it_is_neither_paid_nor_cancelled(
        self, terminal: Terminal, answers: Callable[..., list[str]]
    ) -> None:
        answers([*[Standing.WAITING] * 9, Standing.DONE], Standing.WAITING, -MINUTE)

        result = terminal.run(*self.WORDS)

        assert result.exit_code == REFUSED, result.output
        assert "is not settled: it may still be paid" in result.stderr
        assert len(terminal.json("payments", "attempts")) == 1


class TestRemove:
    def test_leaves_nothing_behind(self, terminal: Terminal, key: Path) -> None:
        set_up(terminal, key, "--ways", "reader,qr")
        assert "processor.acme.key" in terminal.folder.keys.read_text("ascii")

        terminal.done("payments", "processors", "remove", "acme")

        assert acme_of(terminal)["set_up"] is False
        assert "processor." not in terminal.folder.keys.read_text("ascii")
        assert [one["code"] for one in terminal.json("payments", "methods")] == ["cash", "card"]


class TestDoctor:
    def rows(self, terminal: Terminal, *words: str) -> dict[str, dict[str, object]]:
        result = terminal.run("doctor", *words, "--json")
        return {one["name"]: one for one in json.loads(result.stdout)}

    def test_says_nothing_of_processors_that_are_not_used(self, terminal: Terminal) -> None:
        assert not {"acme", "stripe", "paypal", "alipay"} & set(self.rows(terminal))

    def test_says_that_one_is_set_up_and_asks_it_only_if_told(
        self, terminal: Terminal, key: Path
    ) -> None:
        set_up(terminal, key, "--ways", "qr", shop="0")
        row = self.rows(terminal)["acme"]
        assert (row["ok"], row["detail"]) == (True, "set up, takes qr")
        assert "payments processors test acme" in str(row["what_to_do"])

        row = self.rows(terminal, "--network")["acme"]
        assert row["ok"] is False
        assert "cannot be reached" in str(row["detail"])

        set_up(terminal, key)
        row = self.rows(terminal, "--network")["acme"]
        assert row["detail"] == "set up, takes qr; Acme Pay answers: shop 7, till T01."

    def test_says_that_its_secret_is_gone(self, terminal: Terminal, key: Path) -> None:
        set_up(terminal, key)
        KeyFileStore(terminal.folder.keys).delete("processor.acme.key")

        row = self.rows(terminal)["acme"]
        assert row["ok"] is False
        assert "Key is missing" in str(row["detail"])

    def test_says_that_it_is_not_installed_any_more(
        self, terminal: Terminal, key: Path, tmp_path: Path
    ) -> None:
        set_up(terminal, key, "--ways", "qr")
        shutil.rmtree(tmp_path / "site" / "acme_pay-1.0.dist-info")
        invalidate_caches()

        row = self.rows(terminal)["acme"]
        assert row["ok"] is False
        assert "not installed on this computer" in str(row["detail"])

    @pytest.mark.parametrize(("minutes", "ok"), [(1, True), (10, False)])
    def test_says_how_long_payments_wait(
        self, terminal: Terminal, key: Path, minutes: int, ok: bool
    ) -> None:
        set_up(terminal, key, "--ways", "qr")
        a_payment_that_waits(terminal, minutes)

        row = self.rows(terminal)["acme"]

        assert row["ok"] is ok
        assert "1 payment waits for an answer of Acme Pay since 20" in str(row["detail"])
        assert "payments resolve" in str(row["what_to_do"])
        assert "payments resolve" in terminal.refused("payments", "processors", "remove", "acme")


class TestResolve:
    @pytest.fixture
    def refused(self, terminal: Terminal, key: Path) -> str:
        """12.99 that was taken for an order that is gone, and that the processor has kept."""
        set_up(terminal, key, "--ways", "qr")
        a_payment_that_waits(terminal, 1, PaymentState.SENT)
        with writing(terminal.folder) as store, store.services.new_uow() as uow:
            charge = uow.attempts.get("attempt-1")
            assert charge is not None
            reversal = replace(
                reversal_of(charge, "attempt-2", AttemptKind.REVERSAL),
                state=PaymentState.DECLINED,
                decided_at=datetime.now(UTC),
                reason="the account is closed",
            )
            uow.attempts.save(
                replace(charge, state=PaymentState.APPROVED, decided_at=datetime.now(UTC))
            )
            uow.attempts.add(reversal)
            uow.commit()
        return reversal.attempt_id

    def test_names_what_has_to_be_given_back_until_it_is(
        self, terminal: Terminal, refused: str
    ) -> None:
        (row,) = terminal.json("payments", "attempts")
        assert (row["id"], row["state"], row["owed"]) == (refused, "declined", True)
        assert "still has to be given back" in terminal.done("payments", "attempts")
        rows = json.loads(terminal.run("doctor", "--json").stdout)
        acme = next(one for one in rows if one["name"] == "acme")
        assert acme["ok"] is False
        assert "1 payment has to be given back still, the oldest 12.99 EUR" in acme["detail"]
        assert f"payments resolve {refused}" in acme["what_to_do"]

        result = terminal.run("payments", "resolve")
        assert result.exit_code == REFUSED
        assert (
            f"12.99 EUR still has to be given back: pos-app payments resolve {refused}\n"
            in result.stdout
        )

    def test_writes_down_that_it_was_given_back_by_hand(
        self, terminal: Terminal, refused: str
    ) -> None:
        terminal.done("payments", "resolve", refused, "--given-back", "by bank transfer")

        assert terminal.json("payments", "attempts") == []
        raw = shops.rows(terminal.folder.store, "SELECT kind, raw FROM journal")[-1]
        assert raw[0] == "payment_by_hand"
        assert b'"reason":"by bank transfer"' in raw[1]
        assert terminal.json("journal", "verify")["ok"]
        assert "nothing that still has to be given back" in terminal.refused(
            "payments", "resolve", refused
        )

    def test_begins_another_try(self, terminal: Terminal, refused: str) -> None:
        result = terminal.run("payments", "resolve", refused, "--json")

        assert result.exit_code == REFUSED
        said = json.loads(result.stdout)
        (again,) = said["resolved"]
        assert again["id"] != refused
        assert (again["kind"], again["state"], again["owed"]) == ("reversal", "sent", False)
        assert "cannot be reached" in again["trouble"]
        assert said["owed"] == []

    def test_wants_to_know_which_one_was_given_back(self, terminal: Terminal) -> None:
        words = terminal.misused("payments", "resolve", "--given-back", "in cash")

        assert "say which one" in words

    def test_says_that_a_processor_is_gone(
        self, terminal: Terminal, key: Path, tmp_path: Path
    ) -> None:
        set_up(terminal, key, "--ways", "qr")
        a_payment_that_waits(terminal, 1, PaymentState.SENT)
        shutil.rmtree(tmp_path / "site" / "acme_pay-1.0.dist-info")
        invalidate_caches()

        result = terminal.run("payments", "resolve")

        assert result.exit_code == REFUSED
        assert "Acme Pay is not installed on this till any more" in result.stdout


_SILENT_TILL = """
import sys
from pathlib import Path
from pos_app.adapters.payments.silence_file import SilenceFile
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import writing
from pos_app.composition.processors import ProcessorDesk
from pos_app.domain.errors import PosError

folder = DataFolder(Path(sys.argv[1]))
with writing(folder) as store:
    desk = ProcessorDesk(store, SilenceFile(folder.silences).put)
    for _ in range(5):
        try:
            desk.get("acme").check()
        except PosError:
            pass
    print("ready", flush=True)
    sys.stdin.read()
"""


class TestTillThatRuns:
    @pytest.fixture
    def till(
        self, terminal: Terminal, key: Path, tmp_path: Path
    ) -> Iterator[subprocess.Popen[str]]:
        """In a process of its own, with a processor that has not answered it five times."""
        set_up(terminal, key, "--ways", "qr", shop="0")
        path = f"{processes.REPOSITORY}{os.pathsep}{tmp_path / 'site'}"
        with subprocess.Popen(
            [sys.executable, "-c", _SILENT_TILL, str(terminal.folder.root)],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
            process.kill()

    def test_tells_the_doctor_what_it_leaves_alone_until_it_is_gone(
        self, terminal: Terminal, till: subprocess.Popen[str]
    ) -> None:
        result = terminal.run("doctor", "--json")
        row = next(one for one in json.loads(result.stdout) if one["name"] == "acme")
        assert result.exit_code == REFUSED
        assert row["ok"] is False
        assert re.fullmatch(
            r"set up, takes qr; not answering payments since \d\d:\d\d, 5 failures "
            r"\(there is no connection to it\); next try in \d+ s",
            row["detail"],
        )
        assert "Cash still works" in row["what_to_do"]

        (silence,) = acme_of(terminal)["silences"]
        assert (silence["purpose"], silence["failures"]) == ("charge", 5)
        assert "  not answering payments since" in terminal.done("payments", "processors", "list")

        till.kill()
        till.wait()
        assert acme_of(terminal)["silences"] == []
        assert "not answering" not in terminal.done("doctor")
