"""Nobody sees or touches what belongs to another store, at any route; taken from the OpenAPI."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from pos_app.head_office.services.access.roles import Role
from tests.fakes.head_office import PASSWORD, Replica, Till, bearer
from tests.integration.head_office.routes import UNKNOWN_ID, Operation, operations

CANARY = "Canary Town"
SKU = "CANARY-SKU"
TEA = {"name": "Canary tea", "price": 450, "tax_class": "STANDARD"}
SALES = "GET /v1/reports/sales"
QUERIES = {SALES: {"from": "2026-01-01", "to": "2026-12-31", "by": "product"}}
"""What a route must be asked with."""


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
    one.add_taxes()
    canary = one.add_store(CANARY)
    one.add_person("Mia", Role.MANAGER, "Old Town")
    one.add_person("Cem", Role.CASHIER, "Old Town")
    foreign = one.add_person("Canary Person", Role.MANAGER, CANARY)
    ours, theirs = one.enrol(Till(), "Old Town"), one.enrol(Till("T99"), CANARY)
    one.add_person("Chief", Role.HEAD_OFFICE)
    chief = bearer(one.token_of("Chief"))
    kept = one.client.put(f"/v1/products/{SKU}?store={canary}", json=TEA, headers=chief)
    assert kept.status_code == 204, kept.text
    order_id = one.client.post(
        "/orders",
        json={"items": [{"product_id": SKU, "quantity": 1000}]},
        headers={**bearer(one.token_of("Canary Person")), "Idempotency-Key": "canary"},
    ).json()["id"]
    callers = {
        "manager": one.token_of("Mia"),
        "cashier": one.token_of("Cem"),
        "terminal": one.till_token(ours),
    }
    named = {
        "terminal_id": theirs.terminal_id,
        "store_id": canary,
        "person_id": foreign,
        "order_id": order_id,
        **dict.fromkeys(("product_id", "sku", "code", "name", "staff_id"), SKU),
    }
    secrets = (*named.values(), CANARY, theirs.journal_id, "Canary Person", "Canary tea", "T99")
    return World(one, named, callers, secrets)


def ask(world: World, each: Operation, token: str, address: str, **more: Any) -> Any:
    body = {"json": BODIES.get(str(each), {})} if each.method in {"POST", "PUT", "PATCH"} else {}
    headers = {**bearer(token), "Idempotency-Key": "theirs"}
    return world.replica.client.request(each.method, address, headers=headers, **body, **more)


BODIES: dict[str, Any] = {
    "POST /v1/enrolments": {"terminal": "T99", "store": CANARY},
    "POST /v1/people": {"name": "Eve", "role": "admin", "password": PASSWORD},
    "POST /v1/people/{person_id}/password": {"password": PASSWORD},
    "POST /orders": {"items": [{"product_id": SKU, "quantity": 1000}]},
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
            if _blanked(ask(world, each, token, each.address(**_of(each, world))).text, world)
            != _blanked(ask(world, each, token, each.address()).text, world)
        ]

        assert told_apart == []


class TestAnswers:
    def test_hold_nothing_of_another_store(self, world: World) -> None:
        leaks = []
        named = {"store": world.theirs["store_id"]}
        for each in operations(world.replica):
            if each.is_open:
                continue
            for who, token in world.callers.items():
                for query in ({}, {"store_id": world.theirs["store_id"]}, {"store": CANARY}, named):
                    asked = {**QUERIES.get(str(each), {}), **query}
                    answer = ask(world, each, token, each.address(), params=asked)
                    sent = f"{asked} {BODIES.get(str(each))}"
                    leaks += [
                        f"{who}: {each} {query} tells {secret}"
                        for secret in world.secrets
                        if secret in answer.text and secret not in sent
                    ]

        assert leaks == []

    def test_hold_it_for_whom_it_is_meant(self, world: World) -> None:
        """The canaries can be seen at all: a test that finds none would prove nothing."""
        one, chief = world.replica, world.replica.token_of("Chief")
        sold = "&".join(f"{name}={value}" for name, value in QUERIES[SALES].items())
        shown = [
            one.get("/v1/terminals", chief).text,
            one.get(f"/v1/reports/sales?{sold}", chief).text,
            one.get(f"/orders/{world.theirs['order_id']}", chief).text,
        ]

        assert "T99" in shown[0]
        assert world.theirs["terminal_id"] in shown[0]
        assert SKU in shown[1]
        assert world.theirs["store_id"] in shown[2]


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


def _blanked(text: str, world: World) -> str:
    """Without what was asked for, which an answer may repeat."""
    for asked in (*world.theirs.values(), UNKNOWN_ID):
        text = text.replace(asked, "…")
    return text
