"""What a handheld takes along: the packet of its walk under our signature."""

from http import HTTPStatus

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from marshmallow import fields

from picking.foundation.actor import Actor
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import facts_in_words
from picking.handheld.packet import work_packet
from picking.handheld.training import training_packet
from web_handheld.api.asking import asker
from web_handheld.forms.base import Form, StrictBlueprint
from web_handheld.parts import parts

PASS_SECONDS_MAX = 16 * 3600  # a shift and its handover: what was done longer ago is nobody's walk any more
blueprint = StrictBlueprint("handheld_packets", __name__, description="What a handheld takes along on a walk")


class PacketSchema(Form):
    """A walk with all its lines and codes, and the pass that what is done offline must name."""

    packet = fields.Dict()
    signed = fields.String(attribute="pass", data_key="pass")


@blueprint.route("/handheld/packet", methods=["GET"])
@blueprint.response(HTTPStatus.OK, PacketSchema)
def packet() -> Json:
    """Give the asker's walk, so that it can go on without us."""
    by = asker()
    taken = parts().transactions.run(by, work_packet)
    return {"packet": in_words(taken, by), "pass": _signer().dumps([by.store_id, by.person_id, taken["version"]])}


@blueprint.route("/handheld/training", methods=["GET"])
@blueprint.response(HTTPStatus.OK, PacketSchema)
def training() -> Json:
    """Give an order that nobody placed, of goods and bins of this store; what is done with it is told to nobody."""
    by = asker()
    return {"packet": in_words(parts().transactions.run(by, training_packet), by), "pass": ""}


def in_words(packet: Json, by: Actor) -> Json:
    """Give a packet with its words in the asker's language."""
    return {name: facts_in_words(parts().messages, fact, by.language) for name, fact in packet.items()}


def check_pass(by: Actor, signed: str | None) -> None:
    """Refuse what was done on a packet that we did not give, gave to somebody else, or gave too long ago."""
    if signed is None:
        return
    try:
        store, person, _ = _signer().loads(signed, max_age=PASS_SECONDS_MAX)
    except (BadData, ValueError) as wrong:
        raise Refusal("packet_not_ours", Kind.CONFLICT) from wrong
    if (store, person) != (by.store_id, by.person_id):
        raise Refusal("packet_not_yours", Kind.CONFLICT)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="work packet")
