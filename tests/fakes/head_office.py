"""Head offices for tests: a clock that is set by hand, passwords that cost nothing, a till."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi.testclient import TestClient
from pydantic import SecretStr

from pos_app.adapters.system.ids import UuidV7
from pos_app.composition.head_office import HeadOffice, make_head_office
from pos_app.composition.head_office_access import Given
from pos_app.composition.head_office_settings import Settings
from pos_app.head_office.api.parts import Parts
from pos_app.head_office.security.passwords import Argon2Hasher
from pos_app.head_office.security.signing import Ed25519
from pos_app.head_office.services.access.enrolling import base64url
from pos_app.head_office.services.access.ports import KeyPair
from pos_app.head_office.services.access.roles import Role
from pos_app.head_office.services.catalogue.things import CHAIN, Tax, TaxClass
from pos_app.wire.enrolment import ASSERTION_TYPE, Enrolled, Enrolment

SECRET: Final = "a secret for tests of 40 characters, 0123"
BASE_URL: Final = "http://head-office.test"
PASSWORD: Final = "correct horse battery"
START: Final = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


class HandClock:
    """Stands still until a test moves it."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class CountingHasher(Argon2Hasher):
    """As cheap as Argon2 can be; counts how often a password was looked at."""

    def __init__(self, *, passes: int = 1) -> None:
        super().__init__(memory_kib=8, passes=passes)
        self._counting = threading.Lock()
        self.looks = 0

    def matches(self, password: str, hashed: str) -> bool:
        with self._counting:
            self.looks += 1
        return super().matches(password, hashed)


def settings_for(folder: Path, *, url: str = "", redis_url: str = "", **more: Any) -> Settings:
    return Settings(
        data_dir=folder,
        database_url=SecretStr(url),
        redis_url=SecretStr(redis_url),
        secret=SecretStr(SECRET),
        base_url=BASE_URL,
        **more,
    )


@dataclass
class Till:
    """A terminal as far as head office sees it: it enrols and signs assertions."""

    code: str = "T01"
    journal_id: str = field(default_factory=UuidV7().new)
    epoch: int = 1
    installation: str = "installation-1"
    pair: KeyPair = field(default_factory=Ed25519().generate)
    terminal_id: str = ""
    store_id: str = ""

    def enrolment(self, code: str, **changes: Any) -> Enrolment:
        said: dict[str, Any] = {
            "code": code,
            "terminal": self.code,
            "journal_id": self.journal_id,
            "key_id": self.pair.key_id,
            "public_key": base64url(self.pair.public_key),
            "first_seq": 1,
            "epoch": self.epoch,
            "installation": self.installation,
            "currency": "EUR",
            "app_version": "1.0.0",
        }
        return Enrolment(**{**said, **changes})

    def assertion(self, at: datetime, **changes: Any) -> str:
        """Signed by its key; a claim given as None is left out."""
        now = int(at.timestamp())
        said = {
            "iss": self.terminal_id,
            "sub": self.terminal_id,
            "aud": f"{BASE_URL}/token",
            "iat": now,
            "exp": now + 60,
            "jti": UuidV7().new(),
            "epoch": self.epoch,
            "installation": self.installation,
            **changes,
        }
        key = Ed25519PrivateKey.from_private_bytes(self.pair.private_key)
        kept = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(kept, key, algorithm="EdDSA")


@dataclass
class Replica:
    """One process of head office, as its clients see it."""

    office: HeadOffice
    clock: HandClock
    hasher: CountingHasher

    def __post_init__(self) -> None:
        self.client = TestClient(
            self.office.application(),
            base_url=BASE_URL,
            raise_server_exceptions=False,
            client=("127.0.0.1", 50_000),
        )

    def sign_in(self, name: str, password: str = PASSWORD) -> Any:
        form = {"grant_type": "password", "username": name, "password": password}
        return self.client.post("/token", data=form)

    def token_of(self, name: str) -> str:
        answer = self.sign_in(name)
        assert answer.status_code == 200, answer.text
        token: str = answer.json()["access_token"]
        return token

    def prove(self, assertion: str) -> Any:
        return self.client.post(
            "/token",
            data={
                "grant_type": "client_credentials",
                "client_assertion_type": ASSERTION_TYPE,
                "client_assertion": assertion,
            },
        )

    def till_token(self, till: Till) -> str:
        answer = self.prove(till.assertion(self.clock.now()))
        assert answer.status_code == 200, answer.text
        token: str = answer.json()["access_token"]
        return token

    def get(self, path: str, token: str) -> Any:
        return self.client.get(path, headers=bearer(token))

    def add_store(self, name: str) -> str:
        return self.office.access.stores.add(
            name=name, currency="EUR", time_zone="Europe/Paris", actor="test"
        ).store_id

    def add_taxes(self, *, percent: int = 20) -> None:
        """The class STANDARD, for every store: nothing is ordered whose tax nobody knows."""
        taxes = [Tax("VAT", "VAT", percent * 10_000)]
        classes = [TaxClass("STANDARD", "Standard", ("VAT",))]
        parts: Parts = self.client.app.state.parts  # type: ignore[attr-defined]
        parts.trade.catalogue.put_taxes(taxes=taxes, classes=classes, scope=CHAIN)

    def add_person(self, name: str, role: Role, store: str | None = None) -> str:
        return self.office.access.people.add(
            name=name, role=role, store=store, password=PASSWORD, actor="test"
        ).person_id

    def new_code(self, terminal: str, store: str) -> str:
        made = self.office.access.enrolling.make_code(terminal=terminal, store=store, actor="test")
        return made.code

    def enrol(self, till: Till, store: str) -> Till:
        """With a fresh code; the till learns its id."""
        enrolled: Enrolled = self.office.access.enrolling.enrol(
            enrolment=till.enrolment(self.new_code(till.code, store)), address="10.0.0.1"
        )
        till.terminal_id, till.store_id = enrolled.terminal_id, enrolled.store_id
        return till


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def replica(settings: Settings, *, clock: HandClock | None = None) -> Replica:
    """One more process on the same database; its schema must be there."""
    clock, hasher = clock or HandClock(), CountingHasher()
    office = make_head_office(settings, given=Given(clock, UuidV7(), hasher))
    office.key_making.ensure()
    return Replica(office, clock, hasher)
