"""The pictures of the customer display: what a customer sees while a till is driven by its keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from pos_app.composition.store_settings import fetch_logo
from pos_app.domain.attempt import Standing
from pos_app.viewmodels.customer_display.slide_show import SlideShow
from tests.fakes.pictures import draw_sign
from tests.gui.customer_eye import CustomerEye
from tests.gui.driving import DrivenTill, Key
from tests.gui.remote_till import PAIN, RemoteTill
from tests.screens.shots import LONG_BASKET

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
DISPLAY_SIZES = ((800, 480), (1_024, 600), (1_366, 768), (1_920, 1_080), (600, 1_024))
LONG_NAME = "Elderflower lemonade from the farm next door, unsweetened, bottle of 750 ml"


@dataclass(frozen=True, slots=True)
class CustomerShot:
    name: str
    arrange: Callable[[RemoteTill], None]


def idle(remote: RemoteTill) -> None:
    CustomerEye(remote.till).switch()


def show_slides(till: DrivenTill, words: str, folder: Path, *, language: str = "") -> None:
    """As after its settings were saved, with a sentence and a picture."""
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#b45309"))
    assert image.save(str(folder / "a.png"))
    live = till.store.queries.live
    spoken = replace(live(), display_language=language)
    live.take(replace(spoken, display_sentences=words, display_pictures=str(folder)))
    eye = CustomerEye(till)
    eye.window.model.renew()
    eye.catch_up()
    pictures = eye.window.model.slides
    till.wait_for(lambda: bool(pictures.pictures), "the folder")


def sentence(remote: RemoteTill) -> None:
    till = remote.till
    show_slides(till, "Fresh bread every hour, and cake on Sundays", till.store.folder.root)
    CustomerEye(till).window.model.slides.turn()


def picture(remote: RemoteTill) -> None:
    slides = CustomerEye(remote.till).window.model.slides
    slides.turn()
    remote.till.wait_for(lambda: has_picture(slides), "the picture")


def has_picture(slides: SlideShow) -> bool:
    return slides.slide is not None and slides.slide.image is not None


def first_item(remote: RemoteTill) -> None:
    remote.till.scan(PAIN)


def logo(remote: RemoteTill) -> None:
    """It stays: whatever comes after has less room than without one."""
    till = remote.till
    text = fetch_logo(str(draw_sign(till.store.folder.root / "logo.png")))
    till.model.screens.frame.name(replace(till.store.queries.profile, logo=text))


def many_items(remote: RemoteTill) -> None:
    """With a line of its own discount, and one on all of it."""
    till = remote.till
    for code in LONG_BASKET:
        if code in {"4011", "4664"}:
            till.enter_text("1.205*")
        till.scan(code)
    till.quiet()
    till.enter_text("10")
    till.press(Key.Key_F5)
    till.press(Key.Key_Return)
    till.press(Key.Key_F5, SHIFT)
    till.enter_text("5")
    till.press(Key.Key_Return)


def long_name(remote: RemoteTill) -> None:
    till = remote.till
    till.press(Key.Key_E, CTRL)
    till.enter_text("1234.50")
    till.press(Key.Key_Tab)
    till.enter_text(LONG_NAME)
    till.press(Key.Key_Return)
    till.enter_text("3")
    till.press(Key.Key_F3)


def pay(remote: RemoteTill) -> None:
    remote.till.quiet()
    remote.till.press(Key.Key_F12)
    remote.till.wait_for_page("pay")


def pay_parted(remote: RemoteTill) -> None:
    take(remote, "1000")
    take(remote, "500")


def pay_many(remote: RemoteTill) -> None:
    for _ in range(6):
        take(remote, "10")


def pay_given(remote: RemoteTill) -> None:
    remote.till.enter_text("3000")


def take(remote: RemoteTill, amount: str) -> None:
    till, orders = remote.till, remote.till.store.services.orders
    taken = len(orders.order.tenders)
    till.enter_text(amount)
    till.press(Key.Key_Return)
    till.wait_for(lambda: len(orders.order.tenders) > taken, "the part")
    till.wait_for(lambda: not till.model.screens.pay.busy, "the payment screen")


def reader(remote: RemoteTill) -> None:
    for _ in "3000":
        remote.till.press(Key.Key_Backspace)
    remote.till.enter_text("1000")
    remote.processor.customer = Standing.WAITING
    remote.charge_by_card()
    remote.wait_for_words("Tap, insert or swipe")


def declined(remote: RemoteTill) -> None:
    remote.till.press(Key.Key_Escape)
    remote.till.wait_for_page("pay")
    remote.processor.customer = Standing.DECLINED
    remote.charge_by_card()
    remote.wait_for_words("Declined")


def qr(remote: RemoteTill) -> None:
    remote.till.press(Key.Key_Escape)
    remote.till.wait_for_page("pay")
    remote.processor.customer = Standing.WAITING
    remote.processor.prompt = "https://pay.example.com/c/" + "0123456789abcdef" * 4
    remote.till.click("method_fake_qr")
    remote.wait_for_words("Let the customer scan this code")


def thanks(remote: RemoteTill) -> None:
    for attempt_id in remote.processor.ledger:
        remote.processor.pays(attempt_id)
    remote.till.wait_for_page("pay")
    remote.processor.customer = Standing.AUTHORISED
    remote.till.press(Key.Key_F11)
    remote.till.wait_for_page("done")


def change(remote: RemoteTill) -> None:
    till = remote.till
    till.press(Key.Key_Return)
    till.wait_for_page("sell")
    till.scan(PAIN)
    pay(remote)
    till.enter_text("50")
    till.press(Key.Key_Return)
    till.wait_for_page("done")


def away(remote: RemoteTill) -> None:
    remote.till.press(Key.Key_L, CTRL)
    remote.till.wait_for_page("sign_in")


CUSTOMER_SHOTS = (
    CustomerShot("130-customer-idle", idle),
    CustomerShot("144-customer-sentence", sentence),
    CustomerShot("145-customer-picture", picture),
    CustomerShot("131-customer-first", first_item),
    CustomerShot("146-customer-logo", logo),
    CustomerShot("132-customer-many", many_items),
    CustomerShot("133-customer-long-name", long_name),
    CustomerShot("134-customer-pay", pay),
    CustomerShot("135-customer-parts", pay_parted),
    CustomerShot("136-customer-many-parts", pay_many),
    CustomerShot("137-customer-given", pay_given),
    CustomerShot("138-customer-reader", reader),
    CustomerShot("139-customer-declined", declined),
    CustomerShot("140-customer-qr", qr),
    CustomerShot("141-customer-thanks", thanks),
    CustomerShot("142-customer-change", change),
    CustomerShot("143-customer-away", away),
)
