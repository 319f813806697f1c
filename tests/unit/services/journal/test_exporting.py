from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.services.journal.exporting import (
    LINE_BYTES_MAX,
    ExportHeader,
    NotAnExportError,
    export_lines,
    read_entries,
    read_header,
)
from pos_app.services.journal.verifying import JournalVerifier, Verdict
from pos_app.services.ports import Entry
from pos_app.wire import canonical
from tests.fakes.journal import TEA, a_days_journal, exported, shop_with_tea
from tests.fakes.system import FakeSignatureCheck

HEADER: Final = ExportHeader(
    "journal-1", "T01", {"key-1": (b"\x01\xff", 1), "key-2": (b"k", 9)}, {1: 1, 2: 7}
)


def a_small_export() -> bytes:
    """Set up a store, hire a cashier, open a shift and sell: a header and four links."""
    shop = shop_with_tea()
    shop.open_shift()
    shop.sell(TEA)
    return b"".join(exported(shop))


SMALL: Final = a_small_export()
DAY: Final = exported(a_days_journal())


def lines_of(content: bytes) -> Iterator[bytes]:
    """As a file gives them: LF alone ends a line."""
    *whole, rest = content.split(b"\n")
    yield from (line + b"\n" for line in whole)
    if rest:
        yield rest


def verify(content: bytes) -> Verdict:
    return JournalVerifier(signatures=FakeSignatureCheck()).verify_export(lines_of(content))


def is_good(content: bytes) -> bool:
    try:
        return verify(content).ok
    except NotAnExportError:
        return False


def entries_of(*lines: bytes) -> list[Entry]:
    return list(read_entries(lines))


class TestExport:
    def test_is_a_header_and_a_line_for_each_entry(self) -> None:
        shop = a_days_journal()

        header, *lines = exported(shop)

        assert json.loads(header)["format"] == "pos-journal-1"
        assert len(lines) == len(shop.store.tables.entries) == 8
        assert all(line.endswith(b"\n") and line.count(b"\n") == 1 for line in lines)

    def test_has_the_bytes_the_hash_and_the_signature(self) -> None:
        shop = a_days_journal()
        entry = shop.store.tables.entries[3]

        raw, digest, signature = exported(shop)[4].removesuffix(b"\n").split(b"\t")

        assert raw == entry.raw
        assert digest.decode() == entry.hash.hex()
        assert base64.urlsafe_b64decode(signature) == entry.signature

    def test_is_read_back_as_it_was(self) -> None:
        shop = a_days_journal()
        header, *lines = exported(shop)

        assert entries_of(*lines) == shop.store.tables.entries
        assert read_header(header).keys == shop.store.tables.keys

    def test_verifies(self) -> None:
        verdict = verify(b"".join(DAY))

        assert verdict.ok
        assert verdict.entries == 8

    def test_of_no_entries_proves_nothing(self) -> None:
        verdict = verify(b"".join(export_lines(HEADER, ())))

        assert (verdict.ok, verdict.entries, verdict.head) == (False, 0, None)
        assert (verdict.first_bad, verdict.reason) == (None, "the export holds no entries")


class TestAnyOtherByte:
    """Every byte of a longer export, by both verifiers: tests/unit/verify/test_flips.py."""

    @given(place=st.integers(0, len(SMALL) - 1), other=st.integers(1, 255))
    def test_of_any_value_is_noticed(self, place: int, other: int) -> None:
        content = bytearray(SMALL)
        content[place] ^= other

        assert not is_good(bytes(content))

    @given(place=st.integers(0, len(SMALL)), extra=st.binary(min_size=1, max_size=3))
    def test_more_is_noticed(self, place: int, extra: bytes) -> None:
        assert not is_good(SMALL[:place] + extra + SMALL[place:])

    @given(place=st.integers(0, len(SMALL) - 1), size=st.integers(1, 9))
    def test_less_is_noticed(self, place: int, size: int) -> None:
        assert not is_good(SMALL[:place] + SMALL[place + size :])


