"""The trade's words that several rooms share: temperature classes, kinds of work, ways of fulfilment."""

from enum import StrEnum


class TemperatureClass(StrEnum):
    """Where goods must be kept, and which goods may share a bag."""

    AMBIENT = "AMBIENT"
    CHILLED = "CHILLED"
    FROZEN = "FROZEN"
    HOT = "HOT"
    LIVE = "LIVE"


class WorkType(StrEnum):
    """How a line is made ready, which is how an order is split."""

    STANDARD = "STANDARD"
    PROCESS = "PROCESS"
    CATERING = "CATERING"


class Hygiene(StrEnum):
    """What may not touch what: ready-to-eat and raw goods never share a bag."""

    READY_TO_EAT = "ready_to_eat"
    RAW = "raw"
    NONE = "none"


class Mode(StrEnum):
    """How the customer gets the goods."""

    DELIVERY = "delivery"
    PICKUP = "pickup"
    SCAN_AND_GO = "scan_and_go"


class StockPolicy(StrEnum):
    """When an order takes its stock: at once, or first come at payment."""

    LOCK = "lock"
    DEDUCT_ON_PAYMENT = "deduct_on_payment"


class Substitution(StrEnum):
    """The customer's rule for a line that is not there."""

    NONE = "none"
    LISTED = "listed"
    SAME_PRICE = "same_price"
    ANY = "any"
    ASK = "ask"
