"""The mail server, chosen by somebody who must ask for it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication

from pos_app.domain.staff import Role, StaffMember
from pos_app.services.emailing.setting_up import MailSetup
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.receipts.mail_settings import PIECE_LENGTH, MailParts, MailSettings
from tests.fakes.formats import FakeFormats
from tests.fakes.secrets import FakeSecrets
from tests.fakes.shop import OWNER_PIN, FakeShop
from tests.fakes.tasks import InlineTaskRunner

TEXTS = {
    "host": "localhost",
    "port": "",
    "user": "",
    "password": "",
    "from_address": "till@shop.example",
}


@dataclass
class Asked:
    shop: FakeShop
    manager: StaffMember
    approvals: Approvals
    form: MailSettings


@pytest.fixture
def asked(qapp: QApplication) -> Asked:
    """The form, open to a manager."""
    shop, tasks, formats = FakeShop(), InlineTaskRunner(), FakeFormats()
    manager = shop.staff.add(actor=shop.owner, name="Max", role=Role.MANAGER, pin="827364")
    approvals = Approvals(
        approving=shop.approving, tasks=tasks, formats=formats, profile=shop.profile, parent=qapp
    )
    form = MailSettings(
        MailParts(
            MailSetup(shop.setting_queries, shop.store.new_uow, shop.journal, FakeSecrets()),
            lambda _address: None,
            lambda: None,
            AskingLane(tasks=tasks, approvals=approvals),
            tasks,
        ),
        formats=formats,
        parent=qapp,
    )
    form.signed_in(manager)
    approvals.signed_in(manager)
    form.open()
    return Asked(shop, manager, approvals, form)


def test_is_saved_after_the_owner_has_allowed_it(asked: Asked) -> None:
    told: list[str] = []
    asked.form.told.connect(lambda words, _undo: told.append(words))

    asked.form.save(TEXTS)
    for digit in OWNER_PIN:
        asked.approvals.press(digit)
    asked.approvals.pin.completed.emit()

    assert told == ["Saved. A test mail to till@shop.example was taken by the mail server"]
    entry = asked.shop.entry(-1)
    assert entry["body"]["setting"] == "mail_server"
    people = (asked.manager.staff_id, asked.shop.owner.staff_id)
    assert (entry["user_id"], entry["approver_id"]) == people


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({}, "To localhost, port 587, from till@shop.example"),
        (
            {"host": "mail.example", "port": "2525", "user": "till", "password": "hunter2"},
            "To mail.example, port 2525, as till, from till@shop.example",
        ),
    ],
)
def test_says_where_the_mail_would_go(asked: Asked, typed: dict[str, str], where: str) -> None:
    requests: list[ApprovalRequest] = []
    asked.approvals.asked.connect(lambda request, _asker: requests.append(request))

    asked.form.save({**TEXTS, **typed})

    assert [(one.what, one.why) for one in requests] == [("Mail server for receipts", where)]


def test_goes_on_in_the_next_line_with_a_host_that_has_no_room_in_one(asked: Asked) -> None:
    requests: list[ApprovalRequest] = []
    asked.approvals.asked.connect(lambda request, _asker: requests.append(request))
    host = f"mail.{'shop' * 30}.evil.example"

    asked.form.save({**TEXTS, "host": host})

    pieces = requests[0].why.split("\N{ZERO WIDTH SPACE}")
    assert host in "".join(pieces)
    assert max(len(word) for piece in pieces for word in piece.split()) <= PIECE_LENGTH
