"""Keys in a file of the store's folder, for practice stores and owners who chose it."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

from pos_app.domain.errors import UnavailableError

_OTHERS = 0o077


class KeyFileError(UnavailableError):
    code = "keys.file"
    text = "The key file {path} cannot be used: {reason}. Nothing was changed."


class KeyFileStore:
    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, name: str) -> bytes | None:
        value = self._read().get(name)
        return base64.b64decode(value) if value is not None else None

    def put(self, name: str, value: bytes) -> None:
        """Write the file anew, whole or not at all."""
        values = self._read() | {name: base64.b64encode(value).decode()}
        partial = self._path.with_name(self._path.name + ".new")
        partial.unlink(missing_ok=True)
        try:
            handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                json.dump(values, file)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self._path)
        except OSError as error:
            raise KeyFileError(path=self._path.name, reason=error.strerror) from error

    def _read(self) -> dict[str, str]:
        if not self._path.exists():
            return {}
        if self._path.stat().st_mode & _OTHERS:
            raise KeyFileError(
                path=self._path.name, reason="others may read it; set its mode to 0600"
            )
        try:
            values: dict[str, str] = json.loads(self._path.read_text("ascii"))
        except (OSError, ValueError) as error:
            raise KeyFileError(path=self._path.name, reason="it is damaged") from error
        return values
