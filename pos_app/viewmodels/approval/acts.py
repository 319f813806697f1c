"""Do something; where a role must ask for it, ask, and do it once more with the approval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from pos_app.domain.errors import PosError
from pos_app.domain.staff import Approval, ApprovalNeededError, Permission
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.shared.words import words_for

T = TypeVar("T")


def run(
    act: Callable[[Approval | None], None],
    *,
    approvals: Approvals,
    request: Callable[[], ApprovalRequest],
    on_failure: Callable[[PosError], None],
) -> None:
    """Do what is done at once; every refusal, of the act or of the approval, goes to `on_failure`.

    The act must have changed nothing when it raises.
    """

    def attempt(approval: Approval | None) -> None:
        try:
            act(approval)
        except PosError as error:
            if isinstance(error, ApprovalNeededError) and _is_more(error, approval):
                approvals.ask(_wanted(request(), error, approvals.formats), attempt, on_failure)
            else:
                on_failure(error)

    attempt(None)


class AskingLane:
    """The same for what is done in a lane."""

    def __init__(self, *, tasks: TaskRunner, approvals: Approvals) -> None:
        self.tasks = tasks
        self.approvals = approvals

    def submit(
        self,
        act: Callable[[Approval | None], T],
        *,
        request: Callable[[], ApprovalRequest],
        on_success: Callable[[T], None],
        on_failure: Callable[[PosError], None],
    ) -> None:
        """As a task runner does, with an act that takes the approval where one was needed."""

        def attempt(approval: Approval | None) -> None:
            self.tasks.submit(
                lambda: act(approval),
                on_success=on_success,
                on_failure=partial(ask, approval),
            )

        def ask(approval: Approval | None, error: PosError) -> None:
            if isinstance(error, ApprovalNeededError) and _is_more(error, approval):
                wanted = _wanted(request(), error, self.approvals.formats)
                self.approvals.ask(wanted, attempt, on_failure)
            else:
                on_failure(error)

        attempt(None)


def _is_more(error: ApprovalNeededError, approval: Approval | None) -> bool:
    """Whether what was allowed is not enough, and somebody who may do more can still be asked."""
    return approval is None or approval.permission.value != error.values["permission"]


def _wanted(
    request: ApprovalRequest, error: ApprovalNeededError, formats: Formats
) -> ApprovalRequest:
    """What the act itself has asked for: the words are the screen's, the permission is not.

    A limit of the store that is why stands beside what is asked.
    """
    is_plain = type(error) is ApprovalNeededError
    return replace(
        request,
        permission=Permission(str(error.values["permission"])),
        share=error.share,
        limit=request.limit if is_plain else words_for(error, formats),
    )
