"""A till that belongs to a head office which listens on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from pos_app.adapters.system.installation import KnownPlace
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.demo import ensure_demo
from pos_app.composition.opening import OpenStore, writing
from pos_app.composition.store_settings import settings_of
from pos_app.domain.store import INSTALLATION
from pos_app.domain.store import SETTING as STORE
from pos_app.services.ports import UnitOfWork
from pos_app.services.sync.membership import SETTING
from pos_app.viewmodels.status import Chip
from pos_app.wire.changes import Subject
from tests.fakes.upstream_server import HeadOfficeServer
from tests.gui.driving import DrivenTill, Key, driven_till

HERE = "here"
DEAD_PRINTER = "/dev/full"
"""A device that is there, and refuses every byte."""
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@dataclass
class SyncedTill:
    till: DrivenTill
    server: HeadOfficeServer
    terminal_id: str

    def chip(self) -> str:
        """What the chip of the sync says, as it is painted or as an icon."""
        chip = self._chip()
        if chip is None:
            return ""
        assert self.till.sees(QPushButton, "chip_sync")
        return chip.word

    def chip_words(self) -> str:
        chip = self._chip()
        return chip.words if chip is not None else ""

    def wait_for_chip(self, word: str) -> None:
        self.till.wait_for(lambda: self.chip() == word, f"{word}; it says {self.chip()}")

    def open_panel(self) -> None:
        self.till.press(Key.Key_S, CTRL_SHIFT)
        self.till.wait_for(lambda: self.till.sees(QPushButton, "sync_leave"), "the panel")

    def there(self) -> list[int]:
        return [seq for _, seq in self.server.office.accepted(self.terminal_id)]

    def wait_for_all_there(self) -> None:
        journal = self.till.store.queries.journal
        self.till.wait_for(
            lambda: self.there() == list(range(1, journal.head().seq + 1)), "everything over there"
        )

    def edit(self, barcode: str, **changes: object) -> None:
        """A product of this store, as somebody at head office changes it."""
        one = self.till.store.queries.products.by_barcode(barcode)
        assert one is not None
        body = {
            "name": one.name,
            "category": one.category,
            "price": one.unit_price.minor,
            "cost": None,
            "tax_class": one.tax_class,
            "unit": one.unit.value,
            "oversell": one.oversell.value,
            "active": True,
            "age_limit": one.age_limit,
            "open_price": one.open_price,
            "barcodes": list(self.till.store.queries.products.barcodes_of(one.product_id)),
        }
        self.server.office.edit(Subject.PRODUCT, one.sku, {**body, **changes})

    def _chip(self) -> Chip | None:
        return self.till.model.screens.frame.status.chip("sync")


def make_real(folder: DataFolder, store: OpenStore, uow: UnitOfWork) -> None:
    """Of a store that is only practised: none of that is ever sent."""
    profile = replace(store.queries.profile, practice=False)
    uow.settings.put(STORE, profile.to_text())
    uow.settings.put(INSTALLATION, HERE)
    KnownPlace(folder.root, profile.journal_id).remember(HERE)


@contextmanager
def synced_till(
    folder: Path, *, mode: str = "light", size: tuple[int, int] = (1_366, 768)
) -> Iterator[SyncedTill]:
    """On a demo store in this folder that is none: what is only practised is never sent."""
    data = DataFolder(folder)
    with HeadOfficeServer() as server:
        terminal_id = join(data, server)
        with driven_till(folder, mode=mode, size=size) as till:
            yield SyncedTill(till, server, terminal_id)


@contextmanager
def cut_off_till(folder: Path) -> Iterator[DrivenTill]:
    """It belongs to a head office that nobody reaches, and its printer takes nothing."""
    data = DataFolder(folder)
    with HeadOfficeServer() as server:
        join(data, server)
    with writing(data) as store:
        texts = {"printer": DEAD_PRINTER}
        settings_of(store).change(actor=store.services.staff.owner(), texts=texts)
    with driven_till(folder) as till:
        yield till


def join(data: DataFolder, server: HeadOfficeServer) -> str:
    """Let a store belong to this head office, a demo store where there is none."""
    if not data.store.exists():
        ensure_demo(data)
    with writing(data) as store, store.services.new_uow() as uow:
        member = server.office.member(store.keys.signer.public_key, server.base)
        uow.settings.put(SETTING, member.to_text())
        make_real(data, store, uow)
        uow.commit()
    return member.terminal_id
