"""Reports: on disk first, in order, until the service has committed them (SF-EVT, SF-LIF)."""

import base64
from concurrent.futures import Future
from decimal import Decimal

import pytest

from device_drivers.messages import Condition, Fault, Pressed, Scanned, ScannedAgain, Weighed
from gateway.contract import BIRTH, DEVICE_INFO, DEVICE_STATE, EVENT, GATEWAY_STATE, METRICS, Report, decode
from gateway.contract.commands import Beep, Rebirth, Replay, Tone
from gateway.contract.reports import Error, Scan, Weight
from gateway.contract.states import GatewayPhase
from gateway.disk import DiskFullError
from gateway.inbox import Answered, BrokerUp, DeviceSaid, LineDown, LineUp
from gateway.spool import Bounds


def seqs(reports):
    """Give what was published as (boot, seq)."""
    return [(each.boot, each.seq) for each in reports]


def test_sf_evt_01_a_report_is_on_disk_before_it_is_published(desk):
    """Whoever pulls the plug between both must lose nothing."""
    seen = []
    desk.up()
    desk.publishing.publish = lambda _: seen.append(desk.disk.value("SELECT count(*) FROM reports")) or True

    desk.says("scan-02", Scanned("123"))

    assert seen == [1]
    assert not desk.disk._file.in_transaction


def test_sf_evt_02_seq_grows_by_one_a_boot_and_begins_again_with_the_next(desk):
    """A gap is how a loss is noticed."""
    for code in ("1", "2"):
        desk.says("scan-02", Scanned(code))
    later = desk.again()
    later.says("scan-02", Scanned("3"))
    later.up()

    boots = seqs(later.heard(EVENT))

    assert boots == [(17, 1), (17, 2), (18, 1)]
    later.disk.close()


def test_sf_evt_03_a_report_published_again_has_the_same_id(desk):
    """The service tells a repeat by its id."""
    desk.up()
    desk.says("scan-02", Scanned("123"))
    first = desk.heard(EVENT)

    desk.down()
    desk.up()

    assert desk.heard(EVENT) == first


def test_sf_evt_04_a_report_is_forgotten_only_when_the_service_has_committed_it(desk):
    """PUBACK is not delivery: a broker may acknowledge a message and drop it."""
    desk.up()
    for code in ("1", "2", "3"):
        desk.says("scan-02", Scanned(code))
    kept_before = desk.spool.depth

    desk.acknowledges(2)

    assert (kept_before, desk.spool.depth) == (3, 1)


def test_sf_evt_04_an_acknowledgement_of_another_life_forgets_nothing(desk):
    """A broker may hold an acknowledgement from before the gateway's disk was replaced."""
    desk.up()
    desk.says("scan-02", Scanned("1"))

    desk.acknowledges(500)
    desk.acknowledges(1, boot=99)

    assert desk.spool.depth == 1


def test_sf_evt_05_a_replay_publishes_again_from_the_asked_seq(desk):
    """The service has seen a gap."""
    desk.up()
    for code in ("1", "2", "3"):
        desk.says("scan-02", Scanned(code))
    desk.heard()

    desk.commands("", Replay(from_seq=2))

    assert seqs(desk.heard(EVENT)) == [(17, 2), (17, 3)]


def test_sf_evt_05_a_service_that_comes_anew_gets_everything_it_has_not_committed(desk):
    """What the broker kept for it may be gone."""
    desk.up()
    desk.host(online=True, boot=5)
    desk.says("scan-02", Scanned("1"))
    desk.heard()

    desk.host(online=True, boot=6)

    assert seqs(desk.heard(EVENT)) == [(17, 1)]


def test_sf_evt_05_a_service_that_connects_again_gets_everything_it_has_not_committed(desk):
    """The broker was killed with what it had taken for the service; the service itself never stopped."""
    desk.up()
    desk.host(online=True, boot=5)
    desk.says("scan-02", Scanned("1"))
    desk.heard()

    desk.wait(1)
    desk.host(online=True, boot=5)

    assert seqs(desk.heard(EVENT)) == [(17, 1)]


def test_sf_evt_05_the_word_of_a_service_that_the_broker_repeats_is_no_news(desk):
    """At the gateway's own return the broker says again what it has kept."""
    desk.up()
    desk.host(online=True, boot=5)
    desk.says("scan-02", Scanned("1"))
    desk.heard()

    desk.host(online=True, boot=5)

    assert desk.heard(EVENT) == []


def test_sf_evt_05_a_younger_boot_is_held_back_until_the_older_is_committed(desk):
    """A service that hears boot 18 first cannot know that boot 17 had more to say."""
    desk.says("scan-02", Scanned("1"))
    later = desk.again()
    later.up()
    later.host(online=True)
    later.says("scan-02", Scanned("2"))
    before = seqs(later.heard(EVENT))

    later.acknowledges(1, boot=17)

    assert set(before) == {(17, 1)}
    assert seqs(later.heard(EVENT)) == [(18, 1)]
    later.disk.close()


