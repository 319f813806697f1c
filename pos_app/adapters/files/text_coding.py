"""The encoding of a text file: found by its first bytes and by reading all of it once."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pos_app.services.catalogue.reading import FileUnreadableError, UndecodableError

CHUNK_BYTES: Final = 256 * 1024
AUTO: Final = "auto"

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# No character of cp1252, one (0xFF) that no catalogue has but broken files often do, and half
# a character that a program has written as if it were a whole one.
_NOT_IN_CP1252: Final = re.compile(rb"[\x81\x8d\x8f\x90\x9d\xff]|\xed[\xa0-\xbf][\x80-\xbf]")
_ESCAPED: Final = re.compile("[\udc80-\udcff]")
_NOT_ASCII: Final = re.compile("[^\0-\x7f]")


@dataclass(frozen=True, slots=True)
class TextCoding:
    codec: str
    skipped: int = 0
    """Bytes of the mark at the start."""
    guessed: bool = False


def find_coding(path: Path, wanted: str) -> TextCoding:
    """The encoding in which every byte of the file can be read.

    :raises UndecodableError: if there is none, naming the first bad byte
    """
    coding = _by_mark(path) or TextCoding("utf-8" if wanted == AUTO else _codec(wanted))
    bad = _first_bad_byte(path, coding)
    if bad is None:
        return coding
    if wanted == AUTO and coding == TextCoding("utf-8") and _is_cp1252(path):
        return TextCoding("cp1252", guessed=True)
    raise UndecodableError(
        file=path.name,
        line=_line_of(path, coding, bad.offset),
        offset=bad.offset,
        byte=f"0x{bad.byte:02x}",
        encoding=coding.codec,
    )


def chunks(path: Path, skipped: int = 0) -> Iterator[bytes]:
    """The bytes of the file, a piece at a time.

    :raises FileUnreadableError: if the system cannot read it
    """
    with readable(path), path.open("rb", buffering=0) as file:
        file.seek(skipped)
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """:raises FileUnreadableError: for what the system refuses, and text that changed meanwhile"""
    try:
        yield
    except OSError as error:
        raise FileUnreadableError(file=path.name, reason=error.strerror or error) from error
    except UnicodeDecodeError as error:
        reason = "it was changed while it was read"
        raise FileUnreadableError(file=path.name, reason=reason) from error


def _codec(wanted: str) -> str:
    return "utf-16-le" if wanted == "utf-16" else wanted


def _by_mark(path: Path) -> TextCoding | None:
    start = next(chunks(path), b"")
    for mark, codec in _MARKS:
        if start.startswith(mark):
            return TextCoding(codec, len(mark))
    return None


@dataclass(frozen=True, slots=True)
class _BadByte:
    offset: int
    byte: int


def _first_bad_byte(path: Path, coding: TextCoding) -> _BadByte | None:
    decoder = codecs.getincrementaldecoder(coding.codec)("strict")
    offset = coding.skipped
    waiting = b""
    try:
        for chunk in chunks(path, coding.skipped):
            waiting, _ = decoder.getstate()
            decoder.decode(chunk)
            offset += len(chunk)
        waiting, _ = decoder.getstate()
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return _BadByte(offset - len(waiting) + error.start, error.object[error.start])
    return None


def _line_of(path: Path, coding: TextCoding, offset: int) -> int:
    bytes_decoder = codecs.getincrementaldecoder(coding.codec)("replace")
    decoder = io.IncrementalNewlineDecoder(bytes_decoder, translate=True)
    breaks = 0
    left = offset - coding.skipped
    for chunk in chunks(path, coding.skipped):
        breaks += decoder.decode(chunk[:left], final=len(chunk) >= left).count("\n")
        left -= len(chunk)
        if left <= 0:
            break
    return breaks + 1


def _is_cp1252(path: Path) -> bool:
    """Whether a file that is not UTF-8 reads as cp1252, and not rather as UTF-8 with damage."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    damaged = proper = 0
    for chunk in chunks(path):
        if _NOT_IN_CP1252.search(chunk):
            return False
        text = decoder.decode(chunk)
        if not text.isascii():
            escaped = len(_ESCAPED.findall(text))
            damaged += escaped
            proper += len(_NOT_ASCII.findall(text)) - escaped
    return damaged > proper
