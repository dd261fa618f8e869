"""A store with the whole story on SQLite, and people with a handheld each: they scan, press and look, nothing else."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from floor import STORE, Floor, MakeFloor

from picking import story
from picking.catalogue.barcodes import bag_code
from picking.floor.model import Basket
from picking.foundation.actor import Actor
from picking.foundation.kinds import TemperatureClass
from picking.foundation.messages import Messages
from picking.foundation.transactions import Answered
from picking.handheld import commands
from picking.handheld.answer import say
from picking.handheld.commands import ScanRequest, StepRequest
from picking.orders.model import Order
from picking.outbound.model import Bag, OutboundSlot, StagingPosition
from picking.people.commands import start_shift
from picking.people.queries import actor_for
from picking.stations import commands as stations
from picking.stations.model import Ticket
from picking.stock.queries import conservation_errors
from picking.tasks.commands.queue import offer_trip
from picking.tasks.model import PickLine, PickTask

MESSAGES = Messages.load(Path(__file__).parents[2] / "config" / "messages")
MILK, BREAD = "4006381333931", "5901234123457"
AMBIENT_SLOTS = 6
ALL_SKILLS = ("A", "C", "F", "freezer")


class Hand:
    """A person with a handheld: every scan and button goes through the same door as in the store."""

    def __init__(self, floor: Floor, person_id: str, device_id: str | None = None) -> None:
        self.floor = floor
        self.person_id = person_id
        self.device_id = device_id or f"gw1/handheld-{person_id}"
        self.answer: dict[str, Any] = {}
        self._count = 0

    def scan(
        self, text: str, *, once: str | None = None, typed: bool = False, aim: str | None = None
    ) -> dict[str, Any]:
        """Scan a code; `once` is the message's id, a new one when it is not given."""
        request = ScanRequest(once or self._new_id(), text, aim=aim, mode="typed" if typed else None)
        return self._send(request.id, lambda work: commands.scan(work, request), request)

    def press(self, step: str, **facts: Any) -> dict[str, Any]:
        """Press a button of the screen."""
        request = StepRequest(self._new_id(), step, facts)
        return self._send(request.id, lambda work: commands.step(work, request), request)

    def look(self) -> dict[str, Any]:
        """Look at the screen without doing anything."""
        answer = self.floor.transactions.run(self.actor, commands.screen_answer)
        return say(answer, MESSAGES, self.actor.language)

    @property
    def facts(self) -> dict[str, Any]:
        """What the screen shows now."""
        return self.look()["screen"]["facts"]

    @property
    def screen(self) -> str:
        """The name of the screen one stands at."""
        return self.look()["screen"]["name"]

    @property
    def line(self) -> dict[str, Any]:
        """The line at hand."""
        return self.facts["line"]

    @property
    def actor(self) -> Actor:
        """This person's hand with the rights of this moment."""
        return self.floor.ask(actor_for, self.person_id, self.device_id)

    def _send(self, once_id: str, command: Callable[..., Any], request: Any) -> dict[str, Any]:
        answered: Answered = self.floor.transactions.run_once(
            self.actor, once_id, command, refused=lambda work, no: commands.refused(work, no, request)
        )
        self.answer = say(answered.answer, MESSAGES, "en")
        return self.answer

    def _new_id(self) -> str:
        self._count += 1
        return f"{self.device_id}:{self._count}"


