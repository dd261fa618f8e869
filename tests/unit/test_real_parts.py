"""The real parts really come up, so that a skip always means: not installed."""

import psycopg
import pytest
from real_parts import listens, missing


@pytest.mark.needs("mosquitto")
def test_the_broker_listens(mosquitto):
    """Journeys count on it."""
    assert listens(mosquitto)


@pytest.mark.needs("redis")
def test_redis_listens(redis):
    """Websockets of several processes count on it."""
    assert listens(int(redis.split(":")[2].split("/")[0]))


@pytest.mark.needs("postgresql")
def test_a_fresh_database_is_empty(fresh_postgresql):
    """One test must not see what another left behind."""
    with psycopg.connect(fresh_postgresql.replace("+psycopg", "")) as database:
        tables = database.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()

    assert tables == (0,)


def test_a_missing_part_is_named(monkeypatch):
    """A person who reads the skip must know what to install."""
    monkeypatch.setattr("real_parts.PARTS", {"mosquitto": lambda: None})

    assert missing("mosquitto") == "needs mosquitto, which is not installed on this machine"
