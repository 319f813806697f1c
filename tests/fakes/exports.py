"""Whole exports signed in earnest, a forger with the key, and both verifiers side by side."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from copy import copy, deepcopy
from functools import cache
from typing import Any, Final, Self

from build.verify import posverify
from pos_app.adapters.system.signing import Ed25519Check, Ed25519Signer
from pos_app.services.journal.anchoring import Anchor, Anchors
from pos_app.services.journal.exporting import (
    ExportHeader,
    NotAnExportError,
    export_lines,
    read_entries,
    read_header,
)
from pos_app.services.journal.verifying import Chain, JournalVerifier
from pos_app.services.ports import Entry
from tests.fakes.journal import (
    TEA,
    Body,
    body_of,
    exported,
    hashed,
    relinked,
    shop_with_tea,
    signed,
)
from tests.fakes.shop import FakeShop

OWN: Final = Ed25519Signer(b"\x01" * 32)
STRANGER: Final = Ed25519Signer(b"\x02" * 32)
COFFEE: Final = "3017620422003"

HEADER_BAD: Final = 0
"""In place of an entry's number: the first line is not that of an export."""
WHOLE_BAD: Final = -1
"""In place of an entry's number: each is good, and the whole is not accepted."""


def busy_shop(**profile: Any) -> FakeShop:
    """Fifty-odd entries of most kinds: three shifts, two epochs, one order given up."""
    shop = shop_with_tea(signer=OWN, **profile)
    shop.open_shift(opening_float=5_000)
    _sell(shop, 9)
    shop.cancelling.cancel(order=shop.order_of(TEA), actor=shop.cashier, reason="left")
    last = shop.sell(TEA, TEA, TEA)
    shop.reprinting.reprint(order_id=last.order_id, actor=shop.cashier)
    shop.shifts.close(actor=shop.cashier, counted=5_000)
    shop.open_shift(opening_float=10_000)
    _sell(shop, 12)
    shop.restore()
    _sell(shop, 12)
    shop.reprinting.reprint(order_id=last.order_id, actor=shop.cashier)
    shop.shifts.close(actor=shop.cashier, counted=10_000)
    shop.open_shift()
    _sell(shop, 6)
    shop.correct(shop.sell(TEA), "card")
    _sell(shop, 5)
    return shop


def _sell(shop: FakeShop, orders: int) -> None:
    for number in range(orders):
        shop.sell(*[TEA] * (number % 3 + 1))
        shop.clock.wait(seconds=40)


@cache
def busy_entries() -> tuple[Entry, ...]:
    return tuple(busy_shop().store.tables.entries)


@cache
def busy_export() -> tuple[bytes, ...]:
    return tuple(exported(busy_shop()))


def export_of(entries: Iterable[Entry], **header: Any) -> list[bytes]:
    """What a forger hands in: these entries, under a first line that fits them unless told."""
    entries = list(entries)
    starts = [one.seq for one in entries if one.kind == "epoch_start"]
    fitting: dict[str, Any] = {
        "journal_id": "journal-1",
        "terminal": "T01",
        "keys": {OWN.key_id: (OWN.public_key, 1)},
        "epochs": dict(enumerate(starts, start=1)),
    }
    return list(export_lines(ExportHeader(**fitting | header), entries))


def by_app(lines: Iterable[bytes], *, witnesses: Iterable[posverify.Witness] = ()) -> int | None:
    """The first bad entry by the program's own verifier; None if all is good."""
    anchors = Anchors(
        [Anchor(one.terminal, one.seq, one.hash, one.epoch, one.said) for one in witnesses]
    )
    try:
        verifier = JournalVerifier(signatures=Ed25519Check())
        verdict = verifier.verify_export(lines, anchors=anchors)
    except NotAnExportError:
        return HEADER_BAD
    if verdict.ok:
        return None
    return WHOLE_BAD if verdict.first_bad is None else verdict.first_bad


def by_auditor(
    lines: Iterable[bytes],
    *,
    witnesses: Sequence[posverify.Witness] = (),
    keys: Iterable[str] = (),
) -> int | None:
    """The same by the auditor's."""
    try:
        verdict = posverify.verify(lines, witnesses, set(keys))
    except posverify.UnreadableError:
        return HEADER_BAD
    if verdict.bad is None:
        return None
    return WHOLE_BAD if verdict.first_bad is None else verdict.first_bad


def by_both(
    content: bytes | Sequence[bytes], *, witnesses: Sequence[posverify.Witness] = ()
) -> int | None:
    """The first bad entry on which they must agree."""
    lines = lines_of(content) if isinstance(content, bytes) else content
    found = by_app(lines, witnesses=witnesses)
    assert by_auditor(lines, witnesses=witnesses) == found
    return found


