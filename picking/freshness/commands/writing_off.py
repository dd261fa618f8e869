"""Taking goods off the shelf that are not sold any more: lost or given away, with reason, worth and photo."""

import re

from picking.catalogue.model import Item, Listing
from picking.catalogue.queries import regular_price
from picking.floor.model import Store
from picking.floor.queries import bin_of
from picking.foundation.money import price_of_grams
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Kind, Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.freshness.model import Gone, Photo, WriteOff
from picking.stock import commands as stock
from picking.stock.model import DAMAGED, WORLD, Lot

REASON_MAX = 40
SHA_256 = re.compile(r"[0-9a-f]{64}")
GOES_TO = {Gone.WASTE: DAMAGED, Gone.DONATION: WORLD}


def write_off(
    work: UnitOfWork,
    bin_id: str,
    lot_id: str,
    quantity: int,
    reason: str,
    *,
    gone: Gone = Gone.WASTE,
    photo: str | None = None,
) -> WriteOff:
    """Take so much of a lot out of its bin for good; orders that counted on it get other goods.

    What is expired is not given away (`expired_is_no_gift`). What is worth much needs a photo (`photo_needed`), and a
    lead above a limit.
    """
    work.by.require("count")
    bin_of(work.session, work.by.store_id, bin_id)
    lot = work.get(Lot, lot_id)
    if not reason.strip() or len(reason) > REASON_MAX:
        raise invalid("reason", f"what is written off needs a reason of up to {REASON_MAX} characters")
    if gone is Gone.DONATION and lot.is_expired(work.get(Store, lot.store_id).day(work.now)):
        raise Refusal("expired_is_no_gift", sku=lot.sku, expires_on=str(lot.expires_on))
    worth = worth_of(work, lot, quantity)
    _check_worth(work, worth, photo)
    stock.move(work, lot.sku, lot.id, quantity, bin_id, GOES_TO[gone], str(gone), document=reason)
    stock.send_elsewhere(work, bin_id, lot.sku)
    written = WriteOff(
        id=work.ids.new(), store_id=lot.store_id, gone=gone, bin_id=bin_id, sku=lot.sku, lot_id=lot.id,
        quantity=quantity, reason=reason, worth_minor=worth, photo=photo, person_id=work.by.person_id, at=work.now,
    )  # fmt: skip
    work.session.add(written)
    work.note(written, str(gone), sku=lot.sku, quantity=quantity, reason=reason, worth_minor=worth)
    work.session.flush()
    return written


def keep_photo(work: UnitOfWork, sha_256: str, kind: str, size_bytes: int) -> Photo:
    """Know a photo whose bytes the service keeps; the same picture again is the same photo."""
    if not SHA_256.fullmatch(sha_256):
        raise invalid("photo", "is no SHA-256 of a picture")
    known = work.find(Photo, sha_256)
    if known is not None:
        return known
    photo = Photo(
        hash=sha_256, store_id=work.by.store_id, kind=kind, size_bytes=size_bytes, person_id=work.by.person_id,
        at=work.now,
    )  # fmt: skip
    work.session.add(photo)
    work.session.flush()
    return photo


def worth_of(work: UnitOfWork, lot: Lot, quantity: int) -> int:
    """Give what so much of a lot costs when nothing is taken off, in minor units; nothing where it is not listed."""
    listing = work.find(Listing, (lot.store_id, lot.sku))
    if listing is None:
        return 0
    if work.get(Item, lot.sku).unit is Unit.GRAM:
        return price_of_grams(regular_price(listing), quantity)
    return regular_price(listing) * quantity


def needs_photo(work: UnitOfWork, lot: Lot, quantity: int) -> bool:
    """Tell whether so much of a lot is worth a photo before it is written off."""
    return worth_of(work, lot, quantity) >= work.settings.write_off_photo_minor_min


def check_photo(work: UnitOfWork, photo: str) -> None:
    """Refuse a photo this store does not have: the picture goes first."""
    known = work.find(Photo, photo)
    if known is None or known.store_id != work.by.store_id:
        raise invalid("photo", "is not known here; send the picture first")


def _check_worth(work: UnitOfWork, worth: int, photo: str | None) -> None:
    if photo is not None:
        check_photo(work, photo)
    elif worth >= work.settings.write_off_photo_minor_min:
        raise Refusal("photo_needed", worth_minor=worth)
    if worth >= work.settings.write_off_lead_minor_min and not work.by.may("counts"):
        raise Refusal("write_off_by_lead", Kind.FORBIDDEN, worth_minor=worth)
