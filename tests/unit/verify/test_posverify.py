"""The auditor's program as an auditor uses it: one file, by itself."""

from __future__ import annotations

import ast
import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from build.verify import posverify
from pos_app.services.journal.keys import fingerprint
from pos_app.services.ports import Entry
from pos_app.wire import canonical
from tests.fakes.exports import OWN, anchor_of, busy_entries, busy_export, export_of, rewritten
from tests.fakes.journal import body_of

SOURCE: Final = Path(posverify.__file__)
LAST: Final = busy_entries()[-1]
KEY: Final = fingerprint(OWN.public_key)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "journal.txt"
    path.write_bytes(b"".join(busy_export()))
    return path


def anchors(folder: Path, *wanted: object) -> Path:
    path = folder / "anchors.json"
    path.write_text(json.dumps(wanted), "utf-8")
    return path


def as_kept(kept_seq: int, **other: object) -> dict[str, object]:
    one = anchor_of(busy_entries()[kept_seq - 1])
    kept = {"terminal": one.terminal, "epoch": one.epoch, "seq": one.seq, "hash": one.hash}
    return kept | other


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, Any]]:
    code = posverify.main([*map(str, words), "--json"])
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert code == (posverify.OK if said["ok"] else posverify.BAD)
    return code, said


class TestOneFile:
    def test_knows_the_standard_library_and_cryptography_alone(self) -> None:
        roots = set()
        for node in ast.walk(ast.parse(SOURCE.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                roots |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                roots.add((node.module or "").split(".")[0])

        assert roots - sys.stdlib_module_names == {"cryptography"}

    def test_runs_by_itself_elsewhere(self, export: Path, tmp_path: Path) -> None:
        alone = shutil.copy(SOURCE, tmp_path)

        done = subprocess.run(
            [sys.executable, "-I", alone, export], capture_output=True, cwd=tmp_path, check=False
        )

        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode().splitlines() == [
            "Terminal 'T01', journal 'journal-1', mode normal",
            f"Key from entry 1: {KEY}",
            "Receipts of series T01: 22",
            "Receipts of series T01B: 24",
            "Perpetual total 40950, absolute 40950",
            "Anchors and receipts compared: 0",
            f"GOOD: 58 entries. An anchor to keep: {json.dumps(as_kept(LAST.seq))}",
        ]

    def test_says_what_it_needs(self, export: Path) -> None:
        # Without the site's packages there is no cryptography.
        done = subprocess.run(
            [sys.executable, "-I", "-S", SOURCE, export], capture_output=True, check=False
        )

        assert done.returncode == posverify.UNREADABLE
        assert done.stderr == b"posverify needs the package cryptography, and nothing else.\n"

    def test_says_how_anchors_look(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            posverify.main(["--help"])

        assert '[{"terminal": "T01", "epoch": 1, "seq": 812, "hash": ' in capsys.readouterr().out


class TestVerdict:
    def test_says_what_was_found(self, export: Path, capsys: pytest.CaptureFixture[str]) -> None:
        _, said = told(capsys, export)

        perpetual = body_of(LAST)["perpetual_total"]
        assert {name: said[name] for name in ("ok", "entries", "head", "first_bad")} == {
            "ok": True,
            "entries": LAST.seq,
            "head": LAST.hash.hex(),
            "first_bad": None,
        }
        assert said["keys"] == [{"fingerprint": KEY, "first_seq": 1}]
        assert (said["perpetual_total"], said["epoch"]) == (perpetual, 2)
        assert sum(said["kinds"].values()) == LAST.seq

    def test_names_the_first_bad_entry(
        self, export: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        content = bytearray(b"".join(busy_export()))
        content[len(b"".join(busy_export()[:5])) + 30] ^= 1
        export.write_bytes(content)

        code, said = told(capsys, export)

        assert (code, said["first_bad"], said["entries"]) == (1, 5, 4)
        assert said["head"] == busy_entries()[3].hash.hex()
        assert posverify.main([str(export)]) == 1
        assert "BAD: entry 5 (hash)" in capsys.readouterr().out

    @pytest.mark.parametrize("content", [b"", b"\n", b"PK\x03\x04", b"{}\n", b"[1]\n", b"\xff\n"])
    def test_of_something_else_is_two(
        self, export: Path, content: bytes, capsys: pytest.CaptureFixture[str]
    ) -> None:
        export.write_bytes(content)

        assert posverify.main([str(export)]) == posverify.UNREADABLE
        assert "not that of an export" in capsys.readouterr().err

    def test_of_nothing_is_two(self, tmp_path: Path) -> None:
        assert posverify.main([str(tmp_path / "none.txt")]) == posverify.UNREADABLE

    def test_of_an_endless_line_is_bad(
        self, export: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with export.open("ab") as file:
            file.write(b"x" * (posverify.LINE_BYTES_MAX * 2))

        code, said = told(capsys, export)

        assert (code, said["first_bad"], said["kind"]) == (1, LAST.seq + 1, "line")


class TestTwoProcesses:
    """What a large export is given to."""

    @pytest.fixture(autouse=True)
    def large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(posverify, "SMALL", 0)

    def test_say_the_same_and_read_it_once(
        self, export: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        alone = posverify.verify(busy_export(), [], set())
        walks: list[bool] = []

        def noted(*words: Any, signatures: bool = True) -> posverify.Verdict:
            walks.append(signatures)
            return verify(*words, signatures=signatures)

        verify = posverify.verify
        monkeypatch.setattr(posverify, "verify", noted)

        assert told(capsys, export)[1] == posverify.document(alone)
        assert walks == [False]

    @pytest.mark.parametrize("field", [0, 1, 2])
    def test_name_the_first_bad_entry(
        self, export: Path, field: int, capsys: pytest.CaptureFixture[str]
    ) -> None:
        lines = list(busy_export())
        parts = lines[20].split(b"\t")
        parts[field] = parts[field][:9] + bytes([parts[field][9] ^ 1]) + parts[field][10:]
        lines[20] = b"\t".join(parts)
        export.write_bytes(b"".join(lines))

        assert told(capsys, export)[1]["first_bad"] == 20

    def test_know_that_they_have_read_the_same(self, export: Path) -> None:
        assert posverify.signatures_are_good(export) == hashlib.sha256(export.read_bytes()).digest()

    @pytest.mark.parametrize("entry", [1, 30, LAST.seq])
    def test_check_every_signature(self, export: Path, entry: int) -> None:
        lines = list(busy_export())
        raw, digest, _ = lines[entry].split(b"\t")
        other = lines[entry % LAST.seq + 1].split(b"\t")[2]
        lines[entry] = b"\t".join((raw, digest, other))
        export.write_bytes(b"".join(lines))

        assert posverify.signatures_are_good(export) is None


class TestKey:
    @pytest.mark.parametrize("spell", [str, str.upper, lambda key: key.replace(" ", "-")])
    def test_that_has_signed_is_accepted(
        self, export: Path, spell: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert told(capsys, export, "--key", spell(KEY))[0] == 0

    def test_that_has_not_signed_is_refused(
        self, export: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code, said = told(capsys, export, "--key", "0000 0000 0000 0000")

        assert (code, said["first_bad"], said["kind"]) == (1, None, "key")
        assert KEY in said["reason"]

    def test_that_is_none_is_two(self, export: Path) -> None:
        assert posverify.main([str(export), "--key", "abc"]) == posverify.UNREADABLE


class TestAnchors:
    def test_of_an_earlier_run_hold_for_a_later_journal(
        self, export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        earlier = tmp_path / "earlier.txt"
        earlier.write_bytes(b"".join(export_of(busy_entries()[:20])))

        kept = anchors(tmp_path, told(capsys, earlier)[1]["anchor"])

        assert told(capsys, export, "--anchors", kept)[1]["compared"] == 1

    def test_that_match_are_counted_and_others_terminals_passed_over(
        self, export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = anchors(tmp_path, as_kept(58), as_kept(4), as_kept(9, terminal="T02"))

        code, said = told(capsys, export, "--anchors", file)

        assert (code, said["compared"]) == (0, 2)

    @pytest.mark.parametrize("other", [{"hash": "ab" * 32}, {"epoch": 2}, {"epoch": 7}])
    def test_that_differ_are_bad(
        self, export: Path, tmp_path: Path, other: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code, said = told(capsys, export, "--anchors", anchors(tmp_path, as_kept(20, **other)))

        assert (code, said["first_bad"], said["kind"]) == (1, 20, "anchor")
        assert said["head"] == busy_entries()[18].hash.hex()

    def test_of_later_entries_show_that_the_tail_is_missing(
        self, export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        later = anchors(tmp_path, as_kept(58, seq=60))

        code, said = told(capsys, export, "--anchors", later)

        assert (code, said["first_bad"], said["kind"]) == (1, 59, "tail")

    def test_of_no_terminal_but_others_prove_nothing(
        self, export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = anchors(tmp_path, as_kept(9, terminal="T02"))

        assert told(capsys, export, "--anchors", file)[1]["kind"] == "anchor"

    def test_of_what_a_restored_backup_had_lost_are_told(
        self, export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        lost = as_kept(36, epoch=1, hash="ab" * 32)

        code, said = told(capsys, export, "--anchors", anchors(tmp_path, lost))
        posverify.main([str(export), "--anchors", str(tmp_path / "anchors.json")])

        (lost_there,) = said["lost"]
        assert (code, lost_there) == (
            0,
            {"epoch": 1, "first_seq": 30, "last_seq": 36, "next_epoch": "restore"},
        )
        printed = capsys.readouterr().out
        assert "NOT HERE: entries 30 to 36 of epoch 1" in printed
        assert "the backup that was restored" in printed

    def test_of_what_was_lost_are_told_though_the_next_epoch_is_another_copy_s(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        entries = rewritten(map(_in_a_later_epoch, busy_entries()))
        starts = [one.seq for one in entries if one.kind == "epoch_start"]
        lines = export_of(entries, epochs=dict(zip((1, 3), starts, strict=True)))
        export = tmp_path / "export"
        export.write_bytes(b"".join(lines))
        kept = anchors(tmp_path, as_kept(36, epoch=1, hash="ab" * 32))

        code = posverify.main([str(export), "--anchors", str(kept)])

        printed = capsys.readouterr().out
        assert code == 0
        assert "NOT HERE: entries 30 to 36 of epoch 1" in printed
        assert "the store had lost them" in printed
        assert "backup" not in printed

    def test_with_a_fault_of_the_verifier_are_two(
        self, export: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_arguments: object) -> posverify.Verdict:
            raise KeyError(7)

        monkeypatch.setattr(posverify, "verify_file", broken)

        assert posverify.main([str(export)]) == posverify.UNREADABLE
        assert "could not be verified (KeyError(7))" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "content",
        ["", "{}x", "7", '["a"]', "[{}]", '[{"terminal":"T01","epoch":1,"seq":0,"hash":"ab"}]'],
    )
    def test_that_are_none_are_two(
        self, export: Path, tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "anchors.json"
        file.write_text(content, "utf-8")

        assert posverify.main([str(export), "--anchors", str(file)]) == posverify.UNREADABLE
        assert "holds no anchors" in capsys.readouterr().err

    @pytest.mark.parametrize("text", ["", "POS1", "POS2:a:1:EUR:T01:1:" + "A" * 64, "x" * 999])
    def test_that_are_no_receipts_either_are_two(self, export: Path, text: str) -> None:
        assert posverify.main([str(export), "--receipt", text]) == posverify.UNREADABLE


def _in_a_later_epoch(entry: Entry) -> Entry:
    """The second epoch as the third, begun after a loss."""
    raw = entry.raw.replace(b'"epoch":2', b'"epoch":3').replace(b'"restore"', b'"loss"')
    return replace(entry, raw=raw)


Values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
    max_leaves=12,
)


def is_canonical(raw: bytes) -> bool:
    try:
        posverify.canonical(raw)
    except ValueError:
        return False
    return True


def is_decoded(raw: bytes) -> bool:
    try:
        canonical.decode(raw)
    except canonical.NotCanonicalError:
        return False
    return True


class TestCanonicalForm:
    """Found by a grammar here and by writing it anew there: they must mean the same bytes."""

    @given(Values)
    @example("\n\u0303")  # composed only after the escape is read
    @example(["\x7f", "\x0b", "\u2028", "\U0001f600", "\\", '"'])
    def test_is_what_the_program_writes(self, value: object) -> None:
        assert is_canonical(canonical.encode(value))

    @given(Values, st.data())
    def test_is_nothing_else(self, value: object, data: st.DataObject) -> None:
        raw = bytearray(canonical.encode(value))
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=3))

        assert is_canonical(bytes(raw)) == is_decoded(bytes(raw))

    @pytest.mark.parametrize(
        "raw",
        [
            *(
                b'"\\u0041"',
                b'"\\/"',
                b'"\\u000a"',
                b'"\\u001F"',
                b'"\\u00e9"',
                b'"\\ud83d\\ude00"',
            ),
            *(b"1.0", b"1e2", b"-0", b"NaN", b"Infinity", b"-Infinity", b"[1, 2]", b"[1 ]", b" 1"),
            *(b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'{"a" :1}', b"\xef\xbb\xbf1", b"1\n", b"\x00"),
        ],
    )
    def test_of_json_in_another_spelling_is_none(self, raw: bytes) -> None:
        assert not is_canonical(raw)
        assert not is_decoded(raw)

    @pytest.mark.parametrize("levels", [31, 32, 33, 600, 100_000])
    @pytest.mark.parametrize("inside", [b"", b"1", "é".encode()])
    def test_has_as_many_levels(self, levels: int, inside: bytes) -> None:
        inside = b'"' + inside + b'"' if inside else b""
        raw = b"[" * levels + inside + b"]" * levels

        assert is_canonical(raw) == is_decoded(raw) == (levels <= 32)

    @pytest.mark.parametrize("digits", [4_300, 4_301])
    def test_has_as_many_digits(self, digits: int) -> None:
        assert is_canonical(b"1" * digits) == is_decoded(b"1" * digits)
