"""What customers see while nothing is sold, and in which language all of it is said."""

from __future__ import annotations

import inspect
import os
import re
import struct
import sys
import zlib
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from pos_app.adapters.documents.receipt_words import read_customer_words, receipt_languages
from pos_app.adapters.documents.slide_pictures import (
    MEBIBYTE,
    MEBIBYTES_MAX,
    PICTURES_MAX,
    PictureFolderError,
    PictureFolderGoneError,
    SlideBrokenError,
    pictures_in,
    require_folder,
    slide_picture,
)
from pos_app.adapters.system.paths import bundled
from pos_app.viewmodels.customer_display import customer_words
from pos_app.viewmodels.customer_display.customer_text import CustomerText, Scene
from pos_app.viewmodels.customer_display.slide_show import Slide, SlideShow, SlideSources
from pos_app.views.customer_display.slide_scene import Picture, SlideScene
from tests.fakes.formats import FakeFormats
from tests.fakes.tasks import HeldTaskRunner, InlineTaskRunner
from tests.gui.customer_eye import CustomerEye, faults_of
from tests.gui.driving import DrivenTill
from tests.gui.test_selling import BREAD
from tests.screens.customer_shots import DISPLAY_SIZES, has_picture, show_slides

TRANSLATIONS: Final = bundled("resources") / "translations"
ROOT: Final = Path(__file__).parents[2]
HEBREW: Final = "\u05d0\u05d1\u05d2 24!"
WAYS: Final = {"Cash", "Card", "On account", "Voucher", "Other", "was {price}"}


class Shelf:
    """The settings, and a folder in memory."""

    def __init__(self) -> None:
        self.sentences, self.folder = "", ""
        self.files: Sequence[str] = ()

    def listed(self, folder: str) -> Sequence[str]:
        if not self.files:
            raise PictureFolderGoneError(folder=folder, reason="gone")
        return self.files

    def load(self, path: str, _box: tuple[int, int]) -> object:
        if "broken" in path:
            raise SlideBrokenError(name=path, reason="broken")
        return f"image of {path}"


class HeldShow(SlideShow):
    """Its lane answers when it is told to."""

    def __init__(self, shelf: Shelf, owner: QObject) -> None:
        self.lane = HeldTaskRunner()
        self.asked: list[str] = []
        super().__init__(
            SlideSources(
                wanted=lambda: (shelf.sentences, shelf.folder),
                listed=lambda folder: shelf.listed(self._noted(folder)),
                load=lambda path, box: shelf.load(self._noted(path), box),
            ),
            tasks=self.lane,
            formats=FakeFormats(),
            parent=owner,
        )

    def _noted(self, name: str) -> str:
        self.asked.append(name)
        return name


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def slides(owner: QObject, shelf: Shelf) -> SlideShow:
    sources = SlideSources(
        wanted=lambda: (shelf.sentences, shelf.folder), listed=shelf.listed, load=shelf.load
    )
    return SlideShow(sources, tasks=InlineTaskRunner(), formats=FakeFormats(), parent=owner)


def round_of(slides: SlideShow, turns: int) -> list[str]:
    seen = []
    for _ in range(turns):
        slides.turn()
        seen.append((slides.slide.words or slides.slide.path) if slides.slide else "welcome")
    return seen


