"""Floors and order days drawn by number, for the planner's tests and benches; the same seed draws the same."""
