"""What the device room tells."""

from dataclasses import dataclass

from picking.foundation.events import Event


@dataclass(frozen=True)
class DeviceVanished(Event):
    """A device went silent; `person_id` is who held it."""

    device_id: str
    person_id: str | None
