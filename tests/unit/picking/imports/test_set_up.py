"""A part of a store is set up row by row: checked as a whole, kept or refused as a whole, and given out as it is."""

import json
import re
import shutil
from pathlib import Path

import pytest
from floor import Floor

from picking.catalogue.model import Listing
from picking.catalogue.queries import regular_price
from picking.devices import commands as devices
from picking.devices.model import Device
from picking.floor.model import Basket, Bin, Stall, Store, Zone
from picking.foundation.actor import Actor, system
from picking.foundation.database import open_engine
from picking.foundation.messages import Messages
from picking.foundation.records import JournalRow
from picking.foundation.refusals import Refusal
from picking.handheld.answer import facts_in_words
from picking.imports import import_store
from picking.imports.setup import SECTIONS, page_of, rows_of, section_named, set_up, store_file
from picking.imports.setup.sheet import rows_of_sheet, sheet_of
from picking.outbound.model import OutboundSlot
from picking.people.commands import start_shift
from picking.people.model import Person
from picking.people.rights import rights_of
from picking.people.sign_in import sign_in
from picking.replenishing.model import FaceLimit
from picking.stock.model import OnHand

CONFIG = Path(__file__).parents[4] / "config"
MESSAGES = Messages.load(CONFIG / "messages")
BIN = "01-A-01-01-A-01"
ADMIN = Actor("01", person_id=None, name="admin", rights=rights_of(["admin"]))
LEAD = Actor("01", person_id=None, name="lead", rights=rights_of(["lead"]))


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """The books of the sample store with forty items and six people: made once, each test works on a copy."""
    document = json.loads((CONFIG / "stores" / "front-warehouse.json").read_text(encoding="utf-8"))
    document["items"] = document["items"][:30] + [each for each in document["items"] if each["stall"]][:10]
    document["staff"] = document["staff"][:6]
    skus = {each["sku"] for each in document["items"]}
    document["devices"] = [each for each in document["devices"] if each.get("sku", "10001") in skus]
    document["face_limits"] = [{"bin": BIN, "sku": document["items"][0]["sku"], "least": 2, "most": 9}]
    document["deliveries"] = []
    document["aisles"] = [{"id": "01", "people_max": 2, "closed": [{"begin": "23:30", "end": "00:30"}]}]
    document["settings"] = [{"key": "hold_minutes_max", "value": 45}]
    path = tmp_path_factory.mktemp("books") / "floor.db"
    engine = open_engine(f"sqlite:///{path}")
    Floor(engine).run(import_store, document, by=system("01"))
    engine.dispose()
    return path


@pytest.fixture
def store(floor, books):
    """A copy of those books."""
    floor.engine.dispose()
    shutil.copy(books, floor.engine.url.database)
    return floor


def change(store, section, *rows, by=ADMIN, **options):
    return store.run(lambda work: set_up(work, section, rows, **options), by=by)


def refused(store, section, *rows, by=ADMIN):
    with pytest.raises(Refusal) as no:
        change(store, section, *rows, by=by)
    assert no.value.code == "setup_refused", no.value
    said = {}
    for fault in facts_in_words(MESSAGES, no.value.facts["faults"], "en"):
        said.setdefault((fault["row"], fault["section"], fault["key"], fault["field"]), []).append(fault["reason"])
    return {where: "; ".join(reasons) for where, reasons in said.items()}


@pytest.mark.parametrize("name", SECTIONS)
def test_what_is_given_out_and_taken_in_again_changes_nothing(store, name):
    """Whoever opens a sheet and saves it has changed nothing, in JSON as in CSV."""
    section = section_named(name)
    rows = store.ask(rows_of, "01", section)
    sheet = sheet_of(section, rows)

    by_file = change(store, name, *json.loads(json.dumps(rows)))
    by_sheet = change(store, name, *rows_of_sheet(section, sheet.encode()))

    assert rows
    assert (by_file.changes, by_sheet.changes) == ([], [])
    assert by_file.same == by_sheet.same == len(rows)
    assert store.all(JournalRow, step="set_up_changed") == []
    assert store.get(Store, "01").layout_version == 1
    assert sheet_of(section, rows_of_sheet(section, sheet.encode())) == sheet


