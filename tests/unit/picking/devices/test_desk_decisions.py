"""What a lead decides about devices and sheets: given, taken back, lost, retired, sent elsewhere, held."""

import pytest

from picking.devices import commands
from picking.devices.health import walk_list
from picking.devices.lifecycle import DeviceState, PrintJobState as Job
from picking.devices.model import Device, DeviceClass, Wish
from picking.devices.queries import device_of, usable_devices
from picking.foundation.refusals import Refusal


def test_a_lead_puts_a_device_into_somebodys_hand_and_takes_it_back(shop):
    """Who forgot to sign off must not need to come back for it."""
    scanner, ada = shop.device("scan-1"), shop.worker("ada", "picker")

    shop.run(commands.give, scanner, ada)
    held = shop.ask(device_of, ada).id
    shop.run(commands.take_back, scanner)

    assert held == scanner
    assert shop.ask(device_of, ada) is None


def test_nothing_is_given_away_unasked(shop):
    """A lead, too, must say yes before a device changes hands (nothing is stolen silently)."""
    scanner, ada, bob = shop.device("scan-1"), shop.worker("ada", "picker"), shop.worker("bob", "picker")
    shop.run(commands.give, scanner, ada)

    with pytest.raises(Refusal, match="device_taken"):
        shop.run(commands.give, scanner, bob)
    shop.run(commands.give, scanner, bob, take_over=True)

    assert shop.get(Device, scanner).person_id == bob


@pytest.mark.parametrize("end", [commands.report_lost, commands.retire])
def test_nobody_signs_in_at_a_device_that_is_out_of_service(shop, end):
    """Whoever finds a lost scanner must not work with it, and its gateway may not speak for it."""
    scanner, ada = shop.device("scan-1"), shop.worker("ada", "picker")

    shop.run(end, scanner)

    with pytest.raises(Refusal, match="device_out_of_service"):
        shop.run(commands.sign_on, scanner, ada)
    with pytest.raises(Refusal, match="device_out_of_service"):
        shop.run(commands.hello, scanner)
    assert shop.ask(usable_devices, shop.get(Device, scanner).store_id, "gw1") == []


def test_a_held_device_is_not_retired(shop):
    """Somebody stands there with it and would not know why it is dead."""
    scanner, ada = shop.device("scan-1"), shop.worker("ada", "picker")
    shop.run(commands.give, scanner, ada)

    with pytest.raises(Refusal, match="device_held"):
        shop.run(commands.retire, scanner)

    assert shop.get(Device, scanner).state is DeviceState.IN_USE


def test_a_broken_printer_is_retired_and_its_sheets_wait_for_another(shop):
    """What is thrown away is broken as a rule; its queue must not go with it."""
    printer, other = shop.label_printer(), shop.label_printer("lp-2")
    job = shop.sheet(device_id=printer)
    shop.run(commands.weaken, printer, "head-open")

    shop.run(commands.retire, printer)
    taken = shop.run(commands.reroute_queue, printer, other)

    assert taken == 1
    assert (shop.job(job).state, shop.job(job).device_id) == (Job.QUEUED, other)


def test_a_retired_shelf_label_is_no_longer_wished_anything(shop):
    """Nobody shall be sent to a label that lies in the battery box."""
    label = shop.device("esl-1", DeviceClass.SHELF_LABEL)
    shop.run(commands.wish, label, {"page": "unbound"})
    for _ in range(3):
        shop.run(commands.wish_sent, label, 1)
    store = shop.get(Device, label).store_id
    before = [device.id for device, _ in shop.ask(walk_list, store)]

    shop.run(commands.retire, label)

    assert before == [label]
    assert shop.ask(walk_list, store) == []
    assert shop.all(Wish) == []


def test_a_printers_queue_goes_to_another_that_can_take_it(shop):
    """One tap for thirty sheets; what the other printer cannot print stays where it is."""
    receipts = shop.device("rp-1", DeviceClass.RECEIPT_PRINTER)
    labels = shop.label_printer()
    slip = shop.sheet("slip-1", "packing_slip", device_id=receipts)
    ticket = shop.sheet("ticket-1", "kitchen_ticket", device_id=receipts)

    taken = shop.run(commands.reroute_queue, receipts, labels)

    assert taken == 1
    assert (shop.job(slip).device_id, shop.job(ticket).device_id) == (labels, receipts)
    assert len(shop.prints(labels)) == 1


def test_a_queue_is_not_sent_to_a_printer_that_cannot_print(shop):
    """It would only wait somewhere else, and nobody would know where."""
    first, second = shop.label_printer(), shop.label_printer("lp-2")
    job = shop.sheet(device_id=first)
    shop.run(commands.weaken, second, "paper-out")

    with pytest.raises(Refusal, match="printer_not_ready"):
        shop.run(commands.reroute_queue, first, second)

    assert shop.job(job).device_id == first


def test_a_held_sheet_waits_for_a_person_and_not_for_a_printer(shop):
    """Neither a printer that is well again nor the patience of the backup may let it go."""
    printer = shop.label_printer()
    job = shop.sheet(device_id=printer)

    shop.run(commands.hold, job.id)
    called_back = shop.prints(printer)
    shop.run(commands.weaken, printer, "paper-out")
    shop.run(commands.cure, printer)
    shop.clock.advance(hours=1)
    shop.sweep()
    held = shop.job(job).state
    shop.run(commands.resume, job.id)

    assert called_back == []
    assert held is Job.HELD
    assert shop.job(job).state is Job.QUEUED
    assert len(shop.prints(printer)) == 1


def test_a_late_no_of_the_printer_leaves_a_held_sheet_held(shop):
    """The printer said surely not printed, and says it again: that changes nothing."""
    printer = shop.label_printer()
    job = shop.sheet(device_id=printer)
    shop.send(job)
    shop.answer(job, "failed", "paper-out")
    shop.run(commands.hold, job.id)

    shop.answer(job, "failed", "paper-out")

    assert shop.job(job).state is Job.HELD