class Shop:
    """The store of these tests: shelves A (ambient), C (chilled), F (frozen), a kitchen, slots, a staging shelf."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.hands: dict[str, Hand] = {}
        floor.way(nodes=6)
        for letter, temperature in (
            ("A", TemperatureClass.AMBIENT), ("C", TemperatureClass.CHILLED), ("F", TemperatureClass.FROZEN),
        ):  # fmt: skip
            floor.zone(letter, temperature)
        facts: dict[str, Any] = {"store_id": STORE, "node": 0, "state_since": floor.clock.now()}
        for number in range(1, 9):
            kept = TemperatureClass.AMBIENT if number <= AMBIENT_SLOTS else TemperatureClass.CHILLED
            floor.put(OutboundSlot(id=f"A0{number}", temperature_class=kept, capacity=4, **facts))
            floor.put(Basket(id=f"00000{number}", store_id=STORE, colour="blue"))
        for number, kept in enumerate((TemperatureClass.HOT, TemperatureClass.HOT, TemperatureClass.AMBIENT), 1):
            floor.put(StagingPosition(id=f"S-{number}", temperature_class=kept, **facts))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.floor, name)

    def hand(
        self, person_id: str = "ana", *roles: str, skills: tuple[str, ...] = ALL_SKILLS, on_shift: bool = True
    ) -> Hand:
        """Bring somebody to work, a picker unless other roles are given."""
        self.floor.person(person_id, *roles, skills=skills)
        if on_shift:
            self.floor.run(start_shift, person_id)
        self.hands[person_id] = Hand(self.floor, person_id)
        return self.hands[person_id]

    def goods(self, sku: str, quantity: int, bin_id: str = "A-1", *, gtin: str | None = None, **facts: Any) -> str:
        """Put goods on a shelf; the zone is the bin's first letter. Gives the lot's id."""
        self.floor.bin(bin_id, zone=bin_id[0])
        lot = self.floor.stock(sku, quantity, bin_id, **facts)
        if gtin is not None:
            self.floor.code(sku, gtin)
        return lot

    def ordered(self, lines: dict[str, int], *, minutes: int = 12, **draft: Any) -> Order:
        """Take an order that is to be ready in so many minutes, paid and begun."""
        due = self.floor.clock.now() + timedelta(minutes=minutes)
        order = self.floor.order(lines, promised_at=due, **draft)
        self.floor.sweep()
        return order

    def walking(self, hand: Hand, *baskets: str) -> dict[str, Any]:
        """Ask for work and scan the baskets; stand at the first line."""
        answer = hand.press("next_work")
        for basket in baskets or ("000001",):
            answer = hand.scan(f"K:{basket}")
        return answer

    def label(self, bag: Bag) -> str:
        """Print the newest label's code of a bag."""
        bag = self.floor.get(Bag, bag.id)
        return bag_code(bag.order_number, bag.n, bag.total, bag.label_version)

    def bags(self, order: Order) -> list[Bag]:
        """List an order's bags by number."""
        return sorted((bag for bag in self.floor.all(Bag, order_id=order.id) if bag.n), key=lambda bag: bag.n)

    def packed(self, hand: Hand) -> None:
        """Seal and label every bag of the task in hand."""
        while hand.screen == "pack":
            bag_id = hand.look()["screen"]["facts"]["bag"]["id"]
            hand.press("seal", seal=f"SL{int(bag_id[-6:], 16):09d}")
            hand.scan(self.label(self.floor.get(Bag, bag_id)))

    def dropped(self, hand: Hand) -> None:
        """Scan every bag in hand into its slot."""
        while hand.screen == "drop":
            slot = hand.look()["screen"]["facts"]["slot"]["id"]
            hand.scan(f"A:{slot}")

    def lines(self, order: Order) -> list[PickLine]:
        """List an order's pick lines by item."""
        return sorted(self.floor.all(PickLine, order_id=order.id), key=lambda line: line.sku)

    def task(self, order: Order) -> PickTask:
        """Give an order's only pick task."""
        return self.floor.one(PickTask, order_id=order.id)

    def offer(self, order: Order, person_id: str) -> None:
        """Ask somebody to take an order's only pick task."""
        key = self.task(order).id
        self.floor.run(lambda work: offer_trip(work, person_id, [work.get(PickTask, key)], "walk_offered"))

    def books_are_closed(self) -> bool:
        """Tell whether stock equals its ledger."""
        return not self.floor.ask(conservation_errors, STORE)

    def dish(self, sku: str = "soup", stall: str = "kitchen", quantity: int = 20, **facts: Any) -> None:
        """Let a stall make something hot, from goods in its own bin."""
        self.floor.item(sku, stall=stall, temperature_class=TemperatureClass.HOT, prep_seconds=120, **facts)
        self.floor.stock(sku, quantity, f"{stall}-bin")

    def ticket(self, order: Order, stall: str = "kitchen") -> Ticket:
        """Give an order's live ticket at a stall, on the wall."""
        self.floor.sweep()
        tickets = [row for row in self.floor.all(Ticket, order_id=order.id, stall_id=stall) if row.state != "VOIDED"]
        return tickets[-1]

    def made(self, order: Order, cook: Hand, stall: str = "kitchen") -> Ticket:
        """Let a stall claim and finish an order's ticket."""
        ticket = self.ticket(order, stall)
        self.floor.run(stations.claim, ticket.id, by=cook.actor)
        return self.floor.run(stations.finish, ticket.id, by=cook.actor)

    def staged(self, order: Order, cook: Hand, stall: str = "kitchen") -> Ticket:
        """Let a stall make an order's ticket and bring its bag to the staging shelf by two scans."""
        ticket = self.made(order, cook, stall)
        (bag,) = (bag for bag in self.floor.all(Bag, ticket_id=ticket.id) if bag.n)
        cook.scan(self.label(bag))
        cook.scan(f"G:{self.floor.all(StagingPosition, order_id=order.id)[0].id}")
        return self.floor.get(Ticket, ticket.id)

    def ready(self, order: Order, hand: Hand, gtins: Mapping[str, str]) -> None:
        """Pick, pack and drop an order of shelf goods."""
        self.walking(hand)
        while hand.screen == "pick_line":
            hand.scan(gtins[hand.line["sku"]])
        self.packed(hand)
        self.dropped(hand)
        assert self.floor.get(Order, order.id).state == "READY"

    def state(self, order: Order) -> str:
        """Give an order's state."""
        return str(self.floor.get(Order, order.id).state)


@pytest.fixture
def shop_of() -> type[Shop]:
    """Give the maker of a store on a floor."""
    return Shop


@pytest.fixture
def shop(make_floor: MakeFloor) -> Shop:
    """Give a store with the whole story."""
    return Shop(make_floor(reactions=story.REACTIONS, time_outs=story.TIME_OUTS))


@pytest.fixture
def milk(shop: Shop) -> Shop:
    """Give a store that has milk (5 in A-1) and bread (5 in A-2), with their codes."""
    shop.goods("milk", 5, "A-1", gtin=MILK)
    shop.goods("bread", 5, "A-2", gtin=BREAD)
    return shop
