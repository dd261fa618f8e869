"""Sets up who and what works in the store: people, stalls, shelves, baskets, devices, channels."""

from . import tables
from .assortment import WORK_TYPES, Article
from .floor import OUTBOUND_X, SHELF_Y, STAGING_X, STALL_Y, STALLS_X, STORE, WalkingGraph

Row = dict[str, object]
GATEWAY = "gw1"
SHELF_LABELS = 30


def words(zh: str, en: str, es: str) -> dict[str, str]:
    """Give one text in the languages of the store."""
    return {"zh": zh, "en": en, "es": es}


ZONES = (
    ("A", words("常温食品", "Ambient food", "Alimentos secos"), "AMBIENT"),
    ("B", words("饮料和重货", "Drinks and heavy goods", "Bebidas y pesados"), "AMBIENT"),
    ("C", words("日用百货", "Household", "Hogar"), "AMBIENT"),
    ("D", words("冷藏和生鲜", "Chilled and fresh", "Refrigerados y frescos"), "CHILLED"),
    ("F", words("冷冻", "Frozen", "Congelados"), "FROZEN"),
)
STALL_NAMES = {
    "fish": words("水产档口", "Fish stall", "Pescadería"),
    "bakery": words("面包房", "Bakery", "Panadería"),
    "kitchen": words("热食厨房", "Hot kitchen", "Cocina caliente"),
    "bar": words("轻食饮品吧", "Salad and juice bar", "Barra de ensaladas y zumos"),
}
STAGING_CLASSES = {"S1": "HOT", "S2": "CHILLED", "S3": "AMBIENT"}
COLOURS = {
    "red": words("红色", "red", "rojo"),
    "blue": words("蓝色", "blue", "azul"),
    "green": words("绿色", "green", "verde"),
    "yellow": words("黄色", "yellow", "amarillo"),
    "orange": words("橙色", "orange", "naranja"),
    "purple": words("紫色", "purple", "morado"),
    "white": words("白色", "white", "blanco"),
    "black": words("黑色", "black", "negro"),
}


def store() -> Row:
    """Give the store and how it picks."""
    return {
        "id": STORE,
        "names": words("示例前置仓", "Sample front warehouse", "Almacén de barrio de ejemplo"),
        "currency": "CNY",
        "timezone": "Asia/Shanghai",
        "languages": list(tables.LANGUAGES),
        "opens_at": "07:00",
        "closes_at": "22:30",
        "pick_mode": {
            "assignment": "pull_and_offer",
            "offer_seconds": 15,
            "task_per": "zone",
            "batch_orders_max": 4,
            "batch_alone_minutes": 15,
            "sort": "while_walking",
            "separate_bags_by": ["temperature_class", "food_hygiene"],
            "bag_warn_grams": 6000,
            "bag_split_grams": 8000,
            "frozen_out_minutes_max": 15,
            "promise_minutes": 30,
        },
    }


def zones() -> list[Row]:
    """Give the five zones."""
    return [
        {"id": f"{STORE}-{code}", "code": code, "names": names, "temperature_class": temperature}
        for code, names, temperature in ZONES
    ]


def stalls(graph: WalkingGraph, bins: list[Row]) -> list[Row]:
    """Give the four stalls with their printer and the bin of their raw goods."""
    raw = [place["id"] for place in bins if place["kind"] == "stall"]
    return [
        {
            "id": f"{STORE}-{code}",
            "names": STALL_NAMES[code],
            "work_type": WORK_TYPES[code],
            "node": graph.node((x, STALL_Y)),
            "printer": f"rp-{code}",
            "bin": raw[at],
        }
        for at, (code, x) in enumerate(STALLS_X.items())
    ]


def staging_positions(graph: WalkingGraph) -> list[Row]:
    """Give the twelve staging positions, four a temperature class."""
    return [
        {
            "id": f"{STORE}-{shelf}-{at:02}",
            "node": graph.node((x, SHELF_Y)),
            "temperature_class": STAGING_CLASSES[shelf],
            "bags": 3 if at == 4 else 2,
        }
        for shelf, x in STAGING_X.items()
        for at in range(1, 5)
    ]


def outbound_slots(graph: WalkingGraph) -> list[Row]:
    """Give the forty slots by the door: two open racks, a fridge, a freezer."""
    return [
        {
            "id": f"{STORE}-{rack}{at:02}",
            "node": graph.node((x, SHELF_Y)),
            "temperature_class": _slot_class(rack, at),
            "bags": 4,
        }
        for rack, x in OUTBOUND_X.items()
        for at in range(1, 11)
    ]


def _slot_class(rack: str, at: int) -> str:
    if rack == "C" or (rack == "D" and at <= 3):
        return "CHILLED"
    return "FROZEN" if rack == "D" else "AMBIENT"


def baskets() -> list[Row]:
    """Give 24 baskets, three of each colour."""
    colours = [(colour, names) for colour, names in COLOURS.items() for _ in range(3)]
    return [
        {"id": f"{serial:06}", "colour": colour, "colour_names": names}
        for serial, (colour, names) in enumerate(colours, start=1)
    ]


