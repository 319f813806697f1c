"""Use case: take in a journal that came as a file, of a terminal that may not speak any more.

The file is what `pos-app journal export` writes: one header, then a line for each entry, `raw TAB
sha256-hex TAB signature-base64url`. It goes the way of what terminals send: each entry is proven
by the keys that the terminal enrolled with, whatever keys the file names.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from pos_app.head_office.services.access.ports import Terminal
from pos_app.head_office.services.errors import InvalidError
from pos_app.head_office.services.ingest.ingesting import Ingest
from pos_app.head_office.services.ingest.sent import Sent
from pos_app.wire.records import BATCH_MAX, Answer

FORMAT: Final = "pos-journal-1"
LINE_BYTES_MAX: Final = 4 * 1024 * 1024
FIELDS: Final = 3
BATCH_BYTES_MAX: Final = 4 * 1024 * 1024
_WHOLE_MAX: Final = 2**53

OpenFile = Callable[[], BinaryIO]


class NotAnExportError(InvalidError):
    text = (
        "The file is no journal export: {reason}. Nothing was taken in; export it again at the "
        "till: pos-app journal export FILE."
    )


@dataclass(frozen=True, slots=True)
class Imported:
    """How many entries were answered how."""

    terminal: Terminal
    answers: Counter[Answer]


def import_journal(
    open_file: OpenFile, *, ingest: Ingest, of_journal: Callable[[str], Terminal]
) -> Imported:
    """Take in what is missing; what is known already is compared, and counted as a duplicate.

    :param of_journal: whose journal it is
    :raises NotAnExportError: if a line cannot be read; nothing was taken in then
    """
    with open_file() as file:
        journal_id = _journal_id(file)
        for _ in _batches(file):
            """Read to its end, before anything is taken in."""
    terminal = of_journal(journal_id)
    answers: Counter[Answer] = Counter()
    with open_file() as file:
        _journal_id(file)
        for batch in _batches(file):
            received = ingest.receive(
                terminal_id=terminal.terminal_id, records=batch, even_if_ended=True
            )
            answers.update(result.answer for result in received.results)
    return Imported(terminal, answers)


def _journal_id(file: BinaryIO) -> str:
    try:
        header = json.loads(file.readline(LINE_BYTES_MAX))
        found, journal_id = header["format"], header["journal_id"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotAnExportError(reason="the first line cannot be read") from error
    if found != FORMAT or type(journal_id) is not str:
        raise NotAnExportError(reason="it is of another format")
    return journal_id


def _batches(file: BinaryIO) -> Iterator[Sequence[Sent]]:
    batch: list[Sent] = []
    size = 0
    for number, line in enumerate(iter(lambda: file.readline(LINE_BYTES_MAX), b""), start=2):
        batch.append(_sent(line, number))
        size += len(line)
        if len(batch) == BATCH_MAX or size > BATCH_BYTES_MAX:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _sent(line: bytes, number: int) -> Sent:
    """Only the place has to be readable, as of whatever a terminal sends."""
    unreadable = NotAnExportError(reason=f"line {number} cannot be read")
    parts = line.removesuffix(b"\n").split(b"\t")
    if not line.endswith(b"\n") or len(parts) != FIELDS:
        raise unreadable
    try:
        raw, digest, signature = (part.decode() for part in parts)
        content = json.loads(raw)
        epoch, seq, kind = content["epoch"], content["seq"], content["kind"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise unreadable from error
    if not all(type(one) is int and 1 <= one <= _WHOLE_MAX for one in (epoch, seq)):
        raise unreadable
    return Sent(epoch, seq, kind, raw, digest, signature.rstrip("="))
