"""Faces are filled from what lies behind: below their limits, for a line that waits, and before the store closes."""
