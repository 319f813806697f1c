from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import Final

import pytest

from pos_app.adapters.system.signing import Ed25519Signer
from pos_app.adapters.upstream.assertion import TerminalName
from pos_app.adapters.upstream.head_office import HttpFrontDoor, HttpHeadOffice, Identity
from pos_app.adapters.upstream.http import AddressError, Timeouts, checked_address
from pos_app.domain.errors import PosError
from pos_app.services.sync.membership import padless
from pos_app.services.sync.ports import (
    BadAnswerError,
    BusyHeadOfficeError,
    CodeRefusedError,
    ContentRefusedError,
    CursorUnknownError,
    OfflineError,
    OutOfOrderError,
    ShutOutError,
)
from pos_app.wire.changes import Subject
from pos_app.wire.contact import WAITING_HEADER
from pos_app.wire.enrolment import Enrolment
from pos_app.wire.missing import LostEpoch, Missing, Span
from pos_app.wire.records import Answer
from tests.fakes.processors.faults import NOT_DONE, Fault
from tests.fakes.processors.server import Said
from tests.fakes.shop import FakeShop
from tests.fakes.synced_shop import SyncedShop
from tests.fakes.upstream import CODE
from tests.fakes.upstream_server import HeadOfficeServer

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

QUICK: Final = Timeouts(connect=0.2, read=0.2, whole=0.3)
OWN_KEY: Final = bytes(range(1, 33))


@pytest.fixture
def server() -> Iterator[HeadOfficeServer]:
    with HeadOfficeServer() as server:
        yield server


@pytest.fixture
def signer() -> Ed25519Signer:
    return Ed25519Signer(OWN_KEY)


@pytest.fixture
def office(server: HeadOfficeServer, signer: Ed25519Signer) -> HttpHeadOffice:
    member = server.office.member(signer.public_key, server.base)
    name = TerminalName(member.terminal_id, 1, "installation-1")
    return HttpHeadOffice(server.base, Identity(signer, lambda: name), QUICK)


@pytest.fixture
def entries(signer: Ed25519Signer) -> SyncedShop:
    """Where the records come from that are sent here."""
    shop = FakeShop(signer=signer)
    shop.open_shift()
    return SyncedShop(shop)


class TestAddress:
    @pytest.mark.parametrize(
        "url",
        [
            "http://office.example.com",
            "ftp://127.0.0.1",
            "https://ana:secret@office.example.com",
            "office.example.com",
            "https://",
            "https://[",
            "http://127.0.0.1.example.com",
            "https://office.example.com/?code=1",
        ],
    )
    def test_where_others_could_read_along_is_refused(self, url: str) -> None:
        with pytest.raises(AddressError) as caught:
            checked_address(url)
        assert "secret" not in str(caught.value)

    @pytest.mark.parametrize(
        "url", ["https://office.example.com/pos/", "http://127.0.0.1:8000", "http://localhost:80"]
    )
    def test_that_is_encrypted_or_on_this_computer_is_taken(self, url: str) -> None:
        assert checked_address(url) == url.rstrip("/")


class TestEnrolment:
    def enrolment(self, signer: Ed25519Signer, code: str) -> Enrolment:
        key = padless(signer.public_key)
        return Enrolment(code, "T01", "journal-1", signer.key_id, key, 1, 1, "here", "EUR", "1.0")

    def test_makes_the_key_known(self, server: HeadOfficeServer, signer: Ed25519Signer) -> None:
        enrolled = HttpFrontDoor(QUICK).enrol(server.base, self.enrolment(signer, CODE))

        held = server.office.books.terminals[enrolled.terminal_id]
        assert held.public_key == signer.public_key

    def test_by_a_used_code_is_refused(
        self, server: HeadOfficeServer, signer: Ed25519Signer
    ) -> None:
        HttpFrontDoor(QUICK).enrol(server.base, self.enrolment(signer, CODE))

        with pytest.raises(CodeRefusedError, match="was used"):
            HttpFrontDoor(QUICK).enrol(server.base, self.enrolment(signer, CODE))

    def test_where_there_is_no_head_office_is_told(
        self, server: HeadOfficeServer, signer: Ed25519Signer
    ) -> None:
        server.instead = Said(404, b"<html>Welcome to nginx</html>")

        with pytest.raises(BadAnswerError, match="404"):
            HttpFrontDoor(QUICK).enrol(server.base, self.enrolment(signer, CODE))


