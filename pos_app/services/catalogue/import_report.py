"""What an import did: counts, and the rows it refused or wondered about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pos_app.domain.card_number import masked
from pos_app.services.catalogue.reading import Problem

KEPT_MAX: Final = 1_000
VALUE_LENGTH_MAX: Final = 80
REASON_LENGTH_MAX: Final = 240
_CODES: Final = frozenset({"sku", "barcode"})


@dataclass(frozen=True, slots=True)
class ImportReport:
    rows: int
    new: int
    changed: int
    unchanged: int
    rejected: tuple[Problem, ...]
    """The first of them; `rejected_count` counts all."""
    rejected_count: int
    warnings: tuple[Problem, ...]
    """The first of them; `warnings_count` counts all."""
    warnings_count: int
    milliseconds: int
    written: bool
    """False after a dry run, and after a strict import that found a bad row."""

    def document(self) -> dict[str, object]:
        """The report as JSON holds it."""
        return {
            "rows": self.rows,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": [problem._asdict() for problem in self.rejected],
            "rejected_count": self.rejected_count,
            "warnings": [problem._asdict() for problem in self.warnings],
            "warnings_count": self.warnings_count,
            "seconds": self.milliseconds / 1_000,
            "written": self.written,
        }


@dataclass(slots=True)
class Problems:
    """Counts every problem and keeps the first thousand, fit to be shown and logged."""

    count: int = 0
    _kept: list[Problem] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        self.count += 1
        if len(self._kept) < KEPT_MAX:
            self._kept.append(_presentable(problem))

    def in_order(self) -> tuple[Problem, ...]:
        """By line: a row that the store refuses comes after later ones that could not be read."""
        return tuple(sorted(self._kept))


def _presentable(problem: Problem) -> Problem:
    """Without card numbers and endless cells, also where the reason repeats the cell."""
    is_code = problem.column in _CODES
    value = _shown(problem.value, VALUE_LENGTH_MAX, is_code=is_code)
    reason = problem.reason
    if value != problem.value:
        reason = reason.replace(problem.value, value)
    return Problem(
        problem.line,
        _shown(problem.column, VALUE_LENGTH_MAX, is_code=False),
        value,
        _shown(reason, REASON_LENGTH_MAX, is_code=is_code),
    )


def _shown(value: str, longest: int, *, is_code: bool) -> str:
    safe = masked(value, field_is_code=is_code)
    return safe if len(safe) <= longest else f"{safe[: longest - 1]}…"
