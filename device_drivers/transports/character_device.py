"""Devices of Linux that are read and written like files: USB printers (/dev/usb/lp0) and input events."""

import errno
import fcntl
import os
import select
import time
from contextlib import suppress

from device_drivers.transports.transport import TransportError

READ_BYTES_MAX = 65_536
WRITE_SECONDS_MAX = 30  # a printer without paper takes nothing for a while
EVIOCGRAB = 0x40044590  # linux/input.h: nobody else gets this device's events


class CharacterDevice:
    """The port is the device's path; the kernel keeps a second reader of a USB printer out."""

    flags = os.O_RDWR

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: int | None = None

    def open(self) -> None:
        """Open the device without waiting for it."""
        try:
            self._file = os.open(self._path, self.flags | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            code = "busy" if error.errno == errno.EBUSY else "unplugged"
            raise TransportError(code, f"{self._path}: {error.strerror}") from error

    def read(self, seconds: float) -> bytes:
        """Wait for bytes. A USB printer that has nothing to say is always readable, so nothing is no end."""
        file = self._opened()
        try:
            if not select.select([file], [], [], seconds)[0]:
                return b""
            data = os.read(file, READ_BYTES_MAX)
        except BlockingIOError:
            return b""
        except (OSError, ValueError) as error:
            raise TransportError("unplugged", str(error)) from error
        if not data:
            time.sleep(seconds)
        return data

    def write(self, data: bytes) -> None:
        """Write everything, as fast as the device takes it."""
        file, rest, limit = self._opened(), memoryview(data), time.monotonic() + WRITE_SECONDS_MAX
        try:
            while rest:
                if not select.select([], [file], [], max(0.0, limit - time.monotonic()))[1]:
                    raise TransportError("unplugged", f"{self._path} takes no bytes")
                with suppress(BlockingIOError):
                    rest = rest[os.write(file, rest) :]
        except (OSError, ValueError) as error:
            raise TransportError("unplugged", str(error)) from error

    def close(self) -> None:
        """Close the device."""
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):
                os.close(file)

    def _opened(self) -> int:
        if self._file is None:
            raise TransportError("unplugged", f"{self._path} is not open")
        return self._file


class InputDevice(CharacterDevice):
    """An event device, held so that its keys reach nobody else."""

    flags = os.O_RDONLY

    def open(self) -> None:
        """Open and hold the device."""
        super().open()
        try:
            fcntl.ioctl(self._opened(), EVIOCGRAB, 1)
        except OSError as error:
            self.close()
            code = "busy" if error.errno == errno.EBUSY else "bad-port"
            raise TransportError(code, f"{self._path} is no input device of ours: {error.strerror}") from error

    def write(self, data: bytes) -> None:
        """Refuse: a keyboard takes nothing."""
        raise TransportError("bad-port", f"{self._path} takes no bytes, not even {len(data)}")
