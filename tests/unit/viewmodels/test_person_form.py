"""The form of one person, where what was saved is answered late."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject

from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.staff.person_form import Part, PersonForm
from tests.fakes.formats import FakeFormats
from tests.fakes.shop import FakeShop
from tests.fakes.tasks import HeldTaskRunner, InlineTaskRunner


@dataclass
class Desk:
    shop: FakeShop
    tasks: HeldTaskRunner
    form: PersonForm
    owner: QObject
    done: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def save_name(self, name: str) -> None:
        self.form.open(self.shop.cashier, Part.NAME)
        self.form.save({"name": name, "pin": "", "again": ""})

    @property
    def names(self) -> list[str]:
        return sorted(one.name for one in self.shop.staff_queries.listed())


@pytest.fixture
def desk() -> Desk:
    shop, tasks, formats, owner = FakeShop(), HeldTaskRunner(), FakeFormats(), QObject()
    approvals = Approvals(
        approving=shop.approving, tasks=InlineTaskRunner(), formats=formats, profile=shop.profile
    )
    form = PersonForm(
        staff=shop.staff,
        pin_length=shop.profile.pin_length,
        lane=AskingLane(tasks=tasks, approvals=approvals),
        formats=formats,
        parent=owner,
    )
    form.actor = shop.owner
    desk = Desk(shop, tasks, form, owner)
    form.done.connect(lambda _whom, said: desk.done.append(said))
    form.missed.connect(desk.missed.append)
    return desk


def test_what_is_saved_late_is_done_as_it_was_asked_and_leaves_the_next_form_open(
    desk: Desk,
) -> None:
    desk.save_name("Anabel")
    desk.form.leave()
    desk.form.open(desk.shop.owner, Part.PIN)

    desk.tasks.run_all()

    assert desk.names == ["Anabel", "Olga"]
    assert desk.done == ["Ana is called Anabel now"]
    assert (desk.form.is_open, desk.form.is_busy, desk.missed) == (True, False, [])


@pytest.mark.parametrize("is_next_open", [True, False])
def test_what_is_refused_after_the_form_is_gone_is_said(desk: Desk, is_next_open: bool) -> None:
    refused: list[str] = []
    desk.form.refused.connect(lambda words, _is_pin: refused.append(words))
    desk.save_name("Olga")
    desk.form.leave()
    if is_next_open:
        desk.form.open(desk.shop.owner, Part.PIN)

    desk.tasks.run_all()

    (words,) = desk.missed
    assert "Olga" in words
    assert (desk.names, desk.form.is_open, refused) == (["Ana", "Olga"], is_next_open, [])
