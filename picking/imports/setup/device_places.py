"""Where devices stand, in the words of the store file: the books name a place, the file its kind as well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.floor.model import Bin, Stall
from picking.imports.document import PlaceKind, PlaceRow
from picking.outbound.model import OutboundSlot, StagingPosition

BENCH = "packing-"
_KINDS: Mapping[PlaceKind, type[Bin | OutboundSlot | Stall | StagingPosition]] = {
    PlaceKind.BIN: Bin, PlaceKind.SLOT: OutboundSlot, PlaceKind.STALL: Stall, PlaceKind.STAGING: StagingPosition,
}  # fmt: skip


@dataclass(frozen=True)
class Places:
    """The kinds of places by id."""

    kinds: Mapping[str, PlaceKind]

    @classmethod
    def of(cls, session: Session, store_id: str, places: Sequence[str]) -> "Places":
        """Read what these places are."""
        kinds: dict[str, PlaceKind] = {}
        for kind, table in _KINDS.items() if places else ():
            found = select(table.id).where(table.store_id == store_id)
            kinds |= dict.fromkeys(set(session.scalars(found)) & set(places), kind)
        return cls(kinds)

    def row(self, place: str | None) -> PlaceRow | None:
        """Write a place; None for none and for one that is gone."""
        if place is None:
            return None
        if place.startswith(BENCH):
            return PlaceRow(PlaceKind.PACKING, place.removeprefix(BENCH))
        return PlaceRow(self.kinds[place], place) if place in self.kinds else None
