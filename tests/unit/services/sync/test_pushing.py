from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pos_app.services.sync.heads import (
    AnchorAlteredError,
    ForkedError,
    NotGenuineError,
    as_anchors,
)
from pos_app.services.sync.membership import (
    SETTING,
    NotEnrolledError,
    require_membership,
)
from pos_app.services.sync.ports import (
    ContentRefusedError,
    HeldHead,
    OfflineError,
    OutboxState,
    ShutOutError,
)
from pos_app.services.sync.pushing import Pushed
from pos_app.wire.records import BATCH_MAX, Answer, Received, Record, Result
from tests.fakes.journal import TEA
from tests.fakes.queries import FakeSettingQueries
from tests.fakes.synced_shop import SyncedShop
from tests.fakes.system import FakeSignatureCheck, FakeSigner
from tests.fakes.upstream import lost


@pytest.fixture
def till() -> SyncedShop:
    """With an open shift and three orders that wait."""
    till = SyncedShop()
    till.shop.open_shift(opening_float=5_000)
    for _ in range(3):
        till.shop.sell(TEA)
    return till


class TestPushing:
    def test_sends_everything_in_sequence(self, till: SyncedShop) -> None:
        waiting = till.outbox.counts().waiting

        pushed = till.pushing.step()

        assert pushed == Pushed(settled=waiting)
        assert till.there() == till.here()
        assert till.outbox.counts().waiting == 0

    def test_has_nothing_to_do_afterwards(self, till: SyncedShop) -> None:
        till.drain()
        asked = till.line.asked

        assert not till.pushing.step().did_something
        assert till.line.asked == asked

    def test_sends_at_most_a_batch_at_once(self, till: SyncedShop) -> None:
        for _ in range(BATCH_MAX):
            till.shop.sell(TEA)
        waiting = till.outbox.counts().waiting

        till.pushing.step()

        assert till.outbox.counts().waiting == waiting - BATCH_MAX

    def test_keeps_everything_while_nobody_answers(self, till: SyncedShop) -> None:
        waiting = till.outbox.counts()
        till.line.before = lost

        with pytest.raises(OfflineError):
            till.pushing.step()

        assert till.outbox.counts() == waiting
        assert till.there() == []

    def test_sends_again_what_lost_its_reply(self, till: SyncedShop) -> None:
        till.line.after = lost
        with pytest.raises(OfflineError):
            till.pushing.step()
        till.line.after = lambda: None

        till.drain()

        assert till.there() == till.here()
        assert len(till.office.books.terminals[till.member.terminal_id].raws) == len(till.here())

    def test_belongs_to_a_head_office(self, till: SyncedShop) -> None:
        with till.new_work() as work:
            work.settings.put(SETTING, "")
            work.commit()

        with pytest.raises(NotEnrolledError):
            till.pushing.step()

    def test_writes_nothing_any_more_once_it_is_stopped(self, till: SyncedShop) -> None:
        commits = till.shop.store.commits
        till.is_stopped = True

        till.pushing.step()

        assert till.shop.store.commits == commits
        assert till.there() == till.here()

    def test_tells_how_far_the_clocks_differ(self, till: SyncedShop) -> None:
        till.shop.clock.wait(seconds=90)

        till.pushing.step()

        assert till.pushing.clock_off_ms == 90_000

    def test_lets_entries_tell_how_long_ago_head_office_was_heard(self, till: SyncedShop) -> None:
        assert till.shop.entry(-1)["head_office_time_age_s"] is None
        till.drain()
        till.shop.clock.wait(seconds=75)

        till.shop.sell(TEA)

        assert till.shop.entry(-1)["head_office_time_age_s"] == 75


class TestPoison:
    def test_never_blocks_the_next(self, till: SyncedShop) -> None:
        till.office.poison = {3}

        till.drain()

        assert till.there() == till.here()
        [found] = till.outbox.needing_person(most=9)
        assert (found.seq, found.state, found.last_error) == (
            3,
            OutboxState.REJECTED,
            "it cannot be used",
        )

    def test_goes_out_again_when_a_person_says_so(self, till: SyncedShop) -> None:
        till.office.poison = {3}
        till.drain()
        till.office.poison = set()

        till.repairing.send_again(actor=till.shop.owner, seq=3)
        till.drain()

        assert till.outbox.counts().needs_person == 0
        assert till.there() == till.here()

    def test_is_settled_by_a_person(self, till: SyncedShop) -> None:
        till.office.poison = {3}
        till.drain()

        till.repairing.settle(actor=till.shop.owner, seq=3)

        assert till.outbox.counts().needs_person == 0
        assert till.shop.entry(-1)["body"]["settled"] == 3

    def test_that_has_no_place_there_is_found_and_told(self, till: SyncedShop) -> None:
        till.office.too_large = {3}

        with pytest.raises(ContentRefusedError):
            till.drain()

        assert [seq for _, seq in till.there()] == [1, 2]
        [first] = till.outbox.waiting(most=1)
        assert (first.seq, first.attempts) == (3, 1)
        assert "Ask head office" in first.last_error


