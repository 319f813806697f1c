"""A till becomes known by a code: once, in time, for the right store, and never a copy of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from pos_app.head_office.security.signing import Ed25519
from pos_app.head_office.services.access.enrolling import CodeRefusedError, base64url
from pos_app.head_office.services.access.ports import TerminalState
from pos_app.head_office.services.access.roles import Role
from pos_app.head_office.services.access.signing_in import TooManyTriesError
from pos_app.wire.enrolment import CODE_LIFE_SECONDS, CODE_TRIES_MAX
from tests.fakes.head_office import Replica, Till, bearer


def enrol(one: Replica, till: Till, code: str, **changes: Any) -> Any:
    return one.client.post("/v1/terminals/enrol", json={**asdict(till.enrolment(code)), **changes})


def problem_of(answer: Any) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]


def states(one: Replica) -> dict[str, TerminalState]:
    return {each.terminal_id: each.state for each in one.office.access.terminals.listed()}


@pytest.fixture
def store(head_office: Replica) -> str:
    return head_office.add_store("Old Town")


class TestCode:
    def test_is_made_by_an_administrator(self, head_office: Replica, store: str) -> None:
        head_office.add_person("Ana", Role.ADMIN)
        request = {"terminal": "T01", "store": "Old Town"}

        answer = head_office.client.post(
            "/v1/enrolments", json=request, headers=bearer(head_office.token_of("Ana"))
        )

        assert answer.status_code == 201
        assert answer.json()["terminal"] == "T01"
        assert len(answer.json()["code"]) == 14
        assert enrol(head_office, Till(), answer.json()["code"]).status_code == 200

    def test_makes_a_till_known(self, everywhere: Replica) -> None:
        store_id = everywhere.add_store("Old Town")
        till = Till()

        answer = enrol(everywhere, till, everywhere.new_code("T01", "Old Town"))
        told = answer.json()
        till.terminal_id = told["terminal_id"]
        me = everywhere.get("/v1/me", everywhere.till_token(till)).json()

        assert (told["store_id"], told["store_name"]) == (store_id, "Old Town")
        assert me == {
            "id": told["terminal_id"],
            "name": "T01",
            "role": "terminal",
            "store_id": store_id,
        }
        keys = everywhere.client.get("/v1/keys").json()["keys"]
        heads = [key for key in keys if key["use_for"] == "heads"]
        # The one that signs now, and the next.
        assert [(key["kid"], key["signed_by"]) for key in heads] == [
            (told["head_key_id"], ""),
            (heads[1]["kid"], told["head_key_id"]),
        ]
        assert heads[0]["x"] == told["head_public_key"]

    def test_may_be_typed_as_people_do(self, head_office: Replica, store: str) -> None:
        code = head_office.new_code("T01", store)
        typed = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "

        assert enrol(head_office, Till(), typed).status_code == 200

    def test_is_good_once(self, head_office: Replica, store: str) -> None:
        code = head_office.new_code("T01", store)
        assert enrol(head_office, Till(), code).status_code == 200

        again = enrol(head_office, Till(), code)

        assert problem_of(again) == "code_refused"

    def test_tells_the_same_to_whoever_heard_no_answer(
        self, head_office: Replica, store: str
    ) -> None:
        till, code = Till(), head_office.new_code("T01", store)

        answers = [enrol(head_office, till, code).json() for _ in range(3)]

        assert answers[0] == answers[1] == answers[2]
        assert len(states(head_office)) == 1

    def test_ends_after_ten_minutes(self, head_office: Replica, store: str) -> None:
        code = head_office.new_code("T01", store)
        head_office.clock.forward(CODE_LIFE_SECONDS)

        assert problem_of(enrol(head_office, Till(), code)) == "code_refused"

    def test_ends_after_five_wrong_tries(self, head_office: Replica, store: str) -> None:
        code = head_office.new_code("T01", store)
        wrong = code[:-1] + ("0" if code[-1] != "0" else "1")

        tries = [problem_of(enrol(head_office, Till(), wrong)) for _ in range(CODE_TRIES_MAX)]
        right = enrol(head_office, Till(), code)

        assert {*tries, problem_of(right)} == {"code_refused"}

    def test_survives_four_wrong_tries(self, head_office: Replica, store: str) -> None:
        code = head_office.new_code("T01", store)
        wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
        for _ in range(CODE_TRIES_MAX - 1):
            enrol(head_office, Till(), wrong)

        assert enrol(head_office, Till(), code).status_code == 200

    @pytest.mark.parametrize("code", ["", "x", "0000-0000-0000", "É" * 12, "0" * 33])
    def test_that_is_none_is_refused(self, head_office: Replica, code: str) -> None:
        assert enrol(head_office, Till(), code).status_code in {403, 422}

    def test_cannot_be_guessed_from_one_address(self, head_office: Replica, store: str) -> None:
        statuses = [
            enrol(head_office, Till(), f"0000-0000-00{n:02}").status_code for n in range(22)
        ]

        assert statuses == [403] * 20 + [429] * 2

    def test_cannot_be_guessed_from_one_network(self, head_office: Replica, store: str) -> None:
        enrolling, till = head_office.office.access.enrolling, Till()
        for n in range(20):
            with pytest.raises(CodeRefusedError):
                enrolling.enrol(enrolment=till.enrolment("0"), address=f"2001:db8::{n}")

        with pytest.raises(TooManyTriesError):
            enrolling.enrol(enrolment=till.enrolment("0"), address="2001:db8::ffff")

    def test_is_not_kept_as_it_is(self, head_office: Replica, store: str) -> None:
        code = head_office.new_code("T01", store).replace("-", "")

        with head_office.office.database.reader.connect() as connection:
            rows = connection.exec_driver_sql("SELECT * FROM enrolment_code").fetchall()

        assert code[4:] not in repr(rows)


class TestTill:
    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"terminal": "T02"}, 409),
            ({"currency": "USD"}, 409),
            ({"key_id": "0" * 16}, 422),
            ({"public_key": "A" * 42 + "_"}, 422),
            ({"public_key": "A" * 44}, 422),
            ({"public_key": "short"}, 422),
            ({"journal_id": "../../etc"}, 422),
            ({"epoch": -1}, 422),
            ({"epoch": 2**63}, 422),
            ({"epoch": True}, 422),
            ({"epoch": 1.0}, 422),
            ({"installation": "a\x00b"}, 422),
            ({"store_id": "mine"}, 422),
        ],
    )
    def test_that_does_not_fit_is_refused_and_leaves_the_code(
        self, head_office: Replica, store: str, changes: dict[str, Any], status: int
    ) -> None:
        till, code = Till(), head_office.new_code("T01", store)

        assert enrol(head_office, till, code, **changes).status_code == status
        assert states(head_office) == {}
        assert enrol(head_office, till, code).status_code == 200

    def test_with_a_new_journal_takes_the_place_of_the_old(
        self, head_office: Replica, store: str
    ) -> None:
        old = head_office.enrol(Till(), store)
        token = head_office.till_token(old)

        new = head_office.enrol(Till(), store)

        assert states(head_office) == {
            old.terminal_id: TerminalState.REPLACED,
            new.terminal_id: TerminalState.ACTIVE,
        }
        assert problem_of(head_office.get("/v1/me", token)) == "terminal_revoked"
        assert head_office.get("/v1/me", head_office.till_token(new)).status_code == 200

    def test_restored_goes_on_as_the_same_with_a_later_epoch(
        self, head_office: Replica, store: str
    ) -> None:
        till = head_office.enrol(Till(), store)
        before = till.terminal_id
        till.epoch, till.installation = 2, "installation-2"

        head_office.enrol(till, store)

        assert till.terminal_id == before
        assert head_office.get("/v1/me", head_office.till_token(till)).status_code == 200

    @pytest.mark.parametrize(
        ("epoch", "installation", "code"),
        [(1, "installation-2", "terminal_cloned"), (0, "installation-1", "stale_epoch")],
    )
    def test_that_is_a_copy_or_older_is_refused(
        self, head_office: Replica, store: str, epoch: int, installation: str, code: str
    ) -> None:
        till = head_office.enrol(Till(), store)
        till.epoch, till.installation = epoch, installation

        answer = enrol(head_office, till, head_office.new_code("T01", store))

        assert problem_of(answer) == code

    def test_of_another_store_stays_there(self, head_office: Replica, store: str) -> None:
        head_office.add_store("New Town")
        till = head_office.enrol(Till(), store)

        answer = enrol(head_office, till, head_office.new_code("T01", "New Town"))

        assert problem_of(answer) == "conflict"

    def test_with_a_new_key_signs_with_that_one_only(
        self, head_office: Replica, store: str
    ) -> None:
        till = head_office.enrol(Till(), store)
        old, token = till.pair, head_office.till_token(till)
        till.pair = Ed25519().generate()
        head_office.enrol(till, store)

        assert head_office.get("/v1/me", token).status_code == 401
        assert head_office.get("/v1/me", head_office.till_token(till)).status_code == 200
        till.pair = old
        assert head_office.prove(till.assertion(head_office.clock.now())).status_code == 401

    def test_that_was_revoked_comes_back_by_a_new_code(
        self, head_office: Replica, store: str
    ) -> None:
        till = head_office.enrol(Till(), store)
        head_office.office.access.terminals.revoke(terminal_id=till.terminal_id, actor="test")
        assert problem_of(head_office.prove(till.assertion(head_office.clock.now()))) == (
            "terminal_revoked"
        )

        head_office.enrol(till, store)

        assert head_office.get("/v1/me", head_office.till_token(till)).status_code == 200

    def test_key_is_kept_as_it_came(self, head_office: Replica, store: str) -> None:
        till = head_office.enrol(Till(), store)

        with head_office.office.database.reader.connect() as connection:
            rows = connection.exec_driver_sql("SELECT public_key FROM terminal_key").fetchall()

        assert [base64url(key) for (key,) in rows] == [base64url(till.pair.public_key)]
