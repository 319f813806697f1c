"""Let a store that the wizard has just made join the shop it is one more till of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import OpenStore, writing
from pos_app.composition.syncing import SyncDesk
from pos_app.services.sync.membership import membership
from pos_app.services.sync.syncing import Report, sync_once
from pos_app.viewmodels.wizard.form import JoinedShop, WizardForm

NAMELESS: Final = "?"
"""Until head office says what the shop is called."""


class _EnoughForNowError(Exception):
    """Somebody wants to go on; the rest comes while the till sells."""


def join_shop(
    folder: DataFolder, form: WizardForm, *, progress: Callable[[int, int], bool]
) -> JoinedShop:
    """Join, unless that was done before, and receive what head office has.

    :param progress: told how much has come and how much is left; says whether to go on
    :raises PosError: if head office does not take it, or does not answer; what came is kept
    """
    received = 0

    def count(report: Report, left: int) -> None:
        nonlocal received
        received = report.received
        if not progress(received, left):
            raise _EnoughForNowError

    with writing(folder) as store:
        desk = SyncDesk(store)
        member = membership(store.queries.settings) or desk.enrolling.enrol(
            actor=store.services.staff.owner(),
            url=form.office,
            code=form.enrolment_code,
            takes_name=True,
        )
        parts = desk.parts(desk.office(member))
        is_whole = True
        try:
            sync_once(parts.pushing, parts.pulling, progress=count)
        except _EnoughForNowError:
            is_whole = False
        return JoinedShop(
            name=member.store_name,
            fingerprint=desk.enrolling.fingerprint,
            received=received,
            people=_without_pin(store),
            is_whole=is_whole,
        )


def _without_pin(store: OpenStore) -> int:
    staff = store.queries.staff
    return len({one.staff_id for one in staff.listed() if one.active} - staff.with_pin())
