from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest

from pos_app.domain.badge import UnknownBadgeError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import NotAllowedError, Permission, WrongPinError
from pos_app.services.activity import activity_log as module
from pos_app.services.activity.activity_log import ActivityLog, Wanted
from pos_app.services.activity.ports import NEWEST
from pos_app.services.activity.saying import Group
from pos_app.services.activity.telling import Line, Teller
from pos_app.services.journal.writing import Fact
from pos_app.services.ports import Entry
from tests.fakes.activity import FakeActivityQueries
from tests.fakes.formats import FakeFormats
from tests.fakes.journal import a_days_journal
from tests.fakes.shop import FakeShop

A_DAY: Final = timedelta(days=1)


def log_of(shop: FakeShop) -> ActivityLog:
    return ActivityLog(queries=FakeActivityQueries(shop.store), time_zone=shop.profile.time_zone)


def teller_of(shop: FakeShop) -> Teller:
    people = {one.staff_id: one.name for one in shop.staff.everybody()}
    return Teller(formats=FakeFormats(), currency=shop.profile.currency, people=people)


def told(shop: FakeShop, wanted: Wanted | None = None) -> list[str]:
    lines = log_of(shop).everything(wanted or Wanted(), teller=teller_of(shop))
    return [line.words.replace("\u00a0", " ") for line in lines]


def note(
    shop: FakeShop, kind: EntryKind, body: dict[str, object], *, asked: bool = False, **more: Any
) -> None:
    approver = shop.owner if asked else None
    with shop.store.new_uow() as uow:
        shop.journal.append(uow.journal, Fact(kind, shop.cashier, body, approver, **more))
        uow.commit()


@pytest.fixture
def shop() -> FakeShop:
    return a_days_journal()


