"""Inputs 1-14: a spreadsheet must run nothing of what we export, and we read all of it again."""

from __future__ import annotations

from typing import Final

import pytest

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import writing
from tests.inputs.site import Site, cells_of
from tests.integration import shop as shops

CODE: Final = "4006381333931"
SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
LABEL: Final = 1


def could_run(cell: str) -> bool:
    """Whether a spreadsheet may see a formula, also one that ends fields at semicolons."""
    return any(part.lstrip(" ").startswith(SIGNS) for part in cell.split(";"))


def exported(folder: DataFolder, site: Site, name: str = "export.csv") -> str:
    path = site.outside / name
    site.__class__(folder, site.outside).terminal.done("products", "export", path)
    return path.read_bytes().decode()


@pytest.mark.parametrize(
    ("text", "stored", "cell"),
    [
        pytest.param("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1", id="input-1"),
        pytest.param("+1+1", "+1+1", "'+1+1", id="input-2"),
        pytest.param("-2+3", "-2+3", "'-2+3", id="input-3"),
        pytest.param("@SUM(A1)", "@SUM(A1)", "'@SUM(A1)", id="input-4"),
        pytest.param("\t=1+1", "=1+1", "'=1+1", id="input-5"),
        pytest.param("\r=1", "=1", "'=1", id="input-6"),
        pytest.param("\uff1d1+1", "\uff1d1+1", "'\uff1d1+1", id="input-8"),
        pytest.param(
            '=HYPERLINK("http://x/")', '=HYPERLINK("http://x/")', "'=HYPERLINK", id="input-9"
        ),
        pytest.param('a","b\n=1', 'a","b =1', 'a","b =1', id="input-10"),
        pytest.param("''=1", "'=1", "''=1", id="input-11"),
        pytest.param(";=1", ";=1", ";'=1", id="input-12"),
        pytest.param(" =1", "=1", "'=1", id="input-13"),
    ],
)
def test_a_name_is_inert_in_every_export_and_comes_back(
    site: Site, text: str, stored: str, cell: str
) -> None:
    site.stock(("S1", CODE, text, "1.50", "STANDARD"))
    assert site.names() == [stored]
    with site.opened() as store:
        shops.sell(store, CODE, CODE, CODE)

    _, row = cells_of(exported(site.folder, site))
    report = site.terminal.done(
        *("report", "sales", "--from", "2000-01-01", "--to", "2099-12-31"),
        *("--by", "product", "--format", "csv"),
    )

    assert row[2].startswith(cell)
    assert not any(could_run(one) for one in row[:4])
    assert row[7] == "-3"  # an amount below zero stays a number
    sold = cells_of(report)[1]
    assert not could_run(sold[LABEL])
    assert sold[LABEL].startswith(cell.split(" ", 1)[0])
    with site.opened() as store:
        assert shops.bring_in(store, site.outside / "export.csv").unchanged == 1


def test_7_a_nul_byte_is_refused_at_entry(site: Site) -> None:
    report = site.bring_in(b"sku,name,price\nA,\0=1,1\nB,Pen,1\n")

    assert [(one.line, one.reason) for one in report.rejected] == [(2, "it holds a NUL byte")]
    assert site.names() == ["Pen"]


def test_14_our_own_export_comes_back_byte_for_byte(site: Site) -> None:
    with site.opened() as store:
        shops.bring_in(store, shops.CATALOGUE)
        shops.bring_in(store, shops.GROCERIES)
    odd = (
        "=1",
        "'=1",
        "''+1",
        ";=1",
        'a"b',
        "a,b",
        "é",
        "e\u0301",
        "茶",
        "'",
        "\u202e1",
        "a\x0c=1",
    )
    site.stock(*((f"-{n}", f"={n}", name, "0.01", "ZERO") for n, name in enumerate(odd)))
    first = exported(site.folder, site)
    other = shops.make(site.outside / "other").folder

    with writing(other) as store:
        report = shops.bring_in(store, site.outside / "export.csv")

    assert (report.rejected_count, report.new) == (0, first.count("\r\n") - 1)
    assert exported(other, site, "again.csv") == first
