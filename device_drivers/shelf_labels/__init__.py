"""Shelf labels, one base station a file."""