class TestWords:
    def test_tell_who_allowed_a_custom_item(self, shop: FakeShop) -> None:
        body: dict[str, object] = {"name": "Mug", "quantity": 1_000, "amount": 450}
        note(shop, EntryKind.CUSTOM_ITEM, body, asked=True)

        assert told(shop)[0] == (
            "Ana put 1 × Mug, which is not in the catalogue, into an order for 4,50 €. "
            "Allowed by Olga"
        )

    def test_tell_what_was_noted_of_a_count(self, shop: FakeShop) -> None:
        shop.open_shift(opening_float=0)
        shop.shifts.close(actor=shop.cashier, counted=0, note="A roll was short")

        assert told(shop)[0] == (
            "Ana closed shift 2: counted 0,00 €, expected 0,00 €: A roll was short"
        )

    def test_tell_a_day_from_its_end_to_its_beginning(self, shop: FakeShop) -> None:
        assert told(shop) == [
            "Ana closed shift 1: counted 68,00 €, expected 68,00 €",
            "Ana sold for 4,50 €, receipt T01-000003",
            "Ana gave up an order of 4,50 €: left",
            "Ana sold for 9,00 €, receipt T01-000002",
            "Ana sold for 4,50 €, receipt T01-000001",
            "Ana opened shift 1 with 50,00 € in the drawer",
            "Olga added Ana as cashier",
            "Receipt numbers T01 began: the store was set up",
        ]

    @pytest.mark.parametrize(
        ("kind", "body", "words"),
        [
            (
                EntryKind.DISCOUNT,
                {
                    "scope": "item",
                    "name": "Tea",
                    "before": None,
                    "after": {"kind": "percent", "value": 1_000, "reason": "price match"},
                },
                "Ana gave 10 % off Tea: price match. Allowed by Olga",
            ),
            (
                EntryKind.DISCOUNT,
                {
                    "scope": "order",
                    "before": {"kind": "amount", "value": 250, "reason": ""},
                    "after": None,
                },
                "Ana took the discount of 2,50 € off a whole order again. Allowed by Olga",
            ),
            (
                EntryKind.CASH_OUT,
                {"amount": 500, "reason": "supplier"},
                "Ana took 5,00 € out of the drawer: a supplier. Allowed by Olga",
            ),
            (
                EntryKind.CONFIG_CHANGE,
                {"price_changed": "TEA", "old": 450, "new": 500},
                "Ana changed the price of TEA from 4,50 € to 5,00 €. Allowed by Olga",
            ),
            (
                EntryKind.CONFIG_CHANGE,
                {"shelf_colour": "red"},
                "Ana changed a setting: shelf_colour: red. Allowed by Olga",
            ),
            (
                EntryKind.PAYMENT_APPROVED,
                {"attempt_kind": "refund", "processor": "stripe", "amount": 700},
                "stripe gave 7,00 € back for Ana. Allowed by Olga",
            ),
            (
                EntryKind.CONFIG_CHANGE,
                {"tips": True, "name": "Corner"},
                "Ana changed a setting: name: Corner, tips: True. Allowed by Olga",
            ),
            (
                EntryKind.CONFIG_CHANGE,
                {"pin_set": 77},
                "Ana gave nobody any more a new PIN. Allowed by Olga",
            ),
        ],
    )
    def test_name_who_allowed_it_and_why(
        self, shop: FakeShop, kind: EntryKind, body: dict[str, object], words: str
    ) -> None:
        note(shop, kind, body, asked=True)

        assert told(shop)[0] == words

    def test_say_what_went_back_without_the_minus_of_the_books(self, shop: FakeShop) -> None:
        note(
            shop,
            EntryKind.REFUND,
            {"total": -328, "items": [{"returns": {"reason": "faulty", "words": ""}}]},
            number="T01-000004",
        )

        assert told(shop)[0] == "Ana gave back 3,28 €, receipt T01-000004"

    def test_say_what_people_were_called_whatever_they_are_called_now(self, shop: FakeShop) -> None:
        shop.staff.rename(actor=shop.owner, name="Ana", new_name="Zoé")
        shop.staff.rename(actor=shop.owner, name="Zoé", new_name="Bea")

        words = told(shop, Wanted(group=Group.STAFF))

        assert words == [
            "Olga renamed Zoé to Bea",
            "Olga renamed Ana to Zoé",
            "Olga added Ana as cashier",
        ]

    def test_name_the_person_of_an_entry_that_holds_no_name_yet(self, shop: FakeShop) -> None:
        before = len(told(shop, Wanted(group=Group.STAFF)))
        note(shop, EntryKind.CONFIG_CHANGE, {"staff_added": 1, "role": "cashier"})
        note(shop, EntryKind.CONFIG_CHANGE, {"staff_renamed": 1})

        renamed, added = told(shop, Wanted(group=Group.STAFF))[: -before or None]

        assert (renamed, added) == ("Ana gave Olga another name", "Ana added Olga as cashier")

    @pytest.mark.parametrize("raw", [b"\xff\x00", b"{}", b"[]", b'{"kind":"order"}'])
    def test_say_of_spoilt_bytes_that_they_are(self, shop: FakeShop, raw: bytes) -> None:
        assert teller_of(shop).line(5, raw) == Line(
            5, None, Group.TILL, "unreadable", None, None, "", "", "This entry cannot be read"
        )

    def test_are_in_the_language_they_are_asked_in(self, shop: FakeShop) -> None:
        teller = Teller(
            formats=FakeFormats(),
            currency=shop.profile.currency,
            people={},
            translate=lambda words: words.upper().replace("{WHO}", "{who}"),
        )
        note(shop, EntryKind.LOGIN, {"how": "pin"})

        assert teller.line(9, shop.store.tables.entries[-1].raw).words == (
            "NOBODY ANY MORE SIGNED IN"
        )


