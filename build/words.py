"""Write down, for lupdate, what the screens say that it cannot find by itself: words.py OUT.

It reads `tr` of a class. The screens also translate by a context that is a constant, by short
functions of a module, and what errors, the keyboard map and the roles say.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
ROOMS = ("views", "viewmodels", "composition")
Message = tuple[str, str]
"""A context and what is said in it."""


def gathered() -> list[Message]:
    return sorted({*_said(), *_errors(), *_keys(), *_roles(), *_permissions(), *_activity()})


def _said() -> Iterator[Message]:
    for room in ROOMS:
        for path in (ROOT / "pos_app" / room).rglob("*.py"):
            yield from said_by(".".join(path.relative_to(ROOT).with_suffix("").parts))


def said_by(module: str) -> Iterator[Message]:
    """By `translate` with a constant, and by a function that does nothing but that."""
    tree = _tree(module)
    short = {
        name: context
        for name, (origin, there) in {**_own(module), **_imported(module)}.items()
        if (context := _context_of(origin, there)) is not None
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        words = _literal(node.args[-1])
        if isinstance(node.func, ast.Name) and node.func.id in short:
            context, words = short[node.func.id], _literal(node.args[0])
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "translate":
            context = _constant(module, node.args[0])
        else:
            continue
        if context is not None and words is not None:
            yield context, words


def _own(module: str) -> dict[str, Message]:
    return {
        node.name: (module, node.name)
        for node in _tree(module).body
        if isinstance(node, ast.FunctionDef)
    }


def _imported(module: str) -> dict[str, Message]:
    """Where a name of the module comes from: the module there, and what it is called there."""
    return {
        name.asname or name.name: (node.module, name.name)
        for node in _tree(module).body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pos_app.")
        for name in node.names
        if node.module is not None
    }


def _context_of(module: str, name: str) -> str | None:
    """In which context a function translates what it is given, if that is all it does."""
    for node in _tree(module).body:
        if isinstance(node, ast.FunctionDef) and node.name == name and len(node.args.args) == 1:
            call = getattr(node.body[-1], "value", None)
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".translate"):
                given = ast.unparse(call.args[1]) == node.args.args[0].arg
                return _constant(module, call.args[0]) if given else None
    return None


def _constant(module: str, node: ast.expr) -> str | None:
    """The text that a name of the module stands for."""
    if not isinstance(node, ast.Name):
        return _literal(node)
    for one in _tree(module).body:
        names = one.targets if isinstance(one, ast.Assign) else [getattr(one, "target", None)]
        if any(isinstance(name, ast.Name) and name.id == node.id for name in names):
            return _literal(getattr(one, "value", None))
    origin, there = _imported(module).get(node.id, ("", ""))
    return _constant(origin, ast.Name(there)) if origin else None


def _literal(node: ast.AST | None) -> str | None:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return str(node.value) if isinstance(node, ast.Constant) and is_text else None


@cache
def _tree(module: str) -> ast.Module:
    path = ROOT.joinpath(*module.split(".")).with_suffix(".py")
    return ast.parse(path.read_text(encoding="utf-8") if path.exists() else "")


def _errors() -> Iterator[Message]:
    """What every expected failure says."""
    for room in ("domain", "services", "adapters", "composition"):
        for path in (ROOT / "pos_app" / room).rglob("*.py"):
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    from pos_app.domain.errors import PosError  # noqa: PLC0415  # after the path is set

    waiting: list[type[PosError]] = [PosError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("pos_app.") and kind is not PosError:
            yield "errors", kind.text


def _keys() -> Iterator[Message]:
    keymap = import_module("pos_app.views.input.keymap").KEYMAP
    titles = import_module("pos_app.views.shared.key_titles")
    for context, bindings in keymap.items():
        yield titles.CONTEXT, titles.title_of(context)
        yield from ((titles.CONTEXT, one.label) for one in bindings)


def _roles() -> Iterator[Message]:
    context = import_module("pos_app.viewmodels.shared.roles").CONTEXT
    yield from ((context, role.value) for role in import_module("pos_app.domain.staff").Role)


def _permissions() -> Iterator[Message]:
    words = import_module("pos_app.viewmodels.staff.permission_words")
    yield from ((words.CONTEXT, text) for texts in words.WORDS.values() for text in texts)


def _activity() -> Iterator[Message]:
    """What is said of the entries of the journal."""
    context = import_module("pos_app.viewmodels.activity.activity_words").CONTEXT
    telling = import_module("pos_app.services.activity.telling")
    yield from ((context, one.text) for one in telling.SAYINGS.values())
    yield from ((context, words) for words in telling.WORDS.values())


if __name__ == "__main__":
    lines = [
        f"QCoreApplication.translate({context!r}, {words!r})\n" for context, words in gathered()
    ]
    Path(sys.argv[1]).write_text("".join(lines), encoding="utf-8")
