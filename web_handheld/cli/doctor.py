"""`storefloor doctor`: looks at everything the service needs, and says what to do about what is missing."""

import shutil
import socket
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click
import requests
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from gateway import mosquitto
from label_drawing.fonts import noto
from picking import migrations
from picking.devices.lifecycle import DeviceState
from picking.devices.model import DeadLetter, Device, Gateway
from picking.devices.sheets import Sheets
from picking.devices.shelf_pages import ShelfPages
from picking.devices.template_check import TemplateError
from picking.floor.model import Store
from picking.foundation.database import open_engine
from picking.foundation.messages import LANGUAGES, Messages
from picking.stock.queries import conservation_errors
from web_handheld.cli.common import data_option, database_trouble, settings_of
from web_handheld.cli.terminal import Trouble
from web_handheld.settings import LABELS, MESSAGES, Settings

FREE_BYTES_MIN = 500_000_000
Findings = list[str]


@click.command()
@data_option
@click.option("--http", "http_port", type=int)
@click.option("--mqtt", "mqtt_port", type=int)
@click.pass_obj
def doctor(file: Path | None, data: Path | None, http_port: int | None, mqtt_port: int | None) -> None:
    """Look for what is wrong, and say what to do; exit code 1 when something is."""
    try:
        settings = settings_of(
            file, service__data_dir=data, service__http_port=http_port, broker__port=mqtt_port
        )  # fmt: skip
    except Trouble as error:
        click.echo(f"  ✗ settings: {error.message}")
        sys.exit(1)
    click.echo("  ✓ settings")
    wrong = [name for name, look in LOOKS.items() if not _say(name, look(settings))]
    sys.exit(1 if wrong else 0)


def _say(name: str, findings: Findings) -> bool:
    if not findings:
        click.echo(f"  ✓ {name}")
    for finding in findings:
        click.echo(f"  ✗ {name}: {finding}")
    return not findings


def _folder(settings: Settings) -> Findings:
    folder = settings.service.data_dir
    if not folder.exists():
        return [f"{folder} is not there: storefloor up --data {folder} makes it"]
    free = shutil.disk_usage(folder).free
    return [f"only {free // 1_000_000} MB are free in {folder}"] if free < FREE_BYTES_MIN else []


def _database(settings: Settings) -> Findings:
    if not settings.database.url and not (settings.service.data_dir / "storefloor.db").exists():
        return ["there is none yet: storefloor db upgrade"]
    engine = open_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            if not migrations.is_current(connection):
                return ["it stands at another version: stop the service, then storefloor db upgrade"]
        with engine.execution_options(storefloor_write=True).begin():
            return []
    except DBAPIError as error:
        return [database_trouble(settings, str(error.orig))]
    finally:
        engine.dispose()


def _books(settings: Settings) -> Findings:
    """Look into the books: stores, stock, devices, dead letters."""
    if _database(settings):
        return ["cannot be read before the database is mended"]
    engine = open_engine(settings.database_url)
    from sqlalchemy.orm import Session  # noqa: PLC0415 - only here

    findings: Findings = []
    with Session(engine) as books:
        stores = books.scalars(select(Store).order_by(Store.id)).all()
        if not stores:
            findings.append("there is no store: storefloor store import FILE")
        for store in stores:
            findings += [f"store {store.id}, stock: {error}" for error in conservation_errors(books, store.id)]
        for device in books.scalars(select(Device).where(Device.state == DeviceState.DEGRADED).order_by(Device.id)):
            findings.append(f"{device.name} ({device.id}): {device.cause}")
        for gateway in books.scalars(select(Gateway).where(Gateway.state == "lost")):
            findings.append(
                f"gateway {gateway.id} of store {gateway.store_id} is lost: is its machine on, its line up?"
            )
        letters = books.scalars(select(DeadLetter).order_by(DeadLetter.at.desc()).limit(5))
        findings += [f"dead letter of {letter.at:%Y-%m-%d %H:%M}: {letter.code}: {letter.reason}" for letter in letters]
    engine.dispose()
    return findings


def _broker(settings: Settings) -> Findings:
    host, port = settings.broker.host, settings.broker.port
    try:
        with closing(socket.create_connection((host, port), timeout=3)):
            return []
    except OSError as error:
        how = "start it, or" if mosquitto.find() else "install Mosquitto, or"
        return [f"nobody listens at {host}:{port} ({error.strerror or error}): {how} set broker.host and broker.port"]


def _service(settings: Settings) -> Findings:
    url = f"http://127.0.0.1:{settings.service.http_port}/readyz"
    try:
        answer = requests.get(url, timeout=3).json()
    except requests.ConnectionError:
        return [f"nobody answers at {url}: storefloor service, or storefloor up"]
    except (requests.RequestException, ValueError):
        return [f"somebody else answers at {url}: choose another service.http_port"]
    return [f"{name}: {reason}" for word in ("missing", "remarks") for name, reason in answer.get(word, {}).items()]


def _words(_: Settings) -> Findings:
    messages = Messages.load(MESSAGES)
    lacking = [code for code in sorted(messages.codes()) if set(LANGUAGES) - messages.translations(code).keys()]
    return [f"message {code} has not all languages" for code in lacking]


def _labels(_: Settings) -> Findings:
    try:
        Sheets.load(LABELS)
        ShelfPages.load(LABELS)
    except TemplateError as error:
        return [str(error)]
    if noto() is None:
        return ["Noto Sans CJK is missing: Chinese is drawn as boxes (Debian: apt-get install fonts-noto-cjk)"]
    return []


LOOKS: dict[str, Callable[[Settings], Findings]] = {
    "data folder": _folder,
    "database": _database,
    "books": _books,
    "broker": _broker,
    "service": _service,
    "messages": _words,
    "labels": _labels,
}
