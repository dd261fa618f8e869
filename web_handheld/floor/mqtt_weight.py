"""A scale that speaks through the gateway weighs in the name of whoever scanned it."""

from gateway.contract import Report
from gateway.contract.reports import Weight
from picking.devices.model import Device
from picking.devices.queries import scale_user
from picking.devices.readings import Mode, Reading
from picking.foundation.actor import Actor
from picking.foundation.quantity import grams
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.foundation.transactions import Transactions
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld import commands
from picking.handheld.commands import WeightRequest
from picking.people.queries import actor_for
from web_handheld.floor.applying import apply
from web_handheld.floor.heard import Heard


def reading_of(weight: Weight) -> Reading:
    """Say a scale's report in the floor's words: whole grams, or none."""
    known = grams(weight.weight, weight.unit) if weight.weight is not None and weight.unit is not None else None
    return Reading(known, weight.stable, Mode(str(weight.mode)), weight.status)


class MqttWeight:
    """Applies weights of one store."""

    def __init__(self, store: str, transactions: Transactions) -> None:
        self._store = store
        self._transactions = transactions

    def apply(self, heard: Heard, report: Report, weight: Weight) -> bool:
        """Weigh what is at hand of whoever weighs at this scale; false where nobody does, and nothing was done."""
        by = self._user(heard, report)
        if by is None:
            return False
        request = WeightRequest(report.id, heard.device_id, reading_of(weight))

        def do(work: UnitOfWork) -> Json:
            apply(work, heard)
            return commands.weigh(work, request)

        def refuse(work: UnitOfWork, refusal: Refusal) -> Json:
            apply(work, heard)
            return commands.weight_refused(work, refusal, request)

        self._transactions.run_once(by, heard.once_id, do, refused=refuse)
        return True

    def _user(self, heard: Heard, report: Report) -> Actor | None:
        with self._transactions.reading() as books:
            device = books.get(Device, heard.device_id)
            person_id = scale_user(books, heard.device_id)
            if device is None or device.store_id != self._store or person_id is None:
                return None
            return actor_for(books, person_id, heard.device_id, report.ts)
