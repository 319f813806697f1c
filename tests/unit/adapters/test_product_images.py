"""Pictures of products: only what is one is kept, once, under the name of its content."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from pos_app.adapters.documents.thumbnails import ImageBrokenError, thumbnail
from pos_app.adapters.files.product_images import (
    BYTES_MAX,
    ImageRefusedError,
    ImageUnreadableError,
    ProductImages,
)
from pos_app.adapters.system.whole_file import whole_file


@pytest.fixture
def images(tmp_path: Path) -> ProductImages:
    return ProductImages(tmp_path / "images", placing=whole_file)


def picture(path: Path, *, width: int = 400, height: int = 100, colour: str = "red") -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path


class TestKeeping:
    @pytest.mark.parametrize("ending", ["png", "jpg", "webp"])
    def test_takes_each_format_by_what_is_in_it(
        self, images: ProductImages, tmp_path: Path, ending: str
    ) -> None:
        made = picture(tmp_path / f"picture.{ending}")
        renamed = made.rename(tmp_path / "picture.exe")

        name = images.keep(renamed)

        assert name.endswith(f".{ending}")
        assert images.path_of(name).read_bytes() == renamed.read_bytes()
        assert images.path_of(name).stat().st_mode & 0o777 == 0o600
        assert thumbnail(images.path_of(name), width=40, height=40).width() == 40

    def test_keeps_the_same_once_and_another_beside_it(
        self, images: ProductImages, tmp_path: Path
    ) -> None:
        red, blue = picture(tmp_path / "a.png"), picture(tmp_path / "b.png", colour="blue")

        names = {images.keep(one) for one in (red, red, blue)}

        assert {one.name for one in (tmp_path / "images").iterdir()} == names
        assert len(names) == 2

    @pytest.mark.parametrize(
        "data", [b"", b"<svg/>", b"GIF89a", b"RIFF0000WAVE", b"\xff\xd8\xff" + b"0" * BYTES_MAX]
    )
    def test_refuses_what_is_none_or_too_large(
        self, images: ProductImages, tmp_path: Path, data: bytes
    ) -> None:
        file = tmp_path / "x.png"
        file.write_bytes(data)

        with pytest.raises(ImageRefusedError):
            images.keep(file)
        assert not (tmp_path / "images").exists()

    def test_says_what_cannot_be_read(self, images: ProductImages, tmp_path: Path) -> None:
        with pytest.raises(ImageUnreadableError):
            images.keep(tmp_path / "nothing.png")

    @pytest.mark.parametrize("name", ["", "../keys.json", "/etc/passwd", "a.png"])
    def test_gives_no_path_outside_the_folder(self, images: ProductImages, name: str) -> None:
        with pytest.raises(ImageRefusedError):
            images.path_of(name)


class TestThumbnail:
    def test_keeps_the_shape(self, tmp_path: Path) -> None:
        small = thumbnail(picture(tmp_path / "a.png"), width=200, height=96)

        assert (small.width(), small.height()) == (200, 50)

    def test_refuses_what_cannot_be_decoded(self, tmp_path: Path) -> None:
        file = tmp_path / "broken.png"
        file.write_bytes(b"\x89PNG\r\n\x1a\n and no more")

        with pytest.raises(ImageBrokenError):
            thumbnail(file, width=10, height=10)

    def test_refuses_a_picture_larger_than_any(self, tmp_path: Path) -> None:
        with pytest.raises(ImageBrokenError, match="10001"):
            thumbnail(picture(tmp_path / "a.png", width=10_001, height=1), width=10, height=10)
