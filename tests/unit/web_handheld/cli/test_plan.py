"""`storefloor plan` as a person types it."""

import json

import pytest
from click.testing import CliRunner
from PIL import Image

from web_handheld.cli import main

ORDERS = [{"id": f"o{n}", "lines": [[n % 2, 2]], "arrived": n * 60.0, "due": n * 60.0 + 150.0} for n in range(40)]
DAY = {
    "floor": {"nodes": [[0, 0], [10, 0], [40, 0]], "edges": [[0, 1, 10], [1, 2, 30]], "start": 0, "end": 0},
    "bins": [1, 2],
    "orders": ORDERS,
    "limits": {"orders": 2},
    "speeds": {"metres_per_second": 1, "line_seconds": 7, "order_seconds": 12, "trip_seconds": 20},
}


@pytest.fixture
def asked(tmp_path):
    """Give a way to ask about a day in a file."""
    file = tmp_path / "day.json"
    file.write_text(json.dumps(DAY))
    return lambda *options: CliRunner().invoke(main, ["plan", str(file), "--budget-ms", "1", *map(str, options)])


def test_the_fewest_people_are_named_with_every_count_tried(asked):
    """A rota is made from this number, so it must be seen where it comes from."""
    result = asked("--fewest")

    answer = json.loads(result.stdout)
    enough = (
        answer["tried"][-1]
        if answer["tried"][-1]["late"] == 0
        else min((each for each in answer["tried"] if each["late"] == 0), key=lambda each: each["pickers"])
    )
    assert result.exit_code == 0
    assert f"{enough['pickers']} people are enough" in result.stderr
    assert answer["late"] == 0
    assert {trip["picker"] for trip in answer["trips"]} <= {f"p{n}" for n in range(1, enough["pickers"] + 1)}


def test_more_late_orders_need_fewer_people(asked):
    """How much lateness a store bears is its own decision."""
    strict, easy = asked("--fewest", "--late-share", 0), asked("--fewest", "--late-share", 1)

    assert "1 people are enough" in easy.stderr
    assert "1 people are enough" not in strict.stderr


def test_people_are_either_given_or_asked_for(asked):
    """Two answers to one question would be a guess."""
    result = asked("--fewest", "--pickers", 3)

    assert result.exit_code == 1
    assert "only one of them" in result.stderr


def test_the_day_is_drawn_as_the_file_is_called(asked, tmp_path):
    """SVG for a page, PNG for a message to the owner."""
    vector, pixels = tmp_path / "day.svg", tmp_path / "day.png"

    assert asked("--pickers", 3, "--picture", vector).exit_code == 0
    assert asked("--pickers", 3, "--picture", pixels).exit_code == 0

    assert "Orders open at most" in vector.read_text()
    with Image.open(pixels) as image:
        assert (image.format, image.width) == ("PNG", 2400)
    assert "ends in .svg or .png" in asked("--picture", tmp_path / "day.jpg").stderr


def test_a_file_that_is_no_day_is_told_where(asked, tmp_path):
    """The path and the reason, as everywhere in this format."""
    (tmp_path / "day.json").write_text(json.dumps({**DAY, "bins": [7]}))

    result = asked("--fewest")

    assert result.exit_code == 1
    assert "$.bins[0]: is not one of the 3 nodes" in result.stderr
