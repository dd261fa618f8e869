"""What a stall's screen can ask and do over HTTP: walls in pages, scans, dishes, and what each order still misses."""

import uuid

import pytest
from floor import STORE
from way_out import AMBIENT, HOT, STORY, WayOut

from picking.catalogue.barcodes import OwnKind, own_code
from picking.devices.model import PrintJob
from picking.foundation.records import Push
from picking.orders import commands as orders
from picking.outbound.commands import bag_barcode
from picking.outbound.model import Bag, StagedPart
from picking.people.model import Person
from picking.stations import commands as stations
from picking.stations.model import Ticket, TicketItem
from picking.story import TIME_OUTS

API = "/api/v1/stations"


@pytest.fixture
def floor(make_floor):
    return make_floor(reactions=STORY, time_outs=TIME_OUTS)


@pytest.fixture
def way(floor):
    way = WayOut(floor)
    way.positions(HOT, AMBIENT)
    return way


@pytest.fixture
def cook(way, floor, signed_in):
    browser = signed_in("stall", key="ana")
    floor.run(lambda work: setattr(work.get(Person, "ana"), "skills", ["kitchen"]))
    return browser


def step(browser, step_name, stall="kitchen", **facts):
    body = {"id": str(uuid.uuid4()), "step": step_name, "facts": facts}
    return browser.post(f"{API}/{stall}/steps", json=body)


def scan(browser, text, stall="kitchen", **more):
    return browser.post(f"{API}/{stall}/scans", json={"id": str(uuid.uuid4()), "text": text, **more})


def slip(ticket):
    return own_code(OwnKind.TICKET, ticket.number)


def test_a_wall_has_pages_in_the_order_of_its_places(way, cook):
    """A rush of hundreds of tickets must not come as one answer."""
    tickets = [way.ticket(way.order({"soup": 1})) for _ in range(5)]

    first = cook.get(f"{API}/kitchen/tickets?limit=3").json
    rest = cook.get(f"{API}/kitchen/tickets?limit=3&after_place={first['next_place']}").json

    assert [one["ticket_id"] for one in first["tickets"] + rest["tickets"]] == [ticket.id for ticket in tickets]
    assert rest["next_place"] is None


def test_a_push_brings_the_whole_ticket_in_every_language(way, cook, floor):
    """A screen that has to ask after each push is late, and screens of one stall need not share a language."""
    ticket = way.ticket(way.order({"soup": 2}))

    step(cook, "claim", ticket_id=ticket.id)

    pushed = [push.body["ticket"] for push in floor.all(Push, room="station:kitchen", name="ticket")][-1]
    shown = cook.get(f"{API}/kitchen/tickets").json["tickets"][0]
    assert (pushed["state"], pushed["person"], pushed["stall_id"]) == ("IN_PREP", "ana", "kitchen")
    assert pushed["items"][0]["names"].keys() >= {"en"}
    assert {**pushed, "pace": None} == {**shown, "pace": None}


def test_a_slip_begins_its_ticket_and_then_finishes_it(way, cook, floor):
    """Greasy hands scan; a scanner that reads a slip twice at once means it once."""
    ticket = way.ticket(way.order({"soup": 1}))

    begun = scan(cook, slip(ticket)).json
    read_again = scan(cook, slip(ticket)).json
    floor.clock.advance(minutes=5)
    done = scan(cook, slip(ticket)).json

    assert (begun["did"], read_again["did"], done["did"]) == ("claimed", "found", "finished")
    assert (done["ticket"]["state"], done["position"]) == ("READY", "S1")


def test_a_bag_and_its_position_stage_a_ticket(way, cook, floor):
    """The last hand at the stall needs no second device; a wrong position is refused and the right one named."""
    ticket = way.make(way.order({"soup": 1}))
    bag = floor.one(Bag, ticket_id=ticket.id)

    bring = scan(cook, bag_barcode(bag)).json
    wrong = scan(cook, own_code(OwnKind.STAGING, "S2"), ticket_id=ticket.id)
    staged = scan(cook, own_code(OwnKind.STAGING, bring["position"]), ticket_id=ticket.id).json

    assert (bring["did"], bring["position"]) == ("bring", "S1")
    assert (wrong.json["code"], wrong.json["facts"]["right"]) == ("wrong_staging_position", "S1")
    assert (staged["did"], staged["ticket"]["state"]) == ("staged", "STAGED")
    assert floor.one(StagedPart, ticket_id=ticket.id).position_id == "S1"


