"""A store file is kept whole or not at all, and its faults are named with path and reason."""

import copy
import json
from datetime import timedelta
from pathlib import Path

import pytest

from picking.catalogue.model import Item, ItemCode, Listing
from picking.catalogue.queries import read_code, resolve
from picking.counting.model import CountPlan
from picking.devices.model import Device, Wish
from picking.floor.commands import close_aisle
from picking.floor.model import Aisle, Bin, Edge, Store
from picking.floor.queries import graph
from picking.foundation.actor import Actor, system
from picking.foundation.messages import Messages
from picking.foundation.refusals import Refusal
from picking.freshness.model import FreshDay, Markdown
from picking.handheld.answer import facts_in_words
from picking.imports import import_store, read_store_file
from picking.outbound.model import OutboundSlot
from picking.people.commands import revoke_badges
from picking.people.model import Person
from picking.people.queries import person_by_badge
from picking.people.sign_in import sign_in
from picking.receiving.queries import to_come
from picking.replenishing.model import FaceLimit
from picking.stock.model import OnHand
from picking.stock.queries import conservation_errors

CONFIG = Path(__file__).parents[4] / "config"
SAMPLE = CONFIG / "stores" / "front-warehouse.json"
MESSAGES = Messages.load(CONFIG / "messages")


@pytest.fixture(scope="module")
def whole():
    return json.loads(SAMPLE.read_text(encoding="utf-8"))


@pytest.fixture
def small(whole):
    """The sample with a dozen items, three people and the devices that need no others."""
    document = copy.deepcopy(whole)
    document["items"] = document["items"][:10] + [i for i in document["items"] if i["sold_by"] == "weight"][:2]
    document["staff"] = document["staff"][:3]
    skus = {item["sku"] for item in document["items"]}
    document["devices"] = [device for device in document["devices"] if device.get("sku", "10001") in skus]
    document["face_limits"] = [limit for limit in document["face_limits"] if limit["sku"] in skus]
    document["deliveries"] = []
    return document


def bring_in(floor, document, **options):
    actor = system(document["store"]["id"])
    return floor.run(lambda work: import_store(work, document, **options), by=actor)


def faults_of(command):
    with pytest.raises(Refusal, match="store_file_refused") as caught:
        command()
    faults = facts_in_words(MESSAGES, caught.value.facts["faults"], "en")
    return {fault["path"]: fault["reason"] for fault in faults}


def test_the_sample_store_comes_in_whole(floor, whole):
    """Everything the file names is there afterwards."""
    report = bring_in(floor, whole)

    lots = sum(len(item["stock"]) for item in whole["items"])
    assert (report.is_new, report.lots_received) == (True, lots)
    assert len(floor.all(Bin)) == len(whole["bins"])
    assert len(floor.all(Device)) == len(whole["devices"])
    assert len(floor.all(Listing, store_id="01")) == len(whole["items"])
    assert len(floor.all(FaceLimit)) == len(whole["face_limits"])
    assert [each.number for each in floor.ask(to_come, "01")] == ["D-1001", "D-1002"]
    assert floor.ask(conservation_errors, "01") == []
    assert sign_in(floor.transactions, "U-0001", "4826").name == whole["staff"][0]["name"]


def test_a_new_store_knows_its_count_plans_and_what_is_near_its_end(floor, whole):
    """Whoever tries it out sees dates, colours and plans at once."""
    bring_in(floor, whole)
    bring_in(floor, whole)

    assert {plan.code for plan in floor.all(CountPlan)} == {"closing", "monthly", "cold-room"}
    assert str(floor.get(FreshDay, "01").state) == "SELLING"
    assert {str(row.state) for row in floor.all(Markdown)} == {"PROPOSED"}


def test_the_same_file_again_changes_nothing(any_floor, small):
    """Set-up is repeated at every start."""
    bring_in(any_floor, small)
    before = (any_floor.all(Person), any_floor.get(Store, "01").layout_version)

    report = bring_in(any_floor, small)

    assert (report.is_new, report.changed, report.lots_received) == (False, {}, 0)
    assert not any(report.created.values())
    assert [person.pin_hash for person in any_floor.all(Person)] == [person.pin_hash for person in before[0]]
    assert any_floor.get(Store, "01").layout_version == before[1]


def test_a_changed_file_changes_the_store(floor, small):
    """Prices, names and places follow the file; a person is known again by the badge."""
    bring_in(floor, small)
    small["items"][0]["price_minor"] += 100
    small["staff"][0]["roles"] = ["lead"]
    small["bins"][0]["check_number"] = "99"

    bring_in(floor, small)

    listing = floor.get(Listing, ("01", small["items"][0]["sku"]))
    assert (listing.price_minor, listing.price_version) == (small["items"][0]["price_minor"], 2)
    assert floor.ask(person_by_badge, "U-0001").roles == ["lead"]
    assert floor.get(Bin, small["bins"][0]["id"]).check_number == "99"
    assert floor.get(Store, "01").layout_version == 2


