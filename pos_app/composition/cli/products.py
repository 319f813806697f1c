"""`pos-app products`: bring the catalogue in and out, and look into it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pos_app.adapters.files.pos_csv_writer import PosCsvFile
from pos_app.adapters.system.whole_file import whole_file
from pos_app.composition.cli import values
from pos_app.composition.cli.context import (
    REFUSED,
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    print_table,
    refusals_in_words,
    say,
)
from pos_app.composition.importing import import_products
from pos_app.composition.lookups import lookup_of
from pos_app.composition.picturing import images_of, picturing_of
from pos_app.composition.queries import Queries
from pos_app.composition.targets import refuse_own_file
from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.services.catalogue.editing import ProductCells
from pos_app.services.catalogue.exporting import ProductExport
from pos_app.services.catalogue.import_report import ImportReport
from pos_app.services.catalogue.importing import ImportOptions, Progress
from pos_app.services.catalogue.searching import Search

FILE = click.Path(path_type=Path, dir_okay=False)
PROBLEMS_SHOWN = 50


@click.group("products", help="The catalogue.")
def command() -> None:
    pass


@command.command("import")
@click.argument("file", type=FILE)
@click.option("--format", "format_name", default="auto", show_default=True)
@click.option("--dry-run", is_flag=True, help="Check everything, change nothing.")
@click.option("--strict", is_flag=True, help="Any bad row stops everything.")
@click.option("--set-stock", is_flag=True, help="Record the file's stock as counted.")
@as_json
@pass_cli
@refusals_in_words
def import_file(
    cli: Cli,
    /,
    *,
    file: Path,
    format_name: str,
    as_json: bool,
    **wishes: bool,
) -> None:
    """Bring FILE in: good rows go in, bad rows are named."""
    options = ImportOptions(file.name, **wishes)
    with cli.writing() as store:
        report = import_products(
            store,
            file,
            options,
            actor=owner_of(store),
            format_name=format_name,
            progress=_show_progress,
        )
    if sys.stderr.isatty():
        click.echo(err=True)
    if as_json:
        print_json(report.document())
    else:
        _print_report(report)
    if options.strict and report.rejected_count:
        say("Nothing was changed, because of --strict.", err=True)
        sys.exit(REFUSED)


@command.command()
@click.argument("file", type=FILE)
@pass_cli
@refusals_in_words
def export(cli: Cli, *, file: Path) -> None:
    """Write every product to FILE, which `products import` reads again."""
    refuse_own_file(cli.folder, file)
    with cli.reading() as queries:
        sink = PosCsvFile(path=file, currency=queries.profile.currency, placing=whole_file)
        count = ProductExport(listing=queries.products).run(sink=sink)
    say(f"{count} products are in {file}.")


@command.command()
@click.argument("text")
@as_json
@pass_cli
@refusals_in_words
def find(cli: Cli, *, text: str, as_json: bool) -> None:
    """Search as the till does."""
    with cli.reading() as queries:
        hits = Search(products=queries.products).find(text)
        shown = [_shown(queries, hit.product, hit.barcode) for hit in hits]
    if as_json:
        print_json(shown)
        return
    print_table(
        [[hit.barcode, hit.product.name, hit.product.unit_price.plain()] for hit in hits],
        right=frozenset({2}),
    )


@command.command()
@click.argument("barcode")
@as_json
@pass_cli
@refusals_in_words
def show(cli: Cli, *, barcode: str, as_json: bool) -> None:
    """The product that a barcode or sku names."""
    with cli.reading() as queries:
        product = lookup_of(queries).find(barcode).product
        shown = _shown(queries, product, barcode)
    if as_json:
        print_json(shown)
        return
    say(f"{product.name} ({product.sku})")
    say(f"{product.unit_price}, {product.tax_class}, sold by {product.unit.value}")
    if product.deposit is not None:
        say(f"and {product.deposit.unit_price} for {product.deposit.name} with every piece")


@command.command()
@click.argument("barcode")
@click.argument("name")
@click.argument("price")
@click.option("--sku", default="", help="A number of your own; else the barcode.")
@click.option("--category", default="")
@click.option("--tax-class", default="", help="Else the one that most products have.")
@click.option("--unit", default="", help="each, kg, l or m; else each.")
@click.option("--deposit", default="", help="The sku of what is charged with every piece.")
@as_json
@pass_cli
@refusals_in_words
def add(cli: Cli, /, *, as_json: bool, **typed: str) -> None:
    """Put a product on sale, without any stock."""
    with cli.writing() as store:
        added = store.services.editing.add(actor=owner_of(store), cells=ProductCells(**typed))
        product = store.queries.products.get_by_id(added.product_id)
        assert product is not None, "it was just added"
        shown = _shown(store.queries, product, typed["barcode"] or added.sku)
    for problem in added.warnings:
        say(f"warning, {problem.column} {problem.value!r}: {problem.reason}", err=True)
    if as_json:
        print_json(shown)
        return
    say(f"{product.name} ({product.sku}) is on sale for {product.unit_price}.")


@command.command()
@click.argument("barcode")
@click.argument("price")
@as_json
@pass_cli
@refusals_in_words
def price(cli: Cli, *, barcode: str, price: str, as_json: bool) -> None:
    """What the product costs from now on is PRICE."""
    with cli.writing() as store:
        product = lookup_of(store.queries).find(barcode).product
        new = Money.parse(price, product.unit_price.currency)
        changed = store.services.editing.change_price(
            actor=owner_of(store), product=product, price=new
        )
    if as_json:
        print_json(
            {
                "sku": product.sku,
                "name": product.name,
                "old": values.money(changed.old.minor, changed.old.currency),
                "new": values.money(changed.new.minor, changed.new.currency),
            }
        )
        return
    say(f"{product.name} ({product.sku}): {changed.old} before, {changed.new} from now on.")


@command.command()
@click.argument("sku")
@click.argument("file", type=FILE, required=False)
@click.option("--remove", is_flag=True, help="Show it without a picture again.")
@pass_cli
@refusals_in_words
def image(cli: Cli, *, sku: str, file: Path | None, remove: bool) -> None:
    """Show the picture in FILE (PNG, JPEG or WebP, at most 2 MB) on the product's tile."""
    if remove == (file is not None):
        raise click.UsageError("Name a file, or --remove.")
    with cli.writing() as store:
        product = lookup_of(store.queries).find(sku).product
        name = images_of(store.folder).keep(file) if file is not None else ""
        picturing_of(store).set_image(actor=owner_of(store), product=product, image=name)
    say(f"{product.name} ({product.sku}) {'has' if name else 'is without'} a picture now.")


