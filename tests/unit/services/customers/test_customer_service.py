from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.adapters.documents.receipt_words import read_receipt_words
from pos_app.domain.card_number import CardNumberError
from pos_app.domain.customer import (
    CustomerDetails,
    CustomerNameError,
    CustomerNoteError,
    CustomerPhoneError,
)
from pos_app.domain.email_address import EmailAddressError
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.staff import NotAllowedError
from pos_app.services.customers.customer_service import (
    CustomerService,
    NoSuchCustomerError,
    customer_of,
)
from pos_app.services.email_jobs import NewEmail
from pos_app.services.printing.rendering import ReceiptRenderer
from tests.fakes.catalogue import a_product
from tests.fakes.formats import FakeFormats
from tests.fakes.paper import paper
from tests.fakes.printing import HEADER, item, paid_order
from tests.fakes.queries import FakeCustomerQueries
from tests.fakes.shop import FakeShop

MARIA = CustomerDetails.of("Maria Silva", phone="+351 912 345 678", email="maria@sapo.pt")
JOSE = CustomerDetails.of("José da Silva", phone="(030) 123-456")
CARD = "4111 1111 1111 1111"


@pytest.fixture
def shop() -> FakeShop:
    return FakeShop()


@pytest.fixture
def customers(shop: FakeShop) -> CustomerService:
    return CustomerService(
        new_uow=shop.store.new_uow,
        customers=FakeCustomerQueries(shop.store),
        journal=shop.journal,
        clock=shop.clock,
        ids=shop.ids,
    )


@pytest.fixture
def known(shop: FakeShop, customers: CustomerService) -> CustomerService:
    for details in (MARIA, JOSE):
        customers.add(actor=shop.cashier, details=details)
    return customers


def names(customers: CustomerService, text: str) -> list[str]:
    return [one.details.name for one in customers.find(text)]


class TestDetails:
    def test_are_cleaned(self) -> None:
        details = CustomerDetails.of("  Jose\u0301\n da\tSilva ", phone=" (030) 12-34 ", email=" ")

        assert details == CustomerDetails("José da Silva", "0301234", "", "")
        assert MARIA.phone == "+351912345678"

    @pytest.mark.parametrize(
        ("typed", "refusal"),
        [
            ({"name": " \u200b "}, CustomerNameError),
            ({"name": "x" * 81}, CustomerNameError),
            ({"phone": "12"}, CustomerPhoneError),
            ({"phone": "1" * 16}, CustomerPhoneError),
            ({"phone": "call me"}, CustomerPhoneError),
            ({"phone": "12+34"}, CustomerPhoneError),
            ({"email": "maria@sapo"}, EmailAddressError),
            ({"email": "a@b.com\r\nBcc: c@d.com"}, EmailAddressError),
            ({"note": "x" * 201}, CustomerNoteError),
            ({"name": CARD}, CardNumberError),
            ({"note": f"pays with {CARD}"}, CardNumberError),
            ({"phone": "378282246310005"}, CardNumberError),
        ],
    )
    def test_are_refused(self, typed: dict[str, str], refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            CustomerDetails.of(**{"name": "Maria", **typed})


class TestFinding:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("mar", ["Maria Silva"]),
            ("SILV", ["José da Silva", "Maria Silva"]),
            ("silva jose", ["José da Silva"]),
            ("maria@s", ["Maria Silva"]),
            ("sapo", ["Maria Silva"]),
            # Three digits in a row, wherever they stand in the number.
            ("912", ["Maria Silva"]),
            ("678", ["Maria Silva"]),
            ("45 6", ["José da Silva", "Maria Silva"]),
            ("+351 912", ["Maria Silva"]),
            ("91", []),
            ("", []),
            ("aria", []),
        ],
    )
    def test_is_by_beginnings(self, known: CustomerService, text: str, expected: list[str]) -> None:
        assert names(known, text) == expected

    def test_puts_names_that_begin_so_first(self, shop: FakeShop, known: CustomerService) -> None:
        known.add(actor=shop.cashier, details=CustomerDetails.of("Anna Maria"))

        assert names(known, "maria") == ["Maria Silva", "Anna Maria"]