class TestRound:
    def test_of_nothing_does_not_run(self, slides: SlideShow) -> None:
        slides.run(on=True)

        assert not slides._timer.isActive()  # noqa: SLF001 - nothing else tells a timer that rests

    def test_is_the_sentences_the_pictures_and_the_welcome(
        self, slides: SlideShow, shelf: Shelf
    ) -> None:
        shelf.sentences, shelf.folder, shelf.files = "Open on Sunday\nFresh bread", "p", ("a", "b")
        slides.run(on=True)

        seen = round_of(slides, 6)

        assert seen == ["Open on Sunday", "Fresh bread", "a", "b", "welcome", "Open on Sunday"]

    def test_goes_on_past_what_is_broken_and_says_so_once(
        self, slides: SlideShow, shelf: Shelf
    ) -> None:
        told: list[str] = []
        slides.told.connect(lambda words, _undo: told.append(words))
        shelf.folder, shelf.files = "p", ("a", "broken", "c")
        slides.run(on=True)

        assert round_of(slides, 7) == ["a", "a", "c", "welcome", "a", "a", "c"]
        assert told == ["The customer display cannot show broken: broken."]

    def test_says_its_sentences_while_its_folder_is_gone(
        self, slides: SlideShow, shelf: Shelf
    ) -> None:
        shelf.sentences, shelf.folder = "Fresh bread", "gone"
        slides.run(on=True)

        assert round_of(slides, 3) == ["Fresh bread", "welcome", "Fresh bread"]

    def test_leaves_out_lines_without_words(self, slides: SlideShow, shelf: Shelf) -> None:
        shelf.sentences = "Fresh bread\n \n\nCake"
        slides.run(on=True)

        assert round_of(slides, 3) == ["Fresh bread", "Cake", "welcome"]

    def test_begins_anew_when_its_settings_are_others(
        self, slides: SlideShow, shelf: Shelf
    ) -> None:
        shelf.folder, shelf.files = "p", ("a", "b")
        slides.run(on=True)
        assert round_of(slides, 1) == ["a"]

        shelf.folder, shelf.files = "q", ("c",)
        slides.run(on=True)

        assert slides.slide is None
        assert round_of(slides, 2) == ["c", "welcome"]

    def test_shows_no_picture_that_comes_after_its_end(self, owner: QObject, shelf: Shelf) -> None:
        shelf.folder, shelf.files = "p", ("a",)
        slides = HeldShow(shelf, owner)
        slides.run(on=True)
        slides.lane.run_all()
        slides.turn()

        slides.run(on=False)
        slides.lane.run_all()

        assert slides.asked == ["p", "a"]
        assert slides.slide is None

    def test_takes_no_list_of_a_folder_that_is_no_longer_wanted(
        self, owner: QObject, shelf: Shelf
    ) -> None:
        shelf.folder, shelf.files = "p", ("a",)
        slides = HeldShow(shelf, owner)
        slides.run(on=True)
        shelf.folder = "q"
        slides.run(on=True)
        slides.lane.run_all()
        assert not slides.pictures

        slides.turn()
        slides.lane.run_all()

        assert slides.asked == ["p", "q"]
        assert slides.pictures == ("a",)

    def test_asks_a_share_that_does_not_answer_once(self, owner: QObject, shelf: Shelf) -> None:
        shelf.sentences, shelf.folder, shelf.files = "Fresh bread", "dead", ("a",)
        slides = HeldShow(shelf, owner)
        slides.run(on=True)

        assert round_of(slides, 5) == ["Fresh bread", "welcome"] * 2 + ["Fresh bread"]
        slides.lane.run_all()
        assert slides.asked == ["dead"]

    def test_ends_at_the_welcome(self, slides: SlideShow, shelf: Shelf) -> None:
        shelf.sentences = "Fresh bread"
        slides.run(on=True)
        slides.turn()
        assert slides.slide == Slide("Fresh bread")

        slides.run(on=False)

        assert slides.slide is None


