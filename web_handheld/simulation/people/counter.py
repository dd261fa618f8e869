"""The outbound counter: riders fetch, customers collect, goods come back; every bag is scanned out or in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from web_handheld.simulation.actions import Action, Answer, Press, Rest, Scan
from web_handheld.simulation.dice import happens
from web_handheld.simulation.people.hands import LOOK_SECONDS, REACH_SECONDS, TAP_SECONDS, WALK_SECONDS, Hands
from web_handheld.simulation.visits import Counter, Errand, Visit

TRIES_MAX, DAMAGED = 30, 0.2
IDLE_REAL_SECONDS = 0.5
ReadLabels = Callable[[str], Sequence[str]]


@dataclass
class Clerk:
    """Whoever serves the counter: the visit at hand and the bags already scanned for it.

    `read_labels` gives the newest codes of an order's bags as they hang on the shelf.
    """

    hands: Hands
    counter: Counter
    read_labels: ReadLabels
    visit: Visit | None = None
    scanned: set[str] = field(default_factory=set)

    def next_action(self, answer: Answer) -> Action:
        """Do what the screen says for whoever stands here."""
        play = SCREENS.get(answer.screen)
        if play is None:
            self.hands.count(f"screens nobody plays: {answer.screen}")
            return Press("home") if answer.may("home") else Rest()
        return play(self, answer)

    def begin(self) -> Visit | None:
        """Turn to the next visitor; one who could not be served waits at the end of the queue."""
        if self.visit is not None and self.visit.tries < TRIES_MAX:
            self.counter.come(Visit(self.visit.errand, self.visit.order, self.visit.proof, self.visit.tries + 1))
        elif self.visit is not None:
            self.hands.count("visitors who left without being served")
        self.visit, self.scanned = self.counter.next_visit(), set()
        return self.visit

    def served(self) -> None:
        """Say good-bye."""
        self.visit = None

    def next_bag(self, orders: Iterable[str]) -> str | None:
        """Take the next bag that was not scanned yet."""
        left = (code for order in orders for code in self.read_labels(order) if code not in self.scanned)
        code = next(left, None)
        if code is not None:
            self.scanned.add(code)
        return code


def home(clerk: Clerk, answer: Answer) -> Action:
    """Turn to the next visitor."""
    if answer.may("start_shift"):
        return Press("start_shift", seconds=clerk.hands.about(TAP_SECONDS))
    if answer.code in SERVED:
        clerk.served()
    visit = clerk.begin()
    if visit is None:
        return Rest(clerk.hands.about(LOOK_SECONDS), IDLE_REAL_SECONDS)
    if visit.errand is Errand.FETCH:
        return Press("check_in", {"tail": visit.proof}, clerk.hands.about(LOOK_SECONDS))
    if visit.errand is Errand.BRING_BACK:
        bag = clerk.next_bag([visit.order])
        return Scan(bag, clerk.hands.about(REACH_SECONDS)) if bag else Rest(clerk.hands.about(LOOK_SECONDS))
    return Scan(f"S:{visit.proof}", clerk.hands.about(LOOK_SECONDS))


SERVED = {"all_handed_over", "pickup_done", "cart_checked", "return_inspected"}


def scan_out(clerk: Clerk, answer: Answer) -> Action:
    """Fetch each bag from its slot and scan it to whoever takes it."""
    orders = (
        [slot["order"] for slot in answer.facts["slots"]] if answer.screen == "scan_out" else [answer.facts["order"]]
    )
    bag = clerk.next_bag(orders)
    return Scan(bag, clerk.hands.about(WALK_SECONDS)) if bag else Press("home", seconds=TAP_SECONDS)


def cart_check(clerk: Clerk, answer: Answer) -> Action:
    """Look into the shopper's own cart: scan each thing until nothing paid is missing, then let it go."""
    missing = answer.facts["next"]
    if not missing:
        return Press("let_go", seconds=clerk.hands.about(TAP_SECONDS))
    store, first = clerk.hands.store, missing[0]
    code = store.code_on_wrapping(store.sku_called(first["item"]), first["quantity"] - first["counted"])
    return Scan(code, clerk.hands.about(REACH_SECONDS))


def return_in(clerk: Clerk, answer: Answer) -> Action:
    """Scan in what came back; when nothing more comes, inspect it."""
    bag = clerk.next_bag([answer.facts["order"]])
    if bag is not None:
        return Scan(bag, clerk.hands.about(REACH_SECONDS))
    return Press("inspect" if answer.may("inspect") else "home", seconds=TAP_SECONDS)


def inspect(clerk: Clerk, answer: Answer) -> Action:
    """Look at each item: good ones go into their bin, the others are written off."""
    facts, hands = answer.facts, clerk.hands
    if not facts.get("bag_item_id"):
        clerk.served()
        return Press("home", seconds=TAP_SECONDS)
    if not facts.get("bin"):
        return Scan(f"B:{hands.store.bin_of(hands.store.sku_called(facts['item']))}", hands.about(WALK_SECONDS))
    damaged = facts["quantity"] if happens(hands.dice, DAMAGED) else 0
    reason = {"reason": "opened"} if damaged else {}
    return Press("inspected", {"good": facts["quantity"] - damaged, "damaged": damaged, **reason}, hands.about(8))


SCREENS: dict[str, Callable[[Clerk, Answer], Action]] = {
    "home": home,
    "info": lambda _, __: Press("home", seconds=TAP_SECONDS),
    "scan_out": scan_out,
    "pickup": scan_out,
    "cart_check": cart_check,
    "return_in": return_in,
    "inspect": inspect,
}