class TestRecords:
    def test_are_taken_and_signed_for(self, office: HttpHeadOffice, entries: SyncedShop) -> None:
        batch = entries.outbox.next_batch(most=200, most_bytes=1 << 20)

        received = office.send(batch)

        assert [one.answer for one in received.results] == [Answer.ACCEPTED] * len(batch)
        assert received.head.seq == batch[-1].seq

    def test_out_of_order_say_where_to_begin(
        self, office: HttpHeadOffice, entries: SyncedShop
    ) -> None:
        batch = entries.outbox.next_batch(most=200, most_bytes=1 << 20)
        office.send(batch[:1])

        with pytest.raises(OutOfOrderError) as caught:
            office.send(batch[2:])

        assert caught.value.head.seq == 1
        assert caught.value.head.hash == batch[0].hash

    def test_that_conflict_are_answered_one_by_one(
        self, office: HttpHeadOffice, entries: SyncedShop, server: HeadOfficeServer
    ) -> None:
        batch = entries.outbox.next_batch(most=200, most_bytes=1 << 20)
        office.send(batch)
        [held] = server.office.books.terminals.values()
        held.records[1, 1] = ("ab" * 32, Answer.ACCEPTED)

        received = office.send(batch)

        assert received.results[0].answer is Answer.CONFLICT
        assert {one.answer for one in received.results[1:]} == {Answer.DUPLICATE}

    @pytest.mark.parametrize("fault", [one for one in Fault if one is not Fault.NONE])
    def test_come_there_once_whatever_goes_wrong(
        self, office: HttpHeadOffice, entries: SyncedShop, server: HeadOfficeServer, fault: Fault
    ) -> None:
        batch = entries.outbox.next_batch(most=200, most_bytes=1 << 20)
        if fault is Fault.REFUSE:
            with server.closed(), pytest.raises(OfflineError):
                office.send(batch)
        else:
            server.faults.plan("records", fault)
            try:
                office.send(batch)
            except (OfflineError, BusyHeadOfficeError, BadAnswerError):
                assert fault is not Fault.TWICE
        [held] = server.office.books.terminals.values()
        assert bool(held.raws) is (fault not in NOT_DONE and fault is not Fault.LATE)

        office.send(batch)

        assert len(held.raws) == len(batch)

    def test_are_sent_with_a_new_token_when_the_old_one_is_over(
        self, office: HttpHeadOffice, entries: SyncedShop, server: HeadOfficeServer
    ) -> None:
        batch = entries.outbox.next_batch(most=200, most_bytes=1 << 20)
        office.send(batch[:1])
        server.tokens.clear()

        office.send(batch[1:])

        assert [one.path for one in server.asked].count("/token") == 2

    def test_that_are_too_much_for_who_stands_before_it_can_be_parted(
        self, office: HttpHeadOffice, server: HeadOfficeServer, entries: SyncedShop
    ) -> None:
        office.changes(cursor="", limit=1)
        server.instead = Said(413, b"<html>413 Request Entity Too Large</html>")

        with pytest.raises(ContentRefusedError):
            office.send(entries.outbox.next_batch(most=9, most_bytes=10**6))


class TestToken:
    def test_is_asked_for_once(self, office: HttpHeadOffice, server: HeadOfficeServer) -> None:
        for _ in range(3):
            office.changes(cursor="", limit=10)

        assert [one.path for one in server.asked].count("/token") == 1

    def test_is_given_though_the_clocks_differ_by_hours(
        self, office: HttpHeadOffice, server: HeadOfficeServer
    ) -> None:
        server.pass_time(timedelta(hours=5))

        assert office.changes(cursor="", limit=10).changes == []

    def test_is_not_given_to_a_stranger(self, server: HeadOfficeServer) -> None:
        name = TerminalName("terminal-9", 1, "installation-1")
        stranger = HttpHeadOffice(
            server.base, Identity(Ed25519Signer(OWN_KEY), lambda: name), QUICK
        )

        with pytest.raises(ShutOutError):
            stranger.changes(cursor="", limit=10)

    def test_is_not_given_to_one_that_was_shut_out(
        self, office: HttpHeadOffice, server: HeadOfficeServer
    ) -> None:
        server.office.shut_out = "it was stolen"

        with pytest.raises(ShutOutError, match="it was stolen"):
            office.changes(cursor="", limit=10)


class TestChanges:
    def test_come_in_pages(self, office: HttpHeadOffice, server: HeadOfficeServer) -> None:
        for number in range(5):
            server.office.edit(Subject.SETTING, f"s{number}", {"value": "x"})

        first = office.changes(cursor="", limit=3)
        second = office.changes(cursor=first.cursor, limit=3)

        assert [one.key for one in (*first.changes, *second.changes)] == [
            f"s{number}" for number in range(5)
        ]
        assert (first.left, second.left) == (2, 0)

    def test_are_asked_for_with_what_waits(
        self, server: HeadOfficeServer, signer: Ed25519Signer
    ) -> None:
        member = server.office.member(signer.public_key, server.base)
        name = TerminalName(member.terminal_id, 1, "installation-1")
        office = HttpHeadOffice(server.base, Identity(signer, lambda: name), QUICK, lambda: 1_234)

        office.changes(cursor="", limit=3)

        assert server.asked[-1].headers[WAITING_HEADER.lower()] == "1234"

    def test_after_an_unknown_cursor_are_refused(
        self, office: HttpHeadOffice, server: HeadOfficeServer
    ) -> None:
        server.office.incarnation = 2

        with pytest.raises(CursorUnknownError):
            office.changes(cursor="1:1", limit=3)


