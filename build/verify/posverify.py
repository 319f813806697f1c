"""Verify a journal export without the program that wrote it, and without a network.

One file for an auditor: the standard library and `cryptography`, nothing else. It was written from
the format, not from the program, so that each of the two shows a fault of the other. The export is
read line by line, so a journal of any length needs no more memory than a short one.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, Protocol

OK, BAD, UNREADABLE = 0, 1, 2

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    print("posverify needs the package cryptography, and nothing else.", file=sys.stderr)
    raise SystemExit(UNREADABLE) from None

DESCRIPTION: Final = "Verify a journal export of pos_app: offline, and without the program."
EPILOG: Final = """\
exit code: 0 all is good; 1 something is bad; 2 the export, the anchors or a receipt is not one.

what is checked, entry by entry, up to the first that is bad:
  the bytes are in the one canonical form; their SHA-256; the Ed25519 signature, by the key that the
  first line lists for that entry; numbers without a gap, each entry naming the hash of the one
  before it, through every epoch; receipt numbers without a gap in each series; period and perpetual
  totals added up anew; items, taxes and payments that make the order's total, and its tip if it has
  one; a tender changed afterwards for one of the same amount; each closed shift equal to its own
  orders; given receipts and anchors; no entry missing before the last of them.

EXPORT is lines of UTF-8 ended by LF. The first names the journal, the terminal, and each key and
epoch with its first entry; every other is an entry, `raw TAB sha256-hex TAB signature-base64url`,
signed over the bytes of "pos-journal-v1" and of the hash.

ANCHORS is a JSON file of entries that somebody else has kept: head office, a Z report, or an
auditor, from what an earlier run of this program has printed:
  [{"terminal": "T01", "epoch": 1, "seq": 812, "hash": "<64 hexadecimal digits>"}, ...]
Those of other terminals are passed over. After a backup was restored, or entries were lost, a new
epoch begins; what the earlier one had done since is not in the export: told, and not an error.

QRTEXT is what the code on a receipt says:
  POS1:<number>:<total, minor units>:<currency>:<terminal>:<entry>:<hash in capitals>

what this does not prove: whoever has the terminal's key can write the entries anew, and whoever has
the file can sign all of it with a key of his own, or leave the newest entries out. --key shows
another key; anchors and receipts show all three, up to the last of them.
"""

WITHOUT_THEM: Final = {
    "restore": "the backup that was restored after them did not have them",
    "loss": "the store had lost them, and says so where its next epoch begins",
}
FORMAT: Final = "pos-journal-1"
VERSION: Final = 1
SIGNED_PREFIX: Final = b"pos-journal-v1"
LINE_BYTES_MAX: Final = 4 * 1024 * 1024
SMALL: Final = 1024 * 1024
"""Bytes up to which a second process is not worth its start."""
LEVELS_MAX: Final = 32
FIELDS: Final = 3
DOCUMENTS: Final = frozenset({"order", "refund"})
ORDERS: Final = DOCUMENTS | {"order_cancel"}

_STRING: Final = r'"(?:[^"\\\x00-\x1f]++|\\["\\bfnrt]|\\u00(?:0[0-7bef]|1[0-9a-f]))*+"'
_SPELLING: Final = re.compile(rf"(?:{_STRING}|-?[1-9][0-9]*+|0|true|false|null|[\[\]{{}}:,])*+")
_SIGNATURE: Final = re.compile(rb"[A-Za-z0-9_-]{85}[AQgw]==")
_HEX_KEY: Final = re.compile(r"[0-9a-f]{64}")
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{16}")
_NUMBER: Final = re.compile(r"(.+)-([0-9]{6,18})", re.DOTALL)
_RECEIPT: Final = re.compile(
    r"POS1:([A-Z0-9-]+):(-?[0-9]{1,18}):([A-Z]{3}):([A-Z0-9]+):([1-9][0-9]{0,17}):([0-9A-F]{64})"
)

Object = dict[str, Any]


class Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...


class UnreadableError(Exception):
    """What was given is not an export, not anchors, or not a receipt."""


class BadError(Exception):
    """`kind` is one word for programs, `reason` is for people."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind, self.reason = kind, reason


# --- the canonical form -------------------------------------------------------------------------


