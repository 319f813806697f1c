"""The till's four sounds, played by whatever player the system has; silence is no failure."""

from __future__ import annotations

import logging
import shutil
import subprocess
import wave
from array import array
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

PLAYERS: Final = ("pw-play", "paplay", "aplay")
PLAY_SECONDS_MAX: Final = 3
VOLUME_MAX: Final = 100

log = logging.getLogger(__name__)


class SoundPlayer:
    """A new sound cuts an old one off: the last one is what the cashier waits for."""

    def __init__(self, folder: Path, *, player: str | None = None) -> None:
        self._folder = folder
        self._player = player or _first_player()
        self._playing: subprocess.Popen[bytes] | None = None
        self._made: TemporaryDirectory[str] | None = None

    @property
    def can_play(self) -> bool:
        return self._player is not None

    def play(self, name: str, *, volume: int = VOLUME_MAX) -> None:
        """Begin to play and return; a player that does not work is not tried again.

        :param volume: a percentage; at 0 nothing is played
        """
        self.stop()
        if self._player is None or not volume:
            return
        try:
            self._playing = subprocess.Popen(  # noqa: S603 - the player was looked up by name
                [self._player, str(self._at(name, volume))],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            log.info("No sounds: %s does not start (%s)", self._player, error)
            self._player = None

    def _at(self, name: str, volume: int) -> Path:
        """The sound's file at this volume: no option of loudness is common to all players."""
        whole = self._folder / f"{name}.wav"
        if volume >= VOLUME_MAX:
            return whole
        if self._made is None:
            self._made = TemporaryDirectory(prefix="pos-app-sounds-")
        softer = Path(self._made.name) / f"{name}-{volume}.wav"
        if not softer.exists():
            soften(whole, softer, volume)
        return softer

    def close(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop()
        if self._made is not None:
            self._made.cleanup()

    def stop(self) -> None:
        playing, self._playing = self._playing, None
        if playing is None:
            return
        playing.terminate()
        try:
            playing.wait(PLAY_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            playing.kill()
            playing.wait()


def soften(source: Path, target: Path, volume: int) -> None:
    """Write a sound again at a percentage of its loudness."""
    with wave.open(str(source), "rb") as sound:
        shape, samples = sound.getparams(), array("h", sound.readframes(sound.getnframes()))
    softer = array("h", (sample * volume // VOLUME_MAX for sample in samples))
    with wave.open(str(target), "wb") as sound:
        sound.setparams(shape)
        sound.writeframes(softer.tobytes())


def _first_player() -> str | None:
    return next((path for name in PLAYERS if (path := shutil.which(name))), None)
