"""One instruction of each sort, by name: what a new device is tried with, and every driver is tested with."""

from collections.abc import Mapping
from types import MappingProxyType

from device_drivers.messages import (
    Barcode,
    Beep,
    Feed,
    Instruction,
    Light,
    OpenDrawer,
    PrintDocument,
    Rule,
    ShowAnswer,
    ShowLabel,
    Text,
    Zero,
)

# A name that looks like commands of two printer languages, a text no code page has, and every sort of code.
SHEET = PrintDocument(
    "trial-1",
    (
        Text("A07 ^XZ~JA", size=2, bold=True, align="center"),
        Text("牛奶 1 l, piñón"),
        Rule(),
        Barcode("code128", "P:4521-1/2-1-7"),
        Barcode("ean13", "4006381333931"),
        Barcode("ean8", "96385074"),
        Barcode("qr", "K:000123"),
        Feed(2),
    ),
    copies=2,
)

TRIALS: Mapping[str, Instruction] = MappingProxyType(
    {
        "print": SHEET,
        "beep": Beep("right"),
        "zero": Zero(),
        "drawer": OpenDrawer(),
        "answer": ShowAnswer({}),
        "show": ShowLabel(3, {"title": "Milk 1 l", "price": "1.29"}),
        "light": Light(4, {"colour": "green"}),
    }
)
