"""Devices that wait for a person: sheets nobody knows about or nobody can print, boxes away, prices not shown."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import func, select

from picking.catalogue.lifecycle import PlanState
from picking.catalogue.model import PricePlan
from picking.devices.commands.printing import PRINTERS
from picking.devices.lifecycle import OUT_OF_SERVICE, PrintJobState
from picking.devices.model import PRINTER_CLASSES, DeadLetter, Device, Gateway, PrintJob
from picking.devices.queries import devices, is_ready
from picking.foundation.tables import Json
from picking.orders.model import Order
from picking.reports.concerns.concern import SEEN_MAX, Concern, Kind, Looking

AWAY = ("lost", "disconnected")
DETAILS_MAX = 3
Choices = tuple[tuple[str, object], ...]


def sheets(at: Looking) -> Iterator[Concern]:
    """Sheets nobody knows about, one by one; those that are stuck by their printer; those without one."""
    rows = (
        select(PrintJob, Order)
        .outerjoin(Order, Order.id == PrintJob.order_id)
        .where(PrintJob.store_id == at.store_id)
        .where(PrintJob.state.in_((PrintJobState.UNCERTAIN, PrintJobState.BLOCKED)))
        .order_by(PrintJob.state_since, PrintJob.id)
        .limit(4 * SEEN_MAX)
    )
    found = list(at.books.execute(rows))
    ready = [each for kind in PRINTER_CLASSES for each in devices(at.books, at.store_id, kind) if is_ready(each)]
    stuck: dict[str, list[tuple[PrintJob, Order | None]]] = defaultdict(list)
    for job, order in found:
        if job.state is PrintJobState.UNCERTAIN:
            yield _sheet(at, Kind.SHEET_UNKNOWN, job, order, ("confirm", "retry", "drop"))
        elif job.device_id is None:
            fit = tuple((each.id, each.name) for each in ready if each.device_class in PRINTERS[job.template])
            yield _sheet(at, Kind.SHEET_HOMELESS, job, order, ("reroute", "drop") if fit else ("drop",), fit)
        elif job.deadline_at is None:  # no backup took it: the alarm is out
            stuck[job.device_id].append((job, order))
    for device_id, jobs in stuck.items():
        yield _stuck(at, device_id, jobs, ready)


def gateways(at: Looking) -> Iterator[Concern]:
    """Boxes under the counter that are away with all their devices."""
    behind = (
        select(func.count())
        .select_from(Device)
        .where(Device.store_id == Gateway.store_id, Device.gateway == Gateway.id, Device.state.not_in(OUT_OF_SERVICE))
    )
    rows = select(Gateway, behind.correlate(Gateway).scalar_subquery())
    rows = rows.where(Gateway.store_id == at.store_id, Gateway.state.in_(AWAY)).order_by(Gateway.id)
    for gateway, count in at.books.execute(rows.limit(SEEN_MAX)):
        facts = {"gateway": gateway.id, "devices": count}
        yield Concern(Kind.GATEWAY_AWAY, gateway.id, gateway.seen_at or at.now, facts)


def prices(at: Looking) -> Iterator[Concern]:
    """Price plans that began and too few labels show."""
    rows = select(PricePlan).where(
        PricePlan.store_id == at.store_id, PricePlan.state == PlanState.RUNNING, PricePlan.told_late_at.is_not(None)
    )
    for plan in at.books.scalars(rows.order_by(PricePlan.starts_at, PricePlan.id).limit(SEEN_MAX)):
        facts = {"plan": plan.names or {"en": plan.code}, "shown": plan.shown, "labels": plan.labels}
        yield Concern(Kind.PRICES_NOT_SHOWN, plan.id, plan.starts_at, facts, steps=("override",))


def dead_letters(at: Looking) -> Iterator[Concern]:
    """Reports nobody could understand and nobody has looked at, those of one reason together."""
    unseen = (DeadLetter.store_id == at.store_id, DeadLetter.seen_at.is_(None))
    rows = select(DeadLetter.code, func.count(), func.min(DeadLetter.at)).where(*unseen).group_by(DeadLetter.code)
    for code, count, since in at.books.execute(rows.order_by(DeadLetter.code).limit(SEEN_MAX)).all():
        newest = select(DeadLetter).where(*unseen, DeadLetter.code == code).order_by(DeadLetter.at.desc())
        last = at.books.scalars(newest.limit(DETAILS_MAX)).all()
        details = tuple(("letter", {"topic": each.topic, "reason": each.reason}) for each in last)
        facts = {"count": count, "code": code}
        yield Concern(Kind.LETTERS_DEAD, code, since, facts, steps=("put_away",), details=details)


def _sheet(
    at: Looking, kind: Kind, job: PrintJob, order: Order | None, steps: tuple[str, ...], fit: Choices = ()
) -> Concern:
    printer = at.books.get(Device, job.device_id) if job.device_id else None
    facts: Json = {"template": job.template, "printer": printer.name if printer else "-"}
    return Concern(
        kind, job.id, job.state_since, facts, order.id if order else None, order.number if order else None,
        order.due_at if order else None, None, steps, (), {"reroute": fit} if fit else {},
    )  # fmt: skip


def _stuck(at: Looking, device_id: str, jobs: list[tuple[PrintJob, Order | None]], ready: list[Device]) -> Concern:
    printer = at.books.get_one(Device, device_id)
    first = min((order for _, order in jobs if order is not None), key=lambda order: order.due_at, default=None)
    templates = {job.template for job, _ in jobs}
    fit = tuple(
        (each.id, each.name)
        for each in ready
        if each.id != device_id and any(each.device_class in PRINTERS[template] for template in templates)
    )
    facts = {"count": len(jobs), "printer": printer.name, "cause": printer.cause or str(printer.state).lower()}
    return Concern(
        Kind.SHEETS_STUCK, device_id, min(job.state_since for job, _ in jobs), facts, first.id if first else None,
        first.number if first else None, first.due_at if first else None, None, ("reroute",) if fit else (), (),
        {"reroute": fit} if fit else {},
    )  # fmt: skip
