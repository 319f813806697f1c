"""`pos-head-office serve`: the service itself, one process or several."""

from __future__ import annotations

import os
from typing import Any, Final

import click
import uvicorn

from pos_app.composition.head_office import opened
from pos_app.composition.head_office_cli.context import (
    pass_settings,
    refusals_in_words,
    say,
    settings_of,
)
from pos_app.composition.head_office_settings import PREFIX, Settings
from pos_app.head_office.api.patience import PatientProtocol

PLAIN: Final = (
    "WARNING: nothing is encrypted. Whoever is on this network can read passwords and orders, and "
    "sign in as anybody who does."
)
KEEP_ALIVE_S: Final = 15
GRACE_S: Final = 20
AT_ONCE_MAX: Final = 512
HEADER_BYTES_MAX: Final = 32 * 1024


@click.command("serve")
@click.option("--host", help="The address to listen on; 127.0.0.1 unless said otherwise.")
@click.option("--port", type=click.IntRange(0, 65_535), help="8600 unless said otherwise.")
@click.option("--workers", type=click.IntRange(1, 64), help="How many processes.")
@click.option("--plain-http", is_flag=True, help="Let others reach it without encryption.")
@refusals_in_words
@pass_settings
def command(
    settings: Settings,
    *,
    host: str | None,
    port: int | None,
    workers: int | None,
    plain_http: bool,
) -> None:
    """Serve terminals and people; a new SQLite database is made, another must be migrated."""
    settings = settings_of(settings.data_dir, host=host, port=port, workers=workers)
    if plain_http:
        say(PLAIN, err=True)
    else:
        settings.require_encrypted()
    _hand_on(settings)
    if settings.is_sqlite:
        with opened(settings) as office:
            office.prepare()
    say(f"Head office is at {settings.addresses[0]}", err=True)
    uvicorn.run("pos_app.composition.head_office:app_from_environment", **server_options(settings))


def server_options(settings: Settings) -> dict[str, Any]:
    """How the server listens: what a slow or greedy client may cost is bounded here."""
    return {
        "factory": True,
        "host": settings.host,
        "port": settings.port,
        "workers": settings.workers,
        "http": PatientProtocol,
        "ws": "none",
        "loop": "asyncio",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": True,
        "forwarded_allow_ips": settings.trusted_proxies,
        "timeout_keep_alive": KEEP_ALIVE_S,
        "timeout_graceful_shutdown": GRACE_S,
        "limit_concurrency": AT_ONCE_MAX,
        "h11_max_incomplete_event_size": HEADER_BYTES_MAX,
    }


def _hand_on(settings: Settings) -> None:
    """The workers read the environment: what was typed here holds for them."""
    for name in ("host", "port", "workers"):
        os.environ[f"{PREFIX}{name.upper()}"] = str(getattr(settings, name))
    os.environ[f"{PREFIX}DATA_DIR"] = str(settings.data_dir.resolve())
