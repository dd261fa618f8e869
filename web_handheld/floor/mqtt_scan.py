"""The handheld's third door: a scanner that only speaks MQTT scans in the name of whoever holds it."""

from gateway.contract import Report
from gateway.contract.reports import Scan
from picking.devices import commands as devices
from picking.devices.model import Device
from picking.foundation.actor import Actor, system
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.tables import Json
from picking.foundation.transactions import Transactions
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld.commands import ScanRequest
from picking.people.queries import actor_for, open_shift, person_by_badge
from web_handheld.floor.applying import advance
from web_handheld.floor.handheld_door import HandheldDoor
from web_handheld.floor.heard import Heard

BADGE = "U:"
TEXT_CHARACTERS_MAX = 4000


class MqttScan:
    """Applies scans of one store."""

    def __init__(self, store: str, transactions: Transactions, door: HandheldDoor) -> None:
        self._store = store
        self._transactions = transactions
        self._door = door

    def apply(self, heard: Heard, report: Report, scan: Scan) -> None:
        """Apply a scan once, in the holder's name; tell the device how it went, in the same transaction."""
        by = self._holder(heard, report)
        if by is None:
            self._transactions.run_once(
                system(self._store),
                heard.once_id,
                lambda work: self._badge_on(work, heard, scan),
                refused=lambda work, refusal: self._turn_away(work, heard, refusal),
            )
            return
        request = ScanRequest(id=report.id, text=scan.text, aim=scan.aim, at=report.ts)
        self._door.answer(
            by, request, once_id=heard.once_id, beside=lambda work, answer: self._finish(work, heard, answer)
        )

    def _holder(self, heard: Heard, report: Report) -> Actor | None:
        with self._transactions.reading() as books:
            device = books.get(Device, heard.device_id)
            if device is None or device.store_id != self._store or device.person_id is None:
                return None
            return actor_for(books, device.person_id, heard.device_id, report.ts)

    def _badge_on(self, work: UnitOfWork, heard: Heard, scan: Scan) -> Json:
        """Nobody holds the scanner: a badge of somebody on shift takes it, everything else is refused."""
        person = person_by_badge(work.session, scan.text.removeprefix(BADGE)) if scan.text.startswith(BADGE) else None
        if person is None or person.store_id != self._store:
            raise Refusal("scanner_wants_badge", Kind.FORBIDDEN, device=heard.device_id)
        if open_shift(work.session, person.id) is None:
            raise Refusal("not_on_shift", Kind.FORBIDDEN, name=person.name)
        devices.sign_on(work, heard.device_id, person.id)
        advance(work, heard)
        _beep(work, heard.device_id, "right", person.name)
        return {"signed_on": person.id}

    def _turn_away(self, work: UnitOfWork, heard: Heard, refusal: Refusal) -> Json:
        advance(work, heard)
        if work.find(Device, heard.device_id) is not None:
            _beep(work, heard.device_id, "attention", refusal.code)
        return {"refused": refusal.code}

    def _finish(self, work: UnitOfWork, heard: Heard, answer: Json) -> None:
        advance(work, heard)
        said = self._door.said(answer, work.by.language)
        device = work.get(Device, heard.device_id)
        if "display" in device.info.get("capabilities", ()):
            body = {key: said[key] for key in ("outcome", "code", "message", "tone", "screen", "possible", "version")}
            work.instruct(device.id, "answer", body)
        else:
            _beep(work, device.id, said["tone"], said["message"]["text"])


def _beep(work: UnitOfWork, device_id: str, tone: str, text: str) -> None:
    device = work.get(Device, device_id)
    if "beep" in device.info.get("capabilities", ()):
        devices.beep(work, device_id, tone, text[:TEXT_CHARACTERS_MAX])
