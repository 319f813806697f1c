"""The limits of the house, where ruff and mypy cannot hold them."""

from __future__ import annotations

import ast
import csv
import re
import wave
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from pos_app.domain.money import Currency, Money

ROOT: Final = Path(__file__).parents[2]
APP: Final = ROOT / "pos_app"
RESOURCES: Final = ROOT / "resources"

MODULE_LINES_MAX: Final = 400
FUNCTION_LINES_MAX: Final = 70
FUNCTION_LINES_P90_MAX: Final = 25
CLASS_METHODS_MAX: Final = 15
PARAMETERS_MAX: Final = 6
EMPTY_MODULE_LINES: Final = 4
VAGUE: Final = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
MONEY_ROOMS: Final = ("domain", "services", "wire")
TOP_LEVEL: Final = {
    *("pos_app", "resources", "migrations", "tests", "build", "out"),
    *("pyproject.toml", "README.md", "Makefile", "LICENSE", "CHANGELOG.md"),
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> dict[Path, ast.Module]:
    return {
        path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(APP.rglob("*.py"))
    }


def lines_of(path: Path) -> int:
    return (ROOT / path).read_text(encoding="utf-8").count("\n")


def functions() -> Iterator[tuple[str, Function]]:
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, Function):
                yield f"{path}:{node.lineno} {node.name}", node


