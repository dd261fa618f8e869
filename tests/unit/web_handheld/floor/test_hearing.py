"""A service is there when it hears, not when it is connected."""

import socket
import threading
import time
from contextlib import closing

import pytest

from picking.foundation.clock import SystemClock
from web_handheld.floor.broker_link import BrokerLink
from web_handheld.settings import read_settings

CONNACK = b"\x20\x02\x00\x00"
SUBSCRIBE = 0x82
REFUSED = 0x80
GRANTED = 1


def subscribing_broker(listener, answer):
    """Take one client in; answer its subscription when `answer` says what with."""
    line, _ = listener.accept()
    with line:
        line.recv(1024)
        line.sendall(CONNACK)
        said = line.recv(1024)
        at = said.index(SUBSCRIBE)
        number = said[at + 2 : at + 4]
        line.sendall(b"\x90\x03" + number + bytes([answer()]))
        while line.recv(1024):
            pass


@pytest.fixture
def connected():
    """Give a maker of links to a broker whose answer to the subscription a test holds back."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        links = []

        def make(answer):
            threading.Thread(target=subscribing_broker, args=(listener, answer), daemon=True).start()
            flags = {"broker.host": "127.0.0.1", "broker.port": listener.getsockname()[1], "broker.mqtt": "3.1.1"}
            links.append(BrokerLink(read_settings(flags=flags).broker, "service", "01", SystemClock()))
            links[-1].start(["sf/v1/01/#"], lambda _topic, _payload: None)
            return links[-1]

        yield make
        for link in links:
            link.stop()


def trouble_becomes(link, wanted):
    end = time.monotonic() + 20
    while (trouble := link.trouble()) != wanted:
        assert time.monotonic() < end, trouble
        time.sleep(0.01)


def test_a_service_is_there_only_when_the_broker_has_confirmed_that_it_hears(connected):
    """What a gateway says before that is dropped by the broker; nobody may be told to begin."""
    confirmed = threading.Event()
    link = connected(lambda: GRANTED if confirmed.wait(20) else REFUSED)

    trouble_becomes(link, "the broker has not confirmed yet that we hear")
    confirmed.set()

    trouble_becomes(link, None)


def test_a_broker_that_does_not_let_the_service_hear_is_named(connected):
    """Wrong rights at the broker look like silence otherwise."""
    link = connected(lambda: REFUSED)

    trouble_becomes(link, "the broker does not let us hear sf/v1/01/#")