class TestFilters:
    def test_one_group_of_kinds(self, shop: FakeShop) -> None:
        assert told(shop, Wanted(group=Group.VOIDS)) == ["Ana gave up an order of 4,50 €: left"]
        assert told(shop, Wanted(group=Group.STAFF)) == ["Olga added Ana as cashier"]
        assert told(shop, Wanted(group=Group.PRODUCTS)) == []

    def test_one_person_who_did_it_or_allowed_it(self, shop: FakeShop) -> None:
        note(shop, EntryKind.NO_SALE, {"reason": "coins"}, asked=True)

        words = told(shop, Wanted(person=shop.owner.staff_id))

        assert words[0] == "Ana opened the drawer without a sale: coins. Allowed by Olga"
        assert words[1:] == [
            "Olga added Ana as cashier",
            "Receipt numbers T01 began: the store was set up",
        ]

    def test_who_tried_to_get_something_allowed_and_what(self, shop: FakeShop) -> None:
        shop.staff.set_badge(actor=shop.owner, name="Olga", code="B-274916")
        asking, asked = shop.approving, Permission.REFUND_OVER_LIMIT
        with pytest.raises(WrongPinError):
            asking.approve(
                actor=shop.cashier,
                permission=asked,
                approver_id=shop.owner.staff_id,
                pin="000000",
            )
        with pytest.raises(UnknownBadgeError):
            asking.approve_by_badge(actor=shop.cashier, permission=asked, raw="B-1", prefix="B-")
        tried = [
            "A badge was scanned that nobody has, 1 in a row, as Ana asked for refund over limit",
            "A wrong PIN was typed for Olga, 1 in a row, as Ana asked for refund over limit",
        ]

        assert told(shop)[:2] == tried
        ana, olga = shop.cashier.staff_id, shop.owner.staff_id
        for group in (None, Group.SIGN_INS):
            assert told(shop, Wanted(person=ana, group=group))[:2] == tried
            assert told(shop, Wanted(person=olga, group=group))[0] == tried[1]

    def test_days_of_the_store_with_both_ends(self, shop: FakeShop) -> None:
        today = shop.clock.now().date()
        shop.clock.wait(seconds=86_400)
        note(shop, EntryKind.NO_SALE, {"reason": "coins"})

        assert len(told(shop, Wanted(since=today, until=today))) == 8
        assert len(told(shop, Wanted(since=today + A_DAY))) == 1
        assert told(shop, Wanted(until=today - A_DAY)) == []
        assert len(told(shop, Wanted(since=today.min, until=today.max))) == 9

    def test_one_kind_of_a_group_between_two_moments(self, shop: FakeShop) -> None:
        wanted = Wanted(group=Group.DISCOUNTS, kind="price_override")
        body = {"name": "Tea", "before": 450, "after": 400}
        note(shop, EntryKind.PRICE_OVERRIDE, body)
        shop.clock.wait(seconds=60)
        begun = shop.clock.now()
        assert told(shop, replace(wanted, during=(begun, None))) == []
        note(shop, EntryKind.PRICE_OVERRIDE, body)
        note(shop, EntryKind.NO_SALE, {"reason": "coins"})
        shop.clock.wait(seconds=60)
        ended = shop.clock.now()
        note(shop, EntryKind.PRICE_OVERRIDE, {**body, "after": 300})

        (words,) = told(shop, replace(wanted, during=(begun, ended)))
        assert words == "Ana changed the price of Tea in an order from 4,50 € to 4,00 €"
        assert len(told(shop, replace(wanted, during=(begun, None)))) == 2
        assert len(told(shop, wanted)) == 3
        assert told(shop, replace(wanted, kind="discount")) == []
        assert told(shop, replace(wanted, text="T01-000001")) == []

    def test_a_receipt_number_finds_all_that_belongs_to_the_order(self, shop: FakeShop) -> None:
        order_id = next(iter(shop.store.tables.orders))
        note(shop, EntryKind.REPRINT, {"copy": 1}, number="T01-000001", order_id=order_id)

        assert told(shop, Wanted(text=" t01-000001 ")) == [
            "Ana printed receipt T01-000001 again, copy 1",
            "Ana sold for 4,50 €, receipt T01-000001",
        ]
        assert told(shop, Wanted(text="T01-000099")) == []

    def test_words_are_found_whatever_their_case_and_no_field_names(self, shop: FakeShop) -> None:
        assert told(shop, Wanted(text="LEFT")) == ["Ana gave up an order of 4,50 €: left"]
        assert len(told(shop, Wanted(text="thé"))) == 4
        assert told(shop, Wanted(text="perpetual")) == told(shop, Wanted(text="items")) == []

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("wrong PIN", "A wrong PIN was typed for Olga, 3 in a row"),
            ("typed for OLGA", "A wrong PIN was typed for Olga, 3 in a row"),
            ("closed shift", "Ana closed shift 1: counted 68,00 €, expected 68,00 €"),
            ("counted 68,00 €", "Ana closed shift 1: counted 68,00 €, expected 68,00 €"),
            ("receipt t01-000003", "Ana sold for 4,50 €, receipt T01-000003"),
        ],
    )
    def test_words_of_the_sentence_are_found_though_no_entry_has_them(
        self, shop: FakeShop, text: str, words: str
    ) -> None:
        with shop.store.new_uow() as uow:
            body: dict[str, object] = {"failures": 3, "wait_s": 0}
            shop.journal.append(uow.journal, Fact(EntryKind.LOGIN_FAILED, shop.owner, body))
            uow.commit()

        assert told(shop, Wanted(text=text)) == [words]

    def test_a_name_finds_all_that_this_person_did_and_all_that_was_done_to_them(
        self, shop: FakeShop
    ) -> None:
        assert told(shop, Wanted(text="ana")) == told(shop)[:-1]

    def test_words_are_looked_for_past_bytes_that_nobody_can_read(self, shop: FakeShop) -> None:
        entries = shop.store.tables.entries
        entries[-2] = replace(entries[-2], raw=b'{"wall_utc":"2026-03-02T09:00:00.000+00:00"}')

        assert told(shop, Wanted(text="cannot be read")) == ["This entry cannot be read"]
        assert told(shop, Wanted(text="began:")) == told(shop)[-1:]


