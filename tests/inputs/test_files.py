"""Inputs 58 and 64-75: files that are no catalogue, or a very large or very odd one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Final

import pytest

from pos_app.adapters.files.formats import open_reader
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.making import SetupRequest, make_store
from pos_app.domain.errors import InvalidInputError
from pos_app.services.catalogue.reading import (
    FileUnreadableError,
    HeaderError,
    UndecodableError,
)
from tests.inputs.site import IS_LONG, Site
from tests.integration import shop as shops

MEBIBYTE: Final = 1 << 20
KIB: Final = 1 << 10
PEAK_KIB_MAX: Final = 300 * KIB
GROWTH_KIB_MAX: Final = 40 * KIB
"""Over what the smallest import holds; 16 MiB of it are pages that SQLite keeps."""
BIG_MIB: Final = 200 if IS_LONG else 12
ROWS: Final = 1_000_000 if IS_LONG else 20_000
TEXT: Final = "sku,name,category,price\nA,Crème brûlée,café,1.50\n"


@pytest.fixture(scope="module")
def allowed_kib(master: shops.Shop, tmp_path_factory: pytest.TempPathFactory) -> int:
    outside = tmp_path_factory.mktemp("small")
    site = Site(master.copied_to(outside / "data").folder, outside)
    small = site.run("products", "import", str(site.file("sku,name,price\nA,Pen,1\n")))
    assert small.code == 0
    return min(PEAK_KIB_MAX, small.peak_kib + GROWTH_KIB_MAX)


def written(path: Path, pieces: Iterable[bytes]) -> Path:
    with path.open("wb") as file:
        file.writelines(pieces)
    return path


def is_sold(site: Site) -> bool:
    """Whether Crème brûlée came in as it was meant."""
    return shops.rows(
        site.folder.store, "SELECT name, category, price FROM product WHERE active"
    ) == [("Crème brûlée", "café", 150)]


def test_58_a_path_in_a_cell_or_a_name_reaches_no_file(site: Site, tmp_path: Path) -> None:
    paths = (r"\\host\share\x.png", "/etc/passwd", "../../etc/passwd", "C:\\x.png", "file:///etc")
    rows = "".join(f"S{n},Pen,1,{path}\n" for n, path in enumerate(paths))
    before = site.files()

    report = site.bring_in(f"sku,name,price,image\n{rows}")

    assert (report.new, report.rejected_count) == (len(paths), 0)
    assert [one.reason for one in report.warnings if one.column == "image"] == [
        "unknown column: left out"
    ]
    for path in (r"\\host\share\x.csv", "//host/share/x.csv", "/dev/zero"):
        assert "cannot be read" in site.terminal.refused("products", "import", path)
    for terminal in ("../../x", "/T", "T/1", "t01", "", "T01\n", "T" * 9, "T\uff11"):
        with pytest.raises(InvalidInputError, match="is no terminal code"):
            make_store(
                DataFolder(tmp_path / "other"),
                SetupRequest("Shop", "FR", "Ana", shops.PIN, terminal=terminal, practice=True),
            )
    assert site.files() - before <= {"products.csv", "data/pos.sqlite3-wal", "data/pos.sqlite3-shm"}


def test_64_a_million_short_rows_take_no_more_memory(site: Site, allowed_kib: int) -> None:
    many = written(
        site.outside / "many.csv",
        (b"sku,name,price\n", *(b"S%d,Pen,1\n" % n for n in range(ROWS))),
    )

    large = site.run("products", "import", "--dry-run", "--json", str(many))

    assert (large.code, large.err) == (0, "")
    assert f'"new": {ROWS}' in large.out
    assert large.peak_kib < allowed_kib


def test_64_a_file_of_any_size_takes_no_more_memory(site: Site, allowed_kib: int) -> None:
    """Rows of nearly 64 KiB, in cells of nearly 4 KiB: the largest that are taken."""
    extra = [f"extra{n}" for n in range(15)]
    header = ",".join(["sku", "name", "price", *extra]).encode() + b"\n"
    cells = b",".join([b"x" * 4_090] * len(extra))
    count = BIG_MIB * MEBIBYTE // len(cells)
    path = written(
        site.outside / "big.csv", (header, *(b"S%d,Pen,1,%b\n" % (n, cells) for n in range(count)))
    )

    ended = site.run("products", "import", "--json", str(path))

    assert path.stat().st_size >= BIG_MIB * MEBIBYTE * 0.99
    assert f'"new": {count}' in ended.out
    assert ended.peak_kib < allowed_kib


def test_65_a_line_without_an_end_is_named_and_left(site: Site, allowed_kib: int) -> None:
    line = [b"B,", *[b"x" * MEBIBYTE] * max(BIG_MIB, 48)]
    path = written(site.outside / "line.csv", [b"sku,name,price\nA,Pen,1\n", *line])

    ended = site.run("products", "import", str(path))

    assert ended.code == 0
    assert "line 3" in ended.out
    assert "longer than 65536 bytes" in ended.out
    assert site.names() == ["Pen"]
    assert ended.peak_kib < allowed_kib
    ended = site.run("products", "import", str(written(site.outside / "first.csv", line)))
    assert (ended.code, ended.out) == (1, "")
    assert "the first line is too long" in ended.err
    assert ended.peak_kib < allowed_kib


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode("utf-16"), id="input-66-le"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), id="input-66-be"),
        pytest.param(TEXT.replace("\n", "\r\n").encode("utf-16"), id="input-66-crlf"),
        pytest.param(TEXT.encode("cp1252"), id="input-67"),
        pytest.param(TEXT.encode("utf-8-sig"), id="input-68"),
    ],
)
def test_an_encoding_is_found_out(site: Site, content: bytes) -> None:
    assert site.bring_in(content).new == 1
    assert is_sold(site)


def test_69_one_byte_that_is_no_text_stops_everything(site: Site) -> None:
    rows = [b"S%d,Caf\xc3\xa9,1\n" % n for n in range(12_000)]
    rows[9_997] = b"S,Caf\xff,1\n"  # behind the header, and counted from one
    before = shops.everything(site.folder.store)

    with pytest.raises(UndecodableError, match=r"line 9999: byte \d+ \(0xff\) is no utf-8 text"):
        site.bring_in(b"sku,name,price\n" + b"".join(rows))

    assert shops.everything(site.folder.store) == before
    assert site.names() == []


def test_69_a_file_that_changes_under_the_reader_stops_everything(site: Site) -> None:
    path = site.file(b"sku,name,price\n" + b"S,Pen,1\n" * 60_000)
    reader = open_reader(path)
    path.write_bytes(b"\xff" * path.stat().st_size)

    with pytest.raises(FileUnreadableError, match="changed while it was read"):
        list(reader.rows())


def test_70_rows_with_nul_bytes_are_named(site: Site) -> None:
    report = site.bring_in(b'sku,name,price\nA,P\0en,1\nB,"In\0k",2\n\0,,\nC,Pad,3\n')

    assert [(one.line, one.reason) for one in report.rejected] == [
        (line, "it holds a NUL byte") for line in (2, 3, 4)
    ]
    assert site.names() == ["Pad"]
    for content in (b"\0" * 4_096, b"\0sku,name,price\n", TEXT.encode("utf-16-le")):
        with pytest.raises(HeaderError, match="it holds NUL bytes"):
            site.bring_in(content)


def test_71_lines_may_end_in_any_way_in_one_file(site: Site) -> None:
    report = site.bring_in(
        b'sku,name,price\r\nA,Pen,1\rB,Ink,2\nC,"Pad\r\nlined",3\r\n\rD,Nib,x\r\n\nE,Cap,5\r,,\r'
    )

    assert site.names() == ["Pen", "Ink", "Pad lined", "Cap"]
    assert [one.line for one in report.rejected] == [7]


def test_72_a_sku_that_is_there_twice_is_named(site: Site) -> None:
    rows = "A,Pen,1\nB,Ink,2\nA,Other,3\n a ,Third,4\nA ,Fourth,5\n"

    report = site.bring_in(f"sku,name,price\n{rows}")

    assert [(one.line, one.reason) for one in report.rejected] == [
        (4, "this sku is in the file twice"),
        (6, "this sku is in the file twice"),
    ]
    assert site.names() == ["Pen", "Ink", "Third"]
    strict = site.bring_in(f"sku,name,price\n{rows.replace('A', 'Z')}", strict=True)
    assert (strict.written, len(site.names())) == (False, 3)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("A,Pen,1\n", "name and price and sku or barcode is missing", id="input-73-no"),
        pytest.param("sku,price\nA,1\n", "the column name is missing", id="input-73-name"),
        pytest.param("name,price\nPen,1\n", "sku or barcode is missing", id="input-73-code"),
        pytest.param("sku,name,price,Price\nA,P,1,2\n", "price is there twice", id="input-73-two"),
        pytest.param("", "the file is empty", id="input-73-empty"),
    ],
)
def test_a_header_that_lacks_a_column_stops_everything(
    site: Site, content: str, reason: str
) -> None:
    with pytest.raises(HeaderError, match=reason):
        site.bring_in(content)
    assert site.names() == []


def test_73_columns_in_any_order_and_others_beside_them_are_taken(site: Site) -> None:
    report = site.bring_in('"price","colour","Name ","SKU"\n"1","red","Pen","A"\n')

    assert (report.new, report.rejected_count) == (1, 0)
    assert ("colour", "unknown column: left out") in [
        (one.column, one.reason) for one in report.warnings
    ]


def test_74_a_file_writes_its_decimals_one_way(site: Site) -> None:
    report = site.bring_in(
        "sku;name;price\nA;Pen;1.234,50\nB;Ink;0,99\nC;Pad;12\nF;Pot;3,10\nD;Nib;1,234.50\nE;Cap;2.50\n"
    )

    # Good rows go in; those in the other way are named, never read as a hundred times as much.
    assert [(one.line, one.column) for one in report.rejected] == [(6, "price"), (7, "price")]
    assert all("decimal comma, as the rest of the file" in one.reason for one in report.rejected)
    assert shops.rows(
        site.folder.store, "SELECT sku, price FROM product WHERE active ORDER BY sku"
    ) == [
        ("A", 123_450),
        ("B", 99),
        ("C", 1_200),
        ("F", 310),
    ]


@pytest.mark.parametrize(
    "day",
    [
        *("2026-02-31", "2025-02-29", "31/02/2026", "31.02.2026", "26-02-01", "01/02/26"),
        *("0000-01-01", "10000-01-01", "2026-02", "today", "1772323200", ""),
    ],
    ids=lambda day: f"input-75-{day}",
)
def test_75_a_day_that_there_is_not_is_refused(site: Site, day: str) -> None:
    """A catalogue holds no dates: they are typed."""
    for words in (
        ("orders", "list", "--from", day),
        ("orders", "list", "--to", day),
        ("report", "sales", "--from", "2026-01-01", "--to", day),
    ):
        assert "does not match the format '%Y-%m-%d'" in site.terminal.misused(*words)
    assert site.bring_in(f"sku,name,price,date\nA,Pen,1,{day}\n").new == 1


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("products.csv", TEXT)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(a_zip(), id="zip"),
        pytest.param(b"\x7fELF" + Random(1).randbytes(65_536), id="binary"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + Random(2).randbytes(4_096), id="picture"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", id="pdf"),
        pytest.param(b"SQLite format 3\0" + bytes(4_096), id="store"),
        pytest.param(TEXT.encode() + TEXT.encode("utf-16"), id="two-encodings"),
        pytest.param(TEXT.encode() + TEXT.encode("cp1252"), id="utf-8-then-cp1252"),
    ],
)
def test_what_is_called_csv_and_is_none_is_refused(site: Site, content: bytes) -> None:
    with pytest.raises((HeaderError, UndecodableError)):
        site.bring_in(content)
    assert site.names() == []


def test_what_is_no_file_is_refused(site: Site) -> None:
    loop = site.outside / "loop.csv"
    loop.symlink_to(loop)
    for path in (
        site.outside,
        Path("/dev/zero"),
        loop,
        site.outside / ("x" * 300),
        site.outside / "no",
    ):
        with site.opened() as store, pytest.raises(FileUnreadableError):
            shops.bring_in(store, path)
