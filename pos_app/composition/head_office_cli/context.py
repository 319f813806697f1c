"""What every command of `pos-head-office` shares: settings, and refusals as words on stderr."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

import click
from sqlalchemy.exc import SQLAlchemyError

from pos_app.composition.cli.context import read_secret, say
from pos_app.composition.head_office_logs import redacted
from pos_app.composition.head_office_settings import Settings, read_settings
from pos_app.domain.errors import PosError
from pos_app.head_office.services.errors import HeadOfficeError
from pos_app.head_office.storage.failures import explained

REFUSED: Final = 1
ACTOR: Final = "command line"
P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger(__name__)

__all__ = ["ACTOR", "pass_settings", "read_secret", "refusals_in_words", "say", "settings_of"]


def settings_of(data_dir: Path | None, **given: object) -> Settings:
    return read_settings(data_dir=data_dir, **given)


def pass_settings(command: Callable[..., T]) -> Callable[..., T]:
    """Give the command the settings as its first argument."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> T:
        data_dir: Path | None = click.get_current_context().find_root().params.get("data_dir")
        return command(settings_of(data_dir), *args, **kwargs)

    return run


def refusals_in_words(command: Callable[P, T]) -> Callable[P, T]:
    """Exit 1 with the reason on stderr; of a bug say what it was, without what is secret."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except (HeadOfficeError, PosError) as error:
            say(str(error), err=True)
        except SQLAlchemyError as error:
            expected = explained(error)
            say(str(expected or redacted(f"{type(error).__name__}: {error}")), err=True)
        except OSError as error:
            say(f"{error.filename or 'The system'}: {error.strerror or error}.", err=True)
        sys.exit(REFUSED)

    return run
