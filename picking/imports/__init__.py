"""Where a store comes from: one file with everything it is, checked whole and kept in one transaction."""

from picking.imports.commands import ImportReport, import_store, read_store_file

__all__ = ["ImportReport", "import_store", "read_store_file"]
