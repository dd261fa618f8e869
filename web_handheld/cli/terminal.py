"""How commands speak to whoever typed them; knows nothing of books, so that a small box need not load them."""

import logging

import click


class Trouble(click.ClickException):
    """Something a person can mend; says what and how."""


def log_to_terminal(level: str) -> None:
    """Write the log to standard error, one line an event."""
    logging.basicConfig(level=level.upper(), format="%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    for chatty in ("werkzeug", "engineio", "socketio", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
