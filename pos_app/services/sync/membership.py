"""To which head office this terminal belongs, kept as one setting; empty means to none."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from typing import Final

from pos_app.domain.errors import RefusedError
from pos_app.services.ports import SettingQueries

SETTING: Final = "head_office"
CURSOR: Final = "head_office_cursor"
GENERATION: Final = "head_office_generation"
RECEIVED_AT: Final = "head_office_received_at"


class NotEnrolledError(RefusedError):
    code = "sync.not_enrolled"
    text = (
        "This terminal belongs to no head office: it works alone, and keeps everything. "
        "To join one: pos-app sync enrol URL CODE."
    )


@dataclass(frozen=True, slots=True)
class Membership:
    """What was agreed when the terminal enrolled; the key is base64url."""

    url: str
    terminal_id: str
    store_id: str
    store_name: str
    head_key_id: str
    head_public_key: str

    def to_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Membership:
        return cls(**json.loads(text))

    @property
    def public_key(self) -> bytes:
        return unpadded(self.head_public_key)


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
