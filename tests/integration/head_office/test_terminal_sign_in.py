"""Terminals prove by their signature who they are; copies of one are told apart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.head_office.services.access.ports import EventKind
from pos_app.head_office.storage.access import access_reading
from tests.fakes.head_office import BASE_URL, Replica, Till
from tests.integration.head_office.conftest import NewReplica


def problem_of(answer: Any) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]


def events(one: Replica) -> list[EventKind]:
    with access_reading(one.office.database) as reading:
        return [event.kind for event in reading.events.listed(limit=100)]


@pytest.fixture
def till(head_office: Replica) -> Till:
    head_office.add_store("Old Town")
    return head_office.enrol(Till(), "Old Town")


class TestAssertion:
    def test_gives_a_token_for_the_terminal_and_its_store(
        self, head_office: Replica, till: Till
    ) -> None:
        answer = head_office.prove(till.assertion(head_office.clock.now())).json()
        claims = jwt.decode(answer["access_token"], options={"verify_signature": False})

        assert (answer["scope"], answer["expires_in"]) == ("terminal", 600)
        assert (claims["terminal"], claims["store"]) == (till.terminal_id, till.store_id)
        assert (claims["epoch"], claims["iss"], claims["aud"]) == (1, BASE_URL, BASE_URL)

    def test_is_good_once(self, everywhere: Replica) -> None:
        everywhere.add_store("Old Town")
        till = everywhere.enrol(Till(), "Old Town")
        assertion = till.assertion(everywhere.clock.now())

        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(lambda _: everywhere.prove(assertion), range(8)))

        assert sorted(answer.status_code for answer in answers) == [200] + [401] * 7
        assert events(everywhere).count(EventKind.ASSERTION_REPLAYED) == 1

    def test_is_good_once_on_all_replicas(
        self, head_office: Replica, till: Till, new_replica: NewReplica, sqlite_url: str
    ) -> None:
        assertion = till.assertion(head_office.clock.now())
        assert head_office.prove(assertion).status_code == 200

        assert new_replica(sqlite_url).prove(assertion).status_code == 401

    def test_stays_used_until_it_would_have_ended(self, head_office: Replica, till: Till) -> None:
        assertion = till.assertion(head_office.clock.now())
        assert head_office.prove(assertion).status_code == 200

        for _ in range(9):
            head_office.clock.forward(10)
            head_office.till_token(till)  # prunes what is over
            assert head_office.prove(assertion).status_code == 401

    @pytest.mark.parametrize(
        "claims",
        [
            {"aud": BASE_URL},
            {"aud": "http://elsewhere.test/token"},
            {"aud": None},
            {"aud": [f"{BASE_URL}/token"]},
            {"iss": "somebody-else"},
            {"iss": None},
            {"sub": "somebody-else"},
            {"sub": None},
            {"jti": None},
            {"jti": ""},
            {"jti": "x" * 200},
            {"jti": 7},
            {"exp": None},
            {"exp": "soon"},
            {"exp": 2**60},
            {"epoch": None},
            {"epoch": "1"},
            {"epoch": True},
            {"epoch": -1},
            {"installation": None},
            {"installation": "a\x00"},
        ],
    )
    def test_that_lacks_or_twists_a_claim_proves_nothing(
        self, head_office: Replica, till: Till, claims: dict[str, Any]
    ) -> None:
        answer = head_office.prove(till.assertion(head_office.clock.now(), **claims))

        assert answer.status_code == 401
        assert problem_of(answer) == "unauthorised"

    def test_that_holds_too_long_proves_nothing(self, head_office: Replica, till: Till) -> None:
        ends = int(head_office.clock.now().timestamp()) + 3_600

        assert (
            head_office.prove(till.assertion(head_office.clock.now(), exp=ends)).status_code == 401
        )

    @pytest.mark.parametrize("off", [-3_600, 3_600])
    def test_of_a_wrong_clock_says_so(self, head_office: Replica, till: Till, off: int) -> None:
        now = int(head_office.clock.now().timestamp())

        answer = head_office.prove(
            till.assertion(head_office.clock.now(), iat=now + off, exp=now + off + 60)
        )

        assert answer.status_code == 401
        assert "3600 seconds apart" in answer.json()["detail"]
        assert answer.json()["now"] == now

    def test_signed_by_somebody_else_proves_nothing(self, head_office: Replica, till: Till) -> None:
        stranger = Till(terminal_id=till.terminal_id)

        assert head_office.prove(stranger.assertion(head_office.clock.now())).status_code == 401

    def test_of_a_terminal_that_nobody_knows_proves_nothing(self, head_office: Replica) -> None:
        stranger = Till(terminal_id="01932c5e-7b1a-7c3e-9f00-5f2c8a41d6b0")

        assert head_office.prove(stranger.assertion(head_office.clock.now())).status_code == 401

    @pytest.mark.parametrize(
        "header", [{"jku": "http://a.test"}, {"crit": ["x"]}, {"typ": "at+jwt"}]
    )
    def test_with_a_header_of_its_own_proves_nothing(
        self, head_office: Replica, till: Till, header: dict[str, Any]
    ) -> None:
        text = till.assertion(head_office.clock.now())
        claims = jwt.decode(text, options={"verify_signature": False})
        key = Ed25519PrivateKey.from_private_bytes(till.pair.private_key)

        assert (
            head_office.prove(
                jwt.encode(claims, key, algorithm="EdDSA", headers=header)
            ).status_code
            == 401
        )


class TestCopies:
    def test_with_the_same_epoch_are_told_apart_by_their_installation(
        self, head_office: Replica, till: Till
    ) -> None:
        copy = till.assertion(head_office.clock.now(), installation="installation-2")

        assert problem_of(head_office.prove(copy)) == "terminal_cloned"
        assert head_office.till_token(till)
        assert events(head_office).count(EventKind.TERMINAL_CLONED) == 1

    def test_are_recorded_once_in_a_while(self, head_office: Replica, till: Till) -> None:
        for _ in range(5):
            head_office.prove(till.assertion(head_office.clock.now(), installation="another"))
        head_office.clock.forward(3_700)
        head_office.prove(till.assertion(head_office.clock.now(), installation="another"))

        assert events(head_office).count(EventKind.TERMINAL_CLONED) == 2

    def test_that_start_a_new_epoch_go_on_and_the_old_one_ends(
        self, head_office: Replica, till: Till
    ) -> None:
        old_token = head_office.till_token(till)

        new = head_office.prove(
            till.assertion(head_office.clock.now(), epoch=2, installation="installation-2")
        )
        old = head_office.prove(till.assertion(head_office.clock.now()))

        assert new.status_code == 200
        assert head_office.get("/v1/me", new.json()["access_token"]).status_code == 200
        assert problem_of(old) == "stale_epoch"
        assert problem_of(head_office.get("/v1/me", old_token)) == "stale_epoch"
        assert events(head_office).count(EventKind.EPOCH_STARTED) == 1

    def test_are_known_at_once_on_a_replica_that_remembers_the_old(
        self, head_office: Replica, till: Till, new_replica: NewReplica, sqlite_url: str
    ) -> None:
        other = new_replica(sqlite_url)
        assert other.get("/v1/me", head_office.till_token(till)).status_code == 200
        till.epoch, till.installation = 2, "installation-2"

        token = head_office.till_token(till)

        assert other.get("/v1/me", token).status_code == 200