class TestHeadOfficeWentBack:
    def test_and_gets_again_what_it_lost(self, till: SyncedShop) -> None:
        till.drain()
        backup = till.office.backup()
        for _ in range(3):
            till.shop.sell(TEA)
        till.drain()
        till.office.restore(backup)
        till.shop.sell(TEA)

        till.drain()

        assert till.there() == till.here()

    def test_is_noticed_with_nothing_to_send(self, till: SyncedShop) -> None:
        till.drain()
        backup = till.office.backup()
        till.shop.sell(TEA)
        till.shop.sell(TEA)
        till.drain()
        till.office.restore(backup)

        assert till.pushing.look_back().made_again == 2
        till.drain()

        assert till.there() == till.here()

    def test_to_nothing_at_all(self, till: SyncedShop) -> None:
        empty = till.office.backup()
        till.drain()
        till.office.restore(empty)

        till.pushing.look_back()
        till.drain()

        assert till.there() == till.here()

    def test_signs_for_less_than_it_accepts(self, till: SyncedShop) -> None:
        till.drain()
        old = till.office.countersigned(till.member.terminal_id)
        till.shop.sell(TEA)
        till.office.signs_for = old

        pushed = till.pushing.step()

        assert pushed.made_again > 0
        assert till.outbox.counts().waiting > 0

    def test_is_not_looked_for_at_the_price_of_sending(self, till: SyncedShop) -> None:
        """It does not take the entry any more by which that would be seen."""
        till.drain()
        till.office.too_large = {till.shop.entry(-1)["seq"]}
        till.shop.sell(TEA)

        till.syncing.turn()

        assert till.there() == till.here()


