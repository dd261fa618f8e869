"""Goods that come: expected deliveries, what was received and refused of them, and the way into the bins."""
