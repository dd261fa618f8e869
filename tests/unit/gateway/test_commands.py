"""Commands and wishes: done once, never late, and only what is shown counts (SF-CMD, SF-STA)."""

from device_drivers.messages import Beep as BeepWord, NotShown, PrintDocument, Printed, PrintOutcome, ShowLabel, Shown
from gateway.contract import ACK, CHANNELS, DEVICE_COMMAND, EVENT, GATEWAY_COMMAND, REPORTED
from gateway.contract.commands import Beep, PrintPaper, Restart, TextBlock, Tone
from gateway.inbox import LineDown, LineUp, OrderEnded

PAPER = PrintPaper(title="bag", blocks=(TextBlock("A07"),))
BEEP = Beep(Tone.WRONG)


def answers(desk):
    """Give the acknowledgements as (corr, status, code)."""
    return [(each.corr, each.status.value, each.code) for each in desk.heard(ACK)]


def written(desk, code=None):
    """Let the last order be written, or fail."""
    desk.bridge.work([OrderEnded(desk.orders[-1], code)])


def test_a_command_is_accepted_handed_over_and_done(desk):
    """The plain way."""
    desk.up()
    desk.commands("scan-02", BEEP)
    written(desk)

    assert desk.orders[0].instruction == BeepWord("wrong")
    assert answers(desk) == [("c-1", "accepted", None), ("c-1", "done", None)]


def test_a_print_is_done_when_the_printer_says_so(desk):
    """A write that succeeded is only `started`."""
    desk.up()
    desk.commands("print-01", PAPER)
    written(desk)
    before = answers(desk)

    desk.says("print-01", Printed("c-1", PrintOutcome.PRINTED))

    assert isinstance(desk.orders[0].instruction, PrintDocument)
    assert [status for _, status, _ in before] == ["accepted", "started"]
    assert answers(desk) == [("c-1", "done", None)]


def test_an_unknown_print_fails_as_uncertain(desk):
    """Only a person can tell now."""
    desk.up()
    desk.commands("print-01", PAPER)
    desk.says("print-01", Printed("c-1", PrintOutcome.UNKNOWN, "no-answer"))

    assert answers(desk)[-1] == ("c-1", "failed", "uncertain")


def test_sf_cmd_01_the_same_corr_gets_the_same_answer_and_touches_the_device_once(desk):
    """The service repeats until it has an answer."""
    desk.up()
    desk.commands("scan-02", BEEP)
    desk.acknowledges(1)
    desk.commands("scan-02", BEEP)
    written(desk)
    desk.acknowledges(3)
    desk.commands("scan-02", BEEP)

    assert len(desk.orders) == 1
    assert answers(desk) == [
        ("c-1", "accepted", None),
        ("c-1", "duplicate", "accepted"),
        ("c-1", "done", None),
        ("c-1", "done", None),
    ]


def test_an_answer_that_waits_for_the_service_is_not_said_again(desk):
    """A service that is behind repeats its commands; with an answer to each repetition it would never catch up."""
    desk.up()
    for _ in range(5):
        desk.commands("scan-02", BEEP)
    written(desk)
    for _ in range(5):
        desk.commands("scan-02", BEEP)

    assert answers(desk) == [("c-1", "accepted", None), ("c-1", "done", None)]
    assert len(desk.orders) == 1


def test_sf_cmd_02_after_its_deadline_a_command_expires_untouched(desk):
    """A label of an hour ago is worse than none."""
    desk.up()
    desk.commands("print-01", PAPER, seconds=-1)

    assert desk.orders == []
    assert answers(desk)[-1] == ("c-1", "expired", None)


def test_sf_cmd_02_a_command_that_expires_before_its_device_is_told(desk):
    """A queue before a slow printer takes time, too."""
    desk.up()
    desk.commands("print-01", PAPER)
    written(desk, "expired")

    assert answers(desk)[-1] == ("c-1", "expired", None)


def test_sf_cmd_03_a_restart_touches_nothing_twice_and_answers_uncertain(desk):
    """Of what was under way nobody knows; of what was answered the answer stands."""
    desk.commands("print-01", PAPER, corr="c-1")
    desk.commands("scan-02", BEEP, corr="c-2")
    written(desk)
    later = desk.again()
    later.up()
    first = answers(later)
    later.acknowledges(100, boot=later.voice.boot - 1)
    later.acknowledges(later.spool.next_seq - 1)
    later.commands("print-01", PAPER, corr="c-1")
    later.commands("scan-02", BEEP, corr="c-2")

    assert first[-1] == ("c-1", "failed", "uncertain")
    assert answers(later) == [("c-1", "failed", "uncertain"), ("c-2", "done", None)]
    assert later.orders == []
    later.disk.close()


