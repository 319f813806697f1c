from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.adapters.files.formats import open_reader
from pos_app.domain.errors import PosError
from pos_app.domain.staff import ApprovalNeededError, NotAllowedError, Permission
from pos_app.services.catalogue.importing import (
    BATCH_ROWS,
    ImportCancelledError,
    ImportOptions,
    Progress,
    StoreTerms,
)
from pos_app.services.catalogue.reading import COLUMNS
from pos_app.services.catalogue.staged_import import (
    SLICE_ROWS_FIRST,
    SLICE_ROWS_MAX,
    UPKEEP_EVERY,
    ImportUnfinishedError,
    ImportUnknownError,
    NothingToImportError,
    Pace,
    Preview,
    StagedImports,
    StageLostError,
    StagingPorts,
)
from pos_app.services.catalogue.staging import ImportState, StagedImport
from tests.fakes.catalogue import EUR, a_product
from tests.fakes.shop import OWNER_PIN, FakeShop
from tests.fakes.staging import FakeImports, FakeStage

HEADER = ",".join(COLUMNS[: COLUMNS.index("deposit")])
MIXED = f"""{HEADER}
GOOD-1,4006381333931,Pen,office,1.50,STANDARD,0.80,10,each
NO-PRICE,,Pencil,office,,STANDARD,,,each
GOOD-1,,Pen again,office,1.50,STANDARD,,,each
FREE,,Bag,office,0,,,,each
MILK,,Milk,dairy,0,,,,each
"""


