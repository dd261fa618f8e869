"""`storefloor plan`."""

import time
from dataclasses import replace
from pathlib import Path

import click

from picking.planning.files import PlanFileError, read_problem, write_plan
from picking.planning.planner import plan as make_plan
from picking.planning.problem import Picker
from picking.planning.routing.warming import warm
from web_handheld.cli.common import Trouble


@click.command()
@click.argument("problem", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where to write the plan.")
@click.option("--budget-ms", default=50.0, show_default=True, help="How much thinking a decision may take.")
@click.option("--pickers", type=click.IntRange(1, 1000), help="So many people in place of the file's.")
@click.option("--seed", default=0, show_default=True)
def plan(problem: Path, output: Path | None, budget_ms: float, pickers: int | None, seed: int) -> None:
    """Plan trips for the orders of PROBLEM: who walks where, with what, when."""
    try:
        task = read_problem(problem.read_text(encoding="utf-8"))
    except PlanFileError as error:
        raise Trouble(f"{problem}: {error}") from error
    if pickers is not None:
        task = replace(task, pickers=tuple(Picker(f"p{n}") for n in range(1, pickers + 1)))
    warm()
    text = write_plan(make_plan(task, seed=seed, budget_ms=budget_ms, stopwatch=time.perf_counter))
    if output is None:
        click.echo(text)
    else:
        output.write_text(text + "\n", encoding="utf-8")
