import json
from pathlib import Path

import pytest

from pos_app.adapters.documents.receipt_words import read_receipt_words, receipt_languages
from pos_app.services.printing.cells import cells
from pos_app.services.printing.words import ReceiptWords, ReceiptWordsError, expected_keys

FOLDER = Path(__file__).parents[4] / "resources" / "translations"


class TestLanguages:
    def test_are_three(self) -> None:
        assert set(receipt_languages(FOLDER)) == {"en", "fr", "de"}

    def test_all_have_exactly_the_words_of_a_receipt(self) -> None:
        for path in receipt_languages(FOLDER).values():
            assert set(json.loads(path.read_text(encoding="utf-8"))) == expected_keys(), path.name

    def test_leave_room_for_an_amount_on_narrow_paper(self) -> None:
        for path in receipt_languages(FOLDER).values():
            words = json.loads(path.read_text(encoding="utf-8"))

            printed = [one for name, one in words.items() if not name.startswith("email_")]
            assert [one for one in printed if not 0 < cells(one) <= 24] == [], path.name


class TestReadReceiptWords:
    @pytest.mark.parametrize("language", ["fr", "fr_CA", "fr-FR", "FR"])
    def test_takes_the_language_of_a_region(self, language: str) -> None:
        assert read_receipt_words(FOLDER, language).change == "Rendu"

    @pytest.mark.parametrize("language", ["", "xx", "../fr"])
    def test_falls_back_on_english(self, language: str) -> None:
        assert read_receipt_words(FOLDER, language).change == "Change"


class TestReceiptWords:
    def test_name_what_is_missing_and_what_is_unknown(self) -> None:
        words = dict.fromkeys(expected_keys(), "word")
        del words["total"]
        words["totle"] = "word"

        with pytest.raises(ReceiptWordsError, match=r"total, totle\.$"):
            ReceiptWords.of(words)

    def test_call_an_unknown_method_by_its_own_name(self) -> None:
        words = ReceiptWords.of(dict.fromkeys(expected_keys(), "word"))

        assert words.method("cash") == "word"
        assert words.method("cheque") == "cheque"
