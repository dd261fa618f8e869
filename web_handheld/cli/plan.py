"""`storefloor plan`."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import click

from picking.planning.files import PlanFileError, read_problem, write_plan
from picking.planning.hours import by_hour
from picking.planning.outcome import Plan
from picking.planning.planner import plan as make_plan, prepared
from picking.planning.problem import Problem
from picking.planning.staffing import LATE_SHARE, PICKERS_MAX, Tried, fewest_pickers
from picking.planning.warming import warm
from web_handheld.cli.terminal import Trouble

PICTURE_WORDS = {
    "open_orders": "Orders open at most",
    "late_orders": "Orders done late",
    "metres": "Metres walked",
    "hour": "hour",
}
Planned = Callable[[Problem], Plan]


@click.command()
@click.argument("problem", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where to write the plan.")
@click.option("--budget-ms", default=50.0, show_default=True, help="How much thinking a decision may take.")
@click.option("--pickers", type=click.IntRange(1, PICKERS_MAX), help="So many people in place of the file's.")
@click.option("--fewest", is_flag=True, help="Find the fewest people with whom hardly an order is late.")
@click.option(
    "--late-share",
    type=click.FloatRange(0, 1),
    default=LATE_SHARE,
    show_default=True,
    help="May be late with --fewest.",
)
@click.option(
    "--picture", type=click.Path(path_type=Path, dir_okay=False), help="Draw the day by hour: a file .svg or .png."
)
@click.option("--seed", default=0, show_default=True)
def plan(
    problem: Path,
    output: Path | None,
    budget_ms: float,
    pickers: int | None,
    fewest: bool,
    late_share: float,
    picture: Path | None,
    seed: int,
) -> None:
    """Plan trips for the orders of PROBLEM: who walks where, with what, when."""
    if fewest and pickers is not None:
        raise Trouble("--pickers says how many, --fewest asks how many: only one of them")
    _check_picture(picture)
    task = _read(problem)
    warm()
    distances = prepared(task)

    def planned(asked: Problem) -> Plan:
        return make_plan(asked, seed=seed, budget_ms=budget_ms, distances=distances, stopwatch=time.perf_counter)

    if fewest:
        found, tried = _fewest(task, planned, late_share)
    else:
        task = task if pickers is None else task.with_pickers(pickers)
        found, tried = Tried(len(task.pickers), made := planned(task), made.late + len(made.unplanned)), ()
    _write(write_plan(found.plan), tried, output)
    if picture is not None:
        _draw(task, found, picture)


def _check_picture(picture: Path | None) -> None:
    if picture is not None and picture.suffix not in (".svg", ".png"):
        raise Trouble(f"{picture}: a picture's name ends in .svg or .png")


def _read(file: Path) -> Problem:
    try:
        return read_problem(file.read_text(encoding="utf-8"))
    except PlanFileError as error:
        raise Trouble(f"{file}: {error}") from error
    except UnicodeDecodeError as error:
        raise Trouble(f"{file}: is no UTF-8 text: {error}") from error


def _fewest(task: Problem, planned: Planned, late_share: float) -> tuple[Tried, tuple[Tried, ...]]:
    def tell(tried: Tried) -> None:
        click.echo(f"{tried.pickers} people: {tried.late} of {len(task.orders)} orders late", err=True)

    staffing = fewest_pickers(task, planned, late_share=late_share, told=tell)
    if staffing.enough is None:
        last = staffing.tried[-1]
        raise Trouble(f"no number of people is enough: with {last.pickers} still {last.late} orders are late")
    click.echo(f"{staffing.enough.pickers} people are enough", err=True)
    return staffing.enough, staffing.tried


def _write(plan_text: str, tried: tuple[Tried, ...], output: Path | None) -> None:
    if tried:
        counts = [{"pickers": each.pickers, "late": each.late} for each in tried]
        plan_text = json.dumps({**json.loads(plan_text), "tried": counts}, ensure_ascii=False)
    if output is None:
        click.echo(plan_text)
    else:
        output.write_text(plan_text + "\n", encoding="utf-8")


def _draw(task: Problem, found: Tried, picture: Path) -> None:
    from web_handheld.staffing.chart import day_picture  # noqa: PLC0415 - only who wants a picture waits for it
    from web_handheld.staffing.shapes import svg  # noqa: PLC0415 - as above

    late = f"{found.late} of {len(task.orders)} orders late"
    title = f"{found.pickers} people: {late}"
    drawn = day_picture(by_hour(task, found.plan), title, f"{found.plan.metres / 1000:.1f} km walked", PICTURE_WORDS)
    if picture.suffix == ".svg":
        picture.write_text(svg(drawn), encoding="utf-8")
    else:
        from web_handheld.staffing.png import png  # noqa: PLC0415 - as above

        picture.write_bytes(png(drawn))
