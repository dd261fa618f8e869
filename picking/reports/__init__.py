"""The journal read back: an order's timeline."""
