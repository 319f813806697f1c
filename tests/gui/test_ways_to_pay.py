"""Every way to pay that a store may have can be taken without a finger."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from pos_app.domain.payment import PaymentMethod
from pos_app.domain.tender import TenderMethod
from pos_app.services.store.payment_settings import METHODS_MAX
from pos_app.views.pay.pay_view import PayView
from tests.fakes.processors.memory import FakeProcessor
from tests.gui.driving import Key
from tests.gui.remote_till import CODE, QR, READER, RemoteTill, remote_till
from tests.targets.reaching import unreachable

BANK = TenderMethod("bank", PaymentMethod.OTHER, "Bank transfer")
FURTHER = (Key.Key_F5, Key.Key_F6, Key.Key_F7, Key.Key_F9, Key.Key_F2, Key.Key_F3)


@pytest.fixture
def processor() -> FakeProcessor:
    return FakeProcessor()


@pytest.fixture
def remote(qapp: object, folder: Path, processor: FakeProcessor) -> Iterator[RemoteTill]:
    with remote_till(folder, processor, methods=(READER, QR, CODE, BANK)) as till:
        till.start_paying()
        yield till


def shown(remote: RemoteTill) -> dict[str, str]:
    """The key on the button of each way to pay."""
    page = remote.till.window.page(remote.till.window.page_name)
    assert isinstance(page, PayView)
    names = [one.accessibleName() for one in page.methods.method_buttons]
    return {
        words: key for words, _, key in (name.removesuffix(")").rpartition(" (") for name in names)
    }


def test_each_button_shows_its_key(remote: RemoteTill) -> None:
    keys = shown(remote)

    assert (keys["Fakepay QR"], keys["Fakepay"], keys["Bank transfer"]) == ("F8", "F5", "F6")
    assert len(set(keys.values())) == len(keys)
    assert unreachable(remote.till) == []


@pytest.mark.parametrize(("key", "code"), [(Key.Key_F8, "fake_qr"), (Key.Key_F5, "fake_code")])
def test_the_key_takes_it(remote: RemoteTill, key: Key, code: str) -> None:
    remote.till.press(key)
    remote.till.wait_for_page("charge")

    case = remote.till.model.screens.pay.remote.case
    assert case is not None
    assert case.method.code == code


def test_one_by_hand_pays_all_of_it(remote: RemoteTill) -> None:
    remote.till.press(Key.Key_F6)
    remote.till.wait_for_page("done")

    assert [method for method, _, _ in remote.payments()] == ["bank"]


def test_a_key_of_none_says_so_and_is_on_no_card(remote: RemoteTill) -> None:
    remote.till.press(Key.Key_F7)
    assert "No way to pay has this key" in remote.till.says("pay_message")

    overlay = remote.till.window.overlay
    commands = {one.command for one in overlay._bindings()}  # noqa: SLF001 - what the card is of
    assert {"by_other", "another_1", "another_2"} <= commands
    assert not commands & {"another_3", "another_4", "another_5", "another_6"}


def test_the_palette_has_each_by_its_name(remote: RemoteTill) -> None:
    palette = remote.till.model.screens.palette
    palette.open()
    palette.look_for("bank transfer")

    assert palette.rows[0].words == "Bank transfer"
    assert palette.rows[0].right == "F6"


def test_there_are_keys_for_as_many_as_a_store_may_have() -> None:
    assert len(FURTHER) == METHODS_MAX - 2


def test_f8_at_the_order_pays_all_of_it(remote: RemoteTill) -> None:
    remote.till.press(Key.Key_Escape)
    remote.till.wait_for_page("sell")
    remote.till.press(Key.Key_F8)
    remote.till.wait_for_page("charge")

    assert remote.till.sees(QLabel, "charge_title")
