"""Plays a store's people and shoppers through the same doors as the real ones; a client that knows nothing inside."""

from web_handheld.simulation.doors.http import ServiceAwayError
from web_handheld.simulation.options import Odds, Options
from web_handheld.simulation.report import Report
from web_handheld.simulation.run import run

__all__ = ["Odds", "Options", "Report", "ServiceAwayError", "run"]
