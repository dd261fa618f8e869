"""The sample store and its day, read once."""

import json
from pathlib import Path

import pytest

STORES = Path(__file__).parents[3] / "config" / "stores"


@pytest.fixture(scope="session")
def sample():
    return json.loads((STORES / "front-warehouse.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def items(sample):
    return {item["sku"]: item for item in sample["items"]}


@pytest.fixture(scope="session")
def day():
    lines = (STORES / "front-warehouse-day.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
