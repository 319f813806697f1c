from pathlib import Path

from tests.integration.cli.conftest import Terminal


def test_prints_every_key(no_store: Terminal) -> None:
    printed = no_store.done("keys")

    assert "Selling" in printed
    assert "Shift+F12" in printed


def test_writes_a_page_for_the_wall(no_store: Terminal, tmp_path: Path) -> None:
    target = tmp_path / "keys.pdf"

    said = no_store.done("keys", "--pdf", target)

    assert str(target) in said
    assert target.read_bytes().startswith(b"%PDF-")
