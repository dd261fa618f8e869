"""/webhooks: where a channel wants its state changes, and those that could not be brought."""

import secrets
from http import HTTPStatus
from urllib.parse import urlsplit

from marshmallow import ValidationError, fields, validate
from sqlalchemy import select

from picking.foundation.records import Webhook, WebhookState
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Channel
from web_handheld.api import once
from web_handheld.api.asking import asker
from web_handheld.api.owning import own_channel
from web_handheld.api.pages import page
from web_handheld.floor.webhooks import bring_again
from web_handheld.forms.base import Form, Paged, StrictBlueprint, text
from web_handheld.parts import parts

blueprint = StrictBlueprint("webhooks", __name__, description="State changes on their way to the channels")
SECRET_BYTES = 32


def _check_url(url: str) -> None:
    found = urlsplit(url)
    if found.scheme not in ("http", "https") or not found.hostname or found.username:
        raise ValidationError("A http or https address without a user's name is wanted.")


class SubscriptionForm(Form):
    """Where to, and the secret to sign with; one is made where none is given. A null `url` ends the subscription."""

    channel = text(64, required=True)
    url = fields.String(
        required=True, allow_none=True,
        validate=[validate.Length(1, 400), _check_url],
    )  # fmt: skip
    secret = fields.String(validate=validate.Length(16, 128))


@blueprint.route("/webhooks", methods=["POST"])
@blueprint.arguments(SubscriptionForm)
@blueprint.response(HTTPStatus.CREATED)
def subscribe(form: Json) -> once.Answer:
    """Have a channel's state changes brought: POSTs in order, signed with HMAC-SHA256 of `time.body`."""

    def command(work: UnitOfWork) -> Json:
        channel = _channel(work, form["channel"])
        channel.webhook_url = form["url"]
        channel.webhook_secret = form.get("secret") or secrets.token_urlsafe(SECRET_BYTES)
        return {"channel": channel.id, "url": channel.webhook_url, "secret": channel.webhook_secret}

    asker().require("channel")
    return once.run(command, HTTPStatus.CREATED)


@blueprint.route("/webhooks", methods=["GET"])
@blueprint.arguments(Paged, location="query")
@blueprint.response(HTTPStatus.OK)
def undelivered(query: Json) -> Json:
    """List what was given up, oldest first."""
    by = asker()
    by.require("desk")
    with parts().transactions.reading() as books:
        given_up = select(Webhook).where(Webhook.store_id == by.store_id, Webhook.state == WebhookState.GIVEN_UP)
        return page(books, given_up, [Webhook.id.expression], _show, query)


@blueprint.route("/webhooks/<webhook_id>/retry", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def retry(webhook_id: str) -> once.Answer:
    """Bring one again that was given up, now that the channel is mended."""

    def command(work: UnitOfWork) -> Json:
        work.by.require("desk")
        return _show(bring_again(work, webhook_id))

    return once.run(command)


def _channel(work: UnitOfWork, key: str) -> Channel:
    own_channel(work.session, work.by, key)
    return work.get(Channel, (work.by.store_id, key), lock=True)


def _show(row: Webhook) -> Json:
    return {
        "id": row.id,
        "channel": row.channel,
        "seq": row.seq,
        "kind": row.kind,
        "order_id": row.order_id,
        "state": str(row.state),
        "tries": row.tries,
        "last_error": row.last_error,
        "since": row.state_since.isoformat(),
    }
