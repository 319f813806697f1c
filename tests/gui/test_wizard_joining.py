"""One more till of a shop that a head office knows, made and joined with keys only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos_app.composition.opening import reading, writing
from pos_app.services.sync.membership import membership
from pos_app.wire.changes import Subject
from tests.fakes.upstream import CODE
from tests.fakes.upstream_server import HeadOfficeServer
from tests.gui.driving import Key, wait_for
from tests.gui.test_wizard import broken_rules
from tests.gui.wizard import OWNER_PIN, DrivenWizard, driven_wizard
from tests.integration.real_office import STORE, real_office
from tests.integration.synced_store import WATER

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def wizard(qapp: object, tmp_path: Path) -> Iterator[DrivenWizard]:
    with driven_wizard(tmp_path / "new") as driven:
        yield driven


@pytest.fixture
def server() -> Iterator[HeadOfficeServer]:
    with HeadOfficeServer() as made:
        made.office.edit(Subject.PRODUCT, "WATER", WATER)
        person = {"name": "Zoé", "role": "cashier", "active": True}
        made.office.edit(Subject.STAFF, "person-1", person)
        yield made


def make(wizard: DrivenWizard, url: str, code: str, terminal: str = "T02") -> None:
    """Everything up to the page on which it joins, by somebody who began a shop of their own."""
    wizard.enter("France")
    wizard.next()
    wizard.wait_for_step("store")
    wizard.enter("Own Shop")
    wizard.press(Key.Key_Tab)
    wizard.enter("1 Own Street")
    wizard.press(Key.Key_Escape)
    wizard.wait_for_step("country")
    wizard.press(Key.Key_F3)
    wizard.next()
    wizard.wait_for_step("join")
    for text in (url, code):
        wizard.enter(text)
        wizard.press(Key.Key_Tab)
    wizard.press(Key.Key_A, CTRL)
    wizard.enter(terminal)
    wizard.next()
    wizard.wait_for_step("owner")
    wizard.answer_owner()
    for step in ("printer", "payments", "size", "look", "code"):
        wizard.next()
        wizard.wait_for_step(step)
    wizard.choose()
    wizard.next()


class TestJoining:
    def test_brings_what_head_office_has_into_a_new_till(
        self, wizard: DrivenWizard, server: HeadOfficeServer
    ) -> None:
        make(wizard, server.base, CODE)
        wizard.wait_for_step("done")

        said = wizard.says("wizard_products_in")
        with reading(wizard.folder) as queries:
            profile, known = queries.profile, membership(queries.settings)
            people = {one.name: one.role.value for one in queries.staff.listed()}
            water = queries.products.by_barcode("4006381333931")
            waiting = queries.outbox.counts().waiting
        assert known is not None
        assert (profile.name, profile.terminal) == (known.store_name, "T02")
        assert profile.address == ""
        assert people == {"Ana": "owner", "Zoé": "cashier"}
        assert water is not None
        assert waiting == 0
        assert known.store_name in said
        assert "1 person came along" in said

    def test_ends_where_the_owner_signs_in_without_head_office(
        self, wizard: DrivenWizard, server: HeadOfficeServer
    ) -> None:
        make(wizard, server.base, CODE)
        wizard.wait_for_step("done")
        server.close()

        with writing(wizard.folder) as store:
            owner = store.services.staff.owner()
            signed_in = store.services.signing_in.sign_in(staff_id=owner.staff_id, pin=OWNER_PIN)
        assert signed_in.name == "Ana"

    def test_begins_anew_where_the_address_was_wrong(
        self, wizard: DrivenWizard, server: HeadOfficeServer
    ) -> None:
        make(wizard, "http://127.0.0.1:1", CODE)
        wizard.wait_for_step("sync")
        wait_until_idle(wizard)
        assert "head office" in wizard.message().lower()
        assert broken_rules(wizard.welcome.window) == []
        with reading(wizard.folder) as queries:
            assert membership(queries.settings) is None

        wizard.press(Key.Key_A, CTRL)
        wizard.enter(server.base)
        wizard.next()
        wizard.wait_for_step("done")

        with reading(wizard.folder) as queries:
            assert membership(queries.settings) is not None

    def test_can_be_left_for_later(self, wizard: DrivenWizard) -> None:
        make(wizard, "http://127.0.0.1:1", CODE)
        wizard.wait_for_step("sync")
        wait_until_idle(wizard)

        wizard.press(Key.Key_Return, CTRL)
        wizard.wait_for_step("done")

        assert "pos-app sync enrol" in wizard.says("wizard_products_in")

    def test_asks_for_an_address_and_a_code_that_can_be(self, wizard: DrivenWizard) -> None:
        wizard.press(Key.Key_F3)
        wizard.next()
        wizard.wait_for_step("join")

        wizard.enter("ftp://there")
        wizard.next()
        assert wizard.step == "join"
        first = wizard.message()
        wizard.press(Key.Key_A, CTRL)
        wizard.enter("https://office.example.com")
        wizard.next()

        assert wizard.step == "join"
        assert "letters and digits" in wizard.message()
        assert first != wizard.message()

    def test_is_a_choice_that_can_be_taken_back(self, wizard: DrivenWizard) -> None:
        assert wizard.says("wizard_place") == "Step 1 of 11"
        wizard.press(Key.Key_F3)
        wizard.press(Key.Key_F3)
        wizard.next()

        wizard.wait_for_step("store")

    def test_works_with_the_real_head_office(self, wizard: DrivenWizard, tmp_path: Path) -> None:
        with real_office(tmp_path / "office") as office:
            office.put_person("p1", name="Zoé", role="cashier", active=True)
            make(wizard, office.url, office.new_code("T02"))
            wizard.wait_for_step("done")

            with reading(wizard.folder) as queries:
                known = membership(queries.settings)
                assert known is not None
                assert queries.profile.name == STORE
                assert {one.name for one in queries.staff.listed()} == {"Ana", "Zoé"}
                head = queries.journal.head().seq
            assert office.places(known.terminal_id) == [(1, seq) for seq in range(1, head + 1)]


def wait_until_idle(wizard: DrivenWizard) -> None:
    wait_for(lambda: not wizard.welcome.wizard.is_busy, "an answer")
    wizard.settle()
