"""The chip and the panel of the sync, by keys, with a head office that really listens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from pos_app.wire.changes import Subject
from tests.fakes.processors.faults import Fault
from tests.gui.driving import DrivenTill, Key
from tests.gui.synced_till import CTRL_SHIFT, SyncedTill, synced_till
from tests.gui.test_selling import BREAD

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def synced(tmp_path: Path) -> Iterator[SyncedTill]:
    with synced_till(tmp_path / "demo") as synced:
        synced.till.start_selling()
        yield synced
    assert [one.name for one in threading.enumerate() if one.name == "sync"] == []


class TestChip:
    def test_is_not_there_where_a_till_works_alone(self, selling: DrivenTill) -> None:
        assert not selling.sees(QPushButton, "chip_sync")
        assert [one.name for one in threading.enumerate() if one.name == "sync"] == []

    def test_says_that_all_is_sent(self, synced: SyncedTill) -> None:
        synced.wait_for_chip("Synced")
        synced.till.sell(BREAD)

        synced.wait_for_all_there()
        synced.wait_for_chip("Synced")

    def test_is_calm_about_a_line_that_is_down(self, synced: SyncedTill) -> None:
        synced.wait_for_chip("Synced")
        with synced.server.closed():
            synced.till.sell(BREAD)
            synced.wait_for_chip("Offline")

            assert "selling as usual" in synced.chip_words()
        synced.till.press(Key.Key_S, CTRL_SHIFT)
        synced.till.press(Key.Key_Return)
        synced.wait_for_all_there()
        synced.wait_for_chip("Synced")

    def test_says_that_head_office_shuts_it_out(self, synced: SyncedTill) -> None:
        synced.wait_for_chip("Synced")
        synced.server.tokens.clear()
        synced.server.office.shut_out = "it was stolen"
        synced.till.sell(BREAD)

        synced.wait_for_chip("Sync stopped")

        assert "it was stolen" in synced.chip_words()


class TestPanel:
    def test_says_how_things_stand(self, synced: SyncedTill) -> None:
        synced.wait_for_chip("Synced")
        synced.open_panel()

        assert "Online · Corner Shop" in synced.till.says("sync_link")
        assert "Nothing waits" in synced.till.says("sync_waiting")
        assert "Last sent" in synced.till.says("sync_times")
        synced.till.press(Key.Key_Escape)
        assert not synced.till.sees(QLabel, "sync_link")

    def test_opens_by_its_chip(self, synced: SyncedTill) -> None:
        synced.wait_for_chip("Synced")
        synced.till.click("chip_sync")

        synced.till.wait_for(lambda: synced.till.sees(QLabel, "sync_link"), "the panel")

    def test_tells_what_waits_and_why(self, synced: SyncedTill) -> None:
        synced.wait_for_chip("Synced")
        with synced.server.closed():
            synced.till.sell(BREAD)
            synced.wait_for_chip("Offline")
            synced.open_panel()

            assert "X-T01-0000" in synced.till.says("sync_waiting")
            assert "cannot be reached" in synced.till.says("sync_trouble")

    def test_says_to_a_till_that_works_alone_how_to_join(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_S, CTRL_SHIFT)
        selling.wait_for(lambda: selling.sees(QLabel, "sync_link"), "the panel")

        assert "works alone" in selling.says("sync_link")
        assert "pos-app sync enrol" in selling.says("sync_waiting")
        assert not selling.sees(QPushButton, "sync_send")


class TestWorkingOffline:
    def test_sends_nothing_until_it_is_over(self, synced: SyncedTill) -> None:
        synced.wait_for_chip("Synced")
        synced.till.press(Key.Key_O, CTRL_SHIFT)
        synced.wait_for_chip("Offline")
        there = len(synced.there())
        synced.till.sell(BREAD)
        synced.till.press(Key.Key_O, CTRL_SHIFT)

        synced.wait_for_all_there()

        assert len(synced.there()) > there
        synced.wait_for_chip("Synced")


class TestClosingTheShift:
    def test_says_what_still_waits(self, synced: SyncedTill) -> None:
        synced.wait_for_chip("Synced")
        with synced.server.closed():
            synced.till.sell(BREAD)
            synced.wait_for_chip("Offline")
            synced.till.model.close_shift()
            synced.till.wait_for_page("close_shift")

            assert "Entries that wait here: 1" in synced.till.model.screens.close_shift.kept_words


class TestRepair:
    def poisoned(self, synced: SyncedTill) -> int:
        synced.wait_for_chip("Synced")
        seq = synced.till.store.queries.journal.head().seq + 1
        synced.server.office.poison = {seq}
        synced.till.sell(BREAD)
        synced.wait_for_chip("Sync")
        synced.open_panel()
        assert "Not taken" in synced.till.says("sync_trouble")
        return seq

    def test_sends_an_entry_again(self, synced: SyncedTill) -> None:
        self.poisoned(synced)
        synced.server.office.poison = set()

        synced.till.click("sync_again")

        synced.wait_for_chip("Synced")
        assert synced.till.entry_bodies("config_change")[-1]["sent_again"]

    def test_settles_an_entry_by_a_key(self, synced: SyncedTill) -> None:
        seq = self.poisoned(synced)

        synced.till.press(Key.Key_Delete)

        synced.wait_for_chip("Synced")
        assert synced.till.entry_bodies("config_change")[-1]["settled"] == seq


class TestPrice:
    def test_edited_at_head_office_is_seen_by_the_next_scan(self, synced: SyncedTill) -> None:
        synced.wait_for_chip("Synced")
        synced.till.scan(BREAD)
        before = synced.till.lines()
        synced.edit(BREAD, price=777)

        def price() -> int:
            one = synced.till.store.queries.products.by_barcode(BREAD)
            return one.unit_price.minor if one else 0

        synced.till.wait_for(lambda: price() == 777, "the new price")
        synced.till.scan(BREAD)

        assert synced.till.lines()[0] == before[0]
        assert "7,77" in synced.till.lines()[1]


class TestSetting:
    def test_edited_at_head_office_holds_at_once(self, synced: SyncedTill) -> None:
        synced.wait_for_chip("Synced")
        synced.server.office.edit(Subject.SETTING, "name", {"value": "Market Hall"})

        window = synced.till.window
        synced.till.wait_for(lambda: "Market Hall" in window.windowTitle(), "the name")

        assert synced.till.store.queries.profile.name == "Market Hall"


class TestPerson:
    def test_who_was_let_go_is_locked_out(self, synced: SyncedTill) -> None:
        synced.wait_for_chip("Synced")
        store, office = synced.till.store, synced.server.office
        for one in store.services.staff.everybody():
            office.edit(
                Subject.STAFF,
                f"p{one.staff_id}",
                {"name": one.name, "role": one.role.value, "active": one.active},
            )
        office.edit(Subject.STAFF, "new", {"name": "Zoe", "role": "owner", "active": True})
        synced.till.wait_for(lambda: store.queries.staff.by_name("Zoe") is not None, "Zoe")
        who = synced.till.model.screens.sync.actor
        assert who is not None
        pin = "29475183"[: store.queries.profile.pin_length]
        store.services.staff.set_pin(actor=store.services.staff.owner(), name="Zoe", pin=pin)
        gone = {"name": who.name, "role": who.role.value, "active": False}

        office.edit(Subject.STAFF, f"p{who.staff_id}", gone)

        synced.till.wait_for_page("sign_in")


def test_closing_waits_for_nobody_who_hangs(tmp_path: Path) -> None:
    with synced_till(tmp_path / "demo") as synced:
        synced.wait_for_chip("Synced")
        synced.server.faults.always("changes", Fault.HANG)
        asked = len(synced.server.asked)
        synced.till.model.screens.sync.send_now()
        synced.till.wait_for(lambda: len(synced.server.asked) > asked, "a request that hangs")
