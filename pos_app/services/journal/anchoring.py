"""Entries that somebody else has kept: what was cut off or rewritten differs from them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pos_app.domain.errors import InvalidInputError
from pos_app.services.ports import Entry

QR_VERSION: Final = "POS1"
"""What the code on a receipt begins with."""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_QR_FIELDS: Final = 7


class NotAnAnchorError(InvalidInputError):
    code = "journal.not_an_anchor"
    text = "{source} cannot be compared with a journal: {reason}."


@dataclass(frozen=True, slots=True)
class Anchor:
    """An entry as it was kept; `receipt` is its number, total and currency, if it was printed."""

    terminal: str
    seq: int
    digest: str
    epoch: int | None = None
    receipt: tuple[str, int, str] | None = None

    def __str__(self) -> str:
        return f"receipt {self.receipt[0]}" if self.receipt else f"the anchor of entry {self.seq}"

    def problem(self, entry: Entry, body: Mapping[str, Any]) -> str:
        """In what the entry of this number differs, or nothing."""
        if self.digest != entry.hash.hex() or self.terminal != body["terminal_id"]:
            return f"it is not the entry that {self} was made of"
        if self.epoch not in (None, body["epoch"]):
            return f"its epoch is not that of {self}"
        order = body["body"]
        shown = (body["number"], order.get("total"), order.get("currency"))
        if self.receipt not in (None, shown):
            return f"it does not say what {self} says"
        return ""


def read_anchors(content: bytes, *, source: str) -> list[Anchor]:
    """Read `[{"terminal": …, "epoch": …, "seq": …, "hash": …}, …]`.

    :raises NotAnAnchorError: if it is anything else
    """
    try:
        return [_anchor(one) for one in json.loads(content)]
    except (AssertionError, ValueError, KeyError, TypeError, RecursionError) as error:
        reason = "it must be a list of objects with terminal, epoch, seq and hash"
        raise NotAnAnchorError(source=source, reason=reason) from error


def _anchor(values: Mapping[str, Any]) -> Anchor:
    terminal, digest = values["terminal"], values["hash"]
    seq, epoch = values["seq"], values["epoch"]
    assert isinstance(terminal, str)
    assert _DIGEST.fullmatch(digest)
    assert type(seq) is type(epoch) is int
    assert min(seq, epoch) > 0
    return Anchor(terminal, seq, digest, epoch)


def read_receipt(text: str) -> Anchor:
    """Read what the code on a receipt says.

    :raises NotAnAnchorError: if no receipt carries such a code
    """
    fields = text.strip().split(":")
    try:
        assert len(fields) == _QR_FIELDS
        version, number, total, currency, terminal, seq, digest = fields
        assert version == QR_VERSION
        assert _DIGEST.fullmatch(digest.lower())
        receipt = (number, int(total), currency)
        return Anchor(terminal, int(seq), digest.lower(), receipt=receipt)
    except (AssertionError, ValueError) as error:
        raise NotAnAnchorError(source=text, reason="no receipt carries such a code") from error


@dataclass(slots=True)
class Anchors:
    """Compared on the way through a journal; `lost` is what a later epoch did not have."""

    anchors: Iterable[Anchor]
    compared: int = 0
    lost: list[str] = field(default_factory=list)
    _waiting: dict[int, list[Anchor]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.anchors:
            self._waiting.setdefault(one.seq, []).append(one)

    def problem(self, entry: Entry, body: Mapping[str, Any]) -> str:
        """In what this entry differs from what was kept of it, or nothing."""
        for one in self._waiting.pop(entry.seq, ()):
            if not one.receipt and one.terminal != body["terminal_id"]:
                continue
            self.compared += 1
            if one.epoch is not None and one.epoch < body["epoch"]:
                self.lost.append(f"entry {one.seq} of epoch {one.epoch}")
            elif problem := one.problem(entry, body):
                return problem
        return ""

    def missing(self, *, terminal: str, epoch: int) -> str:
        """What the entry after the last one should have been, or nothing."""
        for _, anchors in sorted(self._waiting.items()):
            for one in anchors:
                if not one.receipt and one.terminal != terminal:
                    continue
                self.compared += 1
                if one.epoch is None or one.epoch >= epoch:
                    return f"it is missing, and {one} was made of a later one"
                self.lost.append(f"entry {one.seq} of epoch {one.epoch}")
        return ""
