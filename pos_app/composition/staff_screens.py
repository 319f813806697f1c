"""The way to the staff of a running till; what is behind it is built at the first visit."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pos_app.composition.lanes import Lanes
from pos_app.composition.opening import OpenStore
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.staff.door import StaffDoor

if TYPE_CHECKING:
    from pos_app.viewmodels.staff.staff import StaffViewModel


def staff_door(store: OpenStore, lanes: Lanes, lane: AskingLane, formats: Formats) -> StaffDoor:
    services, queries = store.services, store.queries

    def make() -> StaffViewModel:
        module = import_module("pos_app.viewmodels.staff.staff")
        parts = module.StaffParts(
            staff=services.staff,
            roles=services.roles,
            desk=queries.staff,
            synced=queries.synced_people,
            pin_length=queries.profile.pin_length,
            profile=lambda: queries.profile,
            reader=lanes.reader,
            lane=lane,
            formats=formats,
        )
        model: StaffViewModel = module.StaffViewModel(parts)
        return model

    return StaffDoor(make=make, formats=formats)
