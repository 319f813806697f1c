"""Build what the screens need to take money through payment processors."""

from __future__ import annotations

from collections.abc import Callable

from pos_app.composition.lanes import Lanes, run_quietly
from pos_app.composition.opening import OpenStore
from pos_app.composition.paying import tendering_of
from pos_app.composition.processors import ProcessorDesk
from pos_app.domain.errors import PosError
from pos_app.services.payments.charging import Charging
from pos_app.services.payments.kept_processors import ProcessorSetting
from pos_app.services.payments.processor import ProcessorNotSetUpError, RestingError
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.pay.attempt_link import AttemptLanes
from pos_app.viewmodels.pay.backing_out import BackingOut
from pos_app.viewmodels.pay.pay import PayViewModel
from pos_app.viewmodels.pay.pay_state import PayDesk
from pos_app.viewmodels.pay.remote_cases import RemoteDesk
from pos_app.viewmodels.pay.remote_payment import RemotePayment


def pay_of(
    store: OpenStore,
    lanes: Lanes,
    formats: Formats,
    *,
    asking: AskingLane,
    processors: ProcessorDesk,
    charging: Charging,
) -> PayViewModel:
    profile = store.queries.profile
    desk = RemoteDesk(
        charging=charging,
        lanes=AttemptLanes(lanes.writer, lanes.payment),
        asking=asking,
        kind_of=processors.settings.kind,
        trouble=trouble_of(processors),
        attempts=store.queries.attempts,
        terms=profile.tender_terms,
    )
    if any(one.is_remote for one in profile.tender_methods):
        run_quietly(lanes.reader, lambda: processors.warm(profile.currency))
    return PayViewModel(
        desk=PayDesk(store.services.checkout, tendering_of(store), store.queries.live),
        remote=RemotePayment(desk=desk, formats=formats),
        backing_out=BackingOut(asking.approvals, store.queries.live),
        tasks=lanes.writer,
        formats=formats,
    )


def trouble_of(processors: ProcessorDesk) -> Callable[[str], PosError | None]:
    """Why a processor cannot be asked now, as far as that is known without asking it."""

    def trouble(name: str) -> PosError | None:
        try:
            kind = processors.settings.kind(name)
        except PosError as error:
            return error
        setting = processors.settings.kept.setting(kind) or ProcessorSetting()
        missing = ", ".join(one.label for one in setting.missing(kind))
        if missing:
            return ProcessorNotSetUpError(processor=kind.title, missing=missing)
        state = processors.state(name)
        if state.is_open:
            return RestingError(processor=kind.title, seconds=state.seconds_left)
        return None

    return trouble
