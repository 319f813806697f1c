"""Where commands write: never over what the store lives by, and whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TextIO

import pytest

from pos_app.adapters.files import pos_csv_writer
from tests.integration.cli.conftest import Terminal
from tests.integration.processes import another_till

OWN = ("pos.sqlite3", "pos.sqlite3-wal", "pos.sqlite3-shm", "keys.json", "writer.lock")
COMMANDS = [
    ("products", "export", "{target}"),
    ("orders", "receipt", "X-T01-000001", "--pdf", "{target}"),
    ("journal", "export", "{target}"),
    ("backup", "create", "{target}"),
]


def filled(words: tuple[str, ...], target: Path) -> list[str]:
    return [word.format(target=target) for word in words]


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in root.iterdir()
        if path.is_file() and not path.name.endswith("-shm")
    }


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[:2]))
class TestTarget:
    @pytest.mark.parametrize("name", OWN)
    def test_is_no_file_of_the_store(
        self, terminal: Terminal, words: tuple[str, ...], name: str
    ) -> None:
        target = terminal.folder.root / name
        with another_till(terminal.folder.root):
            before = contents(terminal.folder.root)

            reason = terminal.refused(*filled(words, target))

            assert contents(terminal.folder.root) == before
        assert reason == (
            f"{target} belongs to the store itself. Nothing was changed; choose another file.\n"
        )

    def test_is_none_by_another_name(
        self, terminal: Terminal, words: tuple[str, ...], tmp_path: Path
    ) -> None:
        (tmp_path / "link").symlink_to(terminal.folder.store)
        os.link(terminal.folder.keys, tmp_path / "twin")
        before = contents(terminal.folder.root)

        for target in (
            tmp_path / "link",
            tmp_path / "twin",
            terminal.folder.root / ".." / "data" / "writer.lock",
        ):
            assert "belongs to the store itself" in terminal.refused(*filled(words, target))

        assert contents(terminal.folder.root) == before

    def test_may_lie_beside_them(self, terminal: Terminal, words: tuple[str, ...]) -> None:
        target = terminal.folder.root / "export"
        target.write_text("older")

        terminal.done(*filled(words, target))

        assert target.stat().st_size > 100
        assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[:2]))
class TestWholeTarget:
    def test_is_never_a_pipe_or_device(
        self, terminal: Terminal, words: tuple[str, ...], tmp_path: Path
    ) -> None:
        # A pipe of our own: a real device would be lost to the whole machine if this failed.
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)

        reason = terminal.refused(*filled(words, pipe))

        assert "pipe" in reason
        assert "is no ordinary file" in reason
        assert pipe.is_fifo()

    def test_takes_no_stranger_s_file_for_its_own(
        self, terminal: Terminal, words: tuple[str, ...], tmp_path: Path
    ) -> None:
        for ending in ("partial", "part", "new"):
            (tmp_path / f"export.{ending}").write_text("important")

        terminal.done(*filled(words, tmp_path / "export"))

        for ending in ("partial", "part", "new"):
            assert (tmp_path / f"export.{ending}").read_text() == "important"

    def test_behind_a_link_is_replaced_where_it_lies(
        self, terminal: Terminal, words: tuple[str, ...], tmp_path: Path
    ) -> None:
        (tmp_path / "real").write_text("older")
        (tmp_path / "link").symlink_to("real")

        terminal.done(*filled(words, tmp_path / "link"))

        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "real").stat().st_size > 100


class TestFailedExport:
    def test_keeps_the_older_file_and_nothing_else(
        self, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "exports"
        folder.mkdir()
        (folder / "products.csv").write_text("older")

        def fail(_rows: object, out: TextIO, _currency: object) -> int:
            out.write("half a line")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(pos_csv_writer, "write_products", fail)

        reason = terminal.refused("products", "export", folder / "products.csv")

        assert reason == "products.csv cannot be written: No space left on device.\n"
        assert (folder / "products.csv").read_text() == "older"
        assert [path.name for path in folder.iterdir()] == ["products.csv"]
