import re
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QCoreApplication

from pos_app.composition.desktop import start_application

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
