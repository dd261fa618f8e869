"""/photos: pictures people took of what is written off; kept by the hash of their bytes."""

from http import HTTPStatus

from flask import Response, request

from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.freshness import commands as freshness
from picking.freshness.model import Photo
from web_handheld import photos
from web_handheld.api.asking import asker
from web_handheld.forms.base import StrictBlueprint
from web_handheld.parts import parts

blueprint = StrictBlueprint("photos", __name__, description="Pictures of what is written off")


@blueprint.route("/photos", methods=["POST"])
@blueprint.response(HTTPStatus.CREATED)
def send() -> tuple[Json, int]:
    """Keep a picture (JPEG, PNG or WebP, up to 2 MB, as the body); the same one again is the same."""
    by = asker()
    if not by.may("return_in"):
        by.require("count")
    content = request.get_data()
    name, kind = photos.check(content)
    photos.keep(parts().settings.service.data_dir, name, kind, content)
    parts().transactions.run(by, lambda work: freshness.keep_photo(work, name, kind, len(content)))
    return {"photo": name, "kind": kind, "bytes": len(content)}, HTTPStatus.CREATED


@blueprint.route("/photos/<name>", methods=["GET"])
def show(name: str) -> Response:
    """Give a picture of the asker's store."""
    by = asker()
    with parts().transactions.reading() as books:
        known = books.get(Photo, name)
        if known is None or known.store_id != by.store_id:
            raise unknown("Photo", name)
        kind = known.kind
    return Response(photos.read(parts().settings.service.data_dir, name, kind), mimetype=kind)
