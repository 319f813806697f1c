"""To which head office this terminal belongs, kept as one setting; empty means to none."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Final

from pos_app.domain.errors import RefusedError
from pos_app.services.ports import SettingQueries

SETTING: Final = "head_office"
CURSOR: Final = "head_office_cursor"
GENERATION: Final = "head_office_generation"
WAITING_PEOPLE: Final = "head_office_waiting_people"
RECEIVED_AT: Final = "head_office_received_at"
MISSING: Final = "head_office_missing"


class NotEnrolledError(RefusedError):
    code = "sync.not_enrolled"
    text = (
        "This terminal belongs to no head office: it works alone, and keeps everything. "
        "To join one: pos-app sync enrol URL CODE."
    )


@dataclass(frozen=True, slots=True)
class Membership:
    """What was agreed when the terminal enrolled; keys are base64url."""

    url: str
    terminal_id: str
    store_id: str
    store_name: str
    head_key_id: str
    head_public_key: str
    earlier_keys: Mapping[str, str] = field(default_factory=dict)
    """By id: what head office signed with before. It does again when a backup is put back."""

    def to_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Membership:
        return cls(**json.loads(text))

    def key(self, key_id: str) -> bytes | None:
        """None for one that nobody has vouched for."""
        known = {**self.earlier_keys, self.head_key_id: self.head_public_key}.get(key_id)
        return None if known is None else unpadded(known)

    def succeeded_by(self, key_id: str, public_key: str) -> Membership:
        earlier = {**self.earlier_keys, self.head_key_id: self.head_public_key}
        return replace(self, head_key_id=key_id, head_public_key=public_key, earlier_keys=earlier)


def membership(settings: SettingQueries) -> Membership | None:
    text = settings.get(SETTING)
    return Membership.from_text(text) if text else None


def require_membership(settings: SettingQueries) -> Membership:
    """:raises NotEnrolledError: if there is none"""
    found = membership(settings)
    if found is None:
        raise NotEnrolledError
    return found


def padless(data: bytes) -> str:
    """Base64url as the wire has it."""
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def unpadded(text: str) -> bytes:
    """:raises ValueError: if it is no base64url"""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
