"""Noise in quantity: no reading, no crash, and the gateway's count of faults is the driver's."""

from conformance.kit import every_kind
from conformance.noise import counted, listen

BYTES = 50_000  # tests/bench/driver_noise.py puts a million into each


@every_kind
def test_a_long_noise_is_never_read(kind):
    """A cable that hangs loose for a night must not fill baskets."""
    heard = listen(kind, BYTES)

    assert heard.readings == 0
    assert heard.faults > 0


@every_kind
def test_every_fault_of_a_driver_is_counted_by_the_gateway(kind):
    """Told are few, counted are all: the desk sees how bad a cable is."""
    said, told = counted(kind, BYTES)

    assert told == said > 0
