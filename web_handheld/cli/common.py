"""What all commands share: settings, the open books, and errors said so that one can act on them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from picking import migrations
from picking.floor.model import Store
from picking.foundation.messages import Messages
from picking.foundation.refusals import Refusal
from picking.foundation.settings import SettingsError
from picking.foundation.transactions import Transactions
from picking.handheld.answer import facts_in_words
from web_handheld.cli.terminal import Trouble
from web_handheld.settings import MESSAGES, Settings, read_settings

data_option = click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of the database.")
store_option = click.option("--store", "store_id", help="Which store; needed only where there are several.")


@dataclass(frozen=True)
class Books:
    """An open database that stands at this version."""

    settings: Settings
    engine: Engine
    transactions: Transactions


def settings_of(file: Path | None, **flags: object) -> Settings:
    """Read the settings; flags are written `section__key`."""
    try:
        return read_settings(file, os.environ, {key.replace("__", "."): value for key, value in flags.items()})
    except SettingsError as error:
        raise Trouble(str(error)) from error


@contextmanager
def explained(settings: Settings) -> Iterator[None]:
    """Say refusals and the database's troubles in words."""
    try:
        yield
    except Refusal as refusal:
        messages = Messages.load(MESSAGES)
        facts = {name: facts_in_words(messages, fact, "en") for name, fact in refusal.facts.items()}
        faults = facts.get("faults")
        lines = [f"  {each['path']}: {each['reason']}" for each in faults] if isinstance(faults, list) else []
        raise Trouble("\n".join([messages.text(refusal.code, "en", facts), *lines])) from refusal
    except DBAPIError as error:
        raise Trouble(database_trouble(settings, str(error.orig))) from error
    except OSError as error:
        where = error.filename or settings.service.data_dir
        raise Trouble(f"{where} cannot be used: {error.strerror or error}") from error


def database_trouble(settings: Settings, reason: str) -> str:
    """Say what to do about a database that does not do what it should."""
    where = settings.database_url
    if "locked" in reason:
        return f"the database {where} is locked by another program; stop that one first ({reason})"
    if where.startswith("sqlite"):
        return f"the database {where} cannot be used: {reason}; look at the folder's rights and free space"
    return f"the database {where.rpartition('@')[2]} cannot be reached: {reason}"


@contextmanager
def open_books(settings: Settings, *, upgrade: bool = False) -> Iterator[Books]:
    """Open the database for a command; an old one is refused unless `upgrade` says to bring it up."""
    from web_handheld.wiring import make_transactions, open_books as open_engine  # noqa: PLC0415 - slow to import

    with explained(settings):
        engine = open_engine(settings)
        try:
            if upgrade:
                migrations.upgrade(engine)
            require_current(engine)
            yield Books(settings, engine, make_transactions(engine, settings))
        finally:
            engine.dispose()


def require_current(engine: Engine) -> None:
    """Refuse a database that stands at another version."""
    with engine.connect() as connection:
        if not migrations.is_current(connection):
            raise Trouble("the database stands at another version than this program: run `storefloor db upgrade`")


def choose_store(books: Books, asked: str | None) -> Store:
    """Give the store that is meant; with one store only it need not be named."""
    with books.transactions.reading() as session:
        stores = session.scalars(select(Store).order_by(Store.id)).all()
    if asked is not None:
        stores = [store for store in stores if store.id == asked]
    if not stores:
        raise Trouble(f"there is no store {asked}" if asked else "there is no store yet: storefloor store import FILE")
    if len(stores) > 1:
        raise Trouble(f"which store? --store {' | '.join(store.id for store in stores)}")
    return stores[0]
