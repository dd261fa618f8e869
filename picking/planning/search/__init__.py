"""Searches the best plan for all open orders at once: which orders share a trip, who goes, in what turn."""
