"""The store as a place: zones, aisles, bins, stalls, and the graph people walk on."""
