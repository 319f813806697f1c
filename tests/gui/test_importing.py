from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QWidget

from pos_app.adapters.files.staged_rows import StagingError
from pos_app.adapters.persistence.checkpoint import CheckpointFailedError
from pos_app.composition.demo_people import CASHIER_PIN, OWNER_PIN
from pos_app.services.catalogue.staged_import import Slice, StagedImports
from pos_app.services.catalogue.staging import StagedImport
from pos_app.viewmodels.products.import_card import PROBLEMS_SHOWN
from pos_app.viewmodels.products.import_slices import ImportSlices
from pos_app.views import main_window
from pos_app.views.products.import_sheet import ImportSheet
from pos_app.views.shared.menu import Entry, Part
from pos_app.views.shared.sheet import WIDTH_MAX
from tests.gui.driving import DrivenTill, Key, driven_till
from tests.gui.test_selling import BREAD, PAIN
from tests.screens.shots import import_rows


def sheet_of(till: DrivenTill) -> ImportSheet:
    sheet = till.window.findChild(ImportSheet)
    assert sheet is not None
    return sheet


def on_sale(till: DrivenTill) -> int:
    products = till.store.queries.products.all_products()
    return sum(one.sku.startswith("NEW-") for one in products)


def preview(till: DrivenTill, good: int, refused: int = 0) -> None:
    till.import_file(import_rows(good, refused))
    till.wait_for_import("preview")


class Held:
    """Slices that wait until they are let go, one by one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._next: Callable[..., None] = getattr(ImportSlices, "_next")  # noqa: B009
        self._waiting: list[tuple[ImportSlices, StagedImport]] = []
        self._patch = monkeypatch
        monkeypatch.setattr(ImportSlices, "_next", self._hold_of())

    def _hold_of(self) -> Callable[[ImportSlices, StagedImport], None]:
        return lambda slices, staged: self._waiting.append((slices, staged))

    def let_one_go(self, till: DrivenTill) -> None:
        till.wait_for(lambda: bool(self._waiting), "a slice")
        self._next(*self._waiting.pop())
        card = till.model.screens.imports
        till.wait_for(
            lambda: bool(self._waiting) or card.card.step != "applying", "the end of the slice"
        )
        till.settle()

    def forget(self) -> None:
        """As a kill does: what waited will never be."""
        self._waiting.clear()
        self.let_all_go()

    def let_all_go(self) -> None:
        self._patch.setattr(ImportSlices, "_next", self._next)
        for one in self._waiting:
            self._next(*one)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    return Held(monkeypatch)


class TestMenu:
    @pytest.fixture
    def entry(self, till: DrivenTill, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Entry]:
        """The menu's entry, without the menu: this platform has none."""
        opened: list[Entry] = []

        def keep(_owner: object, parts: Iterable[Part], _at: object) -> None:
            opened.extend(one for part in parts for one in part.entries)

        monkeypatch.setattr(main_window, "open_menu", keep)

        def find() -> Entry:
            till.press(Key.Key_F10)
            [found] = [one for one in opened if one.text == "Import products…"]
            return found

        return find

    def test_offers_it_where_orders_are_rung_up(
        self, selling: DrivenTill, entry: Callable[[], Entry]
    ) -> None:
        assert entry().enabled

    def test_does_not_offer_it_elsewhere(
        self, till: DrivenTill, entry: Callable[[], Entry]
    ) -> None:
        till.wait_for_page("sign_in")

        assert not entry().enabled

    def test_does_nothing_when_no_file_is_chosen(self, selling: DrivenTill) -> None:
        sheet_of(selling).choose = lambda _owner: ""

        selling.model.screens.imports.open()

        assert not sheet_of(selling).isVisible()


