"""/shelf-labels: bound by scanning, seen as they look, their health, and the list of those to walk to."""

from datetime import datetime
from http import HTTPStatus

from flask import Response
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from label_drawing.images import png
from label_drawing.shelf import draw_panel
from picking.catalogue.model import Item
from picking.devices import commands as devices
from picking.devices.health import PROBLEMS, label_health, labels_of_store, labels_with, walk_list
from picking.devices.model import Device, Wish
from picking.floor.model import Store
from picking.foundation.messages import LANGUAGES
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld.binding import bind_by_scans, label_of_code
from web_handheld.api import once
from web_handheld.api.asking import asker
from web_handheld.api.pages import page
from web_handheld.forms.base import Form, Paged, StrictBlueprint, text
from web_handheld.parts import parts

blueprint = StrictBlueprint("shelf_labels", __name__, description="Shelf labels")
TRIED_MAX = 500


class BindingForm(Form):
    """A label as it was scanned, and what was scanned after it: an item, a place; neither takes it off."""

    label = text(130, required=True)
    item = text(200)
    place = text(200)


class SampleQuery(Form):
    """In which language, on which panel."""

    language = fields.String(load_default=LANGUAGES[0], validate=validate.OneOf(LANGUAGES))
    panel = text(20)


class HealthQuery(Paged):
    """All labels, or those that have a problem."""

    problem = fields.String(validate=validate.OneOf(PROBLEMS))


class TryForm(Form):
    """Which labels to try again."""

    labels = fields.List(text(130), required=True, validate=validate.Length(1, TRIED_MAX))


@blueprint.route("/shelf-labels/bindings", methods=["POST"])
@blueprint.arguments(BindingForm)
@blueprint.response(HTTPStatus.OK)
def bind(form: Json) -> once.Answer:
    """Bind a label to the item or place that was scanned, or take it off both."""

    def command(work: UnitOfWork) -> Json:
        label = label_of_code(work, form["label"])
        bound = bind_by_scans(work, label, item=form.get("item"), place=form.get("place"))
        return label_health(bound, work.find(Wish, bound.id), work.now)

    return once.run(command)


@blueprint.route("/shelf-labels/tries", methods=["POST"])
@blueprint.arguments(TryForm)
@blueprint.response(HTTPStatus.OK)
def try_again(form: Json) -> once.Answer:
    """Try labels again that were broken off."""

    def command(work: UnitOfWork) -> Json:
        work.by.require("count")
        for key in form["labels"]:
            if work.get(Device, key).store_id != work.by.store_id:
                raise unknown("Device", key)
            devices.retry_wish(work, key)
        return {"tried": form["labels"]}

    return once.run(command)


@blueprint.route("/shelf-labels", methods=["GET"])
@blueprint.arguments(HealthQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def health(query: Json) -> Json:
    """Give labels, or those with a problem: battery, signal, when they were heard, what they show, their problems."""
    by = asker()
    by.require("desk")
    transactions = parts().transactions
    with transactions.reading() as books:
        now, problem = transactions.clock.now(), query.get("problem")
        labels = labels_with(by.store_id, problem, now) if problem else labels_of_store(by.store_id)
        return page(books, labels, [Device.id.expression], lambda row: _label(books, row, now), query)


@blueprint.route("/shelf-labels/walk", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def walk() -> Json:
    """Give the labels somebody has to walk to, along the aisles: three times told, and silent."""
    by = asker()
    by.require("count")
    transactions = parts().transactions
    with transactions.reading() as books:
        now = transactions.clock.now()
        return {"labels": [_label(books, label, now) for label, _ in walk_list(books, by.store_id)]}


def _label(books: Session, label: Device, now: datetime) -> Json:
    item = books.get(Item, label.sku) if label.sku else None
    return {**label_health(label, books.get(Wish, label.id), now), "item_names": item.names if item else None}


@blueprint.route("/shelf-labels/<gateway>/<device>.png", methods=["GET"])
@blueprint.response(HTTPStatus.OK, content_type="image/png")
def picture(gateway: str, device: str) -> Response:
    """Draw what a label is wished to show, as PNG of its exact size."""
    by, key = asker(), f"{gateway}/{device}"
    by.require("count")
    with parts().transactions.reading() as books:
        label, known = books.get(Device, key), books.get(Wish, key)
        if label is None or known is None or label.store_id != by.store_id or "page" not in known.wished:
            raise unknown("shelf label", key)
        store = books.get_one(Store, by.store_id)
        state = parts().pages.state(known.wished, store.language, store.timezone)
    return Response(png(draw_panel(state)), mimetype="image/png")


@blueprint.route("/shelf-labels/pages/<name>.png", methods=["GET"])
@blueprint.arguments(SampleQuery, location="query")
@blueprint.response(HTTPStatus.OK, content_type="image/png")
def sample(query: Json, name: str) -> Response:
    """Draw a page with its sample, as PNG."""
    asker().require("desk")
    if name not in parts().pages.pages:
        raise unknown("page", name)
    state = parts().pages.sample(name, query["language"], query.get("panel"))
    return Response(png(draw_panel(state)), mimetype="image/png")
