"""A printer without paper, with real broker, service and gateway: nothing is lost, nothing is printed twice."""

import time

import pytest

from web_handheld.simulation.doors.bench import Bench

pytestmark = pytest.mark.needs("mosquitto")
OWN, BACKUP = "lp-8", "lp-9"
PATIENCE_SECONDS = 40  # twenty until the backup takes it, and a busy machine


def label_printer(name, **more):
    place = {"kind": "packing", "id": name[-1]}
    device = {"id": name, "gateway": "gw1", "class": "label_printer", "driver": "simulated_label_printer"}
    return {**device, "name": f"Labels {name}", "place": place, **more}


@pytest.fixture
def devices():
    """Give the store two label printers more, the one named as the other's backup."""
    return [label_printer(OWN, backup=BACKUP), label_printer(BACKUP)]


@pytest.fixture
def bench(store):
    """Give the hands that open printers and take paper out."""
    hands = Bench(store.bench)
    yield hands
    hands.close()


def codes(bench, printer):
    """Take what a printer has printed; gives the bin of each label."""
    return [next(field for field in label if field.startswith("B:")) for label in bench.labels(printer)]


def eventually(look):
    end = time.monotonic() + PATIENCE_SECONDS
    while not (found := look()):
        assert time.monotonic() < end, "it did not come to be so"
        time.sleep(0.2)
    return found


def cause(store, printer):
    """Give why a printer does not print, as the desk sees it."""
    shown = store.desk.get("/desk/devices").body["devices"]
    return next(each["cause"] for each in shown if each["device_id"] == f"gw1/{printer}")


def jobs(store):
    """Give the states of open print jobs by the bin they are for."""
    return {each["job_id"]: each["state"] for each in store.desk.get("/desk/devices").body["print_jobs"]}


def ask_label(store, bin_id, printer=OWN):
    """Ask for a bin's label at a printer; gives the job."""
    reply = store.desk.post("/desk/labels", {"kind": "bin", "ids": [bin_id], "device": f"gw1/{printer}"})
    assert reply.is_good, reply
    return reply.body["print_jobs"][0]


def test_paper_out_holds_a_label_and_the_backup_prints_it(store, bench):
    """Held and visible, then headed by where it belongs; once the paper is back, the next one comes out at home."""
    first, second = (row["id"] for row in store._tree["bins"][:2])
    eventually(lambda: cause(store, OWN) is None)
    bench.do(OWN, "paper_out")
    eventually(lambda: cause(store, OWN) == "paper-out")

    job = ask_label(store, first)
    held = jobs(store).get(job)
    taken_over = eventually(lambda: codes(bench, BACKUP))
    bench.do(OWN, "paper_in")
    eventually(lambda: cause(store, OWN) is None)
    ask_label(store, second)
    at_home = eventually(lambda: codes(bench, OWN))

    assert held == "BLOCKED"
    assert (taken_over, at_home) == ([f"B:{first}"], [f"B:{second}"])
    eventually(lambda: jobs(store) == {})
    assert codes(bench, BACKUP) == codes(bench, OWN) == []
