"""`pos-app journal`: hand the chain out, and verify it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import click

from pos_app.adapters.system.whole_file import whole_file
from pos_app.composition.cli.context import (
    REFUSED,
    Cli,
    as_json,
    pass_cli,
    print_json,
    refusals_in_words,
    say,
)
from pos_app.composition.lazy import LazySignatureCheck
from pos_app.composition.opening import WrongSigningKeyError, own_keys
from pos_app.composition.queries import Queries
from pos_app.composition.targets import refuse_own_file
from pos_app.domain.errors import UnavailableError
from pos_app.services.journal.anchoring import Anchor, Anchors, read_anchors, read_receipt
from pos_app.services.journal.exporting import (
    LINE_BYTES_MAX,
    ExportHeader,
    export_lines,
    read_header,
)
from pos_app.services.journal.keys import FINGERPRINT_LENGTH, Keys, fingerprints
from pos_app.services.journal.verifying import Chain, JournalVerifier, Verdict
from pos_app.services.sync.heads import as_anchors
from pos_app.services.sync.membership import membership

FILE = click.Path(path_type=Path, dir_okay=False)
LIMITS = (
    "What this proves: no entry was changed, removed or put in between by someone without the "
    "key named here. Whoever has the file can sign all of it anew with a key of his own, so "
    "compare the key with the one that setup has printed (--key does it). What it does not "
    "prove: that the newest entries were not cut off, or rewritten by someone with the key; only "
    "a copy elsewhere shows that (head office, receipts, Z reports: --anchors and --receipt "
    "compare with them)."
)
NONE_OF_IT = "none of the anchors is of this terminal"
LOST = (
    "NOT HERE: {count} of them, the last is {last}. They were kept, but the next epoch began "
    "without these entries: a backup or an older copy had taken their place, or they were lost."
)
OTHER_KEY = "it is signed by {found}, which is not what --key names"
_BETWEEN_GROUPS = re.compile(r"[\s:-]")
_FINGERPRINT = re.compile(rf"[0-9a-f]{{{FINGERPRINT_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A verdict, the fingerprints of the keys behind it, and what could not be looked at."""

    verdict: Verdict
    keys: tuple[str, ...]
    note: str = ""