def test_sf_evt_04_an_acknowledgement_of_a_younger_boot_forgets_nothing_of_an_older(desk):
    """It may never have heard it; then it is said again."""
    desk.says("scan-02", Scanned("1"))
    later = desk.again()
    later.up()
    later.says("scan-02", Scanned("2"))
    later.heard()

    later.acknowledges(1, boot=18)

    assert seqs(later.heard(EVENT)) == [(17, 1)]
    later.disk.close()


def test_sf_evt_05_a_replay_may_ask_for_an_older_boot(desk):
    """The gap lies before the restart."""
    for code in ("1", "2"):
        desk.says("scan-02", Scanned(code))
    later = desk.again()
    later.up()
    later.heard()

    later.commands("", Replay(from_seq=2, boot=17))

    assert seqs(later.heard(EVENT)) == [(17, 2)]
    later.disk.close()


def test_sf_evt_05_silence_of_a_present_service_is_answered_by_repeating(desk):
    """A dropped message must not wait for the next restart."""
    desk.up()
    desk.host(online=True)
    desk.says("scan-02", Scanned("1"))
    desk.heard()

    desk.wait(31)

    assert seqs(desk.heard(EVENT)) == [(17, 1)]


def test_sf_evt_03_a_scan_kept_before_a_kill_and_sent_again_after_it_is_one_scan(desk):
    """The scanner had no answer, so it speaks again; its owner pulled the trigger once."""
    desk.bridge.work([DeviceSaid("scan-02", Scanned("1"), kept := Future())])
    later = desk.again()

    later.bridge.work([DeviceSaid("scan-02", ScannedAgain("1"), again := Future())])

    assert (kept.result(), again.result(), later.spool.depth) == (True, True, 1)
    later.disk.close()


def test_a_code_sent_again_whose_first_was_answered_is_a_second_scan(desk):
    """Two bottles of the same milk: the first is done with, only the second was not heard."""
    desk.bridge.work([DeviceSaid("scan-02", Scanned("1"), Future()), Answered("scan-02")])
    later = desk.again()

    later.bridge.work([DeviceSaid("scan-02", ScannedAgain("1"), Future())])

    assert later.spool.depth == 2
    later.disk.close()


def test_a_full_spool_tells_the_line_that_a_scan_was_not_taken(make_desk):
    """No room, no answer to the scanner."""
    desk = make_desk(bounds=Bounds(telemetry_max=2, facts_max=1))
    first, second = Future(), Future()

    desk.bridge.work([DeviceSaid("scan-02", Scanned("1"), first), DeviceSaid("scan-02", Scanned("2"), second)])

    assert (first.result(), second.result()) == (True, False)


def test_sf_evt_06_what_cannot_be_understood_is_counted_and_told(desk):
    """An instruction that vanishes without a word is looked for in the wrong place."""
    desk.up()
    desk.arrives("sf/v1/s01/gw1/dev/scan-02/cmd", b"{")

    [report] = desk.heard(EVENT)
    desk.wait(31)

    assert isinstance(report.data, Error)
    assert report.data.code == "dead-letter"
    assert desk.heard(METRICS)[-1].dead_letters == 1


def test_sf_evt_07_a_full_spool_drops_the_oldest_telemetry_and_counts_it(make_desk):
    """Telemetry goes first."""
    desk = make_desk(bounds=Bounds(telemetry_max=2, facts_max=2))
    for number in range(4):
        desk.says("scan-02", Fault("garbage", str(number)))
    desk.up()

    published = desk.heard()

    assert [each.data.detail for each in published if isinstance(each, Report)] == ["2", "3"]
    assert published[-1].drops == {"telemetry": 2, "fact": 0}


def test_sf_evt_07_a_fact_that_was_taken_in_is_never_dropped(make_desk):
    """A full spool refuses a new scan and says so; it does not forget an old one."""
    desk = make_desk(bounds=Bounds(telemetry_max=2, facts_max=2))
    for code in ("1", "2", "3"):
        desk.says("scan-02", Scanned(code))
    desk.up()

    published = desk.heard()

    assert [each.data.text for each in published if isinstance(each, Report)] == ["1", "2"]
    assert published[-1].drops == {"telemetry": 0, "fact": 1}
    assert "spool-full" in [getattr(each, "cause", None) for each in published]


def test_a_report_said_during_an_outage_is_marked(desk):
    """Nobody shall hear a beep for a scan of an hour ago."""
    desk.says("scan-02", Scanned("1"))
    desk.up()
    desk.says("scan-02", Scanned("2"))
    desk.host(online=False)
    desk.says("scan-02", Scanned("3"))

    assert [each.hist for each in desk.heard(EVENT)] == [True, False, True]


def test_only_a_window_is_published_ahead_of_the_acknowledgements(desk):
    """A broker must not have to keep a week for an absent service."""
    for number in range(1100):
        desk.says("scan-02", Scanned(str(number)))
    desk.up()
    first = len(desk.heard(EVENT))

    desk.acknowledges(500)

    assert (first, len(desk.heard(EVENT))) == (1000, 100)