def lines_of(content: bytes) -> list[bytes]:
    """As a file gives them: LF alone ends a line."""
    return [line for line in content.replace(b"\n", b"\n\0").split(b"\0") if line]


def anchor_of(entry: Entry) -> posverify.Witness:
    """What head office would have kept of it."""
    body = body_of(entry)
    return posverify.Witness(body["terminal_id"], entry.seq, entry.hash.hex(), body["epoch"])


def rewritten(entries: Iterable[Entry], signer: Ed25519Signer = OWN) -> list[Entry]:
    """All that leans on another entry made to fit: numbers, totals, shifts, chain, signatures.

    The most that somebody can do who has the key and all the time in the world.
    """
    books = _Forger()
    return relinked([hashed(one, books.fitted(body_of(one))) for one in entries], signer)


class _Forger:
    def __init__(self) -> None:
        self.series = ""
        self.numbers: dict[str, int] = {}
        self.renamed: dict[str | None, str] = {}
        self.period = self.perpetual = self.absolute = 0
        self.shift: Body = {}

    def fitted(self, body: Body) -> Body:
        kind, inside = body["kind"], body["body"]
        if kind == "epoch_start":
            self.series = inside["series"]
            self.numbers[self.series] = 0
        if kind == "shift_open":
            self.period = 0
            self.shift = {"orders": 0, "sales": 0, "refunds": 0, "expected": inside["float"]}
        if kind in ("order", "refund"):
            total = inside["total"]
            self.numbers[self.series] += 1
            number = f"{self.series}-{self.numbers[self.series]:06d}"
            self.renamed[body["number"]] = number
            self.period, self.perpetual = self.period + total, self.perpetual + total
            self.absolute += abs(total)
            back = -sum(one["total"] for one in inside["items"] if one["quantity"] < 0)
            self.shift["orders"] += kind == "order"
            self.shift["sales"] += total + back
            self.shift["refunds"] += back
            self.shift["expected"] += total
        if kind == "tender_change":
            cash = [one["amount"] for one in inside["payments"] if one["method"] == "cash"]
            self.shift["expected"] += sum(cash)
        if kind in ("cash_in", "cash_out"):
            self.shift["expected"] += inside["amount"] * (1 if kind == "cash_in" else -1)
        if kind == "shift_close":
            inside |= self.shift
        return body | {
            "number": self.renamed.get(body["number"]),
            "period_total": self.period,
            "perpetual_total": self.perpetual,
            "perpetual_abs_total": self.absolute,
        }


class Bench:
    """Both verifiers stopped before one line, to try many another line in its place."""

    def __init__(self, header: bytes) -> None:
        known = read_header(header)
        self._keys = known.keys
        self._app = JournalVerifier(signatures=Ed25519Check())
        self._chain = Chain.of_export(known)
        self._walk = posverify.Walk(posverify.read_header(header))

    def first_bad(self, lines: Sequence[bytes]) -> tuple[int | None, int | None]:
        """By the program and by the auditor, if these lines came next."""
        entries = read_entries(lines, after=self._chain.entries)
        verdict = self._app.verify(entries, self._keys, chain=self._chain)
        try:
            posverify.walk_on(self._walk, posverify.Witnesses([]), lines)
        except posverify.BadError:
            return verdict.first_bad, self._walk.seq + 1
        return verdict.first_bad, None

    def copy(self) -> Self:
        """Beside this one, to try what may be good."""
        other = copy(self)
        for name in ("_chain", "_walk"):
            setattr(other, name, deepcopy(getattr(self, name)))
        return other

    def go_on(self, line: bytes) -> None:
        """The right line: it must still be good after all that was tried."""
        before = self._walk.seq
        self.first_bad([line])
        assert self._chain.entries == self._walk.seq == before + 1


def rotated(
    entries: Sequence[Entry], *, at: int, until: int | None = None, kind: str = "key_rotate"
) -> list[Entry]:
    """Signed by the stranger's key from one entry on, of this kind, until another."""
    chain: list[Entry] = []
    for entry in entries:
        signer = STRANGER if at <= entry.seq < (until or len(entries) + 1) else OWN
        body = body_of(entry) | {
            "prev_sha256": chain[-1].hash.hex() if chain else "",
            "key_id": signer.key_id,
        }
        if entry.seq == at:
            body["kind"] = kind
        chain.append(signed(hashed(entry, body), signer))
    return chain


def header_with(line: bytes, **values: Any) -> bytes:
    """The first line with other values, spelt as it must be."""
    changed = json.loads(line) | values
    spelt = json.dumps(changed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return spelt.encode() + b"\n"
