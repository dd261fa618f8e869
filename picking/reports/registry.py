"""All reports by their names; a new one is a row here and its sentences in config/messages/reports.toml."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import islice

from picking.foundation.refusals import unknown
from picking.reports.ahead import FORECAST, PURCHASE
from picking.reports.asking import ROWS_MAX, Asked, Report, Row
from picking.reports.day_by_day import DAY_BY_DAY
from picking.reports.devices import DEVICES
from picking.reports.heat import HEAT, MOVE_FORWARD
from picking.reports.losses import REFUNDS, SHORTS, WASTE
from picking.reports.order_times import ORDER_TIMES
from picking.reports.people import OWN, PEOPLE
from picking.reports.reconciling import RECONCILIATION
from picking.reports.shorts_by_week import SHORTS_BY_WEEK
from picking.reports.stock_turns import SLOW_MOVERS, TURNS
from picking.reports.suppliers import DELIVERY_DIFFERENCES, SUPPLIERS
from picking.reports.waits import RIDERS, STALLS

REPORTS: Mapping[str, Report] = {
    report.name: report
    for report in (
        DAY_BY_DAY, ORDER_TIMES, RIDERS, STALLS, DEVICES, PEOPLE, OWN, HEAT, MOVE_FORWARD, SHORTS, SHORTS_BY_WEEK,
        WASTE, REFUNDS, RECONCILIATION, TURNS, SLOW_MOVERS, FORECAST, PURCHASE, SUPPLIERS, DELIVERY_DIFFERENCES,
    )
}  # fmt: skip


def report_named(name: str) -> Report:
    """Give a report by its name."""
    if name not in REPORTS:
        raise unknown("report", name)
    return REPORTS[name]


def usual_days(report: Report, today: date) -> tuple[date, date]:
    """Give the days a report is about where nobody says: today, or so many up to yesterday."""
    if report.days == 1:
        return today, today
    return today - timedelta(days=report.days), today - timedelta(days=1)


def rows_of(report: Report, asked: Asked) -> Iterable[Row]:
    """Make a report's rows, at most ROWS_MAX."""
    asked.check()
    return islice(report.rows(asked), ROWS_MAX)
