"""Says what labels and lights shall show and gateways be told: retained, versioned, until it is so (SF-STA, SF-CFG)."""

from gateway.contract import CONFIG_DESIRED, DESIRED, encode
from gateway.contract.states import ConfigDesired, Desired
from picking.devices import commands as devices
from picking.devices.queries import configurations_due, wishes_due
from picking.foundation.actor import system
from picking.foundation.transactions import Transactions
from picking.foundation.unit_of_work import UnitOfWork
from web_handheld.figures import Figures
from web_handheld.floor.broker_link import BrokerLink

AT_ONCE_MAX = 200


class Wishes:
    """One store's wishes on their way out."""

    def __init__(self, link: BrokerLink, transactions: Transactions, figures: Figures) -> None:
        self._link = link
        self._transactions = transactions
        self._figures = figures

    def send(self) -> int:
        """Say the wishes that are new or not yet so; gives how many went out."""
        if self._link.trouble() is not None or not self._are_due():
            return 0
        messages = self._transactions.run(system(self._link.store), self._book)
        for topic, payload in messages:
            self._link.publish(topic, payload, retain=True)
        self._figures.sent.labels("wish").inc(len(messages))
        return len(messages)

    def _are_due(self) -> bool:
        with self._transactions.reading() as books:
            due = books, self._link.store, self._transactions.clock.now()
            return bool(wishes_due(*due) or configurations_due(*due))

    def _book(self, work: UnitOfWork) -> list[tuple[str, bytes]]:
        messages = []
        for wish in wishes_due(work.session, self._link.store, work.now)[:AT_ONCE_MAX]:
            devices.wish_sent(work, wish.device_id, wish.version)
            gateway, _, device = wish.device_id.partition("/")
            topic = DESIRED.topic(store=self._link.store, gateway=gateway, device=device)
            messages.append((topic, encode(Desired(ver=wish.version, state=wish.wished))))
        for row in configurations_due(work.session, self._link.store, work.now):
            devices.configuration_sent(work, row.gateway, row.version)
            topic = CONFIG_DESIRED.topic(store=self._link.store, gateway=row.gateway)
            messages.append((topic, encode(ConfigDesired(ver=row.version, doc=row.wished))))
        return messages
