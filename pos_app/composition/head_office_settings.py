"""What head office is told from outside: the environment, and files beside the data."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pos_app.adapters.system.paths import default_data_dir
from pos_app.head_office.services.errors import HeadOfficeError

PREFIX: Final = "POS_HEAD_OFFICE_"
PORT: Final = 8600
SECRET_BYTES: Final = 48
SQLITE_FILE: Final = "head-office.sqlite3"
SECRET_FILE: Final = "head-office.secret"  # noqa: S105 - the name of the file


class SettingsUnfitError(HeadOfficeError):
    text = "{name} cannot be used: {reason}. Nothing was started; correct it."


class SecretMissingError(HeadOfficeError):
    text = (
        f"{PREFIX}SECRET is not set. Every replica on one PostgreSQL needs the same; nothing was "
        "started. Make one with: openssl rand -base64 48"
    )


class OpenToAllError(HeadOfficeError):
    text = (
        "At {host} others can reach head office, and read passwords and orders on their way to "
        "it: they are not encrypted. Nothing was started. Put a server before it that ends TLS "
        f"and say where people find that: {PREFIX}BASE_URL=https://…; for a try on a network of "
        "your own: serve --plain-http."
    )


class Settings(BaseSettings):
    """Each is read from the environment, its name behind POS_HEAD_OFFICE_."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    data_dir: Path = Field(default_factory=lambda: default_data_dir() / "head-office")
    database_url: SecretStr = SecretStr("")
    """`postgresql+psycopg://…`; empty for a SQLite file in the data folder."""
    redis_url: SecretStr = SecretStr("")
    secret: SecretStr = SecretStr("")
    """Seals what the database must not tell; on SQLite it is made and kept in the data folder."""
    base_url: str = ""
    """Where terminals and people find this head office; several by commas, the first its name."""
    host: str = "127.0.0.1"
    port: int = Field(default=PORT, ge=0, le=65_535)
    workers: int = Field(default=1, ge=1, le=64)
    trusted_proxies: str = "127.0.0.1"
    """Whose word is taken for where a request comes from."""
    docs: bool = True
    """Whether /openapi.json is there; in production it need not be."""
    metrics_token: SecretStr = SecretStr("")
    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$")

    @property
    def is_sqlite(self) -> bool:
        url = self.database_url.get_secret_value()
        return not url or url.startswith("sqlite")

    @property
    def database(self) -> str:
        url = self.database_url.get_secret_value()
        return url or f"sqlite:///{self.data_dir.resolve() / SQLITE_FILE}"

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where this head office is found, without a slash at the end; the first names it."""
        if self.base_url:
            return tuple(one.strip().rstrip("/") for one in self.base_url.split(",") if one.strip())
        names = dict.fromkeys((self.host, "127.0.0.1", "localhost"))
        return tuple(f"http://{name}:{self.port}" for name in names)

    def require_encrypted(self) -> None:
        """:raises OpenToAllError: if passwords would travel to another computer for all to read"""
        is_own_machine = self.host == "localhost" or _is_loopback(self.host)
        is_behind_tls = all(one.startswith("https://") for one in self.addresses)
        if not (is_own_machine or is_behind_tls):
            raise OpenToAllError(host=self.host)

    def sealing_secret(self) -> str:
        """:raises SecretMissingError: if replicas would each have their own"""
        given = self.secret.get_secret_value()
        if given:
            return given
        if not self.is_sqlite:
            raise SecretMissingError
        self.make_folder()
        return _kept(self.data_dir / SECRET_FILE, lambda: secrets.token_urlsafe(SECRET_BYTES))

    def make_folder(self) -> None:
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)


def read_settings(**given: object) -> Settings:
    """:raises SettingsUnfitError: naming the first that cannot be used"""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "value"
        raise SettingsUnfitError(name=f"{PREFIX}{name.upper()}", reason=first["msg"]) from None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _kept(path: Path, make: Callable[[], str]) -> str:
    """What the file holds; made once, whole, for its owner's eyes only, whoever starts first."""
    if not path.exists():
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with open(descriptor, "w", encoding="ascii") as file:  # noqa: PTH123 - it is open
                file.write(make())
            with suppress(FileExistsError):
                os.link(name, path)
        finally:
            Path(name).unlink()
    return path.read_text("ascii").strip()
