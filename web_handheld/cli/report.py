"""`storefloor report`."""

import tempfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from picking.foundation.messages import LANGUAGES
from web_handheld.cli.common import choose_store, data_option, explained, open_books, settings_of, store_option
from web_handheld.cli.terminal import Trouble
from web_handheld.settings import MESSAGES, Settings

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("name", required=False)
@data_option
@store_option
@click.option("--first", type=DAY, help="The first day; a week or four before today where nothing is said.")
@click.option("--last", type=DAY, help="The last day.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file .csv, .xlsx or .json.")
@click.pass_obj
def report(
    file: Path | None,
    name: str | None,
    data: Path | None,
    store_id: str | None,
    first: datetime | None,
    last: datetime | None,
    lang: str,
    output: Path | None,
) -> None:
    """Write the report NAME; without a name the reports are listed."""
    from picking.reports.registry import REPORTS  # noqa: PLC0415 - slow to import

    if name is None:
        _list(list(REPORTS), lang)
        return
    if name not in REPORTS:
        raise Trouble(f"there is no report {name}: {', '.join(REPORTS)}")
    settings = settings_of(file, service__data_dir=data)
    _write(name, settings, store_id, (first, last), lang, output)


def _list(names: list[str], lang: str) -> None:
    from picking.foundation.messages import Messages  # noqa: PLC0415 - as above

    messages = Messages.load(MESSAGES)
    for name in names:
        click.echo(f"{name:<22} {messages.text('report_' + name.replace('-', '_'), lang, {})}")


def _write(
    name: str,
    settings: Settings,
    store_id: str | None,
    days: tuple[datetime | None, datetime | None],
    lang: str,
    output: Path | None,
) -> None:
    from web_handheld.reporting.child import make  # noqa: PLC0415 - as above

    with open_books(settings) as books:
        store = choose_store(books, store_id)
    kind = output.suffix.removeprefix(".") if output else "csv"
    if kind not in ("csv", "xlsx", "json"):
        raise Trouble(f"{output} is no .csv, .xlsx or .json")
    question = {
        "name": name, "store": store.id, "kind": kind, "language": lang, "messages": str(MESSAGES),
        "floor": asdict(settings.floor), "first": days[0] and days[0].date().isoformat(),
        "last": days[1] and days[1].date().isoformat(),
    }  # fmt: skip
    with explained(settings), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report"
        make(question, settings.database_url, path)
        if output:
            output.write_bytes(path.read_bytes())
        else:
            click.echo(path.read_text(encoding="utf-8-sig"), nl=False)
