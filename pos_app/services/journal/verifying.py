"""Verify the chain byte by byte: form, hash, link, signature, totals and receipt numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pos_app.domain.journal import RunningTotals
from pos_app.services.journal.exporting import read_entries, read_header
from pos_app.services.journal.keys import Keys
from pos_app.services.journal.writing import SIGNED_PREFIX
from pos_app.services.ports import Entry, SignatureCheck
from pos_app.wire import canonical

NUMBERED: Final = frozenset({"order", "refund"})
KEY_ROTATE: Final = "key_rotate"
EMPTY: Final = "the export holds no entries"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`head` is the hash of the last good link; `first_bad` the sequence number of a bad one.

    What is wrong with the whole rather than with one entry has a `reason` and no `first_bad`.
    """

    ok: bool
    entries: int
    head: str | None
    first_bad: int | None
    reason: str = ""


@dataclass(slots=True)
class _Chain:
    """What the links read so far promise about the next one."""

    origin: tuple[str, str] | None = None
    """Journal and terminal, where something beside the entries says which."""
    entries: int = 0
    head: bytes = b""
    key_id: str = ""
    totals: RunningTotals = field(default_factory=RunningTotals)
    numbers: dict[str, int] = field(default_factory=dict)


class JournalVerifier:
    def __init__(self, *, signatures: SignatureCheck) -> None:
        self._signatures = signatures

    def verify(self, entries: Iterable[Entry], keys: Keys) -> Verdict:
        """Walk the links in order and stop at the first that is not what it must be."""
        return self._verify(entries, keys, _Chain())

    def verify_export(self, lines: Iterable[bytes]) -> Verdict:
        """Verify a file that `export_lines` wrote, its first line included.

        A header alone proves nothing: nothing in it is signed.

        :raises NotAnExportError: if the first line is no header
        """
        rest = iter(lines)
        header = read_header(next(rest, b""))
        chain = _Chain(origin=(header.journal_id, header.terminal))
        verdict = self._verify(read_entries(rest), header.keys, chain)
        if verdict.ok and not verdict.entries:
            return replace(verdict, ok=False, reason=EMPTY)
        return verdict

    def _verify(self, entries: Iterable[Entry], keys: Keys, chain: _Chain) -> Verdict:
        for entry in entries:
            problem = self._problem(entry, keys, chain)
            if problem:
                return _bad(chain, problem)
        if chain.entries and any(first_seq > chain.entries for _, first_seq in keys.values()):
            return _bad(chain, "it is missing, and a key was to begin there or later")
        return Verdict(
            ok=True, entries=chain.entries, head=chain.head.hex() or None, first_bad=None
        )

    def _problem(self, entry: Entry, keys: Keys, chain: _Chain) -> str:
        """What is wrong with this link, or nothing; then the chain has grown by it."""
        try:
            body = canonical.decode(entry.raw)
        except (canonical.NotCanonicalError, RecursionError) as error:
            return f"the bytes cannot be read ({error})"
        if not isinstance(body, dict):
            return "the entry is not an object"
        try:
            return (
                _link_problem(entry, body, chain)
                or _key_problem(entry, body, keys, chain)
                or self._signature_problem(entry, body, keys)
                or _totals_problem(body, chain)
                or _number_problem(body, chain)
                or _grow(entry, chain)
            )
        except (KeyError, TypeError, ValueError) as error:
            return f"a field is missing or of the wrong kind ({error})"

    def _signature_problem(self, entry: Entry, body: dict[str, Any], keys: Keys) -> str:
        public_key, _ = keys[body["key_id"]]
        valid = self._signatures.valid(
            public_key=public_key, signature=entry.signature, data=SIGNED_PREFIX + entry.hash
        )
        return "" if valid else "the signature does not fit"


def _bad(chain: _Chain, reason: str) -> Verdict:
    return Verdict(
        ok=False,
        entries=chain.entries,
        head=chain.head.hex() or None,
        first_bad=chain.entries + 1,
        reason=reason,
    )


def _link_problem(entry: Entry, body: dict[str, Any], chain: _Chain) -> str:
    if entry.seq != chain.entries + 1 or body["seq"] != entry.seq:
        return f"expected entry {chain.entries + 1}, found {body['seq']}"
    if hashlib.sha256(entry.raw).digest() != entry.hash:
        return "the hash does not fit the bytes"
    if body["prev_sha256"] != chain.head.hex():
        return "it does not follow the entry before it"
    if body["kind"] != entry.kind:
        return "its kind was changed beside the signed bytes"
    if chain.origin not in (None, (body["journal_id"], body["terminal_id"])):
        return "it belongs to another journal"
    return ""


def _key_problem(entry: Entry, body: dict[str, Any], keys: Keys, chain: _Chain) -> str:
    """One key is in use at a time, from its first sequence number until the next one's."""
    key_id = body["key_id"]
    if key_id not in keys:
        return f"signed by an unknown key {key_id}"
    begins = [one for one, (_, first_seq) in keys.items() if first_seq == entry.seq]
    if [key_id] != (begins or [chain.key_id]):
        return "signed by a key that was not in use"
    # Else a forger's key could sign the past, and the terminal's own go on from there unaware.
    if begins and entry.seq > 1 and body["kind"] != KEY_ROTATE:
        return "a new key without an entry that says so"
    chain.key_id = key_id
    return ""


def _totals_problem(body: dict[str, Any], chain: _Chain) -> str:
    amount = _amount(body)
    before = chain.totals.new_period() if body["kind"] == "shift_open" else chain.totals
    expected = before.plus(amount)
    found = RunningTotals(
        body["period_total"], body["perpetual_total"], body["perpetual_abs_total"]
    )
    if found != expected:
        return "the running totals do not add up"
    chain.totals = found
    return ""


def _amount(body: dict[str, Any]) -> int:
    """What this entry adds to the running totals, in minor units; parts must make the whole."""
    if body["kind"] not in NUMBERED:
        return 0
    order = body["body"]
    total = int(order["total"])
    if sum(item["total"] for item in order["items"]) != total:
        raise ValueError("the items do not add up to the total")
    if sum(tax["amount"] for tax in order["taxes"]) != order["tax"]:
        raise ValueError("the taxes do not add up")
    if sum(one["amount"] for one in order["payments"]) != total + order["rounding"]:
        raise ValueError("the payments do not add up to the total")
    return total


def _number_problem(body: dict[str, Any], chain: _Chain) -> str:
    if body["kind"] not in NUMBERED:
        return ""
    number = str(body["number"])
    series = number.rpartition("-")[0]
    counter = chain.numbers.get(series, 0) + 1
    if number != f"{series}-{counter:06d}":
        return f"receipt number {number} should be {series}-{counter:06d}"
    chain.numbers[series] = counter
    return ""


def _grow(entry: Entry, chain: _Chain) -> str:
    chain.entries += 1
    chain.head = entry.hash
    return ""
