"""Scanners, one language a file."""
