"""What can be known of the packages without building them; `make package` builds and tries them."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable
from configparser import ConfigParser
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Final
from xml.etree import ElementTree as ET

import pytest

ROOT: Final = Path(__file__).parents[2]
BUILD: Final = ROOT / "build"
SPEC: Final = (BUILD / "pos_app.spec").read_text(encoding="utf-8")
# The freedesktop.org menu specification's main categories that a till could have.
MAIN_CATEGORIES: Final = {"Office", "Utility"}
# Of the format; the validator of Debian 12 knows none that is newer.
VERSION_MAX: Final = (1, 4)


@pytest.fixture(scope="module")
def hidden_imports() -> ModuleType:
    found = spec_from_file_location("hidden_imports", BUILD / "hidden_imports.py")
    assert found is not None
    assert found.loader is not None
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


def bundled_names() -> set[str]:
    """The folders that the program asks `bundled` for."""
    return {
        node.args[0].value
        for path in (ROOT / "pos_app").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "bundled"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


class TestFolders:
    def test_that_the_program_reads_are_in_the_wheel(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]

        assert included == {name: f"pos_app/_bundled/{name}" for name in bundled_names()}

    def test_that_the_program_reads_are_frozen(self) -> None:
        frozen = re.findall(r'\(str\(BUNDLED / "(\w+)"\), "(\w+)"\)', SPEC)

        assert dict(frozen) == {name: name for name in bundled_names()}


class TestHiddenImports:
    def test_are_those_by_name(self, hidden_imports: ModuleType, tmp_path: Path) -> None:
        (tmp_path / "lazy.py").write_text(
            'import importlib\nfrom importlib import import_module\nimport_module("a.b")\n'
            'def f(name):\n    importlib.import_module("c").d()\n    import_module(name)\n'
        )

        assert hidden_imports.imported_by_name(tmp_path) == {"a.b", "c"}

    def test_of_the_program_are_found(self, hidden_imports: ModuleType) -> None:
        found = hidden_imports.imported_by_name(ROOT / "pos_app")

        assert found >= {"platformdirs", "PySide6.QtGui", "pos_app.composition.desktop"}

    def test_are_none_of_head_office(self) -> None:
        source = SPEC[SPEC.index("def is_of_the_till") : SPEC.index("analysis =")]
        known: dict[str, Callable[[str], bool]] = {}
        exec(source, known)  # the spec is a script that only PyInstaller can run
        is_of_the_till = known["is_of_the_till"]

        assert is_of_the_till("pos_app.composition.desktop")
        assert not is_of_the_till("pos_app.head_office.api.app")
        assert not is_of_the_till("pos_app.composition.head_office_cli.main")
        assert SPEC.count("is_of_the_till") == 3

    def test_of_the_migrations_are_all_they_import(self, hidden_imports: ModuleType) -> None:
        found = hidden_imports.imported_by_statement(ROOT / "migrations" / "terminal")

        assert found >= {"alembic", "sqlalchemy", "pos_app.adapters.persistence.tables"}
        assert 'imported_by_statement(BUNDLED / "migrations" / "terminal")' in SPEC


class TestMenuEntry:
    @staticmethod
    def read() -> ConfigParser:
        entry = ConfigParser(interpolation=None, strict=True)
        entry.optionxform = str  # type: ignore[assignment,method-assign]  # keys have capitals
        entry.read(BUILD / "deb" / "pos-app.desktop", encoding="utf-8")
        return entry

    def test_opens_what_the_package_installs(self) -> None:
        entry = self.read()["Desktop Entry"]
        script = (BUILD / "package.sh").read_text(encoding="utf-8")

        assert (entry["Type"], entry["Exec"], entry["Terminal"]) == (
            "Application",
            "pos-app",
            "false",
        )
        assert f'"$root/usr/bin/{entry["Exec"]}"' in script
        assert f"resources/{entry['Icon']}.svg" in script

    def test_has_a_version_that_menus_know(self) -> None:
        version = self.read()["Desktop Entry"]["Version"]

        assert tuple(map(int, version.split("."))) <= VERSION_MAX

    def test_has_lists_that_end_as_the_format_wants_them(self) -> None:
        entry = self.read()
        main = entry["Desktop Entry"]

        for name in ("Categories", "Keywords", "Actions"):
            assert main[name].endswith(";"), name
        assert len(MAIN_CATEGORIES & set(main["Categories"].split(";"))) == 1
        actions = [f"Desktop Action {one}" for one in main["Actions"].split(";")[:-1]]
        assert entry.sections() == ["Desktop Entry", *actions]
        for action in actions:
            assert entry[action]["Exec"].split()[0] == main["Exec"]

    def test_has_an_icon_that_can_be_drawn(self) -> None:
        drawing = ET.parse(ROOT / "resources" / "pos-app.svg").getroot()

        assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
        assert drawing.get("viewBox") == "0 0 64 64"


class TestControl:
    def test_has_every_blank_filled_by_the_script(self) -> None:
        control = (BUILD / "deb" / "control").read_text(encoding="utf-8")
        script = (BUILD / "package.sh").read_text(encoding="utf-8")

        blanks = set(re.findall(r"@[A-Z]+@", control))
        assert blanks == set(re.findall(r"@[A-Z]+@", script))
        assert "@VERSION@" in blanks

    def test_says_the_licence_word_for_word(self) -> None:
        words = (ROOT / "LICENSE").read_text(encoding="utf-8").partition("\n\n")[2]
        told = (BUILD / "deb" / "copyright").read_text(encoding="utf-8")

        plain = re.sub(r"^ \.?", "", told.rpartition("License: MIT\n")[2], flags=re.MULTILINE)
        assert plain.split() == words.partition("\n\n")[2].split()
