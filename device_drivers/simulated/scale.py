"""A simulated Mettler-Toledo 8217 scale."""

from device_drivers.simulated.plate import Plate

STATUS, MOTION, OVER, UNDER = 0x40, 0x01, 0x02, 0x04  # bit 6 is always one by the manual


class SimulatedScale(Plate):
    """Answers W with a weight when it lies still, and with a status when it does not."""

    def heard(self, data: bytes) -> None:
        """Answer each letter; the others are not in the manual and are ignored."""
        for letter in data:
            if letter == ord("W"):
                self.say(b"\x02" + self._answer() + b"\r")
            elif letter == ord("Z"):
                self.set_zero()

    def _answer(self) -> bytes:
        if self.moves:
            return b"?" + bytes([STATUS | MOTION])
        if self.is_over or self.shown < 0:
            return b"?" + bytes([STATUS | (OVER if self.is_over else UNDER)])
        return f"{self.shown:06.3f}".encode()
