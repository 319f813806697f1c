"""What head office writes down of itself: one line a record, and no secret in any."""

from __future__ import annotations

import logging
import re
import sys
from datetime import UTC, datetime
from typing import Final

from pos_app.domain.card_number import masked

HIDDEN: Final = "[hidden]"
LINE_MAX: Final = 20_000

# A token, a header that brings one, an address that holds a password, a field named like a secret.
_SECRETS: Final = (
    (re.compile(r"\beyJ[\w-]{5,}\.[\w-]*\.?[\w-]*"), HIDDEN),
    (re.compile(r"(?i)\b(bearer|basic)\s+[^\s'\",;]+"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://[^\s:/@]*):[^\s@]*@"), rf"\1:{HIDDEN}@"),
    (
        re.compile(
            r"(?i)([\w-]*(?:password|passwd|secret|token|assertion|authorization|api[_-]?key|pin_hash)"
            r"[\w-]*['\"]?\s*[=:]\s*)(?:'[^']*'|\"[^\"]*\"|(?!\[hidden\])[^\s'\",;&)}\]]+)"
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"\$argon2id?\$[^\s'\"]+"), HIDDEN),
    (
        re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]+-----|\Z)", re.DOTALL),
        HIDDEN,
    ),
)


def redacted(text: str) -> str:
    """The text without what would open anything, and without card numbers."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return masked(text, field_is_code=False)


class SafeFormatter(logging.Formatter):
    """The one way into the log: redacted, of one line, without what commands a terminal."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's own name
        moment = datetime.fromtimestamp(record.created, UTC)
        return moment.strftime(datefmt) if datefmt else moment.isoformat(timespec="milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        text = redacted(super().format(record)[:LINE_MAX])
        return "".join(
            char if char.isprintable() or char == "\n" else repr(char)[1:-1] for char in text
        ).replace("\n", "\n    ")


def start_logging(level: str) -> None:
    """Everything, that of the server and of libraries as well, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SafeFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True
    # One line a request is what figures are for; failures are logged by themselves.
    for name in ("uvicorn.access", "alembic"):
        logging.getLogger(name).setLevel("WARNING")
