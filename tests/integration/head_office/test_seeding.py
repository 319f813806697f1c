"""`pos-head-office seed`: a file of products becomes the catalogue of the chain."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pos_app.adapters.system.paths import bundled
from pos_app.composition.head_office_cli import main as program
from pos_app.head_office.storage.catalogue_tables import change, product, tax_class
from pos_app.head_office.storage.engine import open_database
from tests.integration import shop
from tests.integration.head_office.ground import Ground

Seed = Callable[..., Result]
DEMO = bundled("resources") / "demo" / "products.csv"


@pytest.fixture
def folder(tmp_path: Path, sqlite_template: Path) -> Path:
    made = tmp_path / "office"
    made.mkdir()
    (made / "head-office.sqlite3").write_bytes(sqlite_template.read_bytes())
    return made


@pytest.fixture
def seed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Seed:
    for name in [name for name in os.environ if name.startswith("POS_HEAD_OFFICE_")]:
        monkeypatch.delenv(name)

    def call(*words: object) -> Result:
        command = ["--data-dir", str(folder), "seed", *map(str, words)]
        return CliRunner().invoke(program.pos_head_office, command)

    return call


class TestSeed:
    def test_brings_in_the_demo_with_its_taxes(self, seed: Seed, folder: Path) -> None:
        result = seed(DEMO, "--tax", "STANDARD=20", "--tax", "REDUCED=5.5")

        assert result.exit_code == 0, result.output
        assert result.output.endswith(" new or changed, 0 left out.\n")
        database = open_database(f"sqlite:///{folder / 'head-office.sqlite3'}")
        ground = Ground(database)
        bananas = next(row for row in ground.rows(product) if row["sku"] == "PLU-4011")
        assert (bananas["price"], bananas["cost"], bananas["unit"]) == (199, 110, "kg")
        assert [row["code"] for row in ground.rows(tax_class)] == ["REDUCED", "STANDARD"]
        database.dispose()

    def test_changes_nothing_the_second_time(self, seed: Seed, folder: Path) -> None:
        seed(shop.GROCERIES)
        again = seed(shop.GROCERIES)

        assert " 0 new or changed" in again.output
        database = open_database(f"sqlite:///{folder / 'head-office.sqlite3'}")
        assert {row["version"] for row in Ground(database).rows(change)} == {1}
        database.dispose()

    def test_names_bad_rows_and_brings_in_the_others(self, seed: Seed, tmp_path: Path) -> None:
        file = tmp_path / "products.csv"
        file.write_text(
            "sku,name,price,tax_class\nA,Tea,4.50,S\nB,Bad,4.505,S\n,None,1,S\nC,C,x,S\n"
        )

        result = seed(file)

        assert result.exit_code == 0
        assert "Line 3: '4.505' has more than 2 decimals" in result.output
        assert "4 rows: 1 new or changed, 3 left out." in result.output

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            (f"B,Bad,1,S,{'4' * 49}", "has 49 characters; a till takes 48"),
            (f"B,Bad,1,S,{' '.join(map(str, range(21)))}", "it has 21 barcodes; a till takes 20"),
            ("CUSTOM,Bad,1,S,4006", "the sku CUSTOM is every till's own"),
            (f"B,Bad,1,{'S' * 33},4006", "tax_class is longer than 32"),
        ],
    )
    def test_leaves_out_what_no_till_takes(
        self, seed: Seed, tmp_path: Path, row: str, said: str
    ) -> None:
        file = tmp_path / "products.csv"
        file.write_text(f"sku,name,price,tax_class,barcode\nA,Tea,1,S,{'4' * 48}\n{row}\n")

        result = seed(file)

        assert said in result.output
        assert "2 rows: 1 new or changed, 1 left out." in result.output

    @pytest.mark.parametrize("content", [b"sku,name\nA,B\n", b"\xff\xfe", b"", b"\0"])
    def test_refuses_what_is_no_such_file(self, seed: Seed, tmp_path: Path, content: bytes) -> None:
        file = tmp_path / "products.csv"
        file.write_bytes(content)

        result = seed(file)

        assert result.exit_code == 1
        assert "Nothing was changed" in result.output
