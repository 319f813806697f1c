from __future__ import annotations

import pytest

from pos_app.composition.lazy import LazyFormats
from pos_app.services.shifts.counting import CountDraft
from pos_app.viewmodels.shifts.counting import CountDesk, CountForm, CountModel
from tests.fakes.catalogue import EUR
from tests.fakes.tasks import HeldTaskRunner
from tests.unit.services.shifts.test_counting import FakeDrafts

pytestmark = pytest.mark.usefixtures("qapp")


def test_goes_on_with_what_is_still_on_its_way_to_the_disk() -> None:
    model = CountModel(
        desk=CountDesk(CountDraft(FakeDrafts()), (2_000, 100), lambda: 7),
        tasks=HeldTaskRunner(),
        formats=LazyFormats(language="en", country="IE", time_zone="Europe/Dublin"),
        currency=EUR,
    )
    shown: list[CountForm] = []
    model.opened.connect(shown.append)
    model.open()
    model.press("3")
    model.leave()

    model.open()

    assert [form.total for form in shown] == ["0.00", "60.00"]
