import wave
from array import array
from pathlib import Path

import pytest

from pos_app.adapters.devices.sounds import SoundPlayer, soften

SOUNDS = Path(__file__).parents[3] / "resources" / "sounds"


def loudest(path: Path) -> int:
    with wave.open(str(path), "rb") as sound:
        return max(map(abs, array("h", sound.readframes(sound.getnframes()))))


@pytest.mark.parametrize("volume", [1, 20, 60, 99])
def test_a_softer_sound_is_the_same_one(tmp_path: Path, volume: int) -> None:
    source, softer = SOUNDS / "ok.wav", tmp_path / "softer.wav"

    soften(source, softer, volume)

    assert softer.stat().st_size == source.stat().st_size
    assert abs(loudest(softer) * 100 - loudest(source) * volume) <= 100


class TestPlayer:
    @pytest.fixture
    def played(self, tmp_path: Path) -> Path:
        """What a player notes that plays nothing."""
        player = tmp_path / "player"
        player.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/played\n', encoding="utf-8")
        player.chmod(0o755)
        return tmp_path / "played"

    def play(self, played: Path, **volume: int) -> list[str]:
        player = SoundPlayer(SOUNDS, player=str(played.parent / "player"))
        player.play("ok", **volume)
        playing = player._playing  # noqa: SLF001 - nothing else tells when it has ended
        if playing is not None:
            playing.wait()
        player.close()
        return [Path(line).name for line in played.read_text().split()] if played.exists() else []

    def test_plays_the_sound_as_it_is(self, played: Path) -> None:
        assert self.play(played) == ["ok.wav"]

    def test_plays_a_softer_one(self, played: Path) -> None:
        assert self.play(played, volume=40) == ["ok-40.wav"]

    def test_plays_nothing_where_nothing_is_wanted(self, played: Path) -> None:
        assert self.play(played, volume=0) == []
