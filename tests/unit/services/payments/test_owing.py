from __future__ import annotations

import pytest

from pos_app.domain.attempt import Attempt, AttemptKind
from pos_app.domain.card_number import CardNumberError
from pos_app.domain.disk_space import OutOfRoomError
from pos_app.domain.errors import InvalidInputError
from pos_app.domain.payment import PaymentState
from pos_app.domain.staff import Approval, ApprovalNeededError, Permission
from pos_app.services.payments.owing import HOW_LENGTH_MAX, HowMissingError, NotOwedError
from pos_app.services.payments.reconciling import Mismatch, Reconciling, ReconcilingPorts
from tests.fakes.processors.memory import Fault
from tests.fakes.shop import FakeShop
from tests.fakes.system import MORNING
from tests.unit.services.payments.test_charging import TOTAL, a_shop, kinds_of

APPROVED, DECLINED = PaymentState.APPROVED, PaymentState.DECLINED
WHY = "the account is closed"


@pytest.fixture
def shop() -> FakeShop:
    return a_shop()


@pytest.fixture
def refused(shop: FakeShop) -> Attempt:
    """It came after its order was paid in cash, and the processor would not give it back."""
    return shop.refuse_reversal("CHAIR")


class TestRefusedReversal:
    def test_stays_open_until_it_is_made_good(self, shop: FakeShop, refused: Attempt) -> None:
        assert (refused.state, refused.reason) == (DECLINED, WHY)
        assert shop.recovering.undecided() == []
        assert shop.owing.listed() == [refused]

    def test_is_not_tried_again_by_itself(self, shop: FakeShop, refused: Attempt) -> None:
        shop.processor.calls.clear()
        shop.recovering.resolve()

        assert shop.processor.calls == []

    def test_goes_back_in_an_attempt_of_its_own(self, shop: FakeShop, refused: Attempt) -> None:
        shop.processor.gives_nothing_back = ""

        again = shop.owing.try_again(attempt_id=refused.attempt_id, actor=shop.cashier).attempt

        assert (again.kind, again.state) == (AttemptKind.REVERSAL, APPROVED)
        assert (again.reverses, again.amount) == (refused.reverses, TOTAL)
        assert again.attempt_id != refused.attempt_id
        assert again.staff_id == shop.cashier.staff_id
        assert shop.processor.ledger[refused.reverses].refunded == {again.attempt_id: TOTAL}
        assert shop.processor.moved == 0
        assert shop.owing.listed() == []
        assert kinds_of(shop)[-3:] == ["payment_intent", "payment_sent", "payment_approved"]

    def test_that_is_refused_again_takes_its_place(self, shop: FakeShop, refused: Attempt) -> None:
        again = shop.owing.try_again(attempt_id=refused.attempt_id, actor=shop.cashier).attempt

        assert again.state is DECLINED
        assert shop.owing.listed() == [again]

    @pytest.mark.parametrize("fault", [Fault.NOT_REACHED, Fault.LOST_ON_THE_WAY, Fault.REPLY_LOST])
    def test_without_an_answer_is_asked_for_as_any_other(
        self, shop: FakeShop, refused: Attempt, fault: Fault
    ) -> None:
        shop.processor.gives_nothing_back = ""
        shop.processor.faults = [fault]

        resolved = shop.owing.try_again(attempt_id=refused.attempt_id, actor=shop.cashier)

        assert resolved.trouble
        assert not resolved.attempt.is_decided
        assert shop.owing.listed() == []
        shop.recovering.resolve()
        assert shop.processor.moved == 0
        assert len(shop.processor.ledger[refused.reverses].refunded) == 1

    def test_is_tried_again_once(self, shop: FakeShop, refused: Attempt) -> None:
        shop.processor.gives_nothing_back = ""
        shop.owing.try_again(attempt_id=refused.attempt_id, actor=shop.cashier)

        with pytest.raises(NotOwedError):
            shop.owing.try_again(attempt_id=refused.attempt_id, actor=shop.cashier)
        assert shop.processor.moved == 0

    def test_that_is_undecided_still_is_not_tried_beside(
        self, shop: FakeShop, refused: Attempt
    ) -> None:
        shop.processor.faults = [Fault.LOST_ON_THE_WAY]
        again = shop.owing.try_again(attempt_id=refused.attempt_id, actor=shop.cashier).attempt

        for one in (refused, again):
            with pytest.raises(NotOwedError):
                shop.owing.try_again(attempt_id=one.attempt_id, actor=shop.cashier)

    def test_is_written_down_as_given_back_by_a_manager(
        self, shop: FakeShop, refused: Attempt
    ) -> None:
        shop.processor.calls.clear()
        settled = shop.owing.settle(
            attempt_id=refused.attempt_id,
            how="  by bank transfer,\n26 November ",
            actor=shop.cashier,
            approval=Approval(Permission.RELEASE_PAYMENT, shop.cashier.staff_id, shop.owner),
        )

        assert (settled.kind, settled.state) == (AttemptKind.BY_HAND, APPROVED)
        assert settled.reason == "by bank transfer, 26 November"
        assert shop.owing.listed() == []
        assert shop.processor.calls == []
        entry = shop.store.tables.entries[-1]
        assert entry.kind == "payment_by_hand"
        assert shop.verdict().ok

    def test_needs_a_manager_for_that(self, shop: FakeShop, refused: Attempt) -> None:
        with pytest.raises(ApprovalNeededError):
            shop.owing.settle(attempt_id=refused.attempt_id, how="in cash", actor=shop.cashier)

        assert shop.owing.listed() == [refused]

    @pytest.mark.parametrize(
        ("how", "error"),
        [
            ("", HowMissingError),
            (" \n ", HowMissingError),
            ("x" * (HOW_LENGTH_MAX + 1), HowMissingError),
            ("\x1b[2J", HowMissingError),
            ("to card 4242 4242 4242 4242", CardNumberError),
        ],
    )
    def test_is_not_written_down_without_words_that_can_be_kept(
        self, shop: FakeShop, refused: Attempt, how: str, error: type[InvalidInputError]
    ) -> None:
        with pytest.raises(error):
            shop.owing.settle(attempt_id=refused.attempt_id, how=how, actor=shop.owner)

        assert shop.owing.listed() == [refused]

    def test_is_written_down_on_a_full_disk(
        self, shop: FakeShop, refused: Attempt, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def release() -> bool:
            shop.store.refusal = None
            return True

        monkeypatch.setattr(shop.disk, "release_reserve", release)
        shop.store.refusal = OutOfRoomError()

        shop.owing.settle(attempt_id=refused.attempt_id, how="in cash", actor=shop.owner)

        assert shop.owing.listed() == []

    def test_is_no_other_attempt(self, shop: FakeShop, refused: Attempt) -> None:
        for attempt_id in (refused.reverses, "nothing"):
            with pytest.raises(NotOwedError):
                shop.owing.try_again(attempt_id=attempt_id, actor=shop.owner)
            with pytest.raises(NotOwedError):
                shop.owing.settle(attempt_id=attempt_id, how="in cash", actor=shop.owner)


def test_report_misses_it_until_it_was_given_back_by_hand(shop: FakeShop, refused: Attempt) -> None:
    def mismatches() -> list[Mismatch]:
        reconciling = Reconciling(
            ports=ReconcilingPorts(
                *(shop.attempt_queries, shop.order_queries, shop.draft_queries),
                *(shop.processors, shop.calls),
            ),
            profile=shop.profile,
        )
        day = MORNING.replace(hour=0, minute=0)
        found = reconciling.run(processor="fake", since=day, until=day.replace(hour=23))
        return [one.kind for one in found.differences]

    shop.processor.clock = shop.clock.now
    assert mismatches() == [Mismatch.NO_ORDER]

    shop.owing.settle(attempt_id=refused.attempt_id, how="in cash", actor=shop.owner)

    assert mismatches() == []
