"""Stock that is true, on the way goods go: bay, reserve, face, basket, customer and back, and off the shelf."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from at_work import Worker
from running_store import RunningStore, running_store

from web_handheld.simulation.labels import scale_label

pytestmark = pytest.mark.needs("mosquitto")

ROMAINE, NOODLES, MUSTARD, FRUIT = "10241", "10013", "10061", "10410"
WALL = ZoneInfo("Asia/Shanghai")
LABEL = "gw1/esl-001"
RUNNER, SECOND_RUNNER, LEAD, DOOR = "U-0009", "U-0010", "U-0018", "U-0016"
PICKER, SECOND_PICKER, THIRD_PICKER = "U-0007", "U-0004", "U-0005"


class TrueStore:
    """The running store, its people, and its clock where a night is too long to wait for."""

    def __init__(self, store: RunningStore) -> None:
        self.store = store
        self.workers: list[Worker] = []
        self.codes = {sku: store.file.item(sku)["codes"][0]["code"] for sku in (ROMAINE, NOODLES, MUSTARD, FRUIT)}

    def __getattr__(self, name):
        return getattr(self.store, name)

    def worker(self, badge: str) -> Worker:
        """Bring somebody to work, until the test is over."""
        self.workers.append(Worker(self.store.sign_in(badge)))
        return self.workers[-1]

    def lying(self, sku: str) -> dict[str, int]:
        """Give what lies of an item, by bin."""
        rows = self._books("SELECT place, SUM(quantity) FROM on_hand WHERE sku = ? GROUP BY place", sku)
        return {place: quantity for place, quantity in rows if quantity and not place.startswith("~")}

    def let_it_be_the_last_day_of(self, sku: str) -> None:
        """Let an item's goods end today."""
        self._books("UPDATE lots SET expires_on = ? WHERE sku = ?", f"{datetime.now(WALL):%Y-%m-%d}", sku)

    def let_it_be_evening(self) -> None:
        """Let the hour have come that the store's fresh day waits for."""
        self._books("UPDATE fresh_days SET deadline_at = ?", f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}")

    def _books(self, statement: str, *values: str) -> list[tuple]:
        with closing(sqlite3.connect(self.folder / "books.db", timeout=10)) as books, books:
            return books.execute(statement, values).fetchall()

    def shown(self, label: str) -> dict:
        """Give what a shelf label says that it shows."""
        labels = self.desk.get("/shelf-labels", limit=200).body["items"]
        return next(each for each in labels if each["device_id"] == label)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrueStore]:
    """Give the running store: one for all of these, as in life."""
    folder = tmp_path_factory.mktemp("true")
    made = RunningStore(folder, f"sqlite:///{folder / 'books.db'}")
    with running_store(made) as store:
        yield TrueStore(store)


@pytest.fixture(autouse=True)
def _the_books_agree(shop) -> Iterator[None]:
    """Hold the books to the ledger whatever was done; who has nothing in hand goes home and is offered no walk."""
    yield
    while shop.workers:
        shop.workers.pop().press("end_shift")
    assert shop.conservation_errors() == []


def evening_markdowns(lead: Worker) -> list[dict]:
    """Give what is to be sold off tonight."""
    found = lead.http.get("/desk/markdowns", state="PROPOSED", limit=200).body["items"]
    return [each for each in found if each["cause"] == "day_fresh"]


def is_shown(label: dict, page: str | None = None) -> bool:
    """Tell whether a label says that it shows what it is to show of the fruit."""
    is_its_page = label["sku"] == FRUIT and page in (None, label["page"])
    return is_its_page and label["shown_version"] == label["wished_version"] > 0


def gs1(code: str, ends: date, lot: str) -> str:
    return f"01{code.zfill(14)}17{ends:%y%m%d}10{lot}"


