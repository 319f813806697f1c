"""The cache: made once for all, forgotten by a change, and nothing depends on it.

Redis is a real one: killed, wiped and stopped while it is asked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
from redis.exceptions import RedisError

from pos_app.head_office.cache.caches import NoCache, RegionCache, memory_cache, shared_cache
from pos_app.head_office.cache.generations import SharedGenerations
from pos_app.head_office.cache.link import CacheAwayError, RedisLink
from pos_app.head_office.cache.memory import BoundedMemory
from pos_app.head_office.cache.rates import LocalRates, SharedRates
from pos_app.head_office.cache.shared import SharedMutex
from pos_app.head_office.services.access.rates import Rate
from pos_app.head_office.services.access.roles import Role
from tests.fakes.head_office import HandClock, Replica, Till
from tests.integration.head_office.conftest import NewReplica
from tests.servers import RedisServer

SECONDS = 300
TIMEOUT_S = 0.05
AWAY = "The cache is away"
RATE = Rate("test", per_minute=60, burst=20)

NewLink = Callable[[], RedisLink]


class Truth:
    """What is cached, and how often it was read."""

    def __init__(self) -> None:
        self.value = 1
        self.reads = 0
        self._lock = threading.Lock()
        self.hold: threading.Event | None = None
        self.reading = threading.Event()

    def read(self) -> int:
        with self._lock:
            self.reads += 1
        value = self.value
        self.reading.set()
        if self.hold is not None:
            assert self.hold.wait(10)
        return value


@pytest.fixture
def new_link(redis_server: RedisServer) -> Iterator[NewLink]:
    made: list[RedisLink] = []

    def make() -> RedisLink:
        made.append(RedisLink(redis_server.url, timeout_s=TIMEOUT_S, rest_s=0))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture(params=["memory", "redis"])
def cache(request: pytest.FixtureRequest) -> RegionCache:
    if request.param == "memory":
        return memory_cache()
    new_link: NewLink = request.getfixturevalue("new_link")
    return shared_cache(new_link())


class TestCache:
    def test_reads_once(self, cache: RegionCache) -> None:
        truth = Truth()

        values = [cache.get("a", truth.read, seconds=SECONDS) for _ in range(5)]

        assert (values, truth.reads) == ([1] * 5, 1)

    def test_keeps_that_there_is_nothing(self, cache: RegionCache) -> None:
        reads: list[int] = []

        for _ in range(3):
            assert cache.get("a", lambda: reads.append(1), seconds=SECONDS) is None

        assert reads == [1]

    def test_tells_keys_apart(self, cache: RegionCache) -> None:
        assert [cache.get(key, lambda key=key: key, seconds=SECONDS) for key in "abab"] == [  # type: ignore[misc]
            *("a", "b", "a", "b")
        ]

    def test_forgets_by_a_change(self, cache: RegionCache) -> None:
        truth = Truth()
        cache.get("a", truth.read, seconds=SECONDS)

        truth.value = 2
        assert cache.get("a", truth.read, seconds=SECONDS) == 1
        cache.forget("a")

        assert cache.get("a", truth.read, seconds=SECONDS) == 2

    def test_forgets_everything(self, cache: RegionCache) -> None:
        truth = Truth()
        for key in "abc":
            cache.get(key, truth.read, seconds=SECONDS)

        truth.value = 2
        cache.forget_all()

        assert {cache.get(key, truth.read, seconds=SECONDS) for key in "abc"} == {2}

    def test_keeps_nothing_that_a_change_has_overtaken(self, cache: RegionCache) -> None:
        """Whoever read before the change and is slower than it must not leave the old behind."""
        truth = Truth()
        truth.hold = threading.Event()

        with ThreadPoolExecutor(1) as threads:
            slow = threads.submit(cache.get, "a", truth.read, seconds=SECONDS)
            assert truth.reading.wait(10)
            truth.value = 2
            cache.forget("a")
            truth.hold.set()
            assert slow.result(10) == 1

        assert cache.get("a", truth.read, seconds=SECONDS) == 2

    def test_reads_once_for_many_who_ask_at_once(self, cache: RegionCache) -> None:
        truth = Truth()
        truth.hold = threading.Event()

        with ThreadPoolExecutor(24) as threads:
            asked = [threads.submit(cache.get, "a", truth.read, seconds=SECONDS) for _ in range(24)]
            assert truth.reading.wait(10)
            truth.hold.set()
            values = [one.result(10) for one in asked]

        assert (values, truth.reads) == ([1] * 24, 1)

    def test_goes_on_after_a_reader_that_failed(self, cache: RegionCache) -> None:
        def fail() -> object:
            raise LookupError

        with pytest.raises(LookupError):
            cache.get("a", fail, seconds=SECONDS)

        assert cache.get("a", lambda: 1, seconds=SECONDS) == 1


class TestNoCache:
    def test_reads_every_time(self) -> None:
        truth, cache = Truth(), NoCache()

        cache.get("a", truth.read, seconds=SECONDS)
        cache.forget("a")
        cache.forget_all()
        cache.get("a", truth.read, seconds=SECONDS)

        assert truth.reads == 2


class TestMemory:
    def test_never_grows_beyond_its_size(self) -> None:
        memory = BoundedMemory({"most": 3})
        memory.set_multi({"a": 1, "b": 2, "c": 3})
        memory.get("a")

        memory.set("d", 4)

        assert [bool(memory.get(key)) for key in "abcd"] == [True, False, True, True]
        memory.delete_multi(["a", "c"])
        assert [bool(value) for value in memory.get_multi("acd")] == [False, False, True]


class TestReplicas:
    def test_share_what_one_has_read(self, new_link: NewLink) -> None:
        truth, replicas = Truth(), [shared_cache(new_link()) for _ in range(3)]

        values = [one.get("a", truth.read, seconds=SECONDS) for one in replicas]

        assert (values, truth.reads) == ([1] * 3, 1)

    def test_forget_what_one_has_changed(self, new_link: NewLink) -> None:
        truth, replicas = Truth(), [shared_cache(new_link()) for _ in range(3)]
        for one in replicas:
            one.get("a", truth.read, seconds=SECONDS)

        truth.value = 2
        replicas[0].forget("a")

        assert [one.get("a", truth.read, seconds=SECONDS) for one in replicas] == [2] * 3

    def test_read_once_when_all_are_asked_at_once(self, new_link: NewLink) -> None:
        truth, replicas = Truth(), [shared_cache(new_link()) for _ in range(3)]
        truth.hold = threading.Event()

        with ThreadPoolExecutor(12) as threads:
            asked = [
                threads.submit(replicas[n % 3].get, "a", truth.read, seconds=SECONDS)
                for n in range(12)
            ]
            assert truth.reading.wait(10)
            truth.hold.set()
            values = [one.result(10) for one in asked]

        assert (values, truth.reads) == ([1] * 12, 1)

    def test_are_not_held_up_by_one_that_died_with_the_lock(
        self, new_link: NewLink, redis_server: RedisServer
    ) -> None:
        link = new_link()
        waited: list[float] = []

        def wait(seconds: float) -> None:
            waited.append(seconds)
            with redis_server.client() as client:
                client.pexpire("lock", 0)

        with redis_server.client() as client:
            client.set("lock", "of a replica that died", px=60_000)
        mutex = SharedMutex(link, "lock", wait=wait)

        assert mutex.acquire(wait=False) is False
        assert mutex.acquire(wait=True) is True
        assert len(waited) == 1
        mutex.release()
        assert not mutex.locked()

    def test_give_back_only_their_own_lock(
        self, new_link: NewLink, redis_server: RedisServer
    ) -> None:
        mutex = SharedMutex(new_link(), "lock")
        assert mutex.acquire()
        with redis_server.client() as client:
            client.set("lock", "another's by now")

            mutex.release()

            assert client.get("lock") == b"another's by now"


class TestTrouble:
    @pytest.mark.parametrize("how", ["kill", "freeze"])
    def test_of_redis_costs_a_moment_and_no_answer(
        self,
        redis_server: RedisServer,
        how: str,
        expected_warnings: list[str],
    ) -> None:
        expected_warnings.append(AWAY)
        clock = [0.0]
        link = RedisLink(redis_server.url, timeout_s=TIMEOUT_S, rest_s=1, now=lambda: clock[0])
        cache, truth = shared_cache(link), Truth()
        cache.get("a", truth.read, seconds=SECONDS)

        getattr(redis_server, how)()
        truth.value = 2
        began = monotonic()
        values = {cache.get("a", truth.read, seconds=SECONDS) for _ in range(50)}
        cache.forget("a")
        seconds = monotonic() - began

        assert values == {2}
        assert link.is_away
        # One time-out and not fifty: it rests after the first.
        assert seconds < 20 * TIMEOUT_S
        link.close()

    def test_that_is_over_is_noticed(
        self, redis_server: RedisServer, new_link: NewLink, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append(AWAY)
        cache, truth = shared_cache(new_link()), Truth()
        redis_server.freeze()
        cache.get("a", truth.read, seconds=SECONDS)

        redis_server.thaw()
        for _ in range(3):
            cache.get("a", truth.read, seconds=SECONDS)

        assert truth.reads == 2

    def test_loses_no_change(
        self, redis_server: RedisServer, new_link: NewLink, expected_warnings: list[str]
    ) -> None:
        """A change while Redis hangs must not leave the old value there for five minutes."""
        expected_warnings.append(AWAY)
        cache, truth = shared_cache(new_link()), Truth()
        cache.get("a", truth.read, seconds=SECONDS)

        redis_server.freeze()
        truth.value = 2
        cache.forget("a")
        redis_server.thaw()

        assert cache.get("a", truth.read, seconds=SECONDS) == 2
        assert shared_cache(new_link()).get("a", truth.read, seconds=SECONDS) == 2

    def test_loses_no_change_of_more_than_can_be_owed(
        self, redis_server: RedisServer, new_link: NewLink, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append(AWAY)
        generations = SharedGenerations(new_link(), owed_max=2)
        before = {key: generations.of(key) for key in "abcd"}

        redis_server.freeze()
        for key in "abcd":
            generations.renew(key)
        redis_server.thaw()
        after = {key: generations.of(key) for key in "abcd"}

        assert all(before[key] != after[key] for key in "abcd")
        assert None not in after.values()

    def test_by_wiping_leaves_nothing_wrong(
        self, redis_server: RedisServer, new_link: NewLink
    ) -> None:
        cache, truth = shared_cache(new_link()), Truth()
        cache.get("a", truth.read, seconds=SECONDS)
        truth.value = 2
        cache.forget("a")

        with redis_server.client() as client:
            client.flushall()

        assert cache.get("a", truth.read, seconds=SECONDS) == 2

    def test_by_full_memory_leaves_nothing_wrong(
        self, redis_server: RedisServer, new_link: NewLink, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append(AWAY)
        cache, truth = shared_cache(new_link()), Truth()
        with redis_server.client() as client:
            client.config_set("maxmemory-policy", "noeviction")
            client.config_set("maxmemory", 1)

        values = [cache.get("a", truth.read, seconds=SECONDS) for _ in range(3)]

        assert values == [1] * 3

    def test_by_foreign_values_runs_no_code(
        self, redis_server: RedisServer, new_link: NewLink
    ) -> None:
        cache, truth = shared_cache(new_link()), Truth()
        cache.get("a", truth.read, seconds=SECONDS)
        with redis_server.client() as client:
            keys = list(client.scan_iter("pos:a:*"))
            assert len(keys) == 1
            kept = client.get(keys[0])
            assert isinstance(kept, bytes)

            assert kept.endswith(b"|1")  # JSON behind dogpile's own few words, and no pickle
            for foreign in (b"", b"x", b"{}|\x80\x04", b"[|1", b'{"v":2}|', kept + b"}"):
                client.set(keys[0], foreign)
                assert cache.get("a", truth.read, seconds=SECONDS) == 1

    def test_of_a_server_that_is_not_there_is_told_once(
        self, redis_server: RedisServer, new_link: NewLink, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append(AWAY)
        link = new_link()
        redis_server.kill()

        for _ in range(3):
            with pytest.raises(CacheAwayError):
                link.run(lambda redis: redis.ping())


class TestRates:
    def test_are_exact_over_all_replicas(self, new_link: NewLink) -> None:
        replicas = [SharedRates(new_link()) for _ in range(3)]

        with ThreadPoolExecutor(12) as threads:
            waits = list(threads.map(lambda n: replicas[n % 3].wait_ms(RATE, "a"), range(60)))

        # One more every second that this takes.
        assert RATE.burst <= waits.count(0) <= RATE.burst + 2
        assert all(0 <= wait <= 1_000 for wait in waits)

    def test_are_of_each_who_asks(self, new_link: NewLink) -> None:
        rates = SharedRates(new_link())

        assert [rates.wait_ms(Rate("test", 60, 1), str(n)) for n in range(5)] == [0] * 5

    @pytest.mark.parametrize("how", ["kill", "freeze"])
    def test_stay_bounded_while_redis_is_away(
        self, redis_server: RedisServer, how: str, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append(AWAY)
        link = RedisLink(redis_server.url, timeout_s=TIMEOUT_S, rest_s=60)
        rates = SharedRates(link, local=LocalRates(now_us=lambda: 0))
        getattr(redis_server, how)()

        waits = [rates.wait_ms(RATE, "a") for _ in range(RATE.burst + 5)]

        assert waits == [0] * RATE.burst + [1_000] * 5
        link.close()


class TestHeadOffice:
    """The whole service, while Redis goes through all of it."""

    @pytest.fixture
    def replicas(
        self, new_replica: NewReplica, sqlite_url: str, redis_server: RedisServer
    ) -> list[Replica]:
        clock = HandClock()
        return [new_replica(sqlite_url, redis_url=redis_server.url, clock=clock) for _ in range(2)]

    def test_revokes_at_once_on_every_replica(self, replicas: list[Replica]) -> None:
        one, other = replicas
        one.add_store("Old Town")
        till = one.enrol(Till(), "Old Town")
        token = one.till_token(till)
        assert other.get("/v1/me", token).status_code == 200

        one.office.access.terminals.revoke(terminal_id=till.terminal_id, actor="test")

        assert other.get("/v1/me", token).status_code == 403

    @pytest.mark.parametrize("how", ["kill", "freeze", "wipe"])
    def test_answers_and_refuses_as_before(
        self,
        replicas: list[Replica],
        redis_server: RedisServer,
        how: str,
        expected_warnings: list[str],
    ) -> None:
        one, other = replicas
        one.add_person("Ana", Role.ADMIN)
        one.add_person("Bob", Role.ADMIN)
        ana, bob = one.token_of("Ana"), one.token_of("Bob")
        assert [each.get("/v1/me", ana).status_code for each in replicas] == [200, 200]

        if how == "wipe":
            with redis_server.client() as client:
                client.flushall()
        else:
            expected_warnings.append(AWAY)
            getattr(redis_server, how)()
        one.office.access.people.disable(name="Ana", actor="test")

        assert [each.get("/v1/me", ana).status_code for each in replicas] == [401, 401]
        assert [each.get("/v1/me", bob).status_code for each in replicas] == [200, 200]
        tries = [other.sign_in("Bob", "wrong").status_code for _ in range(12)]
        assert tries == [401] * 10 + [429] * 2

    def test_answers_in_time_while_redis_hangs(
        self, replicas: list[Replica], redis_server: RedisServer, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append(AWAY)
        one = replicas[0]
        one.add_person("Ana", Role.ADMIN)
        token = one.token_of("Ana")
        redis_server.freeze()

        answers = []
        for _ in range(20):
            began = monotonic()
            answers.append(one.get("/v1/me", token).status_code)
            assert monotonic() - began < 2

        assert answers == [200] * 20


def test_redis_here_is_a_real_one(redis_server: RedisServer) -> None:
    with redis_server.client() as client:
        assert client.ping()
    redis_server.kill()
    with redis_server.client() as client, pytest.raises(RedisError):
        client.ping()
