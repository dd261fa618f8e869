"""What the store's scales stick on a bag of weighed goods, and the letters in front of the store's own codes."""

from collections.abc import Mapping, Sequence
from typing import Any

LEFT = (1, 3)


def check_digit(digits: str, rule: str) -> int:
    """Give the last digit: `gs1` weighs 3, 1, 3 … from the right, `left` 1, 3, 1 … from the left, `none` is 0."""
    if rule == "none":
        return 0
    ordered = [int(digit) for digit in (digits if rule == "left" else reversed(digits))]
    weights = LEFT if rule == "left" else tuple(reversed(LEFT))
    return -sum(digit * weights[at % 2] for at, digit in enumerate(ordered)) % 10


def scale_label(layouts: Sequence[Mapping[str, Any]], plu: str, grams: int, price_minor: int) -> str:
    """Print the label of so many grams by the first layout that carries a weight; `price_minor` is per kilogram."""
    layout = next(each for each in layouts if any(field["name"] == "weight_grams" for field in each["fields"]))
    known = {
        "plu": int(plu),
        "weight_grams": grams,
        "amount_minor": (grams * price_minor + 500) // 1000,
        "unit_price_minor": price_minor,
        "pieces": 1,
    }
    fields = "".join(f"{known[field['name']]:0{field['digits']}d}" for field in layout["fields"])
    return f"{layout['prefix']}{fields}{check_digit(layout['prefix'] + fields, layout['check'])}"