def test_pins_and_badges_never_leave(store):
    """A sheet of the staff lies on somebody's desk."""
    section = section_named("staff")

    rows = store.ask(rows_of, "01", section)

    assert {row["pin"] for row in rows} == {row["badge"] for row in rows} == {None}
    assert "4826" not in sheet_of(section, rows)
    assert "U-0001" not in sheet_of(section, rows)


def test_a_row_changes_only_what_it_says(store):
    """A sheet with two columns is a price list, and nothing else is lost by it."""
    before = store.ask(rows_of, "01", section_named("items"))[0]

    done = change(store, "items", {"sku": before["sku"], "price_minor": before["price_minor"] + 50})

    (made,) = done.changes
    assert made.fields == [("price_minor", before["price_minor"], before["price_minor"] + 50)]
    assert regular_price(store.get(Listing, ("01", before["sku"]))) == before["price_minor"] + 50
    after = store.ask(rows_of, "01", section_named("items"))[0]
    assert {**after, "price_minor": before["price_minor"]} == before


def test_every_change_is_in_the_journal_with_who_and_what(store):
    """A price that is wrong tomorrow was typed by somebody today."""
    new = {"id": f"{BIN[:-1]}2", "zone": "01-A", "aisle": "01", "node": 2, "kind": "face", "check_number": "11"}
    change(store, "bins", {"id": BIN, "capacity": 77}, {**new, "capacity": 4})

    (changed,) = store.all(JournalRow, step="set_up_changed")
    (added,) = store.all(JournalRow, step="set_up_added")
    assert (changed.thing, changed.thing_id, changed.actor) == ("bin", BIN, "admin")
    assert changed.facts["fields"]["capacity"][1] == 77
    assert added.facts["fields"]["kind"] == [None, "face"]


def test_a_pin_is_written_down_as_set_and_not_as_it_is(store):
    """The journal is read by many."""
    person = store.all(Person, name="林晓梅")[0]

    change(store, "staff", {"id": person.id, "pin": "97531"})

    (row,) = store.all(JournalRow, step="set_up_changed")
    assert row.facts["fields"] == {"pin": [None, "•••"]}
    assert sign_in(store.transactions, "U-0001", "97531").id == person.id


def test_all_is_refused_with_row_field_and_reason_and_nothing_is_kept(store):
    """Whoever mends a sheet must find every fault at once, and half a sheet is no sheet."""
    good = {"id": BIN, "capacity": 99}
    faults = refused(
        store, "bins", good, {"id": "01-A-NEW"}, {"id": BIN[:-1] + "2", "node": 999}, good, "x",
        {"id": "01-A-01-01-C-01", "check_number": "7"},
    )  # fmt: skip

    assert faults[2, "bins", "", "node"] == "is missing"
    assert faults[4, "bins", "", "id"] == f"{BIN} stands twice"
    assert faults[5, "bins", "", ""] == "must be an object, not 'x'"
    assert faults[6, "bins", "", "check_number"] == "must be two digits, not '7'"
    assert store.get(Bin, BIN).capacity != 99


def test_a_change_is_checked_against_the_store_as_it_stands(store):
    """A node that is not drawn leads nobody to the bin; a zone that goes takes its bins' zone away."""
    by_node = refused(store, "bins", {"id": BIN, "node": 999}, {"id": "01-A-01-01-B-01", "zone": "01-Z"})
    by_zone = refused(store, "zones", {"id": "01-A", "retired": True})
    by_way = refused(store, "nodes", {"id": 2, "retired": True})

    assert by_node[1, "bins", BIN, "node"] == "no node 999"
    assert by_node[2, "bins", "01-A-01-01-B-01", "zone"] == "no zone 01-Z"
    assert by_zone[None, "bins", BIN, "zone"] == "no zone 01-A"
    assert any(section == "bins" and reason == "no node 2" for (_, section, _, _), reason in by_way.items())


