"""Scales, one protocol a file."""
