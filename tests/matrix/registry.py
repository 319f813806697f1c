"""Which commands the services have: whatever of them is public and names who does it."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Final

from pos_app import services

ACTOR: Final = "actor"
PARTS: Final = {
    "begin_epoch": "of adopting and of restoring",
    "allow": "of giving a discount",
    "let_go": "of taking something out of an order",
    "is_allowed_for_more": "of counting a line up",
    "within": "of ringing up again what was given up",
    "over_day": "of taking back",
    "ReturnLimits.require": "of taking back",
    "ReturnLimits.require_out": "of paying out",
    "GivingBack.record": "of paying out",
    "AttemptBook.back_out": "of backing out of a payment",
    "AttemptBook.release": "of treating a payment as unpaid",
    "AttemptEntries.backed_out": "of backing out of a payment",
    "AttemptEntries.released": "of treating a payment as unpaid",
    "AttemptEntries.by_hand": "of settling what is owed",
    "Steps.take": "of every change of a line",
    "Steps.told": "of every change of a line",
    "Adopting.ask": "of the sign-in",
    "Adopting.settle": "of the sign-in",
    "Approving.approvers": "of asking itself",
    "Approving.approve": "of asking itself",
    "Approving.approve_by_badge": "of asking itself",
}
"""What names an actor, and is called by other acts only, after they have asked."""


@dataclass(frozen=True, slots=True)
class Act:
    """`module` is where it is, below the services; `name` with its class, if it has one."""

    module: str
    name: str
    takes_approval: bool


def acts() -> list[Act]:
    return [one for one in _named() if one.name not in PARTS]


def parts() -> set[str]:
    return {one.name for one in _named()} & set(PARTS)


def _named() -> Iterator[Act]:
    for found in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        module = import_module(found.name)
        for name, function in _public(module):
            wanted = inspect.signature(function).parameters
            if ACTOR in wanted:
                place = found.name.removeprefix(f"{services.__name__}.")
                yield Act(place, name, "approval" in wanted)


def _public(module: ModuleType) -> Iterator[tuple[str, Callable[..., object]]]:
    for name, value in vars(module).items():
        if name.startswith("_") or getattr(value, "__module__", "") != module.__name__:
            continue
        if inspect.isfunction(value):
            yield name, value
        elif inspect.isclass(value) and not getattr(value, "_is_protocol", False):
            for inner, method in vars(value).items():
                if inspect.isfunction(method) and not inner.startswith("_"):
                    yield f"{name}.{inner}", method
