"""A scan over MQTT, from the scanner's publish to the handheld's push, with 200 handhelds on websockets.

Run it as `python tests/bench/scan_mqtt_push.py`. A real Mosquitto between; ten pickers scan, all 200 handhelds are
signed in and listen; 10, 1,000 and 10,000 lines are open. The bare floor has the same server, broker link,
websockets and durability. Aims: p50 at most 4 times the floor's, at most 1.2 times as much at 10,000 lines as at
10, p99 under 25 ms at 100 scans/s, 300 scans/s in one process; a missed one is explained by a profile of the server.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "parts"))

from doors import MqttDoor
from levels import Bench

HANDHELDS = 200

if __name__ == "__main__":
    Bench(
        "MQTT scan to push", HANDHELDS, lambda server, port, busy: MqttDoor(server, port, busy.pickers, busy.people)
    ).run()
