"""Read what the documents of a shift add up to, so that a close adds only what came since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pos_app.domain.shift_report import MethodSum, ShiftSums, TaxSum


@dataclass(frozen=True, slots=True)
class Mark:
    """How far documents were added up: the newest row of each kind that is in the sums."""

    order: int = 0
    payment: int = 0


START = Mark()


@dataclass(frozen=True, slots=True)
class SumsSoFar:
    sums: ShiftSums
    mark: Mark


def sums_body(sums: ShiftSums) -> dict[str, object]:
    """As a journal entry keeps them: the canonical encoding's types."""
    body: dict[str, object] = asdict(sums)
    return body | {
        "methods": [asdict(one) for one in sums.methods],
        "taxes": [asdict(one) for one in sums.taxes],
    }


def sums_of(body: Mapping[str, Any]) -> ShiftSums:
    """What `sums_body` has written.

    :raises KeyError, TypeError: if it is something else
    """
    lists = {
        "methods": tuple(MethodSum(**one) for one in body["methods"]),
        "taxes": tuple(TaxSum(**one) for one in body["taxes"]),
    }
    return ShiftSums(**{**body, **lists})
