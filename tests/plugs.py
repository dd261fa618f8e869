"""Plugs simulated devices into real ports: a pseudo terminal, or a TCP socket."""

import os
import select
import socket
import threading
import tty
from contextlib import contextmanager, suppress


@contextmanager
def on_serial_port(simulator):
    """Give the name of a serial port behind which the device speaks."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    over = threading.Event()

    def carry():
        simulator.connect()
        while not over.is_set():
            if select.select([ours], [], [], 0.02)[0]:
                simulator.hear(os.read(ours, 4096))
            if said := simulator.sent(0):
                os.write(ours, said)

    thread = threading.Thread(target=carry)
    thread.start()
    try:
        yield os.ttyname(theirs)
    finally:
        over.set()
        thread.join()
        os.close(ours)
        os.close(theirs)


@contextmanager
def on_tcp_port(simulator, scheme="tcp"):
    """Give the address of a TCP port behind which the device speaks, one connection at a time."""
    over = threading.Event()

    def carry(peer):
        simulator.connect()
        while not over.is_set():
            if select.select([peer], [], [], 0.02)[0]:
                data = peer.recv(65_536)
                if not data:
                    return
                simulator.hear(data)
            if said := simulator.sent(0):
                peer.sendall(said)
                if scheme == "http":
                    return

    def serve(listener):
        while not over.is_set():
            if select.select([listener], [], [], 0.02)[0]:
                peer, _ = listener.accept()
                with peer, suppress(ConnectionError):  # whoever is killed hangs up without a word
                    carry(peer)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        try:
            yield f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            over.set()
            thread.join()
