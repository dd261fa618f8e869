"""Puts a gateway together and runs it; importing it starts nothing."""

import contextlib
import logging
import threading

from device_drivers.simulated.control import Bench, control_door
from gateway.bridge import Bridge
from gateway.broker import Broker
from gateway.configuring import Configuring
from gateway.contract import CONFIG_DESIRED, DESIRED, DEVICE_COMMAND, EVACK, GATEWAY_COMMAND, HOST_STATE
from gateway.disk import Disk
from gateway.inbox import new_inbox
from gateway.instructing import Instructing
from gateway.presence import Presence
from gateway.publishing import Publishing
from gateway.settings import GatewaySettings
from gateway.spool import Bounds, Spool
from gateway.supervisor import Supervisor, set_up
from gateway.voice import Clock, Voice
from gateway.wishing import Wishing

log = logging.getLogger(__name__)


def run_gateway(settings: GatewaySettings, stop: threading.Event) -> None:
    """Run until `stop` is set: devices, spool, broker; a restart asked for by the service is done here.

    Raises DiskError if the folder cannot be used. The end is clean: `$state disconnected` goes before DISCONNECT.
    """
    bench = Bench()
    set_up(settings.devices, bench)
    with contextlib.ExitStack() as doors:
        if settings.simulators_port is not None:
            port = doors.enter_context(control_door(bench, settings.simulators_port))
            log.info("simulated devices listen on 127.0.0.1:%d", port)
        while _run_once(settings, bench, stop):
            log.info("gateway %s starts again, as the service asked", settings.gateway)


def _run_once(settings: GatewaySettings, bench: Bench, stop: threading.Event) -> bool:
    """Run one boot; True when the service asked for a restart."""
    clock, inbox = Clock(), new_inbox()
    disk = Disk(settings.folder, int(clock.now().timestamp()))
    with contextlib.closing(disk):
        spool = Spool(disk, Bounds(settings.telemetry_max, settings.facts_max))
        voice = Voice(settings.store, settings.gateway, disk.boot, spool, clock)
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
            Configuring(voice, disk, settings.metrics_seconds),
            Publishing(voice, spool),
        )
        client_id = f"sf-{settings.store}-{settings.gateway}"
        broker = Broker(settings.broker, client_id, filters(settings.store, settings.gateway), presence.will, inbox)
        log.info("gateway %s of store %s, boot %d", settings.gateway, settings.store, disk.boot)
        broker.start()
        supervisor.start()
        try:
            bridge.run(stop, broker.publish)
        finally:
            supervisor.stop()
            bridge.finish()
            broker.say_last(presence.farewell())
    return bridge.wants_restart and not stop.is_set()


def filters(store: str, gateway: str) -> list[str]:
    """Give what a gateway subscribes to; no two match one topic, for overlaps deliver twice."""
    mine = (GATEWAY_COMMAND, EVACK, CONFIG_DESIRED, DEVICE_COMMAND, DESIRED)
    return [HOST_STATE.filter(store=store), *(channel.filter(store=store, gateway=gateway) for channel in mine)]
