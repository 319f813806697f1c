"""A row of the table: what was measured, the limit beside it, and what is allowed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Protocol

from tests.bench.figures import Figures


class Allowed(Protocol):
    def holds(self, measured: Figures, limit: Figures | None) -> bool: ...


@dataclass(frozen=True, slots=True)
class AtMostTimes:
    """The median, as a multiple of the limit's."""

    times: float

    def holds(self, measured: Figures, limit: Figures | None) -> bool:
        assert limit is not None, "a ratio needs a limit"
        return measured.p50 <= self.times * limit.p50

    def __str__(self) -> str:
        return f"p50 {self.times:g} ×"


@dataclass(frozen=True, slots=True)
class AtMost:
    """An absolute limit on one of the percentiles, in the row's unit."""

    percentile: str
    value: float

    def holds(self, measured: Figures, limit: Figures | None) -> bool:
        return float(getattr(measured, self.percentile)) <= self.value

    def __str__(self) -> str:
        return f"{self.percentile} {self.value:g}"


class All:
    """Several limits at once."""

    def __init__(self, *parts: Allowed) -> None:
        self._parts = parts

    def holds(self, measured: Figures, limit: Figures | None) -> bool:
        return all(part.holds(measured, limit) for part in self._parts)

    def __str__(self) -> str:
        return ", ".join(str(part) for part in self._parts)


@dataclass(frozen=True, slots=True)
class Anything:
    """For information."""

    def holds(self, measured: Figures, limit: Figures | None) -> bool:
        return True

    def __str__(self) -> str:
        return "–"


@dataclass(frozen=True, slots=True)
class Row:
    """`limit` is what the same thing costs without us; `note` is for who reads the table."""

    name: str
    unit: str
    measured: Figures
    allowed: Allowed
    limit: Figures | None = None
    busy: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.measured.p50 / self.limit.p50 if self.limit and self.limit.p50 else None

    @property
    def ok(self) -> bool:
        return self.allowed.holds(self.measured, self.limit)

    @property
    def failed(self) -> bool:
        """Over what is allowed, and not because others kept the machine busy."""
        return not self.ok and not self.busy

    @property
    def verdict(self) -> str:
        said = "OVER" if self.failed else "ok" if self.ok else "over"
        return f"{said}, busy machine" if self.busy else said

    def cells(self) -> list[str]:
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else ""
        limit = _shown(self.limit) if self.limit else ""
        return [
            *(self.name, self.unit, _shown(self.measured), limit, ratio),
            *(str(self.allowed), self.verdict, self.note),
        ]

    def document(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "measured": self.measured._asdict(),
            "limit": self.limit._asdict() if self.limit else None,
            "ratio": self.ratio,
            "allowed": str(self.allowed),
            "ok": self.ok,
        }


HEADS = ["what", "unit", "p50 / p95 / p99", "limit", "ratio", "allowed", "", ""]


def _shown(figures: Figures) -> str:
    if figures.p50 == figures.p99:
        return f"{figures.p50:.3g}"
    return " / ".join(f"{value:.3g}" for value in figures)
