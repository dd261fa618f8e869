"""`storefloor plans`: earlier decisions of the planner, what they were made from, and the same decision made again."""

import json
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.foundation.messages import Messages
from picking.foundation.tables import Json
from picking.tasks.decisions import is_same, question_of, replay
from picking.tasks.plan_queries import plan_explained, plan_of, plan_view
from picking.tasks.planned import Plan
from web_handheld.cli.common import choose_store, data_option, open_books, settings_of, store_option
from web_handheld.cli.terminal import Trouble
from web_handheld.settings import MESSAGES


@click.group()
def plans() -> None:
    """Look at plans, and make them again."""


@plans.command("list")
@data_option
@store_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.pass_obj
def list_plans(file: Path | None, data: Path | None, store_id: str | None, limit: int) -> None:
    """List the latest plans, newest first."""
    with open_books(settings_of(file, service__data_dir=data)) as books:
        store = choose_store(books, store_id)
        rows = select(Plan).where(Plan.store_id == store.id).order_by(Plan.made_at.desc(), Plan.id.desc())
        with books.transactions.reading() as session:
            for plan in session.scalars(rows.limit(limit)):
                shown = plan_view(plan)
                click.echo(
                    f"{shown['plan_id']}  {plan.made_at:%Y-%m-%d %H:%M:%S}  {shown['walks']:3} walks  "
                    f"{shown['tasks']:3} tasks  {shown['joins']:3} joined  {shown['metres']:6} m  "
                    f"{shown['late']:3} late  {shown['waiting']:3} waiting  {shown['plan_ms']:7.1f} ms  "
                    f"after {', '.join(shown['asked_by'])}"
                )


@plans.command()
@click.argument("plan_id")
@data_option
@click.option("--json", "as_json", is_flag=True, help="Everything it was made from, as `storefloor plan` reads it.")
@click.option("--language", default="en", type=click.Choice(["en", "zh", "es"]), show_default=True)
@click.pass_obj
def show(file: Path | None, data: Path | None, plan_id: str, as_json: bool, language: str) -> None:
    """Show a plan's walks and why each is as it is."""
    with (
        open_books(settings_of(file, service__data_dir=data)) as books,
        books.transactions.reading() as session,
    ):
        plan, floor = plan_of(session, plan_id)
        if as_json:
            click.echo(json.dumps({**question_of(plan.question), "floor": floor.floor}))
            return
        for walk in _said(session, plan, language):
            click.echo(
                f"{walk['person']} in {walk['start_seconds']} s: {', '.join(walk['orders'])} ({walk['metres']} m)"
            )
            if walk["route"]:
                click.echo(f"  {' → '.join(walk['route'])}")
            click.echo(f"  {walk['why']}")


@plans.command("replay")
@click.argument("plan_id")
@data_option
@click.pass_obj
def replay_plan(file: Path | None, data: Path | None, plan_id: str) -> None:
    """Make a plan again from what was kept; exit code 1 when another one comes out."""
    with (
        open_books(settings_of(file, service__data_dir=data)) as books,
        books.transactions.reading() as session,
    ):
        plan, floor = plan_of(session, plan_id)
        again = replay(floor.floor, plan.question, seed=plan.seed, budget_ms=plan.budget_ms)
        if not is_same(plan.answer, again):
            raise Trouble(f"another plan comes out: {round(again['metres'])} m, {again['late']} late")
        click.echo(f"the same plan: {len(again['trips'])} walks, {round(again['metres'])} m, {again['late']} late")


def _said(session: Session, plan: Plan, language: str) -> list[Json]:
    messages = Messages.load(MESSAGES)
    return [
        {**walk, "why": "; ".join(messages.text(why["code"], language, why["facts"]) for why in walk["why"])}
        for walk in plan_explained(session, plan)
    ]