def test_a_scale_label_that_an_earlier_file_left_is_not_contradicted_silently(any_floor, small):
    """Rows stay when a file no longer names them: a label must not mean two things all the same."""
    bring_in(any_floor, small)
    first = small["scale_labels"][0]
    fields = [{**field, "digits": field["digits"] - (field["name"] == "plu")} for field in first["fields"]]
    finer = {**first, "prefix": f"{first['prefix']}7", "fields": fields}

    with pytest.raises(Refusal) as no:
        bring_in(any_floor, {**small, "scale_labels": [finer]})

    assert no.value.code == "store_file_refused"
    (fault,) = no.value.facts["faults"]
    assert f"prefix {first['prefix']} (" in str(fault)
    assert f"prefix {finer['prefix']} (" in str(fault)


def test_what_is_special_about_an_aisle_comes_with_the_file(any_floor, small):
    """How many fit, and when it is closed; what a lead has closed by hand stays closed."""
    code = small["bins"][0]["aisle"]
    hours = {"begin": "23:30", "end": "00:30"}
    bring_in(any_floor, {**small, "aisles": [{"id": code, "people_max": 2, "closed": [hours]}]})
    until = any_floor.clock.now() + timedelta(hours=1)
    any_floor.run(close_aisle, "01", code, until)

    bring_in(any_floor, {**small, "aisles": [{"id": code, "people_max": 3, "closed": [hours]}]})

    aisle = any_floor.get(Aisle, ("01", code))
    assert (aisle.people_max, aisle.hours, aisle.closed_until) == (3, [hours], until)


def test_a_way_that_is_gone_from_the_file_is_gone_from_the_floor(floor, small):
    """Nobody must be led through a wall."""
    small["floor"]["edges"].append({"a": 1, "b": 88, "metres": 1.0})
    bring_in(floor, small)
    small["floor"]["edges"].pop()

    bring_in(floor, small)

    assert len(floor.all(Edge, store_id="01")) == len(small["floor"]["edges"])
    assert floor.ask(graph, "01").layout_version == 2


def test_stock_is_received_again_only_when_asked(floor, small):
    """A second import must not double the shelf."""
    bring_in(floor, small)
    once = sum(row.quantity for row in floor.all(OnHand) if not row.place.startswith("~"))

    bring_in(floor, small, with_stock=True)

    assert sum(row.quantity for row in floor.all(OnHand) if not row.place.startswith("~")) == 2 * once


def test_codes_scale_labels_slots_and_shelf_labels_work_at_once(floor, small):
    """The import is what makes the first scan work."""
    bring_in(floor, small)

    found = floor.ask(lambda session: resolve(session, "01", read_code(session, "01", "9520100010002")))
    weighed = floor.ask(lambda session: resolve(session, "01", read_code(session, "01", "2131001004504")))

    assert found.item.sku == "10001"
    assert weighed is None or weighed.weight_grams == 450
    assert all(slot.door_metres > 0 for slot in floor.all(OutboundSlot))
    assert floor.get(Wish, "gw1/esl-001").wished["sku"] == "10001"
    assert floor.one(ItemCode, code="31001").sku == small["items"][10]["sku"]


