"""Finds frames in a stream of bytes: those that begin in a known way and have one size, or those between two marks."""

from collections.abc import Callable, Iterator, Sequence

from device_drivers.messages import Fault
from device_drivers.stray import Stray

FRAME_BYTES_MAX = 64


class SizedFrames:
    """Frames of one size; a check may be any byte, so no byte ends them. What is no frame is passed over, bytewise."""

    def __init__(self, begins: Sequence[bytes], size: int, is_good: Callable[[bytes], bool]) -> None:
        self._begins, self._size, self._is_good = tuple(begins), size, is_good
        self._buffer = bytearray()
        self._stray = Stray()

    def feed(self, data: bytes) -> Iterator[bytes | Fault]:
        """Give good frames, and a fault for each run of other bytes."""
        for byte in data:
            self._buffer.append(byte)
            while self._buffer and not self._may_begin():
                yield from self._drop()
            if len(self._buffer) == self._size:
                yield from self._ended()

    def forget(self) -> None:
        """Forget what has begun."""
        self._buffer.clear()

    def _may_begin(self) -> bool:
        return any(begin.startswith(self._buffer[: len(begin)]) for begin in self._begins)

    def _ended(self) -> Iterator[bytes | Fault]:
        frame = bytes(self._buffer)
        if self._is_good(frame):
            self._buffer.clear()
            self._stray.ended()
            yield frame
            return
        yield from self._drop()
        while self._buffer and not self._may_begin():
            yield from self._drop()

    def _drop(self) -> list[Fault]:
        del self._buffer[:1]
        return self._stray.seen()


class MarkedFrames:
    """Frames between two bytes, as STX and ETX; a new beginning in a frame begins anew."""

    def __init__(self, begin: int, end: int, size_max: int = FRAME_BYTES_MAX) -> None:
        self._begin, self._end, self._size_max = begin, end, size_max
        self._frame: bytearray | None = None
        self._stray = Stray()

    def feed(self, data: bytes) -> Iterator[bytes | Fault]:
        """Give what stands between the marks, and a fault for each run of bytes outside them."""
        for byte in data:
            if byte == self._begin:
                if self._frame:
                    yield from self._stray.seen()
                self._frame = bytearray()
            elif self._frame is None:
                yield from self._stray.seen()
            elif byte == self._end:
                frame, self._frame = bytes(self._frame), None
                yield frame
            else:
                yield from self._grown(byte)

    def good(self) -> None:
        """Take in that the last frame made sense: stray bytes after it are a new fault."""
        self._stray.ended()

    def bad(self) -> list[Fault]:
        """Take in that the last frame made none."""
        return self._stray.seen()

    def forget(self) -> None:
        """Forget what has begun."""
        self._frame = None

    def _grown(self, byte: int) -> list[Fault]:
        assert self._frame is not None
        self._frame.append(byte)
        if len(self._frame) <= self._size_max:
            return []
        self._frame = None
        return self._stray.seen()
