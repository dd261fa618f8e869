"""Printers, one language a file."""
