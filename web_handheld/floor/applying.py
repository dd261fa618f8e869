"""What each message from a gateway does to the books: two tables, word to function, and the cursor that moves along."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.contract import Ack, AckStatus, Report
from gateway.contract.reports import Button, Error, Label, LabelOutcome, Print, Weight
from gateway.contract.states import (
    Birth,
    ConfigReported,
    DeviceInfo,
    DeviceState,
    GatewayPhase,
    GatewayState,
    Metrics,
    Reported,
    WishStatus,
)
from picking.devices import commands as devices
from picking.devices.model import Device, Gateway
from picking.devices.queries import scale_user
from picking.foundation.quantity import grams
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from web_handheld.floor import dead_letters
from web_handheld.floor.heard import Garbled, Heard


@dataclass(frozen=True)
class At:
    """Where a message applies: the open work and the message."""

    work: UnitOfWork
    heard: Heard

    @property
    def device_id(self) -> str:
        """The device that spoke."""
        return self.heard.device_id

    @property
    def store_room(self) -> str:
        """The room of everybody who watches the store."""
        return f"store:{self.work.by.store_id}"


def apply(work: UnitOfWork, heard: Heard) -> Json:
    """Do to the books what a message says, and move the gateway's cursor in the same transaction."""
    at, message = At(work, heard), heard.message
    if isinstance(message, Garbled):
        dead_letters.keep(work, message)
    elif isinstance(message, Report):
        REPORTS[type(message.data)](at, message.data)
    elif isinstance(message, Ack):
        _acknowledged(at, message)
    elif message is None:
        _removed(at)
    else:
        STATES[type(message)](at, message)
    advance(work, heard)
    return {"applied": heard.word}


def advance(work: UnitOfWork, heard: Heard) -> None:
    """Remember that everything up to this report is applied; an older boot's latecomer moves nothing."""
    if not heard.is_ordered:
        return
    row = gateway_row(work, heard.gateway)
    row.boot, row.applied_seq = max((row.boot, row.applied_seq), (heard.boot, heard.seq))
    row.seen_at = work.now


def gateway_row(work: UnitOfWork, gateway: str) -> Gateway:
    """Open a gateway's row, a new one when it speaks for the first time."""
    key = {"store_id": work.by.store_id, "id": gateway}
    row = work.find(Gateway, (work.by.store_id, gateway), lock=True)
    return row or work.add(Gateway(**key, boot=0, applied_seq=0, state="init", birth={}, metrics={}))


# Reports: what a device said.


def _weighed(at: At, weight: Weight) -> None:
    """Show what a scale says, and keep the last weight that stood still; one that moves is not a weight."""
    known = grams(weight.weight, weight.unit) if weight.weight is not None and weight.unit is not None else None
    body = {"device": at.device_id, "weight_grams": known, "mode": str(weight.mode)}
    device = at.work.get(Device, at.device_id, lock=True)
    if weight.stable and known is not None:
        device.info = {**device.info, "weight": {**body, "at": at.work.now.isoformat()}}
    user = scale_user(at.work.session, device.id)
    said = {"said": "weight", **body, "stable": weight.stable, "status": list(weight.status)}
    at.work.push(f"person:{user}" if user else _room_of(device), "device", said)


def _printed(at: At, outcome: Print) -> None:
    """A printer says what became of a sheet."""
    if not devices.instruction_answered(at.work, outcome.job, str(outcome.outcome), outcome.code):
        dead_letters.keep_unknown(at.work, at.heard, "unknown_job", f"nobody asked for job {outcome.job}")


def _label_shown(at: At, label: Label) -> None:
    """A shelf label could not show a version; that it could is known from its reported state."""
    if label.outcome is LabelOutcome.FAILED:
        _alert(at, "label_failed", version=label.ver, cause=label.code)


def _button_pressed(at: At, button: Button) -> None:
    device = at.work.get(Device, at.device_id)
    body = {"said": "button", "device": device.id, "button": button.button, "press": str(button.press)}
    at.work.note(device, "button", after=str(device.state), button=button.button, press=str(button.press))
    at.work.push(_room_of(device), "device", body)
    devices.show_staff_page(at.work, device.id)


def _went_wrong(at: At, error: Error) -> None:
    device = at.work.get(Device, at.device_id)
    at.work.note(device, "error", after=str(device.state), code=error.code, detail=error.detail)
    _alert(at, "device_error", cause=error.code, detail=error.detail)


