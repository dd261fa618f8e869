"""What the sample store's faces should hold, and the deliveries that are on their way to it."""

from sample.assortment import Article

Row = dict[str, object]
LEAST_SHARE = 4
DELIVERED = 8
PIECES = 12


def face_limits(items: list[Article], bins: list[Row]) -> list[Row]:
    """Give limits to the first face of whatever also lies in a reserve: a quarter of it, and all of it."""
    places = {place["id"]: place for place in bins}
    limits: list[Row] = []
    for item in items:
        kinds = {places[lot["bin"]]["kind"] for lot in item.stock}
        faces = [lot["bin"] for lot in item.stock if places[lot["bin"]]["kind"] == "face"]
        if "reserve" in kinds and faces:
            most = int(places[faces[0]]["capacity"])
            limits.append({"bin": faces[0], "sku": item.sku, "least": most // LEAST_SHARE, "most": most})
    return limits


def deliveries(items: list[Article]) -> list[Row]:
    """Let a dairy and a wholesaler come in the first hours."""
    kept = [item for item in items if not item.weighed and item.zone]
    cold = [item for item in kept if item.facts["temperature_class"] == "CHILLED"][:DELIVERED]
    dry = [item for item in kept if item.facts["temperature_class"] == "AMBIENT"][:DELIVERED]
    return [
        _delivery("D-1001", "Dairy North", 30, cold),
        _delivery("D-1002", "Wholesale Market", 120, dry),
    ]


def _delivery(number: str, supplier: str, minutes: int, items: list[Article]) -> Row:
    lines = [{"sku": item.sku, "quantity": PIECES} for item in items]
    return {"number": number, "supplier": supplier, "in_minutes": minutes, "lines": lines}
