"""How long work on the shelves takes, as long as nobody has measured it for a store."""

from picking.planning import Speeds

SPEEDS = Speeds(metres_per_second=1.0, line_seconds=7, piece_seconds=1, order_seconds=12, trip_seconds=20)
