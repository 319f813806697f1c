from __future__ import annotations

import os

import pytest

from pos_app.services.catalogue import lookup
from tests.integration.cli.conftest import Terminal


class TestSmoke:
    def test_tells_when_the_first_window_is_painted(self, new_terminal: Terminal) -> None:
        reading, writing = os.pipe()

        said = new_terminal.done("smoke", "--tell", writing)

        os.close(writing)
        with os.fdopen(reading) as told:
            assert told.read() == "painted\n"
        assert said.startswith("The till starts: ")

    def test_fails_with_what_fails_behind_the_screens(
        self,
        new_terminal: Terminal,
        monkeypatch: pytest.MonkeyPatch,
        expected_warnings: list[str],
    ) -> None:
        def missing() -> None:
            raise FileNotFoundError("identifiers.json")

        monkeypatch.setattr(lookup, "_gs1_module", missing)
        expected_warnings += ["Background task failed", "Background work failed"]

        reason = new_terminal.refused("smoke")

        assert "something behind its screens failed" in reason
        assert "identifiers.json" in reason