class TestPages:
    def test_go_on_from_where_the_last_one_ended(self, shop: FakeShop) -> None:
        log, teller, found = log_of(shop), teller_of(shop), []
        before: int | None = NEWEST
        while before is not None:
            page = log.as_owner(Wanted(), teller=teller, before=before, limit=3)
            assert len(page.lines) <= 3
            found += [line.seq for line in page.lines]
            before = page.before

        assert found == list(range(8, 0, -1))

    def test_end_short_rather_than_look_through_everything_at_once(
        self, shop: FakeShop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "LOOKED_THROUGH_MAX", 4)
        monkeypatch.setattr(module, "AT_ONCE", 2)
        log = log_of(shop)

        page = log.as_owner(Wanted(text="cashier"), teller=teller_of(shop))

        assert (page.lines, page.before) == ([], 5)
        rest = log.as_owner(Wanted(text="cashier"), teller=teller_of(shop), before=5)
        assert [line.words for line in rest.lines] == ["Olga added Ana as cashier"]

    def test_nothing_is_shown_to_who_may_not_read_reports(self, shop: FakeShop) -> None:
        log, teller = log_of(shop), teller_of(shop)

        assert log.read(Wanted(), actor=shop.owner, teller=teller).lines
        with pytest.raises(NotAllowedError):
            log.read(Wanted(), actor=shop.cashier, teller=teller)


def test_an_entry_of_a_kind_from_a_later_time_is_named(shop: FakeShop) -> None:
    note(shop, EntryKind.LOGIN, {})
    entry: Entry = shop.store.tables.entries[-1]
    raw = entry.raw.replace(b'"kind":"login"', b'"kind":"mind_read"')

    assert teller_of(shop).line(entry.seq, raw).words == "Ana: mind read"
