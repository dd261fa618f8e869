"""/desk/labels: templates and sheets to look at before they are printed, and labels printed on request."""

from http import HTTPStatus
from pathlib import Path

from flask import Response
from marshmallow import fields, validate
from sqlalchemy import select

from picking.devices.model import OwnTemplate, PrintJob
from picking.devices.own_templates import drawn as drawn_here, sheets_of
from picking.devices.sheets import Sheets, parse_template
from picking.devices.template_check import TemplateError
from picking.floor.model import Store
from picking.foundation.actor import Actor
from picking.foundation.messages import LANGUAGES
from picking.foundation.refusals import invalid, unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.reactions import papers
from web_handheld.api import once
from web_handheld.api.asking import asker
from web_handheld.forms.base import Form, StrictBlueprint, text, whole
from web_handheld.parts import parts
from web_handheld.pictures import picture, picture_of_sample
from web_handheld.settings import LABELS

blueprint = StrictBlueprint("labels", __name__, description="Sheets and labels as pictures")
IDS_MAX = 200
SOURCE_MAX = 20_000


class SampleQuery(Form):
    """In which language; with `shipped` as it is delivered, although the store has its own.

    `kept` says nothing to us: another address is another picture for whoever shows it.
    """

    shipped = fields.Boolean(load_default=False)
    kept = text(40)

    language = fields.String(load_default=LANGUAGES[0], validate=validate.OneOf(LANGUAGES))


class SourceQuery(Form):
    """With `shipped` as it is delivered, although the store has its own."""

    shipped = fields.Boolean(load_default=False)


class PreviewForm(Form):
    """A template by its name, or a new one as TOML; its own sample unless facts are given."""

    template = text(40)
    source = text(SOURCE_MAX)
    facts = fields.Dict()
    language = fields.String(load_default=LANGUAGES[0], validate=validate.OneOf(LANGUAGES))
    copy = whole(2, 99)
    rerouted_from = text(64)


class PlaceLabelsForm(Form):
    """Whose labels: of bins, slots, staging positions, baskets or scales; at which printer, if not the nearest."""

    kind = fields.String(required=True, validate=validate.OneOf(papers.PLACE_KINDS))
    ids = fields.List(text(130), required=True, validate=validate.Length(1, IDS_MAX))
    device = text(130)


class WalkForm(Form):
    """At which printer, if not the nearest."""

    device = text(130)


