"""Runs a simulation from its first order to its table."""

import threading
import time
from contextlib import ExitStack, closing

from web_handheld.simulation import aftermath, evening
from web_handheld.simulation.agenda import Agenda
from web_handheld.simulation.company import Company
from web_handheld.simulation.day import Day
from web_handheld.simulation.dice import Dice
from web_handheld.simulation.doors.bench import Bench
from web_handheld.simulation.doors.http import Http, ServiceAwayError, wait_until_up
from web_handheld.simulation.doors.webhooks import receiver
from web_handheld.simulation.options import Options
from web_handheld.simulation.pace import Pace
from web_handheld.simulation.play import Play
from web_handheld.simulation.player import Cast
from web_handheld.simulation.report import Report
from web_handheld.simulation.shoppers import Shoppers
from web_handheld.simulation.store_file import StoreFile
from web_handheld.simulation.street import Street
from web_handheld.simulation.visits import Counter
from web_handheld.simulation.witness import Witness

UP_SECONDS_MAX = 60
LOOK_SECONDS = 0.2
SETTLE_SECONDS_MAX = 180  # real ones: after the last order, for all orders to come to their ends
LEAVE_SECONDS_MAX = 30
WEBHOOK_KEY = "simulated-shoppers-only"  # what a simulation sends to itself over loopback needs no better one


def run(options: Options, stop_event: threading.Event) -> Report:
    """Play until so many orders are settled, the minutes are over or `stop_event` is set; give the report.

    Raises `ServiceAwayError` when the service is not there or knows neither token nor staff, and `OSError` or
    `ValueError` when the simulated devices are not there or the store or the day cannot be read.
    """
    over = threading.Event()
    play = Play(
        run=f"{int(time.time()):x}",
        store=StoreFile.read(options.store),
        pace=Pace(options.speed, over),
        dice=Dice(options.seed),
        odds=options.odds,
        witness=Witness(),
    )
    day = Day.read(options.day).later(options.skip_hours)
    wait_until_up(options.url, Pace(1, stop_event), UP_SECONDS_MAX)
    began = time.monotonic()
    cast = Cast(play.pace, play.witness)
    with ExitStack() as doors:
        bench = doors.enter_context(closing(Bench(options.bench_port))) if options.bench_port else None
        try:
            shoppers = _raise_the_curtain(options, play, day, bench, cast, doors)
            _watch(options, play.witness, shoppers, stop_event)
        finally:
            over.set()
            cast.join(LEAVE_SECONDS_MAX)
    return _report(options, play, time.monotonic() - began)


def _raise_the_curtain(
    options: Options, play: Play, day: Day, bench: Bench | None, cast: Cast, doors: ExitStack
) -> Shoppers:
    """Bring everybody onto the stage; orders come while the last pickers still sign in."""
    hub = Http(options.url, play.pace, token=options.channel_token)
    carrier = Http(options.url, play.pace, token=options.carrier_token)
    agenda, counter = Agenda(), Counter()
    street = Street(carrier, counter, agenda, play)
    url = doors.enter_context(
        receiver(WEBHOOK_KEY, street.hear, lambda: play.witness.broken("a webhook was not signed as agreed"))
    )
    for channel in play.store.channels:
        _subscribe(hub, channel, url)
        doors.callback(hub.post, "/webhooks", {"channel": channel, "url": None})
    hours = evening.kept_by(options.url, day.start, play)
    doors.callback(hours.end)
    hours.begin()
    cast.run("evening", hours.play)
    shoppers = Shoppers(hub, day, agenda, play)
    shoppers.begin(options.orders)
    cast.run("agenda", lambda: agenda.play(play.pace))
    for player in Company(options.url, play, bench, counter, doors).gather():
        cast.start(player)
    return shoppers


def _subscribe(hub: Http, channel: str, url: str) -> None:
    reply = hub.post("/webhooks", {"channel": channel, "url": url, "secret": WEBHOOK_KEY})
    if not reply.is_good:
        raise ServiceAwayError(f"channel {channel} is not told of its orders: {reply.code}")


def _watch(options: Options, witness: Witness, shoppers: Shoppers, stop_event: threading.Event) -> None:
    """Wait for the end: asked for, out of time, or every order settled."""
    began = time.monotonic()
    placed_at: float | None = None
    while not stop_event.wait(LOOK_SECONDS):
        now = time.monotonic()
        if options.minutes is not None and now - began >= options.minutes * 60:
            return
        if shoppers.all_placed.is_set():
            placed_at = placed_at or now
            if not witness.unsettled or now - placed_at >= SETTLE_SECONDS_MAX:
                return


def _report(options: Options, play: Play, seconds: float) -> Report:
    """Look at everything once more, with doors of its own: the play is over."""
    quiet = Pace(1, threading.Event())
    channel = Http(options.url, quiet, token=options.channel_token)
    desk = Http(options.url, quiet)
    clerk = play.store.somebody("service")
    desk.post("/session", {"badge": f"U:{clerk.badge}", "pin": clerk.pin})
    conservation = desk.get(f"/stores/{play.store.store_id}/stock/conservation")
    errors = conservation.body["errors"] if conservation.is_good else [f"cannot be checked: {conservation.code}"]
    return aftermath.report(channel, errors, play.witness, seconds, options.speed)
