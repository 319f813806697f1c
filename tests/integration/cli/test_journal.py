from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from build.verify import posverify
from pos_app.adapters.system.clock import SystemClock
from pos_app.adapters.system.signing import Ed25519Signer, generate
from pos_app.composition.opening import WrongSigningKeyError, reading, writing
from pos_app.services.journal.exporting import (
    ExportHeader,
    export_lines,
    read_entries,
    read_header,
)
from pos_app.services.journal.keys import fingerprint
from pos_app.services.printing.receipt import qr_payload
from pos_app.wire import canonical
from tests.fakes.journal import body_of, hashed, relinked, signed
from tests.integration import shop as shops
from tests.integration.cli.conftest import REFUSED, Terminal

ENTRIES = 12
RAW, HASH, SIGNATURE = range(3)


@pytest.fixture
def exported(terminal: Terminal, tmp_path: Path) -> Path:
    path = tmp_path / "journal.txt"
    terminal.done("journal", "export", path)
    return path


def verified(terminal: Terminal, *words: object) -> dict[str, Any]:
    """The verdict, whether it is good or bad."""
    result = terminal.run("journal", "verify", *words, "--json")
    shown: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == (0 if shown["ok"] else REFUSED)
    assert result.stderr == ""
    return shown


def key_of(terminal: Terminal) -> str:
    with reading(terminal.folder) as queries:
        ((public_key, _),) = queries.journal.signing_keys().values()
    return fingerprint(public_key)


def keys_text(terminal: Terminal) -> str:
    return terminal.folder.keys.read_text("ascii")


def add_rotation(path: Path, signer: Ed25519Signer) -> None:
    """One more line: a new key takes over, as somebody could write it who has the file."""
    first, *lines = path.read_bytes().splitlines(keepends=True)
    (last,) = read_entries(lines[-1:])
    body = body_of(last) | {
        "kind": "key_rotate",
        "seq": len(lines) + 1,
        "prev_sha256": last.hash.hex(),
        "key_id": signer.key_id,
    }
    entry = signed(hashed(replace(last, kind="key_rotate"), body), signer)
    header = read_header(first)
    keys = {**header.keys, signer.key_id: (signer.public_key, len(lines) + 1)}
    new_first, new_last = export_lines(replace(header, keys=keys), [entry])
    path.write_bytes(b"".join([new_first, *lines, new_last]))


def flip(line: bytes, field: int, at: int) -> bytes:
    parts = line.split(b"\t")
    changed = bytearray(parts[field])
    changed[at] ^= 1
    parts[field] = bytes(changed)
    return b"\t".join(parts)


