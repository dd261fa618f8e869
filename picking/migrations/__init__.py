"""Brings a database to this version's tables; every table of every room is known here and nowhere else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData

from picking.aftersales import model as _aftersales
from picking.catalogue import model as _catalogue
from picking.counting import model as _counting
from picking.devices import model as _devices
from picking.floor import model as _floor
from picking.forecasting import model as _forecasting
from picking.foundation import own_settings as _own_settings, records as _records
from picking.foundation.tables import Base
from picking.freshness import model as _freshness
from picking.handheld import model as _handheld
from picking.orders import model as _orders
from picking.outbound import model as _outbound
from picking.people import model as _people
from picking.receiving import model as _receiving
from picking.replenishing import model as _replenishing
from picking.stations import model as _stations
from picking.stock import model as _stock, till as _till
from picking.tasks import model as _tasks, planned as _planned
from picking.timing import model as _timing

ROOMS = (
    _aftersales, _catalogue, _counting, _devices, _floor, _forecasting, _freshness, _records, _handheld, _orders,
    _outbound, _own_settings, _people, _planned, _receiving, _replenishing, _stations, _stock, _tasks, _till, _timing,
)  # fmt: skip


def metadata() -> MetaData:
    """Give the tables of all rooms."""
    return Base.metadata


def upgrade(engine: Engine) -> None:
    """Bring a database, new or old, to the newest version in one transaction."""
    _on(engine, lambda config: command.upgrade(config, "head"))


def new_revision(engine: Engine, message: str) -> None:
    """Write a migration for what the tables have gained since the last one (for developers)."""
    _on(engine, lambda config: command.revision(config, message, autogenerate=True, rev_id=_next_number(config)))


def differences(connection: Connection) -> list[Any]:
    """List what the tables have and the database lacks, or the reverse; empty when they agree."""
    return list(compare_metadata(MigrationContext.configure(connection), metadata()))


def is_current(connection: Connection) -> bool:
    """Tell whether the database stands at this program's newest version."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def _on(engine: Engine, work: Callable[[Config], object]) -> None:
    config = _config()
    with engine.execution_options(storefloor_write=True).begin() as connection:
        config.attributes["connection"] = connection
        work(config)


def _next_number(config: Config) -> str:
    return f"{len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1:04d}"