def test_a_bin_with_goods_or_a_device_stays_until_they_are_gone(store):
    """Goods in a bin that is gone are goods nobody finds."""
    held = next(row.place for row in store.all(OnHand) if row.quantity > 0 and row.place.startswith("01-A"))
    labelled = next(each.place for each in store.all(Device) if each.place and each.place.startswith("01-A"))

    by_goods = refused(store, "bins", {"id": held, "retired": True})
    by_kind = refused(store, "bins", {"id": held, "kind": "reserve"})
    by_label = refused(store, "bins", {"id": labelled, "retired": True})
    by_raw = refused(store, "bins", {"id": "01-D-90-01-A-01", "retired": True})

    assert "move them to another bin first" in by_goods[1, "bins", held, "retired"]
    assert "lie there" in by_kind[1, "bins", held, "kind"]
    assert "stands there" in str(by_label)
    assert "01-fish" in str(by_raw)


def test_an_empty_bin_is_retired_and_comes_back(store):
    """It is gone from the floor and stands in the books."""
    used = {row.place for row in store.all(OnHand)} | {each.place for each in store.all(Device)}
    empty = next(each for each in store.all(Bin, kind="face") if each.id not in used)

    gone = change(store, "bins", {"id": empty.id, "retired": True})
    row = store.get(Bin, empty.id)
    back = change(store, "bins", {"id": empty.id, "retired": False, "blocked": False})

    assert [each.what for each in (*gone.changes, *back.changes)] == ["retired", "returned"]
    assert (row.retired, row.blocked) == (True, True)
    assert (store.get(Bin, empty.id).retired, store.get(Bin, empty.id).blocked) == (False, False)
    assert store.get(Store, "01").layout_version == 3


def test_a_stall_that_makes_something_stays(store):
    """An order for what nobody makes is a promise that breaks."""
    faults = refused(store, "stalls", {"id": "01-fish", "retired": True})

    assert "items are made at 01-fish" in str(faults)


def test_an_item_that_orders_wait_for_stays_and_keeps_its_unit(floor):
    """A reserved piece cannot become a gram."""
    floor.stock("milk", 5)
    floor.code("milk", "09520100010002")
    floor.run(lambda work: set_up(work, "categories", [{"code": "food", "names": {"en": "Food"}}]))
    floor.order({"milk": 2}, paid=False)
    admin = Actor("s1", name="admin", rights=rights_of(["admin"]))

    faults = [
        str(refused(floor, "items", {"sku": "milk", **row}, by=admin))
        for row in ({"retired": True}, {"sold_by": "weight"})
    ]

    assert all("1 open orders want milk" in each for each in faults), faults
    assert "in another unit" in faults[1]


def test_a_slot_with_an_order_is_not_taken_out_of_use(store):
    """The bag in it would be forgotten."""
    slot = store.all(OutboundSlot)[0]
    change(store, "outbound_slots", {"id": slot.id, "retired": True})
    out_of_use = str(store.get(OutboundSlot, slot.id).state)
    change(store, "outbound_slots", {"id": slot.id, "retired": False})

    assert (out_of_use, str(store.get(OutboundSlot, slot.id).state)) == ("BLOCKED", "FREE")


def test_nobody_is_sent_away_in_the_middle_of_a_shift_and_nobody_locks_themselves_out(store):
    """A store without anybody who keeps its staff is lost."""
    person = store.all(Person, name="林晓梅")[0]
    store.run(start_shift, person.id, by=system("01"))
    myself = Actor("01", person_id=person.id, name="me", rights=frozenset({"staff"}))

    assert "on shift" in str(refused(store, "staff", {"id": person.id, "retired": True}))
    assert "lock yourself out" in str(refused(store, "staff", {"id": person.id, "roles": ["runner"]}, by=myself))


