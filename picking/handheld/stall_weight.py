"""A weight at a stall's own screen: entered, taken from the scale, or accepted by the badge of a lead."""

from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld.answer import word
from picking.handheld.interpret import Kind, interpret
from picking.handheld.lending import rights_lent
from picking.stations import commands as stations
from picking.stations.model import Ticket


def weigh_at_stall(work: UnitOfWork, facts: Json) -> Ticket:
    """Weigh an item; with `accept` also outside its tolerance, by one's own right or that of the `badge` scanned."""
    item_id, grams, accept = facts["item_id"], facts.get("grams"), facts.get("accept", False)
    if not accept or "badge" not in facts:
        return stations.weigh_item(work, item_id, grams, accept=accept)
    badge = interpret(work, facts["badge"], None)
    if badge.kind is not Kind.BADGE:
        raise Refusal(
            "code_does_not_fit", this=word(f"this_is_{badge.kind}", name=badge.name), wants=word("wants_lead")
        )
    with rights_lent(work, badge.key) as lead:
        ticket = stations.weigh_item(work, item_id, grams, accept=True)
    work.note(ticket, "lead_agreed", to="accept_weight", lead=lead.id)
    return ticket
