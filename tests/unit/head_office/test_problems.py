"""Refusals: of one kind, in words, and without what was sent or what went wrong inside."""

from __future__ import annotations

import inspect
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

import pos_app.head_office
from pos_app.head_office.api.figures import Figures
from pos_app.head_office.api.problems import STATUS, TITLES, Problem, explain_failures
from pos_app.head_office.api.shell import SECURITY_HEADERS, Shell
from pos_app.head_office.services.errors import BusyError, HeadOfficeError
from pos_app.wire.problem import MEDIA_TYPE, TYPE_PREFIX, ProblemCode

CANARY = "canary-4f1d"


class Sent(BaseModel):
    number: int


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()

    @app.get("/bug")
    def bug() -> None:
        raise RuntimeError(CANARY)

    @app.get("/away")
    def away() -> None:
        raise ConnectionError(CANARY)

    @app.get("/busy")
    def busy() -> None:
        raise BusyError(wait_s=7, reason="It is busy.", extra={"left": 3})

    @app.post("/sent")
    def sent(one: Sent) -> int:
        return one.number

    def explain(error: Exception) -> HeadOfficeError | None:
        return BusyError(reason="It is away.") if isinstance(error, ConnectionError) else None

    explain_failures(app)
    app.add_middleware(Shell, figures=Figures(), explain=explain)
    return TestClient(app, raise_server_exceptions=False)


def leaves() -> list[type[HeadOfficeError]]:
    for module in walk_packages(pos_app.head_office.__path__, "pos_app.head_office."):
        import_module(module.name)
    found: list[type[HeadOfficeError]] = []
    waiting = [HeadOfficeError]
    while waiting:
        kinds = waiting.pop().__subclasses__()
        waiting += kinds
        found += [kind for kind in kinds if "text" in vars(kind)]
    return found


class TestCodes:
    def test_each_have_a_status_and_a_title(self) -> None:
        assert set(STATUS) == set(ProblemCode)
        assert set(STATUS.values()) <= set(TITLES)


class TestErrors:
    def test_say_what_happened_and_what_was_kept(self) -> None:
        silent = [
            kind.__name__
            for kind in leaves()
            if "{reason}" not in kind.text
            and not any(
                word in kind.text.lower()
                for word in ("nothing was", "is kept", "stays", "gives back", "was not")
            )
        ]

        assert len(leaves()) > 30
        assert silent == []

    def test_have_names_that_end_alike(self) -> None:
        assert [kind for kind in leaves() if not kind.__name__.endswith("Error")] == []

    def test_carry_what_a_program_needs_beside_the_text(self, client: TestClient) -> None:
        answer = client.get("/busy")

        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "7"
        assert answer.headers["content-type"] == MEDIA_TYPE
        assert answer.json() == {
            "type": f"{TYPE_PREFIX}unavailable",
            "title": "Not available now",
            "status": 503,
            "detail": "It is busy.",
            "left": 3,
        }


class TestBugs:
    def test_are_told_without_their_trace_and_logged_with_it(
        self, client: TestClient, expected_warnings: list[str], caplog: pytest.LogCaptureFixture
    ) -> None:
        expected_warnings.append("failed")

        answer = client.get("/bug", headers={"X-Request-ID": "request-12345"})

        assert answer.status_code == 500
        assert CANARY not in answer.text
        assert "Traceback" not in answer.text
        assert answer.headers["x-request-id"] == "request-12345"
        assert CANARY in caplog.text
        assert "request-12345" in caplog.text

    def test_of_what_lies_behind_are_expected(
        self, client: TestClient, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append("BusyError (ConnectionError)")

        answer = client.get("/away")

        assert answer.status_code == 503
        assert answer.json()["detail"] == "It is away."
        assert CANARY not in answer.text


class TestFields:
    @pytest.mark.parametrize(
        "body", [{"number": CANARY}, {"number": {"a": CANARY}}, [CANARY], CANARY]
    )
    def test_are_named_without_what_they_held(self, client: TestClient, body: Any) -> None:
        answer = client.post("/sent", json=body)

        assert answer.status_code == 422
        assert CANARY not in answer.text
        assert answer.json()["errors"][0]["field"].startswith("body")

    @pytest.mark.parametrize("body", [b"{", b"\xff", b'{"number": NaN}', b"1" * 5_000])
    def test_that_cannot_be_read_are_refused(self, client: TestClient, body: bytes) -> None:
        answer = client.post("/sent", content=body, headers={"content-type": "application/json"})

        assert answer.status_code in {400, 422}
        assert answer.headers["content-type"] == MEDIA_TYPE


class TestHeaders:
    @pytest.mark.parametrize("path", ["/busy", "/bug", "/nothing"])
    def test_stand_on_every_answer(
        self, client: TestClient, path: str, expected_warnings: list[str]
    ) -> None:
        if path == "/bug":
            expected_warnings.append("failed")

        answer = client.get(path, headers={"Origin": "http://elsewhere.test"})

        for name, value in SECURITY_HEADERS.items():
            assert answer.headers[name] == value
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert answer.headers["x-request-id"]

    @pytest.mark.parametrize("number", ["short", "a b c d e f g h", "x" * 65, "<script>1</script>"])
    def test_take_no_unfit_number_over(self, client: TestClient, number: str) -> None:
        answer = client.get("/busy", headers={"X-Request-ID": number})

        assert answer.headers["x-request-id"] != number


class TestProblem:
    def test_is_described(self) -> None:
        assert set(Problem.model_json_schema()["properties"]) == {
            *("type", "title", "status", "detail")
        }
        assert inspect.getdoc(Problem)
