"""What people and stores may be called, what a password must be, and what a code looks like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.head_office.services.access.codes import (
    ALPHABET,
    new_code,
    read,
    selector_of,
    written,
)
from pos_app.head_office.services.access.moments import moment_of, ms_of
from pos_app.head_office.services.access.names import UnfitNameError, folded, require_name
from pos_app.head_office.services.access.passwords import (
    WeakPasswordError,
    normal,
    require_strong,
)
from pos_app.head_office.services.access.roles import PersonCaller, Role, TerminalCaller


class TestNames:
    @pytest.mark.parametrize("name", ["A", "Ana", "Ana María", "王", "x" * 64])
    def test_are_what_can_be_shown(self, name: str) -> None:
        require_name(name)

    @pytest.mark.parametrize("name", ["", " ", " a", "a ", "a\nb", "a\x00", "\u202e", "x" * 65])
    def test_are_nothing_else(self, name: str) -> None:
        with pytest.raises(UnfitNameError, match="Nothing was changed"):
            require_name(name)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("Ana", "aNA"), ("Zoë", "Zoe\u0308"), ("\uff21\uff4e\uff41", "ana"), ("ß", "SS")],
    )
    def test_are_the_same_however_they_are_typed(self, one: str, other: str) -> None:
        assert folded(one) == folded(other)

    @given(st.text(max_size=20))
    def test_stay_folded(self, name: str) -> None:
        assert folded(folded(name)) == folded(name)


class TestPasswords:
    @pytest.mark.parametrize(
        "password", ["correct horse battery", "äöü-12-abcdef", "x4!" * 8 + "qW"]
    )
    def test_are_long_enough_to_be_hard(self, password: str) -> None:
        require_strong(password, name="Ana")

    @pytest.mark.parametrize(
        ("password", "reason"),
        [
            ("", "fewer than 12"),
            ("short", "fewer than 12"),
            ("x" * 129, "more than 128"),
            ("aaaaaaaaaaaaaa", "repeats"),
            ("121212121212", "repeats"),
            ("abababababab", "repeats"),
            ("password1234", "guessed first"),
            ("Password 123456789", "guessed first"),
            ("qwertyqwerty1", "guessed first"),
            ("Ana María 2026", "guessed first"),
        ],
    )
    def test_are_not_what_is_guessed_first(self, password: str, reason: str) -> None:
        with pytest.raises(WeakPasswordError, match=reason):
            require_strong(password, name="Ana María")

    def test_are_the_same_from_every_keyboard(self) -> None:
        assert normal("Zoe\u0308") == normal("Zoë")


class TestCodes:
    def test_are_told_apart(self) -> None:
        codes = {new_code() for _ in range(200)}

        assert len(codes) == 200
        assert all(len(code) == 12 and set(code) <= set(ALPHABET) for code in codes)

    def test_are_read_as_they_are_written(self) -> None:
        code = new_code()

        assert read(written(code)) == code
        assert read(written(code).lower()) == code
        assert selector_of(code) == code[:4]

    @given(st.text(max_size=20))
    def test_are_never_misread(self, text: str) -> None:
        code = read(text)

        assert code is None or set(code) <= set(ALPHABET)


class TestRoles:
    def test_cover_those_before_them(self) -> None:
        order = list(Role)

        for i, one in enumerate(order):
            for j, other in enumerate(order):
                assert one.covers(other) == (i >= j)

    def test_see_their_store_or_all(self) -> None:
        manager = PersonCaller("p", "Ana", Role.MANAGER, "s1")
        chief = PersonCaller("p", "Ana", Role.HEAD_OFFICE, None)
        terminal = TerminalCaller("t", "T01", "s1", 1)

        assert [one.sees_store("s1") for one in (manager, chief, terminal)] == [True] * 3
        assert [one.sees_store("s2") for one in (manager, chief, terminal)] == [False, True, False]


class TestMoments:
    @given(st.integers(0, 4_102_444_800_000))
    def test_come_back_as_they_were(self, ms: int) -> None:
        assert ms_of(moment_of(ms)) == ms
