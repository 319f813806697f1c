"""What every command shares: the data folder, JSON output, and errors as words on stderr."""

from __future__ import annotations

import getpass
import json
import logging
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

import click

from pos_app.adapters.system.logs import logging_to
from pos_app.adapters.system.paths import DataFolder, default_data_dir
from pos_app.domain.card_number import masked
from pos_app.domain.errors import InvalidInputError, PosError, UnexpectedError
from pos_app.domain.staff import StaffMember
from pos_app.services.printing.cells import cells, clean

if TYPE_CHECKING:  # the till itself paints before it loads them
    from pos_app.composition.opening import OpenStore
    from pos_app.composition.queries import Queries

REFUSED: Final = 1
SECRET_LENGTH_MAX: Final = 64
STANDARD_INPUT: Final = "-"
REASON_LENGTH_MAX: Final = 2_000
BYTE_ORDER_MARK: Final = "\ufeff"
_UNDECODED: Final = re.compile("[\ud800-\udfff]")
_COMMANDING: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger(__name__)

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


class ArgumentUndecodableError(InvalidInputError):
    code = "cli.undecodable"
    text = "{value} holds bytes that are no text here. Nothing was changed; type it in UTF-8."


class PinFileError(InvalidInputError):
    code = "cli.pin_file"
    text = "The PIN could not be read from {source}: it must be one line of digits."


class UnrecordedError(UnexpectedError):
    code = "cli.unrecorded"
    text = (
        "Something went wrong ({kind}: {detail}). There is no store in {folder} whose log could "
        "keep it; please say what you typed when you report it."
    )


@dataclass(slots=True)
class Cli:
    """The options in front of the command."""

    data_dir: Path | None
    demo: bool
    theme: str
    language: str
    fullscreen: bool
    practice: bool = False
    beside: int = 0
    """Whose practice this is, where a till waits for its end."""

    @property
    def folder(self) -> DataFolder:
        root = self.data_dir or default_data_dir()
        # The demo store lives beside the real one, unless a folder was named for it.
        if self.demo and self.data_dir is None:
            root = root / "demo"
        folder = DataFolder(root)
        return folder.practice if self.practice else folder

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
            _require_text(kwargs.values())
            return command(*args, **kwargs)
        except PosError as error:
            say(_reason(error), err=True)
        except BrokenPipeError:  # the reader of our output has gone, as `head` does
            sys.stderr.close()
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except OSError as error:
            say(f"{error.filename or 'The system'}: {error.strerror or error}.", err=True)
        except Exception as error:  # noqa: BLE001 - a bug: recorded where it can be, told anyway
            say(str(_recorded(error)), err=True)
        sys.exit(REFUSED)

    return run


def _require_text(values: Iterable[object]) -> None:
    """Refuse words with bytes that the system could not decode: no store can hold them.

    A path may have them: it is only handed back to the system.

    :raises ArgumentUndecodableError: naming the word
    """
    for value in values:
        if isinstance(value, str) and not value.isascii() and _UNDECODED.search(value):
            raise ArgumentUndecodableError(value=_UNDECODED.sub("?", value))


def _reason(error: PosError) -> str:
    """The error's sentence, which may repeat what was typed: no card number, and not all of it."""
    text = masked(str(error), field_is_code=True)
    return text if len(text) <= REASON_LENGTH_MAX else f"{text[:REASON_LENGTH_MAX]}…"


def _recorded(error: Exception) -> UnexpectedError:
    """Put a bug into the log of the store, and say so; without a store, say what it was."""
    context = click.get_current_context(silent=True)
    cli = context.find_object(Cli) if context is not None else None
    folder = cli.folder if cli is not None else DataFolder(default_data_dir())
    if folder.store.exists():
        try:
            with logging_to(folder.logs):
                log.error("A command failed unexpectedly", exc_info=error)
        except OSError:  # a full disk, or a folder of somebody else
            pass
        else:
            return UnexpectedError()
    return UnrecordedError(kind=type(error).__name__, detail=error, folder=folder.root)


def say(text: str, *, err: bool = False) -> None:
    """Print words that may hold what was stored or typed: nothing in them commands a terminal."""
    if not text.replace("\n", "").isprintable():
        text = "".join(char for char in text if char == "\n" or not _commands(char))
    click.echo(text, err=err)


def print_json(value: Any) -> None:
    click.echo(_json_text(value))


def print_json_rows(rows: Iterable[Any]) -> None:
    """The same for a list of any length, which is never held whole."""
    before = "["
    for row in rows:
        click.echo(f"{before}\n{indent(_json_text(row), '  ')}", nl=False)
        before = ","
    click.echo("\n]" if before == "," else "[]")


def _json_text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    if not text.replace("\n", "").isprintable():
        # JSON spells the rest out by itself; these it would hand to the terminal as they are.
        text = "".join(
            json.dumps(char)[1:-1] if char != "\n" and _commands(char) else char for char in text
        )
    return text


def print_table(rows: list[list[str]], *, right: frozenset[int] = frozenset()) -> None:
    """Columns as wide as their widest cell; the numbered ones are aligned to the right."""
    if not rows:
        return
    shown = [[clean(cell) for cell in row] for row in rows]
    widths = [max(cells(row[i]) for row in shown) for i in range(len(shown[0]))]
    for row in shown:
        padded = [
            f"{space}{cell}" if i in right else f"{cell}{space}"
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            for space in (" " * (width - cells(cell)),)
        ]
        click.echo("  ".join(padded).rstrip())


def _commands(char: str) -> bool:
    """Whether a terminal would obey it, or move text by it, rather than show it."""
    return unicodedata.category(char) in _COMMANDING


def read_secret(source: str, *, prompt: str = "Recovery code") -> str:
    """One line from a file, or from standard input for "-": a secret is never an argument.

    A person who types it is asked for it, and does not see it.

    :raises PinFileError: if there is no such line
    """
    try:
        text = _typed(prompt) if source == STANDARD_INPUT else _first_line(Path(source))
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise PinFileError(source=source) from error
    text = text.removeprefix(BYTE_ORDER_MARK).strip()
    if not text:
        raise PinFileError(source=source)
    return text


def read_pin(source: str) -> str:
    """:raises PinFileError: if there is none"""
    return read_secret(source, prompt="PIN")


def _typed(prompt: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"{prompt}: ")
    return sys.stdin.readline(SECRET_LENGTH_MAX)


def _first_line(path: Path) -> str:
    with path.open(encoding="utf-8-sig") as file:
        return file.readline(SECRET_LENGTH_MAX)
