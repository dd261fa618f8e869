"""What a lead may answer to each concern: the command, the right it needs, and what is to be entered; one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from picking.aftersales import commands as aftersales
from picking.aftersales.model import WorkKind
from picking.catalogue.model import PricePlan
from picking.counting import commands as counting
from picking.devices import commands as devices
from picking.devices.model import Device, StationSession
from picking.foundation.actor import Actor
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.freshness import commands as freshness
from picking.orders import commands as orders
from picking.outbound import commands as outbound
from picking.reactions import stopping
from picking.replenishing import commands as replenishing
from picking.replenishing.model import Cause
from picking.reports.concerns import Concern, Kind
from picking.stations import commands as stations
from picking.tasks import commands as tasks
from picking.tasks.model import PickLine, PickTask
from web_handheld.floor.webhooks import bring_again

STORE = "store"  # who wishes to cancel, when a lead does
HELD_TOO_LONG = "held_too_long"
Deed = Callable[[UnitOfWork, Concern, Json], object]


class Asks(StrEnum):
    """What is entered with an answer."""

    REASON = "reason"
    CHOICE = "choice"


@dataclass(frozen=True)
class Answer:
    """One answer: what it does, whose it is (any of these rights), what it asks for, whether one is asked "sure?"."""

    deed: Deed
    rights: tuple[str, ...]
    asks: Asks | None = None
    sure: bool = False

    def is_open_to(self, by: Actor) -> bool:
        """Tell whether somebody may give it."""
        return any(by.may(right) for right in self.rights)


def cancel_order(work: UnitOfWork, concern: Concern, form: Json) -> object:
    """Ask to cancel the order a concern is about."""
    return orders.request_cancellation(work, concern.order_id or "", form["reason"], STORE)


def refill(work: UnitOfWork, concern: Concern, _: Json) -> object:
    """Call for goods from behind; where none are, they have to be bought."""
    line = work.get(PickLine, concern.key)
    due_at = work.get(PickTask, line.task_id).due_at
    return replenishing.wish(work, line.bin_id or "", line.sku, line.missing, Cause.LEAD, due_at)


def free_work(work: UnitOfWork, concern: Concern, _: Json) -> object:
    """Free the work of whoever holds a silent device."""
    return tasks.give_back(work, work.get(Device, concern.key).person_id or "")


def override_plan(work: UnitOfWork, concern: Concern, _: Json) -> object:
    """Take a price plan for shown."""
    plan = work.get(PricePlan, concern.key)
    return devices.override_plan(work, plan.store_id, plan.code)


def answer_screen(work: UnitOfWork, concern: Concern, *, agree: bool) -> object:
    """Hand a stall's screen over, or leave it where it is."""
    return devices.answer_takeover(work, work.get(StationSession, concern.key).id, agree=agree)


_LEAD, _DESK, _COUNTS, _DOOR, _STALL = ("take_over",), ("desk",), ("counts",), ("outbound",), ("stall.lead",)
_CANCEL = Answer(cancel_order, _DESK, Asks.REASON, sure=True)
_HASTEN = Answer(lambda work, it, _: orders.release_now(work, it.key), ("orders.accept",))
_GIVE = Answer(lambda work, it, form: tasks.give_task(work, it.key, form["choice"]), _LEAD, Asks.CHOICE)
_DROP = Answer(lambda work, it, _: devices.drop(work, it.key), _DESK, sure=True)

