"""The screen of looking for what a picker could not find: a scan of the item has found it."""

from picking.foundation.tables import Json
from picking.handheld.answer import Said
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.screens import floor_task
from picking.handheld.screens.asks import SURE
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.standing import Standing


def item_scanned(at: Standing, item: Meaning) -> Said:
    """Found: the line goes on."""
    floor_task.expect_item(at, item, floor_task.in_hand(at).subject["sku"])
    return floor_task.finish(at, "search_found", {"found": True}, item=item.name)


def not_found(at: Standing, _: Json) -> Said:
    """Looked everywhere: the line is short."""
    return floor_task.finish(at, "search_ended", {"found": False})


SEARCH = ScreenKind(
    name="search",
    show=floor_task.show,
    scans={Kind.ITEM: item_scanned},
    steps={"not_found": Step(not_found, asks=(SURE,)), **floor_task.GIVE_BACK},
)
