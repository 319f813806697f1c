"""Commands of the command line that load their module when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyCommands(click.Group):
    def __init__(self, *args: Any, package: str, modules: Mapping[str, str], **more: Any) -> None:
        """:param modules: by the name of their command; each has it as `command`"""
        super().__init__(*args, **more)
        self._package = package
        self._modules = modules

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self._modules)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._modules:
            return None
        module = import_module(f"{self._package}.{self._modules[cmd_name]}")
        command: click.Command = module.command
        return command