def _plain(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> frozenset[str]:
    """Fingerprints without their spaces."""
    plain = [_BETWEEN_GROUPS.sub("", value).lower() for value in values]
    for one in plain:
        if not _FINGERPRINT.fullmatch(one):
            raise click.BadParameter(f"a key has {FINGERPRINT_LENGTH} digits from 0-9 and a-f")
    return frozenset(plain)


@click.group("journal", help="The record of everything that happened.")
def command() -> None:
    pass


@command.command()
@click.argument("file", type=FILE)
@pass_cli
@refusals_in_words
def export(cli: Cli, *, file: Path) -> None:
    """Write the whole journal to FILE."""
    refuse_own_file(cli.folder, file)
    with cli.reading() as queries:
        journal, profile = queries.journal, queries.profile
        header = ExportHeader(
            profile.journal_id, profile.terminal, journal.signing_keys(), journal.epochs()
        )
        with whole_file(file) as place, place.open("wb") as out:
            for line in export_lines(header, journal.entries()):
                out.write(line)
    say(f"The journal is in {file}.")


@command.command()
@click.argument(
    "file", type=click.Path(path_type=Path, dir_okay=False, exists=True), required=False
)
@click.option(
    "--key", "expected", multiple=True, callback=_plain, help="The only key allowed; may repeat."
)
@click.option(
    "--anchors",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A JSON file of entries that somebody else has kept.",
)
@click.option("--receipt", "receipts", multiple=True, help="What a receipt's code says; repeats.")
@as_json
@pass_cli
@refusals_in_words
def verify(
    cli: Cli,
    *,
    file: Path | None,
    expected: frozenset[str],
    anchors: Path | None,
    receipts: tuple[str, ...],
    as_json: bool,
) -> None:
    """Verify FILE, or the store's own journal."""
    kept = [read_receipt(text) for text in receipts]
    if anchors is not None:
        kept += read_anchors(anchors.read_bytes(), source=anchors.name)
    if file is None:
        kept += _signed_by_head_office(cli)
    given = Anchors(kept)
    outcome = _verify_file(file, given) if file is not None else _verify_store(cli, given)
    if kept:
        outcome = _with_anchors(outcome, given)
    if expected:
        outcome = _require_keys(outcome, expected)
    verdict = outcome.verdict
    if as_json:
        print_json(
            {
                "ok": verdict.ok,
                "entries": verdict.entries,
                "head": verdict.head,
                "first_bad": verdict.first_bad,
                "reason": verdict.reason,
                "keys": list(outcome.keys),
                "note": outcome.note,
                "compared": given.compared,
            }
        )
    else:
        _say(outcome)
    if not verdict.ok:
        sys.exit(REFUSED)


def _say(outcome: _Outcome) -> None:
    verdict = outcome.verdict
    if verdict.ok:
        say(f"{verdict.entries} entries, all good. Head: {verdict.head}")
        say(f"Signed by: {', '.join(outcome.keys)}")
        if outcome.note:
            say(outcome.note)
        say(LIMITS)
    elif verdict.first_bad is None:
        say(f"This journal is not accepted: {verdict.reason}.", err=True)
    else:
        say(
            f"Entry {verdict.first_bad} is bad: {verdict.reason}. "
            f"The {verdict.entries} before it are good.",
            err=True,
        )


def _with_anchors(outcome: _Outcome, given: Anchors) -> _Outcome:
    if not outcome.verdict.ok:
        return outcome
    if not given.compared:
        return replace(outcome, verdict=replace(outcome.verdict, ok=False, reason=NONE_OF_IT))
    told = [f"{given.compared} anchors and receipts compared."]
    if given.lost:
        told.append(LOST.format(count=len(given.lost), last=given.lost[-1]))
    return replace(outcome, note="\n".join([outcome.note, *told]).strip())


def _signed_by_head_office(cli: Cli) -> list[Anchor]:
    """What it holds of this journal by its signature, kept at each sync."""
    with cli.reading() as queries:
        return as_anchors(
            queries.outbox.anchors(),
            terminal=queries.profile.terminal,
            member=membership(queries.settings),
            signatures=LazySignatureCheck(),
        )


def _verify_store(cli: Cli, given: Anchors) -> _Outcome:
    verifier = JournalVerifier(signatures=LazySignatureCheck())
    with cli.reading() as queries:
        keys = queries.journal.signing_keys()
        links = Chain(anchors=given)
        verdict = verifier.verify(queries.journal.entries(), keys, chain=links)
        outcome = _Outcome(verdict, fingerprints(keys))
        return _compare_own_key(cli, queries, outcome) if outcome.verdict.ok else outcome


def _compare_own_key(cli: Cli, queries: Queries, outcome: _Outcome) -> _Outcome:
    """Whoever has the file can replace the keys in it, but not the one in the key store."""
    try:
        assert own_keys(cli.folder, queries).signer.public_key
    except WrongSigningKeyError:
        reason = "its newest key is not the one in this computer's key store"
        return replace(outcome, verdict=replace(outcome.verdict, ok=False, reason=reason))
    except UnavailableError as error:
        note = f"Whether that is this terminal's own key could not be looked at: {error}"
        return replace(outcome, note=note)
    return outcome


def _verify_file(file: Path, given: Anchors) -> _Outcome:
    verifier = JournalVerifier(signatures=LazySignatureCheck())
    with file.open("rb") as lines:
        first = lines.readline(LINE_BYTES_MAX)
        keys: Keys = read_header(first).keys
        verdict = verifier.verify_export(chain((first,), _bounded(lines)), anchors=given)
    return _Outcome(verdict, fingerprints(keys))


def _bounded(lines: BinaryIO) -> Iterator[bytes]:
    """A line longer than any entry is cut there, and so is no entry."""
    return iter(lambda: lines.readline(LINE_BYTES_MAX + 1), b"")


def _require_keys(outcome: _Outcome, expected: frozenset[str]) -> _Outcome:
    others = [key for key in outcome.keys if key.replace(" ", "") not in expected]
    if not outcome.verdict.ok or (outcome.keys and not others):
        return outcome
    reason = OTHER_KEY.format(found=", ".join(others))
    return replace(outcome, verdict=replace(outcome.verdict, ok=False, reason=reason))
