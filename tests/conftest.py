"""What holds for every test: no screen, no network, no stray warning, no file of the person's."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

# Before anything imports PySide6: without a platform and without a screen Qt aborts the run.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from hypothesis import settings

from pos_app.services import processor_titles as titles

settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.register_profile("search", max_examples=5_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

pytest_plugins = ("tests.servers",)

HOMES = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")


class _Collecting(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def expected_warnings() -> Iterator[list[str]]:
    """Fail the test for a logged WARNING or worse that it does not list here, or lists in vain.

    A test that means to log one appends a part of its text to this list.
    """
    expected: list[str] = []
    handler = _Collecting()
    logging.getLogger().addHandler(handler)
    yield expected
    logging.getLogger().removeHandler(handler)
    unexpected = [m for m in handler.messages if not any(part in m for part in expected)]
    unseen = [part for part in expected if not any(part in m for m in handler.messages)]
    if unexpected:
        pytest.fail("logged without being expected:\n" + "\n".join(unexpected), pytrace=False)
    if unseen:
        pytest.fail(f"expected, but never logged: {unseen}", pytrace=False)


@pytest.fixture(autouse=True)
def known_titles() -> Iterator[None]:
    """What one test has learned that a processor is called, no other one knows."""
    known = vars(titles)["_TITLES"]
    before = dict(known)
    yield
    known.clear()
    known.update(before)


@pytest.fixture(autouse=True, scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home of its own, without a keyring, so that no test meets the person's own store."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        for name in HOMES:
            patch.setenv(name, str(home / name.lower()))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        patch.delenv("POS_APP_DATA_DIR", raising=False)
        yield