class TestPreview:
    def test_says_what_is_good_and_what_is_not(self, selling: DrivenTill) -> None:
        preview(selling, 1_300, 29)

        assert selling.says("import_title") == "Import products.csv?"
        assert selling.says("import_words") == "1\u202f300 products are good, 29 rows are refused"
        problems = selling.widget(QListWidget, "import_problems")
        assert problems.item(0).text() == "Line 1302: price: the price is missing"
        assert on_sale(selling) == 0

    def test_lists_the_first_problems_only(self, selling: DrivenTill) -> None:
        preview(selling, 1, PROBLEMS_SHOWN + 5)

        problems = selling.widget(QListWidget, "import_problems")
        assert problems.count() == PROBLEMS_SHOWN + 1
        assert problems.item(PROBLEMS_SHOWN).text() == "and 5 more"

    def test_stands_beside_the_order(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        preview(selling, 3, 3)

        sheet, total = sheet_of(selling), selling.widget(QLabel, "order_total")
        assert sheet.width() <= WIDTH_MAX
        left = sheet.mapTo(selling.window, sheet.rect().topLeft()).x()
        right = total.mapTo(selling.window, total.rect().topRight()).x()
        assert left > right

    def test_goes_with_esc_and_leaves_nothing(self, selling: DrivenTill) -> None:
        preview(selling, 3)

        selling.press(Key.Key_Escape)

        assert not sheet_of(selling).isVisible()
        assert list(selling.store.folder.imports.iterdir()) == []
        assert on_sale(selling) == 0

    def test_of_a_file_that_is_none_says_why(self, selling: DrivenTill) -> None:
        selling.import_file("nothing,of,use\n")
        selling.wait_for_import("failed")

        assert selling.says("import_title") == "products.csv was not imported"
        selling.press(Key.Key_Escape)
        assert not sheet_of(selling).isVisible()

    def test_of_a_cashier_is_looked_at_and_then_asked_for(self, till: DrivenTill) -> None:
        till.choose_person("Ben")
        till.start_selling(CASHIER_PIN)
        before = on_sale(till)

        preview(till, 3)
        till.press(Key.Key_Return)
        till.wait_for(lambda: till.sees(QWidget, "approval_refuse"), "the sheet")
        till.settle()
        assert till.says("approval_what") == "Import · Import products.csv?"
        till.press(Key.Key_Escape)
        assert till.says("toast_words").startswith("Not allowed")
        assert on_sale(till) == before

        till.press(Key.Key_Return)
        till.wait_for(lambda: till.sees(QWidget, "approval_refuse"), "the sheet")
        till.enter_text(OWNER_PIN)
        till.wait_for_import("done")
        assert on_sale(till) == before + 3


class TestImport:
    def test_of_three_hundred_rows_lets_an_order_be_paid_in_between(
        self, selling: DrivenTill, held: Held
    ) -> None:
        preview(selling, 300)
        selling.press(Key.Key_Return)
        held.let_one_go(selling)
        so_far = on_sale(selling)

        selling.sell(PAIN, BREAD)

        assert 0 < so_far < 300
        assert on_sale(selling) == so_far
        assert len(selling.orders()) == 1
        held.let_all_go()
        selling.wait_for_import("done")
        assert on_sale(selling) == 300

    def test_hands_the_writer_one_slice_at_a_time(
        self, selling: DrivenTill, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What is paid meanwhile stands behind one slice at most."""
        inside: list[int] = []
        waiting = 0
        start, end = getattr(ImportSlices, "_next"), getattr(ImportSlices, "_on_slice")  # noqa: B009

        def starts(slices: ImportSlices, staged: StagedImport) -> None:
            nonlocal waiting
            waiting += 1
            inside.append(waiting)
            start(slices, staged)

        def ends(slices: ImportSlices, done: Slice) -> None:
            nonlocal waiting
            waiting -= 1
            end(slices, done)

        monkeypatch.setattr(ImportSlices, "_next", starts)
        monkeypatch.setattr(ImportSlices, "_on_slice", ends)
        preview(selling, 300)
        selling.press(Key.Key_Return)
        selling.wait_for_import("done")

        assert len(inside) >= 3
        assert set(inside) == {1}

    def test_says_what_it_did(self, selling: DrivenTill) -> None:
        preview(selling, 300)

        selling.press(Key.Key_Return)
        selling.wait_for_import("done")

        assert selling.says("import_words") == "300 new."
        selling.press(Key.Key_Return)
        assert not sheet_of(selling).isVisible()
        selling.scan("N00007")
        assert selling.lines() == ["1 New product 7, 1,99"]

    def test_can_be_hidden_and_seen_again(self, selling: DrivenTill, held: Held) -> None:
        preview(selling, 300)
        selling.press(Key.Key_Return)
        held.let_one_go(selling)

        selling.press(Key.Key_Escape)
        assert not sheet_of(selling).isVisible()
        selling.scan(PAIN)
        assert len(selling.lines()) == 1
        selling.model.screens.imports.open()

        assert sheet_of(selling).isVisible()
        assert selling.says("import_words").startswith("50 of 300 rows are in.")

    def test_can_be_stopped_and_gone_on_with(self, selling: DrivenTill, held: Held) -> None:
        preview(selling, 300)
        selling.press(Key.Key_Return)
        held.let_one_go(selling)

        selling.press(Key.Key_U, Qt.KeyboardModifier.ControlModifier)
        held.let_one_go(selling)

        assert selling.says("import_title") == "The import of products.csv is stopped"
        assert on_sale(selling) == 50
        held.let_all_go()
        selling.press(Key.Key_Return)
        selling.wait_for_import("done")
        assert on_sale(selling) == 300

    def test_whose_undo_is_cut_off_says_so_and_goes_on_with_the_undo(
        self, selling: DrivenTill, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(_service: StagedImports, *, import_id: str) -> Slice:
            raise StagingError(reason=import_id)

        preview(selling, 300)
        selling.press(Key.Key_Return)
        selling.wait_for_import("done")
        with monkeypatch.context() as patch:
            patch.setattr(StagedImports, "undo_slice", refuse)
            selling.click("import_other")
            selling.wait_for_import("stopped")

        assert selling.says("import_title") == "The undo of products.csv is stopped"
        assert "0 of 300 products are taken back. Go on" in selling.says("import_words")
        assert not selling.sees(QWidget, "import_other")
        selling.press(Key.Key_Return)
        selling.wait_for_import("undone")
        assert on_sale(selling) == 0

    def test_can_be_undone_as_one(self, selling: DrivenTill) -> None:
        preview(selling, 300)
        selling.press(Key.Key_Return)
        selling.wait_for_import("done")

        selling.click("import_other")
        selling.wait_for_import("undone")

        assert on_sale(selling) == 0
        assert selling.says("import_words") == "Taken back: 300."

    def test_goes_on_by_itself_at_the_next_start(
        self, qapp: object, folder: Path, held: Held
    ) -> None:
        with driven_till(folder) as till:
            till.start_selling()
            preview(till, 300)
            till.press(Key.Key_Return)
            held.let_one_go(till)
        held.forget()

        with driven_till(folder) as till:
            assert on_sale(till) == 50
            told: list[str] = []
            till.model.toast.connect(lambda words, _can_undo: told.append(words))
            till.start_selling()
            till.wait_for_import("done")

            assert on_sale(till) == 300
            assert told == [
                "The import of products.csv goes on",
                "products.csv is imported",
            ]

    def test_waits_at_the_next_start_where_a_person_stopped_it(
        self, qapp: object, folder: Path, held: Held
    ) -> None:
        with driven_till(folder) as till:
            till.start_selling()
            preview(till, 300)
            till.press(Key.Key_Return)
            held.let_one_go(till)
            till.click("import_other")
            held.let_one_go(till)
        held.forget()

        with driven_till(folder) as till:
            till.start_selling()
            till.wait_for_import("stopped")
            till.model.screens.imports.open()
            till.click("import_other")
            till.wait_for_import("undone")

            assert on_sale(till) == 0

    def test_survives_a_disk_without_space(self, selling: DrivenTill) -> None:
        preview(selling, 300)
        selling.fill_disk()
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: sheet_of(selling).isVisible(), "the sheet")
        selling.settle()
        selling.free_disk()
        selling.wait_for(
            lambda: selling.model.screens.imports.card.step in {"preview", "stopped"}, "a stop"
        )

        selling.press(Key.Key_Return)
        selling.wait_for_import("done")

        assert on_sale(selling) == 300


@pytest.mark.parametrize("size", [(1_024, 768), (1_920, 1_080)], ids=str)
def test_the_sheet_stays_inside_the_window(
    qapp: object, folder: Path, size: tuple[int, int]
) -> None:
    with driven_till(folder, size=size) as till:
        till.start_selling()
        preview(till, 10, 300)

        sheet = sheet_of(till)
        corner = sheet.mapTo(till.window, sheet.rect().topLeft())
        assert till.window.rect().contains(sheet.rect().translated(corner))


class TestTidying:
    def test_that_fails_is_told_and_stops_nothing(
        self, selling: DrivenTill, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        preview(selling, 40)
        whole = StagedImports.next_slice
        told: list[str] = []
        selling.model.screens.imports.told.connect(lambda words, _undo: told.append(words))

        def refused(_service: StagedImports, _staged: StagedImport) -> Slice:
            monkeypatch.setattr(StagedImports, "next_slice", whole)
            raise CheckpointFailedError(detail="disk I/O error")

        monkeypatch.setattr(StagedImports, "next_slice", refused)
        selling.press(Key.Key_Return)
        selling.wait_for_import("done")

        assert on_sale(selling) == 40
        assert told[0].startswith("Everything is recorded, but the disk refused to tidy")