def test_somebody_new_needs_a_badge_and_a_pin(store):
    """Nobody signs in without."""
    new = {"name": "Ana", "language": "es", "roles": ["picker"], "skills": [], "stall": None}

    without_badge = refused(store, "staff", new)
    without_pin = refused(store, "staff", {**new, "badge": "U-0900"})
    change(store, "staff", {**new, "badge": "U-0900", "pin": "112233"})

    assert without_badge[1, "staff", "", "badge"] == "is missing"
    assert without_pin[1, "staff", "", "pin"] == "somebody new needs one"
    assert sign_in(store.transactions, "U-0900", "112233").name == "Ana"


def test_a_device_is_retired_for_good_and_keeps_its_class(store):
    """A scanner does not become a printer, and a worn out one does not come back under its name."""
    of_class = refused(store, "devices", {"gateway": "gw1", "id": "scan-01", "class": "scale"})
    change(store, "devices", {"gateway": "gw1", "id": "scan-01", "retired": True})
    again = refused(store, "devices", {"gateway": "gw1", "id": "scan-01", "retired": False})
    person = store.all(Person)[0].id
    store.run(start_shift, person, by=system("01"))
    store.run(devices.hello, "gw1/scan-02", by=system("01"))
    store.run(devices.give, "gw1/scan-02", person, by=system("01"))
    held = refused(store, "devices", {"gateway": "gw1", "id": "scan-02", "retired": True})

    assert "it is a scanner" in str(of_class)
    assert "retired for good" in str(again)
    assert "take it back first" in str(held)


def test_what_is_deleted_is_named_by_nobody_any_more(store):
    """A category without items goes, one with items stays."""
    kept = store.ask(rows_of, "01", section_named("items"))[0]["category"]
    change(store, "categories", {"code": "new", "names": {"en": "New"}})

    gone = change(store, "categories", {"code": "new", "retired": True})

    assert [each.what for each in gone.changes] == ["retired"]
    assert "still name it" in str(refused(store, "categories", {"code": kept, "retired": True}))
    assert change(store, "categories", {"code": "never", "retired": True}).changes == []
    change(store, "baskets", {"id": "000001", "retired": True})
    assert "000001" not in {basket.id for basket in store.all(Basket)}


def test_a_lead_may_do_what_the_night_needs_and_no_more(store):
    """A broken shelf is blocked at once; where it stands is set up by day."""
    change(store, "bins", {"id": BIN, "blocked": True}, by=LEAD)

    with pytest.raises(Refusal, match="right_missing"):
        change(store, "bins", {"id": BIN, "capacity": 1}, by=LEAD)
    with pytest.raises(Refusal, match="right_missing"):
        change(store, "items", by=LEAD)
    assert store.get(Bin, BIN).blocked


def test_only_what_was_looked_at_is_done(store):
    """Somebody else may have changed it between the look and the deed."""
    seen = change(store, "bins", {"id": BIN, "capacity": 5}).seen
    change(store, "bins", {"id": BIN, "capacity": 6})

    with pytest.raises(Refusal, match="setup_moved_on"):
        change(store, "bins", {"id": BIN, "capacity": 5}, seen=seen)


def test_rows_are_found_by_pages_and_by_words(store):
    """Thousands of bins are no page, and people search in Chinese."""
    items, bins = section_named("items"), section_named("bins")
    first = store.ask(page_of, "01", bins, limit=200)
    rest = store.ask(page_of, "01", bins, limit=200, after=first.last)
    rice = store.ask(page_of, "01", items, limit=50, search="东北大米")

    assert len(first.rows) == 200
    assert rest.last is None
    assert len({row["id"] for row in first.rows + rest.rows}) == len(store.all(Bin))
    assert [row["sku"] for row in rice.rows] == ["10001"]


def test_what_a_try_changes_is_taken_back(store):
    """A look is the deed itself, without leaving anything."""
    made = store.transactions.try_out(ADMIN, lambda work: set_up(work, "bins", [{"id": BIN, "capacity": 5}]))

    assert [each.what for each in made.changes] == ["changed"]
    assert store.get(Bin, BIN).capacity != 5


