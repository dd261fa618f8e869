"""A shelf label that speaks the reference language."""

from device_drivers.messages import ShowLabel
from device_drivers.reference_level import ReferenceLevel


class ReferenceShelfLabel(ReferenceLevel):
    """Shows what a label's wish says."""

    shows = ShowLabel