def canonical(raw: bytes) -> Any:
    """Read JSON that is spelt in the one allowed way: no spaces, sorted keys, integers, NFC.

    :raises ValueError: naming the first rule that it breaks
    """
    text = raw.decode("utf-8")
    try:
        value = json.loads(text, object_pairs_hook=_sorted_object)
    except RecursionError as error:
        raise ValueError("too many levels") from error
    if not _SPELLING.fullmatch(text):
        raise ValueError("spaces, fractions or another spelling of a character")
    # The whole composed means every text in it composed; only then need nobody look at each.
    composed = text.isascii() or unicodedata.is_normalized("NFC", text)
    if not composed or text.count("{") + text.count("[") > LEVELS_MAX:
        _check_inside(value, LEVELS_MAX)
    return value


def _sorted_object(pairs: list[tuple[str, Any]]) -> Object:
    values = dict(pairs)
    if [key for key, _ in pairs] != sorted(values):
        raise ValueError("keys that are not sorted, or there twice")
    return values


def _check_inside(value: Any, levels: int) -> None:
    if isinstance(value, str):
        if not unicodedata.is_normalized("NFC", value):
            raise ValueError("text that is not composed (NFC)")
    elif isinstance(value, dict | list):
        if not levels:
            raise ValueError("too many levels")
        inside = value if isinstance(value, list) else [*value, *value.values()]
        for one in inside:
            _check_inside(one, levels - 1)


def whole(values: Object, name: str) -> int:
    value = values[name]
    if type(value) is not int:
        raise TypeError(f"{name} is no whole number")
    return value


def text_of(values: Object, name: str) -> str:
    value = values[name]
    if type(value) is not str:
        raise TypeError(f"{name} is no text")
    return value


def tip_of(order: Object) -> int:
    """What is paid beside the total; an order without a tip says nothing of one."""
    return whole({"tip": 0, **order}, "tip")


def added(rows: Any, name: str) -> int:
    return sum(whole(row, name) for row in rows)


# --- the first line -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Key:
    key_id: str
    public: bytes

    @cached_property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.public).hexdigest()[:16]

    @cached_property
    def _loaded(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.public)

    def signed(self, digest: bytes, signature: bytes) -> bool:
        """Of a hash, both as the export spells them."""
        try:
            data = SIGNED_PREFIX + bytes.fromhex(digest.decode())
            self._loaded.verify(base64.urlsafe_b64decode(signature), data)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Header:
    """Keys and epochs by the first entry of each. Nothing of it is signed."""

    journal_id: str
    terminal: str
    keys: dict[int, Key]
    epochs: dict[int, int]


def read_header(line: bytes) -> Header:
    """:raises UnreadableError: if it is not the first line of an export"""
    try:
        values = canonical(line.removesuffix(b"\n"))
        _require(line.endswith(b"\n") and values["format"] == FORMAT, "another format")
        _require_fields(values, "epochs", "format", "journal_id", "keys", "terminal")
        keys = {whole(one, "first_seq"): _key(one) for one in values["keys"]}
        epochs = {whole(one, "first_seq"): _epoch(one) for one in values["epochs"]}
        _require_ascending(values["keys"])
        _require_ascending(values["epochs"])
        names = {key.key_id for key in keys.values()}
        _require(len(names) == len(keys), "a key that is there twice")
        _require(len({*epochs.values()}) == len(epochs), "an epoch that is there twice")
        return Header(text_of(values, "journal_id"), text_of(values, "terminal"), keys, epochs)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableError(f"its first line is not that of an export ({error!a})") from error


def _key(values: Object) -> Key:
    _require_fields(values, "first_seq", "key_id", "public_key")
    digits = text_of(values, "public_key")
    _require(bool(_HEX_KEY.fullmatch(digits)), "a key of another length or spelling")
    return Key(text_of(values, "key_id"), bytes.fromhex(digits))


def _epoch(values: Object) -> int:
    _require_fields(values, "epoch", "first_seq")
    return whole(values, "epoch")


def _require_fields(values: Object, *names: str) -> None:
    _require(sorted(values) == list(names), "other fields")


def _require_ascending(rows: list[Object]) -> None:
    numbers = [row["first_seq"] for row in rows]
    _require(numbers == sorted(set(numbers)), "keys or epochs that are not in order")


def _require(holds: bool, reason: str) -> None:
    if not holds:
        raise ValueError(reason)


