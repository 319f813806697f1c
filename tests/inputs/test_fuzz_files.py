"""Any bytes and any rows as a file of products: words or rows come out, and a sound store."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pos_app.adapters.files.formats import open_reader
from pos_app.adapters.files.formula_guard import guarded, unguarded
from pos_app.adapters.files.pos_csv_writer import PosCsvFile
from pos_app.composition.opening import OpenStore, writing
from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency
from pos_app.services.catalogue.importing import FileCheck, StoreTerms
from pos_app.services.catalogue.ports import ProductRow
from pos_app.services.catalogue.reading import COLUMNS
from tests.fakes.catalogue import FakeCatalogue
from tests.inputs.examples import ANY_TEXT, EXAMPLES, require_words
from tests.inputs.site import require_sound
from tests.integration import shop as shops

HEADERS: Final = (b"sku,name,price\n", b"\xef\xbb\xbfsku;name;price\r\n", b"barcode\tname\tprice\r")
TERMS: Final = StoreTerms(Currency.of("EUR"), frozenset({"STANDARD", "ZERO"}))
SCRAPS: Final = st.sampled_from(
    [
        *(
            b",",
            b'"',
            b'""',
            b"\n",
            b"\r",
            b"\r\n",
            b"\0",
            b"'",
            b";",
            b"\t",
            b"=",
            b"\xc3",
            b"\xa9",
        ),
        *(b"A", b"1", b"1.50", b"1,50", b"Pen", b"\xff\xfe", b"\xef\xbb\xbf", b"sep=;\n", b"|"),
    ]
)
CELLS: Final = ANY_TEXT | st.sampled_from(
    ["", "1", "1.50", "1.234,50", "-1", "A", "4006381333931", "111|222", "ZERO", "kg", "=1", "'=1"]
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenStore]:
    """One for all examples: what one leaves behind, the next meets."""
    folder = shops.make(tmp_path_factory.mktemp("fuzz") / "data").folder
    with writing(folder) as opened:
        yield opened
    require_sound(folder)


def brought_in(store: OpenStore, content: bytes) -> None:
    """Import it; every row is in, or named, or the whole file is refused in words."""
    path = store.folder.root.parent / "fuzz.csv"
    path.write_bytes(content)
    try:
        report = shops.bring_in(store, path)
    except PosError as error:
        require_words(error)
        return
    taken = report.new + report.changed + report.unchanged
    assert taken + report.rejected_count == report.rows
    assert all(one.reason and one.line > 1 for one in report.rejected)
    lines = content.count(b"\n") + content.count(b"\r") + 1
    assert all(one.line <= lines for one in report.rejected)


class TestBytes:
    @EXAMPLES
    @given(st.binary(max_size=400))
    def test_alone(self, store: OpenStore, content: bytes) -> None:
        brought_in(store, content)

    @EXAMPLES
    @given(st.sampled_from(HEADERS), st.lists(SCRAPS | st.binary(max_size=8), max_size=40))
    @example(b'"sku","name","price"\n', [b'"A","Pen","1"'])
    @example(HEADERS[0], [b'A,"', *[b"\n"] * 20_000])
    @example(HEADERS[0], [b"A,caf\xed\xa0\x80,1"])
    def test_behind_a_header(self, store: OpenStore, header: bytes, scraps: list[bytes]) -> None:
        brought_in(store, header + b"".join(scraps))


class TestRows:
    @EXAMPLES
    @given(
        st.lists(st.lists(CELLS, min_size=9, max_size=9), min_size=1, max_size=6),
        st.sampled_from([",", ";", "\t"]),
        st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
    )
    def test_are_each_in_or_named(
        self, store: OpenStore, rows: list[list[str]], delimiter: str, encoding: str
    ) -> None:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerows([COLUMNS, *rows])
        content = out.getvalue().encode(encoding, "replace")
        path = store.folder.root.parent / "rows.csv"
        path.write_bytes(content)

        report = shops.bring_in(store, path)

        blank = sum(not any(row) for row in rows)
        assert report.rows == len(rows) - blank
        taken = report.new + report.changed + report.unchanged
        assert taken + report.rejected_count == report.rows

    @EXAMPLES
    @given(st.lists(CELLS, min_size=9, max_size=9))
    def test_that_are_good_are_good_when_they_come_again(
        self, tmp_path_factory: pytest.TempPathFactory, row: list[str]
    ) -> None:
        """What was taken is written and read again as the same row."""
        path = tmp_path_factory.getbasetemp() / "again.csv"
        with path.open("w", encoding="utf-8", newline="", errors="replace") as out:
            csv.writer(out, quoting=csv.QUOTE_ALL).writerows([COLUMNS, row])
        first = checked(path)
        sink = PosCsvFile(path=path, currency=TERMS.currency)

        sink.write(iter(first))

        again = checked(path)
        assert [one._replace(line=2) for one in again] == [
            # What the file left empty is written as it is stored, so it comes back as text.
            one._replace(line=2, category=one.category or "", unit=one.unit)
            for one in first
        ]


def checked(path: Path) -> list[ProductRow]:
    check = FileCheck(reader=open_reader(path), products=FakeCatalogue(), terms=TERMS)
    return [row for batch in check.batches() for row in check.take(batch)]


class TestGuard:
    @EXAMPLES
    @given(st.text(alphabet=st.sampled_from("=+-@';\t\r\n \xa0\x0b\0a1\uff1d"), max_size=30))
    @example("\t" * 65_536)
    @example("' " * 32_768)
    def test_comes_off_again_and_leaves_nothing_that_runs(self, text: str) -> None:
        assert unguarded(guarded(text)) == text
        assert not guarded(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))
