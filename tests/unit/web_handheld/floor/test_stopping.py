"""A service that stops says nothing that reads like a fault."""

import logging
import time

import pytest
from real_parts import free_port, running_mosquitto

from picking.foundation.clock import SystemClock
from web_handheld.floor.broker_link import BrokerLink
from web_handheld.floor.served_stores import ServedStores
from web_handheld.settings import read_settings


class Store:
    """A store that is served by nothing."""

    def start(self):
        """Do nothing."""

    def stop(self):
        """Do nothing."""


def wait_for_broker(link):
    end = time.monotonic() + 20
    while link.trouble() is not None:
        assert time.monotonic() < end, link.trouble()
        time.sleep(0.02)


def test_only_a_store_whose_lease_went_is_served_elsewhere(caplog):
    """Who reads the log at night looks for the other process in vain."""
    caplog.set_level(logging.INFO)
    stores = ServedStores(lambda _: Store())
    stores.serve(frozenset({"01", "02"}))
    stores.serve(frozenset({"02"}))

    stores.stop()

    said = [message for message in caplog.messages if "elsewhere" in message]
    assert said == ["store 01 is served elsewhere now"]
    assert not stores.serves("02")


@pytest.mark.needs("mosquitto")
def test_leaving_the_broker_is_no_warning(caplog, tmp_path):
    """A warning at every stop teaches people to overlook warnings."""
    port = free_port()
    with running_mosquitto(tmp_path, port):
        broker = read_settings(flags={"broker.host": "127.0.0.1", "broker.port": port}).broker
        link = BrokerLink(broker, "service", "01", SystemClock())
        link.start(["sf/v1/01/#"], lambda _topic, _payload: None)
        wait_for_broker(link)

        link.stop()

    assert link.trouble() is not None
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
