"""Shelf labels: bound to an item or a place, drawn anew when what they say is no longer so."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from picking.catalogue.events import PlannedPricesTurned, ShelfFactsChanged
from picking.catalogue.model import PlannedPrice, PricePlan
from picking.devices.commands.wishes import open_wishes, wish, wish_of
from picking.devices.lifecycle import OUT_OF_SERVICE
from picking.devices.model import Device, DeviceClass, Wish
from picking.devices.queries import WISHES_AT_ONCE_MAX, plan_to_mark, redraws_due
from picking.devices.shelf_facts import Goods, Look, shelf_facts, sku_of
from picking.floor.model import Store
from picking.foundation.refusals import Refusal, invalid
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.events import GoodsPutIn
from picking.stock.model import OnHand

AT_ONCE_MAX = 100
MARKED_AT_ONCE_MAX = 1000  # a fiftieth of a second: of a store-wide turn the labels are the longest part
STAFF_PAGE_SECONDS = 60


def refresh_shelf_labels(work: UnitOfWork, event: ShelfFactsChanged) -> None:
    """Let the shelf labels of these items show what is so now."""
    show_items(work, event.store_id, event.skus)


def refresh_planned(work: UnitOfWork, event: PlannedPricesTurned) -> None:
    """Let the shelf labels of a plan's items be drawn anew, a part at a time: they may be all of the store."""
    work.get(PricePlan, event.plan_id).marking_from = ""
    work.instructed = True


def refresh_place(work: UnitOfWork, event: GoodsPutIn) -> None:
    """Let the label of a bin show what lies there now; that somebody was asked to fill it is over."""
    query = select(Device).where(Device.place == event.bin_id, Device.device_class == DeviceClass.SHELF_LABEL)
    for label in work.session.scalars(query.order_by(Device.id)).all():
        known = wish_of(work, label.id)
        known.overlay = {key: value for key, value in known.overlay.items() if key != "asked_at"}
        redraw(work, label)


def show_items(work: UnitOfWork, store_id: str, skus: Iterable[str]) -> int:
    """Wish the labels of these items; gives how many labels there are. Unchanged ones are left alone.

    Few are wished at once, many a part at a time by whoever sends them.
    """
    wanted = sorted(set(skus))
    parts = [wanted[at : at + AT_ONCE_MAX] for at in range(0, len(wanted), AT_ONCE_MAX)]
    labels = [label for part in parts for label in _labels_of(work, store_id, part)]
    if len(labels) <= AT_ONCE_MAX:
        _redraw(work, labels)
        return len(labels)
    for label in labels:
        wish_of(work, label.id).redraw_at = work.now
    work.instructed = True
    return len(labels)


def show_places(work: UnitOfWork, store_id: str) -> int:
    """Let all labels that are bound to a place alone be drawn anew, a part at a time; gives how many there are."""
    query = select(Device).where(Device.store_id == store_id, Device.device_class == DeviceClass.SHELF_LABEL)
    labels = work.session.scalars(query.where(Device.sku.is_(None), Device.place.is_not(None))).all()
    for label in labels:
        wish_of(work, label.id).redraw_at = work.now
    work.instructed = True
    return len(labels)


def _labels_of(work: UnitOfWork, store_id: str, skus: Collection[str]) -> Sequence[Device]:
    """List the labels bound to these items, and those at a place where one lies."""
    lies_here = select(OnHand.place).where(OnHand.store_id == store_id, OnHand.sku.in_(skus))
    query = select(Device).where(Device.store_id == store_id, Device.device_class == DeviceClass.SHELF_LABEL)
    query = query.where(Device.sku.in_(skus) | (Device.sku.is_(None) & Device.place.in_(lies_here)))
    return work.session.scalars(query.order_by(Device.id)).all()


def _mark_some(work: UnitOfWork, store_id: str) -> None:
    """Note of the next labels that a plan changes, and of those of places, that they are to be drawn anew."""
    plan_id = plan_to_mark(work.session, store_id)
    if plan_id is None:
        return
    plan = work.get(PricePlan, plan_id, lock=True)
    of_plan = select(PlannedPrice.sku).where(PlannedPrice.plan_id == plan.id)
    labels = work.session.scalars(
        select(Device.id)
        .where(
            Device.store_id == store_id, Device.device_class == DeviceClass.SHELF_LABEL,
            Device.id > (plan.marking_from or ""),
            Device.sku.in_(of_plan) | (Device.sku.is_(None) & Device.place.is_not(None)),
        )
        .order_by(Device.id)
        .limit(MARKED_AT_ONCE_MAX)
    ).all()  # fmt: skip
    marked = update(Wish).where(Wish.device_id.in_(labels)).values(redraw_at=work.now)
    work.session.execute(marked, execution_options={"synchronize_session": False})
    plan.marking_from = labels[-1] if len(labels) == MARKED_AT_ONCE_MAX else None


def redraw_due(work: UnitOfWork, store_id: str) -> int:
    """Draw anew the labels whose time has come, so many at once; gives how many."""
    _mark_some(work, store_id)
    due = redraws_due(work.session, store_id, work.now, WISHES_AT_ONCE_MAX)
    _redraw(work, due)
    return len(due)


