"""What a simulation is told: where the service is, whose store and day it plays, how fast, with which faults."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Odds:
    """How often something goes wrong, as a share of the times it could."""

    short: float = 0.05
    parked: float = 0.01
    wrong_scan: float = 0.03
    unknown_code: float = 0.01
    typed_code: float = 0.02
    doubled_scan: float = 0.03
    lost_connection: float = 0.02
    cancel: float = 0.04
    late_payment: float = 0.03
    no_payment: float = 0.02
    failed_delivery: float = 0.02
    recall: float = 0.02


NOTHING_WRONG = Odds(**dict.fromkeys(Odds.__dataclass_fields__, 0.0))


@dataclass(frozen=True)
class Options:
    """A run of the simulation.

    `channel_token` is the bearer token of a hub (role channel, under a name that is no channel's: it speaks for all),
    `carrier_token` the carrier's. `speed` divides people's seconds; the service's clock is real. A run ends after
    `orders` orders or `minutes` real minutes, whichever comes first; `None` means no such end. `bench_port` is the
    loopback port of the gateway's simulated devices; without it nobody has a scanner and nobody can read a label.
    The same `seed` throws the same faults. `skip_hours` begins so far into the day: its first hours are quiet.
    """

    url: str
    channel_token: str
    carrier_token: str
    store: Path
    day: Path
    speed: float = 20.0
    orders: int | None = None
    minutes: float | None = None
    seed: int = 1
    bench_port: int | None = None
    skip_hours: float = 0.0
    odds: Odds = field(default_factory=Odds)

    def __post_init__(self) -> None:
        """Refuse a speed that stands still or runs backwards."""
        if self.speed <= 0:
            raise ValueError(f"speed must be above 0, not {self.speed}")
