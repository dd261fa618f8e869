"""Makes a scan of a code's text: takes the symbology prefix off, and refuses what can be no code."""

import re
import string

from device_drivers.messages import Fault, Scanned

CODE_BYTES_MAX = 7089  # the longest QR code holds 7089 digits (ISO/IEC 18004, table 7)
LAST_CONTROL = 0x9F  # Unicode's second block of control characters (C1) ends there
SEPARATORS = "\x1c\x1d\x1e\x1f\x04"  # FS GS RS US EOT stand inside GS1 and ISO/IEC 15434 codes
_AIM = re.compile(r"(\][A-Za-z][0-9A-Za-z])(.+)", re.DOTALL)
_PRINTABLE = frozenset(string.printable) - frozenset("\t\r\n\x0b\x0c")


def scan_of_bytes(frame: bytes, *, length_min: int, takes_aim: bool = True, aim: str | None = None) -> Scanned | Fault:
    """Make a scan of a frame's bytes; `aim` is what the frame said beside the code."""
    try:
        text = frame.decode()
    except UnicodeDecodeError:
        return Fault("garbage", f"{len(frame)} bytes that are no text")
    return scan_of(text, length_min=length_min, takes_aim=takes_aim, aim=aim)


def scan_of(text: str, *, length_min: int, takes_aim: bool = True, aim: str | None = None) -> Scanned | Fault:
    """Make a scan of a text."""
    if not text or not all(_may_stand(each) for each in text):
        return Fault("garbage", f"{len(text)} characters that are no code")
    found = _AIM.fullmatch(text) if takes_aim else None
    prefix, code = (found[1], found[2]) if found else (aim, text)
    if len(code) < length_min:
        return Fault("garbage", f"{len(code)} characters, fewer than length_min")
    plain = all(each in _PRINTABLE or ord(each) > LAST_CONTROL for each in code)
    return Scanned(code, prefix, None if plain else code.encode())


def _may_stand(each: str) -> bool:
    return each in _PRINTABLE or each in SEPARATORS or (ord(each) > LAST_CONTROL and each.isprintable())
