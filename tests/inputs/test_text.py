"""Inputs 31-38: names, searches and other text that looks like something else."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import pytest

from pos_app.adapters.files.formula_guard import guarded, unguarded
from pos_app.domain.barcode import ScanUnreadableError
from pos_app.domain.card_number import masked
from pos_app.domain.errors import PosError
from pos_app.domain.staff import Role
from pos_app.services.catalogue.reading import UndecodableError
from pos_app.services.catalogue.row_checking import CATEGORY_LENGTH_MAX
from pos_app.services.staff.names import StaffNameError, StaffNameTakenError
from pos_app.services.store.setting_up import StoreTextError
from tests.inputs.site import Site, table
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal

CODE: Final = "4006381333931"
PIN: Final = "250917"
SQL: Final = "'; DROP TABLE sale;--"
NOTHING: Final = ("", "   ", "\u200b", "\u200b \ufeff\u2060", "\u202e")
LONG: Final = "x" * 65_536
SECONDS_MAX: Final = 2
"""Of one pattern over one long text; what doubles with each character would take years."""


def test_31_sql_stays_the_text_that_it_is(site: Site, tmp_path: Path) -> None:
    site.stock((SQL, CODE, SQL, "1.50", "STANDARD"), ("S2", "", "Pen", "2", "STANDARD"))
    site.terminal.done("staff", "add", "--role", "cashier", "--pin-file", "-", SQL, text=PIN)
    with site.opened() as store:
        assert [hit.product.name for hit in store.services.search.find(SQL)] == [SQL]
        document = shops.sell(store, SQL)

    named = site.run("products", "show", SQL)
    assert (named.code, named.out.splitlines()[0]) == (0, f"{SQL} ({SQL})")
    assert SQL in site.terminal.done("orders", "show", document.number)
    assert SQL in site.terminal.done("staff", "list")
    assert f"no order {SQL} on" in site.terminal.refused("orders", "show", SQL)
    other = shops.make(tmp_path / "other", store=SQL, owner=SQL)
    assert SQL in Terminal(other.folder).done("staff", "list")


def test_32_wildcards_find_no_more_than_themselves(site: Site) -> None:
    names = ("100% Juice", "under_score", "back\\slash", "Pen", "Ink")
    site.stock(*((f"S{n}", "", name, "1", "STANDARD") for n, name in enumerate(names)))
    found = {
        "%": [],
        "_": [],
        "\\": [],
        "P%": ["Pen"],  # the letters in front are looked for, the sign is no wildcard
        "%en": [],
        "Pen %": ["Pen"],
        "_nk": [],
        "100%": ["100% Juice"],
        "under_": ["under_score"],
        "back\\": ["back\\slash"],
        "%" * 100: [],
    }

    with site.opened() as store:
        search = store.services.search
        assert {text: [hit.product.name for hit in search.find(text)] for text in found} == found


def test_33_the_language_of_the_index_is_not_spoken(site: Site) -> None:
    site.stock(("S1", "", 'A "NEAR" or NOT', "1", "STANDARD"), ("S2", "", "Pen", "1", "STANDARD"))
    queries = (
        *('"a" OR NEAR(', "a OR pen", "name:pen", "^pen", "pen*", "NOT pen", "{sku}: S2", "-pen"),
        *('"', '""', '"pen', "(", "NEAR(a pen, 2)", "a AND", "*", "+", "sku:S2 OR", "\x00pen"),
    )

    with site.opened() as store:
        found = {
            text: [hit.product.name for hit in store.services.search.find(text)] for text in queries
        }

    assert found['"a" OR NEAR('] == ['A "NEAR" or NOT']
    assert found["a OR pen"] == found["NOT pen"] == found["name:pen"] == []
    assert found["pen*"] == found["^pen"] == found['"pen'] == found["\x00pen"] == ["Pen"]
    assert site.run("products", "find", "--", '"a" OR NEAR(').code == 0


def test_34_names_of_nothing_are_refused(site: Site, tmp_path: Path) -> None:
    rows = [(f"S{n}", "", name, "1", "STANDARD") for n, name in enumerate(NOTHING)]
    report = site.stock(*rows, ("S9", "", "Pen", "1", "STANDARD"))

    assert [(one.line, one.reason) for one in report.rejected] == [
        (line, "the name is missing") for line in range(2, 2 + len(NOTHING))
    ]
    for nothing in NOTHING:
        with site.opened() as store, pytest.raises(StaffNameError, match="1 to 60 characters"):
            store.services.staff.add(
                actor=shops.owner(store), name=nothing, role=Role.CASHIER, pin=PIN
            )
        with pytest.raises(StoreTextError, match="The store's name must have 1 to 200"):
            shops.make(tmp_path / "other", store=nothing)
        assert site.terminal.refused("products", "show", "--", nothing)
    assert not (tmp_path / "other").exists()


def test_35_composed_and_decomposed_letters_are_the_same(site: Site) -> None:
    composed, decomposed = "Caf\u00e9", "Cafe\u0301"
    report = site.stock(
        (composed, "", composed, "1", "STANDARD"), (decomposed, "", "Tea", "1", "STANDARD")
    )

    assert [one.reason for one in report.rejected] == ["this sku is in the file twice"]
    with site.opened() as store:
        for text in (composed, decomposed, "cafe", "CAFE\u0301"):
            assert [hit.product.name for hit in store.services.search.find(text)] == [composed]
        add = store.services.staff.add
        add(actor=shops.owner(store), name=composed, role=Role.CASHIER, pin=PIN)
        with pytest.raises(StaffNameTakenError):
            add(actor=shops.owner(store), name=decomposed, role=Role.CASHIER, pin=PIN)


def test_36_half_characters_are_refused_at_every_door(site: Site) -> None:
    half = "caf\udcff"  # what the system makes of a byte that is no text
    before = shops.everything(site.folder.store)
    for words in (
        ("products", "show", half),
        ("products", "find", half),
        ("orders", "show", half),
        ("staff", "add", "--role", "cashier", "--pin-file", "-", half),
        ("stock", "receive", "4006381333931", half),
        ("shift", "close", "--counted", half),
        ("setup", "--store", half, "--country", "FR", "--owner", "A", "--pin-file", "-"),
    ):
        told = site.terminal.refused(*words, text=PIN)
        assert told.startswith("caf? holds bytes that are no text here")
    ended = site.run("products", "show", b"caf\xff")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("caf? holds bytes that are no text here")
    assert not site.folder.logs.exists()  # none of them was taken for a bug
    with site.opened() as store:
        shops.ring(store)
        with pytest.raises(ScanUnreadableError):
            store.services.orders.scan(raw="400\ud8006381")
    with pytest.raises(UndecodableError, match="line 3: byte 28"):
        site.bring_in(b"sku,name,price\nA,Pen,1\nB,caf\xed\xa0\x80,1\n")
    assert shops.everything(site.folder.store) == before


def test_36_a_file_may_be_called_anything(site: Site) -> None:
    name = b"caf\xff.csv"
    (site.outside / name.decode("utf-8", "surrogateescape")).write_text("sku,name,price\nA,Pen,1\n")

    ended = site.run("products", "import", bytes(site.outside) + b"/" + name)

    assert (ended.code, ended.err) == (0, "")
    assert shops.one(site.folder.store, "SELECT source FROM import_run") == "caf?.csv"


def test_37_text_without_end_meets_its_limit(site: Site, tmp_path: Path) -> None:
    for field in ("store", "address", "tax_number", "company_id", "phone", "footer"):
        with pytest.raises(StoreTextError, match="to 200 characters"):
            shops.make(tmp_path / "other", **{field: LONG})
    with pytest.raises(StaffNameError, match="1 to 60 characters"):
        shops.make(tmp_path / "other", owner=LONG)
    assert not (tmp_path / "other").exists()

    header = ("sku", "barcode", "name", "category", "price")
    report = site.bring_in(
        table(
            header,
            [
                ("S1", "", "x" * 4_097, "", "1"),
                ("S2", "", LONG, "", "1"),
                ("s" * 65, "", "Pen", "", "1"),
                ("S4", "1" * 49, "Pen", "", "1"),
                ("S5", "", "n" * 201, "c" * (CATEGORY_LENGTH_MAX + 1), "1"),
            ],
        )
    )
    assert [(one.line, one.reason) for one in report.rejected] == [
        (2, "longer than 4096 bytes"),
        (3, "longer than 65536 bytes"),
        (4, "longer than 64 characters"),
        (5, "longer than 48 characters"),
    ]
    assert [one.reason for one in report.warnings if one.reason.startswith("cut")] == [
        "cut to 100 characters",
        "cut to 200 characters",
    ]
    told = site.terminal.refused("orders", "show", LONG)
    assert len(told) < 3_000
    assert "at most 512 characters" in site.terminal.refused("products", "show", LONG)


def test_38_no_pattern_takes_more_than_its_text(site: Site) -> None:
    texts = [
        *(char * 16_384 for char in "1 .-'\";=\t\r\n,|0("),
        *("1 " * 8_192, "4 .-" * 4_096, "1-" * 8_192, "' " * 8_192, "1'234" * 3_277),
        *("(01)" * 128, "01" * 256, "]C1" + "3103" * 128, "1" * 511 + "x", "\x1d" * 512),
        *("1,234" * 800, "1.1," * 1_000, "+" * 4_096, "e\u0301" * 8_000, "\u202e" * 16_384),
    ]
    with site.opened() as store:
        for text in texts:
            began = time.process_time()
            masked(text)
            assert unguarded(guarded(text)) == text
            store.services.search.find(text)
            shops.ring(store)
            for scanned in (text, text[:512]):
                with pytest.raises(PosError):
                    store.services.orders.scan(raw=scanned)
            assert time.process_time() - began < SECONDS_MAX, text[:40]
    began = time.process_time()
    site.stock(*((cell, cell, cell, cell, cell) for text in texts for cell in [text[:4_000]]))
    assert time.process_time() - began < SECONDS_MAX * len(texts)
