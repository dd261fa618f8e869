"""What a device fetches before the handheld's first screen stands, as it goes over the wire."""

import gzip
import json
from pathlib import Path

APP = Path(__file__).parents[2] / "web_handheld/app"
FIRST_SCREEN_BYTES_MAX = 150_000


def first_screen_bytes() -> int:
    """Give the bytes, each file gzipped, of all that the first screen needs: scripts, styles, words, pictograms."""
    built = json.loads((APP / "dist/.vite/manifest.json").read_text(encoding="utf-8"))
    needed: set[str] = set()
    to_look = ["handheld.html"]
    while to_look:
        part = built[to_look.pop()]
        needed |= {part["file"], *part.get("css", ())}
        to_look += [name for name in part.get("imports", ()) if built[name]["file"] not in needed]
    needed |= {part["file"] for part in built.values() if part["file"].startswith("assets/zh-")}
    needed |= {part["file"] for part in built.values() if "drawings" in part["file"]}
    return sum(len(gzip.compress((APP / "dist" / name).read_bytes())) for name in needed)
