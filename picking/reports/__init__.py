"""The journal read back: an order's timeline, the honest clock, and exports."""
