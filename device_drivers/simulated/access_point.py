"""A simulated OpenEPaperLink access point: tags fetch their pictures while somebody listens; it may be busy."""

import json
import re
from urllib.parse import parse_qs, urlsplit

from device_drivers.shelf_labels.access_point import ASLEEP_UNTIL, digest
from device_drivers.simulated.http_device import Asked, HttpDevice
from device_drivers.simulated.simulator import Deed, Facts, UnknownDeedError, text_fact

TAG_SETTINGS = {"mac": "0000021E5B3C4D01"}
PAGE_TAGS, POSITION_BITS = 20, 0xFF
NOW = 1_764_000_000
_PICTURE = re.compile(rb'name="mac"\r\n\r\n(\w+)\r\n.*\r\nContent-Type: image/jpeg\r\n\r\n(.*)\r\n--', re.DOTALL)


class SimulatedAccessPoint(HttpDevice):
    """Deeds: `add_tags {number}`, `busy {times}`, `hold` and `release` (tags fetch nothing), `look`, `asked`.

    And of one tag: `sleep`, `wake`, `battery_low`, each with `{mac}`. `look {mac}` tells its hash, how many pictures it
    fetched and its light's pattern; `asked` tells, and forgets, how often what was asked.
    """

    def __init__(self) -> None:
        super().__init__()
        self._tags: dict[str, dict[str, object]] = {}
        self._pictures: dict[str, bytes] = {}
        self._lights: dict[str, str] = {}
        self._fetched: dict[str, int] = {}
        self._asked: dict[str, int] = {}
        self._busy = 0
        self._is_held = False
        self._add(TAG_SETTINGS["mac"])

    def deeds(self) -> dict[str, Deed]:
        """What happens to an access point and its tags."""
        return {
            "add_tags": self._add_tags,
            "busy": self._be_busy,
            "hold": lambda _: self._hold(held=True),
            "release": lambda _: self._hold(held=False),
            "sleep": lambda facts: self._set(facts, nextcheckin=ASLEEP_UNTIL),
            "wake": lambda facts: self._set(facts, nextcheckin=NOW + 40),
            "battery_low": lambda facts: self._set(facts, batteryMv=2300),
            "look": self._look,
            "asked": self._tell,
        }

    def idle(self) -> None:
        """Let the tags fetch what waits for them."""
        for mac, picture in [] if self._is_held else list(self._pictures.items()):
            if self._tags[mac]["nextcheckin"] != ASLEEP_UNTIL:
                self._tags[mac] |= {"pending": 0, "hash": digest(picture)}
                self._fetched[mac] = self._fetched.get(mac, 0) + 1
                del self._pictures[mac]

    def answer(self, asked: Asked) -> tuple[int, bytes]:
        """Answer as the access point does; its tags check in meanwhile, busy or not."""
        self.idle()
        parts = urlsplit(asked.path)
        self._asked[parts.path] = self._asked.get(parts.path, 0) + 1
        if self._busy:
            self._busy -= 1
            return 409, b"busy"
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/get_db":
                return 200, self._one(query["mac"]) if "mac" in query else self._page(int(query["pos"]) & POSITION_BITS)
            case "/imgupload":
                return self._upload(asked.body)
            case "/led_flash" if query.get("mac") in self._tags:
                self._lights[query["mac"]] = query["pattern"]
                return 200, b"ok"
        return 400, b"what?"

    def _page(self, position: int) -> bytes:
        """Give a page; behind the 255th tag the position begins again at zero."""
        rows = list(self._tags.values())
        page: dict[str, object] = {"tags": rows[position : position + PAGE_TAGS]}
        if position + PAGE_TAGS < len(rows):
            page["continu"] = (position + PAGE_TAGS) & POSITION_BITS
        return json.dumps(page).encode()

    def _one(self, mac: str) -> bytes:
        return json.dumps({"tags": [self._tags[mac]] if mac in self._tags else []}).encode()

    def _upload(self, body: bytes) -> tuple[int, bytes]:
        found = _PICTURE.search(body)
        mac = found[1].decode() if found else ""
        if not found or mac not in self._tags:
            return 400, b"no such tag"
        self._pictures[mac] = found[2]
        self._tags[mac] |= {"pending": 1}
        return 200, b"ok"

    def _add(self, mac: str) -> None:
        self._tags[mac] = {
            "mac": mac, "hash": "", "hwType": 1, "pending": 0, "batteryMv": 2950, "RSSI": -62, "LQI": 90,
            "lastseen": NOW, "nextcheckin": NOW + 40, "alias": "", "contentMode": 25, "updatecount": 0,
        }  # fmt: skip

    def _add_tags(self, facts: Facts) -> dict[str, object]:
        for number in range(int(text_fact(facts, "number"))):
            self._add(f"0000021E{number:08X}")
        return {}

    def _be_busy(self, facts: Facts) -> dict[str, object]:
        self._busy = int(text_fact(facts, "times", "1"))
        return {}

    def _hold(self, *, held: bool) -> dict[str, object]:
        self._is_held = held
        return {}

    def _set(self, facts: Facts, **fields: object) -> dict[str, object]:
        self._tags[self._mac(facts)] |= fields
        return {}

    def _look(self, facts: Facts) -> dict[str, object]:
        mac = self._mac(facts)
        return {"hash": self._tags[mac]["hash"], "fetched": self._fetched.get(mac, 0), "light": self._lights.get(mac)}

    def _tell(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - asked without facts
        asked, self._asked = self._asked, {}
        return {"asked": asked}

    def _mac(self, facts: Facts) -> str:
        mac = text_fact(facts, "mac", TAG_SETTINGS["mac"])
        if mac not in self._tags:
            raise UnknownDeedError(f"no tag {mac}")
        return mac
