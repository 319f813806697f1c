"""What a terminal says of itself beside its questions, for whoever looks after it."""

from __future__ import annotations

from typing import Final

WAITING_HEADER: Final = "X-Waiting"
"""On `GET /v1/changes`: how many of its journal's entries it has not sent yet."""
WAITING_MAX: Final = 10**9