def test_rows_of_another_store_are_refused(store):
    """Ids are one space for all stores."""
    store.put(Store(id="s2", names={"en": "2"}, currency="CNY", timezone="Asia/Shanghai", settings={}))
    store.put(Zone(id="s2-A", store_id="s2", code="A", names={"en": "A"}, temperature_class="AMBIENT"))

    faults = refused(store, "zones", {"id": "s2-A", "code": "A", "names": {"en": "A"}, "temperature_class": "HOT"})

    assert faults[1, "zones", "s2-A", "id"] == "s2-A is taken by another store"
    assert store.all(Stall)


def test_each_sheet_of_the_docs_can_be_taken_in(store):
    """Whoever begins with an example must not begin with a fault."""
    page = (CONFIG.parent / "docs" / "setup.md").read_text(encoding="utf-8")
    sheets = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    by_head = {sheet_of(section, []).strip("\ufeff\r\n"): section for section in SECTIONS.values()}

    for sheet in sheets:
        columns = set(sheet.splitlines()[0].split(","))
        section = next(
            each for head, each in by_head.items() if columns <= set(head.split(",")) and set(each.key) <= columns
        )
        rows = rows_of_sheet(section, sheet.encode())
        store.transactions.try_out(ADMIN, lambda work, section=section, rows=rows: set_up(work, section.name, rows))

    assert len(sheets) == 10


def test_lists_are_searched_paged_changed_and_tried_on_both_databases(any_floor):
    """What SQLite writes as text PostgreSQL writes as JSON, and a node's number is no text."""
    any_floor.way()
    any_floor.bin("A-01")
    any_floor.item("milk", names={"en": "Milk", "zh": "鲜牛奶"}, unit_names={"en": "bottle"})
    admin = Actor("s1", name="admin", rights=rights_of(["admin"]))
    items, nodes = section_named("items"), section_named("nodes")

    tried = any_floor.transactions.try_out(admin, lambda work: set_up(work, "items", [{"sku": "milk", "spec": "1 l"}]))
    change(any_floor, "items", {"sku": "milk", "spec": "2 l"}, by=admin)
    change(any_floor, "nodes", {"id": 9, "x": 1, "y": 1}, by=admin)
    change(any_floor, "nodes", {"id": 9, "retired": True}, by=admin)
    first = any_floor.ask(page_of, "s1", nodes, limit=3)

    assert len(tried.changes) == 1
    assert [row["spec"] for row in any_floor.ask(page_of, "s1", items, limit=9, search="鲜牛").rows] == ["2 l"]
    assert any_floor.ask(page_of, "s1", items, limit=9, search="oil").rows == []
    assert [row["id"] for row in any_floor.ask(page_of, "s1", nodes, limit=3, after=first.last).rows] == [3]
    assert [row["id"] for row in any_floor.ask(page_of, "s1", section_named("bins"), limit=9).rows] == ["A-01"]
    assert any_floor.ask(page_of, "s1", section_named("staff"), limit=9).rows == []
    for name in SECTIONS:
        any_floor.ask(page_of, "s1", section_named(name), limit=9, search="x", retired=True)


def test_the_whole_store_is_written_as_its_file_and_taken_in_again_without_a_change(store):
    """Set-up is kept where everything is kept that must not be lost."""
    document = json.loads(json.dumps(store.ask(store_file, "01")))

    report = store.run(import_store, document, by=system("01"))

    assert (report.is_new, report.lots_received) == (False, 0)
    assert not any(report.created.values())
    assert not any(report.changed.values())
    assert store.ask(store_file, "01") == document
    assert not [row for row in document["staff"] if "badge" in row or "pin" in row]


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ({"key": "meet_sure_percent", "value": 101}, "value", "must be from 0 to 100, not 101"),
        ({"key": "hold_minutes_max", "value": -1}, "value", "must be from 0"),
        ({"key": "hold_minutes_max", "value": "long"}, "value", "whole number"),
        ({"key": "hold_hours_max", "value": 1}, "key", "hold_hours_max"),
        ({"key": "push_keep_minutes", "value": 1}, "key", "push_keep_minutes"),
    ],
)
def test_a_setting_is_refused_as_the_services_file_would_be(store, row, field, reason):
    """What would not start as a file must not be kept in the books either."""
    (((_, _, _, at), said),) = refused(store, "settings", row).items()

    assert at == field
    assert reason in said


