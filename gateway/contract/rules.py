"""What both sides promise each other over MQTT: numbered, so that tests can cite them."""

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "SF-EVT-01": (
        "A report is on the gateway's disk before it is published, and before a scanner that waits for an "
        "answer gets one."
    ),
    "SF-EVT-02": "`seq` begins at 1 with each boot of a gateway and grows by one.",
    "SF-EVT-03": (
        "The service applies a report once, by its `id`; a repeat is acknowledged again and changes nothing."
    ),
    "SF-EVT-04": (
        "`evack` is published only after the commit. It speaks of one boot: the spool forgets that boot's "
        "reports up to `upto_seq`, and no other's."
    ),
    "SF-EVT-05": (
        "Reports are applied in the order of `boot` and `seq`. A gateway holds back a younger boot until "
        "the older is acknowledged; a gap older than two seconds is asked for with `replay`, and given up "
        "with an alert when the gateway is there and does not have it."
    ),
    "SF-EVT-06": (
        "A report that cannot be understood goes to the dead letters with its reason, is acknowledged and "
        "raises an alert. The letters of a store are bounded, the oldest go first; of many at once only the "
        "first raise alerts."
    ),
    "SF-EVT-07": (
        "Reports are dropped only when the spool is full: telemetry (`error`, `label`) first, its oldest "
        "first; a fact that was taken in never. Each loss is counted and told in the next `$metrics`."
    ),
    "SF-CMD-01": (
        "The same `corr` gets the same answer; the device is not touched twice. A repeat whose answer still "
        "waits for its `evack` gets no second one."
    ),
    "SF-CMD-02": "After its `deadline` a command is answered `expired` and not done.",
    "SF-CMD-03": (
        "A command survives a restart on both sides; of one that was under way, the answer is `failed` with "
        "`uncertain`."
    ),
    "SF-CMD-04": "No command is retained.",
    "SF-STA-01": (
        "The `ver` of `desired` only grows; an older one is answered `rejected`, with the version that stands."
    ),
    "SF-STA-02": "`desired_ver` of `reported` is the version really shown.",
    "SF-LIF-01": "`$birth` goes before any data of its boot.",
    "SF-LIF-02": "`$state` `disconnected` is published before an intended DISCONNECT; the last will says `lost`.",
    "SF-LIF-03": "The retained topics of a removed device are emptied.",
    "SF-CFG-01": "A `cfg/desired` that loses the broker for 30 seconds is reverted and reported `reverted`.",
}
