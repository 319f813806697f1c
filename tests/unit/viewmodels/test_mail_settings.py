"""The form of the mail server, where the server answers late."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject

from pos_app.services.emailing.ports import MailServerError
from pos_app.services.emailing.setting_up import MailSetup
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.receipts.mail_settings import MailParts, MailSettings
from tests.fakes.formats import FakeFormats
from tests.fakes.secrets import FakeSecrets
from tests.fakes.shop import FakeShop
from tests.fakes.tasks import InlineTaskRunner, SlowTaskRunner

TEXTS = {
    "host": "localhost",
    "port": "",
    "user": "",
    "password": "",
    "from_address": "till@shop.example",
}


@dataclass
class Desk:
    server: SlowTaskRunner
    form: MailSettings
    owner: QObject
    told: list[str] = field(default_factory=list)

    def leave_while_it_is_tried(self) -> None:
        self.form.open()
        self.form.save(TEXTS)
        self.form.leave()


@pytest.fixture
def desk() -> Desk:
    shop, tasks, formats, owner = FakeShop(), InlineTaskRunner(), FakeFormats(), QObject()
    approvals = Approvals(
        approving=shop.approving, tasks=tasks, formats=formats, profile=shop.profile
    )
    server = SlowTaskRunner()
    form = MailSettings(
        MailParts(
            MailSetup(shop.setting_queries, shop.store.new_uow, shop.journal, FakeSecrets()),
            lambda _address: None,
            lambda: None,
            AskingLane(tasks=tasks, approvals=approvals),
            server,
        ),
        formats=formats,
        parent=owner,
    )
    form.signed_in(shop.owner)
    desk = Desk(server, form, owner)
    form.told.connect(lambda words, _undo: desk.told.append(words))
    return desk


def test_a_late_answer_is_told_and_leaves_the_next_form_open(desk: Desk) -> None:
    desk.leave_while_it_is_tried()
    desk.form.open()

    desk.server.answer()

    assert desk.form.is_open
    assert desk.told == ["Saved. A test mail to till@shop.example was taken by the mail server"]


def test_a_late_refusal_is_told_where_the_form_is_gone(desk: Desk) -> None:
    desk.server.trouble = MailServerError()
    desk.leave_while_it_is_tried()

    desk.server.answer()

    assert desk.told == ["The mail server does not answer."]