@blueprint.route("/desk/labels", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def list_templates() -> Json:
    """Name all templates, on what they are printed, the facts of their samples, and who keeps an own one since when."""
    by = _at_desk()
    with parts().transactions.reading() as books:
        rows = books.scalars(select(OwnTemplate).where(OwnTemplate.store_id == by.store_id))
        own = {row.name: {"kept_at": row.kept_at.isoformat(), "kept_by": row.kept_by} for row in rows}
        known = sheets_of(books, by.store_id, parts().sheets).templates
    return {
        "may_keep": by.may("setup"),
        "labels": [
            {
                "template": name, "paper": each.get("paper", "receipt"), "sample": each.get("sample", {}),
                "own": own.get(name),
            }
            for name, each in known.items()
        ],
    }  # fmt: skip


@blueprint.route("/desk/labels/<name>.png", methods=["GET"])
@blueprint.arguments(SampleQuery, location="query")
@blueprint.response(HTTPStatus.OK, content_type="image/png")
def show_sample(query: Json, name: str) -> Response:
    """Draw a template as this store prints it, with its sample, as PNG."""
    by = _at_desk()
    sheets = parts().sheets if query["shipped"] else _sheets(by)
    if name not in sheets.templates:
        raise unknown("template", name)
    return _png(picture_of_sample(sheets, name, query["language"]))


@blueprint.route("/desk/labels/<name>.toml", methods=["GET"])
@blueprint.arguments(SourceQuery, location="query")
@blueprint.response(HTTPStatus.OK, content_type="application/toml")
def give_out(query: Json, name: str) -> Response:
    """Give a template as the file it is: the store's own, else the shipped one to begin with."""
    by = _at_desk()
    if name not in parts().sheets.templates:
        raise unknown("template", name)
    with parts().transactions.reading() as books:
        own = None if query["shipped"] else books.get(OwnTemplate, (by.store_id, name))
    source = own.source.encode() if own is not None else (LABELS / f"{name}.toml").read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{name}.toml"'}
    return Response(source, mimetype="application/toml", headers=headers)


@blueprint.route("/desk/labels/preview", methods=["POST"])
@blueprint.arguments(PreviewForm)
@blueprint.response(HTTPStatus.OK, content_type="image/png")
def preview(form: Json) -> Response:
    """Draw a template as it is or as it is going to be, with facts of your own, as PNG; nothing is printed."""
    by = _at_desk()
    sheets, name = _with_source(_sheets(by), form)
    template = sheets.templates[name]
    banner = {"copy": form.get("copy"), "from": form.get("rerouted_from")}
    document = sheets.document(
        {
            "template": name,
            "facts": form.get("facts", template.get("sample", {})),
            "language": form["language"],
            "timezone": _timezone(by),
            "banner": {word: fact for word, fact in banner.items() if fact is not None},
        }
    )
    return _png(picture(document, template))


def _with_source(sheets: Sheets, form: Json) -> tuple[Sheets, str]:
    if "source" in form:
        try:
            return Sheets({"source": parse_template("source", form["source"], Path(LABELS))}, sheets.banners), "source"
        except TemplateError as wrong:
            raise invalid("source", str(wrong)) from wrong
    if form.get("template") not in sheets.templates:
        raise unknown("template", form.get("template", ""))
    return sheets, form["template"]


@blueprint.route("/desk/print-jobs/<job_id>.png", methods=["GET"])
@blueprint.response(HTTPStatus.OK, content_type="image/png")
def show_job(job_id: str) -> Response:
    """Draw the very sheet of a print job, as PNG."""
    by = _at_desk()
    with parts().transactions.reading() as books:
        job = books.get(PrintJob, job_id)
        if job is None or job.store_id != by.store_id:
            raise unknown("PrintJob", job_id)
        instruction = {"template": job.template, "facts": job.facts, "language": job.language, "banner": job.banner}
        document = drawn_here(books, by.store_id, parts().sheets, {**instruction, "timezone": _timezone(by)})
    return _png(picture(document, parts().sheets.templates[job.template]))


@blueprint.route("/desk/labels", methods=["POST"])
@blueprint.arguments(PlaceLabelsForm)
@blueprint.response(HTTPStatus.CREATED)
def print_labels(form: Json) -> once.Answer:
    """Print the labels of places, with their barcodes."""

    def command(work: UnitOfWork) -> Json:
        jobs = papers.print_place_labels(work, form["kind"], form["ids"], device_id=form.get("device"))
        return {"print_jobs": [job.id for job in jobs]}

    return once.run(command, HTTPStatus.CREATED)


@blueprint.route("/desk/walks/<walk_id>/paper", methods=["POST"])
@blueprint.arguments(WalkForm)
@blueprint.response(HTTPStatus.CREATED)
def print_walk(form: Json, walk_id: str) -> once.Answer:
    """Print what is left of a walk, for when a handheld cannot be used."""
    device = form.get("device")
    return once.run(
        lambda work: {"print_jobs": [papers.print_walk(work, walk_id, device_id=device).id]}, HTTPStatus.CREATED
    )


def _sheets(by: Actor) -> Sheets:
    """Give the templates as the asker's store prints them."""
    with parts().transactions.reading() as books:
        return sheets_of(books, by.store_id, parts().sheets)


def _timezone(by: Actor) -> str:
    with parts().transactions.reading() as books:
        return books.get_one(Store, by.store_id).timezone


def _at_desk() -> Actor:
    by = asker()
    by.require("desk")
    return by


def _png(data: bytes) -> Response:
    return Response(data, mimetype="image/png")
