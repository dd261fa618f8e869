"""/desk/store: which store this desk stands in: its names, its money, its clock."""

from http import HTTPStatus

from picking.floor.model import Store
from picking.foundation.tables import Json
from web_handheld.api.desk_asking import at_desk
from web_handheld.forms.base import StrictBlueprint
from web_handheld.parts import parts

blueprint = StrictBlueprint("desk_store", __name__, description="Which store a desk stands in")


@blueprint.route("/desk/store", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show_store() -> Json:
    """Give the store's names by language, its currency, time zone, and what time it is."""
    by, transactions = at_desk(), parts().transactions
    with transactions.reading() as books:
        store = books.get_one(Store, by.store_id)
        return {
            "store_id": store.id,
            "names": store.names,
            "currency": store.currency,
            "timezone": store.timezone,
            "now": transactions.clock.now().isoformat(),
        }
