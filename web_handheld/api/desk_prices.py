"""/desk/prices: price plans with how far shelf labels show them, how the labels are, and whom somebody walks to."""

from collections.abc import Iterator
from http import HTTPStatus

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from picking.catalogue.lifecycle import PlanState, PlanStep
from picking.catalogue.model import Item, PricePlan
from picking.devices.health import label_counts, label_health, walk_list
from picking.devices.model import Device, Wish
from picking.foundation.actor import Actor
from picking.foundation.tables import Json
from picking.reports.label_places import slots_without_label
from web_handheld.api.desk_asking import DeskQuery, at_desk, words
from web_handheld.desk.words import DeskWords
from web_handheld.forms.base import StrictBlueprint
from web_handheld.parts import parts

blueprint = StrictBlueprint("desk_prices", __name__, description="The desk's prices and shelf labels")
PLANS_MAX = 50
WALK_MAX = 100
ORDER = {PlanState.RUNNING: 0, PlanState.EFFECTIVE: 1, PlanState.SCHEDULED: 2}
PERMILLE = 1000


@blueprint.route("/desk/prices", methods=["GET"])
@blueprint.arguments(DeskQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_prices(query: Json) -> Json:
    """Give plans, those that wait for labels first; counts of labels and problems; bare slots; whom one walks to."""
    by, transactions = at_desk(), parts().transactions
    with transactions.reading() as books:
        say, now = words(books, by, query.get("lang")), transactions.clock.now()
        return {
            "plans": [_plan(plan, say, by) for plan in _plans(books, by.store_id)],
            **label_counts(books, by.store_id, now),
            "walk": [_stop(books, label, known, say) for label, known in walk_list(books, by.store_id, WALK_MAX)],
            "slots_unbound": slots_without_label(books, by.store_id),
            "may_try": by.may("count"),
            "may_retire": by.may("devices"),
        }


def _plans(books: Session, store_id: str) -> Iterator[PricePlan]:
    rank = case(ORDER, value=PricePlan.state, else_=len(ORDER))
    known = select(PricePlan).where(PricePlan.store_id == store_id)
    yield from books.scalars(known.order_by(rank, PricePlan.starts_at.desc(), PricePlan.id).limit(PLANS_MAX))


def _plan(plan: PricePlan, say: DeskWords, by: Actor) -> Json:
    needed = parts().transactions.settings_of(plan.store_id).labels_shown_permille_min
    can_be_overridden = PlanStep.OVERRIDE in plan.lifecycle.possible(plan.state)
    return {
        "code": plan.code,
        "name": say.name(plan.names, plan.code),
        "kind": str(plan.kind),
        "state": str(plan.state),
        "text": say.plan(plan, needed),
        "starts": say.clock(plan.starts_at),
        "ends": say.clock(plan.ends_at) if plan.ends_at else None,
        "off_permille": plan.off_permille,
        "labels": plan.labels,
        "shown": plan.shown,
        "shown_permille": PERMILLE * plan.shown // plan.labels if plan.labels else None,
        "needed_permille": needed,
        "possible": ["override"] if can_be_overridden and by.may("force_complete") else [],
    }


def _stop(books: Session, label: Device, known: Wish, say: DeskWords) -> Json:
    item = books.get(Item, label.sku) if label.sku else None
    return {
        **label_health(label, known, say.now),
        "item": say.name(item.names, item.sku) if item else None,
        "since": say.clock(known.broken_at),
        "text": say.cause(known.cause or "not-seen"),
    }
