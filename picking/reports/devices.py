"""Devices that made trouble: how often, how long they were weak or away, and what it was most."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from picking.devices.lifecycle import DEVICE, DeviceState, PrintJobState
from picking.devices.model import Device, PrintJob
from picking.foundation.records import JournalRow
from picking.reports.asking import Asked, Report, Row, columns
from picking.reports.charts import Chart, Drawn

ILL = (DeviceState.DEGRADED, DeviceState.OFFLINE, DeviceState.LOST)


@dataclass
class Troubles:
    """A device's troubles: seconds weak and away, since when it is in which state, and the causes it named."""

    weak: float = 0.0
    away: float = 0.0
    times: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    state: str = ""
    since: datetime | None = None

    def step(self, at: datetime, state: str, cause: str | None) -> None:
        """Note that from here on it is in another state."""
        self.end(at)
        if state in ILL and state != self.state:
            self.times += 1
            self.causes[cause or state.lower()] += 1
        self.state, self.since = state, at

    def end(self, at: datetime) -> None:
        """Book the time up to a moment."""
        if self.since is None or self.state not in ILL:
            return
        seconds = (at - self.since).total_seconds()
        if self.state == DeviceState.DEGRADED:
            self.weak += seconds
        else:
            self.away += seconds


def _rows(asked: Asked) -> Iterator[Row]:
    troubles = _troubles(asked)
    unsure = _unsure(asked)
    devices = asked.session.scalars(select(Device).where(Device.store_id == asked.store_id).order_by(Device.id)).all()
    known = [(device, troubles.get(device.id, Troubles())) for device in devices]
    for device, each in sorted(known, key=lambda pair: (-pair[1].away - pair[1].weak, pair[0].id)):
        sheets = unsure.get(device.id, 0)
        if each.times or sheets:
            most = each.causes.most_common(1)
            yield (
                device.name or device.id, str(device.device_class), device.place or "", each.times,
                round(each.away / 60), round(each.weak / 60), most[0][0].replace("-", "_") if most else None, sheets,
            )  # fmt: skip


def _troubles(asked: Asked) -> dict[str, Troubles]:
    rows = (
        select(JournalRow.thing_id, JournalRow.at, JournalRow.after, JournalRow.facts)
        .where(JournalRow.store_id == asked.store_id, JournalRow.at >= asked.begin, JournalRow.at < asked.end)
        .where(JournalRow.thing == DEVICE.name, JournalRow.after.is_not(None))
        .order_by(JournalRow.id)
    )
    found: dict[str, Troubles] = defaultdict(Troubles)
    for device_id, at, after, facts in asked.session.execute(rows):
        found[device_id].step(at, str(after), facts.get("cause"))
    for each in found.values():
        each.end(min(asked.now, asked.end))
    return found


def _unsure(asked: Asked) -> dict[str, int]:
    """Give the sheets of each printer of which nobody knew whether they were on paper."""
    rows = (
        select(PrintJob.device_id, func.count(func.distinct(PrintJob.id)))
        .join(JournalRow, JournalRow.thing_id == PrintJob.id)
        .where(JournalRow.store_id == asked.store_id, JournalRow.at >= asked.begin, JournalRow.at < asked.end)
        .where(JournalRow.thing == PrintJob.lifecycle.name, JournalRow.after == PrintJobState.UNCERTAIN)
        .where(PrintJob.device_id.is_not(None))
        .group_by(PrintJob.device_id)
    )
    return {str(device): int(sheets) for device, sheets in asked.session.execute(rows)}


DEVICES = Report(
    "device-troubles",
    columns(
        "device class:word/desk_class place times:count away:minutes weak:minutes cause:word/cause unsure_sheets:count"
    ),
    _rows,
    chart=Chart(Drawn.BARS, "device", ("away", "weak"), stacked=True),
)
