"""The ground of the simulated processors: what a fault is called is what happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

from pos_app.adapters.payments.http import Api, Reply
from pos_app.services.payments.processor import BusyError, NoAnswerError, NotReachedError
from tests.fakes.processors.faults import Fault
from tests.fakes.processors.server import Asked, Said, Simulator

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


class Counter(Simulator):
    """Takes one of everything that is asked for."""

    def step_of(self, asked: Asked) -> str:
        return asked.path.strip("/")

    def answer(self, asked: Asked) -> Said:
        self.ledger.add(asked.form()["attempt"], 1, "eur", "one")
        return Said.json({"taken": self.ledger.captured()})


@pytest.fixture
def counter() -> Iterator[Counter]:
    with Counter() as counter:
        yield counter


def take(counter: Counter, *, step: str = "take", read_s: float = 1) -> Reply:
    api = Api("Counter", counter.base, connect_s=read_s, read_s=read_s)
    return api.send("POST", f"/{step}", headers={}, form=[("attempt", "a")])


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "taken"),
        [
            (Fault.RESET_BEFORE, 0),
            (Fault.ERROR_BEFORE, 0),
            (Fault.LATE, 0),
            (Fault.RESET_AFTER, 1),
            (Fault.LOST, 1),
            (Fault.ERROR_AFTER, 1),
        ],
    )
    def test_leave_no_answer(self, counter: Counter, fault: Fault, taken: int) -> None:
        counter.faults.plan("take", fault)

        with pytest.raises(NoAnswerError):
            take(counter)

        assert counter.ledger.captured("a") == taken
        assert take(counter).json() == {"taken": taken + 1}
        assert counter.faults.met == [("take", fault)]

    @pytest.mark.parametrize(("fault", "taken"), [(Fault.HANG, 0), (Fault.SLOW, 1)])
    def test_wear_out_patience(self, counter: Counter, fault: Fault, taken: int) -> None:
        counter.faults.plan("take", fault)

        with pytest.raises(NoAnswerError):
            take(counter, read_s=0.05)

        assert counter.ledger.captured() == taken

    @pytest.mark.parametrize("fault", [Fault.MALFORMED, Fault.WRONG])
    def test_spoil_the_answer(self, counter: Counter, fault: Fault) -> None:
        counter.faults.plan("take", fault)

        reply = take(counter)

        assert b'{"taken": 1}' not in reply.body
        assert counter.ledger.captured() == 1

    def test_hold_back_one_that_asks_too_often(self, counter: Counter) -> None:
        counter.faults.plan("take", Fault.TOO_MANY)

        with pytest.raises(BusyError):
            take(counter)

        assert counter.ledger.captured() == 0

    def test_deliver_twice(self, counter: Counter) -> None:
        counter.faults.plan("take", Fault.TWICE)

        assert take(counter).json() == {"taken": 2}

    def test_deliver_late(self, counter: Counter) -> None:
        counter.faults.plan("take", Fault.LATE)
        with pytest.raises(NoAnswerError):
            take(counter)

        counter.deliver_late()
        counter.deliver_late()

        assert counter.ledger.captured() == 1

    def test_meet_only_the_step_they_are_planned_for(self, counter: Counter) -> None:
        counter.faults.plan("give", Fault.LOST)

        assert take(counter).status == 200

    def test_last_until_cleared_where_they_are_said_to(self, counter: Counter) -> None:
        counter.faults.always("take", Fault.ERROR_BEFORE)
        for _ in range(2):
            with pytest.raises(NoAnswerError):
                take(counter)

        counter.faults.clear()

        assert take(counter).status == 200


class TestDoor:
    def test_refuses_while_it_is_closed(self, counter: Counter) -> None:
        with counter.closed(), pytest.raises(NotReachedError):
            take(counter)

        assert take(counter).json() == {"taken": 1}


class TestBugs:
    def test_are_not_taken_for_a_lost_answer(self) -> None:
        counter = Counter()
        api = Api("Counter", counter.base, connect_s=1, read_s=1)

        def ask() -> None:
            with counter, suppress(NoAnswerError):
                api.send("POST", "/take", headers={}, form=[("another", "a")])

        with pytest.raises(ExceptionGroup, match="the simulator failed"):
            ask()
