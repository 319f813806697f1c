import logging
from pathlib import Path

import pytest

from pos_app.adapters.devices.file_printer import FilePrinter, PrintFolderError, safe_name


class TestFilePrinter:
    def test_writes_the_lines_for_its_owner_only(self, tmp_path: Path) -> None:
        folder = tmp_path / "printed"

        FilePrinter(folder).print_lines(name="T01-000123-COPY1", lines=["Thé", "日本"])

        (file,) = folder.iterdir()
        assert file.name == "T01-000123-COPY1.txt"
        assert file.read_bytes() == "Thé\n日本\n".encode()
        assert file.stat().st_mode & 0o777 == 0o600

    def test_replaces_what_it_printed_before(self, tmp_path: Path) -> None:
        printer = FilePrinter(tmp_path)
        printer.print_lines(name="T01-1", lines=["old and longer"])

        printer.print_lines(name="T01-1", lines=["new"])

        assert [path.read_text() for path in tmp_path.iterdir()] == ["new\n"]

    def test_goes_on_over_the_rest_of_an_interrupted_run(self, tmp_path: Path) -> None:
        (tmp_path / "T01-1.txt.partial").write_text("half")

        FilePrinter(tmp_path).print_lines(name="T01-1", lines=["whole"])

        assert [path.name for path in tmp_path.iterdir()] == ["T01-1.txt"]

    def test_does_not_follow_a_link_laid_in_its_way(self, tmp_path: Path) -> None:
        victim = tmp_path / "victim"
        victim.write_text("mine")
        folder = tmp_path / "printed"
        folder.mkdir()
        (folder / "T01-1.txt").symlink_to(victim)
        (folder / "T01-1.txt.partial").symlink_to(victim)

        FilePrinter(folder).print_lines(name="T01-1", lines=["receipt"])

        assert victim.read_text() == "mine"
        assert (folder / "T01-1.txt").read_text() == "receipt\n"

    def test_says_what_to_do_if_the_folder_cannot_be_used(self, tmp_path: Path) -> None:
        (tmp_path / "printed").write_text("a file in its place")

        with pytest.raises(PrintFolderError, match=r"safe.*waits.*print again"):
            FilePrinter(tmp_path / "printed").print_lines(name="T01-1", lines=[])

    def test_logs_that_a_drawer_would_open(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.INFO):
            FilePrinter(tmp_path).open_drawer()

        assert caplog.messages == ["a drawer would open now"]
        assert list(tmp_path.iterdir()) == []


class TestSafeName:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("T01-000123", "T01-000123"),
            ("X-T01-000001-COPY2", "X-T01-000001-COPY2"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("a\x00b/c\\d", "a_b_c_d"),
            ("..", "receipt"),
            ("", "receipt"),
            ("x" * 500, "x" * 100),
        ],
    )
    def test_stays_inside_the_folder(self, name: str, expected: str) -> None:
        assert safe_name(name) == expected
