"""Every route of head office, taken from its OpenAPI: a new one is in every test at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.fakes.head_office import Replica

UNKNOWN_ID = "01932c5e-7b1a-7c3e-9f00-5f2c8a41d6b0"
OPEN = {
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/v1/keys"),
    ("POST", "/token"),
    ("POST", "/v1/terminals/enrol"),
}
"""What needs no token; everything else does."""


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    described: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_open(self) -> bool:
        return (self.method, self.path) in OPEN

    @property
    def names(self) -> list[str]:
        """The parameters in its address."""
        return re.findall(r"\{(\w+)\}", self.path)

    def address(self, **values: str) -> str:
        return self.path.format(**{**dict.fromkeys(self.names, UNKNOWN_ID), **values})


def operations(replica: Replica) -> Iterator[Operation]:
    document = replica.client.app.openapi()  # type: ignore[attr-defined]
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            yield Operation(method.upper(), path, described)
