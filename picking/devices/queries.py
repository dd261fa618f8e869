"""What can be asked about devices: who holds which, which printer serves a place, what waits to be shown or printed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.catalogue.model import PricePlan
from picking.devices.lifecycle import (
    LIVE,
    OUT_OF_SERVICE,
    PRINT_JOB,
    DeviceState,
    PrintJobState,
    StationSessionState,
)
from picking.devices.model import (
    Device,
    DeviceClass,
    GatewayAccess,
    GatewayConfiguration,
    PrintJob,
    ScaleUse,
    StationSession,
    Wish,
)
from picking.floor.model import Stall
from picking.foundation.records import Instruction, InstructionState
from picking.foundation.refusals import Kind, Refusal
from picking.people.secrets import hash_token

# What a device warns of while it still does its work; every other cause stops a printer.
WARNINGS = frozenset({"paper-low", "ribbon-low", "battery-low", "weak-radio", "unstable"})
WISH_REPEAT = timedelta(seconds=10)
WISH_TRIES_MAX = 3
UNSAID_AT_ONCE_MAX = 50
WISHES_AT_ONCE_MAX = 50  # a transaction of a twentieth of a second: scans wait for it


def is_ready(device: Device) -> bool:
    """Tell whether a device can do its work now."""
    if device.state is DeviceState.DEGRADED:
        return device.cause in WARNINGS
    return device.state in (DeviceState.ONLINE, DeviceState.IN_USE)


def device_of(session: Session, person_id: str) -> Device | None:
    """Give the device a person is signed on to."""
    return session.scalars(select(Device).where(Device.person_id == person_id).order_by(Device.id)).first()


def scale_of(session: Session, person_id: str) -> ScaleUse | None:
    """Give the scale a person weighs at."""
    return session.scalars(select(ScaleUse).where(ScaleUse.person_id == person_id)).first()


def scale_user(session: Session, device_id: str) -> str | None:
    """Give who weighs at a scale."""
    return session.scalar(select(ScaleUse.person_id).where(ScaleUse.device_id == device_id))


def scales_at(session: Session, place: str) -> Sequence[Device]:
    """List the scales in service that stand at a place."""
    query = select(Device).where(Device.place == place, Device.device_class == DeviceClass.SCALE)
    return session.scalars(query.where(Device.state.not_in(OUT_OF_SERVICE)).order_by(Device.id)).all()


def scale_uses_at(session: Session, place: str) -> Sequence[ScaleUse]:
    """Give what the scales at a place say that nobody has scanned for himself; the one that spoke last first."""
    query = select(ScaleUse).join(Device, Device.id == ScaleUse.device_id)
    query = query.where(Device.place == place, ScaleUse.person_id.is_(None), Device.state.not_in(OUT_OF_SERVICE))
    return session.scalars(query.order_by(ScaleUse.said_at.desc())).all()


def devices(session: Session, store_id: str, device_class: DeviceClass | None = None) -> Sequence[Device]:
    """List a store's devices that are not retired, by id."""
    query = select(Device).where(Device.store_id == store_id, Device.state != DeviceState.RETIRED)
    if device_class is not None:
        query = query.where(Device.device_class == device_class)
    return session.scalars(query.order_by(Device.id)).all()


def choose_printer(
    session: Session, store_id: str, classes: Sequence[DeviceClass], place: str | None = None
) -> Device | None:
    """Give the printer for a sheet: the one at the place, else the nearest in kind, ready ones first.

    `classes` in order of preference. A stall's printer serves only its stall, unless it is named as a backup.
    None where the store has no printer that may take it.
    """
    stalls = set(session.scalars(select(Stall.id).where(Stall.store_id == store_id)))
    known = [printer for each in classes for printer in devices(session, store_id, each)]
    fit = [printer for printer in known if printer.place == place or printer.place not in stalls]

    def rank(printer: Device) -> tuple[bool, bool, int, bool, str]:
        return (
            place is None or printer.place != place,
            _kind(printer.place) != _kind(place),
            classes.index(printer.device_class),
            not is_ready(printer),
            printer.id,
        )

    return min(fit, key=rank, default=None)


def _kind(place: str | None) -> str:
    return "packing" if place is None else place.partition("-")[0]


def job_by_key(session: Session, store_id: str, key: str) -> PrintJob | None:
    """Give the job of a key."""
    return session.scalars(select(PrintJob).where(PrintJob.store_id == store_id, PrintJob.key == key)).one_or_none()


def open_jobs(session: Session, store_id: str, limit: int | None = None) -> Sequence[PrintJob]:
    """List a store's jobs that are neither printed nor dropped, oldest first."""
    query = select(PrintJob).where(PrintJob.store_id == store_id, PrintJob.state.not_in(PRINT_JOB.ends))
    return session.scalars(query.order_by(PrintJob.state_since, PrintJob.id).limit(limit)).all()


def ended_jobs(session: Session, store_id: str, limit: int) -> Sequence[PrintJob]:
    """List a store's jobs that were printed or dropped last, newest first."""
    query = select(PrintJob).where(PrintJob.store_id == store_id, PrintJob.state.in_(PRINT_JOB.ends))
    return session.scalars(query.order_by(PrintJob.state_since.desc(), PrintJob.id.desc()).limit(limit)).all()