class TestEpochs:
    def test_follow_each_other_over_a_restored_store(self, till: SyncedShop) -> None:
        till.drain()
        till.shop.restore()
        till.start()
        till.shop.sell(TEA)

        till.drain()

        assert till.there() == till.here()
        assert max(till.there())[0] == 2

    def test_let_head_office_know_more_of_an_earlier_one(self, till: SyncedShop) -> None:
        """A backup was restored: what was sold after it is known over there alone."""
        tables = till.shop.store.tables.copy()
        till.shop.sell(TEA)
        till.drain()
        till.shop.store.tables = tables
        till.shop.restore()
        till.start()
        till.shop.sell(TEA)

        till.drain()

        assert set(till.here()) < set(till.there())
        assert till.outbox.counts().waiting == 0

    def test_whose_first_entry_is_rejected_wait_for_a_person(
        self, till: SyncedShop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It begins no epoch over there: the head stays in the one before."""
        till.drain()
        till.shop.restore()
        till.start()

        def reject(records: Sequence[Record]) -> Received:
            till.office.books.terminals[till.member.terminal_id].head = HeldHead(
                1, records[-1].seq, records[-1].hash
            )
            results = [Result(one.epoch, one.seq, Answer.REJECTED, "signature") for one in records]
            return Received(results, till.office.countersigned(till.member.terminal_id))

        monkeypatch.setattr(till.line, "send", reject)
        waiting = till.outbox.counts().waiting

        assert till.pushing.step() == Pushed(quarantined=waiting)
        assert till.outbox.counts().needs_person == waiting


class TestKeys:
    """Head office signs with another key since."""

    def test_that_the_one_before_vouches_for_are_taken(self, till: SyncedShop) -> None:
        till.office.change_key(FakeSigner(b"second"))
        till.office.change_key(FakeSigner(b"third"))

        till.drain()

        assert till.there() == till.here()
        told = [one["body"].get("head_key") for one in till.shop.entries("config_change")]
        assert told.count(till.office.signer.key_id) == 1
        asked = till.line.asked
        till.shop.sell(TEA)
        till.drain()
        assert till.line.asked == asked + 1

    def test_of_before_are_known_on(self, till: SyncedShop) -> None:
        """A backup is put back, and signs as it did."""
        first, second = till.office.signer, FakeSigner(b"second")
        till.office.change_key(second)
        till.drain()

        for signer in (first, second):
            till.office.signer = signer
            till.shop.sell(TEA)
            till.drain()

        assert till.there() == till.here()

    @pytest.mark.parametrize("is_told", [True, False])
    def test_that_nobody_known_vouches_for_are_not(
        self, till: SyncedShop, *, is_told: bool
    ) -> None:
        stranger = FakeSigner(b"a stranger")
        till.office.change_key(stranger, vouched_by=stranger)
        if not is_told:
            till.office.keys.pop()
        waiting = till.outbox.counts()

        with pytest.raises(NotGenuineError):
            till.pushing.step()

        assert till.outbox.counts() == waiting
        assert till.outbox.anchors() == []

    def test_that_vouch_for_each_other_are_not(self, till: SyncedShop) -> None:
        till.office.change_key(FakeSigner(b"second"))
        last = till.office.keys[-1]
        till.office.keys = [replace(last, signed_by=last.key_id)]

        with pytest.raises(NotGenuineError):
            till.pushing.step()

    def test_are_not_kept_by_whoever_left_meanwhile(self, till: SyncedShop) -> None:
        till.office.change_key(FakeSigner(b"second"))

        def leave() -> None:
            if till.line.asked == 2:
                with till.new_work() as work:
                    work.settings.put(SETTING, "")
                    work.commit()

        till.line.after = leave
        till.pushing.step()

        assert not FakeSettingQueries(till.shop.store).get(SETTING)


class TestAnchors:
    def test_are_checked_with_the_key_that_each_names(self, till: SyncedShop) -> None:
        old = till.office.countersigned(till.member.terminal_id)
        till.office.change_key(FakeSigner(b"second"))
        till.drain()
        [new] = till.outbox.anchors()
        member = require_membership(FakeSettingQueries(till.shop.store))

        anchors = as_anchors(
            [old, new], terminal="T01", member=member, signatures=FakeSignatureCheck()
        )

        assert [(one.seq, one.digest) for one in anchors] == [
            (old.seq, old.hash),
            (new.seq, new.hash),
        ]
        for altered in (replace(old, seq=9), replace(new, hash="ab" * 32)):
            with pytest.raises(AnchorAlteredError):
                as_anchors(
                    [altered], terminal="T01", member=member, signatures=FakeSignatureCheck()
                )

    def test_of_another_head_office_are_compared_without(self, till: SyncedShop) -> None:
        till.drain()
        stranger = replace(till.outbox.anchors()[0], key_id="another")

        [anchor] = as_anchors(
            [stranger], terminal="T01", member=till.member, signatures=FakeSignatureCheck()
        )

        assert anchor.digest == stranger.hash


class TestSignature:
    def test_of_somebody_else_is_believed_nothing(self, till: SyncedShop) -> None:
        till.office.signer = FakeSigner(b"somebody else")
        waiting = till.outbox.counts()

        with pytest.raises(NotGenuineError):
            till.pushing.step()

        assert till.outbox.counts() == waiting

    def test_is_kept_as_an_anchor(self, till: SyncedShop) -> None:
        till.drain()

        [anchor] = till.outbox.anchors()
        entries = till.shop.store.tables.entries
        assert (anchor.seq, anchor.hash) == (len(entries), entries[-1].hash.hex())

    def test_of_another_entry_in_the_place_of_ours_stops_everything(self, till: SyncedShop) -> None:
        till.drain()
        held = till.office.books.terminals[till.member.terminal_id]
        held.head = replace(held.head, hash="ab" * 32)
        held.records.clear()
        till.shop.sell(TEA)
        till.shop.sell(TEA)
        with till.new_work() as work:
            work.outbox.delete([held.head.seq + 1])
            work.commit()

        with pytest.raises(ForkedError):
            till.pushing.step()


class TestTurns:
    def test_send_at_once_and_then_wait_for_the_next_look(self, till: SyncedShop) -> None:
        first, second = till.syncing.turn(), till.syncing.turn()

        assert first.wait_ms == 0
        assert second.wait_ms == 2_000
        assert second.running.link.value == "synced"

    def test_leave_alone_who_does_not_answer_longer_each_time(self, till: SyncedShop) -> None:
        till.line.before = lost
        waits = []
        for _ in range(8):
            waits.append(till.syncing.turn().wait_ms)
            till.shop.clock.wait(milliseconds=waits[-1])

        assert waits == [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]
        assert till.syncing.running.link.value == "offline"

    def test_ask_nobody_before_the_time(self, till: SyncedShop) -> None:
        till.line.before = lost
        till.syncing.turn()
        asked = till.line.asked

        till.syncing.turn()

        assert till.line.asked == asked

    def test_go_on_when_somebody_wants_it_now(self, till: SyncedShop) -> None:
        till.line.before = lost
        till.syncing.turn()
        till.line.before = lambda: None

        till.syncing.hurry()
        till.syncing.turn()

        assert till.there() == till.here()

    def test_stop_when_the_terminal_is_shut_out(self, till: SyncedShop) -> None:
        till.office.shut_out = "it was taken off the list"

        turn = till.syncing.turn()

        assert turn.running.link.value == "stopped"
        assert isinstance(turn.running.error, ShutOutError)
        assert turn.wait_ms >= 60_000

    def test_do_nothing_while_somebody_works_offline(self, till: SyncedShop) -> None:
        till.syncing.work_offline(wanted=True)

        turn = till.syncing.turn()

        assert turn.running.is_by_choice
        assert till.line.asked == 0
        till.syncing.work_offline(wanted=False)
        till.syncing.turn()
        assert till.there() == till.here()
