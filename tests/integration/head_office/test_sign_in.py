"""People sign in: by name and password, not too often, and nobody learns who there is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from pos_app.head_office.services.access.ports import EventKind, Person
from pos_app.head_office.services.access.roles import Role
from pos_app.head_office.services.access.signing_in import (
    ADDRESS_TRIES_MAX,
    EVERYWHERE_TRIES_MAX,
    NAME_TRIES_MAX,
    WINDOW_MS,
    SignInRefusedError,
    TooManyTriesError,
)
from pos_app.head_office.storage.access import access_reading
from tests.fakes.head_office import PASSWORD, CountingHasher, Replica
from tests.integration.head_office.conftest import NewReplica

WINDOW_S = WINDOW_MS // 1_000
HOME = "192.0.2.1"


def events(one: Replica) -> list[EventKind]:
    with access_reading(one.office.database) as reading:
        return [event.kind for event in reading.events.listed(limit=100)]


def prove(one: Replica, address: str, password: str = PASSWORD) -> Person:
    signing_in = one.office.access.signing_in
    return signing_in.prove(name="Ana", password=password, address=address)


class TestPassword:
    def test_gives_a_token_for_ten_minutes(self, everywhere: Replica) -> None:
        person_id = everywhere.add_person("Ana", Role.ADMIN)

        answer = everywhere.sign_in("Ana")
        me = everywhere.get("/v1/me", answer.json()["access_token"])

        assert answer.json()["expires_in"] == 600
        assert answer.json()["token_type"] == "Bearer"
        assert answer.headers["cache-control"] == "no-store"
        assert me.json() == {"id": person_id, "name": "Ana", "role": "admin", "store_id": None}

    @pytest.mark.parametrize("name", ["ana", "ANA", "Ana"])
    def test_goes_with_the_name_in_any_case(self, head_office: Replica, name: str) -> None:
        head_office.add_person("Ana", Role.ADMIN)

        assert head_office.sign_in(name).status_code == 200

    def test_ends_after_ten_minutes(self, head_office: Replica) -> None:
        head_office.add_person("Ana", Role.ADMIN)
        token = head_office.token_of("Ana")

        head_office.clock.forward(599)
        assert head_office.get("/v1/me", token).status_code == 200
        head_office.clock.forward(10)
        assert head_office.get("/v1/me", token).status_code == 401

    def test_is_told_apart_from_a_wrong_one_by_nothing_but_the_answer(
        self, head_office: Replica
    ) -> None:
        head_office.add_person("Ana", Role.ADMIN)
        head_office.hasher.looks = 0

        wrong = head_office.sign_in("Ana", "wrong horse battery")
        nobody = head_office.sign_in("Nobody", "wrong horse battery")

        assert wrong.status_code == nobody.status_code == 401
        assert wrong.json() == nobody.json()
        assert head_office.hasher.looks == 2  # a name that nobody has costs the same
        assert "error" in wrong.json()

    def test_of_somebody_disabled_opens_nothing(self, head_office: Replica) -> None:
        head_office.add_person("Ana", Role.ADMIN)
        head_office.office.access.people.disable(name="Ana", actor="test")

        assert head_office.sign_in("Ana").status_code == 401

    def test_is_hashed_anew_when_hashing_became_dearer(
        self, head_office: Replica, new_replica: NewReplica, sqlite_url: str
    ) -> None:
        person_id = head_office.add_person("Ana", Role.ADMIN)
        later = new_replica(sqlite_url)
        dearer = CountingHasher(passes=2)
        later.office.access.signing_in._hasher = dearer  # noqa: SLF001 - as a newer program has it

        assert later.sign_in("Ana").status_code == 200
        with access_reading(later.office.database) as reading:
            person = reading.people.get(person_id)

        assert person is not None
        assert not dearer.is_outdated(person.password_hash)
        assert later.sign_in("Ana").status_code == 200


class TestTries:
    def test_of_a_name_end_after_ten(self, everywhere: Replica) -> None:
        everywhere.add_person("Ana", Role.ADMIN)

        statuses = [everywhere.sign_in("Ana", "wrong").status_code for _ in range(12)]
        right = everywhere.sign_in("ANA")

        assert statuses == [401] * NAME_TRIES_MAX + [429] * 2
        assert right.status_code == 429
        assert 1 <= int(right.headers["retry-after"]) <= WINDOW_S
        assert events(everywhere).count(EventKind.SIGN_IN_LOCKED) == 1

    def test_of_a_stranger_keep_nobody_from_their_work(self, everywhere: Replica) -> None:
        """Whoever knows a name shuts out themselves, however often they try."""
        everywhere.add_person("Ana", Role.ADMIN)

        for place in range(EVERYWHERE_TRIES_MAX // NAME_TRIES_MAX - 1):
            for _ in range(NAME_TRIES_MAX):
                with pytest.raises(SignInRefusedError):
                    prove(everywhere, f"203.0.113.{place}", "wrong")
            for _ in range(2):  # which count nowhere
                with pytest.raises(TooManyTriesError):
                    prove(everywhere, f"203.0.113.{place}", "wrong")

        assert prove(everywhere, "198.51.100.7").name == "Ana"

    def test_from_many_places_close_the_name_but_where_it_is_known(
        self, head_office: Replica
    ) -> None:
        head_office.add_person("Ana", Role.ADMIN)
        prove(head_office, HOME)
        for n in range(EVERYWHERE_TRIES_MAX):
            with pytest.raises(SignInRefusedError):
                prove(head_office, f"203.0.113.{n}", "wrong")

        with pytest.raises(TooManyTriesError):
            prove(head_office, "198.51.100.7")
        assert prove(head_office, HOME).name == "Ana"
        assert events(head_office).count(EventKind.SIGN_IN_LOCKED) == 1

    def test_of_one_network_are_of_one_place(self, head_office: Replica) -> None:
        head_office.add_person("Ana", Role.ADMIN)
        for n in range(NAME_TRIES_MAX):
            with pytest.raises(SignInRefusedError):
                prove(head_office, f"2001:db8:0:1::{n:x}", "wrong")

        with pytest.raises(TooManyTriesError):
            prove(head_office, "2001:db8:0:1:ffff::1")
        assert prove(head_office, "2001:db8:0:2::1").name == "Ana"

    def test_are_counted_for_names_that_nobody_has(self, head_office: Replica) -> None:
        statuses = [head_office.sign_in("Nobody", "wrong").status_code for _ in range(11)]

        assert statuses == [401] * NAME_TRIES_MAX + [429]

    def test_may_go_on_after_a_quarter_of_an_hour(self, head_office: Replica) -> None:
        head_office.add_person("Ana", Role.ADMIN)
        for _ in range(NAME_TRIES_MAX + 1):
            head_office.sign_in("Ana", "wrong")

        head_office.clock.forward(WINDOW_S - 1)
        assert head_office.sign_in("Ana").status_code == 429
        head_office.clock.forward(1)
        assert head_office.sign_in("Ana").status_code == 200

    def test_are_forgotten_after_a_success(self, head_office: Replica) -> None:
        head_office.add_person("Ana", Role.ADMIN)

        for _ in range(3):
            for _ in range(NAME_TRIES_MAX - 1):
                assert head_office.sign_in("Ana", "wrong").status_code == 401
            assert head_office.sign_in("Ana").status_code == 200

    def test_of_an_address_end_after_fifty(self, head_office: Replica) -> None:
        statuses = [
            head_office.sign_in(f"Nobody {n}", "wrong").status_code
            for n in range(ADDRESS_TRIES_MAX + 2)
        ]

        assert statuses == [401] * ADDRESS_TRIES_MAX + [429] * 2

    def test_that_are_refused_unseen_shut_out_nobody_else_of_the_address(
        self, everywhere: Replica
    ) -> None:
        """A script that is stuck with an old password, behind the address of a whole shop."""
        for name in ("Ana", "Bob"):
            everywhere.add_person(name, Role.ADMIN)
        for _ in range(NAME_TRIES_MAX):
            everywhere.sign_in("Ana", "wrong")

        refused = {everywhere.sign_in("Ana", "wrong").status_code for _ in range(ADDRESS_TRIES_MAX)}

        assert refused == {429}
        assert everywhere.sign_in("Bob").status_code == 200
        assert events(everywhere).count(EventKind.SIGN_IN_LOCKED) == 1

    def test_of_a_full_address_are_not_those_of_a_name(self, head_office: Replica) -> None:
        head_office.add_person("Ana", Role.ADMIN)
        for n in range(ADDRESS_TRIES_MAX):
            head_office.sign_in(f"Nobody {n}", "wrong")
        head_office.clock.forward(WINDOW_S - 1)
        for _ in range(NAME_TRIES_MAX):
            assert head_office.sign_in("Ana").status_code == 429

        head_office.clock.forward(1)

        assert head_office.sign_in("Ana").status_code == 200

    def test_are_exact_over_replicas_that_are_asked_at_once(
        self, new_replica: NewReplica, head_office_url: str
    ) -> None:
        replicas = [new_replica(head_office_url) for _ in range(3)]
        replicas[0].add_person("Ana", Role.ADMIN)
        for one in replicas:
            one.hasher.looks = 0

        with ThreadPoolExecutor(12) as threads:
            answers = list(
                threads.map(
                    lambda n: replicas[n % 3].sign_in("Ana", f"wrong {n}").status_code, range(36)
                )
            )

        assert answers.count(401) == NAME_TRIES_MAX
        assert answers.count(429) == 36 - NAME_TRIES_MAX
        assert sum(one.hasher.looks for one in replicas) == NAME_TRIES_MAX

    def test_of_many_at_once_do_not_hold_each_other_up(self, everywhere: Replica) -> None:
        """On PostgreSQL two transactions that lock the same rows in another order would."""
        for name in ("Ana", "Bob"):
            everywhere.add_person(name, Role.ADMIN)

        with ThreadPoolExecutor(8) as threads:
            statuses = list(
                threads.map(
                    lambda n: everywhere.sign_in(("Ana", "Bob")[n % 2]).status_code, range(48)
                )
            )

        assert set(statuses) == {200}

    def test_that_are_over_are_not_kept_for_ever(self, everywhere: Replica) -> None:
        for n in range(20):
            everywhere.sign_in(f"Nobody {n}", "wrong")
        everywhere.clock.forward(3 * WINDOW_S)
        everywhere.sign_in("Somebody", "wrong")

        with everywhere.office.database.reader.connect() as connection:
            kept = connection.exec_driver_sql("SELECT key FROM tries").scalars().all()

        assert sorted(kept) == [
            "address:127.0.0.1",
            "name:somebody",
            "pair:127.0.0.1 0 somebody",
        ]


class TestForm:
    @pytest.mark.parametrize(
        "form",
        [
            {},
            {"grant_type": "authorization_code"},
            {"grant_type": "password"},
            {"grant_type": "password", "username": "Ana"},
            {"grant_type": "password", "username": "A\x00na", "password": "x"},
            {"grant_type": "password", "username": "A" * 65, "password": "x"},
            {"grant_type": "client_credentials"},
            {"grant_type": "client_credentials", "client_assertion": "x.y.z"},
            {"grant_type": "password", "username": "Ana", "password": "x", "role": "admin"},
        ],
    )
    def test_that_lacks_something_is_refused_in_words(
        self, head_office: Replica, form: dict[str, str]
    ) -> None:
        answer = head_office.client.post("/token", data=form)

        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:pos-app:problem:invalid"
