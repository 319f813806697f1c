"""The wheel, installed where there is no source: what it needs must have come along."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from importlib.metadata import distributions
from pathlib import Path

import pytest

from pos_app import __version__
from tests.integration import shop as shops
from tests.integration.processes import REPOSITORY, WAIT_S


def run(*words: object, cwd: Path, text: str = "") -> str:
    """Without a variable that could name the source; a program that is content says no more."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run(
        [*map(str, words)],
        check=False,
        cwd=cwd,
        env=clean,
        input=text,
        capture_output=True,
        text=True,
        timeout=WAIT_S,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel alone; the libraries are those of this one."""
    work = tmp_path_factory.mktemp("wheel")
    venv, python = work / "venv", work / "venv" / "bin" / "python"
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", work, cwd=REPOSITORY)
    (wheel,) = work.glob("*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", venv, cwd=work)
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    run(*pip, "install", "--no-index", "--no-deps", wheel, cwd=work)
    (packages,) = venv.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return venv


class TestWheel:
    def test_makes_a_store_and_starts_the_till(self, installed: Path, tmp_path: Path) -> None:
        program = (installed / "bin" / "pos-app", "--data-dir", tmp_path / "store")
        words = ("--store", "Shop", "--country", "FR", "--owner", "Ana", "--pin-file", "-")

        run(*program, "setup", *words, "--practice", cwd=tmp_path, text=f"{shops.PIN}\n")

        assert "screens of Shop" in run(*program, "smoke", cwd=tmp_path)

    def test_finds_its_own_folders(self, installed: Path, tmp_path: Path) -> None:
        ask = "from pos_app.adapters.system.paths import bundled as b; print(b('{}'))"
        (packages,) = installed.glob("lib/python*/site-packages")
        # Other packages may well bring folders of these names.
        for name in ("resources", "migrations"):
            (packages / name).mkdir()

            found = run(installed / "bin" / "python", "-c", ask.format(name), cwd=tmp_path)

            assert Path(found.strip()) == packages / "pos_app" / "_bundled" / name

    def test_brings_every_file_that_the_program_reads(self, installed: Path) -> None:
        (packages,) = installed.glob("lib/python*/site-packages")
        kept = {
            str(path.relative_to(REPOSITORY))
            for folder in ("migrations", "pos_app", "resources")
            for path in (REPOSITORY / folder).rglob("*")
            if path.is_file() and path.suffix != ".pyc"
        }
        there = {
            str(path.relative_to(packages)).replace("pos_app/_bundled/", "")
            for path in (packages / "pos_app").rglob("*")
        }

        assert len(kept) > 100
        assert kept - there == set()

    def test_has_the_version_of_the_program(self, installed: Path) -> None:
        (packages,) = installed.glob("lib/python*/site-packages")

        assert [one.version for one in distributions(path=[str(packages)])] == [__version__]
