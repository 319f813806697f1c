"""The journal as lines of text: one header, then `raw TAB sha256-hex TAB signature-base64url`."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pos_app.domain.errors import InvalidInputError
from pos_app.services.ports import Entry
from pos_app.wire import canonical

FORMAT: Final = "pos-journal-1"
LINE_BYTES_MAX: Final = 4 * 1024 * 1024
FIELDS: Final = 3


class NotAnExportError(InvalidInputError):
    code = "journal.not_an_export"
    text = "This file is not a journal export: {reason}."


@dataclass(frozen=True, slots=True)
class ExportHeader:
    """Public keys with the first sequence number they sign, by key id; that of each epoch."""

    journal_id: str
    terminal: str
    keys: Mapping[str, tuple[bytes, int]]
    epochs: Mapping[int, int]


def export_lines(header: ExportHeader, entries: Iterable[Entry]) -> Iterator[bytes]:
    """The whole file, line by line, LF included."""
    yield _header_line(header)
    for entry in entries:
        signature = base64.urlsafe_b64encode(entry.signature)
        yield b"\t".join((entry.raw, entry.hash.hex().encode(), signature)) + b"\n"


def read_header(line: bytes) -> ExportHeader:
    """The first line of an export.

    :raises NotAnExportError: if it is anything else
    """
    try:
        values = canonical.decode(line.removesuffix(b"\n"))
        assert isinstance(values, dict)
        if values["format"] != FORMAT:
            raise NotAnExportError(reason=f"its format is {values['format']!r}")
        header = _header_of(values)
    except (AssertionError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise NotAnExportError(reason="the first line cannot be read") from error
    # Only one spelling of it is accepted, as for every other line.
    if _header_line(header) != line:
        raise NotAnExportError(reason="the first line is not as it was written")
    begins = [first_seq for _, first_seq in header.keys.values()]
    for numbers in (begins, [*header.epochs.values()]):
        if len(set(numbers)) < len(numbers):
            raise NotAnExportError(reason="two of its keys or epochs begin with the same entry")
    return header


def read_entries(lines: Iterable[bytes], *, after: int = 0) -> Iterator[Entry]:
    """The links of an export, from the one that follows the number `after`.

    A line that cannot be read becomes a link that cannot verify.
    """
    for seq, line in enumerate(lines, start=after + 1):
        parts = line.removesuffix(b"\n").split(b"\t")
        if not line.endswith(b"\n") or len(parts) != FIELDS or len(line) > LINE_BYTES_MAX:
            yield Entry(seq=seq, kind="", raw=line, hash=b"", signature=b"")
            continue
        raw, digest, signature = parts
        yield Entry(
            seq=seq,
            kind=_kind_of(raw),
            raw=raw,
            hash=_digest(digest),
            signature=_signature(signature),
        )


def _header_of(values: Mapping[str, Any]) -> ExportHeader:
    journal_id, terminal = values["journal_id"], values["terminal"]
    assert isinstance(journal_id, str)
    assert isinstance(terminal, str)
    keys = {
        key["key_id"]: (bytes.fromhex(key["public_key"]), int(key["first_seq"]))
        for key in values["keys"]
    }
    epochs = {int(one["epoch"]): int(one["first_seq"]) for one in values["epochs"]}
    return ExportHeader(journal_id, terminal, keys, epochs)


def _header_line(header: ExportHeader) -> bytes:
    by_seq = sorted(header.keys.items(), key=lambda one: one[1][1])
    values = {
        "format": FORMAT,
        "journal_id": header.journal_id,
        "terminal": header.terminal,
        "keys": [
            {"key_id": key_id, "public_key": public.hex(), "first_seq": first_seq}
            for key_id, (public, first_seq) in by_seq
        ],
        "epochs": [
            {"epoch": epoch, "first_seq": first_seq}
            for epoch, first_seq in sorted(header.epochs.items(), key=lambda one: one[1])
        ],
    }
    return canonical.encode(values) + b"\n"


def _kind_of(raw: bytes) -> str:
    try:
        return str(json.loads(raw)["kind"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _digest(text: bytes) -> bytes:
    """Only one spelling of the same bytes is accepted: what is hashed is what is on disk."""
    try:
        value = bytes.fromhex(text.decode("ascii"))
    except (UnicodeDecodeError, ValueError):
        return b""
    return value if value.hex().encode() == text else b""


def _signature(text: bytes) -> bytes:
    try:
        value = base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError):
        return b""
    return value if base64.urlsafe_b64encode(value) == text else b""
