"""People and stores, as an administrator adds them through the API."""

from __future__ import annotations

from typing import Any

import pytest

from pos_app.head_office.services.access.people import ChangedMeanwhileError
from pos_app.head_office.services.access.roles import Role
from tests.fakes.head_office import PASSWORD, Replica, bearer

STORE = {"name": "New Town", "currency": "EUR", "time_zone": "Europe/Paris"}


class Admin:
    def __init__(self, replica: Replica) -> None:
        self.replica = replica
        replica.add_person("Ana", Role.ADMIN)
        self._headers = bearer(replica.token_of("Ana"))

    def post(self, path: str, body: Any = None) -> Any:
        return self.replica.client.post(path, json=body, headers=self._headers)

    def get(self, path: str) -> Any:
        return self.replica.client.get(path, headers=self._headers).json()


@pytest.fixture
def admin(head_office: Replica) -> Admin:
    return Admin(head_office)


class TestStores:
    def test_are_added_and_seen(self, admin: Admin) -> None:
        added = admin.post("/v1/stores", STORE)

        assert added.status_code == 201
        assert admin.get("/v1/stores") == [added.json()]
        assert added.json()["prices_include_tax"] is True

    def test_are_seen_by_those_who_belong_to_them(self, admin: Admin) -> None:
        for name in ("New Town", "Old Town"):
            admin.post("/v1/stores", {**STORE, "name": name})
        admin.replica.add_person("Mia", Role.MANAGER, "Old Town")

        seen = admin.replica.get("/v1/stores", admin.replica.token_of("Mia")).json()

        assert [one["name"] for one in seen] == ["Old Town"]

    @pytest.mark.parametrize(
        ("changes", "status"),
        [({"currency": "eur"}, 422), ({"time_zone": "Mars"}, 422), ({"name": " x"}, 422)],
    )
    def test_are_refused_in_words(self, admin: Admin, changes: dict[str, str], status: int) -> None:
        assert admin.post("/v1/stores", {**STORE, **changes}).status_code == status

    def test_have_names_of_their_own(self, admin: Admin) -> None:
        admin.post("/v1/stores", STORE)

        assert admin.post("/v1/stores", STORE).status_code == 409


class TestLists:
    def test_come_in_pages(self, admin: Admin) -> None:
        for n in range(5):
            admin.post("/v1/stores", {**STORE, "name": f"Town {n}"})

        first = admin.get("/v1/stores?limit=3")
        rest = admin.get(f"/v1/stores?limit=3&after={first[-1]['store_id']}")

        assert [one["name"] for one in first + rest] == [f"Town {n}" for n in range(5)]
        assert len(first) == 3

    @pytest.mark.parametrize("path", ["/v1/stores", "/v1/people", "/v1/terminals"])
    @pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "after=%00"])
    def test_come_in_no_larger_pages(self, admin: Admin, path: str, query: str) -> None:
        assert admin.get(f"{path}?{query}")["status"] == 422


