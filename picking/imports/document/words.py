"""What the rows of a store file are made of: ids, names, hours, and the words that may stand in them."""

from enum import StrEnum
from typing import Annotated

from picking.imports.shapes import Form, Of, Secret, Within

FORMAT = 1
PlaceId = Annotated[str, Form(r"[A-Za-z0-9-]{1,64}", "form_place")]
WireId = Annotated[str, Form(r"[a-z0-9-]{1,64}", "form_wire")]
ShortId = Annotated[str, Form(r"[A-Za-z0-9-]{1,16}", "form_short")]
Word = Annotated[str, Form(r".{1,40}", "form_text_40")]
Name = Annotated[str, Form(r".{1,80}", "form_text_80")]
ClockTime = Annotated[str, Form(r"([01][0-9]|2[0-3]):[0-5][0-9]", "form_clock")]
Language = Annotated[str, Form(r"en|zh|es", "form_language"), Of(words=("en", "zh", "es"))]
Badge = Annotated[str, Form(r"[A-Za-z0-9_-]{1,64}", "form_badge"), Secret()]
Pin = Annotated[str, Form(r"[0-9]{4,8}", "form_pin"), Secret()]
Count = Annotated[int, Within(0)]
Positive = Annotated[int, Within(1)]
Metres = Annotated[float, Within(0, 100_000)]
Texts = dict[str, str]


class Assignment(StrEnum):
    """Who starts a task."""

    PULL = "pull"
    OFFER = "offer"
    PULL_AND_OFFER = "pull_and_offer"


class TaskPer(StrEnum):
    """What one task covers."""

    ZONE = "zone"
    ORDER = "order"


class Sort(StrEnum):
    """When the orders of a trip are told apart."""

    WHILE_WALKING = "while_walking"
    AFTER_WALKING = "after_walking"


class Separate(StrEnum):
    """What never shares a bag."""

    TEMPERATURE = "temperature_class"
    HYGIENE = "food_hygiene"


class SoldBy(StrEnum):
    """How an item is counted."""

    PIECE = "piece"
    WEIGHT = "weight"


class CodeKind(StrEnum):
    """What a code of an item is."""

    GTIN = "gtin"
    PACK = "pack"
    PLU = "plu"


class PlaceKind(StrEnum):
    """What a device stands at."""

    BIN = "bin"
    SLOT = "slot"
    STALL = "stall"
    STAGING = "staging"
    PACKING = "packing"


class Accept(StrEnum):
    """Who accepts a channel's orders."""

    AUTO = "auto"
    LEAD = "lead"
