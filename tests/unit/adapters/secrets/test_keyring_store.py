from __future__ import annotations

import keyring
import pytest
from keyring.backend import KeyringBackend

from pos_app.adapters.secrets.keyring_store import (
    SERVICE,
    KeyringDamagedError,
    KeyringStore,
    KeyringUnavailableError,
)


class Ring(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    ring = Ring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring)
    monkeypatch.setattr(keyring, "get_password", ring.get_password)
    monkeypatch.setattr(keyring, "set_password", ring.set_password)
    return ring


class TestKeys:
    def test_are_kept_by_store(self, ring: Ring) -> None:
        KeyringStore("one").put("pepper", b"\x00\xff")

        assert KeyringStore("one").get("pepper") == b"\x00\xff"
        assert KeyringStore("two").get("pepper") is None

    @pytest.mark.parametrize("value", ["QUJ", "QU JD", "ä"])
    def test_that_are_damaged_are_said_to_be(self, ring: Ring, value: str) -> None:
        ring.kept[SERVICE, "one/pepper"] = value

        with pytest.raises(KeyringDamagedError, match="pepper of this store is damaged"):
            KeyringStore("one").get("pepper")

    def test_are_not_kept_where_there_is_no_keyring(self) -> None:
        with pytest.raises(KeyringUnavailableError, match="--keys-in-file"):
            KeyringStore("one")