class TestPeople:
    def test_are_added_and_sign_in(self, admin: Admin) -> None:
        admin.post("/v1/stores", STORE)
        request = {"name": "Mia", "role": "manager", "store": "New Town", "password": PASSWORD}

        added = admin.post("/v1/people", request)

        assert added.status_code == 201
        assert "password" not in added.text
        assert admin.replica.sign_in("mia").status_code == 200
        assert [one["name"] for one in admin.get("/v1/people")] == ["Ana", "Mia"]

    def test_are_kept_out_and_let_in_again(self, admin: Admin) -> None:
        person_id = admin.replica.add_person("Bob", Role.HEAD_OFFICE)
        token = admin.replica.token_of("Bob")

        assert admin.post(f"/v1/people/{person_id}/disable").status_code == 204
        assert admin.replica.get("/v1/me", token).status_code == 401
        assert admin.replica.sign_in("Bob").status_code == 401
        new = {"password": "another horse battery"}
        assert admin.post(f"/v1/people/{person_id}/password", new).status_code == 204
        assert admin.replica.sign_in("Bob").status_code == 401
        assert admin.replica.sign_in("Bob", new["password"]).status_code == 200

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"role": "owner"}, 422),
            ({"role": "manager"}, 422),
            ({"role": "manager", "store": "Nowhere"}, 404),
            ({"password": "short"}, 422),
            ({"password": "password1234"}, 422),
            ({"name": "ANA"}, 409),
            ({"generation": 7}, 422),
            ({"is_active": True}, 422),
        ],
    )
    def test_are_refused_in_words(self, admin: Admin, changes: dict[str, Any], status: int) -> None:
        request = {"name": "Mia", "role": "head_office", "password": PASSWORD, **changes}

        answer = admin.post("/v1/people", request)

        assert answer.status_code == status
        assert answer.json()["detail"].count("Nothing was changed") == 1
        assert len(admin.get("/v1/people")) == 1

    def test_that_nobody_is_are_not_there(self, admin: Admin) -> None:
        nobody = "01932c5e-7b1a-7c3e-9f00-5f2c8a41d6b0"

        assert admin.post(f"/v1/people/{nobody}/disable").status_code == 404


NEW = "another horse battery"


class TestOwnPassword:
    def change(self, replica: Replica, token: str, old: str, new: str = NEW) -> Any:
        return replica.client.post(
            "/v1/me/password",
            json={"old_password": old, "password": new},
            headers=bearer(token),
        )

    def test_is_changed_and_ends_every_token_but_the_new_one(self, head_office: Replica) -> None:
        head_office.add_person("Bob", Role.HEAD_OFFICE)
        here, elsewhere = head_office.token_of("Bob"), head_office.token_of("Bob")

        changed = self.change(head_office, here, PASSWORD)

        assert changed.status_code == 200, changed.text
        new = changed.json()["access_token"]
        found = [head_office.get("/v1/me", one).status_code for one in (here, elsewhere, new)]
        assert found == [401, 401, 200]
        assert head_office.sign_in("Bob").status_code == 401
        assert head_office.sign_in("Bob", NEW).status_code == 200

    @pytest.mark.parametrize(
        ("old", "new", "status", "words"),
        [
            ("not the password", NEW, 403, "old password is not right"),
            (PASSWORD, "short", 422, "fewer than 12"),
            (PASSWORD, "Bob password", 422, "guessed first"),
            (PASSWORD, PASSWORD, 422, "is the old one"),
        ],
    )
    def test_is_refused_in_words(
        self, head_office: Replica, old: str, new: str, status: int, words: str
    ) -> None:
        head_office.add_person("Bob", Role.HEAD_OFFICE)
        token = head_office.token_of("Bob")

        answer = self.change(head_office, token, old, new)

        assert answer.status_code == status
        assert words in answer.json()["detail"]
        assert head_office.get("/v1/me", token).status_code == 200
        assert head_office.sign_in("Bob").status_code == 200

    def test_cannot_be_guessed_by_whoever_has_a_token(self, head_office: Replica) -> None:
        head_office.add_person("Bob", Role.HEAD_OFFICE)
        token = head_office.token_of("Bob")

        tried = [self.change(head_office, token, f"guess {n}").status_code for n in range(11)]
        right = self.change(head_office, token, PASSWORD)

        assert tried == [403] * 10 + [429]
        assert right.status_code == 429

    def test_is_not_taken_where_an_administrator_was_faster(self, head_office: Replica) -> None:
        access = head_office.office.access
        head_office.add_person("Bob", Role.HEAD_OFFICE)
        proven = access.signing_in.prove(name="Bob", password=PASSWORD, address="10.0.0.1")
        access.people.disable(name="Bob", actor="Ana")

        with pytest.raises(ChangedMeanwhileError):
            access.people.change_password(person=proven, password=NEW)

        assert head_office.sign_in("Bob", NEW).status_code == 401
