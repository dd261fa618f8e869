"""Compares two servers for the service: 200 open websockets and 100 requests a second, each a commit and a push.

Run it as `python tests/bench/server_choice.py`; gunicorn, which was not chosen, must be installed for its half. Both
servers run the same small Flask-SocketIO app in a process of their own: a request commits one row to SQLite (WAL,
`synchronous=FULL`, one writer at a time, as the floor does) and pushes to every client. Clients measure request to
answer and request to push; the server's processor time and memory are read at the end.
"""

import json
import multiprocessing
import os
import resource
import selectors
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import requests
import websocket

CLIENTS = 200
REQUESTS_PER_SECOND = 100
SECONDS = 10
WORK_ROWS = 20  # what a scan reads and writes besides its own row


def make_app(mode: str, database: str) -> tuple[Any, Any]:
    """Build the app under test; `mode` is Flask-SocketIO's async mode."""
    from flask import Flask, jsonify, request  # noqa: PLC0415 - gevent must patch before anything else is imported
    from flask_socketio import SocketIO  # noqa: PLC0415 - gevent must patch before anything else is imported

    app = Flask(__name__)
    live = SocketIO(app, async_mode=mode, logger=False)
    turn = threading.Lock()
    store = sqlite3.connect(database, check_same_thread=False, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        store.execute(f"PRAGMA {pragma}")
    store.execute("CREATE TABLE IF NOT EXISTS scans (id TEXT PRIMARY KEY, body TEXT)")

    @app.post("/scan")
    def scan() -> Any:
        body = request.get_json()
        with turn:
            store.execute("BEGIN IMMEDIATE")
            for n in range(WORK_ROWS):
                store.execute("SELECT body FROM scans WHERE id = ?", (f"{body['id']}-{n}",)).fetchone()
            store.execute("INSERT INTO scans VALUES (?, ?)", (body["id"], json.dumps(body)))
            store.execute("COMMIT")
        live.emit("screen", {"sent": body["sent"]}, namespace="/")
        return jsonify(outcome="done")

    @app.get("/cost")
    def cost() -> Any:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return jsonify(cpu=used.ru_utime + used.ru_stime, rss=used.ru_maxrss, threads=threading.active_count())

    @live.on("connect")
    def connect() -> None:
        return None

    return app, live


def serve_gevent(port: int, database: str) -> None:
    """Serve with gevent's pywsgi: one thread, cooperative."""
    from gevent import monkey  # noqa: PLC0415 - gevent must patch before anything else is imported

    monkey.patch_all()
    from gevent.pywsgi import WSGIServer  # noqa: PLC0415 - gevent must patch before anything else is imported

    app, _ = make_app("gevent", database)
    WSGIServer(("127.0.0.1", port), app, log=None).serve_forever()


def serve_gthread(port: int, database: str) -> None:
    """Serve with gunicorn's gthread worker: a thread for every socket that is open."""
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 - gevent must patch before anything else is imported

    class Program(BaseApplication):
        def load_config(self) -> None:
            options = {"bind": f"127.0.0.1:{port}", "workers": 1, "worker_class": "gthread", "threads": CLIENTS + 40,
                       "loglevel": "error", "keepalive": 30, "control_socket_disable": True}  # fmt: skip
            for key, value in options.items():
                if key in self.cfg.settings:
                    self.cfg.set(key, value)

        def load(self) -> Any:
            return make_app("threading", database)[0]

    Program().run()


SERVERS = {"gunicorn gthread": serve_gthread, "gevent pywsgi": serve_gevent}


def listen_all(port: int, count: int, ready: Any, stop: Any, found: Any) -> None:
    """Hold `count` websockets open and note each push's age in milliseconds; one selector, no threads."""
    selector = selectors.DefaultSelector()
    for _ in range(count):
        ws = websocket.create_connection(
            f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket", timeout=20, enable_multithread=False
        )
        ws.recv()
        ws.send("40")
        ws.recv()
        selector.register(ws.sock, selectors.EVENT_READ, ws)
    ready.set()
    ages: list[float] = []
    while not stop.is_set():
        for key, _ in selector.select(0.2):
            text = key.data.recv()
            if text == "2":
                key.data.send("3")
            elif text.startswith("42"):
                ages.append((time.time() - json.loads(text[2:])[1]["sent"]) * 1000)
    found.put(ages)


def ask(port: int) -> list[float]:
    """Send requests at a steady rate over kept connections; give each answer's milliseconds."""
    answers: list[float] = []
    sessions = threading.local()

    def one(number: int) -> None:
        session = getattr(sessions, "it", None) or requests.Session()
        sessions.it = session
        sent = time.time()
        body = {"id": f"{number}", "sent": sent}
        session.post(f"http://127.0.0.1:{port}/scan", json=body, timeout=20).raise_for_status()
        answers.append((time.time() - sent) * 1000)

    with ThreadPoolExecutor(16) as pool:
        begin = time.monotonic()
        for number in range(REQUESTS_PER_SECOND * SECONDS):
            time.sleep(max(0.0, begin + number / REQUESTS_PER_SECOND - time.monotonic()))
            pool.submit(one, number)
    return answers


def figures(name: str, values: list[float]) -> str:
    """Write p50, p95, p99 and the worst of some milliseconds."""
    if not values:
        return f"{name}: nothing came"
    cuts = statistics.quantiles(values, n=100)
    return f"{name}: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms, worst {max(values):.1f} ms"


def measure(name: str) -> None:
    """Start one server, load it, print its figures, stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, name, str(port), str(Path(folder) / "bench.db")]
        server = subprocess.Popen(command, env={**os.environ, "PYTHONWARNINGS": "ignore"})
        try:
            _load(name, port)
        finally:
            server.terminate()
            server.wait(20)


def _load(name: str, port: int) -> None:
    limit = time.monotonic() + 30
    while True:
        try:
            requests.get(f"http://127.0.0.1:{port}/cost", timeout=2)
            break
        except requests.ConnectionError:
            assert time.monotonic() < limit, "the server did not come up"
            time.sleep(0.1)
    ready, stop, found = multiprocessing.Event(), multiprocessing.Event(), multiprocessing.Queue()
    listener = multiprocessing.Process(target=listen_all, args=(port, CLIENTS, ready, stop, found))
    listener.start()
    assert ready.wait(60), "not every websocket came up"
    before = requests.get(f"http://127.0.0.1:{port}/cost", timeout=20).json()
    answers = ask(port)
    time.sleep(2)
    stop.set()
    ages = found.get(timeout=30)
    listener.join()
    after = requests.get(f"http://127.0.0.1:{port}/cost", timeout=20).json()
    print(f"\n{name}: {CLIENTS} websockets, {REQUESTS_PER_SECOND} requests/s for {SECONDS} s")
    print("  " + figures("request to answer", answers))
    print("  " + figures("request to push  ", ages))
    print(f"  pushes {len(ages)} of {CLIENTS * REQUESTS_PER_SECOND * SECONDS}")
    used, memory = after["cpu"] - before["cpu"], after["rss"] // 1024
    print(f"  server: {used:.1f} s of processor, {memory} MB, {after['threads']} threads")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        SERVERS[sys.argv[1]](int(sys.argv[2]), sys.argv[3])
    else:
        for server_name in SERVERS:
            if find_spec(server_name.partition(" ")[0]) is None:
                print(f"\n{server_name}: not installed")
            else:
                measure(server_name)
