"""`pos-app payments processors`: which ones this till uses, and whether they answer."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pos_app.adapters.payments.silence_file import read_silences
from pos_app.composition.cli import values as shapes
from pos_app.composition.cli.context import (
    BYTE_ORDER_MARK,
    STANDARD_INPUT,
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    print_table,
    refusals_in_words,
    say,
)
from pos_app.composition.cli.trials import try_payment
from pos_app.composition.processors import (
    check,
    kept_processors_of,
    kinds,
    processor_settings_of,
)
from pos_app.composition.queries import Queries
from pos_app.composition.silence_words import said
from pos_app.domain.attempt import Flow
from pos_app.domain.errors import InvalidInputError
from pos_app.services.payments.kept_processors import (
    SECRET_LENGTH_MAX,
    KeptProcessors,
    ProcessorSetting,
    kind_named,
)
from pos_app.services.payments.processor import ProcessorKind, SettingField
from pos_app.services.payments.processor_ways import ways_of
from pos_app.services.payments.silence import Silence
from pos_app.services.store.payment_settings import MethodFlowError


class SecretFileError(InvalidInputError):
    code = "cli.secret_file"
    text = "The secret could not be read from {source}: {reason}. Nothing was changed."


class SecretTypedError(InvalidInputError):
    code = "cli.secret_typed"
    text = (
        "{field} is a secret, and every program on this computer sees what stands on a command "
        "line. Nothing was changed: get a new one, and give it by --secret-file {field}=FILE."
    )


Pair = tuple[str, str]


def _pair(_context: click.Context, _option: click.Parameter, given: Sequence[str]) -> list[Pair]:
    pairs = [one.partition("=") for one in given]
    if not all(equals for _name, equals, _text in pairs):
        raise click.BadParameter("write it as FIELD=VALUE.")
    return [(name.strip(), text) for name, _equals, text in pairs]


@click.group("processors", help="The payment processors that this till uses.")
def command() -> None:
    pass


@command.command("list")
@as_json
@pass_cli
@refusals_in_words
def list_processors(cli: Cli, *, as_json: bool) -> None:
    """Every processor there is, how it is set, and what it can be told; never a secret."""
    with cli.reading() as queries:
        kept = kept_processors_of(cli.folder, queries)
        found = [_shown(kind, kept, queries) for kind in kinds().values()]
        zone = queries.profile.time_zone
    silences = read_silences(cli.folder.silences)
    of = {one["name"]: [it for it in silences if it.processor == one["name"]] for one in found}
    if as_json:
        for one in found:
            one["silences"] = [_silence(it, zone) for it in of[one["name"]]]
        print_json(found)
        return
    for one in found:
        ways = ", ".join(one["ways"]) or "no way to pay"
        say(f"{one['name']}: {'set up, ' + ways if one['set_up'] else 'not set up'}")
        for it in of[one["name"]]:
            say(f"  {said([it], now=datetime.now(UTC), zone=zone)}")
        print_table(
            [[f"  {field['field']}", _state(field), field["help"]] for field in one["fields"]]
        )


@command.command("set")
@click.argument("name")
@click.option("--value", "values", multiple=True, callback=_pair, help="FIELD=VALUE")
@click.option(
    "--secret-file", "secrets", multiple=True, callback=_pair, help="FIELD=PATH, or FIELD=- to type"
)
@click.option(
    "--ways", default=None, help="How customers may pay with it: reader, qr, code; with commas."
)
@pass_cli
@refusals_in_words
def set_processor(
    cli: Cli, *, name: str, values: list[Pair], secrets: list[Pair], ways: str | None
) -> None:
    """Use a processor, or change its settings. Its secrets go into the key store."""
    with cli.writing() as store:
        settings = processor_settings_of(store)
        kind = settings.kind(name)
        secret_fields = {one.name for one in kind.fields if one.is_secret}
        for field, _text in values:
            if field in secret_fields:
                raise SecretTypedError(field=field)
        given = dict(values) | {field: _secret(source) for field, source in secrets}
        owner = owner_of(store)
        flows = _flows(kind, ways)
        if given or ways is None:
            settings.put(actor=owner, kind=kind, values=given)
        if flows is not None:
            settings.set_ways(actor=owner, kind=kind, ways=flows)
        chosen = settings.ways(kind)
    how = ", ".join(chosen) if chosen else "no way to pay yet: payments processors set --ways"
    say(f"{kind.title} is set up ({how}). Try it: pos-app payments processors test {name}.")


@command.command("test")
@click.argument("name")
@click.option(
    "--pay", is_flag=True, help="Also make a payment of the smallest amount, and refund it."
)
@pass_cli
@refusals_in_words
def try_processor(cli: Cli, *, name: str, pay: bool) -> None:
    """Ask it for an answer now, without moving money, and say what it says.

    With --pay it is no order, and is refused where real money would move.
    """
    kind = kind_named(name, kinds())
    with cli.reading() as queries:
        words = check(kept_processors_of(cli.folder, queries), kind)
    say(words)
    if pay:
        with cli.writing() as store:
            try_payment(store, name)


@command.command("remove")
@click.argument("name")
@pass_cli
@refusals_in_words
def remove_processor(cli: Cli, *, name: str) -> None:
    """Use it no more, and delete its secrets. What was paid with it stays as it is."""
    with cli.writing() as store:
        settings = processor_settings_of(store)
        kind = settings.kind(name)
        settings.remove(actor=owner_of(store), kind=kind)
    say(f"{kind.title} is not used any more, and its secrets are deleted.")


def _flows(kind: ProcessorKind, ways: str | None) -> list[Flow] | None:
    if ways is None:
        return None
    known = {flow.value: flow for flow in kind.flows}
    names = [name.strip() for name in ways.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise MethodFlowError(processor=kind.name, flow=name, known=", ".join(known))
    return [known[name] for name in names]


def _shown(kind: ProcessorKind, kept: KeptProcessors, queries: Queries) -> dict[str, Any]:
    setting = kept.setting(kind)
    return {
        "name": kind.name,
        "title": kind.title,
        "set_up": setting is not None,
        "ways": [flow.value for flow in ways_of(queries.profile, kind)],
        "flows": [flow.value for flow in kind.flows],
        "fields": [_field(one, setting or ProcessorSetting()) for one in kind.fields],
    }


def _silence(one: Silence, zone: str) -> dict[str, Any]:
    return {
        "purpose": one.purpose.value,
        "since": shapes.moment(one.since, zone),
        "until": shapes.moment(one.until, zone),
        "failures": one.failures,
        "reason": one.reason,
    }


def _field(one: SettingField, setting: ProcessorSetting) -> dict[str, Any]:
    kept: dict[str, Any] = (
        {"is_kept": one.name in setting.secrets}
        if one.is_secret
        else {"value": setting.values.get(one.name) or one.default}
    )
    return {
        "field": one.name,
        "label": one.label,
        "help": one.help,
        "needed": one.is_needed,
        "secret": one.is_secret,
        **({"choices": list(one.choices)} if one.choices else {}),
        **kept,
    }


def _state(field: dict[str, Any]) -> str:
    if field["secret"] and field["is_kept"]:
        return "in the key store"
    if not field["secret"] and field["value"]:
        return str(field["value"])
    return "missing" if field["needed"] else "–"


def _secret(source: str) -> str:
    """All of a file, as a private key has many lines; or what is typed, for "-".

    :raises SecretFileError: if there is none
    """
    try:
        text = _typed() if source == STANDARD_INPUT else _read(Path(source))
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or "nothing was typed"
        raise SecretFileError(source=source, reason=reason) from error
    except UnicodeDecodeError as error:
        raise SecretFileError(source=source, reason="it is no text") from error
    text = text.removeprefix(BYTE_ORDER_MARK).strip()
    if not text:
        raise SecretFileError(source=source, reason="it is empty")
    return text


def _typed() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Secret: ")
    return sys.stdin.read(SECRET_LENGTH_MAX + 1)


def _read(path: Path) -> str:
    with path.open(encoding="utf-8-sig") as file:
        return file.read(SECRET_LENGTH_MAX + 1)
