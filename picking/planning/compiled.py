"""Compiles the planner's hot functions to machine code and keeps that code on disk for the next start."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from numba import njit

P = ParamSpec("P")
T = TypeVar("T")


def compiled(function: Callable[P, T]) -> Callable[P, T]:
    """Compile a function at its first call; it runs without Python's lock.

    The code is kept beside the source, else in the user's cache folder or NUMBA_CACHE_DIR. Where nothing can be
    written it is compiled anew at every start: slower, never wrong.
    """
    try:
        made: Callable[P, T] = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba: "cannot cache function: no locator available"
        made = njit(nogil=True)(function)
    return made
