"""Verify the chain byte by byte: form, hash, link and signature; then what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pos_app.domain.journal import EntryKind
from pos_app.services.journal.anchoring import Anchors
from pos_app.services.journal.books import Books, UnsoundError
from pos_app.services.journal.exporting import ExportHeader, read_entries, read_header
from pos_app.services.journal.keys import Keys
from pos_app.services.journal.writing import SIGNED_PREFIX
from pos_app.services.ports import Entry, SignatureCheck
from pos_app.wire import canonical

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
class Chain:
    """What the links read so far promise about the next one."""

    origin: tuple[str, str] | None = None
    """Journal and terminal, as an export's first line says, else as the first link does."""
    entries: int = 0
    head: bytes = b""
    key_id: str = ""
    books: Books = field(default_factory=Books)
    anchors: Anchors | None = None

    @classmethod
    def of_export(cls, header: ExportHeader, anchors: Anchors | None = None) -> Chain:
        origin, books = (header.journal_id, header.terminal), Books(epochs=header.epochs)
        return cls(origin=origin, books=books, anchors=anchors)

    def missing(self) -> str:
        """What an anchor knows of the entry after the last one, or nothing."""
        if self.anchors is None or self.origin is None:
            return ""
        return self.anchors.missing(terminal=self.origin[1], epoch=self.books.epoch)


class JournalVerifier:
    def __init__(self, *, signatures: SignatureCheck) -> None:
        self._signatures = signatures

    def verify(
        self, entries: Iterable[Entry], keys: Keys, *, chain: Chain | None = None
    ) -> Verdict:
        """Walk the links in order and stop at the first that is not what it must be.

        :param chain: the links before them; afterwards those that were good are in it as well
        """
        chain = chain or Chain()
        for entry in entries:
            problem = self._problem(entry, keys, chain)
            if problem:
                return _bad(chain, problem)
        begins = [first_seq for _, first_seq in keys.values()]
        begins += (chain.books.epochs or {}).values()
        if chain.entries and max(begins) > chain.entries:
            return _bad(chain, "it is missing, and a key or an epoch was to begin there or later")
        missing = chain.missing()
        if missing:
            return _bad(chain, missing)
        return Verdict(
            ok=True, entries=chain.entries, head=chain.head.hex() or None, first_bad=None
        )

    def verify_export(self, lines: Iterable[bytes], *, anchors: Anchors | None = None) -> Verdict:
        """Verify a file that `export_lines` wrote, its first line included.

        A header alone proves nothing: nothing in it is signed.

        :raises NotAnExportError: if the first line is no header
        """
        rest = iter(lines)
        header = read_header(next(rest, b""))
        verdict = self.verify(
            read_entries(rest), header.keys, chain=Chain.of_export(header, anchors)
        )
        if verdict.ok and not verdict.entries:
            return replace(verdict, ok=False, reason=EMPTY)
        return verdict

    def _problem(self, entry: Entry, keys: Keys, chain: Chain) -> str:
        """What is wrong with this link, or nothing; then the chain has grown by it."""
        try:
            body = canonical.decode(entry.raw)
        except (canonical.NotCanonicalError, RecursionError) as error:
            return f"the bytes cannot be read ({error})"
        if not isinstance(body, dict):
            return "the entry is not an object"
        try:
            problem = (
                _link_problem(entry, body, chain)
                or _key_problem(entry, body, keys, chain)
                or self._signature_problem(entry, body, keys)
            )
            if not problem:
                chain.books.enter(body)
                problem = chain.anchors.problem(entry, body) if chain.anchors else ""
            if not problem:
                _grow(entry, body, chain)
        except UnsoundError as error:
            return str(error)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return f"a field is missing or of the wrong kind ({error})"
        return problem

    def _signature_problem(self, entry: Entry, body: dict[str, Any], keys: Keys) -> str:
        public_key, _ = keys[body["key_id"]]
        valid = self._signatures.valid(
            public_key=public_key, signature=entry.signature, data=SIGNED_PREFIX + entry.hash
        )
        return "" if valid else "the signature does not fit"


def _bad(chain: Chain, reason: str) -> Verdict:
    return Verdict(
        ok=False,
        entries=chain.entries,
        head=chain.head.hex() or None,
        first_bad=chain.entries + 1,
        reason=reason,
    )


def _link_problem(entry: Entry, body: dict[str, Any], chain: Chain) -> str:
    seq = body["seq"]
    if entry.seq != chain.entries + 1 or type(seq) is not int or seq != entry.seq:
        return f"expected entry {chain.entries + 1}, found {seq}"
    if hashlib.sha256(entry.raw).digest() != entry.hash:
        return "the hash does not fit the bytes"
    if body["prev_sha256"] != chain.head.hex():
        return "it does not follow the entry before it"
    if body["kind"] != entry.kind:
        return "its kind was changed beside the signed bytes"
    if chain.origin not in (None, (body["journal_id"], body["terminal_id"])):
        return "it belongs to another journal"
    return ""


def _key_problem(entry: Entry, body: dict[str, Any], keys: Keys, chain: Chain) -> str:
    """One key is in use at a time, from its first sequence number until the next one's."""
    key_id = body["key_id"]
    if key_id not in keys:
        return f"signed by an unknown key {key_id}"
    begins = [one for one, (_, first_seq) in keys.items() if first_seq == entry.seq]
    if [key_id] != (begins or [chain.key_id]):
        return "signed by a key that was not in use"
    # Else a forger's key could sign the past, and the terminal's own go on from there unaware.
    if (body["kind"] == EntryKind.KEY_ROTATE) != (bool(begins) and entry.seq > 1):
        return "a new key without an entry that says so, or the entry without the key"
    chain.key_id = key_id
    return ""


def _grow(entry: Entry, body: dict[str, Any], chain: Chain) -> None:
    chain.origin = (body["journal_id"], body["terminal_id"])
    chain.entries += 1
    chain.head = entry.hash
