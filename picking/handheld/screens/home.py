"""The first screen: shift, offered work, next work; whatever is scanned here says what it is and starts what it can."""

from datetime import datetime, timedelta

from sqlalchemy import select

from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, finished, right, word
from picking.handheld.interpret import Kind
from picking.handheld.next_work import clock_here, coming_walk, take_next, take_question, waiting_question
from picking.handheld.screens import bind_label, customer_return, desk_doors, load, lookups, put_away, receive, scan_out
from picking.handheld.screens.asks import SURE, choice, typed
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.scale import scale_scanned
from picking.handheld.screens.take_over import take_over
from picking.handheld.screens.write_off import WRITE_OFF
from picking.handheld.standing import Standing
from picking.orders.model import Order
from picking.people import commands as people
from picking.people.queries import open_shift
from picking.receiving.queries import count_in_bay, next_to_take_in
from picking.tasks import commands as tasks
from picking.tasks.model import PickTask, Walk

SOON = timedelta(hours=1)


def show(at: Standing) -> Json:
    """Show whether the shift runs, what is offered, which goods wait to be put back, and which walk is to come when."""
    return {
        "on_shift": _is_on_shift(at),
        "break_until": until.isoformat() if (until := _break_until(at)) else None,
        "offered": _offered_shown(at),
        "put_back": at.facts.get("put_back"),
        "coming": coming_walk(at),
        "question": waiting_question(at),
        **(_at_the_bay(at) if _may_receive(at) else {}),
    }


def _at_the_bay(at: Standing) -> Json:
    """Show the delivery that is here or about to come and that nobody takes in yet, and what waits in the bay."""
    coming = next_to_take_in(at.work.session, at.store_id, at.work.now + SOON)
    delivery = {"id": coming.id, "number": coming.number, "supplier": receive.sender(at, coming)} if coming else None
    return {"delivery": delivery, "in_bay": count_in_bay(at.work.session, at.store_id)}


def _offered_shown(at: Standing) -> Json | None:
    offered = at.duty.offered
    if offered is None:
        return None
    number = at.work.session.scalars(select(Order.number).where(Order.id == offered.order_id)).one()
    return {
        "task_id": offered.id,
        "order": number,
        "zone": offered.zone_id,
        "due_at": offered.due_at.isoformat(),
        "answer_until": offered.deadline_at.isoformat() if offered.deadline_at else None,
        "why": _why(at, offered),
    }


def _why(at: Standing, offered: PickTask) -> list[Json]:
    """Say why this walk is this person's."""
    walk = at.work.find(Walk, offered.walk_id) if offered.walk_id else None
    reasons = walk.reason_facts.get("why", ()) if walk else ()
    return [word(each["code"], **each["facts"]) for each in reasons]


def start_shift(at: Standing, _: Json) -> Said:
    """Begin to work: from now on work is offered."""
    people.start_shift(at.work, at.person_id)
    return right("shift_started")


def end_shift(at: Standing, _: Json) -> Said:
    """Go home; not with goods in hand."""
    if not at.duty.is_free:
        raise Refusal("work_in_hand")
    people.end_shift(at.work, at.person_id)
    return finished("shift_ended")


def take_break(at: Standing, _: Json) -> Said:
    """Rest for a while: the shift goes on, and nothing is offered; not with goods in hand."""
    if not at.duty.is_free:
        raise Refusal("work_in_hand")
    until = people.take_break(at.work, at.person_id).break_until
    assert until is not None
    at.go("home")
    return right("break_taken", clock=clock_here(at, until))


def end_break(at: Standing, _: Json) -> Said:
    """Go back to work before the break is over."""
    people.end_break(at.work, at.person_id)
    return right("break_ended")


def next_work(at: Standing, _: Json) -> Said:
    """Ask for work: own started, then own assigned, then free, by due time; who asks rests no more."""
    if not _is_on_shift(at):
        raise Refusal("not_on_shift", person=at.work.by.name)
    people.end_break(at.work, at.person_id)
    return take_next(at)


def take_offer(at: Standing, _: Json) -> Said:
    """Say yes to what is offered: the clock starts."""
    tasks.take_offer(at.work, _offer(at).id)
    at.go("home")
    return right("work_taken")


def decline_offer(at: Standing, _: Json) -> Said:
    """Say no: somebody else is asked."""
    tasks.decline_offer(at.work, _offer(at).id)
    return right("offer_declined")


def _offer(at: Standing) -> PickTask:
    if at.duty.offered is None:
        raise Refusal("offer_is_gone")
    return at.duty.offered


def _is_on_shift(at: Standing) -> bool:
    return open_shift(at.work.session, at.person_id) is not None


def _break_until(at: Standing) -> datetime | None:
    shift = open_shift(at.work.session, at.person_id)
    return shift.rests_until(at.work.now) if shift else None


def _is_resting(at: Standing) -> bool:
    return _break_until(at) is not None


def _may_rest(at: Standing) -> bool:
    shift = open_shift(at.work.session, at.person_id)
    if shift is None or shift.rests_until(at.work.now) is not None:
        return False
    return at.duty.is_free and not _is_offered(at)


def _is_off_shift(at: Standing) -> bool:
    return not _is_on_shift(at)


def _is_offered(at: Standing) -> bool:
    return at.duty.offered is not None


def _is_asked(at: Standing) -> bool:
    return _is_on_shift(at) and waiting_question(at) is not None


def _may_take_back(at: Standing) -> bool:
    return at.work.by.may("return_in")


def _may_hand_over(at: Standing) -> bool:
    return at.work.by.may("outbound")


def _may_count(at: Standing) -> bool:
    return at.work.by.may("count")


def _may_receive(at: Standing) -> bool:
    return at.work.by.may("receive")


STEPS = {
    "start_shift": Step(start_shift, _is_off_shift),
    "end_shift": Step(end_shift, _is_on_shift, (SURE,)),
    "next_work": Step(next_work, _is_on_shift),
    "end_break": Step(end_break, _is_resting),
    "answer_question": Step(take_question, _is_asked),
    "take_offer": Step(take_offer, _is_offered),
    "decline_offer": Step(decline_offer, _is_offered),
    "customer_return": Step(customer_return.by_reference, _may_take_back, (typed("reference"),)),
    "check_in": Step(scan_out.check_in, _may_hand_over, (typed("tail"),)),
    "bind_labels": Step(bind_label.begin, _may_count),
    "receive": Step(receive.begin, _may_receive, (choice("delivery_id", receive.awaited),)),
    "receive_blind": Step(receive.begin_blind, _may_receive, (typed("supplier"),)),
    "put_away": Step(put_away.begin, _may_receive),
    "send_goods": Step(load.begin, load.may_begin, (choice("to", load.sisters),)),
    "take_break": Step(take_break, _may_rest),
}
SCANS = {**lookups.SCANS, **desk_doors.SCANS, Kind.DEVICE: scale_scanned}
HOME = ScreenKind(name="home", show=show, scans=SCANS, steps=STEPS)
INFO = ScreenKind(
    name="info",
    show=lookups.show,
    scans=SCANS,
    steps={
        "take_over": Step(take_over, lookups.is_basket_in_hand, (choice("task_id", lookups.task_looked_up),)),
        **WRITE_OFF,
        **STEPS,
        "home": Step(lookups.leave),
    },
)
