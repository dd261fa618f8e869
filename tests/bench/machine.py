"""The machine a figure was measured on, and how figures are printed."""

import os
import platform
import statistics
from collections.abc import Sequence
from pathlib import Path


def machine() -> str:
    """Name processor, cores, system and Python in one line."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    cpu = names[0] if names else platform.processor()
    return (
        f"{cpu}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def percentile(seconds: Sequence[float], share: float) -> float:
    """Give the value below which a share of the measurements lie, in milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def row(name: str, seconds: Sequence[float]) -> str:
    """Print count, p50, p99 in milliseconds and the rate one after another would give."""
    mean = statistics.fmean(seconds)
    return (
        f"{name:<44} n={len(seconds):>5}  p50 {percentile(seconds, 0.5):7.2f} ms  "
        f"p99 {percentile(seconds, 0.99):7.2f} ms  {1 / mean:7.0f}/s"
    )
