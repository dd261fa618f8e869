"""/desk/exceptions: everything in the store that waits for a lead, and the lead's answers; dead letters one by one."""

from http import HTTPStatus

from marshmallow import fields
from sqlalchemy import select

from picking.devices.model import DeadLetter
from picking.foundation.refusals import Kind as Refused, Refusal, invalid
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.reports.concerns import AREAS, AT_ONCE, Area, Concern, Kind, Looking, concerns, find_concern
from web_handheld.api import once
from web_handheld.api.desk_asking import DeskQuery, at_desk, words
from web_handheld.api.pages import page, read_cursor, write_cursor
from web_handheld.desk.answers import ANSWERS, Answer, Asks
from web_handheld.desk.concern_words import concern_view
from web_handheld.forms.base import Form, Paged, StrictBlueprint, number, text
from web_handheld.parts import parts

PLACE_LENGTH = 3  # of `_place`
blueprint = StrictBlueprint("desk_exceptions", __name__, description="What waits for a lead, and the answers")


class ConcernsQuery(DeskQuery):
    """Of which part of the store, or of all; `books` is looked through only when it is named. A page at a time."""

    area = fields.Enum(Area, by_value=True)
    limit = number(1, 200, load_default=50)
    cursor = text(400)


class ConcernAnswerForm(Form):
    """An answer to one concern; `reason` or `choice` where the answer asks for it."""

    kind = fields.Enum(Kind, by_value=True, required=True)
    key = text(130, required=True)
    step = text(24, required=True)
    reason = text(200)
    choice = text(130)


@blueprint.route("/desk/exceptions", methods=["GET"])
@blueprint.arguments(ConcernsQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_exceptions(query: Json) -> Json:
    """Give what waits for an answer, what hurts first in front: what happened, what it holds up, possible answers.

    `holding_up` counts those that hold up an order.
    """
    by, transactions = at_desk(), parts().transactions
    with transactions.reading() as books:
        at = Looking(books, by.store_id, transactions.clock.now(), transactions.settings_of(by.store_id))
        area = query.get("area")
        looked = (area,) if area is Area.BOOKS else AT_ONCE
        found = concerns(at, looked)
        counts = {str(each): sum(AREAS[one.kind] is each for one in found) for each in looked}
        after = read_cursor(query["cursor"], PLACE_LENGTH) if "cursor" in query else None
        wanted = (each for each in found if area is None or AREAS[each.kind] is area)
        rest = [each for each in wanted if after is None or _place(each) > after]
        shown = rest[: query["limit"]]
        say, hold_ups = words(books, by, query.get("lang")), parts().hold_ups
        return {
            "now": at.now.isoformat(),
            "counts": counts,
            "holding_up": hold_ups.of(by.store_id) if area is Area.BOOKS else hold_ups.seen(by.store_id, at.now, found),
            "items": [concern_view(each, say, by) for each in shown],
            "next": write_cursor(_place(shown[-1])) if len(rest) > len(shown) else None,
        }


@blueprint.route("/desk/exceptions/count", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def count_exceptions() -> Json:
    """Give how many hold up an order, at most five seconds old: what stands beside the page's name at every desk."""
    return {"holding_up": parts().hold_ups.of(at_desk().store_id)}


@blueprint.route("/desk/exceptions/answers", methods=["POST"])
@blueprint.arguments(ConcernAnswerForm)
@blueprint.response(HTTPStatus.OK)
def answer_exception(form: Json) -> once.Answer:
    """Answer one concern; what somebody else has answered meanwhile is refused, as is what does not help any more."""
    at_desk()
    answer = _answer(form)

    def command(work: UnitOfWork) -> Json:
        work.by.require(*answer.rights)
        at = Looking(work.session, work.by.store_id, work.now, work.settings)
        concern = find_concern(at, form["kind"], form["key"])
        if concern is None or form["step"] not in concern.steps:
            raise Refusal("concern_answered", Refused.CONFLICT)
        answer.deed(work, concern, form)
        work.follow()
        return {"kind": str(form["kind"]), "key": form["key"], "step": form["step"]}

    return once.run(command)


@blueprint.route("/desk/dead-letters", methods=["GET"])
@blueprint.arguments(Paged, location="query")
@blueprint.response(HTTPStatus.OK)
def show_dead_letters(query: Json) -> Json:
    """Give what devices said and nobody understood, with the reason and who has seen it, a page at a time."""
    by = at_desk()
    with parts().transactions.reading() as books:
        letters = select(DeadLetter).where(DeadLetter.store_id == by.store_id)
        return page(books, letters, [DeadLetter.id.expression], _letter, query)


def _answer(form: Json) -> Answer:
    known = ANSWERS[form["kind"]]
    if form["step"] not in known:
        raise invalid("step", f"one of {', '.join(known) or 'none'} is wanted")
    answer = known[form["step"]]
    if answer.asks is Asks.CHOICE and "choice" not in form:
        raise invalid("choice", "it is wanted for this answer")
    if answer.asks is Asks.REASON and "reason" not in form:
        raise invalid("reason", "it is wanted for this answer")
    return answer


def _place(concern: Concern) -> list[str]:
    return [concern.hurts_at.isoformat(), str(concern.kind), concern.key]


def _letter(letter: DeadLetter) -> Json:
    return {
        "id": letter.id,
        "topic": letter.topic,
        "code": letter.code,
        "reason": letter.reason,
        "payload": letter.payload,
        "at": letter.at.isoformat(),
        "seen_at": letter.seen_at.isoformat() if letter.seen_at else None,
        "seen_by": letter.seen_by,
    }