class Bench:
    """The service on everything in memory, and the file it reads."""

    def __init__(self, folder: Path, shop: FakeShop | None = None) -> None:
        self.shop = shop or FakeShop()
        self.actor = self.shop.owner
        self.stage_files = FakeStage()
        self.tables = FakeImports(self.shop.catalogue, self.shop.store)
        self.path = folder / "products.csv"
        self.upkeep: list[str] = []
        self.service = self.restarted()

    def restarted(self) -> StagedImports:
        """As after a kill: what was only in memory is gone."""
        shop = self.shop
        self.service = StagedImports(
            ports=StagingPorts(
                self.tables.new_work,
                self.stage_files,
                shop.journal,
                shop.clock,
                shop.ids,
                upkeep=(lambda: self.upkeep.append("merge"), lambda: self.upkeep.append("log")),
            ),
            products=shop.catalogue,
            terms=StoreTerms(EUR, frozenset({"STANDARD", "REDUCED"})),
        )
        return self.service

    def stage(
        self,
        content: str,
        *,
        progress: Callable[[Progress], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Preview:
        self.path.write_text(content, encoding="utf-8")
        return self.service.stage(
            actor=self.actor,
            reader=open_reader(self.path),
            options=ImportOptions(self.path.name),
            progress=progress,
            cancelled=cancelled,
        )

    def start(self, content: str) -> str:
        return self.service.start(preview=self.stage(content), actor=self.actor).import_id

    def run(self, import_id: str) -> StagedImport:
        while True:
            slice_ = self.service.next_slice(self.tables.imports[-1])
            if not slice_.has_more:
                return slice_.staged

    def bring_in(self, content: str) -> StagedImport:
        return self.run(self.start(content))

    @property
    def skus(self) -> set[str]:
        return set(self.shop.catalogue.stored)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def many_rows(number: int, price: str = "1.00") -> str:
    rows = (f"S{n},,Product {n},,{price},STANDARD,,," for n in range(number))
    return "\n".join([HEADER, *rows])


class TestStage:
    def test_tells_good_rows_from_refused_ones(self, bench: Bench) -> None:
        preview = bench.stage(MIXED)

        assert (preview.rows, preview.good, preview.refused_count) == (5, 4, 1)
        assert [(one.line, one.column, one.reason) for one in preview.refused] == [
            (3, "price", "the price is missing")
        ]

    def test_writes_nothing_to_the_store(self, bench: Bench) -> None:
        before = bench.shop.store.commits

        bench.stage(MIXED)

        assert bench.shop.store.commits == before
        assert bench.skus == set()

    def test_warns_of_what_new_products_take_by_default(self, bench: Bench) -> None:
        bench.shop.catalogue.add(a_product(sku="MILK"))

        preview = bench.stage(MIXED)

        assert [(one.line, one.column) for one in preview.warnings] == [
            (5, "price"),
            (5, "tax_class"),
        ]

    def test_tells_how_far_it_is(self, bench: Bench) -> None:
        told: list[Progress] = []

        bench.stage(many_rows(2 * BATCH_ROWS), progress=told.append)

        assert [one.rows for one in told] == [BATCH_ROWS, 2 * BATCH_ROWS]
        assert told[-1].percent == 100

    def test_can_be_cancelled(self, bench: Bench) -> None:
        with pytest.raises(ImportCancelledError):
            bench.stage(MIXED, cancelled=lambda: True)

        assert bench.stage_files.files == {}

    def test_is_for_those_who_may_ask_and_starting_it_for_those_who_are_allowed(
        self, bench: Bench
    ) -> None:
        bench.actor = bench.shop.cashier
        preview = bench.stage(MIXED)

        with pytest.raises(ApprovalNeededError):
            bench.service.start(preview=preview, actor=bench.shop.cashier)
        bench.actor = replace(bench.shop.cashier, active=False)
        with pytest.raises(NotAllowedError):
            bench.stage(MIXED)

    def test_that_somebody_allowed_is_journalled_with_both_names(self, bench: Bench) -> None:
        shop = bench.shop
        preview = bench.stage(MIXED)
        approval = shop.approving.approve(
            actor=shop.cashier,
            permission=Permission.MANAGE_PRODUCTS,
            approver_id=shop.owner.staff_id,
            pin=OWNER_PIN,
        )
        staged = bench.service.start(preview=preview, actor=shop.cashier, approval=approval)
        while bench.service.apply_slice(import_id=staged.import_id).has_more:
            pass

        (entry,) = shop.entries("import")
        assert (entry["user_id"], entry["approver_id"]) == (
            *(shop.cashier.staff_id, shop.owner.staff_id),
        )

    def test_leaves_nothing_of_a_preview_that_nobody_wants(self, bench: Bench) -> None:
        bench.service.discard(bench.stage(MIXED))

        assert bench.stage_files.files == {}


class TestApply:
    def test_brings_products_in(self, bench: Bench) -> None:
        done = bench.bring_in(MIXED)

        assert done.state is ImportState.DONE
        assert (done.rows, done.applied) == (4, 4)
        assert (done.new, done.changed, done.unchanged, done.refused) == (3, 0, 0, 1)
        assert bench.skus == {"GOOD-1", "FREE", "MILK"}

    def test_names_what_the_store_refuses(self, bench: Bench) -> None:
        slice_ = bench.service.apply_slice(import_id=bench.start(MIXED))

        assert [(one.line, one.column) for one in slice_.refused] == [(4, "sku")]

    def test_finds_a_sku_that_an_earlier_slice_has_written(self, bench: Bench) -> None:
        content = many_rows(SLICE_ROWS_FIRST) + "\nS0,,Again,,2.00,STANDARD,,,"

        done = bench.bring_in(content)

        assert (done.new, done.refused) == (SLICE_ROWS_FIRST, 1)

    def test_is_one_entry_of_the_journal(self, bench: Bench) -> None:
        done = bench.bring_in(many_rows(120))

        [entry] = bench.shop.entries("import")
        assert entry["user_id"] == bench.shop.owner.staff_id
        assert entry["body"] == {
            "source": "products.csv",
            "import_id": done.import_id,
            "new": 120,
            "changed": 0,
            "unchanged": 0,
            "rejected": 0,
        }
        assert bench.shop.verdict().ok

    def test_tells_the_journal_in_each_slice_what_it_moves(self, bench: Bench) -> None:
        rows = many_rows(120).replace("STANDARD,,,", "STANDARD,,2,")
        assert rows != many_rows(120)

        bench.bring_in(rows)

        bodies = [entry["body"] for entry in bench.shop.entries("import")]
        moved = [tuple(one) for body in bodies for one in body["moved"]]
        assert moved == [(f"S{n}", 2_000) for n in range(120)]
        assert ["new" in body for body in bodies] == [False] * (len(bodies) - 1) + [True]
        assert len(bodies) == len(bench.tables.slices)

    def test_takes_more_rows_as_long_as_slices_are_short(self, bench: Bench) -> None:
        bench.bring_in(many_rows(4_000))

        assert bench.tables.slices == [50, 100, *[200] * 19, 50]

    def test_leaves_room_for_a_sale_after_every_slice(self, bench: Bench) -> None:
        """The writer is given back with each slice: nothing holds it in between."""
        bench.shop.sells(a_product(), "2000000001678", stock=99_000)
        bench.shop.open_shift()
        import_id = bench.start(many_rows(120))
        sales = 0

        while bench.service.apply_slice(import_id=import_id).has_more:
            bench.shop.sell("2000000001678")
            sales += 1

        assert sales == len(bench.tables.slices) - 1 == 1
        assert bench.shop.verdict().ok

    def test_goes_on_after_a_kill_and_applies_no_row_twice(self, bench: Bench) -> None:
        import_id = bench.start(many_rows(120))
        bench.service.apply_slice(import_id=import_id)

        found = bench.restarted().unfinished()

        assert found is not None
        assert (found.import_id, found.applied) == (import_id, SLICE_ROWS_FIRST)
        done = bench.run(import_id)
        assert (done.new, done.unchanged, done.refused) == (120, 0, 0)
        assert len(bench.shop.entries("import")) == 1
        assert bench.restarted().unfinished() is None

    def test_of_a_slice_that_the_disk_refuses_is_tried_again(self, bench: Bench) -> None:
        import_id = bench.start(many_rows(120))
        bench.shop.store.refusal = PosError(reason="full")
        with pytest.raises(PosError):
            bench.service.apply_slice(import_id=import_id)
        assert bench.skus == set()
        bench.shop.store.refusal = None

        assert bench.run(import_id).new == 120

    def test_says_so_when_the_staged_rows_are_lost(self, bench: Bench) -> None:
        import_id = bench.start(many_rows(120))
        bench.service.apply_slice(import_id=import_id)
        bench.stage_files.files.clear()

        with pytest.raises(StageLostError, match="50 of 120 rows are in"):
            bench.service.apply_slice(import_id=import_id)

        assert bench.service.unfinished() is None
        assert bench.bring_in(MIXED).state is ImportState.DONE

    def test_leaves_no_staged_rows_behind(self, bench: Bench) -> None:
        bench.bring_in(MIXED)

        assert bench.stage_files.files == {}

    def test_wants_a_good_row(self, bench: Bench) -> None:
        with pytest.raises(NothingToImportError):
            bench.start(f"{HEADER}\nNO-PRICE,,Pencil,,,STANDARD,,,")

    def test_is_one_at_a_time(self, bench: Bench) -> None:
        bench.start(MIXED)

        with pytest.raises(ImportUnfinishedError):
            bench.start(MIXED)

    def test_can_be_stopped_and_gone_on_with(self, bench: Bench) -> None:
        import_id = bench.start(many_rows(120))
        bench.service.apply_slice(import_id=import_id)

        bench.service.stop(import_id=import_id)

        assert not bench.service.apply_slice(import_id=import_id).has_more
        assert len(bench.skus) == SLICE_ROWS_FIRST
        bench.service.go_on(import_id=import_id, actor=bench.actor)
        assert bench.run(import_id).new == 120


class TestUpkeep:
    def test_is_done_in_turn_in_slices_that_take_no_rows(self, bench: Bench) -> None:
        rows = "\n".join(f"S{n},,Thing {n},,1.25,,,," for n in range(SLICE_ROWS_FIRST + 1))
        preview = bench.stage(f"{HEADER}\n{rows}\n")
        staged = bench.service.start(preview=preview, actor=bench.actor)
        bench.service.apply_slice(import_id=staged.import_id)

        kept = [bench.service.next_slice(staged).staged.applied for _ in range(UPKEEP_EVERY)]

        assert bench.upkeep == ["log"]
        assert kept[-1] == staged.applied
        for _ in range(UPKEEP_EVERY):
            bench.service.next_slice(staged)
        assert bench.upkeep == ["log", "merge"]


class TestUndo:
    @pytest.fixture(autouse=True)
    def stocked(self, bench: Bench) -> None:
        bench.shop.catalogue.add(a_product(sku="S0", minor=77))

    def test_gives_the_catalogue_back_as_it_was(self, bench: Bench) -> None:
        before = dict(bench.shop.catalogue.stored)
        done = bench.bring_in(many_rows(120))
        assert (done.new, done.changed) == (119, 1)

        bench.service.undo(import_id=done.import_id, actor=bench.actor)
        undone = bench.run(done.import_id)

        assert undone.state is ImportState.UNDONE
        assert undone.undone == 120
        assert bench.shop.catalogue.stored == before

    def test_is_one_entry_of_the_journal(self, bench: Bench) -> None:
        done = bench.bring_in(many_rows(120))

        bench.service.undo(import_id=done.import_id, actor=bench.actor)
        bench.run(done.import_id)

        assert bench.shop.entries("import")[1]["body"] == {
            "source": "products.csv",
            "import_id": done.import_id,
            "undone": 120,
            "kept": 0,
        }

    def test_goes_on_after_a_kill(self, bench: Bench) -> None:
        done = bench.bring_in(many_rows(120))
        bench.service.undo(import_id=done.import_id, actor=bench.actor)
        bench.service.undo_slice(import_id=done.import_id)

        found = bench.restarted().unfinished()

        assert found is not None
        assert (found.state, found.undone) == (ImportState.UNDOING, SLICE_ROWS_FIRST)
        assert bench.run(done.import_id).undone == 120
        assert bench.skus == {"S0"}

    def test_takes_back_what_is_in_of_a_stopped_one(self, bench: Bench) -> None:
        import_id = bench.start(many_rows(120))
        bench.service.apply_slice(import_id=import_id)
        bench.service.stop(import_id=import_id)

        bench.service.undo(import_id=import_id, actor=bench.actor)
        bench.run(import_id)

        assert bench.skus == {"S0"}
        assert bench.stage_files.files == {}

    def test_is_of_the_last_import_only(self, bench: Bench) -> None:
        first = bench.bring_in(many_rows(1))
        bench.bring_in(many_rows(2))

        with pytest.raises(ImportUnknownError):
            bench.service.undo(import_id=first.import_id, actor=bench.actor)

    def test_is_for_those_who_manage_products(self, bench: Bench) -> None:
        done = bench.bring_in(many_rows(1))

        with pytest.raises(NotAllowedError):
            bench.service.undo(import_id=done.import_id, actor=bench.shop.cashier)


class TestPace:
    @pytest.mark.parametrize(
        ("rows", "milliseconds", "then"),
        [(50, 15, 100), (50, 0, 100), (50, 30, 50), (50, 60, 25), (1, 5_000, 1)],
    )
    def test_fits_the_slice(self, rows: int, milliseconds: int, then: int) -> None:
        pace = Pace(rows)

        pace.note(rows=rows, milliseconds=milliseconds)

        assert pace.rows == then

    def test_has_a_limit(self) -> None:
        pace = Pace(800)

        pace.note(rows=800, milliseconds=1)

        assert pace.rows == SLICE_ROWS_MAX