class TestLines:
    @pytest.mark.parametrize("line", range(1, 8))
    def test_that_were_dropped_are_missed(self, line: int) -> None:
        verdict = verify(b"".join(DAY[:line] + DAY[line + 1 :]))

        assert (verdict.ok, verdict.first_bad) == (False, line)

    @pytest.mark.parametrize("line", range(1, 8))
    def test_that_were_swapped_are_noticed(self, line: int) -> None:
        verdict = verify(b"".join([*DAY[:line], DAY[line + 1], DAY[line], *DAY[line + 2 :]]))

        assert (verdict.ok, verdict.first_bad) == (False, line)

    @pytest.mark.parametrize("line", range(1, 9))
    def test_that_stand_twice_are_noticed(self, line: int) -> None:
        verdict = verify(b"".join(DAY[: line + 1] + DAY[line:]))

        assert (verdict.ok, verdict.first_bad) == (False, line + 1)

    @pytest.mark.parametrize("line", range(1, 9))
    @pytest.mark.parametrize("extra", [b"\n", b"\r\n", b"{}\n", b"a\tb\tc\n", b"\t\t\n"])
    def test_that_were_put_in_between_are_noticed(self, line: int, extra: bytes) -> None:
        verdict = verify(b"".join([*DAY[: line + 1], extra, *DAY[line + 1 :]]))

        assert (verdict.ok, verdict.first_bad) == (False, line + 1)

    @pytest.mark.parametrize("line", range(1, 9))
    def test_that_end_in_crlf_are_noticed(self, line: int) -> None:
        changed = list(DAY)
        changed[line] = changed[line].replace(b"\n", b"\r\n")

        verdict = verify(b"".join(changed))

        assert (verdict.ok, verdict.first_bad) == (False, line)

    def test_that_lack_the_last_lf_are_noticed(self) -> None:
        verdict = verify(b"".join(DAY).removesuffix(b"\n"))

        assert (verdict.ok, verdict.first_bad, verdict.entries) == (False, 8, 7)

    @pytest.mark.parametrize(
        "spell",
        [
            bytes.upper,
            lambda digest: b"0x" + digest,
            lambda digest: b" " + digest,
            lambda digest: digest + b"00",
            lambda digest: digest[:-2],
            lambda _digest: b"",
            lambda _digest: "é".encode(),
        ],
    )
    def test_with_another_spelling_of_the_hash_are_bad(
        self, spell: Callable[[bytes], bytes]
    ) -> None:
        raw, digest, signature = DAY[1].split(b"\t")

        verdict = verify(DAY[0] + b"\t".join((raw, spell(digest), signature)))

        assert (verdict.ok, verdict.first_bad) == (False, 1)

    @pytest.mark.parametrize(
        "spell",
        [
            lambda text: text + b"=",
            lambda text: text.rstrip(b"="),
            lambda text: text[:9] + b" " + text[9:],
            lambda text: b"+" + text,
            lambda _text: b"",
            lambda _text: b"\xff",
            lambda _text: b"A",
        ],
    )
    def test_with_another_spelling_of_the_signature_are_bad(
        self, spell: Callable[[bytes], bytes]
    ) -> None:
        raw, digest, signature = DAY[1].removesuffix(b"\n").split(b"\t")

        verdict = verify(DAY[0] + b"\t".join((raw, digest, spell(signature))) + b"\n")

        assert (verdict.ok, verdict.first_bad) == (False, 1)

    @pytest.mark.parametrize(("extra", "digest"), [(0, b"\xaa"), (1, b"")])
    def test_that_are_too_long_are_bad(self, extra: int, digest: bytes) -> None:
        rest = b"\taa\tQQ==\n"

        (entry,) = entries_of(b"x" * (LINE_BYTES_MAX - len(rest) + extra) + rest)

        assert (entry.kind, entry.hash) == ("", digest)

    @pytest.mark.parametrize("raw", [b"{", b"[]", b"7", b"{}", b"\xff", b"[" * 100_000])
    def test_whose_bytes_cannot_be_read_have_no_kind(self, raw: bytes) -> None:
        (entry,) = entries_of(raw + b"\taa\tQQ==\n")

        assert (entry.kind, entry.raw, entry.hash) == ("", raw, b"\xaa")


class TestHeader:
    def test_is_read_as_it_was_written(self) -> None:
        (line,) = export_lines(HEADER, ())

        assert read_header(line) == HEADER

    @pytest.mark.parametrize(
        "line",
        [
            b"",
            b"\n",
            b"null\n",
            b"[]\n",
            b"{}\n",
            b"sku,barcode,name\n",
            b"SQLite format 3\x00",
            b"\xff\xfe\n",
            b"[" * 100_000,
            b"[" * 600 + b"]" * 600 + b"\n",
            b'{"format":"pos-journal-1"}\n',
        ],
    )
    def test_that_is_something_else_is_refused(self, line: bytes) -> None:
        with pytest.raises(NotAnExportError, match="not a journal export"):
            read_header(line)

    def test_of_another_format_is_named(self) -> None:
        line = DAY[0].replace(b"pos-journal-1", b"pos-journal-2")

        with pytest.raises(NotAnExportError, match="its format is 'pos-journal-2'"):
            read_header(line)

    @pytest.mark.parametrize(
        "spell",
        [
            lambda line: line.replace(b"\n", b"\r\n"),
            lambda line: line.removesuffix(b"\n"),
            lambda line: line.replace(b'"first_seq":1', b'"first_seq":"1"'),
            lambda line: line.replace(b'"first_seq":1', b'"first_seq":true'),
            lambda line: b'{"a":0,' + line[1:],
            lambda line: line.replace(b"01ff", b"01FF"),
            lambda line: line.replace(b"01ff", b"01 ff"),
            lambda line: line.replace(b"key-2", b"key-1"),
        ],
    )
    def test_has_one_spelling(self, spell: Callable[[bytes], bytes]) -> None:
        (line,) = export_lines(HEADER, ())
        assert spell(line) != line

        with pytest.raises(NotAnExportError):
            read_header(spell(line))

    @pytest.mark.parametrize("name", ["journal_id", "terminal"])
    def test_names_the_journal_of_its_entries(self, name: str) -> None:
        verdict = verify(_with(DAY[0], name, "another") + b"".join(DAY[1:]))

        assert (verdict.ok, verdict.first_bad) == (False, 1)
        assert verdict.reason == "it belongs to another journal"

    def test_without_its_keys_verifies_nothing(self) -> None:
        verdict = verify(_with(DAY[0], "keys", []) + b"".join(DAY[1:]))

        assert (verdict.ok, verdict.first_bad) == (False, 1)
        assert "unknown key" in verdict.reason


def _with(header: bytes, name: str, value: object) -> bytes:
    values: dict[str, Any] = json.loads(header)
    return canonical.encode(values | {name: value}) + b"\n"
