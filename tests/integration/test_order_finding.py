"""Find orders in a store on disk, by whatever a customer still knows of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.finding import finding_of
from pos_app.composition.opening import OpenStore, writing
from pos_app.composition.receipts import formats_of
from pos_app.composition.returning import returns_of
from pos_app.domain.quantity import ONE
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.return_story import CameBack, GaveBack
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.staff import NotAllowedError, Role, StaffMember
from pos_app.domain.tender import Tender
from pos_app.services.email_jobs import NewEmail
from pos_app.services.orders import finding as module
from pos_app.services.orders.finding import Finding, FoundBy, Page, Period, Question
from pos_app.services.orders.returning import Line
from pos_app.services.printing.receipt import qr_payload
from tests.integration import shop as shops

OWNER = StaffMember(1, "Ana", Role.OWNER)
A_MONTH_AND_MORE = timedelta(days=40)


@pytest.fixture(scope="module")
def opened(
    traded_master: shops.Shop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenStore]:
    """Five orders paid, 647, 997, 319, 358 and 947 cents, and one given up. Nobody writes."""
    shop = traded_master.copied_to(tmp_path_factory.mktemp("found") / "data")
    with writing(shop.folder) as store:
        yield store


@pytest.fixture
def finding(opened: OpenStore) -> Finding:
    return finding_of(opened.queries, formats_of(opened.queries.profile))


@pytest.fixture
def today(opened: OpenStore) -> date:
    shift = opened.queries.shifts.current()
    assert shift is not None
    return shift.business_date


def numbers(page: Page) -> list[int | None]:
    """The ends of the numbers, the newest first."""
    found = [one.row.number for one in page.orders]
    return [int(number.rpartition("-")[2]) if number else None for number in found]


class TestFind:
    @pytest.mark.parametrize(
        ("text", "found", "by"),
        [
            ("", [None, 5, 4, 3, 2, 1], FoundBy.NOTHING),
            ("2", [2], FoundBy.NUMBER),
            ("x-t01-000002", [2], FoundBy.NUMBER),
            ("X-T01-2", [2], FoundBy.NUMBER),
            ("X-T01-0", [5, 4, 3, 2, 1], FoundBy.NUMBER),
            ("9,97", [2], FoundBy.FACTS),
            ("9.47", [5], FoundBy.FACTS),
            ("9,9", [], FoundBy.FACTS),
            ("milk", [2, 1], FoundBy.ITEM),
            ("MIL whol", [2, 1], FoundBy.ITEM),
            (shops.MILK, [2, 1], FoundBy.ITEM),
            (shops.LAIT, [5, 3], FoundBy.ITEM),
            ("0" + shops.LAIT, [], FoundBy.ITEM),
            ("qqq", [], FoundBy.ITEM),
            ("milk 9,97", [2], FoundBy.ITEM),
            ("ana", [None, 5, 4, 3, 2, 1], FoundBy.CASHIER),
            ("an", [None, 5, 4, 3, 2, 1], FoundBy.CASHIER),
            ("ana 3,58", [4], FoundBy.CASHIER),
            ("@", [], FoundBy.ADDRESS),
        ],
    )
    def test_finds(
        self, finding: Finding, today: date, text: str, found: list[int | None], by: FoundBy
    ) -> None:
        page = finding.find(Question(text), today=today, actor=OWNER)

        assert (numbers(page), page.by) == (found, by)
        assert page.after is None

    def test_finds_by_the_time_of_day_and_a_few_minutes_around(
        self, opened: OpenStore, finding: Finding, today: date
    ) -> None:
        order = opened.queries.orders.by_number("X-T01-000003")
        assert order is not None
        for minutes in (-5, 0, 5):
            at = order.completed_at + timedelta(minutes=minutes)
            page = finding.find(Question(f"{at:%H:%M} 3,19"), today=today, actor=OWNER)
            assert numbers(page) == [3]
        late = order.completed_at + timedelta(minutes=7)
        page = finding.find(Question(f"{late:%H:%M} 3,19"), today=today, actor=OWNER)
        assert numbers(page) == []

    def test_finds_by_date(self, finding: Finding, today: date) -> None:
        for text in (f"{today:%d/%m}", today.isoformat()):
            page = finding.find(Question(text), today=today, actor=OWNER)
            assert numbers(page) == [None, 5, 4, 3, 2, 1]
        before = today - timedelta(days=1)
        assert numbers(finding.find(Question(before.isoformat()), today=today, actor=OWNER)) == []

    def test_finds_what_the_code_of_a_receipt_says(
        self, opened: OpenStore, finding: Finding, today: date
    ) -> None:
        order = opened.queries.orders.by_number("X-T01-000004")
        assert order is not None
        code = qr_payload(order, number="X-T01-000004", terminal="T01")

        assert numbers(finding.find(Question(code), today=today, actor=OWNER)) == [4]

    def test_looks_no_further_back_than_it_says(self, finding: Finding, today: date) -> None:
        later = today + A_MONTH_AND_MORE
        for period, found in ((Period.MONTH, []), (Period.YEAR, [2]), (Period.EVER, [2])):
            page = finding.find(Question("9,97", period), today=later, actor=OWNER)
            assert numbers(page) == found
        # An item knows its own sales, however old.
        assert numbers(finding.find(Question("milk"), today=later, actor=OWNER)) == [2, 1]

    def test_finds_by_the_last_four_digits_of_a_card(self, folder: DataFolder, today: date) -> None:
        with writing(folder) as store:
            for reference in ("VISA 4242", "4242", "4243"):
                store.services.checkout.pay(
                    order=shops.ring(store, shops.SODA),
                    tenders=(Tender("card", 179, reference=reference),),
                    actor=OWNER,
                )
            finding = finding_of(store.queries, formats_of(store.queries.profile))

            for text, found in (("4242", [7, 6]), ("4242 1,79", [7, 6]), ("4242 9,97", [2])):
                page = finding.find(Question(text), today=today, actor=OWNER)
                assert (numbers(page), page.by) == (
                    found,
                    FoundBy.FACTS if 2 in found else FoundBy.CARD,
                )

    def test_goes_back_step_by_step(
        self, finding: Finding, today: date, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "STEP", 2)
        after, pages = None, []
        for _ in range(9):
            page = finding.find(Question("3,19", after=after), today=today, actor=OWNER)
            pages.append(numbers(page))
            after = page.after
            if after is None:
                break

        assert pages == [[], [3], []]

    @pytest.mark.parametrize("text", ["", "ana", "milk", "X-T01-0"])
    def test_goes_on_page_by_page(
        self, finding: Finding, today: date, text: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = numbers(finding.find(Question(text), today=today, actor=OWNER))
        monkeypatch.setattr(module, "PAGE", 2)
        found: list[int | None] = []
        page = finding.find(Question(text), today=today, actor=OWNER)
        found += numbers(page)
        while page.after is not None:
            page = finding.find(Question(text, after=page.after), today=today, actor=OWNER)
            found += numbers(page)

        assert found == (whole if text != "X-T01-0" else whole[:2])

    def test_refuses_someone_who_left(self, finding: Finding, today: date) -> None:
        gone = StaffMember(1, "Ana", Role.CASHIER, active=False)

        with pytest.raises(NotAllowedError):
            finding.find(Question(""), today=today, actor=gone)


class TestReturned:
    def test_says_what_came_back_and_what_gave_it_back(
        self, folder: DataFolder, today: date
    ) -> None:
        with writing(folder) as store:
            returns, pay = returns_of(store), store.services.checkout.pay
            why = Returned(ReturnReason.FAULTY)
            paid = [row.number or "" for row in store.queries.orders.listed() if row.number]

            def give_back(number: str, *lines: Line, rings: str = "") -> None:
                document = store.queries.orders.by_number(number)
                assert document is not None
                order = store.services.orders.create_order(actor=OWNER)
                if rings:
                    store.services.orders.scan(raw=rings)
                returns.add(document=document, lines=lines, why=why, actor=OWNER)
                tenders = returns.plan(order) or (Tender("cash", 10_000),)
                pay(order=order, tenders=tenders, actor=OWNER)

            give_back(paid[0], Line(1, ONE))
            give_back(paid[1], rings=shops.SODA)
            sold = pay(
                order=shops.ring(store, shops.SODA), tenders=(Tender("cash", 1_000),), actor=OWNER
            )
            returns.void(document=sold, actor=OWNER)
            finding = finding_of(store.queries, formats_of(store.queries.profile))

            found = finding.find(Question(""), today=today, actor=OWNER).orders

        stories = [(one.story.came_back, one.story.gave_back) for one in found if one.row.number]
        assert stories[::-1] == [
            (CameBack.PARTLY, GaveBack.NOTHING),
            (CameBack.ALL, GaveBack.NOTHING),
            *((CameBack.NOTHING, GaveBack.NOTHING) for _ in range(3)),
            (CameBack.NOTHING, GaveBack.REFUND),
            (CameBack.NOTHING, GaveBack.EXCHANGE),
            (CameBack.VOIDED, GaveBack.NOTHING),
            (CameBack.NOTHING, GaveBack.VOID),
        ]


class TestEmailed:
    def test_finds_what_is_not_sent_and_to_whom_it_goes(self, store: OpenStore) -> None:
        finding = finding_of(store.queries, formats_of(store.queries.profile))
        today = store.services.clock.now().date()
        for number, address in ((2, "Maria@example.com"), (4, "ben@example.com")):
            order = store.queries.orders.by_number(f"X-T01-00000{number}")
            assert order is not None
            with store.services.new_uow() as uow:
                new = NewEmail(order.order_id, address, ReceiptKind.RECEIPT, f"uid-{number}")
                job = uow.emails.add(new, at=store.services.clock.now())
                if number == 4:
                    uow.emails.mark_sent(job)
                uow.commit()

        for text, found in (("@", [2]), ("maria@", [2]), ("@example", [4, 2]), ("x@", [])):
            assert numbers(finding.find(Question(text), today=today, actor=OWNER)) == found