ANSWERS: Mapping[Kind, Mapping[str, Answer]] = {
    Kind.ORDER_TO_ACCEPT: {
        "accept": Answer(lambda work, it, _: orders.accept_order(work, it.key), ("orders.accept",)),
        "cancel": _CANCEL,
    },
    Kind.RISK_HELD: {
        "clear": Answer(lambda work, it, _: orders.clear_risk(work, it.key), ("orders.risk",)),
        "reject": Answer(
            lambda work, it, form: orders.reject_risk(work, it.key, form["reason"]), ("orders.risk",), Asks.REASON
        ),
    },
    Kind.ORDER_LATE: {"hasten": _HASTEN, "cancel": _CANCEL},
    Kind.ORDER_WILL_BE_LATE: {"hasten": _HASTEN, "cancel": _CANCEL},
    Kind.CANCEL_WAITS: {
        "confirm": Answer(
            lambda work, it, _: stopping.confirm_cancellation(work, it.key), ("orders.cancel_answer",), sure=True
        ),
        "refuse": Answer(
            lambda work, it, form: orders.refuse_cancellation(work, it.key, form["reason"]),
            ("orders.cancel_answer",), Asks.REASON,
        ),
    },
    Kind.COMPLAINT_BACK: {
        "send_again": Answer(lambda work, it, _: aftersales.decide(work, it.key, WorkKind.RESHIP), _DESK),
        "bring_back": Answer(lambda work, it, _: aftersales.decide(work, it.key, WorkKind.RETURN), _DESK),
        "pay_back": Answer(
            lambda work, it, _: aftersales.decide(work, it.key, WorkKind.REFUND_ONLY), _DESK, sure=True
        ),
        "reject": Answer(lambda work, it, form: aftersales.reject(work, it.key, form["reason"]), _DESK, Asks.REASON),
    },
    Kind.CUSTOMER_ASKED: {
        "substitute": Answer(
            lambda work, it, form: tasks.answer_substitution(work, it.key, form["choice"]), _DESK, Asks.CHOICE
        ),
        "leave_out": Answer(lambda work, it, _: tasks.answer_substitution(work, it.key, None), _DESK, sure=True),
    },
    Kind.LINE_PARKED: {
        "found": Answer(lambda work, it, _: tasks.find_line(work, it.key), ("pick",)),
        "refill": Answer(refill, _COUNTS),
        "leave_out": Answer(
            lambda work, it, form: tasks.give_up_search(work, it.key, form["reason"]), ("force_complete",), Asks.REASON
        ),
    },
    Kind.COUNT_TO_APPROVE: {
        "approve": Answer(lambda work, it, _: counting.approve_count(work, it.key), _COUNTS),
        "count_again": Answer(lambda work, it, _: counting.refuse_count(work, it.key), _COUNTS),
        "give_up": Answer(lambda work, it, _: counting.cancel_count(work, it.key), _COUNTS, sure=True),
    },
    Kind.FILL_ALTERED: {
        "accept": Answer(lambda work, it, _: replenishing.accept(work, it.key), _COUNTS),
        "count_source": Answer(lambda work, it, _: replenishing.refuse(work, it.key), _COUNTS),
    },
    Kind.MARKDOWN_PROPOSED: {
        "approve": Answer(lambda work, it, _: freshness.approve_markdown(work, it.key), _COUNTS),
        "refuse": Answer(lambda work, it, _: freshness.refuse_markdown(work, it.key), _COUNTS),
    },
    Kind.PUT_BACK_WAITS: {},
    Kind.TAKE_OVER_ASKED: {
        "agree": Answer(lambda work, it, _: tasks.agree_take_over(work, it.key), _LEAD),
        "keep": Answer(lambda work, it, _: tasks.refuse_take_over(work, it.key), _LEAD),
    },
    Kind.TASK_CAME_BACK: {"give": _GIVE},
    Kind.TASK_REFUSED: {"give": _GIVE},
    Kind.NOBODY_SKILLED: {},
    Kind.DEVICE_SILENT: {
        "free_work": Answer(free_work, _LEAD, sure=True),
        "take_back": Answer(lambda work, it, _: devices.take_back(work, it.key), ("devices",), sure=True),
        "lost": Answer(lambda work, it, _: devices.report_lost(work, it.key), ("devices",), sure=True),
    },
    Kind.STALL_ASKED: {
        "agree": Answer(lambda work, it, _: answer_screen(work, it, agree=True), _STALL),
        "keep": Answer(lambda work, it, _: answer_screen(work, it, agree=False), _STALL),
    },
    Kind.TICKET_LATE: {
        "hurry": Answer(lambda work, it, _: stations.hurry(work, it.key), ("desk", "stall.lead")),
        "pass": Answer(lambda work, it, form: stations.pass_to(work, it.key, form["choice"]), _STALL, Asks.CHOICE),
    },
    Kind.STAGING_OVERDUE: {
        "remake": Answer(
            lambda work, _, form: stations.remake(work, form["choice"], HELD_TOO_LONG), _STALL, Asks.CHOICE
        ),
    },
    Kind.SLOT_OVERSTAY: {
        "wait_on": Answer(lambda work, it, _: outbound.wait_on(work, it.key), ("outbound", "desk")),
        "remind": Answer(lambda work, it, _: outbound.remind(work, it.key), ("outbound", "desk")),
        "cancel": _CANCEL,
    },
    Kind.RIDER_CANNOT: {
        "agree": Answer(lambda work, it, _: outbound.agree_rider_failure(work, it.key), _DOOR),
        "refuse": Answer(
            lambda work, it, form: outbound.refuse_rider_failure(work, it.key, form["reason"]), _DOOR, Asks.REASON
        ),
    },
    Kind.RIDER_WAITS: {"miss": Answer(lambda work, it, _: outbound.miss_rider(work, it.key), _DOOR, sure=True)},
    Kind.BAG_MISSING: {
        "finish_by_code": Answer(
            lambda work, it, form: outbound.finish_by_code(work, it.key, form["reason"]),
            ("outbound.override",), Asks.REASON, sure=True,
        ),
    },
    Kind.SHEET_UNKNOWN: {
        "confirm": Answer(lambda work, it, _: devices.confirm(work, it.key), _DESK),
        "retry": Answer(lambda work, it, _: devices.retry(work, it.key), _DESK),
        "drop": _DROP,
    },
    Kind.SHEETS_STUCK: {
        "reroute": Answer(
            lambda work, it, form: devices.reroute_queue(work, it.key, form["choice"]), ("reprint",), Asks.CHOICE
        ),
    },
    Kind.SHEET_HOMELESS: {
        "reroute": Answer(
            lambda work, it, form: devices.reroute_by_hand(work, it.key, form["choice"]), ("reprint",), Asks.CHOICE
        ),
        "drop": _DROP,
    },
    Kind.GATEWAY_AWAY: {},
    Kind.PRICES_NOT_SHOWN: {"override": Answer(override_plan, ("force_complete",), sure=True)},
    Kind.LETTERS_DEAD: {"put_away": Answer(lambda work, it, _: devices.put_letters_away(work, it.key), _DESK)},
    Kind.REFUND_FAILED: {"retry": Answer(lambda work, it, _: orders.retry_refund(work, it.key), _DESK)},
    Kind.WEBHOOK_GIVEN_UP: {"retry": Answer(lambda work, it, _: bring_again(work, it.key), _DESK)},
    Kind.BOOKS_DISAGREE: {},
}  # fmt: skip
