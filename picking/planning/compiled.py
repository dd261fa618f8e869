"""Compiles the planner's hot functions to machine code and keeps that code on disk for the next start."""

import os
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba
from numba.core import config

P = ParamSpec("P")
T = TypeVar("T")

HERE = Path(__file__).parent
VALUES = (HERE / "routing" / "ways.py", HERE / "search" / "board.py")
"""Sources whose values stand in compiled code."""


def compiled_sources() -> list[Path]:
    """Give the sources compiled code is made of: only what changes in them makes a start slow."""
    rooms = (HERE / "routing", HERE / "search")
    made_here = (file for room in rooms for file in room.glob("*.py") if b"planning.compiled" in file.read_bytes())
    return sorted({Path(__file__), *VALUES, *made_here})


NO_WAY_IN: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}  # numba's types leave these out
UNCOUNTED: dict[str, Any] = {"_nrt": False}  # as above
INLINED: dict[str, Any] = {"forceinline": True}  # as above


def _version() -> str:
    """Name the present sources: numba looks at the file of a function only, not at those of the functions it calls."""
    digest = blake2b(digest_size=8)
    for source in compiled_sources():
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _folder() -> Path:
    """Give where compiled code is kept: NUMBA_CACHE_DIR, else beside the sources, else the user's cache folder."""
    kept: str = vars(config)["CACHE_DIR"]
    if kept:
        return Path(kept)
    if os.access(HERE, os.W_OK):
        return HERE / "__pycache__"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "storefloor"


vars(config)["CACHE_DIR"] = str(_folder() / f"compiled-{_version()}")


def compiled(function: Callable[P, T]) -> Callable[P, T]:
    """Compile a function at its first call; it runs without Python's lock.

    Where nothing can be written it is compiled anew at every start: slower, never wrong.
    """
    try:
        made: Callable[P, T] = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba: "cannot cache function: no locator available"
        made = numba.njit(nogil=True)(function)
    return made


def inner(function: Callable[P, T]) -> Callable[P, T]:
    """Compile a function that only compiled functions call: no way into it from Python is made, which takes longest."""
    try:
        made: Callable[P, T] = numba.njit(cache=True, nogil=True, **NO_WAY_IN)(function)
    except RuntimeError:  # numba: "cannot cache function: no locator available"
        made = numba.njit(nogil=True, **NO_WAY_IN)(function)
    return made


def lean(function: Callable[P, T]) -> Callable[P, T]:
    """Compile a function that makes no arrays, like `compiled`: it counts no references to those it is handed.

    Handing over fifty arrays costs a quarter of a microsecond where each of them is counted.
    """
    try:
        made: Callable[P, T] = numba.njit(cache=True, nogil=True, **UNCOUNTED)(function)
    except RuntimeError:  # numba: "cannot cache function: no locator available"
        made = numba.njit(nogil=True, **UNCOUNTED)(function)
    return made


def lean_inner(function: Callable[P, T]) -> Callable[P, T]:
    """Compile a function that makes no arrays and that only compiled functions call, into each that calls it.

    A call that hands over all arrays of a board takes longer than most moves on it.
    """
    try:
        made: Callable[P, T] = numba.njit(cache=True, nogil=True, **UNCOUNTED, **NO_WAY_IN, **INLINED)(function)
    except RuntimeError:  # numba: "cannot cache function: no locator available"
        made = numba.njit(nogil=True, **UNCOUNTED, **NO_WAY_IN, **INLINED)(function)
    return made


def lean_called(function: Callable[P, T]) -> Callable[P, T]:
    """Compile a function like `lean_inner`, but once: it is called, which spares each caller the compiling of it."""
    try:
        made: Callable[P, T] = numba.njit(cache=True, nogil=True, **UNCOUNTED, **NO_WAY_IN)(function)
    except RuntimeError:  # numba: "cannot cache function: no locator available"
        made = numba.njit(nogil=True, **UNCOUNTED, **NO_WAY_IN)(function)
    return made


def part_of_callers(function: Callable[P, T]) -> Callable[P, T]:
    """Compile a function into each compiled function that calls it; the hottest loops then count no references."""
    made: Callable[P, T] = numba.njit(inline="always", nogil=True)(function)
    return made
