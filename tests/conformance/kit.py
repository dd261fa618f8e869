"""What the conformance tests share: every kind of the catalogue, its recordings, a driver at work, and noise."""

import random
from contextlib import suppress
from pathlib import Path

import pytest

from device_drivers.catalogue import kinds
from device_drivers.messages import CannotDoError, Of, Pressed, Printed, PrintOutcome, Scanned, Shown, To, Weighed
from device_drivers.recording import read
from device_drivers.trials import TRIALS

DEVICE = "dev-1"
RECORDINGS = Path(__file__).parents[1] / "recordings"
KINDS = sorted(kinds().values(), key=lambda kind: kind.name)
every_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])


def recordings_of(kind):
    """Give the recordings of a kind: `<kind>.jsonl`, and `<kind>@<what>.jsonl` for more of them."""
    paths = sorted(RECORDINGS.glob(f"{kind.name}*.jsonl"))
    return [read(path) for path in paths if path.stem.partition("@")[0] == kind.name]


def fresh(kind, settings=None):
    """Give a new driver with the settings its simulator wants, or others."""
    return kind.make({DEVICE: kind.simulator_settings if settings is None else settings})


def to(kind, instruction):
    """Address an instruction where devices share a line."""
    return To(DEVICE, instruction) if kind.shared else instruction


def unwrapped(report):
    """Give what a report says, without whose it is."""
    return report.report if isinstance(report, Of) else report


def started(kind, settings=None):
    """Give a driver that has asked its questions and was given every instruction it knows, at time zero."""
    driver = fresh(kind, settings)
    driver.tick(0.0)
    for instruction in TRIALS.values():
        with suppress(CannotDoError):
            driver.command(to(kind, instruction), 0.0)
    return driver


def is_reading(report):
    """Tell whether a report claims that something was read, weighed, printed, shown or pressed."""
    report = unwrapped(report)
    match report:
        case Weighed(weight):
            return weight is not None
        case Printed(_, outcome):
            return outcome is PrintOutcome.PRINTED
    return isinstance(report, Scanned | Shown | Pressed)


def readings(reports):
    """Keep the readings."""
    return [report for report in reports if is_reading(report)]


def noise(seed, size):
    """Give bytes of every value, the same for the same seed."""
    return random.Random(seed).randbytes(size)  # noqa: S311 - noise is no secret