def scale_labels() -> list[Row]:
    """Give the layouts of the labels that the store's scales print."""
    plu, weight, amount = ("plu", 5, 0), ("weight_grams", 5, 3), ("amount_minor", 5, 2)
    return [
        _layout("21", 13, plu, weight),
        _layout("20", 13, plu, amount),
        _layout("26", 18, plu, amount, weight),
    ]


def _layout(prefix: str, length: int, *fields: tuple[str, int, int]) -> Row:
    named = [{"name": name, "digits": digits, "decimals": decimals} for name, digits, decimals in fields]
    return {"prefix": prefix, "length": length, "fields": named, "check": "gs1"}


def staff() -> list[Row]:
    """Give the people with their development badges."""
    return [_person(row) for row in tables.rows("people")]


def _person(row: dict[str, str]) -> Row:
    stalls = [f"{STORE}-{code}" for code in row["stalls"].split()]
    zone_skills = row["zones"].split()
    return {
        "badge": row["badge"],
        "pin": row["pin"],
        "name": row["name"],
        "language": row["language"],
        "roles": row["roles"].split(),
        "skills": zone_skills + ["freezer"] * (row["freezer"] == "yes") + stalls,
        "stall": f"{STORE}-{row['stall']}" if row["stall"] else None,
    }


def channels() -> list[Row]:
    """Give the channels that send orders."""
    return [
        _channel("app", words("自营App", "Own app", "App propia"), "auto", 70),
        _channel("marketplace", words("外卖平台", "Marketplace", "Plataforma externa"), "lead", 30),
    ]


def _channel(code: str, names: dict[str, str], accept: str, weight: int) -> Row:
    return {"id": code, "names": names, "accept": accept, "payment_lock_minutes": 10, "weight": weight}


def devices(items: list[Article], bins: list[Row]) -> list[Row]:
    """Give every device behind the gateway; all are simulated ones."""
    return [*_scanners(), *_printers(), *_scales(), *_shelf_labels(items, bins), *_slot_lights()]


def _device(code: str, kind: str, name: str, place: Row | None) -> Row:
    driver = f"simulated_{kind}"
    return {"id": code, "gateway": GATEWAY, "class": kind, "driver": driver, "name": name, "place": place}


def _scanners() -> list[Row]:
    return [_device(f"scan-{at:02}", "scanner", f"Scanner {at}", None) for at in range(1, 7)]


def _printers() -> list[Row]:
    benches = [{"kind": "packing", "id": "1"}, {"kind": "packing", "id": "2"}]
    labels = [
        _device(f"lp-pack-{at:02}", "label_printer", f"Bag labels {at}", bench)
        for at, bench in enumerate(benches, start=1)
    ]
    receipts = [
        _device(f"rp-{code}", "receipt_printer", f"Tickets {STALL_NAMES[code]['en']}", _at_stall(code))
        for code in STALLS_X
    ]
    return [*receipts, *labels, _device("op-01", "office_printer", "Office printer", None)]


def count_plans() -> list[Row]:
    """Count by night what was touched by day, and each bin once a month."""
    return [
        {"id": "closing", "kind": "touched", "at": "22:15", "bins_max": 20},
        {"id": "monthly", "kind": "cycle", "at": "06:15", "days": 30, "bins_max": 15},
        {"id": "cold-room", "kind": "doubtful", "at": "14:30", "zone": f"{STORE}-C", "bins_max": 5, "blind": False},
    ]


def fresh_day() -> Row:
    """Sell off in the evening what is sold only today; a lead says yes to it."""
    return {"opens": "06:30", "marks_down": "19:00", "clears": "21:30", "by_itself": False}


def _scales() -> list[Row]:
    return [
        _device("scale-01", "scale", "Packing scale", {"kind": "packing", "id": "1"}),
        _device("scale-02", "scale", "Fish scale", _at_stall("fish")),
    ]


def _at_stall(code: str) -> Row:
    return {"kind": "stall", "id": f"{STORE}-{code}"}


def _shelf_labels(items: list[Article], bins: list[Row]) -> list[Row]:
    """Hang labels at the faces of every second best seller, so that each zone has some."""
    faces = {place["id"] for place in bins if place["kind"] == "face"}
    best = [item for item in items if "top" in item.marks and item.zone][::2][:SHELF_LABELS]
    return [
        _device(f"esl-{at:03}", "shelf_label", f"Shelf label {at}", {"kind": "bin", "id": face}) | {"sku": item.sku}
        for at, item in enumerate(best, start=1)
        for face in [next(lot["bin"] for lot in item.stock if lot["bin"] in faces)]
    ]


def _slot_lights() -> list[Row]:
    slots = [f"{STORE}-A{at:02}" for at in range(1, 11)]
    return [
        _device(f"light-{at:02}", "light", f"Slot lamp {slot[3:]}", {"kind": "slot", "id": slot})
        for at, slot in enumerate(slots, start=1)
    ]
