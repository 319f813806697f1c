"""The deployment's own nginx in front of the real service: a flood stays outside, in its words."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import requests

from pos_app.adapters.system.signing import Ed25519Signer, generate
from pos_app.adapters.upstream.assertion import TerminalName
from pos_app.adapters.upstream.head_office import HttpHeadOffice, Identity
from pos_app.services.sync.ports import BusyHeadOfficeError
from tests.cluster.processes import (
    NGINX_PLACES,
    free_ports,
    listens,
    nginx_server,
    wait_until,
)
from tests.fakes.head_office import Replica
from tests.integration.head_office.serving import served

pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.skipif(shutil.which("nginx", path=NGINX_PLACES) is None, reason="no nginx here"),
]
BURST = 20


@pytest.fixture
def front(head_office: Replica) -> Iterator[str]:
    """Its address. Its workers are nobody, who may not look into the folders of tests."""
    [port] = free_ports(1)
    with served(head_office) as address, TemporaryDirectory() as folder:
        part = nginx_server(port, [int(address.rpartition(":")[2])], Path(folder))
        lower(Path(folder) / "nginx")
        part.start()
        try:
            wait_until(lambda: listens(port), "nginx listens")
            part.require_running()
            yield f"http://127.0.0.1:{port}"
        finally:
            part.end()


def lower(place: Path) -> None:
    """The same rules with smaller numbers: a flood of hundreds takes seconds to make."""
    for name, numbers in {
        "limits.conf": {"rate=200r/s": "rate=1r/s", "rate=10r/s": "rate=1r/s"},
        "proxy.conf": {"burst=400 ": f"burst={BURST} ", "burst=100 ": "burst=3 "},
    }.items():
        text = (place / name).read_text(encoding="utf-8")
        for known, lower in numbers.items():
            assert text.count(known) == 1, known
            text = text.replace(known, lower)
        (place / name).write_text(text, encoding="utf-8")


def flood(front: str, count: int) -> list[int]:
    with requests.Session() as session:
        return [session.get(f"{front}/healthz", timeout=10).status_code for _ in range(count)]


class TestFlood:
    def test_is_answered_in_words_that_a_till_understands(self, front: str) -> None:
        assert requests.get(f"{front}/healthz", timeout=10).json() == {"status": "ok"}
        statuses = flood(front, 2 * BURST)

        refused = requests.get(f"{front}/healthz", timeout=10)
        office = HttpHeadOffice(
            front, Identity(Ed25519Signer(generate()), lambda: TerminalName("t", 1, "i"))
        )
        with pytest.raises(BusyHeadOfficeError) as busy:
            office.keys()

        assert statuses.count(200) >= BURST
        assert statuses.count(429) > 0
        assert refused.status_code == 429
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["retry-after"] == "2"
        assert refused.json()["type"] == "urn:pos-app:problem:rate_limited"
        assert refused.json()["status"] == 429
        assert busy.value.values["wait_ms"] == 2_000

    def test_of_passwords_is_kept_away_sooner(self, front: str) -> None:
        statuses = [
            requests.post(f"{front}/token", data={"grant_type": "x"}, timeout=10).status_code
            for _ in range(8)
        ]

        assert statuses[:4] == [422] * 4
        assert 429 in statuses
        assert requests.get(f"{front}/healthz", timeout=10).status_code == 200


class TestBody:
    def test_that_is_too_large_is_refused_in_words(self, front: str) -> None:
        answer = requests.post(f"{front}/orders", data=b"x" * (1 << 20) + b"x", timeout=10)

        assert answer.status_code == 413
        assert answer.json()["type"] == "urn:pos-app:problem:too_large"

    def test_of_records_may_be_larger(self, front: str) -> None:
        answer = requests.post(f"{front}/v1/terminals/t/records", data=b"x" * (2 << 20), timeout=10)

        assert answer.status_code == 401
