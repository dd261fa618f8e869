"""Questions in passing are laid over the screen that would stand here: every scan goes on with that one, unanswered."""

from dataclasses import replace

from picking.handheld.answer import Said
from picking.handheld.interpret import Meaning
from picking.handheld.screens.kind import ScanHandler, ScreenKind
from picking.handheld.standing import Standing


def laid_over(question: ScreenKind, screen: ScreenKind, fact: str) -> ScreenKind:
    """Lay a question over a screen; `fact` is what remembers it, and whoever scans on has passed it."""
    scans = {kind: _walk_on(handler, fact) for kind, handler in screen.scans.items()}
    return replace(question, scans=scans, unknown=screen.unknown)


def _walk_on(handler: ScanHandler, fact: str) -> ScanHandler:
    def scanned(at: Standing, meaning: Meaning) -> Said:
        at.forget(fact)
        return handler(at, meaning)

    return scanned
