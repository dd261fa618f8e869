"""The command `storefloor`: subcommands are imported when they are called, so that each starts quickly and cleanly."""

from importlib import import_module
from pathlib import Path

import click

COMMANDS = {
    "up": "Run everything on this machine: broker, service, gateway and, if you like, a simulated day.",
    "service": "Run the service: HTTP, websocket, and the broker's other end.",
    "gateway": "Run a gateway: devices on one side, the broker on the other.",
    "broker": "Write a broker's configuration, or run one for trying out.",
    "db": "Bring the database to this version.",
    "store": "Bring in a store from its file.",
    "staff": "Keep people and their badges.",
    "token": "Keep the tokens that machines sign in with.",
    "label": "Look at sheets and labels as they will be printed.",
    "price": "Bring in prices and promotions.",
    "delivery": "Announce deliveries.",
    "stock": "Prove that the books of stock agree.",
    "plan": "Plan picking trips for a file of orders.",
    "plans": "Look at the plans work followed, and make them again.",
    "report": "Write a report: turns, waste, shorts, heat, people, what to order.",
    "simulate": "Play a day of orders through the same doors as everybody.",
    "doctor": "Look for what is wrong, and say what to do.",
}


class _Later(click.Group):
    """Knows its commands by name; each stands in a module of the same name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"web_handheld.cli.{cmd_name}"), cmd_name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Later, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--settings", type=click.Path(path_type=Path, dir_okay=False), help="A TOML file of your own settings.")
@click.version_option(package_name="storefloor")
@click.pass_context
def main(ctx: click.Context, settings: Path | None) -> None:
    """Run the floor of a supermarket or front warehouse: from a paid order to a rider's hand."""
    ctx.obj = settings
