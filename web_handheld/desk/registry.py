"""How devices, gateways and stalls' screens look at the desk, and what whoever looks may do with each."""

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from picking.devices.lifecycle import DeviceState, DeviceStep, StationSessionState
from picking.devices.model import (
    PRINTER_CLASSES,
    Device,
    DeviceClass,
    Gateway,
    GatewayAccess,
    GatewayConfiguration,
    StationSession,
)
from picking.devices.queries import is_ready
from picking.floor.model import Stall
from picking.foundation.actor import Actor
from picking.foundation.tables import Json
from web_handheld.desk.words import DeskWords

HAND_HELD = (DeviceClass.SCANNER, DeviceClass.HANDHELD)
PAPER = {"paper-out": "out", "paper-low": "low"}
THERE = (DeviceState.ONLINE, DeviceState.IN_USE, DeviceState.DEGRADED)


def device_view(device: Device, say: DeskWords, by: Actor, people: Mapping[str, str], queue: int) -> Json:
    """Give a device with its holder, state in words, battery, paper, queue, driver, and possible steps."""
    info = device.info or {}
    return {
        "device_id": device.id,
        "class": str(device.device_class),
        "name": device.name,
        "state": str(device.state),
        "cause": device.cause,
        "text": say.device(device),
        "is_ready": is_ready(device),
        "place": device.place,
        "person_id": device.person_id,
        "holder": people.get(device.person_id) if device.person_id else None,
        "seen_at": device.seen_at.isoformat() if device.seen_at else None,
        "seen": say.clock(device.seen_at),
        "battery_percent": info.get("battery_percent"),
        "signal_dbm": info.get("signal_dbm"),
        "paper": _paper(device),
        "queue": queue,
        "driver": info.get("driver"),
        "model": info.get("model"),
        "serial": info.get("serial"),
        "gateway": device.gateway,
        "backup_id": device.backup_id,
        "possible": list(_device_steps(device, by, queue)),
    }


def _paper(device: Device) -> str | None:
    """A printer that is away says nothing of its paper."""
    if device.device_class not in PRINTER_CLASSES or device.state not in THERE:
        return None
    return PAPER.get(device.cause or "", "there")


def _device_steps(device: Device, by: Actor, queue: int) -> Iterator[str]:
    if device.device_class in PRINTER_CLASSES and queue and by.may("reprint"):
        yield "reroute"
    if not by.may("devices"):
        return
    by_table = device.lifecycle.possible(device.state)
    if device.device_class in HAND_HELD and device.state in THERE:
        yield "give"
    if device.person_id is not None:
        yield "take_back"
    yield "rename"
    if DeviceStep.FIND in by_table:
        yield "find"
    if DeviceStep.REPORT_LOST in by_table:
        yield "lost"
    if DeviceStep.RETIRE in by_table and device.person_id is None:
        yield "retire"


def gateway_view(books: Session, gateway: Gateway, say: DeskWords, by: Actor) -> Json:
    """Give a gateway with its state in words, versions, figures, what it was told, and possible steps."""
    key = (gateway.store_id, gateway.id)
    access, told = books.get(GatewayAccess, key), books.get(GatewayConfiguration, key)
    enrolled_at = access.enrolled_at if access else None
    may_enter = access is not None and access.password_hash is not None
    return {
        "gateway": gateway.id,
        "enrolled_at": enrolled_at.isoformat() if enrolled_at else None,
        "may_enter": may_enter,
        "configuration": configuration_view(told) if told else None,
        "state": gateway.state,
        "text": say.say(f"gateway_{gateway.state}", since=say.clock(gateway.seen_at)),
        "boot": gateway.boot,
        "applied_seq": gateway.applied_seq,
        "seen_at": gateway.seen_at.isoformat() if gateway.seen_at else None,
        "versions": gateway.birth.get("versions", {}),
        "metrics": gateway.metrics,
        "possible": (["offer", "revoke"] if may_enter else ["offer"]) if by.may("devices") else [],
    }


def configuration_view(row: GatewayConfiguration) -> Json:
    """Give what a gateway was told and what it answered."""
    return {
        "version": row.version,
        "wished": row.wished,
        "in_force": row.reported_version,
        "answer": row.answer,
        "errors": row.errors,
    }


def station_view(
    stall: Stall, session: StationSession | None, say: DeskWords, by: Actor, people: Mapping[str, str]
) -> Json:
    """Give a stall's screen: who works it, who asks for it, and possible steps."""
    return {
        "stall_id": stall.id,
        "name": say.name(stall.names, stall.id),
        "state": str(session.state) if session else None,
        "person_id": session.person_id if session else None,
        "asked_by": session.asked_by if session else None,
        "text": say.station(session, people),
        "possible": list(_station_steps(session, by)),
    }


def _station_steps(session: StationSession | None, by: Actor) -> Iterator[str]:
    if session is None:
        return
    is_own, is_lead = session.person_id == by.person_id, by.may("stall.lead")
    if session.state is StationSessionState.TAKEOVER_PENDING:
        if is_own or is_lead:
            yield from ("agree", "keep")
    elif not is_own and by.may("stall") and by.person_id is not None:
        yield "ask"
    if is_own or is_lead:
        yield "close"