class TestWriting:
    def test_is_journalled_without_the_person(self, shop: FakeShop, known: CustomerService) -> None:
        changed = replace(MARIA, name="Maria Santos")
        known.change(actor=shop.cashier, customer_id=1, details=changed)

        raw = b"".join(one.raw for one in shop.store.tables.entries)
        assert not any(word in raw for word in (b"Maria", b"912345678", b"sapo"))
        bodies = [entry["body"] for entry in shop.entries("config_change")]
        assert {"customer_added": 1} in bodies
        assert {"customer_changed": 1} in bodies

    def test_changes_what_they_are_found_by(self, shop: FakeShop, known: CustomerService) -> None:
        known.change(
            actor=shop.cashier, customer_id=1, details=CustomerDetails.of("Ana", phone="777888")
        )

        assert names(known, "maria") == names(known, "912") == []
        assert names(known, "888") == ["Ana"]

    def test_of_nobody_is_refused(self, shop: FakeShop, known: CustomerService) -> None:
        with pytest.raises(NoSuchCustomerError):
            known.change(actor=shop.cashier, customer_id=9, details=MARIA)

    @pytest.mark.parametrize(
        "typed",
        [
            {"name": "M. Silva", "phone": "351912345678"},
            {"name": "Someone", "email": "MARIA@sapo.pt"},
            {"name": "maria  silva"},
        ],
    )
    def test_tells_who_is_there_already(
        self, known: CustomerService, typed: dict[str, str]
    ) -> None:
        details = CustomerDetails.of(**typed)

        assert [one.customer_id for one in known.alike(details)] == [1]
        assert known.alike(details, without=1) == []
        assert known.alike(CustomerDetails.of("Maria Santos", phone="912345")) == []


class TestReceipt:
    def test_names_who_it_is_for_until_they_are_forgotten(
        self, shop: FakeShop, known: CustomerService
    ) -> None:
        words = read_receipt_words(Path(__file__).parents[4] / "resources" / "translations", "fr")
        renderer = ReceiptRenderer(
            paper(HEADER, 48), words, FakeFormats(), FakeCustomerQueries(shop.store)
        )
        document = replace(paid_order([item("Thé", 450)]), customer_id=1)

        def line(kind: ReceiptKind = ReceiptKind.RECEIPT) -> list[str]:
            lines = renderer.text(document, kind=kind).splitlines()
            return [one for one in lines if one.startswith("Client")]

        assert line() == ["Client" + MARIA.name.rjust(48 - len("Client"))]
        assert line(ReceiptKind.GIFT) == []
        known.forget(actor=shop.owner, customer_id=1)
        assert line() == []


class TestForgetting:
    def test_keeps_the_number_only(self, shop: FakeShop, known: CustomerService) -> None:
        shop.open_shift()
        shop.sells(a_product(), "4001")
        order = shop.order_of("4001")
        order.set_content(replace(order.content, customer_id=1))
        due = shop.checkout.cash_due(order)
        document = shop.checkout.pay_cash(order=order, tendered=due, actor=shop.cashier)
        queries = FakeCustomerQueries(shop.store)
        before = customer_of(queries, document)
        assert before is not None
        assert before.details == MARIA
        with shop.store.new_uow() as uow:
            for uid, address in (("a", "Maria@sapo.pt"), ("b", "jose@sapo.pt")):
                new = NewEmail(document.order_id, address, ReceiptKind.RECEIPT, uid)
                uow.emails.add(new, at=shop.clock.now())
            uow.commit()
        known.forget(actor=shop.owner, customer_id=1)

        assert names(known, "maria") == names(known, "912") == []
        assert shop.email_queries.recent_addresses(limit=9) == ["jose@sapo.pt"]
        stored = shop.order_queries.by_id(document.order_id)
        assert stored is not None
        assert stored.customer_id == 1
        assert customer_of(queries, stored) is None
        assert [one.customer_id for one in queries.everybody()] == [2]
        (entry,) = shop.entries("order")
        assert entry["body"]["customer"] == 1
        with pytest.raises(NoSuchCustomerError):
            known.forget(actor=shop.owner, customer_id=1)

    def test_is_for_those_who_may(self, shop: FakeShop, known: CustomerService) -> None:
        with pytest.raises(NotAllowedError):
            known.forget(actor=shop.cashier, customer_id=1)

        assert names(known, "maria") == ["Maria Silva"]
