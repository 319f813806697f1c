"""What one person may not allow is asked of another; what was asked for is still there."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from pos_app.domain.errors import PosError
from pos_app.domain.staff import Approval, ApprovalNeededError, Permission
from pos_app.viewmodels.approval.acts import AskingLane, run
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.approval.request import ApprovalRequest
from tests.fakes.formats import FakeFormats
from tests.fakes.shop import FakeShop
from tests.fakes.tasks import InlineTaskRunner

USUAL, MORE = Permission.REFUND, Permission.REFUND_OVER_LIMIT


class Approver:
    """Allows whatever is asked."""

    formats = FakeFormats()

    def __init__(self) -> None:
        self.asked: list[Permission] = []
        self.member = FakeShop().owner

    def ask(
        self,
        request: ApprovalRequest,
        then: Callable[[Approval], None],
        _otherwise: Callable[[PosError], None],
    ) -> None:
        self.asked.append(request.permission)
        then(Approval(request.permission, 1, self.member))


def needing(*permissions: Permission) -> Callable[[Approval | None], None]:
    """An act that asks for these, one after the other."""
    left = list(permissions)

    def act(_approval: Approval | None) -> None:
        if left:
            raise ApprovalNeededError(role="cashier", permission=left.pop(0).value)

    return act


def do(act: Callable[[Approval | None], None], *, in_lane: bool) -> tuple[list[Permission], int]:
    """Who was asked for what, and how often it was refused."""
    approver, failed = Approver(), list[PosError]()
    approvals = cast("Approvals", approver)
    request = ApprovalRequest(USUAL, "Give back")
    if in_lane:
        lane = AskingLane(tasks=InlineTaskRunner(), approvals=approvals)
        lane.submit(
            act, request=lambda: request, on_success=lambda _: None, on_failure=failed.append
        )
    else:
        run(act, approvals=approvals, request=lambda: request, on_failure=failed.append)
    return approver.asked, len(failed)


@pytest.mark.parametrize("in_lane", [True, False])
class TestAsking:
    def test_goes_on_with_who_may_allow_more(self, in_lane: bool) -> None:
        assert do(needing(USUAL, MORE), in_lane=in_lane) == ([USUAL, MORE], 0)

    def test_ends_where_the_same_was_allowed_in_vain(self, in_lane: bool) -> None:
        assert do(needing(USUAL, USUAL), in_lane=in_lane) == ([USUAL], 1)
