"""The stores this process serves: for each an inbox and a dispatcher on a connection of its own."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from web_handheld.floor.dispatcher import Dispatcher
from web_handheld.floor.inbox import Inbox

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ServedStore:
    """Both directions of one store."""

    inbox: Inbox
    dispatcher: Dispatcher

    def start(self) -> None:
        """Hear and send from now on."""
        self.inbox.start()
        self.dispatcher.start()

    def stop(self) -> None:
        """Finish what is in hand and go."""
        self.inbox.stop()
        self.dispatcher.stop()


class ServedStores:
    """Starts and stops stores as leases come and go."""

    def __init__(self, make: Callable[[str], ServedStore]) -> None:
        self._make = make
        self._served: dict[str, ServedStore] = {}

    def serve(self, wanted: frozenset[str]) -> None:
        """Serve exactly these stores; another process has the lease of those that go."""
        for store in sorted(self._served.keys() - wanted):
            log.info("store %s is served elsewhere now", store)
            self._served.pop(store).stop()
        for store in sorted(wanted - self._served.keys()):
            log.info("serving store %s", store)
            self._served[store] = served = self._make(store)
            served.start()

    def serves(self, store: str) -> bool:
        """Tell whether a store is served here."""
        return store in self._served

    def wake(self) -> None:
        """Let every dispatcher look at its outbox."""
        for served in list(self._served.values()):
            served.dispatcher.wake()

    def stop(self) -> None:
        """Serve nobody any more."""
        for store in sorted(self._served):
            self._served.pop(store).stop()

    def troubles(self) -> Mapping[str, str]:
        """Give what is wrong, by store."""
        found = {store: served.inbox.trouble() for store, served in list(self._served.items())}
        return {store: trouble for store, trouble in found.items() if trouble}
