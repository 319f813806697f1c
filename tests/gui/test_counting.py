from __future__ import annotations

import pytest

from pos_app.composition.lazy import LazyFormats
from pos_app.domain.errors import UnexpectedError
from pos_app.domain.staff import Role, StaffMember
from pos_app.services.shifts.counting import Count, CountDraft
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.shifts.closing_note import ClosingNote
from pos_app.viewmodels.shifts.counting import CountDesk, CountForm, CountModel
from pos_app.viewmodels.shifts.shifts import CloseShiftViewModel, OpenShiftViewModel
from tests.fakes.catalogue import EUR
from tests.fakes.formats import FakeFormats
from tests.fakes.shop import FakeShop
from tests.fakes.tasks import HeldTaskRunner, InlineTaskRunner, SlowTaskRunner
from tests.unit.services.shifts.test_counting import FakeDrafts

ANA, BEN = StaffMember(1, "Ana", Role.OWNER), StaffMember(2, "Ben", Role.CASHIER)
SHIFT = 7
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def lane() -> HeldTaskRunner:
    return HeldTaskRunner()


@pytest.fixture
def shown() -> list[CountForm]:
    return []


@pytest.fixture
def model(lane: HeldTaskRunner, shown: list[CountForm]) -> CountModel:
    model = CountModel(
        desk=CountDesk(CountDraft(FakeDrafts()), (2_000, 100)),
        tasks=lane,
        formats=LazyFormats(language="en", country="IE", time_zone="Europe/Dublin"),
        currency=EUR,
    )
    model.opened.connect(shown.append)
    return model


def ignore(_count: Count) -> None:
    pass


def test_goes_on_with_what_is_still_on_its_way_to_the_disk(
    model: CountModel, lane: HeldTaskRunner, shown: list[CountForm]
) -> None:
    model.open(ANA, SHIFT, take=ignore)
    lane.run_all()
    model.press("3")
    model.leave()

    model.open(ANA, SHIFT, take=ignore)

    assert [form.total for form in shown] == ["0.00", "60.00"]


def test_shows_nobody_what_somebody_else_has_counted(
    model: CountModel, lane: HeldTaskRunner, shown: list[CountForm]
) -> None:
    model.open(ANA, SHIFT, take=ignore)
    lane.run_all()
    model.press("3")
    model.leave()

    model.open(BEN, SHIFT, take=ignore)
    lane.run_all()

    assert shown[-1].total == "0.00"


def test_is_not_opened_for_who_has_left_before_it_was_read(
    model: CountModel, lane: HeldTaskRunner, shown: list[CountForm]
) -> None:
    model.open(ANA, SHIFT, take=ignore)
    model.leave()

    lane.run_all()

    assert (shown, model.is_open) == ([], False)


class TestOfAFloat:
    @pytest.fixture
    def shop(self) -> FakeShop:
        return FakeShop()

    @pytest.fixture
    def answers(self) -> SlowTaskRunner:
        return SlowTaskRunner()

    @pytest.fixture
    def opening(
        self, model: CountModel, shop: FakeShop, answers: SlowTaskRunner
    ) -> OpenShiftViewModel:
        """With what lies in the drawer known already."""
        opening = OpenShiftViewModel(
            shifts=shop.shifts, tasks=answers, formats=FakeFormats(), currency=EUR, count=model
        )
        opening.start(shop.owner)
        answers.answer()
        return opening

    def test_is_not_opened_for_who_has_left_before_its_number_is_known(
        self, opening: OpenShiftViewModel, answers: SlowTaskRunner, lane: HeldTaskRunner
    ) -> None:
        opening.count_pieces()
        opening.count.leave()

        answers.answer()
        lane.run_all()

        assert not opening.count.is_open

    @pytest.mark.parametrize("is_read_first", [False, True])
    def test_is_not_opened_over_what_follows_on_the_shift(
        self,
        opening: OpenShiftViewModel,
        answers: SlowTaskRunner,
        lane: HeldTaskRunner,
        *,
        is_read_first: bool,
    ) -> None:
        opening.count_pieces()
        if is_read_first:
            answers.answer()  # and the draft is on its way
        opening.open()

        if not is_read_first:
            answers.answer()
        lane.run_all()

        assert not opening.count.is_open

    def test_that_fails_late_lets_nobody_open_twice(
        self, opening: OpenShiftViewModel, answers: SlowTaskRunner
    ) -> None:
        refused: list[str] = []
        opening.refused.connect(refused.append)
        answers.trouble = UnexpectedError()
        opening.count_pieces()
        answers.trouble = None
        opening.open()

        answers.answer()

        assert (opening.is_busy, refused) == (True, [])


class TestOfAClose:
    def test_is_not_opened_over_what_the_close_says(
        self, model: CountModel, lane: HeldTaskRunner
    ) -> None:
        shop, tasks, formats = FakeShop(), InlineTaskRunner(), FakeFormats()
        approvals = Approvals(
            approving=shop.approving, tasks=tasks, formats=formats, profile=shop.profile
        )
        closing = CloseShiftViewModel(
            shifts=shop.shifts,
            lane=AskingLane(tasks=tasks, approvals=approvals),
            formats=formats,
            currency=EUR,
            count=model,
        )
        shop.open_shift()
        closing.start(shop.owner)
        closing.count_pieces()

        closing.close()
        lane.run_all()  # the draft was still being read

        assert shop.shifts.current() is None
        assert not model.is_open


class TestNote:
    @pytest.fixture
    def drafts(self) -> FakeDrafts:
        return FakeDrafts()

    def note(self, drafts: FakeDrafts, lane: HeldTaskRunner) -> ClosingNote:
        return ClosingNote(draft=CountDraft(drafts), tasks=lane, formats=FakeFormats())

    def said(self, drafts: FakeDrafts, lane: HeldTaskRunner) -> ClosingNote:
        note = self.note(drafts, lane)
        note.begin(SHIFT, ANA)
        note.open()
        note.save("No roll left")
        return note

    def test_is_there_again_after_a_restart(self, drafts: FakeDrafts, lane: HeldTaskRunner) -> None:
        self.said(drafts, lane)
        lane.run_all()
        note = self.note(drafts, lane)

        note.begin(SHIFT, ANA)

        assert note.text == "No roll left"

    def test_is_there_again_while_it_is_still_on_its_way_to_the_disk(
        self, drafts: FakeDrafts, lane: HeldTaskRunner
    ) -> None:
        note = self.said(drafts, lane)

        note.begin(SHIFT, ANA)

        assert note.text == "No roll left"

    def test_is_not_somebody_elses_and_not_the_next_shifts(
        self, drafts: FakeDrafts, lane: HeldTaskRunner
    ) -> None:
        note = self.said(drafts, lane)
        lane.run_all()

        note.begin(SHIFT, BEN)
        assert note.text == ""
        note.begin(SHIFT, ANA)
        assert note.text == "No roll left"
        note.begin(SHIFT + 1, ANA)
        assert note.text == ""

    def test_that_cannot_be_kept_says_so(self, drafts: FakeDrafts) -> None:
        answers, told = SlowTaskRunner(), list[str]()
        note = ClosingNote(draft=CountDraft(drafts), tasks=answers, formats=FakeFormats())
        note.told.connect(lambda words, _can_undo: told.append(words))
        note.begin(SHIFT, ANA)
        note.open()
        answers.trouble = UnexpectedError(detail="the disk is full")
        note.save("No roll left")

        answers.answer()

        assert (len(told), note.text) == (1, "No roll left")
