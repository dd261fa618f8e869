"""Goods that do not keep: what is near its end, cheaper for it, taken off the shelf, given away or lost."""