# --- the entries --------------------------------------------------------------------------------


@dataclass
class Shift:
    """What the orders of the open shift come to; amounts in minor units."""

    shift_id: int
    number: int
    business_date: str
    drawer: int
    orders: int = 0
    sales: int = 0
    refunds: int = 0
    tips: int = 0


@dataclass
class Walk:
    """All that must be remembered of the entries so far to judge the next one."""

    header: Header
    signatures: bool = True
    """Whether this walk checks them; else another process does."""
    seq: int = 0
    head: str = ""
    entry: Object = field(default_factory=dict)
    key: Key | None = None
    mode: str = ""
    epoch: int = 0
    series: str = ""
    reasons: dict[int, str] = field(default_factory=dict)
    """Why each epoch began, as its first entry says."""
    last_numbers: dict[str, int] = field(default_factory=dict)
    period: int = 0
    perpetual: int = 0
    perpetual_abs: int = 0
    shift: Shift | None = None
    last_shift: tuple[int, str] = (0, "")
    kinds: Counter[str] = field(default_factory=Counter)

    def take(self, line: bytes) -> None:
        """Judge the next line.

        :raises BadError: if it is not what it must be; the walk ends there
        """
        raw, digest, signature = _fields(line)
        try:
            entry = canonical(raw)
        except ValueError as error:
            raise BadError("canonical", f"not in canonical form: {error}") from error
        if hashlib.sha256(raw).hexdigest().encode() != digest:
            raise BadError("hash", "the hash is not that of the bytes")
        try:
            self._check_signature(entry, digest, signature)
            self._check_place(entry)
            self._check_epoch(entry)
            self._check_number(entry)
            amount = self._check_amounts(entry)
            self._check_totals(entry, amount)
            self._check_shift(entry, amount)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise BadError("field", f"a field is missing or of another kind: {error!a}") from error
        self.seq, self.head, self.entry = self.seq + 1, digest.decode(), entry
        self.kinds[entry["kind"]] += 1

    def end(self) -> None:
        """:raises BadError: if the first line speaks of entries that are not there"""
        begins = (*self.header.keys, *self.header.epochs)
        if self.seq and max(begins) > self.seq:
            raise BadError("tail", "it is missing: a key or an epoch was to begin there or later")

    def _check_signature(self, entry: Object, digest: bytes, signature: bytes) -> None:
        begins = self.header.keys.get(self.seq + 1)
        key = begins or self.key
        if key is None or text_of(entry, "key_id") != key.key_id:
            raise BadError("key", "signed by a key that the first line does not list for it")
        if key.key_id != key.fingerprint:
            raise BadError("key", "its key has another key's name")
        rotates = entry["kind"] == "key_rotate"
        if rotates != (begins is not None and self.seq > 0):
            raise BadError("key", "a new key and the entry that says so do not come together")
        if self.signatures and not key.signed(digest, signature):
            raise BadError("signature", "the signature does not fit")
        self.key = key

    def _check_place(self, entry: Object) -> None:
        if whole(entry, "v") != VERSION:
            raise BadError("version", "of another version")
        if not text_of(entry, "kind") or type(entry["body"]) is not dict:
            raise BadError("field", "its kind is no word, or its body no object")
        if whole(entry, "seq") != self.seq + 1:
            raise BadError("sequence", f"it is numbered {entry['seq']}")
        if text_of(entry, "prev_sha256") != self.head:
            raise BadError("link", "it does not follow the entry before it")
        if (entry["journal_id"], entry["terminal_id"]) != (
            self.header.journal_id,
            self.header.terminal,
        ):
            raise BadError("origin", "it belongs to another journal")
        if entry["mode"] not in ("normal", "practice") or self.mode not in ("", entry["mode"]):
            raise BadError("mode", "practice and real entries are mixed")
        self.mode = entry["mode"]

    def _check_epoch(self, entry: Object) -> None:
        epoch, begins = whole(entry, "epoch"), entry["kind"] == "epoch_start"
        # Beginning, it may leave some out: those that another copy of the store has begun.
        follows = epoch > self.epoch if begins else epoch == self.epoch
        if not follows or self.header.epochs.get(self.seq + 1) != (epoch if begins else None):
            raise BadError("epoch", "its epoch is not the one that it must be")
        if not begins:
            return
        self.epoch, self.series = epoch, text_of(entry["body"], "series")
        self.reasons[epoch] = str(entry["body"].get("reason"))
        stem = ("X-" if self.mode == "practice" else "") + self.header.terminal
        if not re.fullmatch(re.escape(stem) + "[A-Z]*", self.series):
            raise BadError("epoch", "its number series is not this terminal's")
        if self.series in self.last_numbers:
            raise BadError("epoch", "its number series was used before")
        self.last_numbers[self.series] = 0

    def _check_number(self, entry: Object) -> None:
        number = entry["number"]
        if entry["kind"] in DOCUMENTS:
            due = self.last_numbers[self.series] + 1
            if number != f"{self.series}-{due:06d}":
                raise BadError("number", f"receipt {number!a} should be {self.series}-{due:06d}")
            self.last_numbers[self.series] = due
        elif number is not None:
            parts = _NUMBER.fullmatch(number)
            last = self.last_numbers.get(parts[1], 0) if parts else 0
            if not parts or not 1 <= int(parts[2]) <= last or parts[2] != f"{int(parts[2]):06d}":
                raise BadError("number", f"there was no receipt {number!a} before it")

    def _check_amounts(self, entry: Object) -> int:
        """What the entry adds to the running totals, in minor units."""
        order = entry["body"]
        if entry["kind"] == "tender_change" and self._paid(order) != 0:
            raise BadError("amounts", "a changed tender takes back another amount than it brings")
        if entry["kind"] not in ORDERS:
            return 0
        total = whole(order, "total")
        if added(order["items"], "total") != total:
            raise BadError("amounts", "the items do not add up to the total")
        tax = whole(order, "tax")
        if not added(order["items"], "tax") == added(order["taxes"], "amount") == tax:
            raise BadError("amounts", "the taxes do not add up")
        if added(order["items"], "discount") != whole(order, "discount"):
            raise BadError("amounts", "the discounts do not add up")
        if entry["kind"] not in DOCUMENTS:
            return 0
        self._check_document(entry["kind"], order, total)
        return total

    def _check_document(self, kind: str, order: Object, total: int) -> None:
        buys = any(whole(one, "quantity") > 0 for one in order["items"])
        if buys != (kind == "order"):
            raise BadError("amounts", "an order that buys nothing, or a refund that does")
        tip = tip_of(order)
        if tip and (tip > 0, tip < 0) != (total > 0, total < 0):
            raise BadError("amounts", "a tip goes another way than its order")
        if self._paid(order) != total + tip + whole(order, "rounding"):
            raise BadError("amounts", "the payments do not add up to the total")

    def _paid(self, order: Object) -> int:
        paid = [one for one in order["payments"] if one["state"] == "approved"]
        if any(whole(one, "tendered") - whole(one, "change") != one["amount"] for one in paid):
            raise BadError("amounts", "a payment is not what was given less the change")
        return added(paid, "amount")

    def _check_totals(self, entry: Object, amount: int) -> None:
        if entry["kind"] == "shift_open":
            self.period = 0
        self.period += amount
        self.perpetual += amount
        self.perpetual_abs += abs(amount)
        found = [
            whole(entry, name)
            for name in ("period_total", "perpetual_total", "perpetual_abs_total")
        ]
        if found != [self.period, self.perpetual, self.perpetual_abs]:
            raise BadError("totals", "the running totals do not add up")

    def _check_shift(self, entry: Object, amount: int) -> None:
        kind = entry["kind"]
        if kind == "shift_open":
            self._open_shift(entry)
        elif kind == "shift_close":
            self._close_shift(entry, self._shift_of(entry))
        elif kind == "tender_change":
            self._shift_of(entry).drawer += self._cash(entry["body"])
        elif kind in ORDERS:
            shift = self._shift_of(entry)
            if kind == "order_cancel":
                return
            items = entry["body"]["items"]
            given_back = -added([one for one in items if whole(one, "quantity") < 0], "total")
            shift.orders += kind == "order"
            shift.sales += amount + given_back
            shift.refunds += given_back
            shift.tips += tip_of(entry["body"])
            shift.drawer += self._cash(entry["body"])
        elif kind in ("cash_in", "cash_out"):
            moved = whole(entry["body"], "amount")
            self._shift_of(entry).drawer += moved if kind == "cash_in" else -moved

    def _cash(self, order: Object) -> int:
        payments = order["payments"]
        cash = [one for one in payments if (one["method"], one["state"]) == ("cash", "approved")]
        return added(cash, "amount")

    def _open_shift(self, entry: Object) -> None:
        if self.shift is not None:
            raise BadError("shift", "a shift begins while another is open")
        last_number, last_date = self.last_shift
        number, business_date = whole(entry["body"], "number"), text_of(entry, "business_date")
        if number != last_number + 1 or business_date < last_date:
            raise BadError("shift", "a shift that does not follow the one before it")
        self.shift = Shift(
            whole(entry, "shift_id"), number, business_date, whole(entry["body"], "float")
        )
        self.last_shift = (number, business_date)

    def _shift_of(self, entry: Object) -> Shift:
        shift = self.shift
        if shift is None or (whole(entry, "shift_id"), entry["business_date"]) != (
            shift.shift_id,
            shift.business_date,
        ):
            raise BadError("shift", "it is not of the shift that is open")
        return shift

    def _close_shift(self, entry: Object, shift: Shift) -> None:
        told = {"tips": 0, **entry["body"]}
        names = ("number", "orders", "sales", "refunds", "tips", "expected")
        sums = (shift.number, shift.orders, shift.sales, shift.refunds, shift.tips, shift.drawer)
        if tuple(whole(told, name) for name in names) != sums:
            raise BadError("shift", "the shift is not the sum of its orders")
        self.shift = None


