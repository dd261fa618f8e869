"""The floor's settings: every value with its unit, read from a mapping, refused with the key and the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, fields


class SettingsError(ValueError):
    """A setting that cannot be; names the key and the reason."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"setting {key}: {reason}")
        self.key = key
        self.reason = reason


UNITS = (
    "seconds", "minutes", "hours", "days", "weeks", "ms", "grams", "kilograms", "metres", "pieces", "bytes",
    "permille", "percent", "minor",
)  # fmt: skip
_MOST = {"permille": 1000, "percent": 100}


def unit_of(name: str) -> str | None:
    """Give the unit that a setting's name says: `hold_minutes_max` is in minutes; None for a mere number."""
    return next((word for word in reversed(name.split("_")) if word in UNITS), None)


# What is done for all stores at once cannot be each store's own.
FOR_ALL_STORES = frozenset({"push_keep_minutes"})


def settable() -> frozenset[str]:
    """Give the names of what a store may set for itself."""
    return frozenset(each.name for each in fields(FloorSettings)) - FOR_ALL_STORES


def most_of(name: str) -> int | None:
    """Give the most a setting can be: there are a thousand in a thousand."""
    return _MOST.get(unit_of(name) or "")


@dataclass(frozen=True)
class FloorSettings:
    """Numbers of DOMAIN's trade; defaults stand in config/storefloor.toml as well and are compared by a test."""

    payment_lock_minutes: int = 10
    payment_extension_seconds_max: int = 60
    order_work_minutes: int = 12
    delivery_promise_minutes: int = 30
    close_after_days: int = 7
    cancel_answer_seconds_max: int = 120
    stock_question_seconds_max: int = 120
    return_wait_days: int = 14
    offer_seconds_max: int = 15
    device_silent_minutes_max: int = 5
    search_minutes_max: int = 6
    customer_answer_seconds_max: int = 180
    batch_orders_max: int = 4
    batch_slack_minutes_min: int = 15
    walk_kilograms_max: int = 40
    shift_kilograms_max: int = 2500
    shift_metres_max: int = 25000
    cold_minutes_max: int = 30
    cold_pause_minutes: int = 10
    break_minutes: int = 10
    dear_customer_minutes: int = 10
    bag_grams_max: int = 8000
    weight_tolerance_permille: int = 100
    hold_minutes_max: int = 60
    frozen_out_minutes_max: int = 15
    move_minutes_max: int = 2
    hot_wait_minutes_max: int = 10
    meet_spare_minutes: int = 3
    meet_sure_percent: int = 90
    meet_early_percent: int = 10
    rider_minutes: int = 8
    rider_wait_minutes_max: int = 3
    slot_overstay_minutes: int = 30
    scan_out_seconds_max: int = 60
    rider_failure_answer_minutes_max: int = 15
    print_answer_seconds_max: int = 20
    label_answer_seconds_max: int = 90
    labels_shown_permille_min: int = 980
    promotion_late_minutes: int = 15
    webhook_tries_max: int = 12
    webhook_backoff_seconds: int = 2
    push_keep_minutes: int = 30
    purchase_lead_days: int = 1
    purchase_cover_days: int = 1
    purchase_sure_percent: int = 95
    purchase_sure_fresh_percent: int = 70
    count_recount_minor_min: int = 5000
    count_approval_minor_min: int = 2500
    truth_halving_days: int = 14
    truth_last_pieces: int = 3
    truth_ask_permille_max: int = 600
    truth_count_permille_max: int = 250
    truth_questions_hour_max: int = 6
    write_off_photo_minor_min: int = 5000
    life_left_permille_min: int = 500
    write_off_lead_minor_min: int = 20000

    @classmethod
    def read(cls, values: Mapping[str, object]) -> "FloorSettings":
        """Make settings from a mapping; an unknown key or no whole number raises `SettingsError`."""
        known = {f.name for f in fields(cls)}
        numbers: dict[str, int] = {}
        for key, value in values.items():
            if key not in known:
                raise SettingsError(f"floor.{key}", "nobody knows this key")
            if isinstance(value, bool) or not isinstance(value, int):
                raise SettingsError(f"floor.{key}", f"must be a whole number, not {value!r}")
            if value < 0:
                raise SettingsError(f"floor.{key}", "must not be negative")
            most = most_of(key)
            if most is not None and value > most:
                raise SettingsError(f"floor.{key}", f"must be at most {most}")
            numbers[key] = value
        return cls(**numbers)
