from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.domain.email_address import EmailAddressError
from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.product import Product
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.staff import NotAllowedError
from pos_app.services.email_jobs import EmailJob, EmailState
from pos_app.services.emailing.ports import (
    Attachment,
    Mail,
    MailDelayedError,
    MailRefusedError,
    MailServerError,
)
from pos_app.services.emailing.queueing import (
    Emailing,
    EmailingPorts,
    NoMailServerError,
    NoSuchEmailError,
)
from pos_app.services.emailing.sending import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    Sending,
    SendingPorts,
    pause_after,
)
from pos_app.services.emailing.server import SETTING
from pos_app.services.printing.reprinting import OrderNotFoundError
from tests.fakes.catalogue import EUR
from tests.fakes.emailing import FakeMailer
from tests.fakes.shop import FakeShop
from tests.fakes.storage import DiskRefusedError

TEA = Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD")
MARIA = "maria@example.com"
REFUSED = MailRefusedError(address=MARIA, reply="550 no such user")
DELAYED = MailDelayedError(address=MARIA, reply="450 try later")


def write(job: EmailJob, document: OrderDocument) -> Mail:
    assert document.number == job.number
    return Mail(job.uid, job.queued_at, job.address, "A receipt", "text", Attachment("a.pdf", b"%"))


class Desk:
    """A shop that has sold once, and what e-mails its receipts."""

    def __init__(self, shop: FakeShop) -> None:
        self.shop = shop
        shop.sells(TEA, stock=10_000)
        shop.open_shift()
        with shop.store.new_uow() as uow:
            uow.settings.put(SETTING, "a server")
            uow.commit()
        self.order = shop.sell("TEA")
        self.mailer = FakeMailer()
        self.emailing = Emailing(
            EmailingPorts(
                orders=shop.order_queries,
                emails=shop.email_queries,
                settings=shop.setting_queries,
                new_uow=shop.store.new_uow,
                journal=shop.journal,
                clock=shop.clock,
                ids=shop.ids,
            )
        )
        self.sending = self.new_sending()

    def new_sending(self) -> Sending:
        """As after a restart: what was in memory only is gone."""
        return Sending(
            SendingPorts(
                emails=self.shop.email_queries,
                orders=self.shop.order_queries,
                new_uow=self.shop.store.new_uow,
                clock=self.shop.clock,
                open_mailer=lambda: self.mailer,
                write=write,
            )
        )

    def queue(self, address: str = MARIA) -> int:
        return self.emailing.queue(
            order_id=self.order.order_id,
            address=address,
            kind=ReceiptKind.RECEIPT,
            actor=self.shop.cashier,
        )

    def job(self, job_id: int) -> EmailJob:
        job = self.shop.email_queries.get(job_id)
        assert job is not None
        return job


@pytest.fixture
def desk() -> Desk:
    return Desk(FakeShop())


class TestQueue:
    def test_writes_it_down_and_tells_the_journal_but_not_to_whom(self, desk: Desk) -> None:
        job = desk.job(desk.queue())

        assert (job.state, job.address, job.number) == (
            EmailState.WAITING,
            MARIA,
            desk.order.number,
        )
        last = desk.shop.store.tables.entries[-1]
        assert json.loads(last.raw)["body"] == {"by": "email", "form": "receipt"}
        assert b"maria" not in last.raw

    def test_sends_nothing_itself(self, desk: Desk) -> None:
        desk.queue()

        assert desk.mailer.taken == []

    def test_refuses_without_a_mail_server(self, desk: Desk) -> None:
        desk.shop.store.tables.settings.pop(SETTING)

        with pytest.raises(NoMailServerError):
            desk.queue()

    def test_refuses_what_is_no_address_or_no_order(self, desk: Desk) -> None:
        with pytest.raises(EmailAddressError):
            desk.queue("maria")
        with pytest.raises(OrderNotFoundError):
            desk.emailing.queue(
                order_id="other", address=MARIA, kind=ReceiptKind.GIFT, actor=desk.shop.cashier
            )

        assert desk.shop.email_queries.unsent(limit=9) == []

    def test_refuses_someone_who_left(self, desk: Desk) -> None:
        desk.shop.cashier = replace(desk.shop.cashier, active=False)

        with pytest.raises(NotAllowedError):
            desk.queue()