def redraw(work: UnitOfWork, label: Device) -> Wish:
    """Wish what a label shall show now."""
    return _redraw(work, [label])[0]


def _redraw(work: UnitOfWork, labels: Sequence[Device]) -> list[Wish]:
    """Wish what labels of one store shall show now; the books are asked for all of them together."""
    if not labels:
        return []
    opened = {known.device_id: known for known in open_wishes(work, [label.id for label in labels])}
    looks = [_look(work, label, opened.get(label.id) or wish_of(work, label.id)) for label in labels]
    goods = Goods.of(work.session, work.by.store_id, {look.sku for look in looks if look.sku})
    return [_wish_look(work, look, goods) for look in looks]


def _look(work: UnitOfWork, label: Device, known: Wish) -> Look:
    overlay = {key: value for key, value in known.overlay.items() if not _is_over(value, work.now)}
    sku = sku_of(work.session, label, known.wished.get("sku"))
    return Look(label, sku, work.get(Store, label.store_id), work.now, overlay)


def _wish_look(work: UnitOfWork, look: Look, goods: Goods) -> Wish:
    facts = shelf_facts(work.session, look, goods)
    known = wish_of(work, look.label.id)
    known.overlay, known.redraw_at = look.overlay, _next_redraw(look, facts)
    return wish(work, look.label.id, facts)


def _is_over(value: object, now: datetime) -> bool:
    until = value.get("until") if isinstance(value, dict) else None
    return isinstance(until, str) and datetime.fromisoformat(until) <= now


def _next_redraw(look: Look, facts: Json) -> datetime | None:
    """A page for a while ends, and a weekday changes at midnight; all else changes by what happens."""
    laid_over = [each for each in look.overlay.values() if isinstance(each, dict) and "until" in each]
    ends = [datetime.fromisoformat(each["until"]) for each in laid_over]
    if facts["page"] == "day_fresh":
        ends.append(_midnight(look.local_now.date() + timedelta(days=1), look.store))
    return min(ends, default=None)


def _midnight(day: date, store: Store) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(store.timezone))


def show_staff_page(work: UnitOfWork, device_id: str) -> Wish | None:
    """Show what staff want to know for a minute: a button was pressed. Gives None for what is no shelf label."""
    label = work.get(Device, device_id)
    if label.device_class is not DeviceClass.SHELF_LABEL:
        return None
    known = wish_of(work, device_id)
    until = work.now + timedelta(seconds=STAFF_PAGE_SECONDS)
    known.overlay = {**known.overlay, "staff": {"until": until.isoformat()}}
    return redraw(work, label)


def bind_label(work: UnitOfWork, device_id: str, *, sku: str | None = None, place: str | None = None) -> Device:
    """Bind a label to an item, to a place, or to an item at a place; it shows it at once.

    A label that was broken off is tried again: somebody stands before it.
    """
    label = _own_label(work, device_id)
    if sku is None and place is None:
        raise invalid("to", "an item or a place is wanted")
    label.sku, label.place = sku, place if place is not None or sku is None else label.place
    work.note(label, "bind", sku=label.sku, place=label.place)
    _show_from_scratch(work, label)
    return label


def unbind_label(work: UnitOfWork, device_id: str) -> Device:
    """Take a label off its item and place; it shows that it belongs to nothing."""
    label = _own_label(work, device_id)
    work.note(label, "unbind", sku=label.sku, place=label.place)
    label.sku = label.place = None
    _show_from_scratch(work, label)
    return label


def _own_label(work: UnitOfWork, device_id: str) -> Device:
    work.by.require("count")
    label = work.get(Device, device_id, lock=True)
    if label.store_id != work.by.store_id or label.device_class is not DeviceClass.SHELF_LABEL:
        raise Refusal("no_shelf_label", device=device_id)
    return label


def _show_from_scratch(work: UnitOfWork, label: Device) -> None:
    known = wish_of(work, label.id)
    known.overlay = {}
    before = known.version
    if redraw(work, label).version == before and known.reported_version < known.version:
        known.tries, known.broken_at, known.due_at = 0, None, work.now
        work.instructed = True


def count_labels(work: UnitOfWork, plan: PricePlan) -> tuple[int, int]:
    """Give how many shelf labels a plan's items have here, and how many of them show what is so now.

    Lost ones are not waited for; those that are not told yet to change do not show it.
    """
    of_plan = select(PlannedPrice.sku).where(PlannedPrice.plan_id == plan.id)
    labels = select(func.count()).select_from(Device).join(Wish, Wish.device_id == Device.id)
    labels = labels.where(
        Device.store_id == plan.store_id, Device.device_class == DeviceClass.SHELF_LABEL, Device.sku.in_(of_plan),
        Device.state.not_in(OUT_OF_SERVICE),
    )  # fmt: skip
    is_shown = (Wish.reported_version >= Wish.version) & (Wish.redraw_at.is_(None) | (Wish.redraw_at > work.now))
    if plan.marking_from is not None:
        is_shown &= Device.id <= plan.marking_from
    return work.session.scalar(labels) or 0, work.session.scalar(labels.where(is_shown)) or 0
