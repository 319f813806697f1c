"""What one request may hold: measured before anything behind it reads a byte."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from pos_app.head_office.api.limits import (
    QUERY_BYTES_MAX,
    Limited,
    Limits,
    Refused,
    depth_of,
    unpacked,
)
from pos_app.head_office.api.problems import explain_failures

SMALL, RECORDS = 1_000, 4_000
JSON = {"content-type": "application/json"}


@pytest.fixture
def client() -> TestClient:
    return TestClient(echoing(), raise_server_exceptions=False)


def echoing() -> FastAPI:
    app = FastAPI()

    @app.post("/echo")
    @app.post("/v1/terminals/a/records")
    async def echo(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    @app.post("/deaf")
    async def deaf() -> dict[str, str]:
        return {}

    explain_failures(app)
    app.add_middleware(Limited, limits=Limits(body=SMALL, records=RECORDS, seconds=0.05))
    return app


def status_of(headers: list[tuple[bytes, bytes]], messages: list[dict[str, Any]]) -> int:
    """What is answered to a request as a server would hand it on; it goes silent at the end."""
    sent: list[dict[str, Any]] = []
    left = iter(messages)

    async def receive() -> Any:
        for message in left:
            return message
        return await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/echo",
        "raw_path": b"/echo",
        "headers": headers,
        "query_string": b"",
        "http_version": "1.1",
    }
    asyncio.run(echoing()(scope, receive, send))
    return int(sent[0]["status"])


def packed(size: int) -> bytes:
    return gzip.compress(b" " * size)


class TestBody:
    @pytest.mark.parametrize(
        ("path", "most"), [("/echo", SMALL), ("/v1/terminals/a/records", RECORDS)]
    )
    def test_is_let_in_up_to_its_size(self, client: TestClient, path: str, most: int) -> None:
        assert client.post(path, content=b"x" * most).json() == {"bytes": most}
        assert client.post(path, content=b"x" * (most + 1)).status_code == 413

    @pytest.mark.parametrize(
        ("path", "most"), [("/echo", SMALL), ("/v1/terminals/a/records", RECORDS)]
    )
    def test_is_measured_unpacked(self, client: TestClient, path: str, most: int) -> None:
        headers = {"content-encoding": "gzip"}

        assert client.post(path, content=packed(most), headers=headers).json() == {"bytes": most}
        assert client.post(path, content=packed(most + 1), headers=headers).status_code == 413

    def test_is_measured_without_a_length(self, client: TestClient) -> None:
        def parts() -> Iterator[bytes]:
            for _ in range(10):
                yield b"x" * 200

        assert client.post("/echo", content=parts()).status_code == 413

    def test_is_not_read_where_nobody_asks_for_it(self, client: TestClient) -> None:
        answer = client.post("/deaf", content=b"no gzip", headers={"content-encoding": "gzip"})

        assert answer.status_code == 200

    @pytest.mark.parametrize("length", ["-1", "abc", "1e3", "9" * 23, "\u0663", "\xb2"])
    def test_with_a_length_that_is_none_is_refused(self, length: str) -> None:
        headers = [(b"content-length", length.encode("utf-8"))]

        assert status_of(headers, [{"type": "http.request", "body": b"x"}]) == 413

    @pytest.mark.parametrize("packing", ["br", "deflate", "gzip, gzip", "zstd", "x"])
    def test_packed_in_another_way_is_refused(self, client: TestClient, packing: str) -> None:
        answer = client.post("/echo", content=b"x", headers={"content-encoding": packing})

        assert answer.status_code == 415
        assert answer.headers["content-type"] == "application/problem+json"

    @pytest.mark.parametrize(
        "body",
        [b"", b"no gzip", packed(10)[:-1], packed(10) + b"x", packed(10) + packed(10)],
    )
    def test_that_is_no_whole_gzip_is_refused(self, client: TestClient, body: bytes) -> None:
        answer = client.post("/echo", content=body, headers={"content-encoding": "gzip"})

        assert answer.status_code == 400
        assert "Nothing was changed" in answer.json()["detail"]

    def test_that_does_not_come_is_not_waited_for(self) -> None:
        assert status_of([], []) == 408

    def test_that_breaks_off_is_refused(self) -> None:
        part = {"type": "http.request", "body": b"x", "more_body": True}

        assert status_of([], [part, {"type": "http.disconnect"}]) == 400


class TestJson:
    @pytest.mark.parametrize(("levels", "status"), [(32, 200), (33, 413), (600, 413)])
    def test_stands_only_so_deep(self, client: TestClient, levels: int, status: int) -> None:
        # The rest of the body need not be whole: the levels are counted first.
        body = b"[" * levels + b"]" * min(levels, 32)

        answer = client.post("/echo", content=body, headers=JSON)

        assert answer.status_code == status

    @given(
        st.recursive(
            st.none() | st.text(alphabet='[]{}"\\ab', max_size=8) | st.integers(),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.text(alphabet='[{"\\', max_size=3), inner, max_size=3)
            ),
            max_leaves=12,
        )
    )
    def test_depth_is_that_of_the_value(self, value: Any) -> None:
        import json  # noqa: PLC0415

        def depth(one: Any) -> int:
            if isinstance(one, dict):
                return 1 + max((depth(each) for each in one.values()), default=0)
            if isinstance(one, list):
                return 1 + max((depth(each) for each in one), default=0)
            return 0

        assert depth_of(json.dumps(value).encode(), most=1_000) == depth(value)


class TestBomb:
    def test_is_not_unpacked_beyond_the_limit(self) -> None:
        bomb = zlib.compressobj(9, wbits=31)
        body = b"".join([*(bomb.compress(bytes(1 << 20)) for _ in range(64)), bomb.flush()])

        with pytest.raises(Refused) as refused:
            unpacked(body, most=1 << 20)

        assert refused.value.status_code == 413
        assert len(body) < 1 << 17

    @given(st.binary(max_size=2_000))
    def test_what_was_packed_comes_out(self, plain: bytes) -> None:
        assert unpacked(gzip.compress(plain), most=2_000) == plain


class TestAddress:
    def test_asks_only_so_much(self, client: TestClient) -> None:
        assert client.post(f"/echo?q={'x' * QUERY_BYTES_MAX}").status_code == 413

    @pytest.mark.parametrize("method", ["TRACE", "CONNECT", "FOO", "PROPFIND"])
    def test_takes_no_unusual_method(self, client: TestClient, method: str) -> None:
        assert client.request(method, "/echo").status_code == 405
