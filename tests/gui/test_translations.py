import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from pos_app.composition.desktop import speak, start_application
from pos_app.domain.staff import Role
from pos_app.services.catalogue.lookup import UnknownBarcodeError

ROOT: Final = Path(__file__).parents[2]
WORDS: Final = ROOT / "resources" / "translations" / "pos_app_en.ts"
PLURAL: Final = re.compile(r'tr\(\s*"([^"]*%n[^"]*)"')


def plurals_in_source() -> set[str]:
    files = (ROOT / "pos_app").rglob("*.py")
    return {words for path in files for words in PLURAL.findall(path.read_text(encoding="utf-8"))}


def messages() -> list[tuple[str, str, list[str]]]:
    found = []
    for context in ET.parse(WORDS).getroot().iter("context"):
        for message in context.iter("message"):
            forms = [form.text or "" for form in message.iter("numerusform")]
            found.append((context.findtext("name", ""), message.findtext("source", ""), forms))
    return found


class TestEnglishPlurals:
    def test_are_all_in_the_file(self) -> None:
        assert {source for _, source, _ in messages()} == plurals_in_source()

    def test_have_two_forms_each(self) -> None:
        assert all(len(forms) == 2 and all(forms) for _, _, forms in messages())

    @pytest.mark.usefixtures("qapp")
    def test_are_compiled(self) -> None:
        start_application("light")

        for context, source, (one, many) in messages():
            said = [QCoreApplication.translate(context, source, "", count) for count in (1, 2)]
            assert said == [one.replace("%n", "1"), many.replace("%n", "2")]

    @pytest.mark.usefixtures("qapp")
    def test_are_there_for_an_unknown_language_too(self) -> None:
        start_application("light", "xx")

        assert QCoreApplication.translate("Dots", "%n digits typed", "", 1) == "1 digit typed"


POLISH: Final = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pl">
<context>
    <name>Dots</name>
    <message numerus="yes">
        <source>%n digits typed</source>
        <translation>
            <numerusform>%n cyfra</numerusform>
            <numerusform>%n cyfry</numerusform>
            <numerusform>%n cyfr</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>This barcode is not known.</source>
        <translation>Nieznany kod.</translation>
    </message>
</context>
</TS>
"""


def literals() -> set[str]:
    """Whatever the screens translate that is written where it is said."""
    found = set()
    for room in ("views", "viewmodels"):
        for path in (ROOT / "pos_app" / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and node.args:
                    name = ast.unparse(node.func).rsplit(".", 1)[-1]
                    words = node.args[1 if name == "translate" and len(node.args) > 1 else 0]
                    said = getattr(words, "value", None)
                    if name in {"tr", "_tr", "translate"} and isinstance(said, str):
                        found.add(said)
    return found


class TestGathering:
    def test_leaves_nothing_out_that_is_said(self, tmp_path: Path) -> None:
        """As `make translations` does for any language but English."""
        bin_folder, more, words = (
            Path(sys.executable).parent,
            tmp_path / "words.py",
            "pos_app_xx.ts",
        )
        subprocess.run([sys.executable, ROOT / "build" / "words.py", more], check=True)
        rooms = [ROOT / "pos_app" / room for room in ("views", "viewmodels")]
        sources = [path for room in rooms for path in room.rglob("*.py") if path.stat().st_size]
        subprocess.run(
            [bin_folder / "pyside6-lupdate", "-silent", *sources, more, "-ts", tmp_path / words],
            check=True,
            capture_output=True,
        )

        found: dict[str, set[str]] = {}
        for context in ET.parse(tmp_path / words).getroot().iter("context"):
            said = {one.findtext("source", "") for one in context.iter("message")}
            found[context.findtext("name", "")] = said
        assert literals() - set().union(*found.values()) == set()
        assert UnknownBarcodeError.text in found["errors"]
        assert {role.value for role in Role} <= found["roles"]
        assert "Everywhere" in found["keys"]


class TestAnotherLanguage:
    """Made here, as somebody would who translates the till: one file of words, compiled."""

    @pytest.fixture
    def polish(self, qapp: QApplication, tmp_path: Path) -> Iterator[None]:
        words = tmp_path / "pos_app_pl.ts"
        words.write_text(POLISH, encoding="utf-8")
        compiler = Path(sys.executable).with_name("pyside6-lrelease")
        subprocess.run([compiler, "-silent", words], check=True, capture_output=True)
        shutil.copy(WORDS.with_suffix(".qm"), tmp_path)
        translators = speak(qapp, "pl", folder=tmp_path)
        yield
        for one in translators:
            qapp.removeTranslator(one)
            one.deleteLater()

    @pytest.mark.usefixtures("polish")
    def test_is_spoken_in_as_many_plurals_as_it_has(self) -> None:
        said = [QCoreApplication.translate("Dots", "%n digits typed", "", n) for n in (1, 2, 5, 22)]

        assert said == ["1 cyfra", "2 cyfry", "5 cyfr", "22 cyfry"]
        assert QCoreApplication.translate("errors", "This barcode is not known.") == "Nieznany kod."

    @pytest.mark.usefixtures("polish")
    def test_falls_back_on_english_and_its_plurals(self) -> None:
        context, source, (one, _many) = next(item for item in messages() if item[0] != "Dots")

        assert QCoreApplication.translate(context, source, "", 1) == one.replace("%n", "1")
