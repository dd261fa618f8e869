"""Carries what devices say to the broker and what the service asks to the devices; knows nothing of orders."""
