"""What the device room tells."""

from dataclasses import dataclass

from picking.foundation.events import Event


@dataclass(frozen=True)
class DeviceVanished(Event):
    """A device went silent; `person_id` is who held it."""

    device_id: str
    person_id: str | None


@dataclass(frozen=True)
class DeviceLost(Event):
    """Somebody misses a device: whoever held it does nothing with it any more."""

    device_id: str
    person_id: str | None
