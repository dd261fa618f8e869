"""A device comes, weakens, vanishes and comes back without leaving a ghost or losing its holder."""

import pytest
from floor import STORE

from picking.devices import commands
from picking.devices.events import DeviceLost, DeviceVanished
from picking.devices.lifecycle import DeviceState as State
from picking.devices.model import Device, DeviceClass, GatewayAccess, ScaleUse
from picking.devices.queries import device_of
from picking.foundation.records import Instruction
from picking.foundation.refusals import Refusal


def state(shop, device_id):
    row = shop.get(Device, device_id)
    return row.state, row.cause


def holder(shop, device_id):
    return shop.get(Device, device_id).person_id


def test_a_device_that_says_hello_is_there(shop):
    """Only its own word makes it so."""
    scanner = shop.device("scan-1", hello=False)
    before = state(shop, scanner)

    shop.run(commands.hello, scanner, {"model": "DS4308"})

    assert (before, state(shop, scanner)) == ((State.PROVISIONED, None), (State.ONLINE, None))
    assert shop.get(Device, scanner).info["model"] == "DS4308"


def test_a_second_hello_changes_nothing(shop):
    """Births are repeated after each reconnect."""
    scanner = shop.device("scan-1")
    pushes = len(shop.pushed)

    shop.run(commands.hello, scanner)

    assert len(shop.pushed) == pushes


def test_a_device_nobody_enrolled_is_refused(shop):
    """A stranger on the broker is an alarm, not a device."""
    with pytest.raises(Refusal, match="unknown_thing"):
        shop.run(commands.hello, "gw1/stranger")


def test_a_weak_device_tells_its_cause_and_is_cured(shop):
    """The desk must see why, not only that."""
    scanner = shop.device("scan-1")

    shop.run(commands.report_state, scanner, "alert", "battery-low")
    weak = state(shop, scanner)
    shop.run(commands.report_state, scanner, "ready")

    assert (weak, state(shop, scanner)) == ((State.DEGRADED, "battery-low"), (State.ONLINE, None))


def test_whoever_held_a_device_holds_it_still_when_it_comes_back(shop):
    """A reboot in the aisle must not cost a sign-in."""
    scanner, mei = shop.device("scan-1"), shop.worker("mei")
    shop.run(commands.sign_on, scanner, mei)

    shop.run(commands.vanish, scanner)
    gone = state(shop, scanner)[0]
    shop.run(commands.hello, scanner)

    assert (gone, state(shop, scanner)[0], holder(shop, scanner)) == (State.OFFLINE, State.IN_USE, mei)
    assert shop.events(DeviceVanished) == [DeviceVanished(scanner, mei)]


def test_signing_off_a_weak_device_leaves_it_free_when_cured(shop):
    """The state before is not the truth any more."""
    scanner, mei = shop.device("scan-1"), shop.worker("mei")
    shop.run(commands.sign_on, scanner, mei)
    shop.run(commands.weaken, scanner, "battery-low")
    shop.run(commands.sign_off, scanner)

    shop.run(commands.cure, scanner)

    assert state(shop, scanner)[0] is State.ONLINE


def test_a_lost_gateway_takes_its_devices_with_it(shop):
    """One last will speaks for all of them."""
    shop.device("scan-1")
    shop.device("scan-2")
    shop.device("scan-3", hello=False)

    assert shop.run(commands.vanish_gateway, "gw1") == 2


def test_a_lost_device_is_nobodys_and_may_not_say_hello(shop):
    """Its credentials are in a stranger's pocket."""
    scanner, mei = shop.device("scan-1"), shop.worker("mei")
    shop.run(commands.sign_on, scanner, mei)

    shop.run(commands.report_lost, scanner)

    assert holder(shop, scanner) is None
    assert shop.events(DeviceLost) == [DeviceLost(scanner, mei)]
    with pytest.raises(Refusal, match="device_out_of_service"):
        shop.run(commands.hello, scanner)
    shop.run(commands.find, scanner)
    shop.run(commands.hello, scanner)
    assert state(shop, scanner)[0] is State.ONLINE


