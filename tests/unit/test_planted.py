"""The list of planted bugs: each can be planted, and its verdict means what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants.__main__ import Outcome, judge, planted
from tests.mutants.planted import MUTANTS, Mutant

ROOT = Path(__file__).parents[2]
TESTS = ("tests/a.py::TestA::test_b", "tests/a.py::test_c")


class TestList:
    def test_is_long_enough_to_mean_something(self) -> None:
        assert len(MUTANTS) >= 12
        assert len({one.bug for one in MUTANTS}) == len(MUTANTS)

    @pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.bug)
    def test_fits_the_program_as_it_is(self, mutant: Mutant) -> None:
        """A change of the program that moves the bug's place must move it here as well."""
        text = (ROOT / mutant.file).read_text("utf-8")

        assert text.count(mutant.old) == 1
        assert mutant.old != mutant.new

    @pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.bug)
    def test_names_tests_that_there_are(self, mutant: Mutant) -> None:
        assert mutant.tests
        for test in mutant.tests:
            file, *names = test.split("::")
            source = (ROOT / file).read_text("utf-8")
            for name in names:
                assert f"class {name}:" in source or f"def {name}(" in source, test


class TestVerdict:
    @pytest.mark.parametrize(
        ("code", "output", "outcome"),
        [
            (1, "FAILED tests/a.py::TestA::test_b[x] - E\nFAILED tests/a.py::test_c", "caught"),
            (1, "FAILED tests/a.py::TestA::test_b\nERROR tests/a.py::test_c - E", "caught"),
            (1, "FAILED tests/a.py::TestA::test_b\n", "SURVIVED"),
            (1, "FAILED tests/a.py::TestA::test_b\nFAILED tests/a.py::test_c_too", "SURVIVED"),
            (0, "", "SURVIVED"),
            (2, "ERROR tests/a.py", "BROKEN"),
            (4, "ERROR: not found: tests/a.py::test_c", "BROKEN"),
            (5, "", "BROKEN"),
        ],
    )
    def test_is_caught_only_if_every_named_test_is_red(
        self, code: int, output: str, outcome: str
    ) -> None:
        assert judge(TESTS, code, output)[0] == outcome

    @pytest.mark.parametrize("text", ["", "x = 2\n", "x = 1\nx = 1\n"])
    def test_says_that_the_bug_has_no_place(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "a.py").write_text(text, "utf-8")

        result = planted(tmp_path, Mutant("a bug", "a.py", "x = 1\n", "x = 3\n", TESTS))

        assert result.outcome is Outcome.NOT_PLANTED
        assert (tmp_path / "a.py").read_text("utf-8") == text