REPORTS: Mapping[type, Callable[[At, Any], None]] = {
    Weight: _weighed,
    Print: _printed,
    Label: _label_shown,
    Button: _button_pressed,
    Error: _went_wrong,
}


def _acknowledged(at: At, ack: Ack) -> None:
    """A device says how far an instruction has come; that nobody knows is an answer too."""
    is_uncertain = ack.status is AckStatus.FAILED and ack.code == "uncertain"
    status = "unknown" if is_uncertain else str(ack.status)
    if not devices.instruction_answered(at.work, ack.corr, status, ack.code, ack.detail):
        dead_letters.keep_unknown(at.work, at.heard, "unknown_corr", f"nobody gave instruction {ack.corr}")


# States: how a gateway or a device is.


def _gateway_state(at: At, state: GatewayState) -> None:
    row = gateway_row(at.work, at.heard.gateway)
    row.state, row.seen_at = str(state.state), at.work.now
    if state.state in (GatewayPhase.LOST, GatewayPhase.DISCONNECTED):
        devices.vanish_gateway(at.work, at.heard.gateway)
    body = {"said": "gateway", "gateway": at.heard.gateway, "state": str(state.state)}
    at.work.push(at.store_room, "device", body)


def _born(at: At, birth: Birth) -> None:
    row = gateway_row(at.work, at.heard.gateway)
    row.birth = {
        "boot": birth.boot,
        "versions": dict(birth.versions),
        "devices": [{"dev": each.dev, "driver": each.driver} for each in birth.devices],
        "configuration": birth.cfg_ver,
        "clock": birth.clock.ts.isoformat(),
    }
    row.seen_at = at.work.now


def _measured(at: At, metrics: Metrics) -> None:
    row = gateway_row(at.work, at.heard.gateway)
    lost_before = sum(row.metrics.get("drops", {}).values())
    row.metrics = {
        "at": metrics.ts.isoformat(),
        "spool_depth": metrics.spool_depth,
        "spool_bytes": metrics.spool_bytes,
        "drops": dict(metrics.drops),
        "reconnects": metrics.reconnects,
        "clock_skew_ms": metrics.clock_skew_ms,
        "temperature_c": metrics.temperature_c,
    }
    if sum(metrics.drops.values()) > lost_before:
        _alert(at, "reports_dropped", drops=dict(metrics.drops))


def _configured(at: At, reported: ConfigReported) -> None:
    answer, errors = str(reported.status), list(reported.errors)
    devices.configuration_reported(at.work, at.heard.gateway, reported.ver, answer, errors)
    if errors:
        _alert(at, "configuration_refused", version=reported.ver, errors=errors)


def _introduced(at: At, info: DeviceInfo) -> None:
    body = {
        "driver": info.driver, "model": info.model, "serial": info.serial, "port": info.port,
        "capabilities": list(info.capabilities),
    }  # fmt: skip
    devices.hello(at.work, at.device_id, body)


def _device_state(at: At, state: DeviceState) -> None:
    said = {"battery_percent": state.battery_percent, "signal_dbm": state.signal_dbm, "panel": state.panel}
    figures = {key: value for key, value in said.items() if value is not None}
    if figures:
        devices.measured(at.work, at.device_id, figures)
    devices.report_state(at.work, at.device_id, str(state.state), state.cause)


def _shown(at: At, reported: Reported) -> None:
    failed = (reported.code or "failed") if reported.status is WishStatus.FAILED else None
    devices.reported(at.work, at.device_id, reported.desired_ver, dict(reported.state), failed)


STATES: Mapping[type, Callable[[At, Any], None]] = {
    GatewayState: _gateway_state,
    Birth: _born,
    Metrics: _measured,
    ConfigReported: _configured,
    DeviceInfo: _introduced,
    DeviceState: _device_state,
    Reported: _shown,
}


def _removed(at: At) -> None:
    """An emptied topic: the gateway has the device no more."""
    if at.heard.device and at.work.find(Device, at.device_id) is not None:
        devices.vanish(at.work, at.device_id)


def _room_of(device: Device) -> str:
    """Who should see what a device says: its holder, else its stall, else everybody who watches the store."""
    if device.person_id:
        return f"person:{device.person_id}"
    return f"store:{device.store_id}"


def _alert(at: At, code: str, **facts: object) -> None:
    body = {"code": code, "facts": {"gateway": at.heard.gateway, "device": at.heard.device, **facts}}
    at.work.push(at.store_room, "alert", body)
