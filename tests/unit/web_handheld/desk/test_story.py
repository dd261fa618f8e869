"""The story of an order is told in words: every state and every step that the journal can hold has one."""

import ast
from pathlib import Path

from picking.foundation.messages import Messages
from picking.migrations.lifecycles import all_lifecycles
from picking.reports.order_clock import Cause
from web_handheld.desk.story import FACTS

ROOT = Path(__file__).parents[4]
CODES = Messages.load(ROOT / "config/messages").codes()
BEGUN = "create"  # said by the state it begins in


def _is_said(thing: str, word: str) -> bool:
    own = f"story_{thing.replace(' ', '_').replace('-', '_')}_{word}"
    return own in CODES or f"story_{word}" in CODES


def _noted() -> set[str]:
    """Give the steps that are noted by their names, without a lifecycle."""
    calls = (
        node
        for folder in ("picking", "web_handheld")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "note" and len(node.args) > 1
    )
    return {call.args[1].value for call in calls if isinstance(call.args[1], ast.Constant)}


def test_every_state_of_every_life_and_every_step_that_stays_has_its_words():
    """A lead reads a replay, not a table of states; a code among the words looks like a fault of the store."""
    wanted = {(life.name, str(life.start)) for life in all_lifecycles()} | {
        (life.name, str(step if after == state else after))
        for life in all_lifecycles()
        for state, step, after, _ in life.edges()
    }

    assert {each for each in wanted if not _is_said(*each)} == set()


def test_every_step_that_is_only_noted_has_its_words():
    """What changes no state is told all the same: a code shown, a weight overridden, a badge given."""
    assert {step for step in _noted() - {BEGUN} if not _is_said("", step)} == set()


def test_every_cause_and_every_fact_told_has_its_words():
    """Minutes without a name help nobody."""
    assert {f"clock_{cause}" for cause in Cause} - CODES == set()
    assert {f"story_fact_{fact}" for fact in FACTS} - CODES == set()
