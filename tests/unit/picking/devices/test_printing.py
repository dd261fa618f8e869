"""No sheet is silently lost or doubled: every one is on paper, waits visibly, or asks somebody."""

import pytest

from picking.devices import commands
from picking.devices.lifecycle import PrintJobState as State
from picking.devices.model import DeviceClass, PrintJob
from picking.devices.queries import unsaid_prints
from picking.foundation.records import Instruction, InstructionState
from picking.foundation.refusals import Refusal


def test_the_same_key_prints_once(shop):
    """Two reactions that want the same label want one label."""
    printer = shop.label_printer()

    first, again = shop.sheet("bag-1-v1"), shop.sheet("bag-1-v1")

    assert first.id == again.id
    assert len(shop.prints(printer)) == 1


def test_a_printed_sheet_is_printed_by_the_printers_own_word(shop):
    """Sent is not printed."""
    shop.label_printer()
    job = shop.sheet()

    assert shop.send(job)
    sent = shop.job(job).state
    shop.answer(job, "accepted")
    shop.answer(job, "done")

    assert (sent, shop.job(job).state) == (State.SENT, State.PRINTED)


def test_a_silent_printer_leaves_the_job_uncertain_and_asks(shop):
    """Printing a label twice is worse than asking a person."""
    shop.label_printer()
    shop.worker("p1")
    job = shop.run(
        lambda work: commands.print_sheet(work, key="k", template="bag_label", facts={}), by=shop.actor("p1", "pick")
    )
    shop.send(job)

    shop.clock.advance(seconds=21)
    shop.sweep()

    assert shop.job(job).state is State.UNCERTAIN
    assert "print_uncertain" in shop.alerts()
    assert "print_uncertain" in shop.alerts("person:p1")


def test_a_late_word_still_counts(shop):
    """The paper is there, whenever we hear of it."""
    shop.label_printer()
    job = shop.sheet()
    shop.send(job)
    shop.clock.advance(seconds=21)
    shop.sweep()

    shop.answer(job, "done")

    assert shop.job(job).state is State.PRINTED


def test_an_uncertain_sheet_is_confirmed_or_printed_again_marked_so(shop):
    """A second sheet must be seen to be one."""
    printer = shop.label_printer()
    kept, missed = shop.sheet("kept"), shop.sheet("missed")
    for job in (kept, missed):
        shop.send(job)
        shop.answer(job, "unknown", "no-answer")

    shop.run(commands.confirm, kept.id)
    shop.run(commands.retry, missed.id)

    assert (shop.job(kept).state, shop.job(missed).state) == (State.PRINTED, State.QUEUED)
    assert [row.body["banner"] for row in shop.prints(printer)][-1] == {"again": True}


def test_paper_out_holds_what_has_not_gone_out_and_lets_it_go_when_well(shop):
    """Nothing is sent to a printer that cannot print."""
    printer = shop.label_printer()
    job = shop.sheet()

    shop.run(commands.report_state, printer, "alert", "paper-out")
    held, waiting = shop.job(job).state, shop.prints(printer)
    shop.run(commands.report_state, printer, "ready")

    assert (held, waiting) == (State.BLOCKED, [])
    assert shop.job(job).state is State.QUEUED
    assert len(shop.prints(printer)) == 1


def test_a_called_back_instruction_is_not_sent_any_more(shop):
    """The dispatcher that had it in hand must ask before it publishes."""
    printer = shop.label_printer()
    job = shop.sheet()
    instruction = shop.job(job).instruction_id
    shop.run(commands.report_state, printer, "alert", "cover-open")

    assert shop.run(commands.instruction_sent, instruction) is False


def test_what_is_out_waits_for_its_answer_when_the_paper_ends(shop):
    """It may be on paper: only the printer or a person knows."""
    printer = shop.label_printer()
    job = shop.sheet()
    shop.send(job)

    shop.run(commands.report_state, printer, "alert", "paper-out")

    assert shop.job(job).state is State.SENT


def test_a_warning_stops_no_printer(shop):
    """Paper that will end soon still prints."""
    printer = shop.label_printer()
    shop.run(commands.report_state, printer, "alert", "paper-low")

    assert shop.job(shop.sheet()).state is State.QUEUED