def _fields(line: bytes) -> list[bytes]:
    fields = line[:-1].split(b"\t")
    if not line.endswith(b"\n") or len(line) > LINE_BYTES_MAX or len(fields) != FIELDS:
        raise BadError("line", "not a whole line of three fields")
    if not _SIGNATURE.fullmatch(fields[2]):
        raise BadError("line", "another spelling of a signature")
    return fields


# --- what somebody else has kept ----------------------------------------------------------------


@dataclass(frozen=True)
class Witness:
    """An anchor, or a receipt: then `said` is its number, total and currency, and no epoch."""

    terminal: str
    seq: int
    hash: str
    epoch: int | None = None
    said: tuple[str, int, str] | None = None

    @property
    def name(self) -> str:
        return f"receipt {self.said[0]}" if self.said else f"the anchor of entry {self.seq}"

    def compare(self, walk: Walk) -> None:
        """With the entry of its number, which has just been taken."""
        kind = "receipt" if self.said else "anchor"
        if (self.hash, self.terminal) != (walk.head, walk.header.terminal):
            raise BadError(kind, f"it is not the entry that {self.name} vouches for")
        if self.epoch not in (None, walk.epoch):
            raise BadError(kind, f"it is in epoch {walk.epoch}, not as {self.name} says")
        body, number = walk.entry["body"], walk.entry["number"]
        if self.said and self.said != (number, body.get("total"), body.get("currency")):
            raise BadError(kind, f"it does not say what {self.name} says")


