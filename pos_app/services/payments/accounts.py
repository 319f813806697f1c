"""Which account of a processor its settings lead to, named so that no secret is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from pos_app.services.payments.processor import ProcessorKind

NAME_LENGTH: Final = 16
"""Hexadecimal digits: enough to tell one from another, and nothing to guess a key by."""


def account_of(kind: ProcessorKind, values: Mapping[str, str]) -> str:
    """Another text for another account; empty where nothing in its settings names one.

    :param values: by field name, secrets among them
    """
    named = [one for one in kind.fields if one.names_account]
    if not named:
        return ""
    told = {one: values.get(one.name) or one.default for one in named}
    parts = [one.account_part(text) or text for one, text in told.items()]
    return sha256(json.dumps([kind.name, *parts]).encode()).hexdigest()[:NAME_LENGTH]


def no_account(_processor: str) -> str:
    """Where nobody tells one from another."""
    return ""
