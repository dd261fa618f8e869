"""The bare floor: the service's own server, broker link and database, and nothing between them but one row a scan."""

import queue
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask, jsonify, request
from flask_socketio import SocketIO, join_room
from gevent.pywsgi import WSGIServer
from sqlalchemy import insert

from gateway.contract import EVENT, Report, decode
from gateway.contract.reports import Scan
from picking.foundation.actor import system
from picking.foundation.clock import SystemClock
from picking.foundation.ids import TimeOrderedIds
from picking.foundation.records import OnceAnswer
from picking.foundation.tables import Base, Json
from picking.foundation.transactions import Transactions
from picking.foundation.unit_of_work import UnitOfWork
from web_handheld.floor.broker_link import BrokerLink
from web_handheld.server import HttpHandler
from web_handheld.settings import Settings
from web_handheld.wiring import open_books

STORE = "s1"


class BareFloor:
    """Parses, commits one row as durably as the floor does, and answers or pushes."""

    def __init__(self, settings: Settings) -> None:
        engine = open_books(settings)
        Base.metadata.create_all(engine)
        clock = SystemClock()
        self._transactions = Transactions(
            engine, clock=clock, ids=TimeOrderedIds(), settings=settings.floor, reactions={}
        )
        self._heard: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
        self._link = BrokerLink(settings.broker, "bare", STORE, clock)
        self.app = Flask("bare")
        self._live = SocketIO(self.app, async_mode="gevent", manage_session=False)
        self._live.on_event("connect", _enter, namespace="/handheld")
        self.app.post("/api/v1/handheld/scans")(self._answer)
        self.app.get("/readyz")(self._ready)

    def start(self) -> None:
        """Listen to the broker and push, as the service does: in two threads with a queue between."""
        threading.Thread(target=self._push_all, daemon=True).start()
        self._link.start([EVENT.filter(store=STORE)], lambda topic, payload: self._heard.put((topic, payload)))

    def stop(self) -> None:
        """Leave the broker."""
        self._link.stop()

    def _keep(self, key: str, text: str) -> Json:
        answer = {"outcome": "done", "text": text}

        def keep(work: UnitOfWork) -> Json:
            work.session.execute(insert(OnceAnswer).values(id=key, answer=answer, at=work.now))
            return answer

        return self._transactions.run(system(STORE), keep)

    def _answer(self) -> Any:
        body = request.get_json()
        return jsonify(self._keep(body["id"], body["text"]))

    def _ready(self) -> Any:
        trouble = self._link.trouble()
        return jsonify(missing=trouble), 503 if trouble else 200

    def _push_all(self) -> None:
        while True:
            place, report = decode(*self._heard.get())
            assert isinstance(report, Report)
            assert isinstance(report.data, Scan)
            body = {"request": report.id, "answer": self._keep(report.id, report.data.text)}
            self._live.emit("screen", {"body": body}, to=f"person:{place.device}", namespace="/handheld")


def serve_bare(settings: Settings, stop: threading.Event, wait: Callable[[threading.Event], None]) -> None:
    """Serve the bare floor as the service is served."""
    bare = BareFloor(settings)
    server = WSGIServer(("127.0.0.1", settings.service.http_port), bare.app, log=None, handler_class=HttpHandler)
    server.start()
    bare.start()
    wait(stop)
    server.stop(1)
    bare.stop()


def _enter(auth: dict[str, str]) -> None:
    join_room(f"person:{auth['person']}")