def test_a_lost_device_with_credentials_of_its_own_loses_them(shop):
    """A handheld is its own gateway; a box under the counter works on when one of its scanners is missed."""
    for device in ("hh-1/scanner", "gw1/scan-1", "gw1/scan-2"):
        shop.run(commands.enrol, device, DeviceClass.SCANNER, device)
    for gateway in ("hh-1", "gw1"):
        shop.put(GatewayAccess(store_id=STORE, gateway=gateway, password_hash="hash"))

    for device in ("hh-1/scanner", "gw1/scan-1"):
        shop.run(commands.report_lost, device)

    hashes = {each.gateway: each.password_hash for each in shop.all(GatewayAccess)}
    assert hashes == {"hh-1": None, "gw1": "hash"}


@pytest.mark.parametrize("command", [commands.report_lost, commands.retire])
def test_nobody_weighs_at_a_scale_that_is_gone(shop, command):
    """Whoever did is told, and lays the apples on another one."""
    mei = shop.worker("mei")
    shop.run(commands.enrol, "gw1/scale-1", DeviceClass.SCALE, "Scale 1")
    shop.run(commands.hello, "gw1/scale-1")
    shop.run(commands.use_scale, "gw1/scale-1", mei)

    shop.run(command, "gw1/scale-1")

    assert shop.one(ScaleUse).person_id is None
    assert ("person:mei", "scale_left") in [(each.room, each.body.get("said")) for each in shop.pushed]


def test_only_who_may_reports_a_device_lost_or_retires_it(shop):
    """It takes a colleague's work away."""
    scanner = shop.device("scan-1")

    for command in (commands.report_lost, commands.retire, commands.find):
        with pytest.raises(Refusal, match="right_missing"):
            shop.run(command, scanner, by=shop.actor("p1", "pick"))


def test_a_known_device_is_not_enrolled_as_something_else(shop):
    """A scanner that becomes a printer is a mistake in a file."""
    shop.device("scan-1")

    with pytest.raises(Refusal, match="device_known_otherwise"):
        shop.run(commands.enrol, "gw1/scan-1", DeviceClass.SCALE, "scale")


def test_nobody_signs_on_who_is_not_on_shift(shop):
    """Tasks go to people on shift only."""
    scanner = shop.device("scan-1")
    shop.person("mei")

    with pytest.raises(Refusal, match="not_on_shift"):
        shop.run(commands.sign_on, scanner, "mei")


def test_a_person_active_elsewhere_is_asked_and_then_moves(shop):
    """One person, one device: a scan must have one screen."""
    one, two, mei = shop.device("scan-1"), shop.device("scan-2"), shop.worker("mei")
    shop.run(commands.sign_on, one, mei)

    with pytest.raises(Refusal, match="active_elsewhere"):
        shop.run(commands.sign_on, two, mei)
    shop.run(lambda work: commands.sign_on(work, two, mei, take_over=True))

    assert shop.ask(device_of, mei).id == two
    assert state(shop, one)[0] is State.ONLINE


def test_a_device_in_another_hand_is_asked_for_and_its_holder_told(shop):
    """Nothing is stolen silently."""
    scanner, mei, ana = shop.device("scan-1"), shop.worker("mei"), shop.worker("ana")
    shop.run(commands.sign_on, scanner, mei)

    with pytest.raises(Refusal, match="device_taken"):
        shop.run(commands.sign_on, scanner, ana)
    shop.run(lambda work: commands.sign_on(work, scanner, ana, take_over=True))

    assert holder(shop, scanner) == ana
    assert [push.body["signed_on"] for push in shop.pushed if push.room == "person:mei"] == [False]


def test_signing_on_again_is_a_repeat(shop):
    """The handheld's outbox repeats until it is answered."""
    scanner, mei = shop.device("scan-1"), shop.worker("mei")

    first = shop.run(commands.sign_on, scanner, mei)
    again = shop.run(commands.sign_on, scanner, mei)

    assert first.version == again.version


def test_a_beep_goes_to_the_device(shop):
    """Right and wrong must sound apart at the person's hand."""
    scanner = shop.device("scan-1")

    shop.run(commands.beep, scanner, "wrong", "C-03-04")

    row = shop.one(Instruction, device_id=scanner)
    assert (row.kind, row.body) == ("beep", {"tone": "wrong", "text": "C-03-04"})