def test_a_code_that_has_no_business_at_a_stall_says_what_it_is(way, cook):
    """Not found is only for codes nobody knows."""
    of_fish = way.ticket(way.order({"carp": 1}), "fish")

    other = scan(cook, slip(of_fish))
    place = scan(cook, own_code(OwnKind.STAGING, "S1"))
    nobody = scan(cook, "what?")

    assert (other.json["code"], other.json["facts"]["stall"]) == ("ticket_of_other_stall", "fish")
    assert place.json["detail"] == "This is staging position S1. Scan a ticket's slip, or a stall's bag."
    assert nobody.json["code"] == "code_unknown"


def test_a_voided_slip_is_bumped_by_its_scan(way, cook, floor):
    """It stays struck through until somebody has seen it."""
    order = way.order({"soup": 1})
    ticket = way.ticket(order)
    floor.run(orders.request_cancellation, order.id, "changed_mind", "customer")

    before = cook.get(f"{API}/kitchen/tickets").json["tickets"]
    bumped = scan(cook, slip(ticket)).json

    assert [one["struck"] for one in before] == [True]
    assert (bumped["did"], bumped["ticket"]["bumped"]) == ("bumped", True)
    assert cook.get(f"{API}/kitchen/tickets").json["tickets"] == []


def test_a_slip_comes_again_as_a_copy(way, cook, floor):
    """When the screen goes dark the stall goes on from paper, and nobody makes a copy twice."""
    ticket = way.ticket(way.order({"soup": 1}))

    answer = step(cook, "print", ticket_id=ticket.id)

    jobs = floor.all(PrintJob, template="kitchen_ticket")
    assert answer.status_code == 200
    assert sorted(job.copy for job in jobs) == [0, 2]


def test_dishes_are_counted_over_all_tickets(way, cook, floor):
    """A cook fries five portions once, not one portion five times."""
    way.order({"soup": 1})  # held until its time
    waiting = [way.ticket(way.order({"soup": 2, "salad": 1})) for _ in range(2)]
    begun = way.ticket(way.order({"soup": 3}))
    step(cook, "claim", ticket_id=begun.id)
    made = way.ticket(way.order({"salad": 1}))
    step(cook, "claim", ticket_id=made.id)
    step(cook, "do_item", item_id=floor.one(TicketItem, ticket_id=made.id).id)

    items = cook.get(f"{API}/kitchen/dishes").json["items"]

    shown = {one["sku"]: (one["waiting"], one["begun"], one["later"], one["made"]) for one in items}
    assert len(waiting) == 2
    assert shown == {"soup": (4, 3, 1, 0), "salad": (2, 0, 0, 1)}


def test_what_is_missing_for_which_order_is_named(way, cook, floor):
    """Whoever brings the parts together asks the right stall, and only once."""
    order = way.order({"soup": 1, "carp": 1, "rice": 1})
    soup = way.ticket(order)
    step(cook, "claim", ticket_id=soup.id)
    step(cook, "finish", ticket_id=soup.id)
    scan(cook, own_code(OwnKind.STAGING, "S1"), ticket_id=soup.id)

    row = cook.get(f"{API}/orders").json["items"][0]

    parts = {part["stall_id"]: part for part in row["parts"]}
    assert (row["number"], row["missing"], len(row["parts"])) == (order.number, 2, 3)
    assert (parts["kitchen"]["there"], parts["kitchen"]["items"]) == (True, [])
    assert [item["sku"] for item in parts["fish"]["items"]] == ["carp"]


def test_the_stalls_say_who_works_their_screens(way, cook, signed_in):
    """Before somebody asks for a screen, he sees whom he asks."""
    cook.post(f"{API}/kitchen/session")
    signed_in("stall", key="bo").post(f"{API}/kitchen/session", json={"take_over": True})

    items = {one["stall_id"]: one for one in cook.get(API).json["items"]}

    assert (items["kitchen"]["session"]["name"], items["kitchen"]["session"]["asked_name"]) == ("ana", "bo")
    assert (items["kitchen"]["mine"], items["fish"]["mine"], items["fish"]["session"]) == (True, False, None)


def test_a_picker_sees_no_wall(way, signed_in):
    """What is none of one's business is not shown."""
    picker = signed_in("picker")

    answers = [picker.get(path).status_code for path in (API, f"{API}/kitchen/tickets", f"{API}/orders")]

    assert answers == [403, 403, 403]


def test_a_stopped_ticket_is_shown_before_anybody_begins_it(way, cook, floor):
    """Nobody may begin what is about to be cancelled, so the screen has to say so at once."""
    order = way.order({"soup": 1, "carp": 1})
    soup, carp = way.ticket(order), way.ticket(order, "fish")
    floor.run(stations.claim, carp.id)

    floor.run(orders.request_cancellation, order.id, "changed_mind", "customer")

    pushed = [push.body["ticket"] for push in floor.all(Push, room="station:kitchen", name="ticket")][-1]
    assert (pushed["ticket_id"], pushed["stopped"]) == (soup.id, True)
    assert floor.get(Ticket, soup.id).store_id == STORE
