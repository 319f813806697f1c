"""Whoever is revoked is out on every replica within half a minute; keys change without a gap."""

from __future__ import annotations

from typing import Any

import jwt
import pytest

from pos_app.head_office.security.sealing import SecretMismatchError
from pos_app.head_office.services.access.keys import (
    KEYS_SECONDS,
    RETIRED_SECONDS,
    SETTLED_SECONDS,
    RotatedTooSoonError,
)
from pos_app.head_office.services.access.roles import Role
from pos_app.head_office.services.access.standing import STANDING_SECONDS
from tests.fakes.head_office import HandClock, Replica, Till, replica, settings_for
from tests.integration.head_office.conftest import NewReplica

THIRTY: int = 30


@pytest.fixture
def replicas(new_replica: NewReplica, head_office_url: str) -> list[Replica]:
    """Three on one database, without a cache between them, at the same time of day."""
    clock = HandClock()
    return [new_replica(head_office_url, clock=clock) for _ in range(3)]


def statuses(replicas: list[Replica], token: str) -> list[int]:
    return [one.get("/v1/me", token).status_code for one in replicas]


class TestBounds:
    def test_are_below_half_a_minute(self) -> None:
        assert STANDING_SECONDS < THIRTY
        assert KEYS_SECONDS < THIRTY < SETTLED_SECONDS


class TestRevocation:
    def test_of_a_terminal_holds_everywhere(
        self, replicas: list[Replica], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = replicas[0]
        first.add_store("Old Town")
        till = first.enrol(Till(), "Old Town")
        token = first.till_token(till)
        assert statuses(replicas, token) == [200] * 3

        first.office.access.terminals.revoke(terminal_id=till.terminal_id, actor="test")
        at_once = first.get("/v1/me", token)
        later(monkeypatch, STANDING_SECONDS)

        assert at_once.status_code == 403
        assert statuses(replicas, token) == [403] * 3

    def test_of_a_person_holds_everywhere(
        self, replicas: list[Replica], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = replicas[0]
        first.add_person("Ana", Role.ADMIN)
        token = first.token_of("Ana")
        assert statuses(replicas, token) == [200] * 3

        first.office.access.people.disable(name="ana", actor="test")
        later(monkeypatch, STANDING_SECONDS)

        assert statuses(replicas, token) == [401] * 3

    def test_of_a_password_ends_what_it_opened(
        self, replicas: list[Replica], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = replicas[0]
        first.add_person("Ana", Role.ADMIN)
        old = first.token_of("Ana")
        statuses(replicas, old)

        first.office.access.people.set_password(
            name="Ana", password="another long one", actor="test"
        )
        new = first.sign_in("Ana", "another long one").json()["access_token"]

        assert statuses(replicas, new) == [200] * 3
        later(monkeypatch, STANDING_SECONDS)
        assert statuses(replicas, old) == [401] * 3


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """For the caches, which look at the computer's own clock."""
    import time  # noqa: PLC0415 - the one that dogpile reads

    now = time.time()
    monkeypatch.setattr("dogpile.cache.region.time.time", lambda: now + seconds)
    monkeypatch.setattr("dogpile.lock.time.time", lambda: now + seconds, raising=False)


class TestRotation:
    def test_leaves_no_request_out(self, replicas: list[Replica]) -> None:
        first = replicas[0]
        first.add_person("Ana", Role.ADMIN)
        clock = first.clock
        tokens = [first.token_of("Ana")]
        answers: list[int] = []

        for _ in range(4):
            clock.forward(SETTLED_SECONDS)
            first.office.key_making.rotate(actor="test")
            for one in replicas:
                # A replica that does not know of it yet signs with the old key.
                tokens.append(one.token_of("Ana"))
                answers += statuses(replicas, tokens[-1])
            clock.forward(KEYS_SECONDS + 1)
            tokens.append(first.token_of("Ana"))
            answers += statuses(replicas, tokens[-1])

        assert set(answers) == {200}
        assert len({jwt.get_unverified_header(token)["kid"] for token in tokens}) == 5

    def test_waits_until_every_replica_knows_the_next_key(self, replicas: list[Replica]) -> None:
        making = replicas[0].office.key_making

        with pytest.raises(RotatedTooSoonError, match="60 seconds"):
            making.rotate(actor="test")
        replicas[0].clock.forward(SETTLED_SECONDS)
        making.rotate(actor="test")
        with pytest.raises(RotatedTooSoonError):
            making.rotate(actor="test")

    def test_forgets_keys_that_prove_nothing_any_more(self, replicas: list[Replica]) -> None:
        first = replicas[0]
        first.clock.forward(SETTLED_SECONDS)
        first.office.key_making.rotate(actor="test")
        first.clock.forward(RETIRED_SECONDS + 1)
        first.office.key_making.rotate(actor="test")
        first.clock.forward(SETTLED_SECONDS)
        first.office.key_making.rotate(actor="test")

        keys: list[dict[str, Any]] = first.client.get("/v1/keys").json()["keys"]

        assert len([key for key in keys if key["use_for"] == "tokens"]) == 4
        assert len([key for key in keys if key["use_for"] == "heads"]) == 2

    def test_begins_with_the_same_keys_for_all(self, replicas: list[Replica]) -> None:
        keys = [one.client.get("/v1/keys").json() for one in replicas]

        assert keys[0] == keys[1] == keys[2]
        assert len(keys[0]["keys"]) == 4


class TestSecret:
    def test_is_needed_to_sign(self, head_office: Replica, sqlite_url: str) -> None:
        folder = head_office.office.settings.data_dir
        other = settings_for(folder, url=sqlite_url).model_copy(
            update={"secret": type(head_office.office.settings.secret)("another" * 10)}
        )

        with pytest.raises(SecretMismatchError):
            replica(other).office.key_making.check_secret()

    def test_is_not_in_the_database_nor_the_keys_in_the_open(self, head_office: Replica) -> None:
        keys = head_office.office.access.keys
        from pos_app.head_office.services.access.ports import Purpose  # noqa: PLC0415

        raw = [keys.private_key(keys.current(purpose)) for purpose in Purpose]
        path = head_office.office.database.reader.url
        head_office.office.database.dispose()
        files = list(head_office.office.settings.data_dir.glob("head-office.sqlite3*"))

        assert files, path
        for file in files:
            content = file.read_bytes()
            assert all(key not in content for key in raw)
