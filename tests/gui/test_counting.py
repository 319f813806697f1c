from __future__ import annotations

import pytest

from pos_app.composition.lazy import LazyFormats
from pos_app.domain.staff import Role, StaffMember
from pos_app.services.shifts.counting import CountDraft
from pos_app.viewmodels.shifts.counting import CountDesk, CountForm, CountModel
from tests.fakes.catalogue import EUR
from tests.fakes.tasks import HeldTaskRunner
from tests.unit.services.shifts.test_counting import FakeDrafts

ANA, BEN = StaffMember(1, "Ana", Role.OWNER), StaffMember(2, "Ben", Role.CASHIER)
pytestmark = pytest.mark.usefixtures("qapp")


def counting(shown: list[CountForm]) -> CountModel:
    model = CountModel(
        desk=CountDesk(CountDraft(FakeDrafts()), (2_000, 100), lambda: 7),
        tasks=HeldTaskRunner(),
        formats=LazyFormats(language="en", country="IE", time_zone="Europe/Dublin"),
        currency=EUR,
    )
    model.opened.connect(shown.append)
    return model


def test_goes_on_with_what_is_still_on_its_way_to_the_disk() -> None:
    shown: list[CountForm] = []
    model = counting(shown)
    model.open(ANA)
    model.press("3")
    model.leave()

    model.open(ANA)

    assert [form.total for form in shown] == ["0.00", "60.00"]


def test_shows_nobody_what_somebody_else_has_counted() -> None:
    shown: list[CountForm] = []
    model = counting(shown)
    model.open(ANA)
    model.press("3")
    model.leave()

    model.open(BEN)

    assert shown[-1].total == "0.00"
