"""Nobody sees or touches what belongs to another store, at any route; taken from the OpenAPI."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from pos_app.composition.head_office_trade import make_trade
from pos_app.head_office.services.access.roles import Role
from pos_app.head_office.services.catalogue.things import Product
from pos_app.head_office.services.orders.order_service import NewOrder, Wanted
from tests.fakes.head_office import PASSWORD, Replica, Till, bearer
from tests.integration.head_office.routes import UNKNOWN_ID, Operation, operations

CANARY = "Canary Town"
CANARY_SKU = "CANARY-SKU"


@dataclass
class World:
    """Two stores; everything of the second is named so that it is found in any answer."""

    replica: Replica
    theirs: dict[str, str]
    callers: dict[str, str]
    secrets: tuple[str, ...]


@pytest.fixture
def world(head_office: Replica) -> World:
    one = head_office
    one.add_store("Old Town")
    canary = one.add_store(CANARY)
    one.add_person("Mia", Role.MANAGER, "Old Town")
    one.add_person("Cem", Role.CASHIER, "Old Town")
    foreign = one.add_person("Canary Person", Role.MANAGER, CANARY)
    ours, theirs = one.enrol(Till(), "Old Town"), one.enrol(Till("T99"), CANARY)
    callers = {
        "manager": one.token_of("Mia"),
        "cashier": one.token_of("Cem"),
        "terminal": one.till_token(ours),
    }
    order_id = _sell_theirs(one, canary, foreign)
    return World(
        one,
        {
            "terminal_id": theirs.terminal_id,
            "store_id": canary,
            "person_id": foreign,
            "order_id": order_id,
            **dict.fromkeys(("product_id", "sku", "code", "name", "staff_id"), CANARY_SKU),
        },
        callers,
        (
            *(CANARY, canary, theirs.terminal_id, theirs.journal_id, foreign, "Canary Person"),
            *("T99", order_id, CANARY_SKU),
        ),
    )


def _sell_theirs(one: Replica, store_id: str, person_id: str) -> str:
    """A product that only the second store has, and an order of it."""
    trade = make_trade(one.office.stand(), noticed=lambda _what, _count: None)
    product = Product(CANARY_SKU, f"{CANARY_SKU} tea", "", 100, "STANDARD")
    trade.catalogue.put_products(products=[product], scope=store_id)
    new = NewOrder(person_id, store_id, "key", [Wanted(CANARY_SKU, 1000)])
    return trade.orders.create_order(new=new).order_id


def ask(world: World, each: Operation, token: str, address: str, **more: Any) -> Any:
    body = {"json": BODIES.get(str(each), {})} if each.method in {"POST", "PUT", "PATCH"} else {}
    return world.replica.client.request(each.method, address, headers=bearer(token), **body, **more)


BODIES: dict[str, Any] = {
    "POST /v1/enrolments": {"terminal": "T99", "store": CANARY},
    "POST /v1/people": {"name": "Eve", "role": "admin", "password": PASSWORD},
    "POST /v1/people/{person_id}/password": {"password": PASSWORD},
    "POST /v1/stores": {"name": "Eve's", "currency": "EUR", "time_zone": "Europe/Paris"},
}
"""What a route that changes something would take, were it for this caller."""

Named = Callable[[Operation], bool]


class TestNamed:
    def test_is_known_for_every_route_that_names_something(self, world: World) -> None:
        """A new kind of id in an address must be given a foreign one here."""
        names = {name for each in operations(world.replica) for name in each.names}

        assert names <= set(world.theirs)

    def test_of_another_store_is_not_there_or_not_allowed(self, world: World) -> None:
        let_in = [
            f"{who}: {each} {answer.status_code}"
            for each in operations(world.replica)
            if each.names
            for who, token in world.callers.items()
            for answer in [ask(world, each, token, each.address(**_of(each, world)))]
            if answer.status_code not in {403, 404}
        ]

        assert let_in == []

    def test_of_another_store_cannot_be_told_from_nothing(self, world: World) -> None:
        told_apart = [
            f"{who}: {each}"
            for each in operations(world.replica)
            if each.names
            for who, token in world.callers.items()
            if ask(world, each, token, each.address(**_of(each, world))).text
            != ask(world, each, token, each.address()).text
        ]

        assert told_apart == []


class TestAnswers:
    def test_hold_nothing_of_another_store(self, world: World) -> None:
        leaks = []
        for each in operations(world.replica):
            if each.is_open:
                continue
            for who, token in world.callers.items():
                for query in ({}, {"store_id": world.theirs["store_id"]}, {"store": CANARY}):
                    answer = ask(world, each, token, each.address(), params=query)
                    leaks += [
                        f"{who}: {each} {query} tells {secret}"
                        for secret in world.secrets
                        if secret in answer.text and secret not in str(query)
                    ]

        assert leaks == []

    def test_hold_it_for_whom_it_is_meant(self, world: World) -> None:
        """The canaries can be seen at all: a test that finds none would prove nothing."""
        one = world.replica
        one.add_person("Chief", Role.HEAD_OFFICE)
        listed = one.get("/v1/terminals", one.token_of("Chief")).text

        assert "T99" in listed
        assert world.theirs["store_id"] in listed
        assert world.theirs["terminal_id"] in listed


class TestChanges:
    def test_of_another_store_are_refused(self, world: World) -> None:
        for path in (
            f"/v1/terminals/{world.theirs['terminal_id']}/revoke",
            f"/v1/terminals/{UNKNOWN_ID}/revoke",
        ):
            for token in world.callers.values():
                answer = world.replica.client.post(path, headers=bearer(token))
                assert answer.status_code == 403

        states = {each.state for each in world.replica.office.access.terminals.listed()}
        assert {state.value for state in states} == {"active"}

    def test_of_roles_are_not_to_be_had_by_asking(self, world: World) -> None:
        """Fields that nobody may set are refused, not overlooked."""
        one = world.replica
        one.add_person("Ana", Role.ADMIN)
        request = {"terminal": "T02", "store": "Old Town", "role": "admin"}

        answer = one.client.post(
            "/v1/enrolments", json=request, headers=bearer(one.token_of("Ana"))
        )

        assert answer.status_code == 422


def _of(each: Operation, world: World) -> dict[str, str]:
    return {name: world.theirs[name] for name in each.names}
