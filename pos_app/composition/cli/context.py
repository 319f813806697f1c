"""What every command shares: the data folder, JSON output, and errors as words on stderr."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

import click

from pos_app.adapters.system.paths import DataFolder, default_data_dir
from pos_app.domain.errors import InvalidInputError, PosError, UnexpectedError
from pos_app.domain.staff import StaffMember

if TYPE_CHECKING:  # the till itself paints before it loads them
    from pos_app.composition.opening import OpenStore
    from pos_app.composition.queries import Queries

REFUSED: Final = 1
PIN_BYTES_MAX: Final = 64
P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger(__name__)

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


class PinFileError(InvalidInputError):
    code = "cli.pin_file"
    text = "The PIN could not be read from {source}: it must be one line of digits."


@dataclass(slots=True)
class Cli:
    """The options in front of the command."""

    data_dir: Path | None
    demo: bool
    theme: str
    language: str
    fullscreen: bool

    @property
    def folder(self) -> DataFolder:
        root = self.data_dir or default_data_dir()
        # The demo store lives beside the real one, unless a folder was named for it.
        if self.demo and self.data_dir is None:
            root = root / "demo"
        return DataFolder(root)

    @contextmanager
    def reading(self) -> Iterator[Queries]:
        opening = import_module("pos_app.composition.opening")
        with opening.reading(self.folder) as queries:
            yield queries

    @contextmanager
    def writing(self, *, print_receipts: bool = True) -> Iterator[OpenStore]:
        opening = import_module("pos_app.composition.opening")
        with opening.writing(self.folder, print_receipts=print_receipts) as store:
            yield store


pass_cli = click.make_pass_decorator(Cli)


def owner_of(store: OpenStore) -> StaffMember:
    """Who acts on the command line: whoever owns the files owns the store."""
    return store.services.staff.owner()


def refusals_in_words(command: Callable[P, T]) -> Callable[P, T]:
    """Exit 1 with the reason on stderr; a bug is logged in full and exits 1 as well."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except PosError as error:
            click.echo(str(error), err=True)
        except BrokenPipeError:  # the reader of our output has gone, as `head` does
            sys.stderr.close()
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except OSError as error:
            click.echo(f"{error.filename or 'The system'}: {error.strerror or error}.", err=True)
        except Exception:
            log.exception("A command failed unexpectedly")
            click.echo(str(UnexpectedError()), err=True)
        sys.exit(REFUSED)

    return run


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(rows: list[list[str]], *, right: frozenset[int] = frozenset()) -> None:
    """Columns as wide as their widest cell; the numbered ones are aligned to the right."""
    if not rows:
        return
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())


def read_secret(source: str) -> str:
    """One line from a file, or from standard input for "-": a secret is never an argument.

    :raises PinFileError: if there is no such line
    """
    try:
        if source == "-":
            text = sys.stdin.readline(PIN_BYTES_MAX)
        else:
            with Path(source).open(encoding="utf-8") as file:
                text = file.readline(PIN_BYTES_MAX)
    except (OSError, UnicodeDecodeError) as error:
        raise PinFileError(source=source) from error
    if not text.strip():
        raise PinFileError(source=source)
    return text.strip()
