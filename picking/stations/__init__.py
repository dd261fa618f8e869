"""The stalls that make goods ready: their tickets from queue to staging shelf."""
