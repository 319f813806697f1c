"""The lines of a text file of any size, in bounded memory, ends kept as they are."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pos_app.adapters.files.text_coding import TextCoding, chunks, readable

# Only these end a line: str.splitlines also splits at form feeds and the like.
_LINES: Final = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_BREAK: Final = re.compile(r"\r\n|\n|\r")


class TextLines:
    def __init__(self, *, path: Path, coding: TextCoding, longest: int) -> None:
        self._path = path
        self._coding = coding
        self._longest = longest
        self._bytes_read = coding.skipped
        with readable(path):
            self._size = max(1, path.stat().st_size)

    def percent_read(self) -> int:
        return min(100, self._bytes_read * 100 // self._size)

    def __iter__(self) -> Iterator[str]:
        """Each line; of one longer than `longest` only the start, one character too long."""
        rest = ""
        skipping = False
        for text in self._texts():
            fresh = text
            if skipping:
                end = _BREAK.search(text)
                if end is None:
                    continue
                fresh = text[end.end() :]
                skipping = False
            lines = _LINES.findall(rest + fresh)
            rest = lines.pop() if lines and not lines[-1].endswith(("\n", "\r")) else ""
            yield from lines
            if len(rest) > self._longest:
                yield rest[: self._longest + 1]
                rest = ""
                skipping = True
        if rest:
            yield rest

    def _texts(self) -> Iterator[str]:
        bytes_decoder = codecs.getincrementaldecoder(self._coding.codec)("strict")
        # Keeps a carriage return back until it is known whether a line feed follows.
        decoder = io.IncrementalNewlineDecoder(bytes_decoder, translate=False)
        with readable(self._path):
            for chunk in chunks(self._path, self._coding.skipped):
                self._bytes_read += len(chunk)
                yield decoder.decode(chunk)
            yield decoder.decode(b"", final=True)
