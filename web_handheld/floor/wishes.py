"""Says what labels and lights shall show and gateways be told: retained, versioned, until it is so (SF-STA, SF-CFG)."""

from gateway.contract import CONFIG_DESIRED, DESIRED, encode
from gateway.contract.states import ConfigDesired, Desired
from picking.devices import commands as devices
from picking.devices.commands.wishes import open_wishes
from picking.devices.model import Wish
from picking.devices.queries import configurations_due, plan_to_mark, redraws_due, wishes_due
from picking.devices.shelf_pages import ShelfPages, content_hash
from picking.floor.model import Store
from picking.foundation.actor import system
from picking.foundation.tables import Json
from picking.foundation.transactions import Transactions
from picking.foundation.unit_of_work import UnitOfWork
from web_handheld.figures import Figures
from web_handheld.floor.broker_link import BrokerLink

ROUNDS_MAX = 5  # so many batches in a row; then instructions have their turn


class Wishes:
    """One store's wishes on their way out."""

    def __init__(self, link: BrokerLink, transactions: Transactions, pages: ShelfPages, figures: Figures) -> None:
        self._link = link
        self._transactions = transactions
        self._pages = pages
        self._figures = figures

    def send(self) -> int:
        """Say the wishes that are new or not yet so; gives how many went out."""
        if self._link.trouble() is not None:
            return 0
        return sum(self._send_some() for _ in range(ROUNDS_MAX) if self._are_due())

    def more(self) -> bool:
        """Tell whether something is due already again: who sends need not wait."""
        return self._link.trouble() is None and self._are_due()

    def _send_some(self) -> int:
        messages = self._transactions.run(system(self._link.store), self._book)
        for topic, payload in messages:
            self._link.publish(topic, payload, retain=True)
        self._figures.sent.labels("wish").inc(len(messages))
        return len(messages)

    def _are_due(self) -> bool:
        with self._transactions.reading() as books:
            due = books, self._link.store, self._transactions.clock.now()
            return bool(
                plan_to_mark(*due[:2]) or redraws_due(*due, 1) or wishes_due(*due, 1) or configurations_due(*due)
            )

    def _book(self, work: UnitOfWork) -> list[tuple[str, bytes]]:
        devices.redraw_due(work, self._link.store)
        work.session.flush()
        due = open_wishes(work, [wish.device_id for wish in wishes_due(work.session, self._link.store, work.now)])
        messages = [message for wish in due if (message := self._say(work, wish))]
        for row in configurations_due(work.session, self._link.store, work.now):
            devices.configuration_sent(work, row.gateway, row.version)
            topic = CONFIG_DESIRED.topic(store=self._link.store, gateway=row.gateway)
            messages.append((topic, encode(ConfigDesired(ver=row.version, doc=row.wished))))
        return messages

    def _say(self, work: UnitOfWork, wish: Wish) -> tuple[str, bytes] | None:
        """Give a wish's message; None where the device shows just that already."""
        state = self._state(work, wish)
        content = content_hash({"picture": state.get("picture", state), "light": state.get("light")})
        if content == wish.sent_hash == wish.shown_hash:
            devices.already_shown(work, wish.device_id, wish.version)
            return None
        devices.wish_sent(work, wish.device_id, wish.version, content)
        gateway, _, device = wish.device_id.partition("/")
        topic = DESIRED.topic(store=self._link.store, gateway=gateway, device=device)
        return topic, encode(Desired(ver=wish.version, state=state))

    def _state(self, work: UnitOfWork, wish: Wish) -> Json:
        if "page" not in wish.wished:
            return wish.wished
        store = work.get(Store, wish.store_id)
        return self._pages.state(wish.wished, store.language, store.timezone)
