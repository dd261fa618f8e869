"""The floor of the store: every rule, every table, and no idea of who asks."""
