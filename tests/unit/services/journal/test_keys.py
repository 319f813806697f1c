from __future__ import annotations

import hashlib

import pytest

from pos_app.services.journal.keys import fingerprint, fingerprints, in_use

KEYS = {"b": (b"second", 5), "a": (b"first", 1)}


class TestFingerprint:
    def test_is_the_beginning_of_the_hash_in_groups(self) -> None:
        shown = fingerprint(b"first")

        assert shown.replace(" ", "") == hashlib.sha256(b"first").hexdigest()[:16]
        assert [len(group) for group in shown.split(" ")] == [4, 4, 4, 4]

    def test_of_all_keys_come_in_the_order_of_their_use(self) -> None:
        assert fingerprints(KEYS) == (fingerprint(b"first"), fingerprint(b"second"))

    def test_of_no_keys_are_none(self) -> None:
        assert fingerprints({}) == ()


class TestInUse:
    @pytest.mark.parametrize(
        ("seq", "key"), [(0, b""), (1, b"first"), (4, b"first"), (5, b"second"), (99, b"second")]
    )
    def test_is_the_last_that_has_begun(self, seq: int, key: bytes) -> None:
        assert in_use(KEYS, seq) == key
