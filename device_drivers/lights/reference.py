"""A pick or put light, or a slot lamp, that speaks the reference language."""

from device_drivers.messages import Light
from device_drivers.reference_level import ReferenceLevel


class ReferenceLight(ReferenceLevel):
    """Lights as a light's wish says."""

    shows = Light
