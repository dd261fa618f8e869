"""The start page, and the live board at `/board`: a store at a glance, for everybody; it names no person."""