class TestMissing:
    def test_is_nothing_where_head_office_does_not_know_the_question(
        self, office: HttpHeadOffice
    ) -> None:
        """One of an earlier release."""
        assert office.missing(spans=[Span(1, None)], after="", known=None) is None

    def test_is_asked_for_with_what_is_known_of_each_epoch_however_many_there_are(
        self, office: HttpHeadOffice, server: HeadOfficeServer
    ) -> None:
        office.missing(spans=[], after="", known=None)
        lost = [LostEpoch(number, 8, {"TEA": 3}) for number in range(1, 1_001)]
        server.instead = Said.json({"epochs": [asdict(one) for one in lost], "after": "1.5"})
        spans = [*(Span(number, number * 10) for number in range(1, 1_000)), Span(1_000, None)]
        known = {one.epoch: one.entries for one in lost}

        told = office.missing(spans=spans, after="1.2", known=known)

        assert told == Missing(lost, "1.5")
        asked = json.loads(server.asked[-1].body)
        assert asked["holds"] == {str(one.epoch): one.last for one in spans}
        assert asked["knows"] == dict.fromkeys(map(str, known), 8)
        assert (asked["after"], server.asked[-1].query) == ("1.2", ())


class TestKeys:
    def test_of_the_heads_are_told(self, office: HttpHeadOffice, server: HeadOfficeServer) -> None:
        server.office.change_key(Ed25519Signer(OWN_KEY))

        assert office.keys() == server.office.keys

    @pytest.mark.parametrize(
        "keys",
        [None, ["a"], [{"kid": "a", "x": "b", "use_for": "heads"}], [{"use_for": "tokens"}] * 300],
    )
    def test_that_cannot_be_read_are_not_taken(
        self, office: HttpHeadOffice, server: HeadOfficeServer, keys: object
    ) -> None:
        server.instead = Said.json({"keys": keys})

        with pytest.raises(BadAnswerError):
            office.keys()


def _change(**changes: object) -> dict[str, object]:
    return {"subject": "product", "key": "a", "version": 1, "body": None} | changes


ANSWERS: Final[dict[str, tuple[Said, type[PosError]]]] = {
    "another address": (Said(302, b"", {"Location": "http://127.0.0.1:1/"}), BadAnswerError),
    "no JSON": (Said(200, b"<html>"), BadAnswerError),
    "no object": (Said(200, b"[]"), BadAnswerError),
    "a page without a cursor": (Said.json({"changes": [], "left": 0}), BadAnswerError),
    "a negative number": (
        Said.json({"changes": [], "left": -1, "cursor": "1"}),
        BadAnswerError,
    ),
    "an unknown subject": (
        Said.json(
            {
                "changes": [{"subject": "moon", "key": "a", "version": 1, "body": None}],
                "left": 0,
                "cursor": "1",
            }
        ),
        BadAnswerError,
    ),
    "half a character": (
        Said.json({"changes": [_change(key="\ud800")], "left": 0, "cursor": "1"}),
        BadAnswerError,
    ),
    "a version that no store can keep": (
        Said.json({"changes": [_change(version=2**70)], "left": 0, "cursor": "1"}),
        BadAnswerError,
    ),
    "too much": (Said(200, b" " * (9 << 20)), BadAnswerError),
    "unavailable": (Said(503, b"", {"Retry-After": "7"}), BusyHeadOfficeError),
    "too often": (Said(429, b"", {"Retry-After": "soon"}), BusyHeadOfficeError),
    "nothing there": (Said(404, b""), BadAnswerError),
    "refused": (Said(403, b""), ShutOutError),
}


class TestAnswer:
    @pytest.mark.parametrize("name", ANSWERS)
    def test_that_cannot_be_used_says_why(
        self, office: HttpHeadOffice, server: HeadOfficeServer, name: str
    ) -> None:
        office.changes(cursor="", limit=1)
        said, kind = ANSWERS[name]
        server.instead = said

        with pytest.raises(kind):
            office.changes(cursor="", limit=1)

    def test_says_how_long_it_wants_to_be_left_alone(
        self, office: HttpHeadOffice, server: HeadOfficeServer
    ) -> None:
        server.instead = Said(503, b"", {"Retry-After": "7"})

        with pytest.raises(BusyHeadOfficeError) as caught:
            office.changes(cursor="", limit=1)

        assert caught.value.values["wait_ms"] == 7_000


class TestAbort:
    def test_lets_nothing_be_asked_any_more(
        self, office: HttpHeadOffice, server: HeadOfficeServer
    ) -> None:
        office.abort()

        with pytest.raises(OfflineError):
            office.changes(cursor="", limit=1)
        assert server.asked == []
