from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.adapters.secrets.key_file import (
    KeyFileDamagedError,
    KeyFileError,
    KeyFileStore,
    write_key_file,
)

DAMAGE = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"pepper"',
    b"\xff\xfe",
    b'{"pepper": 5}',
    b'{"pepper": null}',
    b'{"pepper": ["QUJD"]}',
    b'{"pepper": "QUJ"}',
    b'{"pepper": "QU JD"}',
    b'{"pepper": "\\u00e4bcd"}',
    b"[" * 100_000,
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


class TestKeys:
    def test_are_kept(self, path: Path) -> None:
        store = KeyFileStore(path)
        store.put("pepper", b"\x00\xff")
        store.put("signing_key", b"")

        assert KeyFileStore(path).get("pepper") == b"\x00\xff"
        assert store.get("signing_key") == b""
        assert store.get("other") is None
        assert path.stat().st_mode & 0o777 == 0o600
        assert [one.name for one in path.parent.iterdir()] == ["keys.json"]

    def test_are_none_where_there_is_no_file(self, path: Path) -> None:
        assert KeyFileStore(path).get("pepper") is None

    @pytest.mark.parametrize("content", DAMAGE, ids=lambda content: repr(content[:20]))
    def test_that_are_damaged_are_said_to_be(self, path: Path, content: bytes) -> None:
        write_key_file(path, {})
        path.write_bytes(content)

        with pytest.raises(KeyFileDamagedError, match=r"is damaged \(.*--recovery-code"):
            _ = KeyFileStore(path).get("pepper") or pytest.fail("nothing was read")

    @pytest.mark.parametrize("content", DAMAGE, ids=lambda content: repr(content[:20]))
    def test_that_are_damaged_are_not_written_over(self, path: Path, content: bytes) -> None:
        write_key_file(path, {})
        path.write_bytes(content)

        with pytest.raises(KeyFileDamagedError):
            KeyFileStore(path).put("other", b"x")

        assert path.read_bytes() == content

    def test_that_others_may_read_are_refused(self, path: Path) -> None:
        write_key_file(path, {"pepper": b"x"})
        path.chmod(0o640)

        with pytest.raises(KeyFileError, match="set its mode to 0600"):
            KeyFileStore(path).get("pepper")

    def test_behind_a_folder_are_said_to_be_unusable(self, path: Path) -> None:
        path.mkdir(mode=0o700)

        with pytest.raises(KeyFileError, match="Is a directory"):
            KeyFileStore(path).get("pepper")