class TestExport:
    def test_is_a_header_and_a_line_for_each_entry(
        self, terminal: Terminal, exported: Path
    ) -> None:
        header, *lines = exported.read_bytes().split(b"\n")[:-1]

        with reading(terminal.folder) as queries:
            entries = list(queries.journal.entries())
            keys = queries.journal.signing_keys()
        assert json.loads(header)["format"] == "pos-journal-1"
        assert [key["key_id"] for key in json.loads(header)["keys"]] == list(keys)
        assert len(lines) == len(entries) == ENTRIES
        for line, entry in zip(lines, entries, strict=True):
            raw, digest, signature = line.split(b"\t")
            assert raw == entry.raw
            assert digest.decode() == hashlib.sha256(raw).hexdigest()
            assert base64.urlsafe_b64decode(signature) == entry.signature

    def test_links_each_entry_to_the_one_before(self, exported: Path) -> None:
        head = ""
        for line in exported.read_bytes().splitlines()[1:]:
            raw, digest, _ = line.split(b"\t")
            assert json.loads(raw)["prev_sha256"] == head
            head = digest.decode()

    def test_holds_no_carriage_return(self, exported: Path) -> None:
        assert b"\r" not in exported.read_bytes()
        assert exported.read_bytes().endswith(b"\n")

    def test_is_good_by_the_auditors_program_too(
        self, terminal: Terminal, exported: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        number = terminal.json("orders", "list")[0]["number"]
        with reading(terminal.folder) as queries:
            order = queries.orders.by_number(number)
            assert order is not None
            receipt = qr_payload(order, number=number, terminal=queries.profile.terminal)

        code = posverify.main(
            [str(exported), "--key", key_of(terminal), "--receipt", receipt, "--json"]
        )

        said = json.loads(capsys.readouterr().out)
        assert (code, said["entries"], said["compared"]) == (0, ENTRIES, 1)
        assert said["head"] == verified(terminal)["head"]

    def test_leaves_nothing_else_behind(self, exported: Path) -> None:
        assert not list(exported.parent.glob("*.partial"))

    def test_into_nowhere_is_refused(self, terminal: Terminal, tmp_path: Path) -> None:
        reason = terminal.refused("journal", "export", tmp_path / "none" / "journal.txt")

        assert "journal.txt: No such file or directory.\n" in reason


class TestVerify:
    def test_says_that_all_is_good(self, terminal: Terminal) -> None:
        with reading(terminal.folder) as queries:
            head = queries.journal.head().hash.hex()

        assert verified(terminal) == {
            "ok": True,
            "entries": ENTRIES,
            "head": head,
            "first_bad": None,
            "reason": "",
            "keys": [key_of(terminal)],
            "note": "",
            "compared": 0,
        }

    def test_says_the_same_of_an_export_on_another_computer(
        self, terminal: Terminal, no_store: Terminal, exported: Path
    ) -> None:
        assert verified(no_store, exported) == verified(terminal)

    def test_says_what_it_does_not_prove(self, terminal: Terminal) -> None:
        printed = terminal.done("journal", "verify")

        assert printed.startswith(f"{ENTRIES} entries, all good. Head: ")
        assert f"Signed by: {key_of(terminal)}\n" in printed
        assert "Whoever has the file can sign all of it anew with a key of his own" in printed
        assert "does not prove: that the newest entries were not cut off" in printed

    def test_names_the_first_bad_entry_on_stderr(self, no_store: Terminal, exported: Path) -> None:
        lines = exported.read_bytes().splitlines(keepends=True)
        lines[5] = flip(lines[5], RAW, 3)
        exported.write_bytes(b"".join(lines))

        reason = no_store.refused("journal", "verify", exported)

        assert reason.startswith("Entry 5 is bad: ")
        assert reason.endswith("The 4 before it are good.\n")

    def test_wants_a_file_that_is_there(self, terminal: Terminal) -> None:
        assert "does not exist" in terminal.misused("journal", "verify", "none.txt")

    @pytest.mark.parametrize(
        "content", [b"", b"\n", b"{}\n", b"PK\x03\x04", b'{"format":"pos-journal-2"}\n', b"[1]\n"]
    )
    def test_refuses_what_is_no_export(
        self, terminal: Terminal, tmp_path: Path, content: bytes
    ) -> None:
        path = tmp_path / "other.txt"
        path.write_bytes(content)

        assert "not a journal export" in terminal.refused("journal", "verify", path)


class TestKeys:
    """What holds against somebody who has the file, and signs all of it anew."""

    @pytest.fixture
    def forged(self, terminal: Terminal, tmp_path: Path) -> Path:
        """An export of the same entries, each signed by a key that was made for it."""
        with reading(terminal.folder) as queries:
            entries = list(queries.journal.entries())
            profile = queries.profile
        signer = Ed25519Signer(generate())
        keys = {signer.key_id: (signer.public_key, 1)}
        header = ExportHeader(profile.journal_id, profile.terminal, keys, {1: 1})
        path = tmp_path / "forged.txt"
        path.write_bytes(b"".join(export_lines(header, relinked(entries, signer))))
        return path

    @pytest.fixture
    def resigned(self, terminal: Terminal) -> Terminal:
        """The same in the store itself, with the rules in place again."""
        signer = Ed25519Signer(generate())
        with reading(terminal.folder) as queries:
            entries = relinked(list(queries.journal.entries()), signer)
        with shops.tampered(terminal.folder.store) as connection:
            connection.execute("DELETE FROM signing_key")
            values = (signer.key_id, signer.public_key, 1)
            connection.execute("INSERT INTO signing_key VALUES (?, ?, ?)", values)
            for one in entries:
                connection.execute(
                    "UPDATE journal SET raw = ?, hash = ?, signature = ? WHERE seq = ?",
                    (one.raw, one.hash, one.signature, one.seq),
                )
        return terminal

    def test_are_named_by_their_fingerprint(self, terminal: Terminal, exported: Path) -> None:
        header = json.loads(exported.read_bytes().splitlines()[0])
        digest = hashlib.sha256(bytes.fromhex(header["keys"][0]["public_key"])).hexdigest()

        (shown,) = verified(terminal)["keys"]

        assert shown == f"{digest[:4]} {digest[4:8]} {digest[8:12]} {digest[12:16]}"

    def test_of_another_may_have_signed_a_file_that_nobody_compares(
        self, terminal: Terminal, no_store: Terminal, forged: Path
    ) -> None:
        shown = verified(no_store, forged)

        assert shown["ok"]
        assert shown["keys"] != [key_of(terminal)]

    def test_of_another_are_refused_in_a_file(
        self, terminal: Terminal, no_store: Terminal, forged: Path
    ) -> None:
        shown = verified(no_store, forged, "--key", key_of(terminal))

        assert (shown["ok"], shown["first_bad"]) == (False, None)
        assert shown["reason"] == (
            f"it is signed by {shown['keys'][0]}, which is not what --key names"
        )
        reason = no_store.refused("journal", "verify", forged, "--key", key_of(terminal))
        assert reason == f"This journal is not accepted: {shown['reason']}.\n"

    @pytest.mark.parametrize(
        "spell", [str, str.upper, lambda key: key.replace(" ", ""), lambda k: k.replace(" ", "-")]
    )
    def test_may_be_asked_for_in_any_spelling(
        self, terminal: Terminal, no_store: Terminal, exported: Path, spell: Callable[[str], str]
    ) -> None:
        key = spell(key_of(terminal))

        assert verified(no_store, exported, "--key", key)["ok"]
        assert verified(terminal, "--key", key)["ok"]

    def test_are_refused_in_the_store_too(self, terminal: Terminal) -> None:
        assert not verified(terminal, "--key", "0000 0000 0000 0000")["ok"]

    def test_that_have_signed_later_must_be_asked_for_as_well(
        self, terminal: Terminal, no_store: Terminal, exported: Path
    ) -> None:
        """Ours is asked for, and a stranger's has replaced it in the middle."""
        add_rotation(exported, Ed25519Signer(generate()))
        shown = verified(no_store, exported)

        refused = verified(no_store, exported, "--key", key_of(terminal))
        both = [word for key in shown["keys"] for word in ("--key", key)]

        assert (shown["ok"], shown["keys"][0]) == (True, key_of(terminal))
        assert refused["reason"].startswith(f"it is signed by {shown['keys'][1]}, ")
        assert verified(no_store, exported, *both)["ok"]

    @pytest.mark.parametrize("key", ["", "abc", "xxxx xxxx xxxx xxxx", "0" * 17])
    def test_that_are_none_are_misused(self, terminal: Terminal, key: str) -> None:
        assert "16 digits" in terminal.misused("journal", "verify", "--key", key)

    def test_of_ours_cannot_be_put_behind_a_strangers(
        self, terminal: Terminal, resigned: Terminal
    ) -> None:
        """As if the stranger's had been replaced by ours, which then goes on."""
        own = Ed25519Signer(base64.b64decode(json.loads(keys_text(terminal))["signing_key"]))
        with shops.raw(resigned.folder.store) as connection:
            values = (own.key_id, own.public_key, ENTRIES + 1)
            connection.execute("INSERT INTO signing_key VALUES (?, ?, ?)", values)

        assert verified(resigned)["first_bad"] == ENTRIES + 1
        with writing(resigned.folder) as store, pytest.raises(WrongSigningKeyError):
            shops.sell(store, shops.MILK)

    def test_that_were_replaced_in_the_store_are_found(self, resigned: Terminal) -> None:
        shown = verified(resigned)

        assert (shown["ok"], shown["entries"], shown["first_bad"]) == (False, ENTRIES, None)
        assert shown["reason"] == "its newest key is not the one in this computer's key store"

    def test_that_were_replaced_are_found_by_doctor(self, resigned: Terminal) -> None:
        result = resigned.run("doctor", "--json")

        ill = [one["name"] for one in json.loads(result.stdout) if not one["ok"]]
        assert ill == ["keys"]

    def test_that_cannot_be_compared_are_said_to_be(self, terminal: Terminal) -> None:
        terminal.folder.keys.unlink()

        shown = verified(terminal)

        assert shown["ok"]
        assert "own key could not be looked at: " in shown["note"]
        assert shown["note"] in terminal.done("journal", "verify")


class TestAnchors:
    """What somebody else has kept, compared with an export and with the store itself."""

    @pytest.fixture
    def receipt(self, terminal: Terminal) -> str:
        number = "X-T01-000005"
        with reading(terminal.folder) as queries:
            order = queries.orders.by_number(number)
            assert order is not None
            return qr_payload(order, number=number, terminal=queries.profile.terminal)

    def kept(self, source: Terminal, path: Path, **other: object) -> Path:
        shown = verified(source)
        anchor = {"terminal": "T01", "epoch": 1, "seq": ENTRIES, "hash": shown["head"]}
        path.write_text(json.dumps([anchor | other]), "utf-8")
        return path

    def test_that_fit_are_counted(
        self, terminal: Terminal, exported: Path, receipt: str, tmp_path: Path
    ) -> None:
        anchors = self.kept(terminal, tmp_path / "anchors.json")

        for words in ((), (exported,)):
            shown = verified(terminal, *words, "--anchors", anchors, "--receipt", receipt)

            assert (shown["ok"], shown["compared"]) == (True, 2)
            assert "2 anchors and receipts compared." in shown["note"]

    def test_that_differ_are_refused(
        self, terminal: Terminal, exported: Path, tmp_path: Path
    ) -> None:
        anchors = self.kept(terminal, tmp_path / "anchors.json", hash="ab" * 32)

        for words in ((), (exported,)):
            assert verified(terminal, *words, "--anchors", anchors)["first_bad"] == ENTRIES

    def test_of_a_later_entry_show_what_is_missing(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        anchors = self.kept(terminal, tmp_path / "anchors.json", seq=ENTRIES + 5)

        reason = terminal.refused("journal", "verify", "--anchors", anchors)

        assert f"the anchor of entry {ENTRIES + 5} was made of a later one" in reason

    def test_of_another_terminal_prove_nothing(self, terminal: Terminal, tmp_path: Path) -> None:
        anchors = self.kept(terminal, tmp_path / "anchors.json", terminal="T02")

        shown = verified(terminal, "--anchors", anchors)

        assert shown["reason"] == "none of the anchors is of this terminal"

    def test_that_a_restored_backup_has_lost_are_told(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        backup = tmp_path / "store.backup"
        terminal.done("backup", "create", backup)
        with writing(terminal.folder) as store:
            shops.sell(store, shops.MILK)
        anchors = self.kept(terminal, tmp_path / "anchors.json", seq=ENTRIES + 1)
        terminal.run("backup", "restore", backup, "--discard-later")

        shown = verified(terminal, "--anchors", anchors)

        assert (shown["ok"], shown["entries"]) == (True, ENTRIES + 1)
        assert f"the last is entry {ENTRIES + 1} of epoch 1" in shown["note"]

    @pytest.mark.parametrize("content", ["", "{", "7", "[7]", "[{}]", '[{"seq":true}]'])
    def test_that_are_none_are_refused(
        self, terminal: Terminal, tmp_path: Path, content: str
    ) -> None:
        path = tmp_path / "anchors.json"
        path.write_text(content, "utf-8")

        reason = terminal.refused("journal", "verify", "--anchors", path)

        assert "anchors.json cannot be compared with a journal: it must be a list" in reason

    @pytest.mark.parametrize("text", ["", "POS1", "POS2:a:1:EUR:T01:1:" + "A" * 64])
    def test_that_are_no_receipts_are_refused(self, terminal: Terminal, text: str) -> None:
        reason = terminal.refused("journal", "verify", "--receipt", text)

        assert "no receipt carries such a code" in reason


class TestHeader:
    @pytest.mark.parametrize("name", ["journal_id", "terminal"])
    def test_of_another_journal_is_found(
        self, no_store: Terminal, exported: Path, name: str
    ) -> None:
        lines = exported.read_bytes().splitlines(keepends=True)
        lines[0] = canonical.encode(json.loads(lines[0]) | {name: "another"}) + b"\n"
        exported.write_bytes(b"".join(lines))

        shown = verified(no_store, exported)

        assert (shown["first_bad"], shown["reason"]) == (1, "it belongs to another journal")

    def test_alone_proves_nothing(self, no_store: Terminal, exported: Path) -> None:
        exported.write_bytes(exported.read_bytes().splitlines(keepends=True)[0])

        shown = verified(no_store, exported)

        assert (shown["ok"], shown["entries"], shown["first_bad"]) == (False, 0, None)
        assert no_store.refused("journal", "verify", exported) == (
            "This journal is not accepted: the export holds no entries.\n"
        )


class TestFlippedBit:
    @pytest.mark.parametrize("entry", range(1, ENTRIES + 1))
    @pytest.mark.parametrize(
        ("field", "at"),
        [(RAW, 0), (RAW, 40), (RAW, -1), (HASH, 0), (HASH, 63), (SIGNATURE, 0), (SIGNATURE, 40)],
    )
    def test_is_found_in_an_export(
        self, no_store: Terminal, exported: Path, entry: int, field: int, at: int
    ) -> None:
        lines = exported.read_bytes().splitlines(keepends=True)
        lines[entry] = flip(lines[entry].removesuffix(b"\n"), field, at) + b"\n"
        exported.write_bytes(b"".join(lines))

        shown = verified(no_store, exported)

        assert (shown["ok"], shown["entries"], shown["first_bad"]) == (False, entry - 1, entry)

    @pytest.mark.parametrize("column", ["raw", "hash", "signature"])
    @pytest.mark.parametrize("seq", [1, 6, ENTRIES])
    def test_is_found_in_the_store(self, terminal: Terminal, column: str, seq: int) -> None:
        with shops.raw(terminal.folder.store) as connection:
            shops.drop_triggers(connection)
            query = f"SELECT {column} FROM journal WHERE seq = ?"
            value = bytearray(connection.execute(query, (seq,)).fetchone()[0])
            value[len(value) // 2] ^= 1
            connection.execute(
                f"UPDATE journal SET {column} = ? WHERE seq = ?", (bytes(value), seq)
            )

        shown = verified(terminal)

        assert (shown["ok"], shown["first_bad"]) == (False, seq)

    def test_in_the_kind_beside_the_signed_bytes_is_found(self, terminal: Terminal) -> None:
        with shops.raw(terminal.folder.store) as connection:
            shops.drop_triggers(connection)
            connection.execute("UPDATE journal SET kind = 'no_sale' WHERE seq = 5")

        assert verified(terminal)["first_bad"] == 5


class TestChangedLines:
    @pytest.fixture
    def lines(self, exported: Path) -> list[bytes]:
        return exported.read_bytes().splitlines(keepends=True)

    def check(self, terminal: Terminal, exported: Path, lines: list[bytes]) -> dict[str, Any]:
        exported.write_bytes(b"".join(lines))
        return verified(terminal, exported)

    def test_are_found_when_one_is_missing(
        self, no_store: Terminal, exported: Path, lines: list[bytes]
    ) -> None:
        del lines[4]

        assert self.check(no_store, exported, lines)["first_bad"] == 4

    def test_are_found_when_the_first_is_missing(
        self, no_store: Terminal, exported: Path, lines: list[bytes]
    ) -> None:
        del lines[1]

        assert self.check(no_store, exported, lines)["first_bad"] == 1

    def test_are_found_when_one_is_there_twice(
        self, no_store: Terminal, exported: Path, lines: list[bytes]
    ) -> None:
        lines.insert(4, lines[4])

        assert self.check(no_store, exported, lines)["first_bad"] == 5

    def test_are_found_when_two_have_changed_places(
        self, no_store: Terminal, exported: Path, lines: list[bytes]
    ) -> None:
        lines[4], lines[5] = lines[5], lines[4]

        assert self.check(no_store, exported, lines)["first_bad"] == 4

    def test_are_found_when_the_last_was_cut(
        self, no_store: Terminal, exported: Path, lines: list[bytes]
    ) -> None:
        lines[-1] = lines[-1][:-1]

        assert self.check(no_store, exported, lines)["first_bad"] == ENTRIES

    def test_are_found_when_their_ends_were_changed(
        self, no_store: Terminal, exported: Path, lines: list[bytes]
    ) -> None:
        changed = [lines[0], *(line.replace(b"\n", b"\r\n") for line in lines[1:])]

        assert self.check(no_store, exported, changed)["first_bad"] == 1

    @pytest.mark.parametrize("change", [bytes.upper, lambda digest: b" " + digest])
    def test_are_found_when_the_hash_is_spelt_otherwise(
        self,
        no_store: Terminal,
        exported: Path,
        lines: list[bytes],
        change: Callable[[bytes], bytes],
    ) -> None:
        raw, digest, signature = lines[3].split(b"\t")
        lines[3] = b"\t".join((raw, change(digest), signature))

        assert self.check(no_store, exported, lines)["first_bad"] == 3

    def test_are_found_when_an_amount_was_changed_with_its_hash(
        self, no_store: Terminal, exported: Path, lines: list[bytes]
    ) -> None:
        """Whoever lacks the key can make a chain that fits, but not sign it."""
        raw, _, signature = lines[5].split(b"\t")
        forged = raw.replace(b'"total":647', b'"total":147')
        assert forged != raw
        digest = hashlib.sha256(forged).hexdigest().encode()
        lines[5] = b"\t".join((forged, digest, signature))

        shown = self.check(no_store, exported, lines)

        assert (shown["first_bad"], shown["reason"]) == (5, "the signature does not fit")

    def test_are_found_when_signed_by_another_key(
        self, no_store: Terminal, exported: Path, lines: list[bytes]
    ) -> None:
        header = json.loads(lines[0])
        header["keys"][0]["public_key"] = "00" * 32
        lines[0] = json.dumps(header, sort_keys=True, separators=(",", ":")).encode() + b"\n"

        assert self.check(no_store, exported, lines)["first_bad"] == 1

    def test_at_the_end_may_be_missing_as_the_words_say(
        self, no_store: Terminal, exported: Path, lines: list[bytes]
    ) -> None:
        shown = self.check(no_store, exported, lines[:-2])

        assert (shown["ok"], shown["entries"]) == (True, ENTRIES - 2)


class TestRemovedEntry:
    def test_is_found_in_the_store(self, terminal: Terminal) -> None:
        with shops.raw(terminal.folder.store) as connection:
            shops.drop_triggers(connection)
            connection.execute("DELETE FROM journal WHERE seq = 5")

        assert verified(terminal)["first_bad"] == 5


class TestClock:
    """A command that writes holds the clock against the last entry, as the till does."""

    def test_that_was_set_back_is_an_entry(
        self, new_terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        new_terminal.done("products", "add", "33", "Stylo", "2.50")
        with monkeypatch.context() as patch:
            patch.setattr(SystemClock, "now", lambda _clock: datetime.now(UTC) - timedelta(hours=3))
            new_terminal.done("products", "add", "34", "Encre", "4.50")
        new_terminal.done("products", "add", "35", "Papier", "5.50")

        with reading(new_terminal.folder) as queries:
            entries = [json.loads(one.raw) for one in queries.journal.entries()]
        assert [(one["kind"], one["clock_suspect"]) for one in entries[-5:]] == [
            ("config_change", False),
            ("clock_jump", True),
            ("config_change", True),
            ("clock_jump", False),
            ("config_change", False),
        ]
        assert -10_801_000 < entries[-4]["body"]["offset_ms"] < -10_790_000
        assert new_terminal.json("journal", "verify")["ok"]
