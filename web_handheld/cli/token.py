"""`storefloor token`."""

from pathlib import Path

import click

from picking.foundation.actor import system
from picking.people.commands import create_token, revoke_tokens
from picking.people.queries import machine_tokens
from picking.people.rights import MACHINE_ROLES
from web_handheld.cli.common import choose_store, data_option, open_books, settings_of, store_option


@click.group()
def token() -> None:
    """Keep the tokens that machines sign in with."""


@token.command()
@click.option("--role", required=True, type=click.Choice(sorted(MACHINE_ROLES)))
@click.option("--name", help="The channel, carrier or till that will use it; else its role.")
@data_option
@store_option
@click.pass_obj
def create(file: Path | None, role: str, name: str | None, data: Path | None, store_id: str | None) -> None:
    """Make a bearer token and show it, once.

    A token named after a channel speaks for this channel only; any other name speaks for all of its store.
    """
    with open_books(settings_of(file, service__data_dir=data)) as books:
        store = choose_store(books, store_id)
        made = books.transactions.run(
            system(store.id), lambda work: create_token(work, store.id, name or role, role)
        )  # fmt: skip
    click.echo(made)


@token.command("list")
@data_option
@store_option
@click.pass_obj
def show(file: Path | None, data: Path | None, store_id: str | None) -> None:
    """List who has tokens; the tokens themselves are kept nowhere."""
    with open_books(settings_of(file, service__data_dir=data)) as books:
        store = choose_store(books, store_id)
        with books.transactions.reading() as session:
            for row in machine_tokens(session, store.id):
                state = f"revoked {row.revoked_at:%Y-%m-%d %H:%M}" if row.revoked_at else ""
                click.echo(f"{row.name}\t{row.role}\t{row.created_at:%Y-%m-%d %H:%M}\t{state}")


@token.command()
@click.argument("name")
@data_option
@store_option
@click.pass_obj
def revoke(file: Path | None, name: str, data: Path | None, store_id: str | None) -> None:
    """Take all tokens of a name back, at once."""
    with open_books(settings_of(file, service__data_dir=data)) as books:
        store = choose_store(books, store_id)
        count = books.transactions.run(system(store.id), lambda work: revoke_tokens(work, store.id, name))
    click.echo(f"{count} revoked")