BREAKS = {
    "an unknown key": (lambda d: d["items"][3].update(colour="red"), "items[3].colour", "nobody knows this key"),
    "a missing key": (lambda d: d["bins"][0].pop("node"), "bins[0].node", "is missing"),
    "a wrong type": (lambda d: d["items"][0].update(price_minor="9.90"), "items[0].price_minor", "a whole number"),
    "a float of money": (lambda d: d["items"][0].update(price_minor=9.9), "items[0].price_minor", "a whole number"),
    "a truth for a number": (lambda d: d["bins"][0].update(capacity=True), "bins[0].capacity", "a whole number"),
    "a negative": (lambda d: d["items"][0].update(price_minor=-1), "items[0].price_minor", "from 0"),
    "an unknown word": (lambda d: d["bins"][0].update(kind="heap"), "bins[0].kind", "face, reserve, stall"),
    "a name without English": (lambda d: d["zones"][0].update(names={"zh": "一"}), "zones[0].names", "has no en"),
    "a list that is none": (lambda d: d.update(bins={}), "bins", "must be a list"),
    "a row that is none": (lambda d: d["bins"].insert(0, 7), "bins[0]", "must be an object"),
    "another format": (lambda d: d.update(format=2), "format", "from 1 to 1"),
    "a wrong time": (lambda d: d["store"].update(opens_at="25:00"), "store.opens_at", "HH:MM"),
    "a time zone nobody knows": (lambda d: d["store"].update(timezone="Moon/Base"), "store.timezone", "Moon/Base"),
    "a bin twice": (lambda d: d["bins"].append(d["bins"][0]), "bins[304].id", "stands twice"),
    "a zone nobody knows": (lambda d: d["bins"][0].update(zone="01-Z"), "bins[0].zone", "no zone 01-Z"),
    "a node nobody knows": (lambda d: d["bins"][0].update(node=999), "bins[0].node", "no node 999"),
    "a node nobody reaches": (
        lambda d: (d["floor"]["nodes"].append({"id": 999, "x": 0, "y": 0}), d["bins"][0].update(node=999)),
        "bins[0].node", "no way leads",
    ),
    "a count plan of no zone": (
        lambda d: d.update(count_plans=[{"id": "p", "kind": "cycle", "at": "06:00", "bins_max": 5, "zone": "Q"}]),
        "count_plans[0].zone", "no zone Q",
    ),
    "an aisle without bins": (lambda d: d.update(aisles=[{"id": "Q"}]), "aisles[0].id", "no bin in aisle Q"),
    "an aisle's wrong hours": (
        lambda d: d.update(aisles=[{"id": "A", "closed": [{"begin": "9", "end": "10:00"}]}]),
        "aisles[0].closed[0].begin", "HH:MM",
    ),
    "a stall nobody knows": (lambda d: d["items"][0].update(stall="01-x"), "items[0].stall", "no stall"),
    "a role nobody knows": (lambda d: d["staff"][0].update(roles=["boss"]), "staff[0].roles[0]", "no role boss"),
    "a short PIN": (lambda d: d["staff"][0].update(pin="12"), "staff[0].pin", "4 to 8 digits"),
    "a device at no place": (lambda d: d["devices"][-1]["place"].update(id="x"), "devices[{last}].place.id", "no slot"),
    "a backup of another kind": (lambda d: d["devices"][0].update(backup="rp-fish"), "devices[0].backup", "same class"),
    "a wrong check digit": (
        lambda d: d["items"][0]["codes"][0].update(code="9520100010003"), "items[0].codes[0].code", "check_digit",
    ),
    "a code of two items": (
        lambda d: d["items"][1]["codes"].append(d["items"][0]["codes"][0]), "items[1].codes[{codes}].code", "already",
    ),
    "two layouts for one label": (
        lambda d: d["scale_labels"].append({**d["scale_labels"][1], "prefix": "21"}), "scale_labels[3].prefix", "cover",
    ),
    "stock in a bin nobody knows": (
        lambda d: d["items"][0]["stock"][0].update(bin="01-X"), "items[0].stock[0].bin", "no bin",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BREAKS)
def test_a_fault_is_refused_with_its_path_and_reason(small, case):
    """Whoever writes a store file must not search for the fault."""
    breaks, path, reason = BREAKS[case]
    path = path.format(last=len(small["devices"]) - 1, codes=len(small["items"][1]["codes"]))
    breaks(small)

    found = faults_of(lambda: read_store_file(small))

    assert reason in found[path]


def test_all_faults_are_named_at_once(small):
    """Fifty faults are one letter, not fifty."""
    small["bins"][0]["node"] = "x"
    small["items"][2]["heavy"] = 1

    assert set(faults_of(lambda: read_store_file(small))) == {"bins[0].node", "items[2].heavy"}


def test_a_refused_file_leaves_nothing_behind(floor, small):
    """Half a store is no store."""
    bring_in(floor, small)
    small["store"]["id"] = "02"
    small["items"][0]["names"]["en"] = "Changed"

    found = faults_of(lambda: bring_in(floor, small))

    assert "taken by another store" in found["zones[0].id"]
    assert floor.get(Item, "10001").names["en"] != "Changed"
    with floor.transactions.reading() as session:
        assert session.get(Store, "02") is None


def test_only_who_sets_stores_up_may_import_and_only_their_own(floor, small):
    """A file is stronger than any screen."""
    picker = Actor("01", person_id="p", name="p", rights=frozenset({"pick"}))

    with pytest.raises(Refusal, match="right_missing"):
        floor.run(import_store, small, by=picker)
    with pytest.raises(Refusal, match="store_file_refused"):
        floor.run(import_store, small)


def test_a_revoked_badge_does_not_come_back_by_a_file(floor, small):
    """Its finder would have the PIN of the file."""
    bring_in(floor, small)
    floor.run(revoke_badges, floor.ask(person_by_badge, "U-0001").id)

    assert "was revoked" in faults_of(lambda: bring_in(floor, small))["staff[0].badge"]
