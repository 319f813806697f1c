import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.adapters.devices.choosing import NamedPrinter, PrinterTargetError, open_printer
from pos_app.adapters.devices.device_printer import (
    DevicePrinter,
    NotAPrinterError,
    PrinterOffError,
    PrinterStoppedError,
)
from pos_app.adapters.devices.escpos_text import FEED_AND_CUT, START
from pos_app.adapters.devices.file_printer import FilePrinter

PIPE_TAKES_AT_ONCE = 65_536


@pytest.fixture
def device(tmp_path: Path) -> Path:
    """A pipe with a name: it takes bytes as a printer's device file does."""
    path = tmp_path / "lp0"
    os.mkfifo(path)
    return path


@pytest.fixture
def paper(device: Path) -> Iterator[int]:
    """The far end: as long as it is open, the printer is on."""
    handle = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
    yield handle
    os.close(handle)


class TestDevicePrinter:
    def test_sends_the_lines_between_reset_and_cut(self, device: Path, paper: int) -> None:
        DevicePrinter(device).print_lines(name="T01-1", lines=["Thé 1,20 €"])

        assert os.read(paper, 1_000) == START + b"Th\x82 1,20 \xd5\n" + FEED_AND_CUT

    def test_opens_the_drawer_with_the_pulse(self, device: Path, paper: int) -> None:
        DevicePrinter(device).open_drawer()

        assert os.read(paper, 1_000) == bytes.fromhex("1B 70 00 19 FA")

    def test_is_off_when_nobody_listens(self, device: Path) -> None:
        with pytest.raises(PrinterOffError, match=r"off or unplugged.*waits.*print again"):
            DevicePrinter(device).print_lines(name="T01-1", lines=["Tea"])

    def test_is_off_when_the_device_is_gone_and_makes_none(self, tmp_path: Path) -> None:
        with pytest.raises(PrinterOffError):
            DevicePrinter(tmp_path / "lp9").open_drawer()

        assert list(tmp_path.iterdir()) == []

    def test_stops_when_no_more_is_taken(self, device: Path, paper: int) -> None:
        printer = DevicePrinter(device, patience_ms=1)

        with pytest.raises(PrinterStoppedError, match="takes no more"):
            printer.print_lines(name="T01-1", lines=["x" * (PIPE_TAKES_AT_ONCE + 1_000)])

    @pytest.mark.parametrize("kind", ["file", "folder"])
    def test_refuses_what_is_no_device(self, tmp_path: Path, kind: str) -> None:
        path = tmp_path / kind
        if kind == "file":
            path.write_text("mine")
        else:
            path.mkdir()

        with pytest.raises(NotAPrinterError):
            DevicePrinter(path).open_drawer()

        assert path.is_dir() or path.read_text() == "mine"


class TestOpenPrinter:
    def test_prints_into_the_folder_unless_told_otherwise(self, tmp_path: Path) -> None:
        assert isinstance(open_printer("", tmp_path), FilePrinter)

    def test_takes_the_path_of_a_device(self, tmp_path: Path) -> None:
        assert isinstance(open_printer("/dev/usb/lp0", tmp_path), DevicePrinter)

    def test_is_named_anew_for_each_print_out(self, tmp_path: Path) -> None:
        target = ""
        printer = NamedPrinter(lambda: open_printer(target, tmp_path))
        printer.print_lines(name="first", lines=["one"])
        target = str(tmp_path / "lp0")

        with pytest.raises(PrinterOffError):
            printer.print_lines(name="second", lines=["two"])
        with pytest.raises(PrinterOffError):
            printer.open_drawer()
        assert [one.name for one in tmp_path.iterdir()] == ["first.txt"]

    def test_refuses_a_word(self, tmp_path: Path) -> None:
        with pytest.raises(PrinterTargetError, match="lp0"):
            open_printer("lp0", tmp_path)
