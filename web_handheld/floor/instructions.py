"""Sends what devices are to do once: queued rows become commands, repeated until answered or too late (SF-CMD)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.contract import ACK, DEVICE_COMMAND, ContractError, encode
from gateway.contract.codec import from_tree
from gateway.contract.commands import DEVICE_COMMANDS, CommandData
from picking.devices import commands as devices
from picking.devices.own_templates import drawn
from picking.devices.sheets import Sheets
from picking.foundation.actor import system
from picking.foundation.records import Instruction, InstructionState
from picking.foundation.transactions import Transactions
from picking.foundation.unit_of_work import UnitOfWork
from web_handheld.figures import Figures
from web_handheld.floor.broker_link import BrokerLink
from web_handheld.floor.commanding import command
from web_handheld.floor.unsaid import Unsaid
from web_handheld.settings import BrokerSettings

AT_ONCE_MAX = 100
LONG_OVER = timedelta(days=1)  # no clock of a gateway is wrong by so much
ASK_SECONDS = 60
LOOKED_AT_MAX = 1000
WAITING = (InstructionState.QUEUED, InstructionState.SENT)


@dataclass(frozen=True)
class Outgoing:
    """A command as it goes out: where, what, how long it is worth something, where the answer is expected."""

    topic: str
    payload: bytes
    expiry_seconds: int
    answer_to: str


class Instructions:
    """One store's instructions on their way out."""

    def __init__(
        self,
        link: BrokerLink,
        settings: BrokerSettings,
        transactions: Transactions,
        sheets: Sheets,
        figures: Figures,
    ) -> None:
        self._link = link
        self._settings = settings
        self._transactions = transactions
        self._sheets = sheets
        self._figures = figures
        self._unsaid = Unsaid(link.store, transactions)

    def send(self) -> int:
        """Send what is new and repeat what was not answered; gives how many went out."""
        if self._link.trouble() is not None:
            return 0
        now = self._transactions.clock.now()
        asked = sum(self._ask(key) for key in self._unsaid.due(now))
        return asked + sum(self._send_one(key) for key in self._due(now))

    def _due(self, now: datetime) -> list[str]:
        with self._transactions.reading() as books:
            rows = books.execute(
                select(Instruction.id, Instruction.state, Instruction.state_since, Instruction.tries)
                .where(Instruction.store_id == self._link.store, Instruction.state.in_(WAITING))
                .order_by(Instruction.id)
                .limit(LOOKED_AT_MAX)
            ).all()
        return [key for key, state, since, tries in rows if self._is_due(state, since, tries, now)][:AT_ONCE_MAX]

    def _is_due(self, state: InstructionState, since: datetime, tries: int, now: datetime) -> bool:
        """A repeat waits twice as long each time; `since` is when it was sent first."""
        if state is InstructionState.QUEUED:
            return True
        return now >= since + timedelta(seconds=self._settings.repeat_seconds * (2**tries - 1))

    def _send_one(self, key: str) -> bool:
        """Book it as sent, commit, then publish: a crash between the two is mended by the repeat."""
        out = self._transactions.run(system(self._link.store), lambda work: self._book(work, key))
        if out is None:
            return False
        self._figures.sent.labels("instruction").inc()
        return self._link.publish(
            out.topic, out.payload, expiry_seconds=out.expiry_seconds, answer_to=out.answer_to
        )  # fmt: skip

    def _book(self, work: UnitOfWork, key: str) -> Outgoing | None:
        row = work.get(Instruction, key, lock=True)
        deadline = row.deadline_at
        if deadline is None or deadline <= work.now:
            return None  # the sweep will end it
        try:
            data = self._data(work.session, row)
        except (ContractError, KeyError, ValueError) as broken:
            devices.instruction_answered(
                work, row.id, "failed", "not_sayable", f"{type(broken).__name__}: {broken}"[:400]
            )
            return None
        if not devices.instruction_sent(work, row.id):
            return None
        return self._outgoing(row, work.now, deadline, data)

    def _outgoing(self, row: Instruction, now: datetime, deadline: datetime, data: CommandData) -> Outgoing:
        gateway, _, device = row.device_id.partition("/")
        ids = {"store": self._link.store, "gateway": gateway, "device": device}
        envelope = command(self._link, now, data, corr=row.id, deadline=deadline, tries=row.tries)
        seconds = max(1, int((deadline - now).total_seconds()))
        return Outgoing(DEVICE_COMMAND.topic(**ids), encode(envelope), seconds, ACK.topic(**ids))

    def _ask(self, key: str) -> bool:
        """Ask what became of a sheet that went out and was too late: the same command, with a deadline long over.

        A gateway that knows it gives the answer it gave or would have given; one that does not must not do it any more
        and says so, so that the sheet is surely not printed (SF-CMD-01, 02).
        """
        with self._transactions.reading() as books:
            row = books.get_one(Instruction, key)
            data = self._data(books, row)
            out = self._outgoing(row, self._transactions.clock.now(), row.state_since - LONG_OVER, data)
        return self._link.publish(out.topic, out.payload, expiry_seconds=ASK_SECONDS, answer_to=out.answer_to)

    def _data(self, books: Session, row: Instruction) -> CommandData:
        body = drawn(books, row.store_id, self._sheets, row.body) if row.kind == "print" else row.body
        return from_tree(DEVICE_COMMANDS[row.kind], body, "body")
