"""The pictures of the sync: its chip and panel, on a till that belongs to a head office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from pos_app.services.sync.lost_stock import LostEntries
from pos_app.services.sync.membership import MISSING
from tests.gui.driving import Key
from tests.gui.synced_till import CTRL_SHIFT, SyncedTill
from tests.gui.test_selling import BREAD


@dataclass(frozen=True, slots=True)
class SyncShot:
    name: str
    arrange: Callable[[SyncedTill], None]


def in_sync(synced: SyncedTill) -> None:
    synced.till.start_selling()
    synced.wait_for_chip("Synced")
    synced.open_panel()


def practice_asked(synced: SyncedTill) -> None:
    """With an order open that would have to wait."""
    synced.till.press(Key.Key_Escape)
    synced.till.scan(BREAD)
    synced.till.quiet()
    synced.till.press(Key.Key_P, CTRL_SHIFT)
    synced.till.wait_for(lambda: synced.till.sees(QLabel, "practice_title"), "the question")


def practice_declined(synced: SyncedTill) -> None:
    synced.till.press(Key.Key_Escape)
    synced.till.press(Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)


def offline(synced: SyncedTill) -> None:
    synced.till.press(Key.Key_Escape)
    synced.server.close()
    for _ in range(3):
        synced.till.sell(BREAD)
    synced.wait_for_chip("Offline")
    synced.open_panel()


def by_choice(synced: SyncedTill) -> None:
    synced.till.press(Key.Key_O, CTRL_SHIFT)
    synced.till.wait_for(lambda: "offline" in synced.till.says("sync_link"), "working offline")


def needs_person(synced: SyncedTill) -> None:
    """In a store that was put back from a backup as well."""
    with synced.till.store.services.new_uow() as uow:
        uow.settings.put(MISSING, LostEntries(37).to_text())
        uow.commit()
    seq = synced.till.store.queries.journal.head().seq
    synced.server.office.poison = {seq - 1, seq}
    synced.server.open()
    synced.till.press(Key.Key_O, CTRL_SHIFT)
    synced.wait_for_chip("Sync")


def stopped(synced: SyncedTill) -> None:
    synced.till.press(Key.Key_Escape)
    synced.server.tokens.clear()
    synced.server.office.shut_out = "it was taken off the list of terminals"
    synced.till.sell(BREAD)
    synced.wait_for_chip("Sync stopped")
    synced.open_panel()


SYNC_SHOTS = (
    SyncShot("90-sync", in_sync),
    SyncShot("126-practice-asked", practice_asked),
    SyncShot("127-practice-declined", practice_declined),
    SyncShot("91-sync-offline", offline),
    SyncShot("92-sync-offline-by-choice", by_choice),
    SyncShot("93-sync-needs-a-person", needs_person),
    SyncShot("94-sync-stopped", stopped),
)
