"""What the routes and namespaces are handed: built once by wiring, found through the running app."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from picking.devices.sheets import Sheets
from picking.devices.shelf_pages import ShelfPages
from picking.foundation.messages import Messages
from picking.foundation.transactions import Transactions
from web_handheld.figures import Figures
from web_handheld.floor.handheld_door import HandheldDoor
from web_handheld.hold_ups import HoldUps
from web_handheld.readiness import Readiness
from web_handheld.settings import Settings
from web_handheld.staffing.questions import Questions

KEY = "storefloor"


@dataclass(frozen=True)
class Parts:
    """Everything a door needs."""

    settings: Settings
    transactions: Transactions
    messages: Messages
    handheld: HandheldDoor
    figures: Figures
    readiness: Readiness
    sheets: Sheets
    pages: ShelfPages
    questions: Questions
    hold_ups: HoldUps


def parts() -> Parts:
    """Give the parts of the app that serves this request."""
    return cast("Parts", current_app.extensions[KEY])
