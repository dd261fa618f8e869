"""Scans that are on disk while their scanner still waits for its answer: sent again after a restart, they are known."""

from concurrent.futures import Future

from device_drivers.messages import Report, Scanned, ScannedAgain
from gateway.disk import Disk
from gateway.inbox import DeviceSaid


class Answering:
    """Tells each line what became of its report, after the commit. The other methods stand in a `writing` block."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._told: list[tuple[Future[bool], bool]] = []

    def is_known(self, device: str, report: Report) -> bool:
        """Whether this is a scan of an earlier boot, sent again because the gateway stopped before it answered."""
        if not isinstance(report, ScannedAgain):
            return False
        return bool(self._disk.rows("SELECT 1 FROM unanswered WHERE device = ? AND scan = ?", device, _name(report)))

    def taken(self, said: DeviceSaid, *, is_kept: bool) -> None:
        """Remember what to tell the line once this transaction is on disk."""
        if said.kept is None:
            return
        self._told.append((said.kept, is_kept))
        if is_kept and isinstance(said.report, Scanned):
            self._disk.run("INSERT OR REPLACE INTO unanswered VALUES (?, ?)", said.device, _name(said.report))

    def answered(self, device: str) -> None:
        """The scanner has its answer: the same code again is a new scan."""
        self._disk.run("DELETE FROM unanswered WHERE device = ?", device)

    def tell(self) -> None:
        """After the commit: let the lines answer."""
        told, self._told = self._told, []
        for kept, is_kept in told:
            kept.set_result(is_kept)


def _name(scan: Scanned) -> str:
    return f"{scan.aim or ''} {scan.text}"
