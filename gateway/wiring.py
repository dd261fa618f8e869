"""Puts a gateway together and runs it; importing it starts nothing."""

import contextlib
import logging
import threading
from collections.abc import Callable

from device_drivers.simulated.control import Bench, control_door
from gateway.bridge import Bridge
from gateway.broker import Broker
from gateway.configuring import Configuring
from gateway.contract import CONFIG_DESIRED, DESIRED, DEVICE_COMMAND, EVACK, GATEWAY_COMMAND, HOST_STATE
from gateway.disk import Disk, DiskFullError
from gateway.inbox import new_inbox
from gateway.instructing import Instructing
from gateway.presence import Presence
from gateway.publishing import Publishing
from gateway.settings import GatewaySettings, SettingsError
from gateway.spool import Bounds, Spool
from gateway.supervisor import Supervisor, set_up
from gateway.voice import Clock, Voice
from gateway.wishing import Wishing

log = logging.getLogger(__name__)
DISK_SECONDS = 5.0  # between two looks whether a full disk has room again


def run_gateway(load: Callable[[], GatewaySettings], stop: threading.Event, again: threading.Event) -> None:
    """Run until `stop` is set: devices, spool, broker; each boot in this same process.

    A new boot begins when the service wants it and when `again` is set: then the settings are loaded anew, and kept as
    they were if they cannot be. Raises SettingsError at the first load, DiskError if the folder cannot be used. The
    end is clean: `$state disconnected` goes before DISCONNECT. A disk that is full ends a boot; the next begins when it
    has room, from what stands on it.
    """
    settings = load()
    bench = Bench()
    set_up(settings.devices, bench)
    with contextlib.ExitStack() as doors:
        if settings.simulators_port is not None:
            port = doors.enter_context(control_door(bench, settings.simulators_port))
            log.info("simulated devices listen on 127.0.0.1:%d", port)
        while not stop.is_set():
            try:
                _run_once(settings, bench, lambda: stop.is_set() or again.is_set())
            except DiskFullError as full:
                log.error("no scanner is answered until the disk takes something: %s", full)  # noqa: TRY400 - known
                stop.wait(DISK_SECONDS)
            if again.is_set():
                again.clear()
                settings = _loaded_again(load, settings)


def _loaded_again(load: Callable[[], GatewaySettings], settings: GatewaySettings) -> GatewaySettings:
    try:
        found = load()
    except SettingsError as error:
        log.error("the settings cannot be taken, the old ones stay: %s", error)  # noqa: TRY400 - it is the file that is wrong
        return settings
    own = ("store", "gateway", "folder", "simulators_port")
    for key in own:
        if getattr(found, key) != getattr(settings, key):
            log.error("the settings cannot be taken, the old ones stay: %s needs a restart of the program", key)
            return settings
    return found


def _run_once(own: GatewaySettings, bench: Bench, is_over: Callable[[], bool]) -> None:
    """Run one boot with the gateway's own settings as the service has changed them."""
    clock, inbox = Clock(), new_inbox()
    disk = Disk(own.folder, int(clock.now().timestamp()))
    with contextlib.closing(disk):
        spool = Spool(disk, Bounds(own.telemetry_max, own.facts_max))
        voice = Voice(own.store, own.gateway, disk.boot, spool, clock)
        configuring = Configuring(voice, disk, own)
        settings = configuring.settings
        set_up(settings.devices, bench)
        devices = {device.name: device for device in settings.devices}
        supervisor = Supervisor(settings.devices, inbox, bench)
        presence = Presence(voice, disk, devices)
        bridge = Bridge(
            inbox,
            disk,
            voice,
            presence,
            Instructing(voice, disk, supervisor.hand, frozenset(devices)),
            Wishing(voice, disk, supervisor.hand, devices),
            configuring,
            Publishing(voice, spool),
        )
        client_id = f"sf-{settings.store}-{settings.gateway}"
        broker = Broker(settings.broker, client_id, filters(settings.store, settings.gateway), presence.will, inbox)
        log.info("gateway %s of store %s, boot %d", settings.gateway, settings.store, disk.boot)
        broker.start()
        supervisor.start()
        try:
            bridge.run(is_over, broker.publish)
        finally:
            supervisor.stop()
            with contextlib.suppress(DiskFullError):  # what the devices have still said was not answered
                bridge.finish()
            broker.say_last(presence.farewell())


def filters(store: str, gateway: str) -> list[str]:
    """Give what a gateway subscribes to; no two match one topic, for overlaps deliver twice."""
    mine = (GATEWAY_COMMAND, EVACK, CONFIG_DESIRED, DEVICE_COMMAND, DESIRED)
    return [HOST_STATE.filter(store=store), *(channel.filter(store=store, gateway=gateway) for channel in mine)]
