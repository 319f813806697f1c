"""Make the four sounds of the till under resources/sounds: python build/make_sounds.py."""

from __future__ import annotations

import math
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path

RATE = 22_050  # samples a second, one channel, 16 bits
PEAK = 0.4 * 32_767  # of full scale; the volume setting scales from here
RAMP_MS = 6  # a tone that starts or stops at once clicks
FOLDER = Path(__file__).parent.parent / "resources" / "sounds"


@dataclass(frozen=True, slots=True)
class Tone:
    """One note, or silence where hertz is 0."""

    hertz: int
    ms: int
    level: float = 1.0


SOUNDS = {
    "ok": (Tone(880, 60),),
    "refused": (Tone(220, 150), Tone(0, 50), Tone(220, 150)),
    "attention": (Tone(523, 110), Tone(0, 30), Tone(784, 150)),
    "paid": (Tone(523, 90, 0.6), Tone(659, 90, 0.6), Tone(784, 180, 0.6)),
}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, tones in SOUNDS.items():
        write(FOLDER / f"{name}.wav", tones)


def write(path: Path, tones: tuple[Tone, ...]) -> None:
    # WAV is little-endian and so is every machine a till runs on.
    samples = array("h", (sample for tone in tones for sample in samples_of(tone)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


def samples_of(tone: Tone) -> list[int]:
    count = RATE * tone.ms // 1_000
    ramp = RATE * RAMP_MS // 1_000
    return [
        round(
            PEAK
            * tone.level
            * min(1.0, index / ramp, (count - index) / ramp)
            * _timbre(2 * math.pi * tone.hertz * index / RATE)
        )
        for index in range(count)
    ]


def _timbre(phase: float) -> float:
    """A sine with a little of its octave: a bare 220 Hz is lost in a small loudspeaker."""
    return (math.sin(phase) + 0.35 * math.sin(2 * phase) + 0.15 * math.sin(3 * phase)) / 1.5


if __name__ == "__main__":
    main()
