"""The lengths of many shortest walks at once, from anywhere over stops of several phases to where trips end."""

from collections.abc import Sequence

import numpy as np

from picking.planning.distances import Distances
from picking.planning.search.board import NO_WALK
from picking.planning.search.slots import ground_of, ranks_of
from picking.planning.search.walks import walks_metres

Stop = tuple[int, int]
"""Node and phase."""
Walk = tuple[int, Sequence[Stop]]
"""The node a walk begins at, and its stops in any order."""


class WalkLengths:
    """Measures walks on a measured floor that end at the floor's end, each of up to `stops_max` stops."""

    def __init__(self, distances: Distances, stops_max: int) -> None:
        self._distances = distances
        self._ground = ground_of(distances, max(1, stops_max))
        self._ranks = ranks_of(self._ground.lengths)

    def of(self, walks: Sequence[Walk]) -> list[float]:
        """Give the metres of each walk: exact in each phase where the floor is recognised; inf where no way leads."""
        numbered = [self._numbered(stops) for _, stops in walks]
        stops = np.zeros((len(walks), max(map(len, numbered), default=1)), np.int64)
        for row, numbers in enumerate(numbered):
            stops[row, : len(numbers)] = numbers
        begins = self._distances.places([node for node, _ in walks]).astype(np.int64)
        counts, found = np.array([len(numbers) for numbers in numbered], np.int64), np.empty(len(walks))
        walks_metres(self._ground, begins, stops, counts, found)
        metres: list[float] = np.where(found < NO_WALK, found, np.inf).tolist()
        return metres

    def _numbered(self, stops: Sequence[Stop]) -> list[int]:
        """Give stops as compiled code wants them: by phase and along the floor's sweep, each once."""
        if not stops:
            return []
        ranks = self._ranks[self._distances.places([node for node, _ in stops])].tolist()
        places = len(self._ranks)
        return sorted({phase * places + rank for (_, phase), rank in zip(stops, ranks, strict=True)})