def test_a_failed_sheet_goes_to_the_backup_with_a_banner_after_its_patience(shop):
    """The cook at the next stall must see whose ticket this is."""
    shop.stall("fish")
    shop.stall("bar")
    backup = shop.device("rp-bar", DeviceClass.RECEIPT_PRINTER, place="bar")
    shop.device("rp-fish", DeviceClass.RECEIPT_PRINTER, place="fish", backup=backup)
    job = shop.sheet("t-1", "kitchen_ticket", place="fish")
    shop.send(job)
    shop.answer(job, "failed", "paper-out")
    blocked = shop.job(job).state

    shop.clock.advance(seconds=21)
    shop.sweep()

    moved = shop.job(job)
    assert (blocked, moved.state, moved.device_id, moved.banner) == (
        State.BLOCKED, State.QUEUED, backup, {"from": "fish"},
    )  # fmt: skip
    assert shop.prints(backup)[0].body["banner"] == {"from": "fish"}


def test_without_a_backup_a_person_is_asked_once(shop):
    """An alarm each second is no alarm."""
    printer = shop.label_printer()
    shop.run(commands.vanish, printer)
    job = shop.sheet()

    shop.clock.advance(seconds=21)
    shop.sweep()
    shop.clock.advance(seconds=60)
    shop.sweep()

    assert shop.job(job).state is State.BLOCKED
    assert shop.alerts().count("print_stuck") == 1


def test_a_stuck_sheet_goes_out_when_its_backup_comes(shop):
    """Whoever may take it takes it."""
    backup = shop.label_printer("lp-2", hello=False, place="packing-2")
    printer = shop.label_printer("lp-1", backup=backup)
    shop.run(commands.vanish, printer)
    job = shop.sheet(place="packing-1")
    shop.clock.advance(seconds=21)
    shop.sweep()

    shop.run(commands.hello, backup)

    assert (shop.job(job).state, shop.job(job).device_id) == (State.QUEUED, backup)


def test_an_instruction_that_never_went_out_is_surely_not_printed(shop):
    """The gateway was away: held, not uncertain."""
    shop.label_printer()
    job = shop.sheet()

    shop.clock.advance(seconds=21)
    shop.sweep()

    assert shop.job(job).state in (State.BLOCKED, State.QUEUED)
    assert shop.one(Instruction).state is InstructionState.EXPIRED


def test_a_store_without_printer_refuses_no_work(shop):
    """A bag can be sealed although the label has to wait."""
    job = shop.sheet()
    waiting = shop.job(job).state
    printer = shop.label_printer()

    assert waiting is State.BLOCKED
    assert (shop.job(job).state, shop.job(job).device_id) == (State.QUEUED, printer)


def test_the_printer_of_the_place_is_chosen_and_a_stalls_serves_only_its_stall(shop):
    """A bag label must not come out in the kitchen."""
    shop.stall("fish")
    fish = shop.device("rp-fish", DeviceClass.RECEIPT_PRINTER, place="fish")
    one = shop.label_printer("lp-1")
    two = shop.label_printer("lp-2", place="packing-2")

    assert shop.sheet("a", place="packing-2").device_id == two
    assert shop.sheet("b").device_id == one
    assert shop.sheet("c", "kitchen_ticket", place="fish").device_id == fish
    assert shop.sheet("d", "packing_slip").device_id == one
    assert shop.sheet("e", "kitchen_ticket", place="bar").device_id is None


def test_a_ready_printer_goes_before_a_broken_neighbour(shop):
    """Nobody waits beside a printer that works."""
    broken = shop.label_printer("lp-1")
    ready = shop.label_printer("lp-2", place="packing-2")
    shop.run(commands.weaken, broken, "jam")

    assert shop.sheet().device_id == ready


def test_paper_for_reading_goes_to_the_office_printer(shop):
    """A walk is long and carried about; a slip belongs on a receipt, and on no label while there is other paper."""
    labels, office = shop.label_printer(), shop.device("op-1", DeviceClass.OFFICE_PRINTER)

    before = [shop.sheet(f"{each}-1", each).device_id for each in ("pick_walk", "packing_slip")]
    receipts = shop.device("rp-1", DeviceClass.RECEIPT_PRINTER)
    after = [shop.sheet(f"{each}-2", each).device_id for each in ("pick_walk", "packing_slip", "bag_label")]

    assert (before, after) == ([office, office], [office, receipts, labels])


