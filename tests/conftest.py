"""What every test may ask for: the real parts, and skipping by name what this machine does not have."""

import pytest
from floor import any_floor, any_url, floor, make_floor
from hypothesis import settings
from real_parts import chromium, fresh_postgresql, mosquitto, postgresql, redis, skip_what_is_missing

__all__ = [
    "any_floor",
    "any_url",
    "chromium",
    "floor",
    "fresh_postgresql",
    "make_floor",
    "mosquitto",
    "postgresql",
    "redis",
]

settings.register_profile("storefloor", deadline=None)  # a busy machine is no broken rule
settings.load_profile("storefloor")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip with name and reason; a silent pass would be a lie."""
    skip_what_is_missing(items)
