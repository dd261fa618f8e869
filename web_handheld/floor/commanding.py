"""Writes the envelope of a command."""

from datetime import datetime, timedelta
from time import monotonic

from gateway.contract import Command, new_id
from gateway.contract.commands import CommandData
from web_handheld.floor.broker_link import BrokerLink

PATIENCE = timedelta(seconds=20)


def command(
    link: BrokerLink,
    now: datetime,
    data: CommandData,
    *,
    corr: str | None = None,
    deadline: datetime | None = None,
    tries: int = 1,
) -> Command:
    """Make a command; the same `corr` is never done twice, `deadline` defaults to twenty seconds from now."""
    identity = new_id()
    return Command(
        id=identity,
        src=link.source,
        boot=link.boot,
        seq=link.next_seq(),
        ts=now,
        mono=int(monotonic() * 1000),
        corr=corr or identity,
        deadline=deadline or now + PATIENCE,
        try_=tries,
        data=data,
    )
