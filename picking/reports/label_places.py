"""Which slots of the way out have no shelf label of their own, in a store that labels its slots."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.devices.lifecycle import OUT_OF_SERVICE
from picking.devices.model import Device, DeviceClass
from picking.outbound.model import OutboundSlot


def slots_without_label(session: Session, store_id: str) -> Sequence[str]:
    """List them by id; none where no slot has a label: then nobody meant them to have any."""
    labelled = select(Device.place).where(
        Device.store_id == store_id, Device.device_class == DeviceClass.SHELF_LABEL, Device.place.is_not(None),
        Device.state.not_in(OUT_OF_SERVICE),
    )  # fmt: skip
    slots = session.scalars(select(OutboundSlot.id).where(OutboundSlot.store_id == store_id).order_by(OutboundSlot.id))
    known, every = set(session.scalars(labelled)), slots.all()
    bare = [slot for slot in every if slot not in known]
    return bare if len(bare) < len(every) else []
