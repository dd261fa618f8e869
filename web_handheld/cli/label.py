"""`storefloor label`: templates to look at without a printer."""

import json
from pathlib import Path

import click

from label_drawing.images import png
from label_drawing.shelf import draw_panel
from picking.devices.sheets import Sheets, read_template
from picking.devices.shelf_pages import PAGES, ShelfPages
from picking.devices.template_check import TemplateError
from picking.foundation.messages import LANGUAGES
from picking.foundation.refusals import Refusal
from web_handheld.cli.terminal import Trouble
from web_handheld.pictures import picture
from web_handheld.settings import LABELS


@click.group()
def label() -> None:
    """Look at the templates of sheets and labels."""


@label.command("list")
def list_templates() -> None:
    """Name the templates, and on what they are printed."""
    for name, template in _sheets().templates.items():
        click.echo(f"{name:24}{template.get('paper', 'receipt')}")


@label.command("shelf")
@click.argument("page", type=click.Choice(PAGES))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where to write the PNG.")
@click.option("--panel", help="Which panel, as 400x300; else the first of panels.toml.")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
def shelf(page: str, output: Path | None, panel: str | None, language: str) -> None:
    """Draw a PAGE of shelf labels with its sample as PNG, in the panel's exact size."""
    try:
        state = ShelfPages.load(LABELS).sample(page, language, panel)
    except TemplateError as wrong:
        raise Trouble(str(wrong)) from wrong
    where = output or Path(f"{page}.png")
    where.write_bytes(png(draw_panel(state)))
    click.echo(f"{where}")


@label.command()
@click.argument("template")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where to write the PNG.")
@click.option("--facts", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="JSON; else the sample.")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
@click.option("--timezone", default="UTC", show_default=True, help="Whose time of day the sheet says.")
@click.option("--copy", type=click.IntRange(2, 99), help="Head it COPY n.")
def preview(
    template: str, output: Path | None, facts: Path | None, language: str, timezone: str, copy: int | None
) -> None:
    """Draw TEMPLATE (a name, or a TOML file of your own) as PNG."""
    name, sheets = _find(template)
    known = sheets.templates[name]
    try:
        document = sheets.document(
            {
                "template": name,
                "facts": json.loads(facts.read_text(encoding="utf-8")) if facts else known.get("sample", {}),
                "language": language,
                "timezone": timezone,
                "banner": {"copy": copy} if copy else None,
            }
        )
        drawn = picture(document, known)
    except Refusal as no:
        raise Trouble(f"{name}: {no.facts.get('reason', no)}") from no
    except (ValueError, KeyError) as wrong:
        raise Trouble(f"{name}: {wrong}") from wrong
    where = output or Path(f"{name}.png")
    where.write_bytes(drawn)
    click.echo(f"{where}")


def _find(template: str) -> tuple[str, Sheets]:
    if not template.endswith(".toml"):
        sheets = _sheets()
        if template not in sheets.templates:
            raise Trouble(f"there is no template {template}: {', '.join(sheets.templates)}")
        return template, sheets
    path = Path(template)
    try:
        return path.stem, Sheets({path.stem: read_template(path)}, _sheets().banners)
    except (TemplateError, OSError) as wrong:
        raise Trouble(str(wrong)) from wrong


def _sheets() -> Sheets:
    try:
        return Sheets.load(LABELS)
    except TemplateError as wrong:
        raise Trouble(str(wrong)) from wrong
