"""The mail server, chosen by somebody who must ask for it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from pos_app.domain.staff import Role
from pos_app.services.emailing.setting_up import MailSetup
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.receipts.mail_settings import MailParts, MailSettings
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


def test_is_saved_after_the_owner_has_allowed_it(qapp: QApplication) -> None:
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
    told: list[str] = []
    form.told.connect(lambda words, _undo: told.append(words))
    form.signed_in(manager)
    approvals.signed_in(manager)

    form.open()
    form.save(TEXTS)
    for digit in OWNER_PIN:
        approvals.press(digit)
    approvals.pin.completed.emit()

    assert told == ["Saved. A test mail to till@shop.example was taken by the mail server"]
    entry = shop.entry(-1)
    assert entry["body"]["setting"] == "mail_server"
    assert (entry["user_id"], entry["approver_id"]) == (manager.staff_id, shop.owner.staff_id)