def test_the_journal_says_what_a_setting_was_and_is(store):
    """Who asks why offers wait longer since noon finds who set it, and what it was before."""
    change(store, "settings", {"key": "offer_seconds_max", "value": 30}, {"key": "hold_minutes_max", "retired": True})

    rows = {row.thing_id: row for row in store.all(JournalRow) if row.thing == "setting"}
    said = {key: (row.actor, row.step, row.facts["fields"]) for key, row in rows.items()}
    assert said == {
        "offer_seconds_max": ("admin", "set_up_changed", {"value": [15, 30]}),
        "hold_minutes_max": ("admin", "set_up_changed", {"value": [45, 60]}),
    }


@pytest.mark.parametrize(
    ("section", "row", "field", "reason"),
    [
        ("face_limits", {"bin": BIN, "sku": "10001", "least": 9, "most": 9}, "most", "must be above 9, not 9"),
        ("face_limits", {"bin": BIN, "sku": "no", "least": 1, "most": 9}, "sku", "no"),
        ("face_limits", {"bin": "01-X-1", "sku": "10001", "least": 1, "most": 9}, "bin", "01-X-1"),
        ("count_plans", {"id": "z", "kind": "cycle", "at": "06:30", "bins_max": 5, "zone": "no"}, "zone", "no"),
        ("count_plans", {"id": "z", "kind": "cycle", "at": "25:30", "bins_max": 5}, "at", "25:30"),
        ("fill_plan", {"every_minutes": 0}, "every_minutes", "from 1 to 1440"),
        ("fresh_day", {"marks_down": "06:00"}, "clears", "must follow each other"),
    ],
)
def test_what_keeps_the_stock_is_refused_by_its_field(store, section, row, field, reason):
    """A face that is to hold less than its least would be filled all day."""
    (((_, _, _, at), said),) = refused(store, section, row).items()

    assert at == field
    assert reason in said


def test_a_lead_moves_hours_and_limits_and_pauses_plans_but_adds_none(store):
    """The night has other hours than the plan; whoever leads it need not wait for the office."""
    plans = store.ask(rows_of, "01", section_named("count_plans"))
    first = plans[0]["id"]
    change(store, "count_plans", {"id": first, "at": "05:15"}, by=LEAD)
    change(store, "count_plans", {"id": first, "retired": True}, by=LEAD)
    change(store, "fill_plan", {"retired": True}, by=LEAD)
    change(store, "face_limits", {"bin": BIN, "sku": "10001", "most": 12}, by=LEAD)

    with pytest.raises(Refusal) as no:
        change(store, "count_plans", {**plans[0], "id": "more"}, by=LEAD)

    plan = {each["id"]: each for each in store.ask(rows_of, "01", section_named("count_plans"))}[first]
    assert (plan["at"], plan["retired"]) == ("05:15", True)
    assert store.ask(rows_of, "01", section_named("fill_plan"))[0]["retired"] is True
    assert store.get(FaceLimit, (BIN, "10001")).most == 12
    assert no.value.code == "right_missing"


def test_a_plan_that_paused_goes_on_and_a_limit_is_taken_away(store):
    """A face without limits of its own is filled by the forecast again."""
    first = store.ask(rows_of, "01", section_named("count_plans"))[0]["id"]
    for retired in (True, False):
        change(store, "count_plans", {"id": first, "retired": retired})
        change(store, "fill_plan", {"retired": retired})

    change(store, "face_limits", {"bin": BIN, "sku": "10001", "retired": True})

    assert store.ask(rows_of, "01", section_named("count_plans"))[0]["retired"] is False
    assert store.ask(rows_of, "01", section_named("fill_plan"))[0]["retired"] is False
    assert store.all(FaceLimit) == []
