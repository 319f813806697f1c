"""The log of head office: no secret in it, whatever was meant to be logged."""

from __future__ import annotations

import logging

import pytest

from pos_app.composition.head_office_logs import HIDDEN, SafeFormatter, redacted

TOKEN = "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
SECRETS = [
    (f"Authorization: Bearer {TOKEN}", TOKEN),
    (f"got {TOKEN} today", TOKEN),
    ("authorization=Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
    ("bearer abc.def", "abc.def"),
    ("postgresql+psycopg://pos:hunter2@db/head", "hunter2"),
    ("redis://:hunter2@cache:6379/0", "hunter2"),
    ("password=hunter2&username=ana", "hunter2"),
    ('{"password": "hunter2", "name": "ana"}', "hunter2"),
    ("{'client_secret': 'hunter2'}", "hunter2"),
    ("client_assertion=hunter2", "hunter2"),
    ("access_token: hunter2", "hunter2"),
    ("POS_HEAD_OFFICE_SECRET=hunter2", "hunter2"),
    ("api-key = hunter2", "hunter2"),
    ("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA", "c2FsdA"),
    ("-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----", "hunter2"),
    ("paid with 4111 1111 1111 1111", "1111 1111 1111"),
]


def line(message: str, *values: object) -> str:
    record = logging.LogRecord("x", logging.INFO, "f", 1, message, values, None)
    return SafeFormatter("%(message)s").format(record)


class TestRedaction:
    @pytest.mark.parametrize(("text", "secret"), SECRETS)
    def test_leaves_no_secret(self, text: str, secret: str) -> None:
        assert secret not in redacted(text)
        assert secret not in line("before %s after", text)

    @pytest.mark.parametrize(("text", "secret"), SECRETS)
    def test_leaves_none_in_a_trace(self, text: str, secret: str) -> None:
        error = RuntimeError(text)
        info = (type(error), error, error.__traceback__)
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", (), info)

        assert secret not in SafeFormatter("%(message)s").format(record)

    @pytest.mark.parametrize(
        "text",
        [
            "Request 4f1d: 17 records of terminal T01 accepted",
            "Tokens are signed with key 9f86d081884c7d65 from now on",
            "http://head-office.test:8600/v1/changes?cursor=12",
        ],
    )
    def test_leaves_the_rest(self, text: str) -> None:
        assert redacted(text) == text

    def test_is_told(self) -> None:
        assert redacted("password=hunter2") == f"password={HIDDEN}"


class TestLines:
    def test_are_one_a_record(self) -> None:
        text = line("first\nsecond\r\x1b[31m%s", "\x00")

        assert text == "first\n    second\\r\\x1b[31m\\x00"
