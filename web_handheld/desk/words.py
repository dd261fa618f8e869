"""Says how devices, sheets, stalls and price plans are, in the words of the catalogue: since when, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from picking.catalogue.model import PricePlan
from picking.devices.lifecycle import DeviceState, StationSessionState
from picking.devices.model import Device, PrintJob, StationSession
from picking.foundation.messages import Messages

NO_PRINTER = "no-printer"
CAUSED = (DeviceState.DEGRADED, DeviceState.OFFLINE)


@dataclass(frozen=True)
class DeskWords:
    """The words of one look: a language, and the store's own clock."""

    messages: Messages
    language: str
    zone: ZoneInfo
    now: datetime

    def say(self, code: str, /, **facts: object) -> str:
        """Say a sentence of the desk."""
        return self.messages.text(f"desk_{code}", self.language, facts)

    def clock(self, at: datetime | None) -> str:
        """Say a time by the store's clock: of today `10:42`, of another day `11-27 10:42`."""
        if at is None:
            return "-"
        here, today = at.astimezone(self.zone), self.now.astimezone(self.zone).date()
        return here.strftime("%H:%M" if here.date() == today else "%m-%d %H:%M")

    def cause(self, code: str | None) -> str:
        """Say a cause; one that nobody has put into words is given as the device said it."""
        known = f"cause_{(code or 'unknown').replace('-', '_')}"
        if known in self.messages.codes():
            return self.messages.text(known, self.language, {})
        return self.say("cause_said", code=code or "")

    def name(self, names: Mapping[str, str], otherwise: str) -> str:
        """Give a thing's name in the language, else in English, else what it is known by."""
        return names.get(self.language) or names.get("en") or otherwise

    def device(self, device: Device) -> str:
        """Say how a device is: "Offline since 10:42: the gateway's box is away"."""
        since = self.clock(device.state_since)
        if device.state in CAUSED and device.cause is not None:
            return self.say(f"device_{device.state}_why", since=since, cause=self.cause(device.cause))
        return self.say(f"device_{device.state}", since=since)

    def job(self, job: PrintJob, printer: Device | None) -> str:
        """Say how a sheet is; what stops it is what stops its printer now."""
        cause = printer.cause or str(printer.state).lower() if printer else NO_PRINTER
        return self.say(f"job_{job.state}", since=self.clock(job.state_since), cause=self.cause(cause))

    def sheet(self, template: str) -> str:
        """Say what a sheet is; a store's own template is called as its file."""
        known = f"desk_sheet_{template}"
        return self.messages.text(known, self.language, {}) if known in self.messages.codes() else template

    def station(self, session: StationSession | None, people: Mapping[str, str]) -> str:
        """Say who works a stall's screen, and who asks for it."""
        if session is None:
            return self.say("station_free")
        name, since = people.get(session.person_id, ""), self.clock(session.state_since)
        if session.state is StationSessionState.TAKEOVER_PENDING:
            return self.say("station_asked", name=name, asker=people.get(session.asked_by or "", ""), since=since)
        return self.say(f"station_{session.state}", name=name, since=self.clock(session.opened_at))

    def plan(self, plan: PricePlan, needed_permille: int) -> str:
        """Say how a price plan is: since when, and how many of its shelf labels show it."""
        facts = {"shown": plan.shown, "labels": plan.labels, "needed": f"{needed_permille / 10:g}"}
        return self.say(f"plan_{plan.state}", **facts)
