"""E-mails of a store on disk: offline, then online; killed in between; to a server that fails."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest

from pos_app.adapters.mail.failures import MailServerSilentError
from pos_app.composition.emailing import Mailroom
from pos_app.composition.opening import OpenStore, writing
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.staff import NotAllowedError, Role, StaffMember
from pos_app.services.email_jobs import EmailState
from pos_app.services.emailing.server import PASSWORD, SETTING, MailServer, Security
from pos_app.services.emailing.setting_up import MailPasswordLostError, MailPasswordUntypedError
from pos_app.services.printing.pruning import KEPT, Pruning
from tests.fakes.smtp import Behaviour, smtp_server
from tests.fakes.system import FakeClock
from tests.integration import shop as shops
from tests.integration.processes import environment

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

MARIA: Final = "maria@example.com"
_QUEUE: Final = """
import os, sys
from pathlib import Path
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.emailing import Mailroom
from pos_app.composition.opening import writing
from pos_app.domain.receipt_kind import ReceiptKind

with writing(DataFolder(Path(sys.argv[1]))) as store:
    Mailroom(store).emailing.queue(
        order_id=store.queries.orders.latest().order_id,
        address="maria@example.com",
        kind=ReceiptKind.RECEIPT,
        actor=store.services.staff.owner(),
    )
    os.kill(os.getpid(), 9)
"""


def use(store: OpenStore, port: int, *, user: str = "", password: str | None = None) -> Mailroom:
    room = Mailroom(store)
    server = MailServer("127.0.0.1", port, Security.NONE, user, "till@shop.example")
    room.setup.choose(server, password=password, actor=shops.owner(store))
    return room


def queue(store: OpenStore, room: Mailroom, kind: ReceiptKind = ReceiptKind.RECEIPT) -> int:
    latest = store.queries.orders.latest()
    assert latest is not None
    return room.emailing.queue(
        order_id=latest.order_id, address=MARIA, kind=kind, actor=shops.owner(store)
    )


class TestSending:
    def test_waits_offline_and_goes_out_once(self, store: OpenStore) -> None:
        with smtp_server() as server:
            room = use(store, server.port)
        job = queue(store, room)
        assert isinstance(room.sending.work_off().error, MailServerSilentError)

        with smtp_server() as server:
            room = use(store, server.port)
            reports = [room.sending.work_off() for _ in range(3)]

        assert [len(one.sent) for one in reports] == [1, 0, 0]
        (message,) = server.taken
        assert message["To"] == MARIA
        assert "X-T01-000005" in message["Subject"]
        (pdf,) = message.iter_attachments()
        assert pdf.get_content().startswith(b"%PDF-")
        stored = store.queries.emails.get(job)
        assert stored is not None
        assert stored.state is EmailState.SENT
        assert shops.verdict(store.queries).ok

    def test_sends_again_under_the_same_id_when_the_servers_last_word_was_lost(
        self, store: OpenStore
    ) -> None:
        with smtp_server(Behaviour(lose_reply=1)) as server:
            room = use(store, server.port)
            queue(store, room)
            first = room.sending.work_off()
            room.sending.wake()
            second = room.sending.work_off()

        assert first.error is not None
        assert len(second.sent) == 1
        # Nobody can know that it was taken the first time; by its id it is known again.
        assert len({message["Message-ID"] for message in server.taken}) == 1
        assert len({message["Date"] for message in server.taken}) == 1

    def test_of_a_gift_tells_no_price(self, store: OpenStore) -> None:
        with smtp_server() as server:
            room = use(store, server.port)
            queue(store, room, ReceiptKind.GIFT)
            room.sending.work_off()

        (message,) = server.taken
        body = message.get_body()
        assert body is not None
        assert "GIFT RECEIPT" in body.get_content()
        assert "TOTAL" not in body.get_content()
        assert [one.get_filename() for one in message.iter_attachments()] == [
            "X-T01-000005-GIFT.pdf"
        ]


class TestKill:
    def test_between_queueing_and_sending_loses_nothing(self, shop: shops.Shop) -> None:
        with smtp_server() as server:
            with writing(shop.folder) as store:
                use(store, server.port)
            killed = subprocess.run(
                [sys.executable, "-c", _QUEUE, str(shop.folder.root)],
                check=False,
                env=environment(),
                capture_output=True,
            )
            assert killed.returncode == -signal.SIGKILL, killed.stderr
            with writing(shop.folder) as store:
                report = Mailroom(store).sending.work_off()
                assert shops.verdict(store.queries).ok

        assert len(report.sent) == 1
        assert [message["To"] for message in server.taken] == [MARIA]


class TestSetup:
    def test_keeps_the_password_out_of_the_file(self, store: OpenStore) -> None:
        room = use(store, 25, user="till", password="hunter2-of-the-till")

        assert room.setup.in_use()[1] == "hunter2-of-the-till"
        for path in (store.folder.store, store.folder.store.with_name("store.db-wal")):
            if path.exists():
                assert b"hunter2" not in path.read_bytes()
        assert "hunter2" not in (store.queries.settings.get(SETTING) or "")

    def test_keeps_the_known_password_when_none_is_given(self, store: OpenStore) -> None:
        kept = use(store, 25, user="till", password="hunter2").setup
        server = MailServer("127.0.0.1", 25, Security.NONE, "till", "shop@shop.example")

        kept.choose(server, password=None, actor=shops.owner(store))

        assert kept.in_use() == (server, "hunter2")

    @pytest.mark.parametrize(
        "elsewhere",
        [
            {"host": "mail.example", "security": Security.STARTTLS},
            {"host": "localhost"},
            {"port": 26},
            {"security": Security.TLS},
            {"user": "max"},
        ],
    )
    def test_sends_the_known_password_nowhere_else(
        self, store: OpenStore, elsewhere: dict[str, Any]
    ) -> None:
        setup = use(store, 25, user="till", password="hunter2").setup
        kept = setup.in_use()

        with pytest.raises(MailPasswordUntypedError):
            setup.choose(replace(kept[0], **elsewhere), password=None, actor=shops.owner(store))

        assert setup.in_use() == kept

    def test_sends_a_password_left_over_nowhere(self, store: OpenStore) -> None:
        use(store, 25, user="till", password="hunter2")
        use(store, 26)

        with pytest.raises(MailPasswordUntypedError):
            use(store, 26, user="till")

    def test_says_when_the_password_is_gone(self, store: OpenStore) -> None:
        room = use(store, 25, user="till", password="hunter2")
        room.setup.secrets.delete(PASSWORD)

        with pytest.raises(MailPasswordLostError):
            room.setup.in_use()
        queue(store, room)
        assert isinstance(room.sending.work_off().error, MailPasswordLostError)

    def test_is_for_the_owner_alone_and_journalled(self, store: OpenStore) -> None:
        room = use(store, 25)
        manager = StaffMember(1, "Max", Role.MANAGER)
        server = room.setup.server()
        assert server is not None

        with pytest.raises(NotAllowedError):
            room.setup.choose(server, password="secret", actor=manager)

        last = list(store.queries.journal.entries())[-1]
        assert last.kind == "config_change"
        assert PASSWORD.encode() not in last.raw


class TestPruning:
    def test_lets_go_of_what_was_sent_address_and_all(self, store: OpenStore) -> None:
        with smtp_server() as server:
            room = use(store, server.port)
            queue(store, room)
            room.sending.work_off()
        clock = FakeClock(store.services.clock.now() + KEPT + timedelta(days=1))

        Pruning(new_uow=store.services.new_uow, clock=clock).step()

        assert store.queries.emails.recent_addresses(limit=9) == []
