"""The store's hours for fresh goods, moved to where the simulated day has them: the service's clock is the real one."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from web_handheld.simulation.agenda import Agenda
from web_handheld.simulation.doors.http import Http
from web_handheld.simulation.play import Play

HOURS = "/desk/fresh-day"
MINUTE = timedelta(minutes=1)
LEFT_OVER, LEFT_OF = 3, 4
"""So many pieces of so many dishes made today are left when the evening draws near."""
AFTER_CLOSING = timedelta(hours=1)
BEFORE_EVENING = timedelta(hours=2)
Hours = Mapping[str, Any]


class Evening:
    """Has prices fall and shelves cleared in each simulated evening; in the end the hours are as before.

    Where a simulated evening would pass the store's real midnight, or takes less than the minute hours are written in,
    the store keeps its own.
    """

    def __init__(self, http: Http, sim_began: datetime, play: Play) -> None:
        self._http = http
        self._agenda = Agenda()  # its own: hours come in their minute, however late the shoppers' deeds are
        self._play = play
        self._zone = ZoneInfo(play.store.timezone)
        self._began, self._sim_began = datetime.now(self._zone), sim_began.astimezone(self._zone)
        self._own: Hours | None = None

    def begin(self) -> None:
        """Read the store's own hours and move the first evening."""
        reply = self._http.get(HOURS)
        if reply.is_good:
            self._own = {name: reply.body[name] for name in ("opens_at", "marks_down_at", "clears_at", "by_itself")}
            self._agenda.add(0.0, self._move)

    def play(self) -> None:
        """Do everything in its time until the run is over."""
        self._agenda.play(self._play.pace)

    def end(self) -> None:
        """Give the store its own hours back."""
        if self._own is not None:
            self._http.put(HOURS, self._own)

    def _move(self) -> None:
        """Move the hours of the simulated evening that comes next, and look again after it."""
        assert self._own is not None
        now = datetime.now(self._zone)
        sim_now = self._sim_began + (now - self._began) * self._play.pace.speed
        evening = next_evening(sim_now, self._own)
        moved = moved_hours(now, sim_now, evening, self._play.pace.speed)
        if moved is not None and self._http.put(HOURS, {**self._own, **moved}).is_good:
            self._agenda.add(self._real_seconds(evening[0] - BEFORE_EVENING - sim_now), self._leave_some_over)
        self._agenda.add(self._real_seconds(evening[1] + AFTER_CLOSING - sim_now) + 60, self._move)

    def _leave_some_over(self) -> None:
        """Let some of what was made today be left in the evening."""
        store, today = self._play.store, datetime.now(self._zone).date().isoformat()
        skus = [each["sku"] for each in store.items_made_today()[:LEFT_OF]]
        left = {"quantity": LEFT_OVER, "expires_on": today}
        lines = [{"sku": sku, "bin": store.bin_of(sku), **left} for sku in skus]
        if lines:
            told = self._http.post(f"/stores/{store.store_id}/receipts", {"document": "made today", "lines": lines})
            self._play.witness.count("evenings with something left over" if told.is_good else f"refused: {told.code}")

    def _real_seconds(self, people: timedelta) -> float:
        return people.total_seconds() / self._play.pace.speed


def kept_by(url: str, day_began: datetime, play: Play) -> Evening:
    """Sign a lead in who keeps the hours, at the desk and not on the floor."""
    http, lead = Http(url, play.pace), play.store.somebody("lead")
    http.post("/session", {"badge": f"U:{lead.badge}", "pin": lead.pin})
    http.post("/handheld/steps", {"id": str(uuid4()), "step": "end_shift"})
    return Evening(http, day_began, play)


def next_evening(sim_now: datetime, own: Hours) -> tuple[datetime, datetime]:
    """Give when the next simulated evening begins and when its shelves are cleared."""
    begins = _at(sim_now, own["marks_down_at"])
    if begins <= sim_now:
        begins = _at(sim_now + timedelta(days=1), own["marks_down_at"])
    return begins, _at(begins, own["clears_at"])


def moved_hours(
    now: datetime, sim_now: datetime, evening: tuple[datetime, datetime], speed: float
) -> dict[str, str] | None:
    """Give the real hours of a simulated evening, each in a minute of its own; None where they pass midnight."""
    opens = _next_minute(now)
    marks_down = max(_next_minute(now + (evening[0] - sim_now) / speed), opens + MINUTE)
    clears = max(_next_minute(now + (evening[1] - sim_now) / speed), marks_down + MINUTE)
    if clears.date() != now.date():
        return None
    return {"opens_at": f"{opens:%H:%M}", "marks_down_at": f"{marks_down:%H:%M}", "clears_at": f"{clears:%H:%M}"}


def _at(day: datetime, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return day.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)


def _next_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0) + MINUTE
