"""A record as it came, and what there is to say of it before anything else is known."""

from __future__ import annotations

import base64
import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, NoReturn

from pos_app.head_office.services.ingest.orders import (
    Order,
    UnreadableError,
    order_of,
    text_in,
    whole_in,
)
from pos_app.wire.records import RAW_BYTES_MAX

JOURNAL_VERSION: Final = 1
HASH_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
KIND_LENGTH_MAX: Final = 64
MOVED_MAX: Final = 1_000
"""Products whose stock one entry moves; a terminal tells 500 at most."""
SAID_MAX: Final = 512
"""Characters kept of a field that should be short and is not."""


class Sent(NamedTuple):
    """What a terminal says of one entry; only the place is known to be what it should be."""

    epoch: int
    seq: int
    kind: object
    raw: object
    hash: object
    signature: object


@dataclass(frozen=True, slots=True)
class Refusal:
    """`reason` is for a program, `detail` for a person."""

    reason: str
    detail: str


# A hundred in every batch: a tuple is made in a third of the time of a frozen dataclass.
class Entry(NamedTuple):
    """A record that agrees with itself: `hash` is that of `raw`, and `raw` can be read."""

    epoch: int
    seq: int
    kind: str
    raw: bytes
    hash: bytes
    signature: bytes
    previous: bytes
    journal_id: str
    key_id: str
    order: Order | None
    moved: tuple[tuple[str, int], ...] = ()
    """Skus and thousandths, where goods came in or were counted."""


def read(sent: Sent) -> Entry | Refusal:
    """Whatever was sent, this answers: what cannot be read is kept and told, and stops nobody."""
    try:
        return _read(sent)
    except UnreadableError as error:
        return Refusal(error.reason, str(error))
    except RecursionError:
        return Refusal("unreadable", "The entry is nested too deep to be read.")


def _read(sent: Sent) -> Entry:
    text, raw, digest, signature = _parts(sent)
    content = _content(text)
    kind = sent.kind
    stands = (content.get("epoch"), content.get("seq"), content.get("kind"))
    if type(kind) is not str or stands != (sent.epoch, sent.seq, kind):
        raise UnreadableError("The entry is not the one that it is sent as.", reason="envelope")
    if not 0 < len(kind) <= KIND_LENGTH_MAX or "\0" in kind:
        raise UnreadableError("The entry is of a kind that is no short text.")
    if content.get("v") != JOURNAL_VERSION:
        raise UnreadableError("The entry is of a version not known here.", reason="version")
    if content.get("mode") != "normal":
        raise UnreadableError("The entry is from a practice store.", reason="practice")
    previous, journal_id, key_id = (
        content.get(name) for name in ("prev_sha256", "journal_id", "key_id")
    )
    if not (type(previous) is str and type(journal_id) is str and type(key_id) is str):
        raise UnreadableError("The entry does not say what it follows, or who signed it.")
    return Entry(
        epoch=sent.epoch,
        seq=sent.seq,
        kind=kind,
        raw=raw,
        hash=digest,
        signature=signature,
        previous=_hex(previous) if previous else b"",
        journal_id=journal_id,
        key_id=key_id,
        order=order_of(kind, content),
        moved=_moved(kind, content),
    )


def _parts(sent: Sent) -> tuple[str, bytes, bytes, bytes]:
    text = sent.raw
    if type(text) is not str:
        raise UnreadableError("The entry is not text.")
    try:
        raw = text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableError("The entry holds half of a character.") from error
    if len(raw) > RAW_BYTES_MAX:
        raise UnreadableError(f"The entry is longer than {RAW_BYTES_MAX} bytes.", reason="size")
    digest = _hex(sent.hash)
    if hashlib.sha256(raw).digest() != digest:
        raise UnreadableError("The entry is not what its hash says.", reason="hash")
    return text, raw, digest, _signature(sent.signature)


def _hex(value: object) -> bytes:
    digest = hash_said(value)
    if digest is None:
        raise UnreadableError("A hash is 64 small hexadecimal digits.", reason="hash")
    return digest


def hash_said(value: object) -> bytes | None:
    try:
        digest = bytes.fromhex(value) if type(value) is str else b""
    except ValueError:
        return None
    return digest if len(digest) == HASH_BYTES and digest.hex() == value else None


def _signature(value: object) -> bytes:
    signature = signature_said(value)
    if signature is None:
        raise UnreadableError("The signature is not 64 bytes in base64url.", reason="signature")
    return signature


def signature_said(value: object) -> bytes | None:
    try:
        signature = base64.urlsafe_b64decode(f"{value}==") if type(value) is str else b""
    except ValueError:
        return None
    return signature if len(signature) == SIGNATURE_BYTES and encoded(signature) == value else None


def raw_bytes(value: object) -> bytes:
    """As it came: what is not even text, as JSON."""
    if type(value) is str:
        return value.encode("utf-8", "surrogatepass")
    return json.dumps(value, ensure_ascii=True).encode()


def encoded(signature: bytes) -> str:
    """Base64url without padding, as it travels."""
    return base64.urlsafe_b64encode(signature).rstrip(b"=").decode("ascii")


def _content(text: str) -> Mapping[str, Any]:
    """Read the canonical form as strictly as `canonical.decode`, and some times faster.

    The one difference: more than 32 levels are read as long as Python can.
    """
    try:
        content, _ = _DECODER.raw_decode(text)  # what stands behind it is not canonical either
        is_canonical = _ENCODER.encode(content) == text and (
            text.isascii() or unicodedata.is_normalized("NFC", text)
        )
    except ValueError as error:
        raise UnreadableError("The entry is not JSON of whole numbers and texts.") from error
    if not is_canonical or not isinstance(content, dict):
        raise UnreadableError("The entry is not written in the one canonical form.")
    return content


def _no_float(text: str) -> NoReturn:
    raise ValueError(text)


# Made once: with options json.loads and json.dumps make one for every call.
_DECODER: Final = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float)
# What was read holds nothing twice, so no circle is looked for.
_ENCODER: Final = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False
)


def _moved(kind: str, content: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    body = content.get("body")
    if not isinstance(body, dict):
        return ()
    if kind == "config_change" and "received" in body:
        return ((text_in(body, "received"), whole_in(body, "quantity")),)
    if kind == "import" and "moved" in body:
        return _moves(body["moved"])
    return ()


def _moves(moved: object) -> tuple[tuple[str, int], ...]:
    if not isinstance(moved, list) or len(moved) > MOVED_MAX:
        raise UnreadableError(f"`moved` is no list of at most {MOVED_MAX} moves.")
    return tuple(map(_move, moved))


def _move(one: object) -> tuple[str, int]:
    if not isinstance(one, list) or len(one) != len(("sku", "quantity")):
        raise UnreadableError("A move of stock is a sku and a quantity.")
    said = {"sku": one[0], "quantity": one[1]}
    return text_in(said, "sku"), whole_in(said, "quantity")


def said(value: object) -> str:
    """As much of a field as fits, in letters that every database keeps."""
    text = value if type(value) is str else json.dumps(value, ensure_ascii=True)
    return text[:SAID_MAX].encode("ascii", "backslashreplace").decode().replace("\0", "\\0")
