"""Which role may use which route: the whole table, so that a new route must be put into it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from pos_app.composition.head_office import make_head_office
from pos_app.head_office.services.access.roles import Role
from tests.fakes.head_office import Replica, Till, bearer
from tests.integration.head_office.routes import operations

EVERY = ("cashier", "manager", "head_office", "admin", "terminal")
ALLOWED: dict[str, tuple[str, ...]] = {
    "GET /v1/me": EVERY,
    "POST /v1/me/password": ("cashier", "manager", "head_office", "admin"),
    "POST /v1/enrolments": ("admin",),
    "GET /v1/terminals": ("manager", "head_office", "admin"),
    "POST /v1/terminals/{terminal_id}/revoke": ("admin",),
    "GET /v1/stores": ("cashier", "manager", "head_office", "admin"),
    "POST /v1/stores": ("admin",),
    "GET /v1/people": ("admin",),
    "POST /v1/people": ("admin",),
    "POST /v1/people/{person_id}/disable": ("admin",),
    "POST /v1/people/{person_id}/password": ("admin",),
    # Of another terminal, as here, not even for a terminal.
    "POST /v1/terminals/{terminal_id}/records": (),
    "POST /v1/terminals/{terminal_id}/missing": (),
    "GET /v1/changes": ("terminal",),
    "GET /products/{product_id}": EVERY,
    "PUT /v1/products/{sku}": ("head_office", "admin"),
    "DELETE /v1/products/{sku}": ("head_office", "admin"),
    "PUT /v1/taxes/{code}": ("head_office", "admin"),
    "PUT /v1/tax-classes/{code}": ("head_office", "admin"),
    "PUT /v1/settings/{name}": ("head_office", "admin"),
    "PUT /v1/staff/{staff_id}": ("head_office", "admin"),
    "POST /orders": ("cashier", "manager", "head_office", "admin"),
    "GET /orders/my": ("cashier", "manager", "head_office", "admin"),
    "GET /orders/{order_id}": ("cashier", "manager", "head_office", "admin"),
    "GET /v1/reports/sales": ("manager", "head_office", "admin"),
}


@pytest.fixture
def tokens(head_office: Replica) -> dict[str, str]:
    head_office.add_store("Old Town")
    for role in Role:
        store = "Old Town" if role.belongs_to_a_store else None
        head_office.add_person(f"One {role.value}", role, store)
    till = head_office.enrol(Till(), "Old Town")
    made = {role.value: head_office.token_of(f"One {role.value}") for role in Role}
    return {**made, "terminal": head_office.till_token(till)}


class TestTable:
    def test_names_every_guarded_route(self, head_office: Replica) -> None:
        assert {str(each) for each in operations(head_office) if not each.is_open} == set(ALLOWED)

    def test_holds(self, head_office: Replica, tokens: dict[str, str]) -> None:
        held: dict[str, tuple[str, ...]] = {}
        for each in operations(head_office):
            if each.is_open:
                continue
            answers: dict[str, Any] = {
                who: head_office.client.request(
                    each.method, each.address(), headers=bearer(token), json={}
                )
                for who, token in tokens.items()
            }
            held[str(each)] = tuple(
                who for who in EVERY if answers[who].status_code not in {401, 403}
            )

        assert held == ALLOWED

    def test_knows_no_other_method(self, head_office: Replica, tokens: dict[str, str]) -> None:
        known = {(each.method, each.path) for each in operations(head_office)}
        answers = {
            (method, path): head_office.client.request(
                method, re.sub(r"\{\w+\}", "x", path), headers=bearer(tokens["admin"])
            ).status_code
            for _, path in known
            for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
            if (method, path) not in known
        }

        assert set(answers.values()) == {405}


class TestDocs:
    def test_are_the_openapi_and_no_page_with_a_program_from_elsewhere(
        self, head_office: Replica
    ) -> None:
        client = head_office.client
        pages = ("/docs", "/docs/oauth2-redirect", "/redoc")

        assert {client.get(path).status_code for path in pages} == {404}
        described = client.get("/openapi.json")
        assert described.status_code == 200
        assert set(described.headers["content-security-policy"].split("; ")) == {
            "default-src 'none'",
            "frame-ancestors 'none'",
        }

    def test_are_not_there_where_they_are_switched_off(self, head_office: Replica) -> None:
        settings = head_office.office.settings.model_copy(update={"docs": False})
        office = make_head_office(settings, given=head_office.office.given)
        client = TestClient(office.application())

        assert {client.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")} == {
            404
        }
        office.close()
