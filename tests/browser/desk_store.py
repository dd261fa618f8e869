"""A small store in some trouble behind a real HTTP server and websocket: what a lead finds at the desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from browser.shown_store import go_to, open_desk, served
from floor import STORE, Floor

from picking.catalogue import plans
from picking.catalogue.model import Item, PlanKind, PricePlan
from picking.catalogue.plans import PlanDraft
from picking.devices import commands as devices
from picking.devices.model import DeviceClass, Gateway, PrintJob, Wish
from picking.foundation.actor import system
from picking.people.commands import give_badge, start_shift
from picking.people.model import Person
from picking.people.secrets import hash_pin
from web_handheld.settings import read_settings
from web_handheld.wiring import Service, build

BADGE, PIN = "LEAD-1", "4826"
SKUS = {"milk": "鲜牛奶 950 ml", "rice": "东北大米 5 kg", "tea": "龙井茶 250 g"}


class DeskStore:
    """Short words for the trouble; what is done goes through the service, so that open pages hear of it."""

    def __init__(self, floor: Floor, service: Service, url: str) -> None:
        self.floor, self.service, self.url = floor, service, url

    def run(self, command: Any, *args: Any, **options: Any) -> Any:
        """Run a command as the service does."""
        return self.service.transactions.run(system(STORE), lambda work: command(work, *args, **options))

    def person(self, key: str, name: str, *roles: str) -> str:
        """Put somebody on the staff and on shift."""
        self.floor.put(
            Person(id=key, store_id=STORE, name=name, language="en", pin_hash="-", roles=list(roles), skills=[])
        )
        self.run(start_shift, key)
        return key

    def lead(self) -> None:
        """Put the lead on the staff who will sign in."""
        row = Person(
            id="lead", store_id=STORE, name="林晓梅", language="en", pin_hash=hash_pin(PIN), roles=["lead"], skills=[]
        )
        self.floor.put(row)
        self.run(give_badge, "lead", BADGE)

    def device(self, name: str, kind: DeviceClass, called: str, place: str | None = None, **info: Any) -> str:
        """Put a device into the registry and let it say hello."""
        key = name if "/" in name else f"gw1/{name}"
        self.run(devices.enrol, key, kind, called, place=place)
        self.run(devices.hello, key, info)
        return key

    def sheet(self, key: str, template: str, printer: str, **facts: Any) -> PrintJob:
        """Ask for a sheet at a printer, filled with its template's own sample."""
        sample = {**self.service.parts.sheets.templates[template].get("sample", {}), **facts}
        job = self.run(devices.print_sheet, key=key, template=template, facts=sample, device_id=printer)
        return self.floor.get(PrintJob, job.id)

    def sent(self, job: PrintJob, status: str | None = None) -> None:
        """Let a sheet go to its printer, and the printer say what became of it."""
        self.run(devices.instruction_sent, job.instruction_id)
        if status is not None:
            self.run(devices.instruction_answered, job.instruction_id, status)

    def sign_in(self, page: Any, path: str, language: str = "en") -> None:
        """Open a page of the desk as the lead, in a language."""
        self.run(lambda work: setattr(work.get(Person, "lead"), "language", language))
        open_desk(page, self.url, path, language, badge=BADGE, pin=PIN)

    def go(self, page: Any, path: str) -> None:
        """Go to another page of the desk, as by a link."""
        go_to(page, path)


@contextmanager
def desk_up(floor: Floor, folder: Any, *, lead: bool = True) -> Iterator[DeskStore]:
    """Serve the floor's books until the block ends; with `lead` a lead is there who can sign in."""
    books = floor.engine.url.render_as_string(hide_password=False)
    settings = read_settings(flags={"service.data_dir": folder / "data", "database.url": books})
    service = build(settings, clock=floor.clock, async_mode="threading")
    with served(service) as url:
        store = DeskStore(floor, service, url)
        if lead:
            store.lead()
        yield store


