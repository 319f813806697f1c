"""Build what the first paint needs: the frame and the sign-in screen, from the first look."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_app.adapters.system.clock import SystemClock
from pos_app.composition.demo_people import CASHIER, CASHIER_PIN, OWNER, OWNER_PIN
from pos_app.composition.holding import HeldStore
from pos_app.composition.lanes import Lanes
from pos_app.composition.lazy import LazyFormats
from pos_app.domain.store import StoreProfile
from pos_app.viewmodels.frame import FrameViewModel
from pos_app.viewmodels.look import AUTO, Look, look_from
from pos_app.viewmodels.sign_in.clocking import Clocking
from pos_app.viewmodels.sign_in.sign_in import SignInViewModel


@dataclass(frozen=True, slots=True)
class Front:
    frame: FrameViewModel
    sign_in: SignInViewModel
    formats: LazyFormats
    look: Look
    """How the sign-in screen looks."""


def build_front(held: HeldStore, lanes: Lanes, *, mode: str) -> Front:
    """:param mode: the colours asked for at the start; they win over what the till has"""
    profile = held.profile
    formats = LazyFormats(
        language=profile.language,
        country=profile.country,
        time_zone=profile.time_zone,
        in_cents=profile.in_cents,
    )
    return Front(
        frame=FrameViewModel(profile=profile, clock=SystemClock(), formats=formats),
        sign_in=SignInViewModel(
            people=held.look.people,
            tasks=lanes.writer,
            pin_length=profile.pin_length,
            hint=hint_of(profile),
            badge_prefix=profile.badge_prefix,
            clocking=Clocking(formats),
        ),
        formats=formats,
        look=_look(held, mode),
    )


def _look(held: HeldStore, mode: str) -> Look:
    look = look_from(held.look.look, Look())
    return look if mode in (look.mode, AUTO) else replace(look, mode=mode)


def hint_of(profile: StoreProfile) -> str:
    """What the sign-in screen must say: there is a known PIN only in the demo store."""
    if profile.demo:
        return f"Demo PINs: {OWNER} {OWNER_PIN}, {CASHIER} {CASHIER_PIN}"
    if profile.keys_in_file and not profile.practice:
        return "The keys of this store lie in a file of its folder."
    return ""
