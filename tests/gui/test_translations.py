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
