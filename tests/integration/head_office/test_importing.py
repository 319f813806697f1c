"""A till that was revoked holds what it has not sent: it comes as a file, and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pos_app.composition.head_office_cli.main import pos_head_office
from pos_app.services.sync.ports import ShutOutError
from tests.integration.cli.conftest import Terminal
from tests.integration.real_office import SECRET, RealOffice, real_office
from tests.integration.test_with_head_office import (
    WATER,
    here,
    new_till,
    require_same,
    sync,
    trade,
)

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

Run = Callable[[Path], Result]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[RealOffice]:
    with real_office(tmp_path / "office") as office:
        yield office


@pytest.fixture
def till(tmp_path: Path, office: RealOffice) -> Terminal:
    """One that has sold, sent, sold again and been revoked."""
    till = new_till(tmp_path / "till", office)
    office.put(**WATER)
    sync(till)
    trade(till)
    sync(till)
    trade(till)
    terminal_id, _ = here(till)
    office.office.access.terminals.revoke(terminal_id=terminal_id, actor="test")
    with pytest.raises(ShutOutError):
        sync(till)
    return till


@pytest.fixture
def bring(office: RealOffice, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Import a file at head office."""
    monkeypatch.setenv("POS_HEAD_OFFICE_SECRET", SECRET)
    folder = str(office.office.settings.data_dir)

    def run(file: Path) -> Result:
        return CliRunner().invoke(
            pos_head_office, ["--data-dir", folder, "records", "import", str(file)]
        )

    return run


@pytest.fixture
def export(till: Terminal, tmp_path: Path) -> Path:
    file = tmp_path / "journal"
    till.done("journal", "export", file)
    return file


class TestImport:
    def test_takes_in_what_was_not_sent(
        self, till: Terminal, office: RealOffice, export: Path, bring: Run
    ) -> None:
        terminal_id, seqs = here(till)
        held = len(office.places(terminal_id))
        assert held < len(seqs)

        first, again = bring(export), bring(export)

        assert (first.exit_code, again.exit_code) == (0, 0), first.output
        assert [seq for _, seq in office.places(terminal_id)] == seqs
        left = len(seqs) - held
        assert f"T01: {left} entries taken in, {held} were here already, 0 put" in first.stdout
        assert f"T01: 0 entries taken in, {len(seqs)} were here already, 0 put" in again.stdout

    def test_lets_the_till_go_on_where_it_stands_when_it_enrols_anew(
        self, till: Terminal, office: RealOffice, export: Path, bring: Run
    ) -> None:
        bring(export)
        # It says that something was not sent.
        assert till.run("sync", "leave").exit_code == 0
        till.done("sync", "enrol", office.url, office.new_code())
        trade(till)

        sync(till)

        require_same(till, office)

    def test_believes_no_line_without_the_tills_signature(
        self, till: Terminal, office: RealOffice, export: Path, bring: Run
    ) -> None:
        terminal_id, seqs = here(till)
        held = len(office.places(terminal_id))
        lines = export.read_bytes().splitlines(keepends=True)
        raw, digest, signature = lines[-1].split(b"\t")
        lines[-1] = b"\t".join((raw.replace(b"EUR", b"USD"), digest, signature))
        export.write_bytes(b"".join(lines))

        result = bring(export)

        assert (
            f"{len(seqs) - held - 1} entries taken in, {held} were here already, 1 put aside"
            in (result.stdout)
        )
        assert "To look at" in result.stderr
        assert [seq for _, seq in office.places(terminal_id)] == seqs[:-1]

    def test_of_what_is_no_export_takes_nothing(
        self, till: Terminal, office: RealOffice, export: Path, bring: Run
    ) -> None:
        terminal_id, _ = here(till)
        before = office.places(terminal_id)
        whole = export.read_bytes()
        header = whole.splitlines(keepends=True)[0]
        foreign = {**json.loads(header), "journal_id": "01932c5e-0000-7000-8000-00000000dead"}
        other = {**json.loads(header), "format": "pos-journal-9"}
        wrong = {
            b"": "first line",
            b"[]\n": "first line",
            json.dumps(other).encode() + b"\n": "another format",
            whole[:-1]: f"line {len(whole.splitlines())}",
            header + b"{}\tx\ty\n": "line 2",
            header + b"\xff\tx\ty\n": "line 2",
            header + b'{"epoch":1,"seq":0,"kind":"order"}\tx\ty\n': "line 2",
            json.dumps(foreign).encode() + b"\n": "No terminal that ever enrolled",
        }

        for content, reason in wrong.items():
            export.write_bytes(content)
            result = bring(export)
            assert (result.exit_code, reason in result.stderr) == (1, True), result.output
            assert "Nothing was taken in" in result.stderr
        assert office.places(terminal_id) == before
