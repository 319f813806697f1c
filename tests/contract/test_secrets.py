"""Key stores: in memory, in a file, and in a keyring."""

from __future__ import annotations

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from pos_app.adapters.secrets.key_file import KeyFileStore
from pos_app.adapters.secrets.keyring_store import KeyringStore
from pos_app.services.ports import SecretStore
from tests.fakes.secrets import FakeSecrets


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

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError(username)
        del self.kept[service, username]


@pytest.fixture(params=["memory", "file", "keyring"])
def secrets(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> SecretStore:
    if request.param == "memory":
        return FakeSecrets()
    if request.param == "file":
        return KeyFileStore(tmp_path / "keys.json")
    ring = Ring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring)
    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, getattr(ring, name))
    return KeyringStore("store-1")


class TestSecret:
    def test_comes_back_as_it_was(self, secrets: SecretStore) -> None:
        for value in (b"\x00\xff", b"", b"-----BEGIN KEY-----\nMIIE\n" * 300):
            secrets.put("processor.stripe.key", value)

            assert secrets.get("processor.stripe.key") == value

    def test_is_none_before_it_is_put(self, secrets: SecretStore) -> None:
        assert secrets.get("processor.stripe.key") is None

    def test_is_gone_when_it_is_deleted_and_the_others_are_not(self, secrets: SecretStore) -> None:
        secrets.put("processor.stripe.key", b"one")
        secrets.put("pepper", b"two")

        for _ in range(2):
            secrets.delete("processor.stripe.key")

        assert secrets.get("processor.stripe.key") is None
        assert secrets.get("pepper") == b"two"
