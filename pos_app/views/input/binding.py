"""One line of the keyboard map."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Binding:
    """`keys` are alternatives, named as people read them; `label` stands on the key card."""

    command: str
    keys: tuple[str, ...]
    label: str
