"""Use case: e-mail a receipt. It is written down; no order ever waits for a mail server."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.email_address import checked_address
from pos_app.domain.errors import NotFoundError, UnavailableError
from pos_app.domain.journal import EntryKind
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.email_jobs import EmailQueries, NewEmail
from pos_app.services.emailing.server import SETTING
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import Clock, Ids, NewUnitOfWork, SettingQueries
from pos_app.services.printing.reprinting import OrderFinder, paid_order


class NoMailServerError(UnavailableError):
    code = "email.no_server"
    text = (
        "No mail server is set up on this till, so nothing can be e-mailed. The owner does it in "
        "the menu (F10), under E-mail, or with pos-app email set."
    )


class NoSuchEmailError(NotFoundError):
    code = "email.unknown"
    text = "There is no e-mail {job} that waits or was refused."


@dataclass(frozen=True, slots=True)
class EmailingPorts:
    orders: OrderFinder
    emails: EmailQueries
    settings: SettingQueries
    new_uow: NewUnitOfWork
    journal: JournalWriter
    clock: Clock
    ids: Ids


class Emailing:
    def __init__(self, ports: EmailingPorts) -> None:
        self._ports = ports

    @property
    def is_set_up(self) -> bool:
        return bool(self._ports.settings.get(SETTING))

    def queue(self, *, order_id: str, address: str, kind: ReceiptKind, actor: StaffMember) -> int:
        """Put it on its way and return the number of the job.

        The journal tells that it was e-mailed and by whom, never to whom: an address is deleted
        some day, the journal is not.

        :raises NoMailServerError: if none was ever set up: it would wait for ever
        :raises CardNumberError: if the address holds a card number
        :raises EmailAddressError: if it is none
        :raises OrderNotFoundError: if there is no such order
        :raises NoReceiptError: if it was cancelled
        """
        actor.require(Permission.SELL)
        checked = self._checked(address)
        document = paid_order(self._ports.orders, order_id)
        with self._ports.new_uow() as uow:
            new = NewEmail(order_id, checked, kind, self._ports.ids.new())
            job = uow.emails.add(new, at=self._ports.clock.now())
            self._ports.journal.append(uow.journal, _emailed(document, kind, actor))
            uow.commit()
        return job

    def readdress(self, *, job_id: int, address: str, actor: StaffMember) -> None:
        """Try what waits or was refused once more at once, to this address.

        :raises NoSuchEmailError: if there is none, or it was sent meanwhile
        """
        actor.require(Permission.SELL)
        checked = self._checked(address)
        known = self._ports.emails.get(job_id)
        if known is None:
            raise NoSuchEmailError(job=job_id)
        # To somebody else it is another mail, which no server may take for the first one.
        uid = known.uid if known.address == checked else self._ports.ids.new()
        new = NewEmail(known.order_id, checked, known.kind, uid)
        with self._ports.new_uow() as uow:
            if not uow.emails.readdress(job_id, new=new, at=self._ports.clock.now()):
                raise NoSuchEmailError(job=job_id)
            uow.commit()

    def drop(self, *, job_id: int, actor: StaffMember) -> None:
        """Give up what waits or was refused."""
        actor.require(Permission.SELL)
        with self._ports.new_uow() as uow:
            uow.emails.drop(job_id)
            uow.commit()

    def _checked(self, address: str) -> str:
        if not self.is_set_up:
            raise NoMailServerError
        return checked_address(address)


def _emailed(document: OrderDocument, kind: ReceiptKind, actor: StaffMember) -> Fact:
    return Fact(
        kind=EntryKind.PRINT,
        actor=actor,
        body={"by": "email", "form": kind.value},
        order_id=document.order_id,
        number=document.number,
        shift_id=document.shift_id,
        business_date=document.business_date,
    )
