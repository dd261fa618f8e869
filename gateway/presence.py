"""Who is there: the gateway's birth and life, its devices and how they are, and no ghosts of those removed."""

import platform
from collections.abc import Mapping
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError, version
from typing import cast

from device_drivers.messages import Vitals
from gateway.contract import BIRTH, DEVICE_INFO, DEVICE_STATE, GATEWAY_STATE, REPORTED, ContractError, encode, parse
from gateway.contract.envelope import VERSION
from gateway.contract.reports import Error
from gateway.contract.states import (
    Birth,
    BornDevice,
    DeviceInfo,
    DevicePhase,
    DeviceState,
    GatewayClock,
    GatewayPhase,
    GatewayState,
)
from gateway.disk import Disk
from gateway.settings import DeviceSettings
from gateway.voice import Saying, Voice

CAPABILITIES = ("replay", "desired", "cfg")
STARTING = "starting"


class Presence:
    """Remembers how each device is and tells it when it changes, and all of it to whoever comes anew."""

    def __init__(self, voice: Voice, disk: Disk, devices: Mapping[str, DeviceSettings]) -> None:
        self._voice, self._devices = voice, devices
        now = voice.clock.now()
        self._states = {name: DeviceState(DevicePhase.DISCONNECTED, now, STARTING) for name in devices}
        with disk.writing():
            for name in devices:
                disk.run("INSERT OR IGNORE INTO devices VALUES (?)", name)
        known = {cast("str", row[0]) for row in disk.rows("SELECT device FROM devices")}
        self._removed = sorted(known - set(devices))

    def become(self, device: str, phase: DevicePhase, cause: str | None) -> None:
        """Take in how a device is now; tell it if that is news."""
        old = self._states.get(device)
        if old is not None:
            self._tell_news(device, old, replace(old, state=phase, cause=cause))

    def measure(self, device: str, vitals: Vitals) -> None:
        """Take in a device's figures; a battery that lost a percent is news, the same figure again is not."""
        old = self._states.get(device)
        if old is not None:
            known = {key: value for key, value in asdict(vitals).items() if value is not None}
            self._tell_news(device, old, replace(old, **known))

    def _tell_news(self, device: str, old: DeviceState, new: DeviceState) -> None:
        if new != old:
            self._states[device] = replace(new, ts=self._voice.clock.now())
            self._voice.say(DEVICE_STATE, self._states[device], device)

    def introduce(self, cfg_ver: int) -> None:
        """Say birth before anything else of this boot, then every device; empty the topics of the removed."""
        voice = self._voice
        voice.say(GATEWAY_STATE, self._phase(GatewayPhase.INIT))
        voice.say(BIRTH, self._birth(cfg_ver))
        for name in self._removed:
            for channel in (DEVICE_INFO, DEVICE_STATE, REPORTED):
                voice.say(channel, None, name)
        for name, device in self._devices.items():
            info = DeviceInfo(device.kind.name, device.model, device.serial, device.port, device.kind.capabilities)
            voice.say(DEVICE_INFO, info, name)
            voice.say(DEVICE_STATE, self._states[name], name)

    def ready(self) -> None:
        """Say that everything is told."""
        self._voice.say(GATEWAY_STATE, self._phase(GatewayPhase.READY))

    def farewell(self) -> Saying:
        """Give the word of an intended end."""
        return self._gateway_state(GatewayPhase.DISCONNECTED)

    def will(self) -> Saying:
        """Give the last will: lost, with this boot."""
        return self._gateway_state(GatewayPhase.LOST)

    def dead_letter(self, topic: str, error: ContractError) -> None:
        """Tell at its device that a message could not be understood."""
        device = parse(topic).device
        if device in self._devices:
            self._voice.report(device, Error("dead-letter", str(error)[:1000]))

    def _phase(self, phase: GatewayPhase) -> GatewayState:
        return GatewayState(phase, self._voice.boot, self._voice.clock.now())

    def _gateway_state(self, phase: GatewayPhase) -> Saying:
        topic = GATEWAY_STATE.topic(store=self._voice.store, gateway=self._voice.gateway)
        return Saying(topic, encode(self._phase(phase)), GATEWAY_STATE.qos, GATEWAY_STATE.retained)

    def _birth(self, cfg_ver: int) -> Birth:
        clock = self._voice.clock
        return Birth(
            boot=self._voice.boot,
            versions={"gateway": _own_version(), "contract": str(VERSION), "python": platform.python_version()},
            devices=tuple(BornDevice(name, device.kind.name) for name, device in self._devices.items()),
            cfg_ver=cfg_ver,
            capabilities=CAPABILITIES,
            clock=GatewayClock(clock.now(), int(clock.mono() * 1000)),
        )


def _own_version() -> str:
    try:
        return version("storefloor")
    except PackageNotFoundError:
        return "source"
