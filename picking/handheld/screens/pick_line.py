"""The screen of picking: one line at a time, then the next two, and counts."""

from collections.abc import Callable

from picking.devices.commands import own_colour
from picking.foundation.quantity import Unit
from picking.foundation.tables import Json
from picking.handheld.freshness import freshness_shown
from picking.handheld.interpret import Kind
from picking.handheld.screens import options, pick_scans, pick_steps
from picking.handheld.screens.asks import INSIST, SURE, choice, number, reason
from picking.handheld.screens.kind import ScreenKind, Step, Weighing
from picking.handheld.screens.lead import badge_scanned
from picking.handheld.screens.scale import scale_scanned, scale_shown
from picking.handheld.screens.take_over import hand_over
from picking.handheld.standing import Standing
from picking.handheld.walk import ASKED, TO_TAKE, line_in_short, line_shown
from picking.tasks.lifecycle import PICK_LINE, PickLineState, PickLineStep


def show(at: Standing) -> Json:
    """Show the line at hand, the next two, counts, and what was asked about a bin."""
    walk, language = at.walk, at.language
    current = line_shown(walk.lines[0], language) if walk.lines else None
    return {
        "line": current,
        "freshness": _freshness(at),
        "next": [line_in_short(one, language) for one in walk.lines[1:]],
        "counts": {
            "open": walk.count(*TO_TAKE),
            "asked": walk.count(*ASKED),
            "parked": walk.count(PickLineState.PARKED),
            "unverified": walk.count(PickLineState.UNVERIFIED),
            "all": sum(walk.counts.values()),
        },
        "at_bin": at.facts.get("bin_id"),
        "is_the_bin_empty": at.facts.get("ask_empty"),
        "scale": scale_shown(at) if is_weighed(at) else None,
        "wants_lead": at.facts.get("wants_lead"),
        "colour": _colour(at),
    }


def _colour(at: Standing) -> str:
    """Give the colour in which the lamp at the next bin is lit."""
    return next((task.colour for task in at.duty.walking if task.colour), own_colour(at.person_id))


def _freshness(at: Standing) -> Json | None:
    """Show how fresh the lot of the line at hand is; what has no date asks for no calendar."""
    current = at.walk.current
    if current is None or current.lot is None or current.lot.expires_on is None:
        return None
    return freshness_shown(current.item, current.lot, at.today)


def line_takes(*steps: PickLineStep) -> Callable[[Standing], bool]:
    """Offer a button while the line's own table has a row for one of these steps."""

    def offered(at: Standing) -> bool:
        current = at.walk.current
        return current is not None and any(step in PICK_LINE.possible(current.line.state) for step in steps)

    return offered


def is_weighed(at: Standing) -> bool:
    """Offer the scale for what is counted in grams."""
    current = at.walk.current
    return current is not None and current.line.unit is Unit.GRAM and current.line.state in TO_TAKE


def may_use_the_pad(at: Standing) -> bool:
    """Offer the quantity pad once the item was scanned for this line, unless each piece wants its scan."""
    current = at.walk.current
    return current is not None and at.facts.get("scanned_line_id") == current.line.id and not current.item.scan_each


def _is_asked(at: Standing) -> bool:
    return "ask_empty" in at.facts


def _has_parked(at: Standing) -> bool:
    return at.walk.count(PickLineState.PARKED) > 0


def _is_customer_asked(at: Standing) -> bool:
    return at.walk.count(PickLineState.SUB_PROPOSED) > 0


_P = PickLineStep
SHORT_REASONS = ("not_found", "bin_empty", "damaged", "expired", "poor_quality")
SUBSTITUTE = (choice("line_id", options.ASKED), choice("sku", options.substitutes, needed=False))
PICK_LINE_SCREEN = ScreenKind(
    name="pick_line",
    show=show,
    scans={
        Kind.BIN: pick_scans.bin_scanned,
        Kind.ITEM: pick_scans.item_scanned,
        Kind.BADGE: badge_scanned,
        Kind.DEVICE: scale_scanned,
    },
    weighing=Weighing(pick_steps.laid_on_scale, is_weighed),
    steps={
        "take": Step(pick_steps.take, may_use_the_pad, (number(),)),
        "weigh": Step(pick_steps.weigh, is_weighed, (number("grams", needed=False),)),
        "accept_weight": Step(pick_steps.accept_weight, is_weighed, (number("grams", needed=False),)),
        "park": Step(pick_steps.park, line_takes(_P.PARK)),
        "find": Step(pick_steps.find, _has_parked, (choice("line_id", options.PARKED),)),
        "second_bin": Step(pick_steps.second_bin, line_takes(_P.MOVE_BIN)),
        "short": Step(pick_steps.short, line_takes(_P.REPORT_SHORT), (reason(*SHORT_REASONS), INSIST)),
        "substitute": Step(pick_steps.substitute, _is_customer_asked, SUBSTITUTE),
        "skip": Step(pick_steps.skip, line_takes(_P.PARK)),
        "bin_is_empty": Step(pick_steps.bin_is_empty, _is_asked),
        "bin_has_more": Step(pick_steps.bin_has_more, _is_asked),
        "unpick": Step(pick_steps.unpick, asks=(choice("line_id", options.PICKED),)),
        "hand_over": Step(hand_over, asks=(choice("person_id", options.colleagues),)),
        "give_back": Step(pick_steps.give_back, asks=(SURE,)),
    },
)
