import json
from math import inf

import pytest

from picking.planning import Limits, OrderLine, PlanFileError, Speeds, plan, read_problem, write_plan

FILE = {
    "floor": {"nodes": [[0, 0], [1, 0], [2, 0]], "edges": [[0, 1, 1.0], [1, 2, 1.5, True]], "start": 0, "end": 2},
    "bins": [1, 2],
    "orders": [
        {"id": 1, "lines": [[0, 2], [[0, 1], 1, 2]], "load": {"kg": 5.4}, "due": 720.0, "arrived": 0.0, "zone": "A"},
        {"id": "o2", "lines": [], "skill": "freezer"},
    ],
    "limits": {"orders": 6, "kg": 30},
    "pickers": [
        {"id": "p1", "at": 1, "zones": None, "skills": ["freezer"], "free_at": 5},
        {"id": "p2", "zones": ["A"]},
    ],
    "speeds": {"metres_per_second": 2, "line_seconds": 7},
}


def wrong(**changes):
    """Give the text of the file with these JSON paths (dots written as __) set to other values; ... takes one out."""
    document = json.loads(json.dumps(FILE))
    for path, value in changes.items():
        *way, last = [int(step) if step.isdigit() else step for step in path.split("__")]
        place = document
        for step in way:
            place = place[step]
        if value is ...:
            del place[last]
        else:
            place[last] = value
    return json.dumps(document)


def test_a_file_is_read_as_it_is_meant():
    """What the format can say, the planner gets."""
    problem = read_problem(json.dumps(FILE))

    first, second = problem.orders
    assert first.lines == (OrderLine((0,), 2), OrderLine((0, 1), 1, 2))
    assert (first.id, first.load, first.due, first.arrived, first.zone) == ("1", {"kg": 5.4}, 720, 0, "A")
    assert (second.due, second.arrived, second.skill) == (inf, None, "freezer")
    assert [way.one_way for way in problem.floor.edges] == [False, True]
    assert problem.limits == Limits({"orders": 6, "kg": 30})
    assert problem.speeds == Speeds(2.0, line_seconds=7)
    one, two = problem.pickers
    assert (one.at, one.zones, one.skills, one.free_at) == (1, None, frozenset(["freezer"]), 5)
    assert (two.at, two.zones) == (None, frozenset("A"))


def test_what_may_be_absent_means_none():
    """No limits, one picker, distance only, as the format says."""
    problem = read_problem(wrong(limits=..., pickers=..., speeds=...))

    assert problem.limits == Limits()
    assert [picker.id for picker in problem.pickers] == ["p1"]
    assert problem.speeds == Speeds()


@pytest.mark.parametrize(
    ("change", "path", "reason"),
    [
        ({"floor": ...}, "$", "has no floor"),
        ({"orders": {}}, "$.orders", "must be a list"),
        ({"floor__start": 3}, "$.floor.start", "is not one of the 3 nodes"),
        ({"floor__nodes__1": [1]}, "$.floor.nodes[1]", r"must be \[x, y\]"),
        ({"floor__edges__0__2": -1}, "$.floor.edges[0][2]", "must be at least 0"),
        ({"floor__edges__0__2": "1"}, "$.floor.edges[0][2]", "must be a number"),
        ({"floor__edges__0__2": 10**400}, "$.floor.edges[0][2]", "must be a number"),
        ({"floor__edges__1__3": 1}, "$.floor.edges[1][3]", "must be true or false"),
        ({"bins__1": 1.5}, "$.bins[1]", "must be a whole number"),
        ({"bins__1": -1}, "$.bins[1]", "must be at least 0"),
        ({"orders__0": 7}, "$.orders[0]", "must be an object"),
        ({"orders__0__id": True}, "$.orders[0].id", "must be a text"),
        ({"orders__1__id": "1"}, "$.orders[1].id", r"is also the id of \$.orders\[0\]"),
        ({"orders__0__lines__0": [0]}, "$.orders[0].lines[0]", "must be .bin or bins, pieces"),
        ({"orders__0__lines__0__0": 2}, "$.orders[0].lines[0][0]", "is not one of the 2 bins"),
        ({"orders__0__lines__1__0": []}, "$.orders[0].lines[1][0]", "at least one"),
        ({"orders__0__lines__0__1": 0}, "$.orders[0].lines[0][1]", "must be at least 1"),
        ({"orders__0__load": 3}, "$.orders[0].load", "must be an object"),
        ({"orders__0__load__kg": None}, "$.orders[0].load.kg", "must be a number"),
        ({"orders__0__due": True}, "$.orders[0].due", "must be a number"),
        ({"limits__kg": -3}, "$.limits.kg", "must be at least 0"),
        ({"pickers": []}, "$.pickers", "must name at least one"),
        ({"pickers__1__id": "p1"}, "$.pickers[1].id", r"is also the id of \$.pickers\[0\]"),
        ({"pickers__0__at": 9}, "$.pickers[0].at", "is not one of the 3 nodes"),
        ({"speeds__metres_per_second": 0}, "$.speeds.metres_per_second", "must be more than 0"),
        ({"speeds__metres_per_second": ...}, "$.speeds", "has no metres_per_second"),
        ({"speeds__line_seconds": -1}, "$.speeds.line_seconds", "must be at least 0"),
        ({"aisles": [{"code": "1", "bins": [2]}]}, "$.aisles[0].bins[0]", "is not one of the 2 bins"),
        ({"aisles": [{"code": "1", "bins": [], "closed": [[1]]}]}, "$.aisles[0].closed[0]", "until null for ever"),
        ({"aisles": [{"code": "1", "bins": []}, {"code": "1", "bins": []}]}, "$.aisles[1].code", "is also the code of"),
    ],
)
def test_a_wrong_file_is_told_where_and_why(change, path, reason):
    """Whoever wrote the file must find the place without reading our code."""
    with pytest.raises(PlanFileError, match=reason) as caught:
        read_problem(wrong(**change))

    assert caught.value.path == path


@pytest.mark.parametrize("text", ["", "{", '{"floor": NaN}', "[" * 100_000])
def test_a_text_that_is_not_json_is_told(text):
    """A truncated upload is no crash."""
    with pytest.raises(PlanFileError, match="is not JSON") as caught:
        read_problem(text)

    assert caught.value.path == "$"


def test_a_plan_is_written_as_the_format_says():
    """Others read it: the scorer, the desk's page, a spreadsheet."""
    problem = read_problem(wrong(orders__1=..., floor__edges__1=[1, 2, 1.5]))

    document = json.loads(write_plan(plan(problem)))

    assert list(document) == ["trips", "metres", "late", "plan_ms"]
    (trip,) = document["trips"]
    assert (trip["picker"], trip["start"], trip["orders"], trip["route"]) == ("p2", 0.0, ["1"], [0])
    assert "due first" in trip["why"]
    assert document["metres"] == 2.5


def test_what_could_not_be_planned_is_written_with_its_reason():
    """An order that silently fails to appear would be forgotten."""
    problem = read_problem(wrong(floor__edges__1=[0, 1, 1.5]))

    document = json.loads(write_plan(plan(problem)))

    assert [left["order"] for left in document["unplanned"]] == ["1", "o2"]
    assert "no way leads" in document["unplanned"][0]["why"]
