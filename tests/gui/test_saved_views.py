from __future__ import annotations

from datetime import date

import pytest

from pos_app.domain.staff import Role, StaffMember
from pos_app.viewmodels.reports.choice import Choice, Unit, views_from_text, views_to_text
from pos_app.viewmodels.reports.saved_views import SavedViews
from tests.fakes.formats import FakeFormats
from tests.fakes.tasks import HeldTaskRunner

pytestmark = pytest.mark.usefixtures("qapp")
ANA = StaffMember(1, "Ana", Role.OWNER)
OLD, NEW = Choice(), Choice(report="margin", by="product")


def test_a_range_is_kept_with_its_days() -> None:
    kept = Choice(unit=Unit.RANGE, first=date(2026, 2, 27), last=date(2026, 3, 2))

    assert views_from_text(views_to_text((kept, NEW))) == (kept, NEW)
    assert views_from_text('[["sales", "hour", "range", null, null, null]]') == ()


class FakeChoices:
    def __init__(self, text: str) -> None:
        self.text = text

    def get(self, _name: str, *, staff_id: int | None = None) -> str:
        return self.text if staff_id == ANA.staff_id else ""

    def put(self, _name: str, value: str, *, staff_id: int | None = None) -> None:
        assert staff_id == ANA.staff_id
        self.text = value


def test_a_view_that_is_kept_before_the_others_are_read_loses_none_of_them() -> None:
    choices, tasks = FakeChoices(views_to_text((OLD,))), HeldTaskRunner()
    views = SavedViews(choices=choices, tasks=tasks, formats=FakeFormats())
    views.of(ANA)

    views.keep(NEW)
    tasks.run_all()
    tasks.run_all()

    assert views.all == views_from_text(choices.text) == (NEW, OLD)
