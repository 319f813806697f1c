"""Pictures of the sheets about one product, and of whom an order is for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QListView, QWidget

from pos_app.composition.customers import customers_of
from pos_app.composition.picturing import images_of, picturing_of
from pos_app.domain.customer import CustomerDetails
from pos_app.domain.quantity import Quantity
from tests.gui.driving import DrivenTill, Key

GOODS = """sku,barcode,name,category,price,tax_class,stock,unit,variant_group,variant,age,open_price
WINE,2000000000015,Côtes du Rhône 75 cl,Drinks,7.50,STANDARD,12,each,,,16,
BUNCH,2000000000039,Bunch of flowers,Household,5.00,STANDARD,,each,,,,yes
SHIRT-S,2000000000046,Cotton shirt S,Clothes,10.00,STANDARD,4,each,Cotton shirt,Small,,
SHIRT-M,2000000000053,Cotton shirt M,Clothes,10.00,STANDARD,0,each,Cotton shirt,Medium,,
SHIRT-L,2000000000060,Cotton shirt L,Clothes,12.50,STANDARD,27,each,Cotton shirt,Large,,
"""
WINE, BUNCH, SHIRT, BANANAS = "2000000000015", "2000000000039", "2000000000046", "4011"
BEHIND = ("0721762513958", "3276550614043")
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def weight(till: DrivenTill) -> None:
    till.import_file(GOODS)
    till.wait_for_import("preview")
    till.press(Key.Key_Return)
    till.wait_for_import("done")
    till.press(Key.Key_Return)
    till.scan(BANANAS)
    for code in BEHIND:
        till.scan(code)
    till.quiet()
    till.enter_text("1.254")
    till.press(Key.Key_Tab)
    till.enter_text("0.02")


def open_price(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.wait_for(lambda: not till.model.screens.sell.ringing.is_busy, "what waited")
    till.scan(BUNCH)
    till.quiet()
    till.enter_text("8.5")


def age(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.scan(WINE)
    till.quiet()


def variant(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.model.screens.products.variants.open("Cotton shirt")
    till.wait_for(lambda: till.sees(QWidget, "variant_take"), "the variants")


def price_check(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.press(Key.Key_F3, SHIFT)
    till.wait_for(lambda: till.sees(QLabel, "check_price"), "the product")


def price_check_waits(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_F2, SHIFT)


def customer(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    owner = till.store.services.staff.owner()
    for name, phone, email in (
        ("Maria Silva", "+351 912 345 678", "maria.silva@sapo.pt"),
        ("José da Silva", "030 123 456", ""),
        ("Silvia Montgomery-Featherstonehaugh", "+44 20 7946 0912", "silvia@montgomery.example"),
    ):
        customers_of(till.store).add(
            actor=owner, details=CustomerDetails.of(name, phone=phone, email=email)
        )
    till.press(Key.Key_F4)
    till.enter_text("sil")
    till.wait_for(lambda: till.sees(QListView, "customers"), "the customers")


def customer_new(till: DrivenTill) -> None:
    till.press(Key.Key_N, CTRL)


def customer_alike(till: DrivenTill) -> None:
    till.enter_text("via M.")
    till.press(Key.Key_Tab)
    till.enter_text("351912345678")
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.sees(QListView, "customers"), "the one that is here")


def customer_chosen(till: DrivenTill) -> None:
    till.press(Key.Key_Return)


def tiles(till: DrivenTill) -> None:
    """A picture, quantities in the order, and little left."""
    path = till.store.folder.root / "picture.png"
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    image.fill(QColor(Qt.GlobalColor.darkYellow))
    assert image.save(str(path))
    name = images_of(till.store.folder).keep(path)
    shown = [one for one in till.model.screens.grid.tiles if one and "/" not in one.price]
    for tile in shown[:2]:
        product = till.store.queries.products.get_by_id(tile.product_id)
        assert product is not None
        picturing_of(till.store).set_image(
            actor=till.store.services.staff.owner(), product=product, image=name
        )
    for tile in (shown[0], shown[3], shown[3]):
        till.model.screens.sell.choose(tile.product_id)
    with till.store.services.new_uow() as uow:
        for tile, left in zip(shown[2:4], (2_000, 2_000), strict=True):
            level = till.store.queries.stock.level(tile.product_id)
            uow.stock.move(
                product_id=tile.product_id,
                kind="count",
                quantity=Quantity(left) - level,
                at=till.store.services.clock.now(),
            )
        uow.commit()
    till.model.screens.grid.renew()
    thumbnails = till.model.screens.products.thumbnails
    till.wait_for(
        lambda: (
            any(one and one.image == name for one in till.model.screens.grid.tiles)
            and thumbnails.get(name) is not None
        ),
        "the picture",
    )


def arrange(till: DrivenTill) -> None:
    till.press(Key.Key_Insert, SHIFT)
    till.press(Key.Key_Right)
    till.press(Key.Key_Return)
    till.press(Key.Key_Down)


def arrange_search(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.enter_text("milk")
    till.wait_for(lambda: till.sees(QListView, "arrange_found"), "the products")


def arranged(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_Escape)
