import base64
import random
import zlib

import pytest
from hypothesis import given

from pos_app.domain.logo import HEIGHT_MAX, TEXT_LENGTH_MAX, WIDTH_MAX, Logo, LogoTextError
from tests.fakes.logos import ARROW, logos


def text_of(width: int, height: int, bits: bytes) -> str:
    return f"{width}x{height}:{base64.b64encode(zlib.compress(bits)).decode()}"


@given(logos())
def test_is_read_back_with_the_same_dots(logo: Logo) -> None:
    assert Logo.of_text(logo.to_text()) == logo


def test_is_short_enough_even_where_nothing_can_be_packed() -> None:
    noise = random.Random(7).randbytes(WIDTH_MAX // 8 * HEIGHT_MAX)
    largest = Logo(WIDTH_MAX, HEIGHT_MAX, noise)

    assert len(largest.to_text()) <= TEXT_LENGTH_MAX
    assert Logo.of_text(largest.to_text()) == largest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/home/ana/logo.png",
        "12x3:",
        "12x3:????",
        "12x3:QUFB",
        ARROW.to_text() + "A",
        text_of(12, 3, ARROW.bits[:-1]),
        text_of(12, 3, ARROW.bits + b"\x00"),
        text_of(WIDTH_MAX + 8, 1, bytes(WIDTH_MAX // 8 + 1)),
        text_of(8, HEIGHT_MAX + 1, bytes(HEIGHT_MAX + 1)),
        text_of(WIDTH_MAX, HEIGHT_MAX, bytes(10**7)),
    ],
)
def test_refuses_what_is_none(text: str) -> None:
    with pytest.raises(LogoTextError, match="384 x 240"):
        Logo.of_text(text)


def test_tells_others_apart_in_few_words() -> None:
    other = Logo(12, 3, bytes(6))

    assert ARROW.told.startswith("12 x 3, ")
    assert len(ARROW.told) < 30
    assert ARROW.told != other.told
