"""The way in and out: channels, staging positions, outbound slots with their distance from the riders' door."""

from picking.imports.checks import planning_floor
from picking.imports.document import Accept, StoreFile
from picking.imports.keeping import Books
from picking.orders.model import Channel
from picking.outbound.model import OutboundSlot, StagingPosition
from picking.planning.distances import measure


def keep(books: Books, file: StoreFile) -> None:
    """Keep channels and places; what stands in a place is left alone."""
    store = file.store.id
    for i, row in enumerate(file.channels):
        books.keep(
            Channel, f"channels[{i}].id", {"store_id": store, "id": row.id},
            auto_accept=row.accept is Accept.AUTO, payment_lock_minutes=row.payment_lock_minutes,
            pay_at_pickup=row.pay_at_pickup,
        )  # fmt: skip
    for i, spot in enumerate(file.staging_positions):
        books.keep(
            StagingPosition, f"staging_positions[{i}].id", {"id": spot.id}, store_id=store,
            temperature_class=spot.temperature_class, node=spot.node,
        )  # fmt: skip
    metres = _door_metres(file)
    for i, slot in enumerate(file.outbound_slots):
        books.keep(
            OutboundSlot, f"outbound_slots[{i}].id", {"id": slot.id}, store_id=store, node=slot.node,
            temperature_class=slot.temperature_class, capacity=slot.bags, door_metres=metres[slot.node],
        )  # fmt: skip
    books.settle()


def _door_metres(file: StoreFile) -> dict[int, int]:
    floor, place = planning_floor(file)
    nodes = {slot.node for slot in file.outbound_slots}
    distances = measure(floor, {place[file.floor.door], *(place[node] for node in nodes)})
    return {node: round(distances.between(place[node], place[file.floor.door])) for node in nodes}