def job_counts(session: Session, store_id: str) -> Mapping[PrintJobState, int]:
    """Count a store's open jobs by their state."""
    query = select(PrintJob.state, func.count()).group_by(PrintJob.state)
    query = query.where(PrintJob.store_id == store_id, PrintJob.state.not_in(PRINT_JOB.ends))
    return dict(session.execute(query).all())


def queue_depths(session: Session, store_id: str) -> Mapping[str, int]:
    """Count the open jobs of each printer that has some."""
    query = select(PrintJob.device_id, func.count()).group_by(PrintJob.device_id)
    query = query.where(PrintJob.store_id == store_id, PrintJob.state.not_in(PRINT_JOB.ends))
    return {device_id: count for device_id, count in session.execute(query) if device_id is not None}


def unsaid_prints(session: Session, store_id: str, since: datetime) -> Sequence[str]:
    """List the instructions of sheets that are uncertain only because no word came, and whose gateway is there."""
    query = (
        select(Instruction.id)
        .join(PrintJob, PrintJob.instruction_id == Instruction.id)
        .join(Device, Device.id == Instruction.device_id)
        .where(
            PrintJob.store_id == store_id, PrintJob.state == PrintJobState.UNCERTAIN,
            Instruction.state == InstructionState.EXPIRED, Instruction.state_since >= since,
            Instruction.detail.is_(None), Device.state.in_(LIVE),
        )
    )  # fmt: skip
    return session.scalars(query.order_by(Instruction.id).limit(UNSAID_AT_ONCE_MAX)).all()


def wishes_due(session: Session, store_id: str, now: datetime, limit: int = WISHES_AT_ONCE_MAX) -> Sequence[Wish]:
    """List the wishes to publish now: not shown yet, and not sent or sent a while ago; longest due first."""
    query = select(Wish).where(Wish.store_id == store_id, Wish.due_at <= now)
    return session.scalars(query.order_by(Wish.due_at).limit(limit)).all()


def redraws_due(session: Session, store_id: str, now: datetime, limit: int) -> Sequence[Device]:
    """List the shelf labels that have to be drawn anew from the books now, longest due first.

    In the order of the index alone: of a whole store's labels that fell due at once none has to be sorted.
    """
    query = select(Device).join(Wish, Wish.device_id == Device.id)
    query = query.where(Wish.store_id == store_id, Wish.redraw_at <= now)
    return session.scalars(query.order_by(Wish.redraw_at).limit(limit)).all()


def plan_to_mark(session: Session, store_id: str) -> str | None:
    """Give the price plan of which some shelf labels are yet to be told to change."""
    query = select(PricePlan.id).where(PricePlan.store_id == store_id, PricePlan.marking_from.is_not(None))
    return session.scalars(query.order_by(PricePlan.id).limit(1)).first()


def stale_wishes(session: Session, store_id: str) -> Sequence[Wish]:
    """List what was tried three times and is still not shown: the walk list of labels and lamps."""
    query = select(Wish).where(Wish.store_id == store_id, Wish.broken_at.is_not(None))
    return session.scalars(query.order_by(Wish.device_id)).all()


def session_at(session: Session, stall_id: str) -> StationSession | None:
    """Give the session that a stall's screen is in."""
    query = select(StationSession).where(StationSession.stall_id == stall_id)
    return session.scalars(query.where(StationSession.state != StationSessionState.CLOSED)).first()


def open_sessions(session: Session, store_id: str) -> Mapping[str, StationSession]:
    """Give the sessions that the stalls of a store are in, by stall."""
    query = select(StationSession).where(StationSession.store_id == store_id)
    running = session.scalars(query.where(StationSession.state != StationSessionState.CLOSED)).all()
    return {each.stall_id: each for each in running}


def configurations_due(session: Session, store_id: str, now: datetime) -> Sequence[GatewayConfiguration]:
    """List the configurations to publish now: not answered yet, and not sent or sent a while ago."""
    query = select(GatewayConfiguration).where(
        GatewayConfiguration.store_id == store_id, GatewayConfiguration.answer.is_(None)
    )
    waiting = session.scalars(query.order_by(GatewayConfiguration.gateway)).all()
    return [row for row in waiting if row.sent_at is None or row.sent_at + WISH_REPEAT * row.tries <= now]


def enrolled_gateways(session: Session) -> Sequence[GatewayAccess]:
    """List the gateways of all stores that may speak to the broker."""
    query = select(GatewayAccess).where(GatewayAccess.password_hash.is_not(None))
    return session.scalars(query.order_by(GatewayAccess.store_id, GatewayAccess.gateway)).all()


def usable_devices(session: Session, store_id: str, gateway: str) -> Sequence[str]:
    """List the ids of a gateway's devices that are neither lost nor retired."""
    query = select(Device.id).where(Device.store_id == store_id, Device.gateway == gateway)
    return session.scalars(query.where(Device.state.not_in(OUT_OF_SERVICE)).order_by(Device.id)).all()


def store_of_code(session: Session, code: str) -> str:
    """Give the store whose gateway may enrol with this code; refuses one that nobody gave."""
    store = session.scalar(select(GatewayAccess.store_id).where(GatewayAccess.code_hash == code_hash(code)))
    if store is None:
        raise Refusal("enrolment_code_wrong", Kind.FORBIDDEN)
    return store


def code_hash(code: str) -> str:
    """Give what an enrolment code is known by, however a person has typed it."""
    return hash_token(code.upper().replace("-", "").replace(" ", ""))
