"""The work packet of a walk: all its lines with their codes, so that a handheld goes on when the service is away."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.catalogue.model import ItemCode
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld.screens import screen_now
from picking.handheld.standing import stand
from picking.handheld.walk import line_shown

LINES_MAX = 120  # a walk of four baskets has about forty


def work_packet(work: UnitOfWork) -> Json:
    """Give the asker's walk as it stands at this version of the screen; no lines where nothing is being picked."""
    at = stand(work)
    walking = screen_now(at).name in ("pick_line", "how_many_left")
    lines = at.walk.all_lines(LINES_MAX) if walking else []
    codes = codes_of(work.session, {shown.item.sku for shown in lines})
    return {
        "person_id": at.person_id,
        "version": at.row.version,
        "today": at.today.isoformat(),
        "tasks": sorted(at.walking_ids),
        "at_hand": at.facts.get("line_id"),
        "scanned": at.facts.get("scanned_line_id"),
        "lines": [{**line_shown(shown, at.language), "codes": codes[shown.item.sku]} for shown in lines],
    }


def codes_of(session: Session, skus: Iterable[str]) -> Mapping[str, list[Json]]:
    """List each item's GTINs, padded to 14 digits, with the pieces behind them."""
    found: dict[str, list[Json]] = {sku: [] for sku in skus}
    rows = select(ItemCode).where(ItemCode.sku.in_(found), ItemCode.kind == "gtin").order_by(ItemCode.code)
    for row in session.scalars(rows):
        found[row.sku].append({"code": row.code, "contains": row.contains})
    return found