def read_anchors(path: Path) -> list[Witness]:
    """:raises UnreadableError: if the file holds anything else"""
    try:
        return [_anchor(one) for one in json.loads(path.read_bytes())]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableError(f"{path.name} holds no anchors ({error!a})") from error


def _anchor(values: Object) -> Witness:
    seq, epoch = whole(values, "seq"), whole(values, "epoch")
    if not _HEX_KEY.fullmatch(values["hash"]) or seq < 1 or epoch < 1:
        raise ValueError("entries and epochs begin with 1, a hash has 64 digits")
    return Witness(text_of(values, "terminal"), seq, values["hash"], epoch)


def read_receipt(text: str) -> Witness:
    """:raises UnreadableError: if no receipt carries such a code"""
    parts = _RECEIPT.fullmatch(text.strip())
    if not parts:
        raise UnreadableError(f"{text!a} is not the code of a receipt")
    number, total, currency, terminal, seq, digest = parts.groups()
    return Witness(terminal, int(seq), digest.lower(), said=(number, int(total), currency))


@dataclass
class Witnesses:
    """Compares each with its entry on the way; `lost` is what the next epoch did not have."""

    waiting: list[Witness]
    compared: int = 0
    lost: dict[int, tuple[int, int, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.waiting.sort(key=lambda one: one.seq, reverse=True)

    def hear(self, walk: Walk) -> None:
        while self.waiting and self.waiting[-1].seq == walk.seq:
            one = self.waiting.pop()
            if not self._is_lost(one, walk):
                one.compare(walk)
            self.compared += 1

    def end(self, walk: Walk) -> None:
        """:raises BadError: if one of them has seen more entries than there are"""
        while self.waiting:
            one = self.waiting.pop()
            if not self._is_lost(one, walk):
                raise BadError("tail", f"it is missing: {one.name} vouches for a later entry")
            self.compared += 1

    def _is_lost(self, one: Witness, walk: Walk) -> bool:
        """Whether an anchor is of an earlier epoch than the one that has its place now."""
        if one.epoch is None or one.epoch >= walk.epoch:
            return False
        # The next one that was begun here: another copy of the store may have begun those between.
        first, after = min(
            (seq, epoch) for seq, epoch in walk.header.epochs.items() if epoch > one.epoch
        )
        self.lost[one.epoch] = (first, one.seq, walk.reasons.get(after, ""))
        return True


# --- the verdict --------------------------------------------------------------------------------


@dataclass
class Verdict:
    walk: Walk
    witnesses: Witnesses
    bad: BadError | None = None
    first_bad: int | None = None
    """The number of the entry; None if the whole is not accepted."""


def verify_file(path: Path, witnesses: Sequence[Witness], keys: set[str]) -> Verdict:
    """In two processes, if it is large: signatures are the greater part of the work.

    What is not good is read once more by one alone, so as to name the first bad entry.

    :raises UnreadableError: if the first line is not that of an export
    """
    if path.stat().st_size > SMALL:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            other = pool.submit(signatures_are_good, path)
            read = hashlib.sha256()
            verdict = verify(lines_of(path, read), witnesses, keys, signatures=False)
            # Both must have read the same.
            if verdict.bad is None and other.result() == read.digest():
                return verdict
    return verify(lines_of(path), witnesses, keys)


def signatures_are_good(path: Path) -> bytes | None:
    """The SHA-256 of the whole file, if each of its entries is signed by the key in use."""
    read = hashlib.sha256()
    lines = lines_of(path, read)
    try:
        keys, key = read_header(next(lines)).keys, None
        for seq, line in enumerate(lines, start=1):
            _, digest, signature = _fields(line)
            key = keys.get(seq, key)
            if key is None or not key.signed(digest, signature):
                return None
    except (UnreadableError, BadError):
        return None
    return read.digest()


def lines_of(path: Path, read: Digest | None = None) -> Iterator[bytes]:
    """One after the other; what is longer than any entry is cut there, and so is none."""
    with path.open("rb") as file:
        while line := file.readline(LINE_BYTES_MAX + 1):
            if read:
                read.update(line)
            yield line


def verify(
    lines: Iterable[bytes],
    witnesses: Sequence[Witness],
    keys: set[str],
    *,
    signatures: bool = True,
) -> Verdict:
    """Walk through an export; `keys` are the only fingerprints allowed, all if there are none.

    :raises UnreadableError: if the first line is not that of an export
    """
    rest = iter(lines)
    header = read_header(next(rest, b""))
    own = [one for one in witnesses if one.said or one.terminal == header.terminal]
    verdict = Verdict(Walk(header, signatures), Witnesses([*own]))
    try:
        walk_on(verdict.walk, verdict.witnesses, rest)
    except BadError as error:
        verdict.bad, verdict.first_bad = error, verdict.walk.seq + 1
        return verdict
    strangers = [one.fingerprint for one in header.keys.values()]
    strangers = [grouped(one) for one in strangers if keys and one not in keys]
    if strangers:
        verdict.bad = BadError("key", f"it is signed by {', '.join(strangers)}")
    elif witnesses and not own:
        verdict.bad = BadError("anchor", f"no anchor is of terminal {header.terminal!a}")
    elif not verdict.walk.seq:
        verdict.bad = BadError("empty", "the export holds no entries")
    return verdict


def walk_on(walk: Walk, witnesses: Witnesses, lines: Iterable[bytes]) -> None:
    """Take line after line up to the end.

    :raises BadError: for the entry after `walk.seq`
    """
    for line in lines:
        walk.take(line)
        try:
            witnesses.hear(walk)
        except BadError:
            # The one that was taken is not good after all.
            walk.seq, walk.head = walk.seq - 1, walk.entry["prev_sha256"]
            raise
    walk.end()
    witnesses.end(walk)


def grouped(fingerprint: str) -> str:
    return " ".join(re.findall("....", fingerprint))


def anchor_of(walk: Walk) -> Object:
    """What to keep of a good journal, to hold the next one against."""
    return {
        "terminal": walk.header.terminal,
        "epoch": walk.epoch,
        "seq": walk.seq,
        "hash": walk.head,
    }


def document(verdict: Verdict) -> Object:
    walk, bad = verdict.walk, verdict.bad
    return {
        "ok": bad is None,
        "entries": walk.seq,
        "head": walk.head or None,
        "anchor": None if bad else anchor_of(walk),
        "first_bad": verdict.first_bad,
        "kind": bad.kind if bad else "",
        "reason": bad.reason if bad else "",
        "terminal": walk.header.terminal,
        "journal_id": walk.header.journal_id,
        "mode": walk.mode,
        "epoch": walk.epoch,
        "keys": [
            {"fingerprint": grouped(key.fingerprint), "first_seq": first}
            for first, key in walk.header.keys.items()
        ],
        "last_numbers": walk.last_numbers,
        "perpetual_total": walk.perpetual,
        "perpetual_abs_total": walk.perpetual_abs,
        "kinds": dict(sorted(walk.kinds.items())),
        "compared": verdict.witnesses.compared,
        "lost": [
            {"epoch": epoch, "first_seq": first, "last_seq": last, "next_epoch": reason}
            for epoch, (first, last, reason) in verdict.witnesses.lost.items()
        ],
    }


def report(said: Object) -> Iterator[str]:
    yield f"Terminal {said['terminal']!a}, journal {said['journal_id']!a}, mode {said['mode']}"
    for key in said["keys"]:
        yield f"Key from entry {key['first_seq']}: {key['fingerprint']}"
    for series, last in said["last_numbers"].items():
        yield f"Receipts of series {series}: {last}"
    yield f"Perpetual total {said['perpetual_total']}, absolute {said['perpetual_abs_total']}"
    yield f"Anchors and receipts compared: {said['compared']}"
    for one in said["lost"]:
        yield (
            f"NOT HERE: entries {one['first_seq']} to {one['last_seq']} of epoch {one['epoch']} "
            f"were vouched for; {WITHOUT_THEM.get(one['next_epoch'], 'the next one lacks them')}."
        )
    if said["ok"]:
        yield f"GOOD: {said['entries']} entries. An anchor to keep: {json.dumps(said['anchor'])}"
    elif said["first_bad"] is None:
        yield f"BAD ({said['kind']}): {said['reason']}."
    else:
        yield f"BAD: entry {said['first_bad']} ({said['kind']}): {said['reason']}."
        yield f"The {said['entries']} before it are good."


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("export", metavar="EXPORT", type=Path)
    parser.add_argument(
        "--key", action="append", default=[], help="the only fingerprint allowed; may repeat"
    )
    parser.add_argument("--anchors", type=Path, metavar="FILE.json")
    parser.add_argument("--receipt", action="append", default=[], metavar="QRTEXT")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    wishes = parser.parse_args(arguments)
    try:
        witnesses = read_anchors(wishes.anchors) if wishes.anchors else []
        witnesses += [read_receipt(text) for text in wishes.receipt]
        keys = {_plain_key(key) for key in wishes.key}
        said = document(verify_file(wishes.export, witnesses, keys))
    except (UnreadableError, OSError) as error:
        print(f"{wishes.export}: {error}", file=sys.stderr)
        return UNREADABLE
    except Exception as error:  # noqa: BLE001 - no verdict, which must not look like one
        print(f"{wishes.export}: it could not be verified ({error!a})", file=sys.stderr)
        return UNREADABLE
    for line in [json.dumps(said)] if wishes.json else report(said):
        print("".join(one if one.isprintable() else ascii(one)[1:-1] for one in line))
    return OK if said["ok"] else BAD


def _plain_key(text: str) -> str:
    plain = re.sub(r"[\s:-]", "", text).lower()
    if not _FINGERPRINT.fullmatch(plain):
        raise UnreadableError(f"{text!a} is no key's fingerprint: those have 16 digits")
    return plain


if __name__ == "__main__":
    sys.exit(main())
