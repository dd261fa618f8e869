"""`storefloor staff`."""

from pathlib import Path

import click
from sqlalchemy import select

from picking.foundation.actor import system
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.commands import PersonDraft, give_badge, keep_person
from picking.people.model import Person
from picking.people.queries import open_shift
from picking.people.rights import STAFF_ROLES
from web_handheld.cli.common import choose_store, data_option, open_books, settings_of, store_option


@click.group()
def staff() -> None:
    """Keep people and their badges."""


@staff.command("list")
@data_option
@store_option
@click.pass_obj
def show(file: Path | None, data: Path | None, store_id: str | None) -> None:
    """List everybody with roles, skills and shift."""
    with open_books(settings_of(file, service__data_dir=data)) as books:
        store = choose_store(books, store_id)
        with books.transactions.reading() as session:
            for person in session.scalars(select(Person).where(Person.store_id == store.id).order_by(Person.name)):
                state = "left" if not person.active else "on shift" if open_shift(session, person.id) else ""
                click.echo(f"{person.id}  {person.name}\t{'+'.join(person.roles)}\t{' '.join(person.skills)}\t{state}")


@staff.command()
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(sorted(STAFF_ROLES)))
@click.option("--skill", "skills", multiple=True, help="A zone's code, a stall's id, or a word such as freezer.")
@click.option("--language", default="en", type=click.Choice(["en", "zh", "es"]))
@click.option("--pin", prompt=True, hide_input=True, confirmation_prompt=True, help="4 to 8 digits.")
@data_option
@store_option
@click.pass_obj
def add(
    file: Path | None,
    name: str,
    roles: tuple[str, ...],
    skills: tuple[str, ...],
    language: str,
    pin: str,
    data: Path | None,
    store_id: str | None,
) -> None:
    """Add somebody and give them a badge."""
    with open_books(settings_of(file, service__data_dir=data)) as books:
        store = choose_store(books, store_id)
        draft = PersonDraft(name=name, language=language, roles=roles, skills=skills, pin=pin)

        def command(work: UnitOfWork) -> str:
            person = keep_person(work, store.id, draft)
            work.session.flush()
            return give_badge(work, person.id)

        click.echo(f"badge for {name}: U:{books.transactions.run(system(store.id), command)}")


@staff.command()
@click.argument("person_id")
@data_option
@store_option
@click.pass_obj
def badge(file: Path | None, person_id: str, data: Path | None, store_id: str | None) -> None:
    """Give somebody a new badge; the ones before stop working."""
    with open_books(settings_of(file, service__data_dir=data)) as books:
        store = choose_store(books, store_id)
        token = books.transactions.run(system(store.id), lambda work: give_badge(work, person_id))
        click.echo(f"U:{token}")
