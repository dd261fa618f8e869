"""Keeps Mosquitto's users and rights as the books have them: who enrolled gets in, who was revoked is put out."""

import logging
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from gateway.mosquitto import PID_FILE, GatewayUser, acl, passwords
from picking.devices.queries import enrolled_gateways, usable_devices
from picking.foundation.transactions import Transactions
from web_handheld.keeping import OWNER_AND_GROUP, keep

log = logging.getLogger(__name__)
LOOK_SECONDS = 2.0
SERVICES = "services"
"""The part of both files that `storefloor broker config` writes: the users of the services."""


class RightsError(RuntimeError):
    """The broker's folder cannot be used; says which file and why."""


def user_name(store: str, program: str) -> str:
    """Name the broker's user of a gateway or service."""
    return f"{store}-{program}"


class BrokerRights:
    """Writes `passwords` and `acl` in the broker's folder when the books have changed, and lets it read them again."""

    def __init__(self, folder: Path, transactions: Transactions) -> None:
        self._folder, self._transactions = folder, transactions
        self._looked_at, self._trouble = float("-inf"), ""

    def keep(self) -> None:
        """Look every few seconds; a folder that cannot be used is told once, not every time."""
        if time.monotonic() - self._looked_at < LOOK_SECONDS:
            return
        self._looked_at = time.monotonic()
        try:
            self.renew()
        except RightsError as error:
            if str(error) != self._trouble:
                log.error("the broker's rights are not up to date: %s", error)  # noqa: TRY400 - it is the folder
            self._trouble = str(error)
        else:
            self._trouble = ""

    def renew(self) -> bool:
        """Bring both files up to date; gives whether they changed. Raises RightsError."""
        hashes, users = self._enrolled()
        try:
            words = (self._folder / f"{SERVICES}.passwords").read_text(encoding="utf-8") + passwords(hashes)
            rights = (self._folder / f"{SERVICES}.acl").read_text(encoding="utf-8") + "\n" + acl(users)
            changed = [_replace(self._folder / "passwords", words), _replace(self._folder / "acl", rights)]
        except OSError as error:
            raise RightsError(f"{error.filename or self._folder}: {error.strerror or error}") from error
        if any(changed):
            self._reload()
        return any(changed)

    def _enrolled(self) -> tuple[dict[str, str], list[GatewayUser]]:
        hashes: dict[str, str] = {}
        users: list[GatewayUser] = []
        with self._transactions.reading() as books:
            for access in enrolled_gateways(books):
                name, prefix = user_name(access.store_id, access.gateway), f"{access.gateway}/"
                may = usable_devices(books, access.store_id, access.gateway)
                hashes[name] = access.password_hash or ""
                names = tuple(device.removeprefix(prefix) for device in may)
                users.append(GatewayUser(name, access.store_id, access.gateway, names))
        return hashes, users

    def _reload(self) -> None:
        """Let a running Mosquitto read its files again; it puts out whoever may not be there any more."""
        with suppress(FileNotFoundError):  # it does not run: it will read them when it starts
            pid = int((self._folder / PID_FILE).read_text(encoding="ascii"))
            try:
                os.kill(pid, signal.SIGHUP)
            except OSError as error:
                raise RightsError(f"Mosquitto ({pid}) could not be told to read its files again: {error}") from error


def _replace(path: Path, text: str) -> bool:
    """Write a file as a whole, if it is not so already; gives whether it was not."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    keep(path, text, OWNER_AND_GROUP)
    return True
