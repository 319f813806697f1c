"""The till's four sounds, played by whatever player the system has; silence is no failure."""

from __future__ import annotations

import logging
import shutil
import subprocess
from pathlib import Path
from typing import Final

PLAYERS: Final = ("pw-play", "paplay", "aplay")
PLAY_SECONDS_MAX: Final = 3

log = logging.getLogger(__name__)


class SoundPlayer:
    """A new sound cuts an old one off: the last one is what the cashier waits for."""

    def __init__(self, folder: Path, *, player: str | None = None) -> None:
        self._folder = folder
        self._player = player or _first_player()
        self._playing: subprocess.Popen[bytes] | None = None

    @property
    def can_play(self) -> bool:
        return self._player is not None

    def play(self, name: str) -> None:
        """Begin to play and return; a player that does not work is not tried again."""
        self.stop()
        if self._player is None:
            return
        try:
            self._playing = subprocess.Popen(  # noqa: S603 - the player was looked up by name
                [self._player, str(self._folder / f"{name}.wav")],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            log.info("No sounds: %s does not start (%s)", self._player, error)
            self._player = None

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


def _first_player() -> str | None:
    return next((path for name in PLAYERS if (path := shutil.which(name))), None)