class TestWorkOff:
    def test_sends_once(self, desk: Desk) -> None:
        job_id = desk.queue()

        reports = [desk.sending.work_off() for _ in range(3)]

        assert [len(report.sent) for report in reports] == [1, 0, 0]
        assert [mail.to for mail in desk.mailer.taken] == [MARIA]
        assert desk.job(job_id).state is EmailState.SENT

    def test_keeps_what_waits_while_the_server_is_away_and_sends_it_then(self, desk: Desk) -> None:
        desk.queue()
        desk.queue("other@example.com")
        desk.mailer.failures = [MailServerError(), MailServerError()]

        first = desk.sending.work_off()
        at_once = desk.sending.work_off()
        desk.shop.clock.wait(seconds=30)
        second = desk.sending.work_off()
        desk.shop.clock.wait(seconds=60)
        third = desk.sending.work_off()

        assert isinstance(first.error, MailServerError)
        assert (at_once.error, at_once.sent) == (first.error, ()), "not before its time"
        assert isinstance(second.error, MailServerError)
        assert sorted(job.address for job in third.sent) == [MARIA, "other@example.com"]

    def test_tries_everything_at_once_when_woken(self, desk: Desk) -> None:
        desk.queue()
        desk.mailer.failures = [MailServerError()]
        desk.sending.work_off()

        desk.sending.wake()

        assert len(desk.sending.work_off().sent) == 1

    def test_tries_everything_after_a_restart(self, desk: Desk) -> None:
        desk.queue()
        desk.mailer.failures = [MailServerError()]
        desk.sending.work_off()

        assert len(desk.new_sending().work_off().sent) == 1

    def test_goes_on_past_one_that_is_refused_for_good(self, desk: Desk) -> None:
        refused = desk.queue()
        taken = desk.queue("other@example.com")
        desk.mailer.failures = [REFUSED]

        report = desk.sending.work_off()

        assert [job.job_id for job in report.refused] == [refused]
        assert [job.job_id for job in report.sent] == [taken]
        assert report.error is None
        assert desk.job(refused).state is EmailState.FAILED
        assert desk.job(refused).last_error == "550 no such user"
        desk.shop.clock.wait(seconds=7_200)
        assert desk.sending.work_off().sent == (), "never tried again by itself"

    def test_goes_on_past_one_that_is_put_off(self, desk: Desk) -> None:
        delayed = desk.queue()
        desk.queue("other@example.com")
        desk.mailer.failures = [DELAYED]

        report = desk.sending.work_off()

        assert [job.address for job in report.sent] == ["other@example.com"]
        assert desk.job(delayed).state is EmailState.WAITING
        assert desk.job(delayed).next_at == desk.shop.clock.now() + FIRST_PAUSE
        desk.shop.clock.wait(seconds=30)
        assert [job.job_id for job in desk.sending.work_off().sent] == [delayed]

    def test_is_known_again_by_its_id_when_the_last_word_was_lost(self, desk: Desk) -> None:
        first = desk.job(desk.queue())
        desk.mailer.failures = [MailServerError()]
        desk.sending.work_off()
        desk.sending.wake()
        desk.sending.work_off()

        assert [(mail.uid, mail.at) for mail in desk.mailer.taken] == [(first.uid, first.queued_at)]

    def test_is_not_sent_again_while_the_disk_refuses_to_note_it(self, desk: Desk) -> None:
        job_id = desk.queue()
        desk.shop.store.refusal = DiskRefusedError()

        report = desk.sending.work_off()
        desk.sending.wake()
        desk.sending.work_off()
        desk.shop.store.refusal = None
        desk.sending.wake()
        desk.sending.work_off()

        assert isinstance(report.error, DiskRefusedError)
        assert len(desk.mailer.taken) == 1
        assert desk.job(job_id).state is EmailState.SENT

    def test_keeps_a_servers_words_short_and_without_a_card(self, desk: Desk) -> None:
        job_id = desk.queue()
        said = "550 4111111111111111\r\n" + "x" * 500
        desk.mailer.failures = [MailRefusedError(address=MARIA, reply=said)]

        desk.sending.work_off()

        words = desk.job(job_id).last_error
        assert len(words) <= 200
        assert words.isprintable()
        assert "4111111111111111" not in words


class TestReaddress:
    def test_sends_a_refused_one_to_the_right_address_as_another_mail(self, desk: Desk) -> None:
        job_id = desk.queue()
        before = desk.job(job_id)
        desk.mailer.failures = [REFUSED]
        desk.sending.work_off()

        desk.emailing.readdress(job_id=job_id, address="m@example.com", actor=desk.shop.cashier)
        desk.sending.work_off()

        (mail,) = desk.mailer.taken
        assert mail.to == "m@example.com"
        assert mail.uid != before.uid

    def test_keeps_the_id_for_the_same_address(self, desk: Desk) -> None:
        job_id = desk.queue()
        before = desk.job(job_id)
        desk.mailer.failures = [REFUSED]
        desk.sending.work_off()

        desk.emailing.readdress(job_id=job_id, address=MARIA, actor=desk.shop.cashier)

        assert desk.job(job_id).uid == before.uid
        assert desk.job(job_id).state is EmailState.WAITING

    def test_refuses_what_is_sent_or_gone(self, desk: Desk) -> None:
        job_id = desk.queue()
        desk.sending.work_off()

        for one in (job_id, 99):
            with pytest.raises(NoSuchEmailError):
                desk.emailing.readdress(job_id=one, address=MARIA, actor=desk.shop.cashier)

    def test_drops_what_is_not_sent(self, desk: Desk) -> None:
        job_id = desk.queue()

        desk.emailing.drop(job_id=job_id, actor=desk.shop.cashier)

        assert desk.shop.email_queries.get(job_id) is None


def test_waits_longer_each_time_and_never_more_than_an_hour() -> None:
    pauses = [pause_after(attempts) for attempts in range(1, 12)]

    assert pauses[:4] == [timedelta(seconds=30), timedelta(minutes=1)] + [
        timedelta(minutes=minutes) for minutes in (2, 4)
    ]
    assert pauses == sorted(pauses)
    assert max(pauses) == LONGEST_PAUSE
    assert pause_after(10_000) == LONGEST_PAUSE
