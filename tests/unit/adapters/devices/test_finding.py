import os
from pathlib import Path

import pytest

from pos_app.adapters.devices.choosing import open_printer
from pos_app.adapters.devices.finding import (
    FOUND_MAX,
    NAME_MAX,
    READ_MAX,
    NoPrinterFoundError,
    find_printers,
)
from tests.fakes.usb import plug_in, plug_in_two


def test_each_is_found_by_the_name_that_it_or_its_plug_says(tmp_path: Path) -> None:
    first, second = plug_in_two(tmp_path)

    found = find_printers(tmp_path)

    assert [(one.device, one.name) for one in found] == [
        (first, "EPSON TM-T20II"),
        (second, "Star Micronics TSP143"),
    ]
    assert found[0].words == f"EPSON TM-T20II · {first}"


def test_what_is_found_is_what_the_setting_takes(tmp_path: Path) -> None:
    device = plug_in(tmp_path, 0)
    found = find_printers(tmp_path)[0]
    listening = os.open(device, os.O_RDONLY | os.O_NONBLOCK)

    open_printer(str(found.device), tmp_path).open_drawer()

    assert os.read(listening, 100) == bytes.fromhex("1B 70 00 19 FA")
    assert found.words == str(device)
    os.close(listening)


def test_a_maker_is_not_said_twice(tmp_path: Path) -> None:
    plug_in(tmp_path, 0, ieee1284_id="MANUFACTURER:Bixolon;MODEL:BIXOLON SRP-350;")

    assert find_printers(tmp_path)[0].name == "BIXOLON SRP-350"


def test_one_with_two_names_is_found_once(tmp_path: Path) -> None:
    device = plug_in(tmp_path, 3)
    (tmp_path / "dev/usblp3").symlink_to(device)
    other = plug_in(tmp_path, 4, node="usblp{}")

    assert [one.device for one in find_printers(tmp_path)] == [device, other]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"product": "X" * 100}, "X" * NAME_MAX + "…"),
        ({"product": "A\x1b[2J\u202eB\x00C"}, "A [2J B C"),
        ({"manufacturer": "M", "product": f"{' ' * READ_MAX}late"}, "M"),
        ({"ieee1284_id": ";;:;MDL", "product": "T 1"}, "T 1"),
    ],
)
def test_a_name_is_cut_and_commands_nothing(
    tmp_path: Path, said: dict[str, str], name: str
) -> None:
    plug_in(tmp_path, 0, **said)

    assert find_printers(tmp_path)[0].name == name


def test_no_more_are_found_than_can_be_shown(tmp_path: Path) -> None:
    for number in range(FOUND_MAX + 2):
        plug_in(tmp_path, number)

    assert len(find_printers(tmp_path)) == FOUND_MAX


def test_where_there_is_none_it_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "dev/usb").mkdir(parents=True)
    (tmp_path / "dev/usb/lp0").write_text("a file, left by a copy to an unplugged printer")
    (tmp_path / "dev/usb/lp16").symlink_to("/dev/null")

    with pytest.raises(NoPrinterFoundError, match=r"Plug it in, switch it on"):
        find_printers(tmp_path)
