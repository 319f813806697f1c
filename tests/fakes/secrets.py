"""A key store in memory; it can be locked."""

from __future__ import annotations

from pos_app.domain.errors import UnavailableError


class KeyStoreLockedError(UnavailableError):
    code = "test.locked"
    text = "The key store is locked."


class FakeSecrets:
    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.is_locked = False
        self.asked = 0

    def get(self, name: str) -> bytes | None:
        self._open()
        return self.kept.get(name)

    def put(self, name: str, value: bytes) -> None:
        self._open()
        self.kept[name] = value

    def delete(self, name: str) -> None:
        self._open()
        self.kept.pop(name, None)

    def _open(self) -> None:
        self.asked += 1
        if self.is_locked:
            raise KeyStoreLockedError
