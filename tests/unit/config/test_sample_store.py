"""The sample store is whole: what one row names, another row is."""

import subprocess
import sys
from collections import Counter
from math import hypot
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
STORES = ROOT / "config" / "stores"
FILES = ("front-warehouse.json", "front-warehouse-day.jsonl")
LANGUAGES = {"zh", "en", "es"}
ROLES = {"picker", "stall", "runner", "lead", "rider_desk", "service", "admin"}


def reached(edges, start):
    """Give the nodes to which the edges lead from the start."""
    onward = {}
    for a, b in edges:
        onward.setdefault(a, []).append(b)
    seen, open_ends = {start}, [start]
    while open_ends:
        found = set(onward.get(open_ends.pop(), [])) - seen
        seen |= found
        open_ends += found
    return seen


def keys_of(thing):
    """Give every key used anywhere in a JSON value."""
    if isinstance(thing, list):
        return set().union(*map(keys_of, thing))
    if isinstance(thing, dict):
        return set(thing).union(*map(keys_of, thing.values()))
    return set()


def texts_of(thing):
    """Give every dictionary that is a text in several languages."""
    if isinstance(thing, dict):
        own = [thing] if "zh" in thing else []
        return own + [text for part in thing.values() for text in texts_of(part)]
    return [text for part in thing for text in texts_of(part)] if isinstance(thing, list) else []


def test_the_generator_gives_exactly_the_committed_files(tmp_path):
    """Nobody edits by hand what a script would overwrite."""
    script = ROOT / "tests" / "generate" / "sample_store.py"

    subprocess.run([sys.executable, script, tmp_path], check=True)

    for name in FILES:
        assert (tmp_path / name).read_bytes() == (STORES / name).read_bytes(), name


def test_config_holds_no_code():
    """An importable `config` would collide with other distributions."""
    code = list((ROOT / "config").rglob("*.py"))

    assert code == []


def test_the_readme_explains_every_key(sample, day):
    """An importer is written from the README, not from guesses."""
    readme = (STORES / "README.md").read_text(encoding="utf-8")

    keys = keys_of(sample) | keys_of(day)

    assert {key for key in keys if f"`{key}`" not in readme} == set()


def test_the_store_has_the_size_it_promises(sample):
    """Planning figures and screens are shown with these numbers."""
    kinds = Counter(place["kind"] for place in sample["bins"])
    work = Counter(item["work_type"] for item in sample["items"])

    assert kinds == {"face": 260, "reserve": 40, "stall": 4}
    assert (work["PROCESS"], work["CATERING"]) == (20, 20)
    assert 350 <= work["STANDARD"] <= 400
    sizes = {"zones": 5, "stalls": 4, "staging_positions": 12, "outbound_slots": 40, "baskets": 24, "staff": 18}
    assert {name: len(sample[name]) for name in sizes} == sizes


@pytest.mark.parametrize(
    "part", ["zones", "bins", "stalls", "staging_positions", "outbound_slots", "baskets", "devices", "channels"]
)
def test_ids_are_unique(sample, part):
    """A scanned code must mean one thing."""
    ids = Counter(row["id"] for row in sample[part])

    assert [code for code, times in ids.items() if times > 1] == []


def test_every_name_is_there_in_all_languages(sample):
    """Each person reads the floor in the own language."""
    texts = texts_of(sample)

    assert len(texts) > len(sample["items"])
    assert [text for text in texts if set(text) != LANGUAGES or not all(text.values())] == []


def test_one_sku_one_item_and_one_name_one_item(sample):
    """Two items of one name cannot be told apart at the shelf."""
    for key in ("sku", "zh", "en", "es"):
        seen = Counter(item["sku"] if key == "sku" else item["names"][key] for item in sample["items"])
        assert [name for name, times in seen.items() if times > 1] == [], key


def test_every_place_can_be_walked_to_and_left(sample):
    """A bin behind a one-way flap would keep its picker."""
    floor = sample["floor"]
    there = [(edge["a"], edge["b"]) for edge in floor["edges"]]
    there += [(edge["b"], edge["a"]) for edge in floor["edges"] if not edge.get("one_way")]
    back = [(b, a) for a, b in there]

    nodes = {node["id"] for node in floor["nodes"]}

    assert reached(there, floor["start"]) == nodes == reached(back, floor["start"])


def test_an_edge_is_as_long_as_its_straight_line(sample):
    """Distances come from the edges, pictures from the nodes: both tell the same floor."""
    nodes = {node["id"]: node for node in sample["floor"]["nodes"]}

    for edge in sample["floor"]["edges"]:
        a, b = nodes[edge["a"]], nodes[edge["b"]]
        assert edge["metres"] == pytest.approx(hypot(a["x"] - b["x"], a["y"] - b["y"]), abs=0.005)
        assert edge["metres"] > 0


def test_what_a_row_names_is_there(sample):
    """An import with a dangling reference would stop half-way."""
    ids = {part: {row["id"] for row in sample[part]} for part in ("zones", "bins", "stalls", "devices")}
    nodes = {node["id"] for node in sample["floor"]["nodes"]}
    floor = sample["floor"]
    placed = [*sample["bins"], *sample["stalls"], *sample["staging_positions"], *sample["outbound_slots"]]

    assert {floor["door"], floor["start"], floor["end"]} | {row["node"] for row in placed} <= nodes
    assert {place["zone"] for place in sample["bins"]} == ids["zones"]
    assert {stall["printer"] for stall in sample["stalls"]} <= ids["devices"]
    assert {stall["bin"] for stall in sample["stalls"]} <= ids["bins"]
    assert {item["category"] for item in sample["items"]} == {row["code"] for row in sample["categories"]}
    assert {item["stall"] for item in sample["items"]} == ids["stalls"] | {None}


def test_devices_stand_at_places_that_exist(sample, items):
    """A lamp of no slot would never be put out."""
    places = {"bin": "bins", "slot": "outbound_slots", "stall": "stalls"}

    for device in sample["devices"]:
        place = device["place"]
        if place and place["kind"] in places:
            assert place["id"] in {row["id"] for row in sample[places[place["kind"]]]}, device
        if "sku" in device:
            assert place["id"] in {lot["bin"] for lot in items[device["sku"]]["stock"]}, device


def test_device_ids_fit_the_topics(sample):
    """Ids on the broker are `[a-z0-9-]{1,64}`."""
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789-")

    for device in sample["devices"]:
        assert set(device["id"] + device["gateway"]) <= allowed
        assert device["driver"] == f"simulated_{device['class']}"


def test_every_zone_and_stall_has_hands(sample):
    """A task that nobody may do would wait for ever."""
    badges = [person["badge"] for person in sample["staff"]]
    pins = [person["pin"] for person in sample["staff"]]

    skills = Counter(
        (role, skill) for person in sample["staff"] for role in person["roles"] for skill in person["skills"]
    )

    assert len(set(badges)) == len(set(pins)) == len(badges)
    assert {role for person in sample["staff"] for role in person["roles"]} == ROLES
    assert all(skills["picker", zone["code"]] >= 2 for zone in sample["zones"])
    assert all(skills["stall", stall["id"]] >= 1 for stall in sample["stalls"])
    assert skills["picker", "freezer"] >= skills["picker", "F"] >= 2