class TestFolder:
    def test_holds_pictures_by_their_names(self, tmp_path: Path) -> None:
        for name in ("b.png", "a.JPG", "notes.txt", "._a.jpg"):
            (tmp_path / name).touch()

        assert [Path(one).name for one in pictures_in(str(tmp_path))] == ["a.JPG", "b.png"]

    def test_shows_the_first_fifty(self, tmp_path: Path) -> None:
        for number in range(PICTURES_MAX + 1):
            (tmp_path / f"{number:03}.png").touch()

        found = pictures_in(str(tmp_path))

        assert [Path(one).stem for one in found] == [f"{one:03}" for one in range(PICTURES_MAX)]

    def test_is_a_whole_path_that_nobody_looks_for_while_orders_wait(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def hangs(*_args: object, **_kwargs: object) -> None:
            pytest.fail("a dead share was asked")

        with monkeypatch.context() as patched:
            patched.setattr(os, "stat", hangs)
            require_folder("")
            require_folder(str(tmp_path))
            for text in ("pictures", "/pic\0tures"):
                with pytest.raises(PictureFolderError):
                    require_folder(text)
        with pytest.raises(PictureFolderGoneError, match="No such file"):
            pictures_in(str(tmp_path / "none"))

    def test_of_a_broken_picture_names_it(self, qapp: object, tmp_path: Path) -> None:
        (tmp_path / "a.png").write_bytes(b"none")

        with pytest.raises(SlideBrokenError, match=r"a\.png"):
            slide_picture(tmp_path / "a.png", width=10, height=10)

    def test_of_what_is_too_large_or_no_picture_says_why(
        self, qapp: object, tmp_path: Path
    ) -> None:
        path = tmp_path / "a.png"
        image = QImage(64, 48, QImage.Format.Format_RGB32)
        image.fill(0)
        assert image.save(str(path))
        plain = path.read_bytes()
        assert slide_picture(path, width=32, height=32).size() == QSize(32, 24)

        os.truncate(path, MEBIBYTES_MAX * MEBIBYTE + 1)
        reasons = [reason_of(path)]
        path.write_bytes(sized(plain, 6_000, 6_000))  # 36 million pixels, in a few bytes
        reasons.append(reason_of(path))
        path.write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
        reasons.append(reason_of(path))
        path.unlink()
        os.mkfifo(path)
        reasons.append(reason_of(path))
        path.unlink()
        reasons.append(reason_of(path))

        assert reasons == [
            *("more than 32 MiB", "6000 x 6000", "neither JPEG nor PNG", "no file"),
            "No such file or directory",
        ]


def sized(png: bytes, width: int, height: int) -> bytes:
    """The same picture that says it is of another size."""
    header = b"IHDR" + struct.pack(">II", width, height) + png[24:29]
    return png[:12] + header + struct.pack(">I", zlib.crc32(header)) + png[33:]


def reason_of(path: Path) -> str:
    with pytest.raises(SlideBrokenError) as caught:
        slide_picture(path, width=10, height=10)
    return str(caught.value.values["reason"])


def painted(scene: QWidget | None, words: str) -> QImage:
    assert isinstance(scene, SlideScene)
    scene.show_text(CustomerText(Scene.SLIDE, large=words))
    return scene.grab().toImage()


class TestLanguage:
    @pytest.fixture
    def said(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
        monkeypatch.setattr(sys, "path", [str(ROOT / "build"), *sys.path])
        said_by = import_module("words").said_by
        folder = Path(inspect.getfile(customer_words)).parent
        modules = [f"{customer_words.__package__}.{one.stem}" for one in folder.glob("*.py")]
        found = {pair for one in modules for pair in said_by(one)}
        yield {words for context, words in found if context == customer_words.CONTEXT} | WAYS
        sys.modules.pop("words")

    def test_has_every_word_wherever_receipts_have_theirs(self, said: set[str]) -> None:
        languages = receipt_languages(TRANSLATIONS).keys() - {"en"}

        for language in languages:
            words = read_customer_words(TRANSLATIONS, language)
            assert words.keys() == said, language
            for english, own in words.items():
                assert own, english
                assert re.findall(r"{\w+}", own) == re.findall(r"{\w+}", english)

    def test_is_spoken_for_as_long_as_it_is_wanted(self) -> None:
        with customer_words.speaking(read_customer_words(TRANSLATIONS, "de_AT")):
            assert customer_words.idle("Eck").words == "Willkommen!"
        assert customer_words.idle("Eck").words == "Welcome!"


def test_a_till_shows_slides_until_something_is_sold(selling: DrivenTill, tmp_path: Path) -> None:
    eye = CustomerEye(selling)
    eye.switch()
    assert eye.says("display_words") == "Welcome!"

    show_slides(selling, "Fresh bread every hour", tmp_path, language="de")
    assert eye.says("display_words") == "Willkommen!"
    slides = eye.window.model.slides
    slides.turn()
    assert eye.says("display_slide_words") == "Fresh bread every hour"
    slides.turn()
    selling.wait_for(lambda: has_picture(slides), "the picture")
    eye.catch_up()
    picture = eye.window.findChild(Picture)
    assert picture is not None
    assert picture.image is not None
    broken = []
    for size in DISPLAY_SIZES:
        eye.window.resize(*size)
        eye.catch_up()
        broken += [f"{size}: {one}" for one in faults_of(eye.window)]
        assert picture.rect().contains(picture.place)
    assert broken == []

    marked = [
        painted(picture.parentWidget(), words)
        for words in (HEBREW, f"\u200f{HEBREW}\u200f", f"\u200e{HEBREW}\u200e")
    ]
    assert marked[0] == marked[1], "from right to left, the end mark is at the left"
    assert marked[0] != marked[2]

    selling.scan(BREAD)
    slides.turn()

    assert eye.says("display_sum_title") == "Summe"
    assert slides.slide is None