def devices_in_trouble(store: DeskStore) -> None:
    """A gateway that went away, a printer without paper, a weak scanner in somebody's hand, a stall asked for."""
    scanner, label = DeviceClass.SCANNER, DeviceClass.LABEL_PRINTER
    for key, state in (("gw1", "ready"), ("gw2", "lost")):
        row = Gateway(
            store_id=STORE,
            id=key,
            state=state,
            seen_at=store.floor.clock.now(),
            birth={"versions": {"gateway": "0.1.0"}},
        )
        store.floor.put(row)
    ada, bob = store.person("ada", "王海燕", "picker"), store.person("bob", "Marco Díaz", "picker")
    store.device("scan-01", scanner, "Scanner 1", driver="ssi", model="DS3678")
    store.device("scan-02", scanner, "Scanner 2", driver="ssi", model="DS3678")
    store.device("gw2/scan-09", scanner, "Scanner 9", driver="honeywell")
    first = store.device("lp-1", label, "Bag labels 1", "packing-1", driver="zpl", model="ZD421")
    store.device("lp-2", label, "Bag labels 2", "packing-2", driver="zpl", model="ZD421")
    store.device("scale-1", DeviceClass.SCALE, "Packing scale", "packing-1", driver="mt8217")
    store.run(devices.give, "gw1/scan-01", ada)
    store.run(devices.measured, "gw1/scan-01", {"battery_percent": 12})
    store.run(devices.weaken, "gw1/scan-01", "battery-low")
    store.run(devices.weaken, first, "paper-out")
    for number in ("4521", "4522"):
        store.sheet(f"bag-{number}", "bag_label", first, number=number)
    store.run(devices.vanish_gateway, "gw2")
    store.floor.stall("kitchen")
    store.run(devices.open_station, "kitchen", ada)
    store.run(devices.ask_takeover, "kitchen", bob)


def sheets_in_trouble(store: DeskStore) -> dict[str, str]:
    """One printed, one nobody knows about, one held, one whose printer has no paper; gives their ids."""
    label, receipt = DeviceClass.LABEL_PRINTER, DeviceClass.RECEIPT_PRINTER
    well = store.device("lp-2", label, "Bag labels 2", "packing-2")
    slips = store.device("rp-1", receipt, "Packing slips", "packing-1")
    empty = store.device("lp-1", label, "Bag labels 1", "packing-1")
    done, lost = store.sheet("a", "bag_label", well), store.sheet("b", "packing_slip", slips)
    store.sent(done, "printed")
    store.sent(lost, "unknown")
    held = store.sheet("c", "kitchen_ticket", slips)
    store.run(devices.hold, held.id)
    store.run(devices.weaken, empty, "paper-out")
    waits = store.sheet("d", "bag_label", empty)
    return {"printed": done.id, "unknown": lost.id, "held": held.id, "waits": waits.id}


def prices_in_trouble(store: DeskStore) -> None:
    """A promotion that two of three labels show; the third was told three times and is silent."""
    now = store.floor.clock.now()
    for at, (sku, name) in enumerate(SKUS.items()):
        store.floor.item(sku)
        store.floor.bin(f"A-0{at + 1}")
        label = store.device(f"esl-{at + 1}", DeviceClass.SHELF_LABEL, f"Shelf label {at + 1}")
        store.run(devices.measured, label, {"battery_percent": 80 - 30 * at, "signal_dbm": -60, "panel": "296x128"})
        store.run(devices.bind_label, label, sku=sku, place=f"A-0{at + 1}")
        store.run(_name, sku, name)
    names = {"en": "New Year", "zh": "元旦特惠", "es": "Año Nuevo"}
    prices = dict.fromkeys(SKUS, 399)
    draft = PlanDraft("ny-26", 1, PlanKind.PROMOTION, now, now + timedelta(days=2), names, prices)
    later = PlanDraft("feb-26", 1, PlanKind.REGULAR, now + timedelta(days=16), None, {}, {"rice": 5990})
    for each in (draft, later):
        store.run(plans.plan_prices, STORE, each)
    plan = store.floor.one(PricePlan, code="ny-26")
    store.run(lambda work: plans.start_plan(work, work.get(PricePlan, plan.id)))
    store.run(devices.redraw_due, STORE)
    _show(store, "gw1/esl-1", "gw1/esl-2")
    _tell_in_vain(store, "gw1/esl-3")
    store.run(lambda work: devices.look_at_plan(work, work.get(PricePlan, plan.id)))


def _name(work: Any, sku: str, name: str) -> None:
    work.get(Item, sku).names = {"en": sku.title(), "zh": name, "es": sku.title()}


def _version(store: DeskStore, label: str) -> int:
    return store.floor.get(Wish, label).version


def _show(store: DeskStore, *labels: str) -> None:
    for label in labels:
        store.run(devices.reported, label, _version(store, label), {})


def _tell_in_vain(store: DeskStore, label: str) -> None:
    for _ in range(3):
        store.run(devices.wish_sent, label, _version(store, label))