def test_an_office_printer_takes_no_label_and_no_kitchen_ticket(shop):
    """A bag label on A4 sticks to nothing, and a ticket has to come out where the cook stands."""
    office = shop.device("op-1", DeviceClass.OFFICE_PRINTER)

    assert shop.sheet("a", "bag_label").device_id is None
    assert shop.sheet("b", "kitchen_ticket").device_id is None
    with pytest.raises(Refusal, match="invalid_field"):
        shop.sheet("c", "bag_label", device_id=office)


def test_copies_are_counted_and_need_the_right(shop):
    """COPY 3 of a label is evidence; who may make one is too."""
    printer = shop.label_printer()
    first = shop.sheet()
    lead = shop.worker("lead", "lead")
    by = shop.actor(lead, "reprint")

    second = shop.run(commands.reprint, first.id, by=by)
    third = shop.run(commands.reprint, second.id, by=by)

    assert [second.banner, third.banner] == [{"copy": 2}, {"copy": 3}]
    assert {second.copy_of, third.copy_of} == {first.id}
    assert len(shop.prints(printer)) == 3
    with pytest.raises(Refusal, match="right_missing"):
        shop.run(commands.reprint, first.id, by=shop.actor(lead, "pick"))


def test_a_person_can_send_a_held_sheet_elsewhere(shop):
    """The nearest printer that works is known to whoever stands there."""
    shop.worker("lead", "lead")
    printer, other = shop.label_printer("lp-1"), shop.label_printer("lp-2", place="packing-2")
    shop.run(commands.vanish, printer)
    job = shop.sheet(place="packing-1")
    scanner = shop.device("scan-1")

    shop.run(commands.reroute_by_hand, job.id, other, by=shop.actor("lead", "reprint"))

    assert shop.job(job).device_id == other
    with pytest.raises(Refusal, match="invalid_field"):
        shop.run(commands.reroute_by_hand, job.id, scanner, by=shop.actor("lead", "reprint"))


def test_a_cancelled_orders_sheets_are_dropped(shop):
    """Paper for nobody confuses everybody."""
    shop.stock("milk", 5)
    order = shop.order({"milk": 1}).id
    shop.label_printer()
    job = shop.sheet(order_id=order)

    shop.run(commands.drop_order, order)

    assert shop.job(job).state is State.DROPPED
    assert shop.all(PrintJob, state=State.QUEUED) == []


def test_a_sheet_nobody_has_a_template_for_is_a_bug_that_is_refused(shop):
    """It would be discovered at the printer."""
    with pytest.raises(Refusal, match="invalid_field"):
        shop.sheet(template="poem")


def test_a_named_printer_must_be_one_of_the_store_that_can(shop):
    """A scanner prints nothing, and a kitchen ticket does not fit a label."""
    shop.label_printer()
    scanner = shop.device("scan-1")

    with pytest.raises(Refusal, match="invalid_field"):
        shop.sheet(device_id=scanner)
    with pytest.raises(Refusal, match="invalid_field"):
        shop.run(commands.reprint, shop.sheet().id, by=shop.actor("p1", "reprint"), device_id=scanner)


def test_a_sheet_that_was_too_late_goes_to_its_own_printer_again(shop):
    """Surely not printed, and the printer is well: nobody need be asked."""
    printer = shop.label_printer()
    job = shop.sheet()
    shop.send(job)
    shop.clock.advance(seconds=21)
    shop.sweep()
    shop.answer(job, "expired")
    assert shop.job(job).state is State.BLOCKED

    shop.clock.advance(seconds=21)
    shop.sweep()

    assert shop.job(job).state is State.QUEUED
    assert len(shop.prints(printer)) == 1
    assert "print_stuck" not in shop.alerts()


def test_only_a_sheet_of_which_no_word_came_is_asked_about(shop):
    """What the gateway itself does not know it will not know later; a person looks."""
    printer = shop.label_printer()
    silent, unknown = shop.sheet("bag-1"), shop.sheet("bag-2")
    for job in (silent, unknown):
        shop.send(job)
    shop.answer(unknown, "unknown", "uncertain")
    shop.clock.advance(seconds=21)
    shop.sweep()
    asked = shop.ask(unsaid_prints, "s1", shop.clock.now())
    shop.run(commands.vanish, printer, "unplugged")

    assert [shop.job(job).state for job in (silent, unknown)] == [State.UNCERTAIN, State.UNCERTAIN]
    assert asked == [shop.job(silent).instruction_id]
    assert shop.ask(unsaid_prints, "s1", shop.clock.now()) == []
