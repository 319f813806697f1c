from __future__ import annotations

import os
from pathlib import Path

import pytest

from pos_app.adapters.system.whole_file import NotAFileError, whole_file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestWholeFile:
    def test_takes_the_place_of_the_target_at_the_end(self, tmp_path: Path) -> None:
        target = tmp_path / "export"
        target.write_text("older")

        with whole_file(target) as place:
            place.write_text("newer")
            assert target.read_text() == "older"
            assert place.parent == tmp_path

        assert target.read_text() == "newer"
        assert target.stat().st_mode & 0o777 == 0o600
        assert names(tmp_path) == ["export"]

    @pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
    def test_is_gone_when_the_writing_fails(
        self, tmp_path: Path, error: type[BaseException]
    ) -> None:
        target = tmp_path / "export"
        target.write_text("older")

        def write() -> None:
            with whole_file(target) as place:
                place.write_text("half")
                raise error

        with pytest.raises(error):
            write()

        assert target.read_text() == "older"
        assert names(tmp_path) == ["export"]

    def test_may_have_the_longest_name_there_is(self, tmp_path: Path) -> None:
        with whole_file(tmp_path / ("x" * 255)) as place:
            place.touch()

        assert names(tmp_path) == ["x" * 255]

    def test_is_never_a_pipe(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")

        with pytest.raises(NotAFileError), whole_file(tmp_path / "pipe"):
            pass

        assert (tmp_path / "pipe").is_fifo()

    def test_is_never_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(NotAFileError), whole_file(tmp_path):
            pass

    def test_wants_a_folder_that_is_there(self, tmp_path: Path) -> None:
        target = tmp_path / "none" / "export"

        with pytest.raises(FileNotFoundError) as caught, whole_file(target):
            pass

        assert caught.value.filename == str(target)
