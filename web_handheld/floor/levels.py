"""What gateways and devices say of themselves waits here behind the reports of people's hands; pure."""

from web_handheld.floor.heard import Heard

_Topics = dict[str, Heard]
DEVICES_MAX = 50_000


class Levels:
    """The newest word of each topic; what is older says nothing any more.

    A gateway that comes back introduces each of its devices, thousands of them perhaps: no scan may wait for that.
    """

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], _Topics] = {}

    def __bool__(self) -> bool:
        """Tell whether anything waits."""
        return bool(self._waiting)

    def __len__(self) -> int:
        """Count what waits."""
        return sum(map(len, self._waiting.values()))

    @property
    def is_full(self) -> bool:
        """Tell whether more speak than a store has devices: nobody may fill our memory with names."""
        return len(self._waiting) >= DEVICES_MAX

    def keep(self, topic: str, heard: Heard) -> None:
        """Let a state wait, by its newest word: no old hello may undo a gateway's farewell."""
        of_one = self._waiting.pop((heard.gateway, heard.device), {})
        of_one.pop(topic, None)
        self._waiting[heard.gateway, heard.device] = {**of_one, topic: heard}

    def before(self, report: Heard) -> list[Heard]:
        """Take what waits of the device that reports and of its gateway: what it is comes before what it does."""
        both = ((report.gateway, ""), (report.gateway, report.device))
        return [heard for each in both for heard in self._waiting.pop(each, {}).values()]

    def next(self) -> list[Heard]:
        """Take what waits longest: the words of one device, or of one gateway."""
        return list(self._waiting.pop(next(iter(self._waiting))).values())