def test_readings_keep_their_facts_on_the_way_up(desk):
    """Raw bytes, units and statuses are the driver's word, not ours."""
    desk.up()
    desk.says("scan-02", Scanned("01\x1d10A", "]d2", b"01\x1d10A"))
    desk.says("scale-01", Weighed(Decimal("1.250"), "kg", stable=True))
    desk.says("scale-01", Weighed(None, None, stable=False, status=("Motion!",)))
    desk.says("light-03", Pressed("confirm", "long"))

    scan, weight, none, button = (each.data for each in desk.heard(EVENT))

    assert scan == Scan("01\x1d10A", "]d2", base64.b64encode(b"01\x1d10A").decode())
    assert weight == Weight(stable=True, mode="gross", weight=Decimal("1.250"), unit="kg")
    assert (none.weight, none.status) == (None, ("motion",))
    assert (button.button, button.press) == ("confirm", "long")


def test_a_word_the_contract_does_not_know_becomes_an_error_report(desk):
    """A driver of somebody else must not stop the others."""
    desk.up()

    desk.says("scale-01", Weighed(Decimal(1), "stone", stable=True))

    [report] = desk.heard(EVENT)
    assert report.data.code == "driver-word"


def test_sf_lif_01_birth_goes_before_all_data_of_its_boot(desk):
    """The service must know a device before it hears it."""
    desk.says("scan-02", Scanned("1"))
    desk.bridge.work([LineUp("scan-02"), BrokerUp(), DeviceSaid("scan-02", Scanned("2"))])

    channels = [decode(each.topic, each.payload)[0].channel for each in desk.published]

    assert channels[:2] == [GATEWAY_STATE, BIRTH]
    assert channels.index(BIRTH) < channels.index(DEVICE_STATE) < channels.index(EVENT)


def test_sf_lif_02_farewell_and_will_tell_the_boot(desk):
    """`lost` of an old boot must not be taken for the new one."""
    states = [decode(each.topic, each.payload)[1] for each in (desk.presence.farewell(), desk.presence.will())]

    assert [(each.state, each.boot) for each in states] == [(GatewayPhase.DISCONNECTED, 17), (GatewayPhase.LOST, 17)]


def test_sf_lif_03_a_removed_device_leaves_no_ghost(desk):
    """Behaviour 54: an old printer on the desk's list gets jobs nobody prints."""
    later = desk.again(kinds={"scan-02": "scanner.framed"})
    later.up()

    emptied = {each.topic for each in later.published if each.retain and not each.payload}

    assert DEVICE_INFO.topic(store="s01", gateway="gw1", device="print-01") in emptied
    assert not [topic for topic in emptied if "scan-02" in topic]
    later.disk.close()


def test_a_rebirth_says_everything_again(desk):
    """A service with an empty memory asks for it."""
    desk.up()
    desk.heard()

    desk.commands("", Rebirth())

    assert len(desk.heard(BIRTH)) == 1


def test_a_device_tells_its_cause_once_and_its_cure(desk):
    """Behaviour 49: a visible reason meanwhile."""
    desk.up()
    desk.heard()
    desk.bridge.work([LineUp("print-01")])
    for cause in ("paper-out", "paper-out", None):
        desk.says("print-01", Condition(cause))
    desk.bridge.work([LineDown("print-01", "unplugged")])

    states = [(each.state.value, each.cause) for each in desk.heard(DEVICE_STATE)]

    assert states == [("ready", None), ("alert", "paper-out"), ("ready", None), ("disconnected", "unplugged")]


def test_sf_evt_01_on_a_full_disk_no_scanner_is_answered_and_nothing_kept_is_lost(desk):
    """A beep for a scan that is nowhere is a lie; what was answered before is still there when there is room again."""
    desk.bridge.work([DeviceSaid("scan-02", Scanned("1"), kept := Future())])
    desk.disk.run(f"PRAGMA max_page_count = {desk.disk.value('PRAGMA page_count')}")
    scans = [(Scanned(str(n) * 2000), Future()) for n in range(9)]

    with pytest.raises(DiskFullError):
        desk.bridge.work([DeviceSaid("scan-02", scan, answer) for scan, answer in scans])
    later = desk.again()
    later.bridge.work([DeviceSaid("scan-02", Scanned("2"), again := Future())])

    assert (kept.result(), [answer.done() for _, answer in scans]) == (True, [False] * 9)
    assert (again.result(), later.spool.depth) == (True, 2)
    later.disk.close()


def test_the_clocks_of_service_and_gateway_are_compared_and_told(desk):
    """A gateway whose clock is wrong dates every scan wrongly; the desk must see it."""
    desk.up()
    desk.commands("scan-02", Beep(Tone.RIGHT), ahead=90)
    desk.wait(61)

    assert desk.heard(METRICS)[-1].clock_skew_ms == 90_000
