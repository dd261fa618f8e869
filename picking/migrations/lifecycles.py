"""Lists every lifecycle of every room, and writes them to a page: `python -m picking.migrations.lifecycles FILE`."""

import sys
from pathlib import Path
from typing import Any

from picking.foundation.lifecycle import Lifecycle
from picking.foundation.lifecycle_docs import document
from picking.foundation.tables import Living
from picking.migrations import metadata


def all_lifecycles() -> list[Lifecycle[Any, Any]]:
    """Give each lifecycle once, in the order of its table's name."""
    assert metadata().tables, "importing picking.migrations loads all rooms"
    kinds = sorted(Living.__subclasses__(), key=lambda kind: kind.__name__)
    return [kind.lifecycle for kind in kinds]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document(all_lifecycles()), encoding="utf-8")
