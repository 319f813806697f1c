"""Every bad token at every route: nobody comes in, and nobody is told why."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest

from pos_app.head_office.api.auth import GuardedRoute
from pos_app.head_office.services.access import rates
from pos_app.head_office.services.access.roles import Role
from tests.fakes.head_office import Replica, Till, bearer
from tests.integration.head_office.bad_tokens import bad_tokens
from tests.integration.head_office.conftest import NewReplica
from tests.integration.head_office.routes import OPEN, operations

BODY: dict[str, Any] = {"content": b"{}", "headers": {"content-type": "application/json"}}


@pytest.fixture
def peopled(head_office: Replica) -> tuple[Replica, str, Till]:
    head_office.add_store("Old Town")
    head_office.add_person("Ana", Role.ADMIN)
    till = head_office.enrol(Till(), "Old Town")
    return head_office, head_office.token_of("Ana"), till


def statuses(
    one: Replica,
    headers: dict[str, str],
    till: Till | None = None,
    *,
    only: Collection[str] | None = None,
) -> dict[str, int]:
    """What every route that needs a token answers to these headers; of the till, where it asks."""
    own = {} if till is None else {"terminal_id": till.terminal_id}
    return {
        str(each): one.client.request(
            each.method,
            each.address(**own),
            content=b"{}",
            headers={"content-type": "application/json", **headers},
        ).status_code
        for each in operations(one)
        if not each.is_open and (only is None or str(each) in only)
    }


class TestBadTokens:
    def test_are_more_than_forty(self, peopled: tuple[Replica, str, Till]) -> None:
        one, good, till = peopled

        assert len(bad_tokens(one, good, till)) >= 60

    def test_of_people_open_no_route(self, peopled: tuple[Replica, str, Till]) -> None:
        one, good, till = peopled

        let_in = [
            f"{what}: {route} {status}"
            for what, token in bad_tokens(one, good, till).items()
            for route, status in statuses(one, bearer(token)).items()
            if status not in {401, 403}
        ]

        assert let_in == []

    def test_of_terminals_open_no_route_of_theirs(self, peopled: tuple[Replica, str, Till]) -> None:
        one, _, till = peopled
        good = one.till_token(till)
        theirs = {
            route for route, status in statuses(one, bearer(good), till).items() if status != 403
        }

        let_in = [
            f"{what}: {route} {status}"
            for what, token in bad_tokens(one, good, till).items()
            for route, status in statuses(one, bearer(token), till, only=theirs).items()
            if status not in {401, 403}
        ]

        assert "POST /v1/terminals/{terminal_id}/records" in theirs
        assert let_in == []

    def test_are_all_told_the_same(self, peopled: tuple[Replica, str, Till]) -> None:
        one, good, till = peopled

        bodies = {one.get("/v1/me", token).text for token in bad_tokens(one, good, till).values()}

        assert len(bodies) == 1

    def test_differ_from_one_that_opens(self, peopled: tuple[Replica, str, Till]) -> None:
        """The tokens are refused for what is wrong with them, not because none is good."""
        one, good, till = peopled

        assert one.get("/v1/me", good).status_code == 200
        assert one.get("/v1/me", one.till_token(till)).status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Authorization": "Bearer"},
            {"Authorization": "Bearer "},
            {"Authorization": "{good}"},
            {"Authorization": "Basic {good}"},
            {"Authorization": "Token {good}"},
            {"X-Authorization": "Bearer {good}"},
            {"Cookie": "access_token={good}"},
        ],
    )
    def test_are_those_that_are_shown_in_another_way(
        self, peopled: tuple[Replica, str, Till], headers: dict[str, str]
    ) -> None:
        one, good, _ = peopled
        shown = {name: value.format(good=good) for name, value in headers.items()}

        assert set(statuses(one, shown).values()) == {401}

    def test_may_not_be_two(self, peopled: tuple[Replica, str, Till]) -> None:
        one, good, _ = peopled
        twice = [("Authorization", f"Bearer {good}")] * 2

        assert one.client.get("/v1/me", headers=twice).status_code == 401

    def test_are_refused_before_a_body_is_read(self, peopled: tuple[Replica, str, Till]) -> None:
        one, _, _ = peopled

        for each in operations(one):
            if not each.is_open and each.method == "POST":
                answer = one.client.post(
                    each.address(),
                    content=b"no gzip and no JSON",
                    headers={"content-type": "application/json", "content-encoding": "gzip"},
                )
                assert answer.status_code == 401, str(each)

    def test_of_an_earlier_secret_open_nothing(
        self, peopled: tuple[Replica, str, Till], new_replica: NewReplica, tmp_path: Any
    ) -> None:
        one, good, _ = peopled
        with one.office.database.writer.begin() as connection:
            connection.exec_driver_sql("DELETE FROM signing_key")
        one.office.key_making.ensure()
        one.clock.forward(60)

        assert one.get("/v1/me", good).status_code == 401


class TestRoutes:
    def test_are_guarded_unless_they_are_open(self, head_office: Replica) -> None:
        guarded = {
            (each.method, each.path)
            for each in operations(head_office)
            if each.described.get("security")
        }
        every = {(each.method, each.path) for each in operations(head_office)}

        assert every - guarded == OPEN
        assert GuardedRoute.__name__ == "GuardedRoute"

    def test_of_people_and_terminals_are_apart(self, peopled: tuple[Replica, str, Till]) -> None:
        """Each route is for one kind of caller, but for two that change nothing."""
        one, good, till = peopled
        of_people = statuses(one, bearer(good))
        of_terminals = statuses(one, bearer(one.till_token(till)))

        both = [
            route for route in of_people if of_people[route] != 403 and of_terminals[route] != 403
        ]

        assert sorted(both) == ["GET /products/{product_id}", "GET /v1/me"]

    def test_take_only_so_much_from_one_caller(self, peopled: tuple[Replica, str, Till]) -> None:
        one, good, _ = peopled

        # More than the burst: while a busy machine asks, some of it comes back.
        asked = (one.get("/v1/me", good) for _ in range(4 * rates.PEOPLE.burst))
        late = next((answer for answer in asked if answer.status_code == 429), None)

        assert late is not None
        assert int(late.headers["retry-after"]) >= 1
        assert one.client.get("/healthz").status_code == 200
