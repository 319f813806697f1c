"""What is known of a person besides who it is, for whoever runs the staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pos_app.domain.staff import StaffMember


@dataclass(frozen=True, slots=True)
class StaffFacts:
    has_pin: bool
    has_badge: bool
    signed_in_at: datetime | None


class StaffDesk(Protocol):
    def listed(self) -> Sequence[StaffMember]: ...
    def facts(self) -> Mapping[int, StaffFacts]:
        """By staff id."""
        ...
