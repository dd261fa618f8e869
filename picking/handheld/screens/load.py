"""The screen of loading for a sister store: bin, item, how many, line by line; sent off, they leave these books."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import select

from picking.catalogue.model import Item
from picking.floor.model import Bin, Store
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, finished, right, word
from picking.handheld.entered import text_of, whole_number_of
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.places import place_name
from picking.handheld.screens.asks import SURE, Option, choice, number
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.lookups import leave
from picking.handheld.standing import Standing
from picking.handheld.walk import bin_shown
from picking.receiving import commands as receiving
from picking.receiving.commands import Loaded
from picking.stock.commands import available_of
from picking.stock.queries import bin_contents

ON_ITS_WAY = timedelta(hours=2)
"""When the sister store may expect it; it is taken in whenever it comes."""
SISTERS_MAX = 40


def sisters(at: Standing) -> list[Option]:
    """Offer the other stores of these books."""
    rows = select(Store).where(Store.id != at.store_id).order_by(Store.id).limit(SISTERS_MAX)
    return [Option(store.id, store_name(store, at.language)) for store in at.work.session.scalars(rows)]


def store_name(store: Store, language: str) -> str:
    """Give a store's name in a language, English where there is none."""
    return store.names.get(language) or store.names.get("en") or store.id


def may_begin(at: Standing) -> bool:
    """Tell whether somebody may send goods away, and there is another store to send them to."""
    return at.work.by.may("desk") and bool(sisters(at))


def begin(at: Standing, facts: Json) -> Said:
    """Begin to load for a store."""
    to = text_of(facts, "to")
    store = at.work.find(Store, to)
    if store is None or to == at.store_id:
        raise Refusal("no_such_store", store=to)
    at.go("load", to=to)
    return right("loads_for", store=store_name(store, at.language))


def show(at: Standing) -> Json:
    """Show whom it is for, the bin and goods at hand, and what is loaded by now."""
    sku, bin_id = at.facts.get("sku"), at.facts.get("bin_id")
    item = at.work.find(Item, sku) if sku else None
    return {
        "title": word("loading_for", store=store_name(at.work.get(Store, at.facts["to"]), at.language)),
        "bin": bin_shown(at.work.find(Bin, bin_id) if bin_id else None),
        "at_hand": {"item": item.name(at.language), "picture": item.picture, "unit": str(item.unit)} if item else None,
        "loaded": [_line_shown(at, each) for each in _loaded(at)],
        "scan_now": [] if sku else ["scan_item"] if bin_id else ["scan_bin"],
    }


def _line_shown(at: Standing, line: Loaded) -> Json:
    item = at.work.get(Item, line.sku)
    return {"item": item.name(at.language), "quantity": line.quantity, "unit": str(item.unit)}


def bin_scanned(at: Standing, bin_: Meaning) -> Said:
    """Stand before a bin."""
    at.forget("sku")
    at.remember(bin_id=bin_.key)
    return right("scan_what_is_loaded", bin=bin_.name)


def item_scanned(at: Standing, item: Meaning) -> Said:
    """Take up an item that lies in the bin."""
    bin_id = at.facts.get("bin_id")
    if bin_id is None:
        raise Refusal("scan_a_bin_first")
    if not _left_in(at, bin_id, item.key):
        raise Refusal("not_there", place=place_name(bin_id), sku=item.name, asked=1, there=0)
    at.remember(sku=item.key)
    return right("how_many_are_loaded", item=item.name)


def loaded(at: Standing, facts: Json) -> Said:
    """Put so many of the goods at hand on the trolley: no more than lie there and no order holds."""
    quantity, sku, bin_id = whole_number_of(facts, "quantity"), at.facts["sku"], at.facts["bin_id"]
    if quantity <= 0:
        raise Refusal("quantity_zero")
    there = _left_in(at, bin_id, sku)
    if quantity > there:
        raise Refusal("not_there", place=place_name(bin_id), sku=sku, asked=quantity, there=there)
    free = available_of(at.work, at.store_id, sku) - sum(each.quantity for each in _loaded(at) if each.sku == sku)
    if quantity > free:
        raise Refusal("not_enough_to_send", sku=sku, free=max(0, free))
    _keep(at, [*_loaded(at), Loaded(bin_id, sku, quantity)])
    at.forget("sku")
    return right("is_loaded", item=at.work.get(Item, sku).name(at.language), quantity=quantity)


def put_off(at: Standing, facts: Json) -> Said:
    """Take a line off the trolley again."""
    place, lines = whole_number_of(facts, "line"), _loaded(at)
    if place >= len(lines):
        raise Refusal("nothing_loaded")
    gone = lines.pop(place)
    _keep(at, lines)
    return right("is_put_off", item=at.work.get(Item, gone.sku).name(at.language), bin=place_name(gone.bin_id))


def send_off(at: Standing, _: Json) -> Said:
    """Let it go: out of these books, announced to the other store's bay."""
    lines, to = _loaded(at), at.facts["to"]
    if not lines:
        raise Refusal("nothing_loaded")
    sent = receiving.send_transfer(at.work, to, lines, at.work.now + ON_ITS_WAY)
    at.go("home")
    return finished("is_sent_off", store=store_name(at.work.get(Store, to), at.language), number=sent.number)


def _loaded(at: Standing) -> list[Loaded]:
    return [Loaded(*each) for each in at.facts.get("loaded", ())]


def _keep(at: Standing, lines: Sequence[Loaded]) -> None:
    at.remember(loaded=[[each.bin_id, each.sku, each.quantity] for each in lines])


def _left_in(at: Standing, bin_id: str, sku: str) -> int:
    """Give what lies in a bin, still good and not yet loaded from it."""
    on_trolley = sum(each.quantity for each in _loaded(at) if (each.bin_id, each.sku) == (bin_id, sku))
    return sum(_good(at, bin_id, sku)) - on_trolley


def _good(at: Standing, bin_id: str, sku: str) -> Iterator[int]:
    for share, lot in bin_contents(at.work.session, bin_id):
        if share.sku == sku and not lot.is_expired(at.today):
            yield share.quantity


def _lines(at: Standing) -> list[Option]:
    shown = [_line_shown(at, each) for each in _loaded(at)]
    return [Option(place, f"{each['quantity']} · {each['item']}") for place, each in enumerate(shown)]


def _has_goods(at: Standing) -> bool:
    return "sku" in at.facts


def _has_lines(at: Standing) -> bool:
    return bool(at.facts.get("loaded"))


LOAD = ScreenKind(
    name="load",
    show=show,
    scans={Kind.BIN: bin_scanned, Kind.ITEM: item_scanned},
    steps={
        "loaded": Step(loaded, _has_goods, (number(),)),
        "send_off": Step(send_off, _has_lines, (SURE,)),
        "put_off": Step(put_off, _has_lines, (choice("line", _lines),)),
        "home": Step(leave, asks=(SURE,)),
    },
)
