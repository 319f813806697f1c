from __future__ import annotations

import ast
import inspect
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from string import Formatter

import pos_app
from pos_app import domain, services
from pos_app.domain.errors import (
    InvalidInputError,
    NotFoundError,
    PosError,
    RefusedError,
    UnavailableError,
    UnexpectedError,
)

BRANCHES = {NotFoundError, RefusedError, InvalidInputError, UnavailableError}
ROOMS = (domain, services)


@cache
def leaves() -> dict[str, type[PosError]]:
    """Every error that domain and services can raise, by the name of its class."""
    for room in ROOMS:
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            import_module(module.name)
    return {
        error.__name__: error
        for error in descendants(PosError)
        if error not in BRANCHES
        and error.__module__.startswith(tuple(f"{room.__name__}." for room in ROOMS))
    }


def descendants(error: type[PosError]) -> Iterator[type[PosError]]:
    for child in error.__subclasses__():
        yield child
        yield from descendants(child)


def placeholders(error: type[PosError]) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(error.text) if name is not None}


def values_of(error: type[PosError]) -> set[str]:
    """The names of what it is made with: those of its text, and what its parent asks for."""
    parameters = inspect.signature(error).parameters
    if "__init__" in vars(error):
        return set(parameters)
    return placeholders(error) | {
        name
        for name, one in parameters.items()
        if one.kind is one.KEYWORD_ONLY and one.default is one.empty
    }


@cache
def raised() -> list[tuple[str, str, frozenset[str]]]:
    """Where in the program a leaf is made, which one, and the names of the values it is given."""
    found: list[tuple[str, str, frozenset[str]]] = []
    root = Path(inspect.getfile(pos_app)).parent
    for path in sorted(root.rglob("*.py")):
        if path.is_relative_to(root / "head_office"):  # has errors of its own, by the same names
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), keywords=keywords):
                    values = frozenset(str(keyword.arg) for keyword in keywords)
                case ast.Raise(exc=ast.Name(id=name)):
                    values = frozenset()
                case _:
                    continue
            if name in leaves() and "__init__" not in vars(leaves()[name]):
                found.append((f"{path.relative_to(root)}:{node.lineno}", name, values))
    return found


class TestPosError:
    def test_fills_its_text_with_its_values(self) -> None:
        error = PosError(reason="The till is closed.")

        assert str(error) == "The till is closed."
        assert error.values == {"reason": "The till is closed."}

    def test_takes_braces_in_a_value_literally(self) -> None:
        assert str(PosError(reason="{reason} {0}")) == "{reason} {0}"

    def test_of_a_bug_says_nothing_of_it(self) -> None:
        assert "recorded" in str(UnexpectedError())


class TestLeaves:
    def test_are_found(self) -> None:
        # Each room has its own; an empty walk would let every other test here pass.
        rooms = Counter(error.__module__.split(".")[1] for error in leaves().values())

        assert rooms["domain"] >= 20
        assert rooms["services"] >= 20

    def test_have_a_code_and_a_text_of_their_own(self) -> None:
        bare = [
            name
            for name, error in leaves().items()
            if not {"code", "text"} <= set(vars(error)) or not error.text.strip()
        ]

        assert bare == []

    def test_are_told_apart_by_their_code(self) -> None:
        codes = Counter(error.code for error in leaves().values())

        assert [code for code, count in codes.items() if count > 1] == []
        assert PosError.code not in codes

    def test_have_codes_that_a_translation_can_be_filed_under(self) -> None:
        codes = {error.code for error in leaves().values()} - {UnexpectedError.code}

        assert [code for code in codes if not re.fullmatch(r"[a-z_]+\.[a-z_]+", code)] == []

    def test_stand_on_one_branch(self) -> None:
        stray = [
            name
            for name, error in leaves().items()
            if error is not UnexpectedError
            and sum(issubclass(error, branch) for branch in BRANCHES) != 1
        ]

        assert stray == []

    def test_have_texts_that_their_values_fill(self) -> None:
        for error in leaves().values():
            made = error(**{name: f"<{name}>" for name in values_of(error)})

            assert placeholders(error) <= set(made.values), error
            assert all(f"<{name}>" in str(made) for name in placeholders(error)), error


class TestRaised:
    def test_are_found(self) -> None:
        # An empty walk would let the next test pass.
        assert len(raised()) >= 50

    def test_give_a_text_every_value_it_shows(self) -> None:
        short = [
            (place, name, sorted(missing))
            for place, name, values in raised()
            if (missing := placeholders(leaves()[name]) - values)
        ]

        assert short == []
