"""The way in and out: channels, staging positions, outbound slots with their distance from the riders' door."""

from picking.imports.checks import planning_floor
from picking.imports.document import Accept, StoreFile
from picking.imports.keeping import Books
from picking.orders.model import Channel
from picking.outbound.lifecycle import SlotState, SlotStep, StagingState, StagingStep
from picking.outbound.model import OutboundSlot, StagingPosition
from picking.planning.distances import measure


def keep(books: Books, file: StoreFile) -> None:
    """Keep channels and places; what stands in a place is left alone."""
    keep_channels(books, file)
    keep_staging(books, file)
    keep_slots(books, file)
    books.settle()


def keep_channels(books: Books, file: StoreFile) -> None:
    """Keep the channels; where their webhooks go is theirs to say."""
    for i, row in enumerate(file.channels):
        books.keep(
            Channel, f"channels[{i}].id", {"store_id": file.store.id, "id": row.id},
            auto_accept=row.accept is Accept.AUTO, payment_lock_minutes=row.payment_lock_minutes,
            pay_at_pickup=row.pay_at_pickup,
        )  # fmt: skip


def keep_staging(books: Books, file: StoreFile) -> None:
    """Keep the staging positions; a retired one is out of use."""
    for i, spot in enumerate(file.staging_positions):
        position = books.keep(
            StagingPosition, f"staging_positions[{i}].id", {"id": spot.id}, store_id=file.store.id,
            temperature_class=spot.temperature_class, node=spot.node,
        )  # fmt: skip
        if spot.retired not in (None, position.state is StagingState.BLOCKED):
            books.work.step(position, StagingStep.BLOCK if spot.retired else StagingStep.UNBLOCK)


def keep_slots(books: Books, file: StoreFile) -> None:
    """Keep the outbound slots; a retired one is out of use."""
    metres = _door_metres(file)
    for i, spot in enumerate(file.outbound_slots):
        slot = books.keep(
            OutboundSlot, f"outbound_slots[{i}].id", {"id": spot.id}, store_id=file.store.id, node=spot.node,
            temperature_class=spot.temperature_class, capacity=spot.bags, door_metres=metres.get(spot.node, 0),
        )  # fmt: skip
        if spot.retired not in (None, slot.state is SlotState.BLOCKED):
            books.work.step(slot, SlotStep.BLOCK if spot.retired else SlotStep.UNBLOCK)


def _door_metres(file: StoreFile) -> dict[int, int]:
    """Measure the way from the slots to the door; a slot out of use may stand where no node is any more."""
    if not file.floor.nodes:
        return {}
    floor, place = planning_floor(file)
    nodes = {slot.node for slot in file.outbound_slots if slot.node in place}
    distances = measure(floor, {place[file.floor.door], *(place[node] for node in nodes)})
    return {node: round(distances.between(place[node], place[file.floor.door])) for node in nodes}
