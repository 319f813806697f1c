"""Secrets that go through head office are nowhere afterwards: not in its log, files or answers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import asdict
from io import StringIO

import pytest

from pos_app.composition.head_office_logs import SafeFormatter
from pos_app.head_office.services.access.roles import Role
from tests.fakes.head_office import SECRET, Replica, Till, bearer

PASSWORD = "canary horse battery"
WRONG = "canary wrong battery"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that anything logs, as the log of head office would have it."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(SafeFormatter("%(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture
def secrets(head_office: Replica, log: StringIO, expected_warnings: list[str]) -> list[str]:
    """Of a day at head office on which some things go wrong."""
    one = head_office
    one.add_store("Old Town")
    one.office.access.people.add(
        name="Ana", role=Role.ADMIN, store=None, password=PASSWORD, actor="test"
    )
    code = one.new_code("T01", "Old Town")
    till = Till()
    one.client.post("/v1/terminals/enrol", json={**asdict(till.enrolment(code)), "epoch": -1})
    enrolled = one.client.post("/v1/terminals/enrol", json=asdict(till.enrolment(code)))
    till.terminal_id = enrolled.json()["terminal_id"]
    assertion = till.assertion(one.clock.now())
    till_token = one.prove(assertion).json()["access_token"]
    one.prove(assertion)
    one.sign_in("Ana", WRONG)
    token = one.sign_in("Ana", PASSWORD).json()["access_token"]
    one.client.get(f"/v1/me?access_token={token}", headers=bearer(token))
    one.client.post("/v1/people", json={"name": "Eve", "password": WRONG}, headers=bearer(token))
    expected_warnings.append("failed")
    one.office.access.people._hasher = None  # type: ignore[assignment]  # noqa: SLF001 - a bug
    eve = {"name": "Eve", "role": "admin", "password": PASSWORD}
    assert one.client.post("/v1/people", json=eve, headers=bearer(token)).status_code == 500
    return [PASSWORD, WRONG, SECRET, token, till_token, assertion, code, code.replace("-", "")]


class TestCanaries:
    def test_are_not_in_the_log(self, secrets: list[str], log: StringIO) -> None:
        text = log.getvalue()

        assert "Traceback" in text
        assert [secret for secret in secrets if secret in text] == []

    def test_are_not_in_the_files(self, secrets: list[str], head_office: Replica) -> None:
        head_office.office.database.dispose()
        files = [path for path in head_office.office.settings.data_dir.rglob("*") if path.is_file()]

        assert files
        assert [
            (path.name, secret)
            for path in files
            for secret in secrets
            if secret.encode() in path.read_bytes()
        ] == []

    def test_are_not_in_the_figures(self, secrets: list[str], head_office: Replica) -> None:
        figures = head_office.client.get("/metrics").text

        assert 'route="/v1/me"' in figures
        assert [secret for secret in secrets if secret in figures] == []
