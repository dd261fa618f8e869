"""Plays a store's people and shoppers through the same doors as the real ones; a client that knows nothing inside."""

from web_handheld.simulation.options import Odds, Options

__all__ = ["Odds", "Options"]
