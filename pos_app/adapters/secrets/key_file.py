"""Keys in a file of the store's folder, for practice stores and owners who chose it."""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pos_app.domain.errors import UnavailableError

_OTHERS = 0o077


class KeyFileError(UnavailableError):
    code = "keys.file"
    text = "The key file {path} cannot be used: {reason}. Nothing was changed."


class KeyFileDamagedError(UnavailableError):
    code = "keys.file_damaged"
    text = (
        "The key file {path} is damaged ({reason}). Nothing was changed. Bring the keys back with "
        "the recovery code: pos-app staff reset NAME --recovery-code FILE --pin-file FILE."
    )


class KeyFileStore:
    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, name: str) -> bytes | None:
        """:raises UnavailableError: if the file is damaged, or open to others"""
        values = self._read()
        return self._decoded(name, values[name]) if name in values else None

    def put(self, name: str, value: bytes) -> None:
        """Write the file anew, whole or not at all."""
        self._replace(self._all() | {name: value})

    def delete(self, name: str) -> None:
        """Write the file anew without it, whole or not at all."""
        values = self._all()
        if values.pop(name, None) is not None:
            self._replace(values)

    def _all(self) -> dict[str, bytes]:
        return {one: self._decoded(one, text) for one, text in self._read().items()}

    def _replace(self, values: Mapping[str, bytes]) -> None:
        partial = self._path.with_name(self._path.name + ".new")
        write_key_file(partial, values)
        try:
            partial.replace(self._path)
        except OSError as error:
            raise KeyFileError(path=self._path.name, reason=error.strerror) from error

    def _read(self) -> dict[str, Any]:
        try:
            if not self._path.exists():
                return {}
            if self._path.stat().st_mode & _OTHERS:
                raise KeyFileError(
                    path=self._path.name, reason="others may read it; set its mode to 0600"
                )
            text = self._path.read_bytes()
        except OSError as error:
            raise KeyFileError(path=self._path.name, reason=error.strerror) from error
        try:
            values = json.loads(text.decode("ascii"))
        except (ValueError, RecursionError) as error:
            raise self._damaged("it is no JSON") from error
        if not isinstance(values, dict):
            raise self._damaged("it holds no names")
        return values

    def _decoded(self, name: str, value: object) -> bytes:
        if not isinstance(value, str):
            raise self._damaged(f"{name} is no text")
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError) as error:
            raise self._damaged(f"{name} is not base64") from error

    def _damaged(self, reason: str) -> KeyFileDamagedError:
        return KeyFileDamagedError(path=self._path.name, reason=reason)


def write_key_file(path: Path, values: Mapping[str, bytes]) -> None:
    """Write a new file for the owner's eyes only, and wait until it is on the disk.

    :raises KeyFileError: if the system refuses
    """
    encoded = {name: base64.b64encode(value).decode() for name, value in values.items()}
    try:
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(encoded, file)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise KeyFileError(path=path.name, reason=error.strerror) from error
