"""The staff on the screen, with keys only: people, badges, and what the roles may do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.domain.staff import Decision, Permission, Role, StaffMember
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.staff.people import People, Staff
from pos_app.viewmodels.staff.person_form import Part
from pos_app.viewmodels.staff.staff import StaffParts, StaffViewModel
from pos_app.views.staff.rights_table import RightsTable
from tests.fakes.formats import FakeFormats
from tests.fakes.queries import FakeSyncedPeople
from tests.fakes.shop import FakeShop
from tests.fakes.tasks import InlineTaskRunner
from tests.gui.driving import DrivenTill, Key

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
PIN = "918273"


def model_of(till: DrivenTill) -> StaffViewModel:
    return till.model.screens.staff.model


def open_staff(till: DrivenTill) -> StaffViewModel:
    till.press(Key.Key_7, CTRL)
    till.wait_for_page("staff")
    till.wait_for(lambda: bool(model_of(till).people.rows), "the people")
    return model_of(till)


def named(till: DrivenTill, name: str) -> StaffMember | None:
    return till.store.queries.staff.by_name(name)


def wait_for_row(till: DrivenTill, name: str) -> None:
    people = model_of(till).people
    till.wait_for(lambda: people.person is not None and people.person.name == name, name)
    till.settle()


def told(till: DrivenTill) -> str:
    return till.says("toast_words") if till.sees(QLabel, "toast_words") else ""


def type_pins(till: DrivenTill, first: str, again: str) -> None:
    till.enter_text(first)
    till.press(Key.Key_Tab)
    till.enter_text(again)
    till.press(Key.Key_Return)


def test_a_person_comes_is_changed_and_leaves(selling: DrivenTill) -> None:
    staff = open_staff(selling)
    selling.press(Key.Key_N, CTRL)
    selling.enter_text("Cleo")
    selling.press(Key.Key_T, CTRL)
    selling.press(Key.Key_Tab)
    type_pins(selling, PIN, "918274")
    assert selling.says("person_problem").startswith("The two PINs are not the same")
    assert named(selling, "Cleo") is None

    type_pins(selling, PIN, PIN)
    wait_for_row(selling, "Cleo")
    cleo = named(selling, "Cleo")
    assert cleo is not None
    assert cleo.role is Role.SUPERVISOR
    assert selling.store.services.signing_in.prove(staff_id=cleo.staff_id, pin=PIN) == cleo

    selling.press(Key.Key_F2)
    selling.enter_text("Cleopatra")
    selling.press(Key.Key_Return)
    wait_for_row(selling, "Cleopatra")

    selling.press(Key.Key_F5)
    assert selling.says("staff_badge_words") == "Scan the badge of Cleopatra now; Esc leaves it"
    selling.scan("B-CLEO-4711")
    selling.wait_for(staff.people.has_badge, "the badge")
    selling.press(Key.Key_F5, SHIFT)
    selling.wait_for(lambda: not staff.people.has_badge(), "no badge")

    selling.press(Key.Key_Delete)
    selling.wait_for(lambda: "Was supervisor, and has left." in staff.people.details, "leaving")
    selling.press(Key.Key_Delete)
    selling.wait_for(lambda: "Works here as supervisor." in staff.people.details, "coming back")

    selling.enter_text("owner")
    assert [row.name for row in staff.people.rows] == ["Ana"]
    selling.press(Key.Key_Delete)
    selling.wait_for(lambda: "Ana is the last owner" in told(selling), "the last owner stays")
    selling.press(Key.Key_Escape)
    selling.press(Key.Key_Escape)
    selling.wait_for_page("sell")


def test_what_a_role_may_do_is_decided_by_keys_and_by_touch(selling: DrivenTill) -> None:
    staff = open_staff(selling)
    ben = named(selling, "Ben")
    assert ben is not None
    assert ben.decide(Permission.REFUND) is Decision.ASK
    selling.press(Key.Key_F7)
    table = selling.widget(RightsTable, "rights")
    place = list(Permission).index(Permission.REFUND)
    for _ in range(place):
        selling.press(Key.Key_Down)
    assert selling.says("rights_title") == "Cashier: Take goods back with a receipt"

    selling.press(Key.Key_1, ALT)
    selling.wait_for(lambda: ben.decide(Permission.REFUND) is Decision.ALLOWED, "it is allowed")
    selling.wait_for(lambda: not staff.roles.is_busy, "the table")
    assert "Cashier Allowed" in str(table.model().data(table.model().index(place, 0)))

    cell = table.visualRect(table.model().index(place, 0))
    head = selling.widget(QLabel, "rights_head_0")  # it stands above its cells
    below = head.mapTo(selling.window, head.rect().center())
    at = QPoint(table.viewport().mapFrom(selling.window, below).x(), cell.center().y())
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    selling.wait_for(lambda: ben.decide(Permission.REFUND) is Decision.ASK, "the next state")
    selling.wait_for(lambda: not staff.roles.is_busy, "the table")

    selling.press(Key.Key_End)
    selling.enter_text("+")
    selling.wait_for(lambda: ben.discount_limit * 100 == 15, "a larger limit")
    selling.wait_for(lambda: not staff.roles.is_busy, "the table")
    for _ in range(3):
        selling.press(Key.Key_Right)
    assert selling.says("rights_help").startswith("An owner may do everything")
    selling.enter_text("-")
    assert selling.store.queries.rights.now.discount_limit(Role.OWNER) == 10_000


def test_the_cell_stands_beside_the_table_where_there_is_room(selling: DrivenTill) -> None:
    open_staff(selling)
    selling.press(Key.Key_F7)
    table, title = selling.widget(RightsTable, "rights"), selling.widget(QLabel, "rights_title")
    origin = QPoint(0, 0)
    for width, is_beside in ((1366, False), (1920, True)):
        selling.window.resize(width, 900)
        selling.settle()
        right = table.mapTo(selling.window, table.rect().topRight()).x()
        assert (title.mapTo(selling.window, origin).x() > right) is is_beside


def test_how_much_a_role_gives_back_a_day_is_stepped(selling: DrivenTill) -> None:
    staff = open_staff(selling)
    selling.press(Key.Key_F7)
    table = selling.widget(RightsTable, "rights")
    selling.press(Key.Key_End)
    selling.press(Key.Key_Up)
    assert selling.says("rights_title") == "Cashier: Refunds a day up to"
    roles, said = selling.store.services.roles, []
    for key in "--++":
        selling.enter_text(key)
        selling.wait_for(lambda: not staff.roles.is_busy, "the table")
        limit = roles.refund_limit(Role.CASHIER)
        row = str(table.model().data(table.model().index(len(Permission), 0)))
        shown = row.partition(": Cashier ")[2].partition(", Supervisor")[0]
        digits = "".join(one for one in shown if one.isdigit())
        assert digits == str(limit) if limit else shown == "No limit"
        said.append(limit)
    assert said == [500_000, 200_000, 500_000, 0]


def test_is_for_those_who_may(selling: DrivenTill) -> None:
    door = selling.model.screens.staff
    assert door.actor is not None
    heard: list[str] = []
    door.told.connect(lambda said, _undo: heard.append(said))
    door.actor = StaffMember(2, "Ben", Role.CASHIER)

    door.open()

    assert "may not do this" in heard[0]
    assert selling.page == "sell"


def test_who_changes_themselves_signs_in_anew(selling: DrivenTill) -> None:
    open_staff(selling)
    selling.enter_text("owner")
    selling.press(Key.Key_F2)
    selling.enter_text("Anna")
    selling.press(Key.Key_Return)

    selling.wait_for_page("sign_in")
    assert named(selling, "Anna") is not None
    assert not selling.sees(QWidget, "staff_list")


def test_says_of_whom_head_office_decides() -> None:
    shop, owner = FakeShop(), QObject()
    shop.store.tables.from_head_office.add(shop.cashier.staff_id)
    people = People(FakeFormats(), owner)
    people.show(Staff.read(shop.staff_queries, FakeSyncedPeople(shop.store)))

    people.choose(shop.cashier.staff_id)
    assert people.is_from_head_office
    assert people.details[-1].startswith("Came from head office")
    assert [row.right for row in people.rows] == ["head office", ""]

    people.choose(shop.owner.staff_id)
    assert people.details[-1].startswith("The last owner who can sign in")


def model_on(shop: FakeShop, actor: StaffMember, heard: list[str]) -> StaffViewModel:
    """`heard` gets what somebody else is asked to allow."""
    tasks, formats = InlineTaskRunner(), FakeFormats()
    approvals = Approvals(
        approving=shop.approving, tasks=tasks, formats=formats, profile=shop.profile
    )
    approvals.signed_in(actor)
    approvals.asked.connect(lambda request, _asker: heard.append(request.what))
    model = StaffViewModel(
        StaffParts(
            staff=shop.staff,
            roles=shop.roles,
            desk=shop.staff_queries,
            synced=FakeSyncedPeople(shop.store),
            pin_length=shop.profile.pin_length,
            profile=lambda: shop.profile,
            reader=tasks,
            lane=AskingLane(tasks=tasks, approvals=approvals),
            formats=formats,
        )
    )
    approvals.setParent(model)
    model.actor = actor
    model.open()
    return model


class TestAsking:
    @pytest.fixture
    def supervisor(self) -> tuple[FakeShop, StaffMember]:
        """Who must ask to change people."""
        shop = FakeShop()
        bea = shop.staff.add(actor=shop.owner, name="Bea", role=Role.SUPERVISOR, pin=PIN)
        shop.roles.decide(
            actor=shop.owner,
            role=Role.SUPERVISOR,
            permission=Permission.MANAGE_STAFF,
            decision=Decision.ASK,
        )
        return shop, bea

    @pytest.mark.parametrize(
        ("part", "words"),
        [
            (Part.NAME, "Ana is called Zoé now"),
            (Part.ROLE, "Ana is supervisor from the next sign-in on"),
            (Part.PIN, "Ana has a new PIN"),
        ],
    )
    def test_says_all_of_what_is_asked(
        self, supervisor: tuple[FakeShop, StaffMember], part: Part, words: str
    ) -> None:
        shop, bea = supervisor
        heard: list[str] = []
        model = model_on(shop, bea, heard)
        model.people.choose(shop.cashier.staff_id)
        model.change(part)
        model.form.next_role()

        model.form.save({"name": "Zoé", "pin": PIN, "again": PIN})

        assert heard == [words]

    def test_says_the_role_of_who_is_new(self, supervisor: tuple[FakeShop, StaffMember]) -> None:
        shop, bea = supervisor
        heard: list[str] = []
        model = model_on(shop, bea, heard)
        model.form.open_new()
        for _ in range(3):
            model.form.next_role()

        model.form.save({"name": "Zoé", "pin": PIN, "again": PIN})

        assert heard == ["Zoé may sign in as owner"]


def test_says_what_the_highlighted_person_may_do(selling: DrivenTill) -> None:
    open_staff(selling)
    wanted = model_of(selling).people.person
    assert wanted is not None
    selling.press(Key.Key_F6)

    assert selling.says("may_do_title") == f"What {wanted.name} may do"
    assert "Sell\n" in selling.says("may_do_allowed")
    selling.press(Key.Key_Escape)
    selling.wait_for(lambda: not selling.sees(QWidget, "may_do_title"), "the end")
    selling.press(Key.Key_Escape)
    selling.wait_for_page("sell")


class TestBadge:
    @pytest.fixture
    def shop(self) -> FakeShop:
        shop = FakeShop()
        shop.staff.add(actor=shop.owner, name="Bea", role=Role.CASHIER, pin=PIN)
        return shop

    @pytest.fixture
    def waiting(self, shop: FakeShop) -> StaffViewModel:
        """For the badge of Bea."""
        model = model_on(shop, shop.owner, [])
        model.people.look_for("cashier")
        model.people.select(1)
        model.enrol_badge()
        return model

    def test_is_of_whom_it_was_asked_for(self, shop: FakeShop, waiting: StaffViewModel) -> None:
        assert waiting.take_scan("B-BEA-4711")

        [entry] = [one for one in shop.entries("config_change") if "badge_set" in one["body"]]
        bea = shop.staff_queries.by_name("Bea")
        assert bea is not None
        assert entry["body"] == {"badge_set": bea.staff_id}

    @pytest.mark.parametrize("how", ["chosen", "found", "looked for"])
    def test_is_not_waited_for_once_somebody_else_is(
        self, shop: FakeShop, waiting: StaffViewModel, how: str
    ) -> None:
        said: list[str] = []
        waiting.badge_changed.connect(said.append)
        if how == "chosen":
            waiting.people.select(0)
        else:
            waiting.people.look_for("ana" if how == "found" else "bea")

        assert said == [""]
        assert not waiting.take_scan("B-BEA-4711")
        assert not any("badge_set" in one["body"] for one in shop.entries("config_change"))

    def test_is_waited_for_while_the_list_is_read_anew(
        self, shop: FakeShop, waiting: StaffViewModel
    ) -> None:
        shop.staff.add(actor=shop.owner, name="Abe", role=Role.CASHIER, pin=PIN)
        waiting.people.show(Staff.read(shop.staff_queries, FakeSyncedPeople(shop.store)))

        assert waiting.take_scan("B-BEA-4711")
