"""A scale that speaks through the gateway weighs for whoever scanned it, else for the stall it stands at."""

from sqlalchemy.orm import Session

from gateway.contract import Report
from gateway.contract.reports import Weight
from picking.devices.model import Device
from picking.devices.queries import scale_user
from picking.devices.readings import Mode, Reading
from picking.floor.model import Stall
from picking.foundation.actor import Actor
from picking.foundation.quantity import grams
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.foundation.transactions import Transactions
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld import commands
from picking.handheld.commands import WeightRequest
from picking.people.queries import actor_for
from picking.stations import commands as stations
from picking.stations.scales import maker_at_scale
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
        """Weigh what is at hand where this scale stands: on the screen of whoever scanned it, else at its stall.

        False where nobody weighs, and nothing was done.
        """
        reading = reading_of(weight)
        with self._transactions.reading() as books:
            device = books.get(Device, heard.device_id)
            if device is None or device.store_id != self._store:
                return False
            person_id, is_at_stall = scale_user(books, device.id), _stands_at_stall(books, device)
            maker_id = person_id or (maker_at_scale(books, device.place or "") if is_at_stall else None)
            by = self._actor(books, maker_id, heard, report)
        if person_id is not None:
            self._weigh_for(by, heard, WeightRequest(report.id, heard.device_id, reading))
        elif is_at_stall:
            self._weigh_at_stall(by, heard, reading)
        return person_id is not None or is_at_stall

    def _actor(self, books: Session, person_id: str | None, heard: Heard, report: Report) -> Actor:
        if person_id is None:
            return Actor(self._store, device_id=heard.device_id, said_at=report.ts)
        return actor_for(books, person_id, heard.device_id, report.ts)

    def _weigh_for(self, by: Actor, heard: Heard, request: WeightRequest) -> None:
        def do(work: UnitOfWork) -> Json:
            apply(work, heard)
            return commands.weigh(work, request)

        def refuse(work: UnitOfWork, refusal: Refusal) -> Json:
            apply(work, heard)
            return commands.weight_refused(work, refusal, request)

        self._transactions.run_once(by, heard.once_id, do, refused=refuse)

    def _weigh_at_stall(self, by: Actor, heard: Heard, reading: Reading) -> None:
        def do(work: UnitOfWork) -> Json:
            apply(work, heard)
            ticket = stations.weigh_laid(work, work.get(Device, heard.device_id), reading)
            return {"weighed": ticket.id if ticket else None}

        def refuse(work: UnitOfWork, refusal: Refusal) -> Json:
            apply(work, heard)
            stations.laid_refused(work, work.get(Device, heard.device_id), reading, refusal)
            return {"refused": refusal.code}

        self._transactions.run_once(by, heard.once_id, do, refused=refuse)


def _stands_at_stall(books: Session, device: Device) -> bool:
    stall = books.get(Stall, device.place) if device.place else None
    return stall is not None and stall.store_id == device.store_id
