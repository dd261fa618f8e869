"""Keeps pictures that people took, each under the SHA-256 of its bytes; what is no picture or too large is refused."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

from picking.foundation.refusals import Kind, Refusal, unknown

FOLDER = "photos"
BYTES_MAX = 2 * 1024 * 1024
# How a picture's bytes begin (ITU-T T.81 annex B, PNG 5.2, RFC 9649 2.3), and how its file ends.
KINDS: Mapping[str, str] = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def kind_of(content: bytes) -> str | None:
    """Say by its own bytes which kind of picture this is; None for everything else, whatever its sender calls it."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None


def check(content: bytes) -> tuple[str, str]:
    """Give the hash and the kind of a picture; refuses what is none (`no_picture`) and what is too large."""
    if len(content) > BYTES_MAX:
        raise Refusal("picture_too_large", Kind.INVALID, bytes=len(content), bytes_max=BYTES_MAX)
    kind = kind_of(content)
    if kind is None:
        raise Refusal("no_picture", Kind.INVALID)
    return hashlib.sha256(content).hexdigest(), kind


def keep(data_dir: Path, name: str, kind: str, content: bytes) -> None:
    """Write a picture once; a crash leaves the whole file or none."""
    path = _path(data_dir, name, kind)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)


def read(data_dir: Path, name: str, kind: str) -> bytes:
    """Give a kept picture's bytes; refuses one that is not there."""
    path = _path(data_dir, name, kind)
    if not path.is_file():
        raise unknown("Photo", name)
    return path.read_bytes()


def _path(data_dir: Path, name: str, kind: str) -> Path:
    return data_dir / FOLDER / name[:2] / f"{name}.{KINDS[kind]}"
