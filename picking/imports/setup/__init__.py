"""Set-up in parts: a section of the store file read from the books, changed row by row, and given out again."""

from picking.imports.setup.commands import Change, SetUp, set_up
from picking.imports.setup.queries import page_of, rows_of
from picking.imports.setup.sections import SECTIONS, Section, section_named
from picking.imports.setup.whole_file import store_file

__all__ = ["SECTIONS", "Change", "Section", "SetUp", "page_of", "rows_of", "section_named", "set_up", "store_file"]
