"""`pos-app staff roles` and `pos-app staff role`: what each role may do in this store."""

from __future__ import annotations

import click

from pos_app.composition.cli.context import (
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    print_table,
    refusals_in_words,
    say,
)
from pos_app.domain.money import Money
from pos_app.domain.pricing import BASIS_POINTS, Discount
from pos_app.domain.refund_limit import refund_limit
from pos_app.domain.staff import Decision, Permission, Rights, Role
from pos_app.domain.store import StoreProfile

_ROLES = click.Choice([role.value for role in Role])
_PER_CENT = BASIS_POINTS // 100


@click.command("roles")
@as_json
@pass_cli
@refusals_in_words
def list_roles(cli: Cli, *, as_json: bool) -> None:
    """What each role may do: allowed, ask (somebody else allows it on the spot), or no."""
    with cli.reading() as queries:
        rights, profile = queries.rights.now, queries.profile
    if as_json:
        print_json({role.value: _said(rights, role, profile) for role in Role})
        return
    decisions = [[one.value, *(rights.decide(role, one) for role in Role)] for one in Permission]
    limits = ["discount_limit", *(_percent(rights.discount_limit(role)) for role in Role)]
    refunds = ["refund_limit", *(_refunds(rights, role, profile) for role in Role)]
    print_table([["", *(role.value for role in Role)], *decisions, limits, refunds])


def _said(rights: Rights, role: Role, profile: StoreProfile) -> dict[str, object]:
    decisions: dict[str, object] = {one.value: rights.decide(role, one).value for one in Permission}
    return {
        **decisions,
        "discount_limit": _percent(rights.discount_limit(role)),
        "refund_limit": _refunds(rights, role, profile),
    }


@click.group("role", help="Change what a role may do in this store.")
def role_command() -> None:
    pass


@role_command.command("set")
@click.argument("role", type=_ROLES)
@click.argument("permission", type=click.Choice([one.value for one in Permission]))
@click.argument("decision", type=click.Choice([one.value for one in Decision]))
@pass_cli
@refusals_in_words
def set_decision(cli: Cli, *, role: str, permission: str, decision: str) -> None:
    """Let everybody with ROLE do PERMISSION without asking, after asking, or not at all."""
    with cli.writing() as store:
        store.services.roles.decide(
            actor=owner_of(store),
            role=Role(role),
            permission=Permission(permission),
            decision=Decision(decision),
        )
    say(f"{role}, {permission}: {decision}.")


@role_command.command("discount")
@click.argument("role", type=_ROLES)
@click.argument("percent")
@pass_cli
@refusals_in_words
def limit_discount(cli: Cli, *, role: str, percent: str) -> None:
    """Let everybody with ROLE give discounts of up to PERCENT without asking."""
    limit = Discount.percent(percent).value
    with cli.writing() as store:
        store.services.roles.limit_discount(actor=owner_of(store), role=Role(role), limit=limit)
    say(f"{role}: discounts of up to {_percent(limit)}.")


@role_command.command("refunds")
@click.argument("role", type=_ROLES)
@click.argument("amount", required=False)
@click.option("--store", "is_stores", is_flag=True, help="Go by the limit of the store again.")
@pass_cli
@refusals_in_words
def limit_refunds(cli: Cli, *, role: str, amount: str | None, is_stores: bool) -> None:
    """Let one person with ROLE give back up to AMOUNT a day without asking.

    0 is no limit; without AMOUNT it says what the limit is.
    """
    if amount is not None and is_stores:
        raise click.UsageError("Give an AMOUNT or --store, not both.")
    if amount is None and not is_stores:
        with cli.reading() as queries:
            most = _refunds(queries.rights.now, Role(role), queries.profile)
        say(f"{role}: refunds a person and day of up to {most}.")
        return
    with cli.writing() as store:
        profile, roles = store.queries.profile, store.services.roles
        limit = None if amount is None else Money.parse(amount, profile.currency).minor
        roles.limit_refunds(actor=owner_of(store), role=Role(role), limit=limit)
        most = _refunds(roles.rights, Role(role), profile)
    say(f"{role}: refunds a person and day of up to {most}.")


def _refunds(rights: Rights, role: Role, profile: StoreProfile) -> str:
    limit = refund_limit(rights, role, profile.refund_limit)
    return str(Money(limit, profile.currency)) if limit else "any amount"


def _percent(limit: int) -> str:
    whole, part = divmod(limit, _PER_CENT)
    return f"{whole}.{part:02}".removesuffix(".00") + " %"
