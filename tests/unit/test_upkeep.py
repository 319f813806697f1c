"""What travels with the program: each package is used, named with its reason, and looked after."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any, Final

import pytest

from build import audit

ROOT: Final = Path(__file__).parents[2]
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
README: Final = (ROOT / "README.md").read_text("utf-8")
DATA: Final = {"tzdata"}
"""Read by the standard library, so that nobody imports it."""
TYPES: Final = "types-"


def named(requirements: list[str]) -> set[str]:
    return {plain(re.split(r"[<>=!~ ;\[]", one)[0]) for one in requirements}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(*folders: str) -> set[str]:
    """Distributions whose modules are imported, at the top of a module or later."""
    roots: set[str] = set()
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                roots |= roots_of(node)
    known = packages_distributions()
    foreign = roots - sys.stdlib_module_names - {"pos_app", ""}
    return {plain(name) for root in foreign for name in known[root]}


def roots_of(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {name.name.split(".")[0] for name in node.names}
    if isinstance(node, ast.ImportFrom) and not node.level:
        return {(node.module or "").split(".")[0]}
    match node:
        case ast.Call(
            func=ast.Name(id="import_module"), args=[ast.Constant(value=str(module)), *_]
        ):
            return {module.split(".")[0]}
    return set()


class TestDependencies:
    DIRECT: Final = named(PROJECT["dependencies"])
    HEAD_OFFICE: Final = named(PROJECT["optional-dependencies"]["head-office"])
    DEVELOPMENT: Final = named(PROJECT["optional-dependencies"]["dev"]) - {"pos-app"}

    def test_are_all_used(self) -> None:
        assert self.DIRECT - imported("pos_app", "migrations") == DATA

    def test_are_all_that_is_used(self) -> None:
        # What another package happens to bring may be gone with its next version.
        assert imported("pos_app", "migrations") - self.DIRECT - self.HEAD_OFFICE == set()

    def test_are_named_in_the_readme_with_their_reason(self) -> None:
        table = README[README.index("| library | for |") :].lower()
        wanted = self.DIRECT | self.HEAD_OFFICE | self.DEVELOPMENT

        assert [name for name in wanted if name not in table and TYPES not in name] == []

    def test_are_locked(self) -> None:
        run = (ROOT / "build" / "requirements.txt").read_text("utf-8")
        dev = (ROOT / "build" / "requirements-dev.txt").read_text("utf-8")

        head = (ROOT / "build" / "requirements-head-office.txt").read_text("utf-8")

        assert self.DIRECT - locked(run) == set()
        assert (self.DIRECT | self.HEAD_OFFICE) - locked(head) == set()
        assert (self.DEVELOPMENT | self.HEAD_OFFICE) - locked(dev) == set()

    def test_come_from_no_address_of_their_own(self) -> None:
        for lock in (ROOT / "build").glob("requirements*.txt"):
            lines = [line for line in lock.read_text("utf-8").splitlines() if line[:1] not in " #"]

            assert [one for one in lines if not re.match(r"[a-z0-9.-]+==\S+ ", one)] == []


def locked(text: str) -> set[str]:
    return {plain(name) for name in re.findall(r"^(\S+)==", text, re.MULTILINE)}


def sound(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "version": "1.0", "vulns": []} | more


class TestAudit:
    """What the answers of the advisory service come to."""

    @pytest.fixture
    def lock(self, tmp_path: Path) -> Path:
        path = tmp_path / "lock.txt"
        hashes = " \\\n    --hash=sha256:00\n"
        path.write_text(
            f"Alpha==1.0{hashes}be_ta==2.0{hashes}gamma==1 ; sys_platform == 'win32'{hashes}",
            "utf-8",
        )
        return path

    def test_of_all_is_sound(self, lock: Path) -> None:
        assert audit.judge(lock, [sound("alpha"), sound("be-ta")]) == audit.SOUND

    def test_of_some_proves_nothing(self, lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert audit.judge(lock, [sound("alpha")]) == audit.UNKNOWN
        assert "NOT AUDITED" in capsys.readouterr().out

    def test_that_were_passed_over_proves_nothing(self, lock: Path) -> None:
        """As the tool does for a package that its service does not know; it calls that good."""
        skipped = [{"name": name, "skip_reason": "not found"} for name in ("alpha", "be-ta")]

        assert audit.judge(lock, skipped) == audit.UNKNOWN

    def test_of_a_known_fault_names_it(
        self, lock: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        fault = {"id": "PYSEC-1", "fix_versions": ["1.1"]}

        found = [sound("alpha", vulns=[fault]), {"name": "be-ta", "skip_reason": "not found"}]

        assert audit.judge(lock, found) == audit.VULNERABLE
        assert "VULNERABLE: alpha 1.0: PYSEC-1, mended in 1.1" in capsys.readouterr().out

    def test_without_an_answer_is_told_apart(
        self, lock: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(audit, "COMMAND", ("-c", "raise SystemExit('no network')"))

        assert audit.main([str(lock)]) == audit.UNKNOWN
        assert "gave no answer (no network)" in capsys.readouterr().out
