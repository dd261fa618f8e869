"""Simulated scales that speak by themselves, a frame whenever somebody listens: CAS stream, Toledo continuous."""

from device_drivers.simulated.plate import Plate


class SimulatedCasStream(Plate):
    """Deeds as of a plate."""

    def idle(self) -> None:
        """Say how it is."""
        state = b"OL" if self.is_over else b"US" if self.moves else b"ST"
        self.say(state + b",GS,1\xc1," + f"{self.shown:8.3f}"[:8].encode() + b" kg\r\n")


class SimulatedToledo(Plate):
    """Deeds as of a plate; with the checksum."""

    def idle(self) -> None:
        """Say how it is."""
        status = 0x30 | (0x02 if self.shown < 0 else 0) | (0x04 if self.is_over else 0) | (0x08 if self.moves else 0)
        weight = f"{abs(int(self.shown * 1000)):6d}"[:6].encode()
        frame = b"\x02" + bytes([0x2D, status, 0x20]) + weight + b"     0\r"
        self.say(frame + bytes([-sum(byte & 0x7F for byte in frame) & 0x7F]))
