"""Write resources/late_modules.txt: what is loaded behind the sign-in screen, in its order."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import ClassVar

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "resources" / "late_modules.txt"


class _Noting(PathFinder):
    """Notes each module of ours when its own code has run to the end."""

    done: ClassVar[list[str]] = []

    @classmethod
    def find_spec(
        cls, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None and fullname.startswith("pos_app."):
            setattr(spec.loader, "exec_module", cls._noted(spec.loader.exec_module))  # noqa: B010
        return spec

    @classmethod
    def _noted(cls, run: Callable[[ModuleType], None]) -> Callable[[ModuleType], None]:
        def exec_module(module: ModuleType) -> None:
            run(module)
            cls.done.append(module.__name__)

        return exec_module


def late_modules() -> list[str]:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import_module("pos_app.composition.desktop")
    sys.meta_path.insert(0, _Noting)
    loading = import_module("pos_app.composition.loading")
    for name in (loading.BUILDING, *loading.BEHIND_DOORS):
        import_module(name)
    return _Noting.done


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:] == ["--print"]:
        print(*late_modules(), sep="\n")
    else:
        TARGET.write_text("\n".join(late_modules()) + "\n", encoding="ascii")
