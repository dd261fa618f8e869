"""Writes a new migration: `python -m picking.migrations "Bags remember their seal"`."""

import sys
import tempfile
from pathlib import Path

from picking.foundation.database import open_engine
from picking.migrations import new_revision, upgrade


def main() -> None:
    """Compare the tables with a database made by the migrations so far, and write the difference down."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'so-far.db'}")
        upgrade(engine)
        new_revision(engine, sys.argv[1])
        engine.dispose()


if __name__ == "__main__":
    main()
