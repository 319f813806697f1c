"""Signatures, PIN hashes and ids: the cheap stand-ins keep the promises of the real ones."""

from __future__ import annotations

import pytest

from pos_app.adapters.system.clock import SystemClock
from pos_app.adapters.system.ids import UuidV7
from pos_app.adapters.system.pin_hashing import Argon2PinHasher
from pos_app.adapters.system.signing import Ed25519Check, Ed25519Signer, generate
from pos_app.services.ports import Clock, Ids, PinHasher, SignatureCheck, Signer
from tests.fakes.system import FakeClock, FakeIds, FakePinHasher, FakeSignatureCheck, FakeSigner

Signing = tuple[Signer, Signer, SignatureCheck]


@pytest.fixture(params=["fake", "real"])
def signing(request: pytest.FixtureRequest) -> Signing:
    """Two signers with keys of their own, and the check."""
    if request.param == "fake":
        return FakeSigner(), FakeSigner(b"another"), FakeSignatureCheck()
    return Ed25519Signer(generate()), Ed25519Signer(generate()), Ed25519Check()


@pytest.fixture(params=["fake", "real"])
def hasher(request: pytest.FixtureRequest) -> PinHasher:
    return FakePinHasher() if request.param == "fake" else Argon2PinHasher(b"pepper")


@pytest.fixture(params=["fake", "real"])
def ids(request: pytest.FixtureRequest) -> Ids:
    return FakeIds() if request.param == "fake" else UuidV7()


@pytest.fixture(params=["fake", "real"])
def clock(request: pytest.FixtureRequest) -> Clock:
    return FakeClock() if request.param == "fake" else SystemClock()


class TestSignature:
    def test_is_valid_for_its_key_and_its_bytes_only(self, signing: Signing) -> None:
        signer, other, check = signing
        signature = signer.sign(b"data")

        key = signer.public_key
        assert check.valid(public_key=key, signature=signature, data=b"data")
        assert not check.valid(public_key=key, signature=signature, data=b"date")
        assert not check.valid(public_key=other.public_key, signature=signature, data=b"data")
        assert not check.valid(public_key=key, signature=other.sign(b"data"), data=b"data")

    def test_is_the_same_for_the_same_bytes(self, signing: Signing) -> None:
        signer, other, _ = signing

        assert signer.sign(b"data") == signer.sign(b"data")
        assert signer.key_id != other.key_id

    @pytest.mark.parametrize("length", [0, 1, 63, 65])
    def test_of_another_length_is_not_valid(self, signing: Signing, length: int) -> None:
        signer, _, check = signing
        signature = (signer.sign(b"data") + b"\0")[:length]

        assert not check.valid(public_key=signer.public_key, signature=signature, data=b"data")

    def test_is_broken_by_any_bit(self, signing: Signing) -> None:
        signer, _, check = signing
        good = signer.sign(b"data")

        for place in range(len(good) * 8):
            bad = bytearray(good)
            bad[place // 8] ^= 1 << place % 8

            assert not check.valid(public_key=signer.public_key, signature=bytes(bad), data=b"data")


class TestPinHash:
    def test_matches_its_pin_only(self, hasher: PinHasher) -> None:
        hashed = hasher.hash("293847", staff_id=1)

        assert hasher.matches("293847", hashed, staff_id=1)
        assert not hasher.matches("293848", hashed, staff_id=1)
        assert not hasher.matches("", hashed, staff_id=1)

    def test_matches_its_person_only(self, hasher: PinHasher) -> None:
        hashed = hasher.hash("293847", staff_id=1)

        assert not hasher.matches("293847", hashed, staff_id=2)
        assert not hasher.matches("293847", hashed, staff_id=12)

    def test_differs_between_people_with_one_pin(self, hasher: PinHasher) -> None:
        assert hasher.hash("293847", staff_id=1) != hasher.hash("293847", staff_id=2)

    def test_does_not_show_the_pin(self, hasher: PinHasher) -> None:
        assert "293847" not in hasher.hash("293847", staff_id=1)


class TestIds:
    def test_are_different_and_sort_by_time(self, ids: Ids) -> None:
        made = [ids.new() for _ in range(5_000)]

        assert sorted(set(made)) == made


class TestClock:
    def test_knows_the_time_zone_of_its_moments(self, clock: Clock) -> None:
        offset = clock.now().utcoffset()

        assert offset is not None
        assert not offset

    def test_never_steps_back(self, clock: Clock) -> None:
        assert clock.monotonic_ms() <= clock.monotonic_ms()
        assert clock.boot_id == clock.boot_id != ""
