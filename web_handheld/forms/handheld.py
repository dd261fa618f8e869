"""What a handheld sends: a scan, a step, the numbers it has seen."""

from marshmallow import fields, validate

from picking.foundation.tables import Json
from picking.handheld.commands import ScanRequest, StepRequest
from web_handheld.forms.base import Form, OnceForm, text, time, whole

SCAN_CHARACTERS_MAX = 7089  # the longest QR code: 7089 digits (ISO/IEC 18004, table 7)


class OfflineForm(OnceForm):
    """What may have been done while the service was away."""

    packet = text(600, allow_none=True, load_default=None, metadata={"description": "the packet's pass, when offline"})


class ScanForm(OfflineForm):
    """A code as it was read; `mode` is `typed` when fingers entered it."""

    text = fields.String(required=True, validate=validate.Length(0, SCAN_CHARACTERS_MAX))
    aim = fields.String(allow_none=True, load_default=None, validate=validate.Regexp(r"\A\][A-Za-z][0-9A-Za-z]\Z"))
    at = time(allow_none=True, load_default=None, metadata={"description": "when, by the device's clock"})
    mode = fields.String(allow_none=True, load_default=None, validate=validate.OneOf(("scanned", "typed")))


class StepForm(OfflineForm):
    """A button of the screen and what was entered with it."""

    step = text(40, required=True)
    facts = fields.Dict(keys=fields.String(), load_default=dict)


class ResumeForm(Form):
    """The number last seen of each room; a room that is not named is new to the screen."""

    rooms = fields.Dict(keys=fields.String(), values=whole(0, 2**53), load_default=dict)


def scan_request(form: Json) -> ScanRequest:
    """Make the request of a loaded form."""
    return ScanRequest(**_known(form))


def step_request(form: Json) -> StepRequest:
    """Make the request of a loaded form."""
    return StepRequest(**_known(form))


def _known(form: Json) -> Json:
    """Give what the floor is told; the packet is the door's business."""
    return {field: value for field, value in form.items() if field != "packet"}
