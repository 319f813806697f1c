"""`pos-app email`: the mail server that sends receipts, and the e-mails that are not sent."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

import click

from pos_app.composition.cli.context import (
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    print_table,
    read_secret,
    refusals_in_words,
    say,
)
from pos_app.composition.emailing import Mailroom
from pos_app.composition.queries import Queries
from pos_app.services.email_jobs import EmailJob
from pos_app.services.emailing.queueing import NoMailServerError, NoSuchEmailError
from pos_app.services.emailing.server import DEFAULT_PORTS, SETTING, MailServer, Security

LISTED_MAX: Final = 1_000


@click.group("email", help="The mail server that sends receipts, and what it has not taken.")
def command() -> None:
    pass


@command.command("set")
@click.option("--host", required=True, help="The name of the mail server.")
@click.option("--port", type=int, default=None, help="If it is not the usual one.")
@click.option(
    "--security",
    type=click.Choice([one.value for one in Security]),
    default=Security.STARTTLS.value,
    help="none only for a mail server on this computer.",
)
@click.option("--user", default="", help="Whom to sign in as; nobody if it is left out.")
@click.option("--from", "from_address", required=True, help="The address that mails come from.")
@click.option("--password-file", default=None, help="A file with it, or - for standard input.")
@pass_cli
@refusals_in_words
def set_server(
    cli: Cli,
    *,
    host: str,
    port: int | None,
    security: str,
    user: str,
    from_address: str,
    password_file: str | None,
) -> None:
    """Send receipts by this mail server. Its password goes into the key store."""
    chosen = Security(security)
    server = MailServer(host, port or DEFAULT_PORTS[chosen], chosen, user, from_address)
    password = read_secret(password_file, prompt="Password") if password_file else None
    with cli.writing() as store:
        Mailroom(store).setup.choose(server, password=password, actor=owner_of(store))
    say(f"Receipts go out by {server.host}. Try it: pos-app email test ADDRESS.")


@command.command()
@as_json
@pass_cli
@refusals_in_words
def show(cli: Cli, *, as_json: bool) -> None:
    """The mail server in use, never its password."""
    with cli.reading() as queries:
        server = _server(queries)
    if as_json:
        print_json(asdict(server))
        return
    print_table([[name, str(value)] for name, value in asdict(server).items()])


@command.command("test")
@click.argument("address")
@pass_cli
@refusals_in_words
def try_server(cli: Cli, *, address: str) -> None:
    """Send a mail to ADDRESS now, and say what the mail server says."""
    with cli.writing() as store:
        Mailroom(store).send_test(address)
    say(f"The mail server has taken a test mail to {address}.")


@command.command("list")
@as_json
@pass_cli
@refusals_in_words
def list_unsent(cli: Cli, *, as_json: bool) -> None:
    """What waits or was refused, newest first."""
    with cli.reading() as queries:
        jobs = queries.emails.unsent(limit=LISTED_MAX)
    if as_json:
        print_json([_shown(job) for job in jobs])
        return
    print_table([[str(value) for value in _shown(job).values()] for job in jobs])


@command.command()
@click.argument("job", type=int)
@click.option("--to", "address", default=None, help="Another address than the one it had.")
@pass_cli
@refusals_in_words
def retry(cli: Cli, *, job: int, address: str | None) -> None:
    """Send an e-mail that waits or was refused once more, now."""
    with cli.writing() as store:
        mailroom = Mailroom(store)
        known = store.queries.emails.get(job)
        if known is None:
            raise NoSuchEmailError(job=job)
        mailroom.emailing.readdress(
            job_id=job, address=address or known.address, actor=owner_of(store)
        )
        report = mailroom.sending.work_off()
    if report.error is not None:
        raise report.error
    say(f"{len(report.sent)} sent, {len(report.refused)} refused.")


@command.command()
@click.argument("job", type=int)
@pass_cli
@refusals_in_words
def drop(cli: Cli, *, job: int) -> None:
    """Give up an e-mail that waits or was refused."""
    with cli.writing() as store:
        Mailroom(store).emailing.drop(job_id=job, actor=owner_of(store))


def _server(queries: Queries) -> MailServer:
    text = queries.settings.get(SETTING)
    if not text:
        raise NoMailServerError
    return MailServer.from_text(text)


def _shown(job: EmailJob) -> dict[str, Any]:
    return {
        "job": job.job_id,
        "number": job.number,
        "kind": job.kind.value,
        "address": job.address,
        "state": job.state.value,
        "attempts": job.attempts,
        "last_error": job.last_error,
    }