def test_a_delivery_is_sold_online_once_it_lies_in_its_bin(shop):
    """Announced, scanned at the door, put where the screen says: not a piece is sold before that, and each after it."""
    expected = datetime.now(UTC) + timedelta(minutes=5)
    line = {"sku": ROMAINE, "quantity": 3}
    told = {"number": "J-1", "supplier": "Green", "expected_at": expected.isoformat(), "lines": [line]}
    assert shop.desk.post(f"/stores/{shop.file.store_id}/deliveries", {"deliveries": [told]}).is_good
    runner, before = shop.worker(RUNNER), shop.available(ROMAINE)
    (announced,) = [each for each in shop.desk.get("/desk/deliveries").body["items"] if each["number"] == "J-1"]

    runner.press("receive", delivery_id=announced["id"])
    ends = datetime.now(WALL).date() + timedelta(days=3)
    taken = runner.scan(gs1(shop.codes[ROMAINE], ends, "J1"), aim="]C1")
    runner.press("more_of_it", quantity=2)
    runner.press("delivery_done")
    in_the_bay = shop.available(ROMAINE)
    runner.press("put_away")
    runner.scan(gs1(shop.codes[ROMAINE], ends, "J1"), aim="]C1")
    proposed = runner.facts["bin"]["id"]
    put = runner.scan(f"B:{proposed}")

    assert (taken["code"], put["code"]) == ("goods_taken_in", "all_put_away")
    assert proposed in shop.lying(ROMAINE)
    assert (in_the_bay, shop.available(ROMAINE)) == (before, before + 3)


def test_a_parked_line_is_woken_by_goods_from_behind(shop):
    """Nobody runs after the picker: the scan at the face puts the line back on the walk."""
    picker, runners = shop.worker(PICKER), [shop.worker(RUNNER), shop.worker(SECOND_RUNNER)]
    order = shop.paid_order([NOODLES], quantity=1)
    picker.walk("000001")
    face = picker.facts["line"]["bin"]["id"]
    before = shop.lying(NOODLES)[face]
    picker.press("park")
    for runner in runners:
        runner.press("next_work")
    (filler,) = [runner for runner in runners if runner.screen == "replenish"]

    subject = filler.facts["subject"]
    filler.scan(f"B:{subject['from_bin']}")
    filler.press("taken", quantity=subject["quantity"])
    filled = filler.scan(f"B:{face}")

    assert (filled["code"], subject["cause"]) == ("replenished", "short")
    assert shop.lying(NOODLES)[face] == before + subject["quantity"]
    assert "find" in [each["step"] for each in shop.timeline(order)]
    picker.walk("000001")
    assert picker.facts["line"]["sku"] == NOODLES
    assert picker.scan(shop.codes[NOODLES])["outcome"] == "done"


def test_a_count_in_a_rush_neither_loses_nor_invents_a_piece(shop):
    """A picker takes one while the counter looks and one after: what was seen is held against its own moment."""
    picker, lead = shop.worker(SECOND_PICKER), shop.worker(LEAD)
    shop.paid_order([MUSTARD], quantity=2)
    picker.walk("000002")
    face = picker.facts["line"]["bin"]["id"]
    lies, sold = shop.lying(MUSTARD)[face], shop.available(MUSTARD)
    due = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    wished = lead.http.post("/desk/counts", {"bins": [face], "due_at": due})
    counter = next(each for each in (shop.worker(RUNNER), shop.worker(SECOND_RUNNER)) if each.screen != "search")
    counter.press("next_work")

    counter.scan(f"B:{face}")
    counter.scan(shop.codes[MUSTARD])
    picker.scan(shop.codes[MUSTARD])
    overtaken = counter.press("counted", quantity=lies)
    kept = counter.press("counted", quantity=lies - 1)
    picker.scan(shop.codes[MUSTARD])
    done = counter.press("bin_done")

    assert wished.is_good
    assert (overtaken["code"], kept["code"]) == ("moved_while_counting", "line_of_count_kept")
    assert done["code"] == "bin_counted"
    assert (shop.lying(MUSTARD)[face], shop.available(MUSTARD)) == (lies - 2, sold)
    assert lead.http.get(f"/desk/counts/{wished.body['counts'][0]}").body["state"] == "BOOKED"


