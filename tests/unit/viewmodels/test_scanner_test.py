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
        return self.test.take()

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


class TestShown:
    def test_shows_what_is_no_character_and_cuts_what_is_long(self) -> None:
        assert shown("01\x1d21") == "01\\x1d21"
        assert shown("1" * 50) == "1" * 40 + "…"
