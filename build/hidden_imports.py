"""Find the imports that no reader of `import` lines finds: those by name, and the migrations'."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path


def imported_by_name(folder: Path) -> set[str]:
    """Return the modules whose full name is given to `import_module` under a folder."""
    return {
        name.value
        for call in _nodes(folder)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).rpartition(".")[2] == "import_module"
        for name in call.args[:1]
        if isinstance(name, ast.Constant) and isinstance(name.value, str)
    }


def imported_by_statement(folder: Path) -> set[str]:
    """Return the modules that files imports under a folder, which travels as data, not as code."""
    found = set()
    for node in _nodes(folder):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found - {"__future__"}


def _nodes(folder: Path) -> Iterator[ast.AST]:
    for path in sorted(folder.rglob("*.py")):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))
