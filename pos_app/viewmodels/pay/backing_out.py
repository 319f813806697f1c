"""Whoever lets go of money that was asked for or taken types a PIN, where the store wants that."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.services.ports import ReadProfile
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.shared.words import words_for


class BackingOut:
    """A customer who turns the screen round can cancel a card, and pay in cash that nobody sees."""

    def __init__(self, approvals: Approvals, profile: ReadProfile) -> None:
        self._approvals = approvals
        self._profile = profile

    def ask(
        self,
        amount: str,
        do: Callable[[StaffMember | None], None],
        refused: Callable[[str], None],
    ) -> None:
        """Do it, with who has allowed it, if anybody was asked.

        :param refused: is told why it was not done
        """
        if not self._profile().pin_to_back_out:
            do(None)
            return

        def allowed(approval: Approval) -> None:
            approval.use()
            do(approval.approver)

        self._approvals.ask(
            ApprovalRequest(
                Permission.SELL,
                QCoreApplication.translate("BackingOut", "Back out of a payment"),
                amount,
            ),
            allowed,
            lambda error: refused(words_for(error, self._approvals.formats)),
        )