def _shown(queries: Queries, product: Product, barcode: str) -> dict[str, object]:
    return {
        "barcode": barcode,
        "barcodes": list(queries.products.barcodes_of(product.product_id)),
        "sku": product.sku,
        "name": product.name,
        "category": product.category,
        "unit": product.unit.value,
        "price": values.money(product.unit_price.minor, product.unit_price.currency),
        "tax_class": product.tax_class,
        "deposit": product.deposit.sku if product.deposit else None,
        "stock": queries.stock.level(product.product_id).thousandths,
    }


def _show_progress(progress: Progress) -> None:
    if sys.stderr.isatty():
        click.echo(
            f"\r{progress.percent:3d} %  {progress.rows} rows, {progress.rows_per_second} rows/s ",
            err=True,
            nl=False,
        )


def _print_report(report: ImportReport) -> None:
    state = "in" if report.written else "checked, nothing changed"
    say(
        f"{report.rows} rows {state}: {report.new} new, {report.changed} changed, "
        f"{report.unchanged} unchanged, {report.rejected_count} refused, "
        f"{report.warnings_count} warnings; {report.milliseconds / 1_000:.1f} s"
    )
    for title, problems in (("refused", report.rejected), ("warning", report.warnings)):
        for problem in problems[:PROBLEMS_SHOWN]:
            where = f"{problem.column} {problem.value!r}".strip()
            say(f"  {title}, line {problem.line}: {where}: {problem.reason}")
        if len(problems) > PROBLEMS_SHOWN:
            say(f"  and {len(problems) - PROBLEMS_SHOWN} more; --json lists them")
