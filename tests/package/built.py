"""What build/package.sh has made, and the frozen program run as nobody's shell would run it."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
OUT: Final = ROOT / "out" / "package"
FOLDER: Final = OUT / "dist" / "pos-app"
PROGRAM: Final = FOLDER / "pos-app"
WARNINGS: Final = OUT / "work" / "pos_app" / "warn-pos_app.txt"
CACHE: Final = ROOT / "out" / "cache"

PIN: Final = "140789"
SECONDS_MAX: Final = 120


@dataclass(frozen=True, slots=True)
class Bare:
    """Runs programs with three variables in their environment and nothing else.

    `wrapper` is put before what is run; `home` is the only folder the program may know of.
    """

    home: Path
    wrapper: tuple[str, ...] = ()

    @property
    def environment(self) -> dict[str, str]:
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return {"PATH": path, "HOME": str(self.home), "LANG": "C.UTF-8"}

    def run(self, *words: object, text: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.wrapper, *map(str, words)],
            check=False,
            env=self.environment,
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS_MAX,
        )

    def done(self, *words: object, text: str = "") -> str:
        """What it prints when it is done; a program that is content says nothing else."""
        result = self.run(*words, text=text)
        assert (result.returncode, result.stderr) == (0, ""), _told(words, result)
        return result.stdout


def _told(words: Sequence[object], result: subprocess.CompletedProcess[str]) -> str:
    return f"{' '.join(map(str, words))}: {result.returncode}\n{result.stdout}{result.stderr}"


def tell(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - a program for people


def step(words: str) -> None:
    tell(f"ok  {words}")


def missing_imports() -> list[str]:
    """What PyInstaller did not find, or was told to leave out, and the program itself imports."""
    lines = WARNINGS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if " module named " in line and "pos_app" in line]
