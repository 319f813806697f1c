import pytest

from pos_app.viewmodels.shared.raw_scan import RawScan
from pos_app.viewmodels.shared.scanner_test import ScannerTest, shown

MILK = "4006381333931"


class Till:
    def __init__(self) -> None:
        self.recent: list[RawScan] = []
        self.test = ScannerTest()
        self.test.recent = lambda: self.recent
        self.runs: list[bool] = []
        self.test.running_changed.connect(self.runs.append)

    def scan(self, text: str = MILK, *, gap_ms: int = 8, suffix: str = "Enter") -> bool:
        self.recent.append(RawScan(text, gap_ms, suffix))
        return self.test.take(text)

    def scan_all(self, text: str = MILK, *, gap_ms: int = 8, suffix: str = "Enter") -> None:
        for _ in range(3):
            self.scan(text, gap_ms=gap_ms, suffix=suffix)


class TestScannerTest:
    def test_takes_nothing_before_it_is_begun(self) -> None:
        till = Till()

        assert not till.scan()
        assert (till.test.words, till.test.gap_ms) == ("", None)

    def test_takes_three_and_says_what_is_right_for_them(self) -> None:
        till = Till()
        till.test.start()
        assert "0 of 3" in till.test.words

        assert till.scan(gap_ms=8)
        assert till.scan(gap_ms=31)
        assert (till.test.gap_ms, till.runs) == (None, [True])
        assert till.scan(gap_ms=12)

        assert till.test.gap_ms == 70
        assert till.runs == [True, False]
        assert "Longest gap 31 ms, ends with Enter, digits come through right" in till.test.words
        assert "a gap of 70 ms" in till.test.words
        assert not till.test.is_trouble
        assert not till.scan()

    def test_says_where_the_keyboards_differ(self) -> None:
        till = Till()
        till.test.start()

        till.scan_all("à''-(\"çè")

        assert till.test.is_trouble
        assert "another keyboard" in till.test.words

    def test_shows_what_it_cannot_prove(self) -> None:
        till = Till()
        till.test.start()

        till.scan_all("PROMO-10", suffix="")

        assert "ends with no key of its own" in till.test.words
        assert "compare with what is printed: PROMO-10" in till.test.words

    def test_says_where_the_ends_differ(self) -> None:
        till = Till()
        till.test.start()
        till.scan(suffix="Tab")

        till.scan()
        till.scan()

        assert "something else each time" in till.test.words

    def test_is_over_where_somebody_goes_on(self) -> None:
        till = Till()
        till.test.start()
        till.scan()

        till.test.stop()

        assert not till.scan()
        assert (till.test.words, till.runs) == ("", [True, False])

    def test_takes_nothing_that_the_scanner_has_not_kept(self) -> None:
        till = Till()
        till.test.start()
        assert not till.test.take(MILK)
        till.scan()

        assert not till.test.take("96385074"), "read off a field for a PIN"

        assert len(till.test.scans) == 1

    @pytest.mark.parametrize(
        ("code", "hidden"), [("B-SECRET77", "B-•••"), ("4111111111111111", "•••")]
    )
    def test_tells_neither_a_badge_nor_a_card(self, code: str, hidden: str) -> None:
        till = Till()
        till.test.start()

        till.scan_all(code)

        assert f"printed: {hidden}, {hidden}, {hidden}" in till.test.words


class TestShown:
    def test_shows_what_is_no_character_and_cuts_what_is_long(self) -> None:
        assert shown("01\x1d21", "B-") == "01\\x1d21"
        assert shown("A" * 50, "B-") == "A" * 40 + "…"
