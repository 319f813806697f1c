"""What `/metrics` tells: requests by route and status, their time, and what a service counts."""

from __future__ import annotations

import os
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.types import Scope

BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_UNKNOWN: Final = "unknown"


class Figures:
    """Of one application; several processes share a folder named by PROMETHEUS_MULTIPROC_DIR."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "head_office_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "head_office_request_seconds",
            "From the first byte read to the last byte written.",
            ("route",),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._happened = Counter(
            "head_office_happened", "Things worth a look.", ("what",), registry=self.registry
        )

    def answered(self, scope: Scope, *, status: int, seconds: float) -> None:
        route = _route(scope)
        method = scope["method"] if route != _UNKNOWN else _UNKNOWN
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def happened(self, what: str, count: int = 1) -> None:
        """Count something that a person may want to be told of; `what` is one of a few words."""
        self._happened.labels(what).inc(count)

    def written(self) -> bytes:
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self.registry)
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


def _route(scope: Scope) -> str:
    """The route's pattern: an address that holds an id would make a figure of its own each."""
    route: Any = scope.get("route")
    return str(getattr(route, "path", _UNKNOWN))