def test_the_evening_reaches_shelf_label_and_clear_out(shop):
    """Cheaper on the shelf, by the label's own word; at night scanned off it, and nobody can order it any more."""
    lead = shop.worker(LEAD)
    shop.let_it_be_the_last_day_of(FRUIT)
    printed = scale_label(shop.file.scale_layouts, shop.codes[FRUIT], 300, shop.file.item(FRUIT)["price_minor"])
    assert lead.http.post("/shelf-labels/bindings", {"label": LABEL, "item": printed}).is_good
    assert shop.eventually(lambda: is_shown(shop.shown(LABEL))), shop.shown(LABEL)
    lead.http.put("/desk/fresh-day", {"opens_at": "05:00", "marks_down_at": "19:00", "clears_at": "23:59"})

    shop.let_it_be_evening()
    assert shop.eventually(lambda: evening_markdowns(lead))
    (markdown,) = evening_markdowns(lead)
    lead.http.post(f"/desk/markdowns/{markdown['id']}/approval")
    assert shop.eventually(lambda: is_shown(shop.shown(LABEL), "promotion")), shop.shown(LABEL)
    shop.let_it_be_evening()
    assert shop.eventually(lambda: lead.press("next_work")["screen"]["name"] == "clear_out")
    lead.scan(f"B:{lead.facts['at_hand']['bin']['id']}")
    dear = lead.press("wasted")
    cleared = lead.press("wasted", photo=lead.photograph())

    assert (dear["code"], cleared["code"]) == ("photo_needed", "shelves_cleared")
    assert (shop.available(FRUIT), shop.lying(FRUIT)) == (0, {})


def test_an_exchange_goes_from_work_order_to_hand_over(shop):
    """Asked on the floor, reserved at the yes, picked and handed over; the old goods come back, and no money flows."""
    picker, door = shop.worker(THIRD_PICKER), shop.worker(DOOR)
    order = shop.paid_order([MUSTARD], quantity=1, mode="delivery")
    hand_over(shop, door, order, bring_to_the_door(shop, picker, order, "000003"))
    line = {"line_no": 1, "quantity": 1, "wanted_sku": NOODLES}
    about = {"external_id": "C-1", "order_id": order, "reason": "leaks", "requested_by": "customer", "lines": [line]}
    wish = shop.hub.post("/after-sales", {**about, "kind": "exchange"}).body
    path = f"/after-sales/{wish['work_order_id']}"

    picker.press("answer_question")
    answered = picker.press("yes")
    replacement = shop.hub.get(path).body["replacement"]["order_id"]
    hand_over(shop, door, replacement, bring_to_the_door(shop, picker, replacement, "000004"))
    door.scan(f"O:{shop.hub.get(f'/orders/{order}').body['number']}")
    door.scan(shop.codes[MUSTARD])
    door.press("received")
    seen = door.press("damaged", reason="leaks")

    assert (answered["code"], seen["code"]) == ("question_answered", "return_inspected")
    assert shop.hub.get(path).body["state"] == "CLOSED"
    assert shop.hub.get(f"/orders/{order}").body["refunded_minor"] == 0


def bring_to_the_door(shop: TrueStore, picker: Worker, order: str, basket: str) -> list[str]:
    """Pick, pack and drop an order; gives its bags' labels."""
    assert shop.eventually(lambda: picker.press("next_work")["screen"]["name"] == "scan_basket")
    picker.scan(f"K:{basket}")
    picker.pick_all(shop.codes)
    labels = picker.pack_all()
    picker.drop_all()
    shop.wait_for_state(order, "READY")
    return labels


def hand_over(shop: TrueStore, door: Worker, order: str, labels: list[str]) -> None:
    """Give an order's bags to its rider, who brings them."""
    rider = {"carrier": "fast", "rider_id": f"r-{order[-6:]}", "tail": "4711", "order_ids": [order]}
    for n, event in enumerate(("assigned", "arrived")):
        assert shop.carrier.post("/riders/events", {"id": f"{order}-{n}", "event": event, **rider}).is_good
    door.press("check_in", tail="4711")
    for label in labels:
        door.scan(label)
    shop.wait_for_state(order, "OUT_FOR_DELIVERY")
    delivered = {"id": f"{order}-2", "event": "delivered", **rider}
    assert shop.carrier.post("/riders/events", delivered).is_good