def test_sf_cmd_04_no_command_is_retained():
    """A retained print would be printed at each restart."""
    commands = [each for each in CHANNELS if each in (DEVICE_COMMAND, GATEWAY_COMMAND)]

    assert [each.retained for each in commands] == [False, False]


def test_a_lost_line_makes_a_written_print_uncertain(desk):
    """The paper may be in the tray."""
    desk.up()
    desk.commands("print-01", PAPER)
    written(desk)

    desk.bridge.work([LineDown("print-01", "unplugged")])

    assert answers(desk)[-1] == ("c-1", "failed", "uncertain")


def test_a_refusal_of_the_device_is_answered_with_its_code(desk):
    """Paper out: the service may safely send it elsewhere."""
    desk.up()
    desk.commands("print-01", PAPER)
    written(desk, "paper-out")

    assert answers(desk)[-1] == ("c-1", "failed", "paper-out")


def test_a_device_nobody_knows_is_answered(desk):
    """Silence would look like a broken line."""
    desk.up()
    desk.commands("print-99", PAPER)

    assert answers(desk)[-1] == ("c-1", "failed", "unknown-device")


def test_a_restart_is_obeyed_once(desk):
    """A repeated command must not restart a gateway for ever."""
    desk.commands("", Restart())
    later = desk.again()
    later.commands("", Restart())

    assert (desk.bridge.wants_restart, later.bridge.wants_restart) == (True, False)
    later.disk.close()


def test_sf_sta_01_an_older_wish_is_rejected_with_the_version_shown(desk):
    """Two services must not make a price flicker."""
    desk.up()
    desk.wishes("label-07", 12, {"price": "1.29"})
    desk.says("label-07", Shown(12))
    desk.heard()

    desk.wishes("label-07", 11, {"price": "0.99"})

    [reported] = desk.heard(REPORTED)
    assert (reported.status.value, reported.code, reported.desired_ver) == ("rejected", "older_version", 12)
    assert reported.state == {"price": "1.29"}


def test_sf_sta_02_the_reported_version_is_the_one_really_shown(desk):
    """Behaviour 51: a label counts as changed only when it has acknowledged that version."""
    desk.up()
    desk.wishes("label-07", 1, {"price": "1"})
    desk.says("label-07", Shown(1))
    desk.wishes("label-07", 2, {"price": "2"})
    desk.says("label-07", NotShown(2, "battery-out"))
    desk.says("label-07", Shown(2))

    told = [(each.desired_ver, each.status.value, each.state) for each in desk.heard(REPORTED)]

    assert told == [
        (0, "pending", {}),
        (1, "shown", {"price": "1"}),
        (1, "pending", {"price": "1"}),
        (1, "failed", {"price": "1"}),
        (2, "shown", {"price": "2"}),
    ]


def test_a_wish_is_repeated_until_it_is_shown(desk):
    """A level is repeated until it is so."""
    desk.wishes("label-07", 1, {"price": "1"})
    desk.wait(6)
    asked = len(desk.orders)
    desk.says("label-07", Shown(1))
    desk.wait(400)

    assert asked == 2
    assert len(desk.orders) == 2
    assert desk.orders[0].instruction == ShowLabel(1, {"price": "1"})


def test_a_wish_survives_a_restart_and_a_replug(desk):
    """A label that lost its battery has forgotten what it showed."""
    desk.wishes("label-07", 1, {"price": "1"})
    later = desk.again()

    later.bridge.work([LineUp("label-07")])

    assert [order.instruction for order in later.orders] == [ShowLabel(1, {"price": "1"})]
    later.disk.close()


def test_a_device_without_a_state_rejects_a_wish(desk):
    """A scanner shows nothing."""
    desk.up()
    desk.wishes("scan-02", 1, {})

    assert [(each.status.value, each.code) for each in desk.heard(REPORTED)] == [("rejected", "unsupported")]


def test_only_labels_report_as_labels(desk):
    """A light's truth is its `reported`."""
    desk.up()
    desk.wishes("light-03", 1, {"colour": "green"})
    desk.says("light-03", Shown(1))

    assert desk.heard(EVENT) == []
