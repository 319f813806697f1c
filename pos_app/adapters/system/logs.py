"""Log files that hold no secrets, and the last words of a program that fails."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from pos_app.domain.card_number import masked

BYTES_MAX = 1_000_000
FILES_MAX = 5

log = logging.getLogger(__name__)


class _SafeFormatter(logging.Formatter):
    """One line a record: control characters are spelled out and card numbers masked."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's own name
        moment = datetime.fromtimestamp(record.created, UTC)
        return moment.strftime(datefmt) if datefmt else moment.isoformat(timespec="milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        text = masked(super().format(record), field_is_code=False)
        return "".join(
            char if char.isprintable() or char == "\n" else repr(char)[1:-1] for char in text
        ).replace("\n", "\n    ")


def start_logging(folder: Path) -> None:
    """Log to rotating files: five of at most a megabyte, for the owner's eyes only."""
    root = logging.getLogger()
    root.addHandler(_handler(folder))
    root.setLevel(logging.INFO)


@contextmanager
def logging_to(folder: Path) -> Iterator[None]:
    """Log there for a moment, unless this process logs to files anyway."""
    root = logging.getLogger()
    if any(isinstance(one, RotatingFileHandler) for one in root.handlers):
        yield
        return
    handler = _handler(folder)
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()


def _handler(folder: Path) -> logging.Handler:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = RotatingFileHandler(
        folder / "pos_app.log", maxBytes=BYTES_MAX, backupCount=FILES_MAX - 1, encoding="utf-8"
    )
    handler.setFormatter(_SafeFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    return handler


def watch_for_crashes(folder: Path) -> None:
    """Put what nobody caught into the log, and a fatal fault beside it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    faulthandler.enable((folder / "fatal.log").open("a", encoding="utf-8"))

    def on_error(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        log.critical("Nobody caught this", exc_info=(kind, error, traceback))

    def on_thread_error(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            on_error(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = on_error
    threading.excepthook = on_thread_error