def length_of(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def parameters_of(function: Function) -> list[str]:
    arguments = function.args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def float_lines(tree: ast.AST) -> list[int]:
    """Return the lines on which a float is written, made or named."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float" and isinstance(node.ctx, ast.Load))
    ]


class TestModules:
    def test_are_short(self) -> None:
        assert [p for p in modules() if lines_of(p) > MODULE_LINES_MAX] == []

    def test_say_what_they_are_for(self) -> None:
        silent = [
            path
            for path, tree in modules().items()
            if lines_of(path) > EMPTY_MODULE_LINES and not ast.get_docstring(tree)
        ]

        assert silent == []

    def test_have_names_that_say_something(self) -> None:
        assert [p for p in modules() if VAGUE & set(re.split(r"[_/.]", str(p)))] == []


class TestFunctions:
    def test_are_short(self) -> None:
        assert [name for name, node in functions() if length_of(node) > FUNCTION_LINES_MAX] == []

    def test_are_mostly_very_short(self) -> None:
        lengths = sorted(length_of(node) for _, node in functions())

        assert lengths[len(lengths) * 9 // 10] <= FUNCTION_LINES_P90_MAX

    def test_take_few_parameters(self) -> None:
        # A command's options are its parameters, so the command line is left out.
        over = [
            name
            for name, node in functions()
            if len(parameters_of(node)) > PARAMETERS_MAX
            and not name.startswith("pos_app/composition/cli/")
        ]

        assert over == []


class TestClasses:
    def test_have_few_methods(self) -> None:
        over = [
            f"{path}:{node.lineno} {node.name}"
            for path, tree in modules().items()
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            and sum(isinstance(member, Function) for member in node.body) > CLASS_METHODS_MAX
        ]

        assert over == []


def badly_bound(tree: ast.AST) -> Iterator[int]:
    """The lines on which a button is given a `partial` of a method that wants still more.

    Qt hands such a call nothing: not whether the button is checked either.
    """
    for found in ast.walk(tree):
        if isinstance(found, ast.ClassDef):
            methods = {one.name: one for one in found.body if isinstance(one, ast.FunctionDef)}
            for call in ast.walk(found):
                bound = _partial_of_click(call)
                method = methods.get(ast.unparse(bound.args[0])[5:]) if bound else None
                if bound and method:
                    left = len(method.args.args) - 1 - len(method.args.defaults)
                    if left > len(bound.args) - 1 + len(bound.keywords):
                        yield bound.lineno


def _partial_of_click(call: ast.AST) -> ast.Call | None:
    """`x.clicked.connect(partial(self.m, ...))`: the `partial`."""
    if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".clicked.connect"):
        handler = call.args[0]
        if isinstance(handler, ast.Call) and ast.unparse(handler).startswith("partial(self."):
            return handler
    return None


class TestClicks:
    def test_have_all_that_they_call_for(self) -> None:
        found = [f"{path}:{line}" for path, tree in modules().items() for line in badly_bound(tree)]

        assert found == []

    def test_would_be_caught_with_less(self) -> None:
        lines = (
            "one.clicked.connect(partial(self.f, 1))",
            "two.clicked.connect(partial(self.g, 1))",
        )
        source = f"""
class View:
    def f(self, place, on): ...
    def g(self, place, on=False): ...
    def bind(self):
        {lines[0]}
        {lines[1]}
"""

        assert list(badly_bound(ast.parse(source))) == [6]


class TestMoney:
    def test_meets_no_float(self) -> None:
        floats = [
            f"{path}:{line}"
            for path, tree in modules().items()
            if path.parts[1] in MONEY_ROOMS
            for line in float_lines(tree)
        ]

        assert floats == []

    def test_would_be_caught_with_one(self) -> None:
        source = "rate = 0.2\ndef f(x: float) -> int: ...\ny = float('1')\nopening_float = 2\n"

        assert sorted(float_lines(ast.parse(source))) == [1, 2, 3]


class TestColours:
    def test_are_written_in_the_tokens_only(self) -> None:
        colour = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
        stray = [
            path
            for path in modules()
            if path.name != "tokens.py" and colour.search((ROOT / path).read_text(encoding="utf-8"))
        ]

        assert stray == []


class TestRepository:
    def test_has_nothing_else_at_the_top(self) -> None:
        assert {p.name for p in ROOT.iterdir() if p.name[0] not in "._"} <= TOP_LEVEL

    def test_does_not_ignore_its_build_folder(self) -> None:
        ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()

        assert not {"build", "build/", "/build", "/build/"} & set(ignored)
        assert "/out/" in ignored


class TestLocks:
    def test_name_no_address(self) -> None:
        for lock in (ROOT / "build").glob("requirements*.txt"):
            assert "://" not in lock.read_text(encoding="utf-8"), lock.name

    def test_agree_with_each_other(self) -> None:
        run, dev = (
            set(re.findall(r"^\S+==\S+", (ROOT / "build" / name).read_text(), re.MULTILINE))
            for name in ("requirements.txt", "requirements-dev.txt")
        )

        assert run
        assert run - dev == set()

    def test_have_a_hash_for_every_package(self) -> None:
        for lock in (ROOT / "build").glob("requirements*.txt"):
            entries = re.split(r"^(?=\S+==)", lock.read_text(), flags=re.MULTILINE)[1:]

            assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


class TestIcons:
    def test_are_drawings_that_can_be_tinted(self) -> None:
        icons = list((RESOURCES / "icons").glob("*.svg"))

        assert len(icons) >= 60
        for icon in icons:
            assert ET.parse(icon).getroot().get("stroke") == "currentColor", icon.name

    def test_are_all_drawn_somewhere(self) -> None:
        icons = {icon.stem for icon in (RESOURCES / "icons").glob("*.svg")}
        said = {node.value for tree in modules().values() for node in ast.walk(tree)
                if isinstance(node, ast.Constant)}  # fmt: skip
        style = (RESOURCES / "theme" / "till.qss").read_text()

        assert [one for one in icons - said if f"{one}.svg" not in style] == []

    def test_come_with_their_licence(self) -> None:
        assert (RESOURCES / "icons" / "LICENSE").read_text().startswith("ISC License")


class TestFonts:
    def test_come_in_four_weights_with_their_licence(self) -> None:
        folder = RESOURCES / "fonts"

        assert {path.stem for path in folder.glob("*.ttf")} == {
            f"Inter-{weight}" for weight in ("Regular", "Medium", "SemiBold", "Bold")
        }
        assert "SIL Open Font License" in (folder / "LICENSE-Inter.txt").read_text()


class TestSounds:
    def test_are_short_and_never_clipped(self) -> None:
        for name in ("ok", "refused", "attention", "paid"):
            with wave.open(str(RESOURCES / "sounds" / f"{name}.wav"), "rb") as sound:
                frames, rate = sound.getnframes(), sound.getframerate()
                shape = (sound.getnchannels(), sound.getsampwidth(), rate)
                samples = memoryview(sound.readframes(frames)).cast("h")

            assert shape == (1, 2, 22_050)
            assert frames * 1_000 // rate <= 400, name
            assert 5_000 < max(abs(sample) for sample in samples) < 32_000, name


class TestDemoProducts:
    @staticmethod
    @cache
    def rows() -> list[dict[str, str]]:
        with (RESOURCES / "demo" / "products.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def test_fill_a_small_shop(self) -> None:
        rows = self.rows()

        assert 190 <= len(rows) <= 230
        assert 8 <= len({row["category"] for row in rows}) <= 10
        assert {row["tax_class"] for row in rows} == {"STANDARD", "REDUCED"}

    def test_are_told_apart_by_sku_and_barcode(self) -> None:
        rows = self.rows()

        assert len({row["sku"] for row in rows}) == len(rows)
        assert len({row["barcode"] for row in rows}) == len(rows)

    def test_have_right_check_digits(self) -> None:
        wrong = [
            row["name"]
            for row in self.rows()
            if len(row["barcode"]) == 13
            and sum(
                int(digit) * weight
                for digit, weight in zip(row["barcode"], cycle((1, 3)), strict=False)
            )
            % 10
        ]

        assert wrong == []

    def test_are_sold_for_more_than_they_cost(self) -> None:
        euro = Currency.of("EUR")

        for row in self.rows():
            price, cost = (Money.parse(row[field], euro) for field in ("price", "cost"))

            assert price.minor > cost.minor > 0, row["name"]

    def test_include_fresh_goods_by_weight_with_a_short_code(self) -> None:
        weighed = [row for row in self.rows() if row["unit"] == "kg"]

        assert len(weighed) >= 8
        assert all(len(row["barcode"]) == 4 for row in weighed)

    def test_name_their_origin(self) -> None:
        notice = (RESOURCES / "demo" / "ATTRIBUTION.md").read_text(encoding="utf-8")

        assert "Open Food Facts" in notice
        assert "ODbL" in notice


class TestMerges:
    MARKS = ("<" * 7 + " ", ">" * 7 + " ")

    def test_leave_no_mark_behind(self) -> None:
        folders = ("pos_app", "tests", "migrations", "build", "resources")
        files = [one for name in folders for one in (ROOT / name).rglob("*") if one.is_file()]
        files += [one for one in ROOT.iterdir() if one.is_file()]
        marked = []
        for path in files:
            if path.suffix in {".pyc", ".so"}:
                continue
            text = path.read_bytes().decode("utf-8", errors="replace")
            if any(line.startswith(self.MARKS) for line in text.splitlines()):
                marked.append(path.relative_to(ROOT))

        assert marked == []
