"""Tiles of the grid: marks of the order, pictures, and favourites that keep their places."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QListView, QWidget

from pos_app.composition.demo_people import CASHIER, CASHIER_PIN
from pos_app.composition.picturing import images_of, picturing_of
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.views.sell.product_tile import ProductTile
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD, BUTTER

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def product(till: DrivenTill, code: str) -> Product:
    found = till.store.queries.products.by_barcode(code)
    assert found is not None
    return found


def places(till: DrivenTill) -> dict[int, str]:
    shelf = till.store.queries.shelf.favourites()
    return {place: hit.product.name for place, hit in shelf.items()}


def tile_of(till: DrivenTill, name: str) -> ProductTile:
    (tile,) = (
        one
        for one in till.window.findChildren(ProductTile)
        if one.isVisible() and one.tile is not None and one.tile.name == name
    )
    return tile


def spoken(till: DrivenTill, name: str) -> list[str]:
    return tile_of(till, name).accessibleName().split(", ")


@pytest.fixture
def piece(selling: DrivenTill) -> Product:
    """A favourite that is sold by the piece, of which stock has come in."""
    tile = next(one for one in selling.model.screens.grid.tiles if one and "/" not in one.price)
    found = selling.store.queries.products.get_by_id(tile.product_id)
    assert found is not None
    level = selling.store.queries.stock.level(found.product_id)
    with selling.store.services.new_uow() as uow:
        uow.stock.move(
            product_id=found.product_id,
            kind="count",
            quantity=Quantity(5_000) - level,
            at=selling.store.services.clock.now(),
        )
        uow.commit()
    selling.model.screens.grid.renew()
    selling.wait_for(
        lambda: any(
            one and one.product_id == found.product_id and one.hits[0].stock == 5_000
            for one in selling.model.screens.grid.tiles
        ),
        "the stock",
    )
    selling.settle()
    return found


class TestMarks:
    def test_tell_how_much_is_in_the_order(self, selling: DrivenTill, piece: Product) -> None:
        assert len(spoken(selling, piece.name)) == 2 + piece.name.count(", ")
        selling.enter_text("2*")
        selling.model.screens.sell.choose(piece.product_id)
        selling.settle()

        assert "2" in spoken(selling, piece.name)
        selling.press(Key.Key_Z, CTRL)
        assert "2" not in spoken(selling, piece.name)

    def test_tell_what_is_nearly_and_what_is_all_gone(
        self, selling: DrivenTill, piece: Product
    ) -> None:
        for count, chip in (("2", "low 3"), ("2", "low 1"), ("1", "0 left")):
            selling.enter_text(f"{count}*")
            selling.model.screens.sell.choose(piece.product_id)
            selling.settle()
            assert chip in spoken(selling, piece.name)

    def test_tell_nothing_where_nobody_counts(self, selling: DrivenTill, piece: Product) -> None:
        with selling.store.services.new_uow() as uow:
            uow.stock.move(
                product_id=piece.product_id,
                kind="count",
                quantity=Quantity(-5_000),
                at=selling.store.services.clock.now(),
            )
            uow.commit()
        selling.model.screens.grid.renew()
        selling.settle()
        selling.wait_for(
            lambda: not any("left" in one for one in spoken(selling, piece.name)), "no chip"
        )

    def test_follow_the_stock_after_a_sale(self, selling: DrivenTill, piece: Product) -> None:
        selling.enter_text("3*")
        selling.model.screens.sell.choose(piece.product_id)
        selling.quiet()
        selling.press(Key.Key_F12, SHIFT)
        selling.wait_for_page("done")
        selling.press(Key.Key_Return)
        selling.wait_for_page("sell")

        selling.wait_for(lambda: "low 2" in spoken(selling, piece.name), "what is left")
        assert "3" not in spoken(selling, piece.name)


class TestPicture:
    @pytest.fixture
    def pictured(self, selling: DrivenTill, piece: Product, tmp_path: Path) -> Product:
        image = QImage(300, 300, QImage.Format.Format_RGB32)
        image.fill(QColor(1, 2, 3))
        assert image.save(str(tmp_path / "p.png"))
        name = images_of(selling.store.folder).keep(tmp_path / "p.png")
        actor = selling.store.services.staff.owner()
        picturing_of(selling.store).set_image(actor=actor, product=piece, image=name)
        selling.model.screens.grid.renew()
        return piece

    def test_is_on_its_tile(self, selling: DrivenTill, pictured: Product) -> None:
        def is_painted() -> bool:
            image = tile_of(selling, pictured.name).grab().toImage()
            points = ((x, y) for x in range(14, 40) for y in range(14, 40))
            return any(image.pixelColor(x, y) == QColor(1, 2, 3) for x, y in points)

        selling.wait_for(is_painted, "the picture")

    def test_that_is_gone_leaves_the_words(self, selling: DrivenTill, pictured: Product) -> None:
        again = selling.store.queries.products.get_by_id(pictured.product_id)
        assert again is not None
        images_of(selling.store.folder).path_of(again.image).unlink()
        selling.settle()

        assert spoken(selling, pictured.name)[0] == pictured.name.split(", ")[0]

    def test_stays_through_an_import(self, selling: DrivenTill, pictured: Product) -> None:
        before = selling.store.queries.products.get_by_id(pictured.product_id)
        assert before is not None
        selling.import_file(f"sku,name,price\n{pictured.sku},Another name,9.99\n")
        selling.wait_for_import("preview")
        selling.press(Key.Key_Return)
        selling.wait_for_import("done")

        after = selling.store.queries.products.get_by_id(pictured.product_id)
        assert after is not None
        assert (after.name, after.image) == ("Another name", before.image)


class TestArranging:
    @pytest.fixture
    def arranging(self, selling: DrivenTill) -> DrivenTill:
        selling.press(Key.Key_Insert, SHIFT)
        assert selling.sees(QWidget, "arrange_leave")
        return selling

    def saved(self, till: DrivenTill, wanted: dict[int, str | None]) -> None:
        till.wait_for(
            lambda: all(places(till).get(place) == name for place, name in wanted.items()),
            f"{wanted}; there is {places(till)}",
        )

    def test_moves_one_by_keys_and_nothing_else(self, arranging: DrivenTill) -> None:
        before = places(arranging)
        empty = max(before) + 1
        arranging.press(Key.Key_Return)
        for _ in range(empty):
            arranging.press(Key.Key_Right)
        arranging.press(Key.Key_Return)

        self.saved(arranging, {0: None, empty: before[0]})
        rest = {place: name for place, name in before.items() if place}
        assert {place: places(arranging)[place] for place in rest} == rest

    def test_lets_two_change_places(self, arranging: DrivenTill) -> None:
        before = places(arranging)
        arranging.press(Key.Key_Right)
        arranging.press(Key.Key_Return)
        arranging.press(Key.Key_Left)
        arranging.press(Key.Key_Return)

        self.saved(arranging, {0: before[1], 1: before[0]})

    def test_takes_one_out_and_leaves_the_gap(self, arranging: DrivenTill) -> None:
        before = places(arranging)
        arranging.press(Key.Key_Delete)

        self.saved(arranging, {0: None, 1: before[1]})
        arranging.press(Key.Key_Escape)
        arranging.wait_for(lambda: arranging.model.screens.grid.tiles[0] is None, "the gap")
        assert not arranging.widget(QAbstractButton, "tile_0").isEnabled()

    def test_puts_what_is_found_into_the_place(self, arranging: DrivenTill) -> None:
        arranging.press(Key.Key_Delete)
        arranging.enter_text("white bread")
        arranging.wait_for(lambda: arranging.sees(QListView, "arrange_found"), "the results")
        arranging.press(Key.Key_Down)
        arranging.press(Key.Key_Up)
        arranging.press(Key.Key_Return)

        self.saved(arranging, {0: product(arranging, BREAD).name})

    def test_puts_what_is_scanned_into_the_place_and_not_into_the_order(
        self, arranging: DrivenTill
    ) -> None:
        arranging.scan(BUTTER)
        arranging.settle()

        self.saved(arranging, {0: product(arranging, BUTTER).name})
        assert list(places(arranging).values()).count(product(arranging, BUTTER).name) == 1
        assert arranging.lines() == []
        arranging.quiet()
        arranging.press(Key.Key_Escape)
        arranging.scan(BUTTER)
        assert len(arranging.lines()) == 1

    def test_works_by_touch(self, arranging: DrivenTill) -> None:
        before = places(arranging)
        arranging.click("place_1")
        arranging.click("arrange_move")
        arranging.click("place_0")
        self.saved(arranging, {0: before[1], 1: before[0]})
        arranging.click("arrange_remove")

        self.saved(arranging, {0: None})
        arranging.click("arrange_leave")
        assert not arranging.sees(QWidget, "arrange_leave")

    def test_lets_go_by_esc_before_it_ends(self, arranging: DrivenTill) -> None:
        before = places(arranging)
        arranging.press(Key.Key_Return)
        arranging.press(Key.Key_Down)
        arranging.press(Key.Key_Escape)
        assert arranging.sees(QWidget, "arrange_leave")
        arranging.press(Key.Key_PageDown)
        arranging.press(Key.Key_PageUp)
        arranging.press(Key.Key_Escape)

        assert not arranging.sees(QWidget, "arrange_leave")
        assert places(arranging) == before

    def test_is_not_for_a_cashier(self, till: DrivenTill) -> None:
        till.choose_person(CASHIER)
        till.start_selling(CASHIER_PIN)
        till.press(Key.Key_Insert, SHIFT)

        assert not till.sees(QWidget, "arrange_leave")
        assert "manager" in till.says("toast_words")

    def test_keeps_the_page_that_is_looked_at(self, selling: DrivenTill) -> None:
        selling.click("category_Groceries")
        selling.wait_for(lambda: selling.sees(QWidget, "grid_page_down"), "more than one page")
        first = selling.says("grid_page")
        selling.click("grid_page_down")
        shown = selling.says("grid_page")
        assert shown != first
        selling.model.screens.grid.renew()
        selling.settle()
        selling.wait_for(lambda: selling.says("grid_page") == shown, "the same page")
