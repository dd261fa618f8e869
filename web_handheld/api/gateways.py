"""/gateways: how a gateway gets to the broker with a one-time code, and what the desk tells it."""

from http import HTTPStatus
from pathlib import Path

from marshmallow import fields

from picking.devices import commands as devices
from picking.devices.model import GatewayAccess
from picking.devices.queries import store_of_code
from picking.foundation.actor import system
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from web_handheld.api import once
from web_handheld.desk.registry import configuration_view
from web_handheld.floor.broker_rights import user_name
from web_handheld.forms.base import Form, StrictBlueprint, text
from web_handheld.parts import parts

blueprint = StrictBlueprint("gateways", __name__, description="Gateways: enrolment and configuration")


class EnrolmentForm(Form):
    """The code as read from the desk, and the password the gateway made, in Mosquitto's hashed form."""

    code = text(20, required=True)
    password_hash = text(200, required=True)


class ConfigurationForm(Form):
    """What the gateway shall be told: `broker`, `devices`, `log_level`, `metrics_seconds`."""

    configuration = fields.Dict(keys=fields.String(), required=True)


@blueprint.route("/gateways/enrolment", methods=["POST"])
@blueprint.arguments(EnrolmentForm)
@blueprint.response(HTTPStatus.CREATED)
def enrol(form: Json) -> tuple[Json, int]:
    """Let in the gateway that knows a code, without a sign-in; gives who it is and where its broker is."""
    transactions = parts().transactions
    with transactions.reading() as books:
        store = store_of_code(books, form["code"])
    access = transactions.run(
        system(store), lambda work: _access(devices.enrol_gateway(work, form["code"], form["password_hash"]))
    )  # fmt: skip
    broker = parts().settings.broker
    return {
        **access,
        "broker": {
            "host": broker.gateways_host or broker.host,
            "port": broker.gateways_port or broker.port,
            "user": user_name(access["store"], access["gateway"]),
            "ca": Path(broker.tls_ca).read_text(encoding="ascii") if broker.tls_ca else None,
        },
    }, HTTPStatus.CREATED


@blueprint.route("/desk/gateways/<gateway>/enrolment", methods=["POST"])
@blueprint.response(HTTPStatus.CREATED)
def offer(gateway: str) -> once.Answer:
    """Make the code a gateway enrols with in the next half hour; it is shown once."""
    return once.run(
        lambda work: {"gateway": gateway, "code": devices.offer_enrolment(work, gateway)}, HTTPStatus.CREATED
    )


@blueprint.route("/desk/gateways/<gateway>/revocation", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def revoke(gateway: str) -> once.Answer:
    """Take a gateway's credentials back: the broker puts it out."""

    def command(work: UnitOfWork) -> Json:
        devices.revoke_gateway(work, gateway)
        return {"gateway": gateway}

    return once.run(command)


@blueprint.route("/desk/gateways/<gateway>/configuration", methods=["POST"])
@blueprint.arguments(ConfigurationForm)
@blueprint.response(HTTPStatus.ACCEPTED)
def configure(form: Json, gateway: str) -> once.Answer:
    """Wish another configuration; what became of it stands with the gateway at the desk."""
    return once.run(
        lambda work: configuration_view(devices.configure_gateway(work, gateway, form["configuration"])),
        HTTPStatus.ACCEPTED,
    )  # fmt: skip


def _access(row: GatewayAccess) -> Json:
    return {"store": row.store_id, "gateway": row.gateway}
