"""What of the spool has been published, what must be published again, and the figures about it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from gateway.contract import METRICS, encode
from gateway.contract.states import HostState, Metrics
from gateway.spool import Spool, Spooled
from gateway.voice import Saying, Voice

WINDOW = 1000  # reports published ahead of their acknowledgement: what a broker keeps for an absent service stays small
CHUNK = 200
AGAIN_SECONDS = 30.0  # with a service online, silence so long means that something was lost on the way
THERMOMETER = Path("/sys/class/thermal/thermal_zone0/temp")


class Publishing:
    """Moves a cursor over the spool; the spool itself forgets only what the service has acknowledged."""

    def __init__(self, voice: Voice, spool: Spool) -> None:
        self._voice, self._spool = voice, spool
        self.publish: Callable[[Saying], bool] = lambda _: False
        self.dead_letters = 0
        self._connected = False
        self._connections = 0
        self._hosts: dict[str, HostState] = {}
        self._cursor, self._ahead = (0, 0), 0
        self._progress_at = voice.clock.mono()
        self._metrics_at = float("-inf")
        self._skew_ms: int | None = None

    def broker_up(self) -> None:
        """Begin again with the oldest report: what an earlier connection took may never have reached the service."""
        self._connected = True
        self._connections += 1
        self._begin_again()

    def broker_down(self) -> None:
        """Keep everything until the broker is back."""
        self._connected = False
        self._judge_outage()

    def host(self, service: str, state: HostState | None) -> None:
        """A service came or went; one that has just (re)connected may have missed what was published meanwhile.

        The broker repeats the last word of a service at our own return, with the same time: that is no news.
        """
        known = self._hosts.pop(service, None)
        if state is not None:
            self._hosts[service] = state
            if state.online and state != known:
                self._begin_again()
        self._judge_outage()

    def acknowledged(self, boot: int, upto_seq: int) -> None:
        """Forget what the service has committed. What we never said cannot be acknowledged: it is for another life."""
        if boot > self._voice.boot or (boot == self._voice.boot and upto_seq >= self._spool.next_seq):
            return
        gone = self._spool.forget(boot, upto_seq)
        self._ahead = max(0, self._ahead - gone)
        self._progress_at = self._voice.clock.mono()
        if self._spool.oldest_boot < boot:  # it has never heard those: the broker has lost them
            self._begin_again()

    def replay(self, from_seq: int, boot: int | None) -> None:
        """Publish again what a boot (this one, if none is named) has said from a seq on, and all that came later."""
        self._cursor = min(self._cursor, (boot or self._voice.boot, from_seq - 1))
        self._ahead = 0

    def heard_clock(self, ts: datetime) -> None:
        """Compare clocks by a message that has just come."""
        self._skew_ms = round((ts - self._voice.clock.now()).total_seconds() * 1000)

    def say(self, sayings: list[Saying]) -> None:
        """Publish states; while the broker is away they need not be kept, for all of them are said at its return."""
        if self._connected:
            for saying in sayings:
                self.publish(saying)

    def pump(self, metrics_seconds: int) -> None:
        """Publish what the window lets through, and the figures when they are due."""
        if not self._connected:
            return
        now = self._voice.clock.mono()
        if self._ahead and self._is_somebody_there() and now - self._progress_at > AGAIN_SECONDS:
            self._begin_again()
        while self._ahead < WINDOW and self._publish_next(min(CHUNK, WINDOW - self._ahead)):
            pass
        if now - self._metrics_at >= metrics_seconds:
            self._metrics_at = now
            topic = METRICS.topic(store=self._voice.store, gateway=self._voice.gateway)
            self.publish(Saying(topic, encode(self._metrics()), METRICS.qos, METRICS.retained))

    def _publish_next(self, limit: int) -> bool:
        rows = self._sayable(self._spool.after(*self._cursor, limit))
        for row in rows:
            if not self.publish(Saying(row.topic, row.payload, 1, retain=False)):
                return False
            self._cursor = (row.boot, row.seq)
            self._ahead += 1
        return bool(rows)

    def _sayable(self, rows: list[Spooled]) -> list[Spooled]:
        """Hold a younger boot back until the service has committed the older: it could not tell what it has missed."""
        if not self._hosts:
            return rows
        oldest = self._spool.oldest_boot
        return [row for row in rows if row.boot == oldest]

    def _begin_again(self) -> None:
        self._cursor, self._ahead = (0, 0), 0
        self._progress_at = self._voice.clock.mono()
        self._judge_outage()

    def _judge_outage(self) -> None:
        self._voice.in_outage = not self._connected or (bool(self._hosts) and not self._is_somebody_there())

    def _is_somebody_there(self) -> bool:
        return any(host.online for host in self._hosts.values())

    def _metrics(self) -> Metrics:
        return Metrics(
            boot=self._voice.boot,
            ts=self._voice.clock.now(),
            spool_depth=self._spool.depth,
            spool_bytes=self._spool.size_bytes,
            drops=self._spool.losses(),
            reconnects=max(0, self._connections - 1),
            dead_letters=self.dead_letters,
            clock_skew_ms=self._skew_ms,
            temperature_c=_temperature(),
        )


def _temperature() -> float | None:
    with suppress(OSError, ValueError):  # not every machine has a thermometer
        return int(THERMOMETER.read_text(encoding="ascii")) / 1000
    return None
